"""1.6 logistic_gradient(X, y, w, b): the slopes of the mean binary cross-entropy of one sigmoid neuron."""

import numpy as np

from ... import costs
from ...activations import sigmoid, sigmoid_prime
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property
from . import solutions


def _with(delta):
    """(dw, db) for a rule that gives one number per example, already divided by m."""

    def gradient(X, y, w, b):
        d = delta(sigmoid(X @ w + b), y, X @ w + b)
        return X.T @ d, d.sum()

    return gradient


def _delta(X, y, w, b):
    return (sigmoid(X @ w + b) - y) / len(y)


reference = _with(lambda a, y, z: (a - y) / len(y))


def _inputs(rng, m, n):
    """Scores within ±3, both targets present, and no slope near 0."""
    while True:
        X = rng.uniform(-2, 2, (m, n))
        w = rng.choice([-1.0, 1.0], n) * rng.uniform(0.3, 1, n)
        b = rng.choice([-1.0, 1.0]) * rng.uniform(0.3, 1)
        shrink = max(1.0, np.abs(X @ w + b).max() / 3)
        w, b = w / shrink, b / shrink
        y = rng.permutation(np.arange(m) % 2).astype(float)
        dw, db = reference(X, y, w, b)
        if min(np.abs(dw).min(), abs(db)) > 1e-3:
            return X, y, w, b


def draw(rng):
    """As many examples as inputs first, then not."""
    return [
        Case("5 examples of 5 inputs", _inputs(rng, 5, 5)),
        Case("7 examples of 3 inputs", _inputs(rng, 7, 3)),
    ]


def _twice(ask, rng):
    X, y, w, b = _inputs(rng, 4, 3)
    once, twice = ask(X, y, w, b), ask(np.vstack([X, X]), np.concatenate([y, y]), w, b)
    bad = [
        name
        for name, p, q in zip(("dw", "db"), once, twice, strict=True)
        if not np.allclose(p, q, rtol=1e-5, atol=1e-7)
    ]
    return f"in {' and '.join(bad)}" if bad else ""


def _on_target(ask, rng):
    X, _, w, b = _inputs(rng, 4, 3)
    dw, db = ask(X, sigmoid(X @ w + b), w, b)
    bad = [name for name, p in (("dw", dw), ("db", db)) if np.abs(p).max() > 1e-6]
    return f"in {' and '.join(bad)}" if bad else ""


def _measured(ask, rng, step=1e-5):
    X, y, w, b = _inputs(rng, 4, 3)

    def cost(w, b):
        return costs.binary_cross_entropy_from_logits((X @ w + b)[:, None], y[:, None])

    nudges = step * np.eye(len(w))
    measured = [
        np.array([cost(w + e, b) - cost(w - e, b) for e in nudges]) / (2 * step),
        (cost(w, b + step) - cost(w, b - step)) / (2 * step),
    ]
    fine = [np.allclose(p, q, rtol=1e-4, atol=1e-7) for p, q in zip(ask(X, y, w, b), measured, strict=True)]
    if all(fine):
        return ""
    return {(True, False): "in db; dw is right", (False, True): "in dw; db is right"}.get(
        tuple(fine), "in dw and in db"
    )


SMALL = (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 0.0]), np.array([0.5, -0.5]), 0.5)

PART = FunctionPart(
    name="logistic_gradient",
    solution=solutions.logistic_gradient,
    points=2,
    parameters=("X", "y", "w", "b"),
    results=("dw", "db"),
    reference=reference,
    draw=draw,
    small=(Case("X = [[1, 2], [3, -1]], y = [1, 0], w = [0.5, -0.5], b = 0.5", SMALL),),
    sizes=lambda X, y, w, b: {"m": X.shape[0], "n": X.shape[1]},
    properties=(
        Property("batch twice", "With every example put in twice, the slopes of a mean cost stay the same.", _twice),
        Property("on target", "Where every output equals its target, all slopes are 0.", _on_target),
        Property("measured slope", "dw and db are the slopes that small nudges of w and b measure.", _measured),
    ),
    mistakes=(
        Mistake(
            "D09",
            "sign: y - a, or y and a swapped",
            _with(lambda a, y, z: (y - a) / len(y)),
            "Raise a a little where it is above y: does the cost go up or down?",
        ),
        Mistake(
            "D10",
            "1/m forgotten: slopes of the sum",
            _with(lambda a, y, z: a - y),
            "These are the slopes of a sum over the examples. Put every example in twice: should a mean change?",
        ),
        Mistake(
            "D07",
            "1/m twice",
            _with(lambda a, y, z: (a - y) / len(y) ** 2),
            "You averaged twice. Where is the one place at which the mean enters?",
        ),
        Mistake(
            "D08",
            "times the slope of the sigmoid",
            _with(lambda a, y, z: (a - y) * sigmoid_prime(z) / len(y)),
            "That is the gradient of another cost. This one already undoes the flat parts of the sigmoid: "
            "compare with a nudge at z = 5.",
        ),
        Mistake(
            "D05",
            "the miss measured on z",
            _with(lambda a, y, z: (z - y) / len(y)),
            "The miss is measured on the output, not before squashing.",
        ),
        Mistake(
            "D15",
            "stopped at the slope in a",
            _with(lambda a, y, z: (a - y) / (a * (1 - a)) / len(y)),
            "You have the slope of the cost in a. One step of the chain rule, from a back to z, is missing.",
        ),
        Mistake(
            "X1.6a",
            "bias left out of the score",
            lambda X, y, w, b: _with(lambda a, y, z: (a - y) / len(y))(X, y, w, 0.0),
            "Change b: your answer stays. Which number in your function should notice?",
        ),
        Mistake(
            "X1.6b",
            "db with one entry per example",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), _delta(X, y, w, b)),
            "There is one bias, and every example pulls at it. What becomes of the pulls?",
        ),
        Mistake(
            "X1.6c",
            "X not transposed",
            lambda X, y, w, b: (X @ _delta(X, y, w, b), _delta(X, y, w, b).sum()),
            "Slope k of dw belongs to input k. Over what does the sum in your product run: over the examples or the inputs?",
        ),
        Mistake(
            "X1.6d",
            "dw not added over the examples",
            lambda X, y, w, b: (X * _delta(X, y, w, b)[:, None], _delta(X, y, w, b).sum()),
            "Your dw still has one row per example; w has one number per input. What is left to do?",
        ),
        Mistake(
            "B16",
            "db taken from dw",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), (X.T @ _delta(X, y, w, b)).sum()),
            "With which number is the bias multiplied? It is always the same one, whatever X is.",
        ),
        Mistake(
            "B15",
            "db of the first example",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), _delta(X, y, w, b)[0]),
            "db follows the first example only. Try more than one example.",
        ),
        Mistake(
            "B17",
            "db = 0",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), 0.0),
            "The slope with respect to b is not 0. Nudge b and watch the cost.",
        ),
        Mistake(
            "B13",
            "db averaged twice",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), _delta(X, y, w, b).mean()),
            "Weights and bias must follow the same convention: how often is each divided by m?",
        ),
        Mistake(
            "X1.6e",
            "db summed, dw averaged",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b), _delta(X, y, w, b).sum() * len(y)),
            "dw belongs to the mean, db to the sum. Both are slopes of one cost: which?",
        ),
        Mistake(
            "X1.6f",
            "dw summed, db averaged",
            lambda X, y, w, b: (X.T @ _delta(X, y, w, b) * len(y), _delta(X, y, w, b).sum()),
            "db belongs to the mean, dw to the sum. Both are slopes of one cost: which?",
        ),
        Mistake(
            "X1.6g",
            "only the first example",
            lambda X, y, w, b: (X[0] * _delta(X, y, w, b)[0] * len(y), _delta(X, y, w, b)[0] * len(y)),
            "Change the last example: your answer stays. Do all examples have a say?",
        ),
        Mistake(
            "X1.6h",
            "results in the other order",
            lambda X, y, w, b: (_delta(X, y, w, b).sum(), X.T @ _delta(X, y, w, b)),
            "Both numbers seem to be there. In which order are they asked for?",
        ),
        Mistake(
            "X1.6i",
            "column minus row: every output meets every target",
            lambda X, y, w, b: (
                X.T @ (sigmoid(X @ w + b)[:, None] - y) / len(y),
                (sigmoid(X @ w + b)[:, None] - y).sum() / len(y),
            ),
            "Print the shape of the difference between outputs and targets: how many misses should there be?",
        ),
        Mistake(
            "X1.6j",
            "rounded outputs",
            _with(lambda a, y, z: ((a > 0.5) - y) / len(y)),
            "You measured the miss after deciding yes or no. A sure answer and a doubtful one should not count the same.",
        ),
        Mistake(
            "X1.6k",
            "dw without the inputs",
            lambda X, y, w, b: (np.full(X.shape[1], _delta(X, y, w, b).sum()), _delta(X, y, w, b).sum()),
            "All your weights get the same slope. If one input is 0 for all examples, can its weight matter?",
        ),
        Mistake(
            "D03",
            "factor 2",
            _with(lambda a, y, z: 2 * (a - y) / len(y)),
            "A square would bring a 2 with it. Is there a square in this cost?",
        ),
    ),
)

LOGISTIC_GRADIENT = Exercise(
    "1.6", "logistic_gradient", "code", 12, (PART,), "lesson 1, section 1.5 (one step of learning)"
)
