"""7.6, the capstone: train_digits(Xtr, Ytr, rng), judged by pictures that it has not seen.

Its answer is the network: a list of pairs (W, b), ReLU in the hidden layers. Looked at is how many other pictures it gets right.
"""

from functools import lru_cache

import numpy as np

from ... import datasets
from ..exercise import Case, ChoicePart, Exercise, FunctionPart, Mistake, Option, Unreadable
from . import solutions

NEEDED = {"the course's split": 0.95, "a hidden split": 0.93}
SECONDS = 60


def _all_pictures():
    data = datasets.digits()
    return np.concatenate([data.X_train, data.X_test]), np.concatenate([data.Y_train, data.Y_test])


def draw(rng):
    X, Y = _all_pictures()
    rows = np.arange(len(X)), rng.permutation(len(X))
    return [
        Case(
            name,
            (
                X[order[: datasets.N_TRAIN]],
                Y[order[: datasets.N_TRAIN]],
                np.random.default_rng(int(rng.integers(2**31))),
            ),
        )
        for name, order in zip(NEEDED, rows, strict=True)
    ]


def read(returned, args):
    """1 for a network that knows the pictures that it was not given; else a sentence about it."""
    params = _params(returned)
    Xtr = args[0]
    X, Y = _all_pictures()
    known = {row.tobytes() for row in Xtr}
    new = np.array([row.tobytes() not in known for row in X])
    course = np.array_equal(Xtr, X[: len(Xtr)])
    name, needed = tuple(NEEDED.items())[0 if course else 1]
    A = X[new]
    for layer, (W, b) in enumerate(params, start=1):
        A = A @ W + b
        A = np.maximum(A, 0) if layer < len(params) else A
    if not np.isfinite(A).all():
        raise Unreadable(f"On {name} the scores of your network are not finite: the training has diverged.")
    answers = A.argmax(axis=1)
    share = np.mean(answers == Y[new].argmax(axis=1))
    if share >= needed:
        return {"pictures that it was not given": 1.0}
    words = f"On {name} your network gets {share:.1%} of the new pictures right; {needed:.0%} are asked for."
    if np.ptp(A, axis=1).max() < 1e-9:
        words += " It gives all ten digits the same score."
    elif len(set(answers)) == 1:
        words += f" It says {answers[0]} to everything."
    raise Unreadable(words)


@lru_cache
def _trained_on_all():
    X, Y = _all_pictures()
    return solutions.train_digits(X, Y, np.random.default_rng(0))


def reference(Xtr, Ytr, rng):
    """A network that passes, whatever the split: trained once, on all pictures. (A check must not take longer for our sake.)"""
    return _trained_on_all()


def _params(returned):
    if not isinstance(returned, (list, tuple)) or len(returned) == 0:
        raise Unreadable("Asked is a list of pairs (W, b), one for each layer.")
    params, size = [], 64
    for layer, pair in enumerate(returned, start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Unreadable(f"Layer {layer} should be a pair (W, b).")
        W, b = (np.asarray(part, dtype=float) for part in pair)
        if W.ndim != 2 or W.shape[0] != size:
            raise Unreadable(
                f"W of layer {layer} (of {len(returned)}) should have shape ({size}, units); yours has shape {W.shape}."
            )
        size = W.shape[1]
        if b.size != size:
            raise Unreadable(f"b of layer {layer} should have {size} numbers; yours has {b.size}.")
        params.append((W, b.reshape(size)))
    if size != 10:
        raise Unreadable(f"The last layer should have 10 units, one for each digit; yours has {size}.")
    return params


def _untrained(rng, scale=1.0):
    W1, W2 = np.sqrt(2 / 64) * rng.standard_normal((64, 30)), np.sqrt(2 / 30) * rng.standard_normal((30, 10))
    return [(scale * W1, np.zeros(30)), (scale * W2, np.zeros(10))]


def _one_class(Xtr, Ytr, rng):
    return [(np.zeros((64, 10)), Ytr.sum(axis=0))]


def _shallow(Xtr, Ytr, rng):
    params = _untrained(rng)
    hidden = np.maximum(Xtr[:10] @ params[0][0], 0)
    W2 = hidden.T @ (Ytr[:10] - 0.1)
    return [params[0], (W2, np.zeros(10))]


PART = FunctionPart(
    name="train_digits",
    points=5,
    parameters=("Xtr", "Ytr", "rng"),
    reference=reference,
    solution=solutions.train_digits,
    draw=draw,
    read=read,
    small=(),
    seconds=SECONDS,
    mistakes=(
        Mistake(
            "X7.6a",
            "not trained",
            lambda Xtr, Ytr, rng: _untrained(rng),
            "One in ten is what guessing gives. Do the weights that you give back differ from those you began with?",
            "A small case: print the first weight before the training and after it.",
        ),
        Mistake(
            "X7.6b",
            "all weights 0",
            lambda Xtr, Ytr, rng: _untrained(rng, 0.0),
            "With all weights 0 no unit of the hidden layer ever hears anything. How should they start?",
            "A small case: print two columns of the first W after ten steps. Are they equal?",
        ),
        Mistake(
            "X7.6c",
            "one answer for all",
            _one_class,
            "Only the biases of the output have learned. What does the first layer receive on the way back?",
            "A small case: two different pictures should give two different rows of scores. Print both.",
        ),
        Mistake(
            "X7.6d",
            "weights turned round",
            lambda Xtr, Ytr, rng: [(W.T, b) for W, b in _untrained(rng)],
            "Column k of W belongs to unit k. Which way round is yours?",
            "A small case: one picture has the shape (1, 64); the first W has to take it.",
        ),
        Mistake(
            "X7.6e",
            "layers from last to first",
            lambda Xtr, Ytr, rng: _untrained(rng)[::-1],
            "The way back goes from the last layer to the first; the list of layers does not.",
            "A small case: the first pair of the list should have a W with 64 rows.",
        ),
        Mistake(
            "X7.6f",
            "weights without biases",
            lambda Xtr, Ytr, rng: [W for W, _ in _untrained(rng)],
            "The weights are there. What else has a layer?",
            "A small case: a network 64-30-10 is [(W1, b1), (W2, b2)].",
        ),
        Mistake(
            "X7.6g",
            "last layer only",
            lambda Xtr, Ytr, rng: _untrained(rng)[1:],
            "A picture meets the hidden layer first. Is it in your list?",
            "A small case: a network 64-30-10 has two pairs.",
        ),
        Mistake(
            "X7.6h",
            "diverged",
            lambda Xtr, Ytr, rng: [(W * np.nan, b) for W, b in _untrained(rng)],
            "The numbers have left what a computer can hold. Print the cost of each epoch: does it rise?",
            "A small case: one batch, ten steps. With a tenth of the learning rate, does the cost fall?",
        ),
        Mistake(
            "X7.6i",
            "a few examples only",
            _shallow,
            "It has learned from a handful of pictures. How many of the training pictures does one epoch of yours see?",
            "A small case: 1,437 pictures in batches of 32 are 45 steps. Count yours.",
        ),
    ),
)

HIDDEN_BUG = ChoicePart(
    name="hidden_bug",
    points=1,
    right="b",
    small="A small case: a message of 0.4 becomes 0.1 with its slope and stays 0.4 without it. Does the weight go the other way?",
    options=(
        Option("a", "all weights start at 0", "Accuracy shows that at once: 0.09 in the lesson."),
        Option(
            "b",
            "the slope of the hidden sigmoids is left out on the way back",
            (
                "Right: these slopes are positive, so each message keeps its sign and the accuracy stays high; the "
                "gradient check sees it at once."
            ),
        ),
        Option(
            "c",
            "the sign of the step is turned round",
            "The cost rises from the first step on. Would accuracy not show that?",
        ),
        Option(
            "d",
            "the pixels are left between 0 and 16",
            "In the lesson that brings the accuracy down to 0.23 to 0.33. Is that hidden?",
        ),
    ),
)

CAPSTONE = Exercise(
    "7.6",
    "all ten digits, by your own code",
    "mixed",
    70,
    (PART, HIDDEN_BUG),
    "lesson 7, sections 7.1 to 7.9 (a real network, and the checks around it)",
)
