"""Where a plain formula ends in nan or inf, and the number that must come out."""

import numpy as np

from backprop_lessons.activations import sigmoid, softmax
from backprop_lessons.costs import binary_cross_entropy, binary_cross_entropy_from_logits, negative_log_likelihood

from .rows import Anchor, Table


def rows(*values):
    return np.array(values, dtype=float)


# --- the plain formulas, as a textbook writes them


def plain_sigmoid(z):
    return (1 / (1 + np.exp(-rows(z))))[0]


def other_sigmoid(z):
    return (np.exp(rows(z)) / (1 + np.exp(rows(z))))[0]


def plain_softmax(scores, index):
    e = np.exp(rows(*scores))
    return (e / e.sum())[index]


def one_maximum(Z, row, column):
    e = np.exp(Z - Z.max())  # one maximum for the whole batch
    return (e / e.sum(axis=1, keepdims=True))[row, column]


def plain_binary(z, y):
    a, y = 1 / (1 + np.exp(-rows(z))), rows(y)
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))[0]


def plain_likelihood(scores, label):
    e = np.exp(rows(*scores))
    return -np.log(e[label] / e.sum())


def clipped_likelihood(scores, label, least=1e-8):
    return -np.log(np.maximum(softmax(rows(scores))[0, label], least))


# --- ours


def binary(z, y):
    return binary_cross_entropy_from_logits(rows([z]), rows([y]))


def likelihood(scores, label):
    return negative_log_likelihood(rows(scores), np.eye(len(scores))[[label]])


def softmax_of(Z, row, column):
    return softmax(rows(*Z))[row, column]


LARGE, BATCH = (1000, 1001, 1002), ([1000, 1001], [-1000, -1001])


def binary_anchor(text, y, cost, gives):
    z = float(text.replace("−", "-"))
    name = f"binary cross-entropy, z = {text}, y = {y}"
    return Anchor(name, cost, lambda: binary(z, y), lambda: plain_binary(z, y), gives)


def likelihood_anchor(name, scores, label, cost, gives, naive=plain_likelihood):
    text = ", ".join(map(str, scores))
    return Anchor(f"{name}, scores {text}, class {label}", cost, lambda: likelihood(scores, label),
                  lambda: naive(scores, label), gives)  # fmt: skip


ANCHORS = (
    Anchor("sigmoid(−800)", 0, lambda: sigmoid(rows(-800))[0], lambda: plain_sigmoid(-800), "0, with a warning"),
    Anchor("sigmoid(800), as eᶻ / (1 + eᶻ)", 1, lambda: sigmoid(rows(800))[0], lambda: other_sigmoid(800), "nan"),
    *(Anchor(f"softmax(1000, 1001, 1002), entry {index + 1}", p, lambda index=index: softmax_of([LARGE], 0, index),
             lambda index=index: plain_softmax(LARGE, index), "nan")
      for index, p in enumerate([0.090030573170, 0.244728471055, 0.665240955775])),
    Anchor("softmax of (−1000, −1001), in a batch with (1000, 1001), entry 1", 0.731058578630,
           lambda: softmax_of(BATCH, 1, 0), lambda: one_maximum(rows(*BATCH), 1, 0), "nan"),
    binary_anchor("40", 0, 40, "inf"),
    binary_anchor("−1000", 1, 1000, "inf"),
    binary_anchor("1000", 0, 1000, "inf"),
    binary_anchor("40", 1, 4.248354255291589e-18, "nan"),
    binary_anchor("1000", 1, 0, "nan"),
    likelihood_anchor("negative log-likelihood", (0, 1000), 0, 1000, "inf"),
    likelihood_anchor("with p clipped at 1e-8", (0, 1000), 0, 1000, "18.420681", clipped_likelihood),
    likelihood_anchor("negative log-likelihood", (0, 1000), 1, 0, "nan"),
    likelihood_anchor("negative log-likelihood", LARGE, 2, 0.407605964444, "nan"),
    Anchor("cross-entropy where y = 0 and a = 0", 0, lambda: binary_cross_entropy(rows([0]), rows([0])),
           lambda: (rows(0) * np.log(rows(0)))[0], "nan"),
)  # fmt: skip

TABLES = [Table("overflow", "Where the plain formula gives no number, or the wrong one", None, ANCHORS)]
