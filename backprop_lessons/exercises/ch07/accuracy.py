"""7.2 accuracy(P, y): the fraction of right answers."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def reference(P, y):
    return float(np.mean(P.argmax(axis=1) == y))


def _probabilities(rng, m, k, right):
    """P (m, k) and y (m,), of which `right` are right; now and then a winner below one half."""
    P = rng.uniform(0.1, 1, (m, k))
    y = rng.permutation(np.arange(m) % k)
    winners = np.where(np.arange(m) < right, y, (y + 1 + rng.integers(k - 1, size=m)) % k)
    P[np.arange(m), winners] = rng.uniform(1.05, 2.5, m)
    order = rng.permutation(m)
    return (P / P.sum(axis=1, keepdims=True))[order], y[order]


def draw(rng):
    """As many examples as classes, then not."""
    return [
        Case(f"{m} examples, {k} classes", _probabilities(rng, m, k, right))
        for m, k, right in ((5, 5, 4), (7, 3, 5), (20, 10, 6), (9, 4, 9), (4, 6, 1))
    ]


def _fraction(ask, rng):
    value = float(ask(*_probabilities(rng, 8, 8, 6)))
    return "" if -1e-9 <= value <= 1 + 1e-9 else f"with the value {value:.4g} for 8 examples"


def _halves(P, y):
    return np.mean((P > 0.5) == (np.eye(P.shape[1])[y] > 0))


PART = FunctionPart(
    name="accuracy",
    points=1,
    parameters=("P", "y"),
    reference=reference,
    solution=solutions.accuracy,
    draw=draw,
    small=(
        Case(
            "P = [[0.4, 0.35, 0.25], [0.1, 0.3, 0.6], [0.5, 0.2, 0.3]], y = [0, 1, 0]",
            (np.array([[0.4, 0.35, 0.25], [0.1, 0.3, 0.6], [0.5, 0.2, 0.3]]), np.array([0, 1, 0])),
        ),
        Case(
            "P = [[0.7, 0.3], [0.2, 0.8], [0.6, 0.4]], y = [0, 1, 1]",
            (np.array([[0.7, 0.3], [0.2, 0.8], [0.6, 0.4]]), np.array([0, 1, 1])),
        ),
    ),
    sizes=lambda P, y: {"m": P.shape[0], "k": P.shape[1]},
    properties=(Property("a fraction", "An accuracy lies between 0 and 1.", _fraction),),
    mistakes=(
        catalogued("T04", lambda P, y: np.mean([a == b for a, b in zip(P.argmax(axis=0), y, strict=True)])),
        catalogued("T05", lambda P, y: np.mean(P.argmax() == y)),
        catalogued("T06", lambda P, y: 1 - reference(P, y)),
        catalogued("T07", lambda P, y: np.sum(P.argmax(axis=1) == y)),
        catalogued("T08", lambda P, y: P[np.arange(len(y)), y].mean()),
        catalogued("T09", _halves),
        Mistake(
            "X7.2a", "in percent", lambda P, y: 100 * reference(P, y), "All right should give 1. What does yours give?"
        ),
        Mistake(
            "X7.2b",
            "the smallest in each row",
            lambda P, y: np.mean(P.argmin(axis=1) == y),
            "Yours takes the class that the network believes in least.",
        ),
        Mistake(
            "X7.2c",
            "right by more than one half only",
            lambda P, y: np.mean(P[np.arange(len(y)), y] > 0.5),
            "With ten classes 0.3 may be the largest of a row. Is that answer wrong?",
        ),
        Mistake(
            "X7.2d",
            "one for each example",
            lambda P, y: (P.argmax(axis=1) == y) * 1.0,
            "Right or wrong for each example: one number should come of it.",
        ),
    ),
)

ACCURACY = Exercise("7.2", "accuracy", "code", 5, (PART,), "lesson 7, section 7.1 (the data, without leaks)")
