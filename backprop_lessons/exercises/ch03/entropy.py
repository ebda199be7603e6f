"""3.2 binary_cross_entropy(A, Y): minus the logarithm of the probability given to the right answer."""

import numpy as np

from ...costs import binary_cross_entropy as reference
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def _inputs(rng, m, k):
    """Outputs strictly between 0 and 1; a third of the targets are 1, the others 0."""
    ones = max(1, m * k // 3)
    Y = rng.permutation(np.arange(m * k) < ones).astype(float).reshape(m, k)
    return rng.uniform(0.05, 0.95, (m, k)), Y


def draw(rng):
    return [
        Case("4 examples and 4 outputs", _inputs(rng, 4, 4)),
        Case("5 examples and 3 outputs", _inputs(rng, 5, 3)),
        Case("7 examples and 1 output", _inputs(rng, 7, 1)),
    ]


def _not_negative(ask, rng):
    for target in (0.0, 1.0):
        A = rng.uniform(0.05, 0.95, (4, 4))
        cost = float(ask(A, np.full((4, 4), target)))
        if not cost >= 0:
            return f"where all targets are {target:g}: {cost:.4g}"
    return ""


def _turned(ask, rng):
    A, Y = _inputs(rng, 4, 4)
    one, other = float(ask(A, Y)), float(ask(1 - A, 1 - Y))
    return "" if np.isclose(one, other, rtol=1e-5) else f"for 4 examples: {one:.4g} becomes {other:.4g}"


def _log(function):
    """The cost with another rule for the terms of which the negative mean is taken."""
    return lambda A, Y: -np.sum(function(A, Y)) / len(A)


def _terms(A, Y):
    return Y * np.log(A) + (1 - Y) * np.log(1 - A)


PART = FunctionPart(
    name="binary_cross_entropy",
    points=2,
    parameters=("A", "Y"),
    reference=reference,
    solution=solutions.binary_cross_entropy,
    draw=draw,
    tolerance=(1e-5, 1e-9),  # a tiny number added inside the logarithm is no mistake
    small=(
        Case(
            "A = [[0.5, 0.9], [0.2, 0.6]], Y = [[1, 0], [0, 1]]",
            (np.array([[0.5, 0.9], [0.2, 0.6]]), np.array([[1.0, 0], [0, 1]])),
        ),
        Case("A = [[0.9, 0.2, 0.4]], Y = [[0, 0, 1]]", (np.array([[0.9, 0.2, 0.4]]), np.array([[0.0, 0, 1]]))),
    ),
    sizes=lambda A, Y: {"m": A.shape[0], "k": A.shape[1]},
    properties=(
        Property("not negative", "The cost is never below 0.", _not_negative),
        Property(
            "turned round",
            "With all outputs and all targets turned round, 1 − A and 1 − Y, the cost is the same.",
            _turned,
        ),
    ),
    mistakes=(
        catalogued("C08", lambda A, Y: np.sum(_terms(A, Y)) / len(A)),
        catalogued("C09", _log(lambda A, Y: Y * np.log(A))),
        catalogued("C10", _log(lambda A, Y: _terms(Y, A))),
        catalogued("C11", lambda A, Y: np.sum(-Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(A)),
        catalogued("C12", lambda A, Y: -np.sum(_terms(A, Y))),
        catalogued("C13", lambda A, Y: -np.mean(_terms(A, Y))),
        catalogued("C14", _log(lambda A, Y: Y * np.log(A) + (1 - Y) * (1 - np.log(A)))),
        catalogued("C15", _log(lambda A, Y: _terms(A, 1 - Y))),
        Mistake(
            "X3.2a",
            "logarithm to the base 2",
            _log(lambda A, Y: _terms(A, Y) / np.log(2)),
            "Your logarithm has another base. An output of one half should cost 0.693.",
        ),
        Mistake(
            "X3.2b",
            "logarithm to the base 10",
            _log(lambda A, Y: _terms(A, Y) / np.log(10)),
            "Your logarithm counts powers of ten. An output of one half should cost 0.693, not 0.301.",
        ),
        Mistake(
            "X3.2c",
            "one cost for each example",
            lambda A, Y: -np.sum(_terms(A, Y), axis=1),
            "Each example has its own number in yours. The cost is one number for all of them.",
        ),
        Mistake(
            "X3.2d",
            "a half in front",
            _log(lambda A, Y: _terms(A, Y) / 2),
            "The ½ belongs to the quadratic cost, where it meets a square. Is there one here?",
        ),
        Mistake(
            "X3.2e",
            "only examples with target 0 count",
            _log(lambda A, Y: (1 - Y) * np.log(1 - A)),
            "An output of 0.01 where 1 is asked for costs nothing in yours. It should cost a lot.",
        ),
        Mistake(
            "X3.2f",
            "divided by the number of outputs",
            lambda A, Y: -np.sum(_terms(A, Y)) / A.shape[1],
            "You divide by a size of the wrong axis. With 5 examples and 3 outputs, is the mean over 5 or over 3?",
        ),
        Mistake(
            "X3.2g",
            "quadratic cost",
            lambda A, Y: np.sum((A - Y) ** 2) / (2 * len(A)),
            "That is the cost of the question before. Here 0.999 for a 0 should cost 6.9, not one half.",
        ),
        Mistake(
            "X3.2h",
            "both logarithms for every target",
            _log(lambda A, Y: np.log(A) + np.log(1 - A)),
            "The targets play no part in yours. For the target 1, one of the two logarithms should fall silent.",
        ),
        Mistake(
            "X3.2i",
            "no logarithm",
            _log(lambda A, Y: Y * A + (1 - Y) * (1 - A)),
            "Yours averages the probabilities themselves. How much more should 0.001 cost than 0.01?",
        ),
    ),
)

BINARY_CROSS_ENTROPY = Exercise(
    "3.2", "binary_cross_entropy", "code", 10, (PART,), "lesson 3, section 3.3 (sure and wrong)"
)
