"""3.1 quadratic_cost(A, Y): half the squared misses, summed over outputs, mean over examples."""

import numpy as np

from ...costs import quadratic_cost as reference
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def _inputs(rng, m, k):
    return rng.uniform(-1.5, 1.5, (m, k)), rng.uniform(-1.5, 1.5, (m, k))


def draw(rng):
    """As many examples as outputs, then not, then one output."""
    return [
        Case("4 examples and 4 outputs", _inputs(rng, 4, 4)),
        Case("5 examples and 3 outputs", _inputs(rng, 5, 3)),
        Case("6 examples and 1 output", _inputs(rng, 6, 1)),
    ]


def _no_miss(ask, rng):
    _, Y = _inputs(rng, 4, 4)
    return "" if np.abs(ask(Y, Y)) < 1e-12 else "where A and Y are the same 4×4 array"


def _some_miss(ask, rng):
    A, Y = _inputs(rng, 4, 1)
    return "" if ask(A, Y) > 0 else "for 4 outputs that all miss their targets"


def _twice_the_batch(ask, rng):
    A, Y = _inputs(rng, 4, 4)
    once, twice = ask(A, Y), ask(np.vstack([A, A]), np.vstack([Y, Y]))
    return (
        "" if np.allclose(once, twice, rtol=1e-5) else f"for 4 examples: {float(once):.4g} becomes {float(twice):.4g}"
    )


def _twice_the_miss(ask, rng):
    A, Y = _inputs(rng, 4, 4)
    once, twice = ask(A, Y), ask(Y + 2 * (A - Y), Y)
    return (
        ""
        if np.allclose(4 * once, twice, rtol=1e-5)
        else f"for 4 examples: {float(once):.4g} becomes {float(twice):.4g}"
    )


PART = FunctionPart(
    name="quadratic_cost",
    points=2,
    parameters=("A", "Y"),
    reference=reference,
    solution=solutions.quadratic_cost,
    draw=draw,
    small=(
        Case(
            "A = [[1, 0], [3, 1]], Y = [[0, 0], [1, 2]]", (np.array([[1.0, 0], [3, 1]]), np.array([[0.0, 0], [1, 2]]))
        ),
        Case("A = [[1], [3]], Y = [[0], [5]]", (np.array([[1.0], [3]]), np.array([[0.0], [5]]))),
        Case("A = [[1, 2, 3]], Y = [[0, 0, 0]]", (np.array([[1.0, 2, 3]]), np.zeros((1, 3)))),
    ),
    sizes=lambda A, Y: {"m": A.shape[0], "k": A.shape[1]},
    properties=(
        Property("no miss, no cost", "Where every output equals its target, the cost is 0.", _no_miss),
        Property("some miss, some cost", "Where an output misses its target, the cost is above 0.", _some_miss),
        Property("batch repeated", "With every example put in twice, the cost stays the same.", _twice_the_batch),
        Property("twice the miss", "Twice the misses cost four times as much.", _twice_the_miss),
    ),
    mistakes=(
        catalogued("C01", lambda A, Y: np.sum((A - Y) ** 2) / len(A)),
        catalogued("C02", lambda A, Y: np.sum((A - Y) ** 2) / 2),
        catalogued("C03", lambda A, Y: np.mean((A - Y) ** 2) / 2),
        catalogued("C04", lambda A, Y: np.sum(np.abs(A - Y)) / (2 * len(A))),
        catalogued("C05", lambda A, Y: np.sum((A - Y).sum(axis=1) ** 2) / (2 * len(A))),
        catalogued("C06", lambda A, Y: np.mean(np.sqrt(np.sum((A - Y) ** 2, axis=1)))),
        catalogued("C07", lambda A, Y: np.sum((A - np.squeeze(Y)) ** 2) / (2 * len(A))),
        Mistake(
            "X3.1a",
            "plain mean of all squares",
            lambda A, Y: np.mean((A - Y) ** 2),
            "That is the mean squared miss of other books: no ½, and outputs averaged as well. Which constants does the task ask for?",
        ),
        Mistake(
            "X3.1b",
            "divided by the number of outputs",
            lambda A, Y: np.sum((A - Y) ** 2) / (2 * A.shape[1]),
            "You divide by a size of the wrong axis. With 5 examples and 3 outputs, is the mean over 5 or over 3?",
        ),
        Mistake(
            "X3.1c",
            "one cost for each example",
            lambda A, Y: np.sum((A - Y) ** 2, axis=1) / 2,
            "Each example has its own number in yours. The cost is one number for all of them.",
        ),
        Mistake(
            "X3.1d",
            "neither half nor mean",
            lambda A, Y: np.sum((A - Y) ** 2),
            "The squares are right, and added up. Two constants are missing: one is a half, the other makes a mean.",
        ),
        Mistake(
            "X3.1e",
            "squares subtracted",
            lambda A, Y: np.sum(A**2 - Y**2) / (2 * len(A)),
            "Output −1 for the target 1 costs nothing in yours. Which comes first, the difference or the square?",
        ),
        Mistake(
            "X3.1f",
            "divided by 2, then multiplied by m",
            lambda A, Y: np.sum((A - Y) ** 2) / 2 * len(A),
            "Python works through / and * from left to right. Is your number of examples below the line, or above?",
        ),
        Mistake(
            "X3.1g",
            "misses only added up",
            lambda A, Y: np.sum(A - Y) / (2 * len(A)),
            "A cost below 0? One output too high, one too low: in a plain sum the two cancel.",
        ),
        Mistake(
            "X3.1h",
            "one root over everything",
            lambda A, Y: np.sqrt(np.sum((A - Y) ** 2)) / (2 * len(A)),
            "You take a root of the whole sum. Double the misses: a squared cost grows by four.",
        ),
        Mistake(
            "X3.1i",
            "slope instead of cost",
            lambda A, Y: (A - Y) / len(A),
            "That is how the cost answers to each output, a table. Asked is the cost itself, one number.",
        ),
        Mistake(
            "X3.1j",
            "sign turned",
            lambda A, Y: -np.sum((A - Y) ** 2) / (2 * len(A)),
            "Squares are never negative. Where does your minus come from?",
        ),
    ),
)

QUADRATIC_COST = Exercise(
    "3.1", "quadratic_cost", "code", 8, (PART,), "lesson 3, section 3.1 (one number for many misses)"
)
