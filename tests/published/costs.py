"""Costs of answers that need no training: equal scores, a perfect answer after two softmaxes, D2L's two examples."""

import math
from functools import partial

import numpy as np

from backprop_lessons.activations import softmax
from backprop_lessons.costs import negative_log_likelihood

from .rows import Row, Table

D2L = (
    "Dive into Deep Learning, Softmax regression from scratch",
    "https://d2l.ai/chapter_linear-classification/softmax-regression-scratch.html",
)
CS231N = ("CS231n, Learning and evaluation", "https://cs231n.github.io/neural-networks-3/")
SCICO = ("an issue of the project SciCo", "https://github.com/ariecattan/SciCo/issues/2")


def equal_scores(k):
    """The cost of k classes with the same score each."""
    return negative_log_likelihood(np.zeros((k, k)), np.eye(k))


def perfect_twice(k):
    """The cost of a perfect answer over k classes, its probabilities taken for scores."""
    return negative_log_likelihood(softmax(1000 * np.eye(k)), np.eye(k))


def largest_twice(k):
    """The largest probability that two softmaxes in a row can give."""
    return softmax(softmax(1000 * np.eye(k))).max()


def d2l(rows):
    """The cost of the given rows of D2L's two predictions, true classes 0 and 2."""
    p = np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
    return negative_log_likelihood(np.log(p)[rows], np.eye(3)[[0, 2]][rows])


EQUAL = (
    *(Row(f"{k} classes", "", floor, partial(equal_scores, k), rtol=1e-6)
      for k, floor in [(2, 0.693147), (3, 1.098612), (4, 1.386294)]),
    Row("10 classes", "2.302", 2.302585, partial(equal_scores, 10), "digits cut off, not rounded",
        lambda: math.floor(math.log(10) * 1000) / 1000, rtol=1e-6),
)  # fmt: skip
TWICE = (
    Row("2 classes", "", 0.313261687518, partial(perfect_twice, 2)),
    Row("3 classes", "", 0.551444713932, partial(perfect_twice, 3)),
    Row("4 classes", "0.74", 0.743668380629, partial(perfect_twice, 4)),
    Row("10 classes", "", 1.461150171734, partial(perfect_twice, 10)),
    Row("largest probability of 10 classes", "", 0.2320, partial(largest_twice, 10), rtol=3e-4),
)
TWO = (
    Row("first example, p = 0.1", "2.3026", 2.302585092994, lambda: d2l([0])),
    Row("second example, p = 0.5", "0.6931", 0.693147180560, lambda: d2l([1])),
    Row("their mean", "1.4979", 1.497866136777, lambda: d2l([0, 1])),
)

TABLES = [
    Table("floors-equal", "Equal scores: the cost is ln k", CS231N, EQUAL),
    Table("floors-twice", "Softmax applied twice: the cost of a perfect answer", SCICO, TWICE),
    Table("d2l", "Probability p of the true class", D2L, TWO),
]
