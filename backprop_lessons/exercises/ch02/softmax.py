"""2.3 softmax(Z): scores to probabilities, row by row."""

import numpy as np

from ...activations import sigmoid
from ...activations import softmax as reference
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def draw(rng):
    """As many examples as classes, then not; then a row near 1000, one near -1000, and a gap of 900."""
    far = np.array([[1000.0, 1001.0, 1002.5], [-1000.0, -1001.0, -999.0], [0.0, 900.0, 899.0], [0.3, -1.2, 0.7]])
    return [
        Case("4 examples and 4 classes", (rng.uniform(-3, 3, (4, 4)),)),
        Case("5 examples and 3 classes", (rng.uniform(-3, 3, (5, 3)),)),
        Case("1 example and 6 classes", (rng.uniform(-3, 3, (1, 6)),)),
        Case("scores near 1000 and -1000", (far + rng.uniform(-0.2, 0.2, far.shape),), "extreme"),
    ]


def _sums(ask, rng):
    rows = ask(rng.uniform(-3, 3, (4, 4))).sum(axis=1)
    return "" if np.allclose(rows, 1, rtol=1e-5) else f"in a row that adds up to {rows[np.abs(rows - 1).argmax()]:.4g}"


def _shift(ask, rng):
    Z, shift = rng.uniform(-3, 3, (4, 4)), np.array([[5.0], [0.0], [-3.0], [1.0]])
    return "" if np.allclose(ask(Z + shift), ask(Z), rtol=1e-4, atol=1e-7) else "when 5 is added to the first row"


PART = FunctionPart(
    name="softmax",
    points=2,
    parameters=("Z",),
    reference=reference,
    solution=solutions.softmax,
    draw=draw,
    small=(
        Case("Z = [[0, 1], [2, 2]]", (np.array([[0.0, 1.0], [2.0, 2.0]]),)),
        Case("Z = [[1000, 1001], [0, 0]]", (np.array([[1000.0, 1001.0], [0.0, 0.0]]),)),
        Case("Z = [[1000, 1001], [-1000, -1001]]", (np.array([[1000.0, 1001.0], [-1000.0, -1001.0]]),)),
    ),
    sizes=lambda Z: {"m": Z.shape[0], "k": Z.shape[1]},
    properties=(
        Property("rows add up to 1", "The probabilities of each row add up to 1.", _sums),
        Property("shift", "Adding one number to a whole row of scores changes nothing.", _shift),
    ),
    mistakes=(
        catalogued("F06", lambda Z: reference(Z.T).T),
        catalogued("F07", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()),
        catalogued("F08", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)),
        catalogued("F09", lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(axis=1, keepdims=True)),
        catalogued(
            "F10",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1),
        ),
        catalogued("F11", lambda Z: sigmoid(Z) / sigmoid(Z).sum(axis=1, keepdims=True)),
        catalogued("F12", lambda Z: reference(reference(Z))),
        catalogued("F13", lambda Z: reference(-Z)),
        Mistake(
            "X2.3a",
            "each score squashed by itself",
            sigmoid,
            "In yours the classes do not compete: raise one score, and the others should lose.",
        ),
        Mistake(
            "X2.3b",
            "scores divided by their sum",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
            "Scores can be negative, probabilities cannot. What makes every number positive first?",
        ),
        Mistake(
            "X2.3c",
            "all or nothing",
            lambda Z: (Z.max(axis=1, keepdims=True) == Z) * 1.0,
            "Yours gives everything to the largest score. Two scores that are nearly equal should get nearly equal shares.",
        ),
        Mistake(
            "X2.3d",
            "logarithm of the probabilities",
            lambda Z: np.log(reference(Z) + 1e-300),
            "Yours are not positive: one step too far, or one step back.",
        ),
        Mistake(
            "X2.3e",
            "shares of the powers of 2",
            lambda Z: reference(Z * np.log(2.0)),
            "The rows add up to 1, but the shares are too even. Which base do your powers have?",
        ),
        Mistake(
            "X2.3f",
            "largest score as the only measure",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
            "The largest class gets 1 in yours. Something is left to do with each row.",
        ),
    ),
)

SOFTMAX = Exercise("2.3", "softmax", "code", 12, (PART,), "lesson 2, section 2.4 (softmax)")
