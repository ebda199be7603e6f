"""1.2 sigmoid(z) and 1.3 sigmoid_prime(z)."""

import math

import numpy as np

from ... import activations
from ...activations import sigmoid
from ..exercise import Exercise, FunctionPart, Mistake
from . import solutions
from .entrywise import at_zero, draw, draw_with_overflow, everywhere, near, small

SIGMOID_PART = FunctionPart(
    name="sigmoid",
    solution=solutions.sigmoid,
    points=2,
    parameters=("z",),
    reference=sigmoid,
    draw=draw_with_overflow,
    small=small(2, -2, 800, -800),
    elementwise=True,
    properties=(
        everywhere("range", "Every output lies between 0 and 1.", lambda ask, z: (ask(z) >= 0) & (ask(z) <= 1)),
        everywhere("symmetry", "The outputs for z and for -z add up to 1.", lambda ask, z: near(ask(z) + ask(-z), 1)),
    ),
    mistakes=(
        Mistake(
            "A01",
            "sign in the exponent",
            lambda z: 1 / (1 + np.exp(z)),
            "Large positive z should push the neuron towards 1. Try z = 5: which way does yours go?",
        ),
        Mistake(
            "A02",
            "overflow on the way",
            lambda z: 1 / (1 + np.exp(-z)),
            "Right numbers, but something overflowed on the way. "
            "Can you arrange that no large positive number is ever exponentiated?",
            small="A small case: run `np.exp(800.0)` in a cell of its own, then `np.exp(-800.0)`. One of them is harmless.",
        ),
        Mistake(
            "X1.2e",
            "overflow that stops the function",
            np.vectorize(lambda z: 1 / (1 + math.exp(-z)), otypes=[float]),
            "Right for moderate z. Can you arrange that no large positive number is ever exponentiated?",
            small="A small case: run `math.exp(800.0)` in a cell of its own, then `math.exp(-800.0)`. One of them is harmless.",
        ),
        Mistake(
            "A03",
            "quotient that becomes nan",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Right for moderate z; look at z = 800.",
        ),
        Mistake(
            "A04",
            "brackets missing",
            lambda z: 1 / 1 + np.exp(-z),
            "Your output leaves (0, 1). Which operation does Python do first?",
        ),
        Mistake(
            "X1.2a",
            "tanh instead of the sigmoid",
            np.tanh,
            "That curve runs from -1 to 1 and goes through 0; this one should stay above 0. It is a relative, not the same.",
        ),
        Mistake(
            "X1.2b",
            "sign of z lost",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "Yours gives the same for z and -z. Where does the sign of z get lost?",
        ),
        Mistake(
            "X1.2c",
            "shared among the entries",
            lambda z: np.exp(z) / np.exp(z).sum(),
            "In yours one entry depends on the others. Each neuron should be squashed by itself.",
        ),
        Mistake(
            "X1.2d",
            "a step instead of a curve",
            lambda z: (z > 0) * 1.0,
            "Yours jumps from 0 to 1. What should happen between a clear no and a clear yes?",
        ),
    ),
)

SIGMOID = Exercise(
    "1.2", "sigmoid", "code", 8, (SIGMOID_PART,), "lesson 1, sections 1.2 and 1.4 (height and slope, saturation)"
)


def _measured(ask, z, step=1e-5):
    return near(ask(z), (sigmoid(z + step) - sigmoid(z - step)) / (2 * step))


SIGMOID_PRIME_PART = FunctionPart(
    name="sigmoid_prime",
    solution=solutions.sigmoid_prime,
    points=2,
    parameters=("z",),
    reference=activations.sigmoid_prime,
    draw=draw,
    small=small(1, 0, -2, -800, 800),
    elementwise=True,
    properties=(
        everywhere("even", "The curve is as steep at z as at -z.", lambda ask, z: near(ask(z), ask(-z))),
        everywhere("not negative", "The sigmoid never falls: no slope is below 0.", lambda ask, z: ask(z) >= 0),
        everywhere("largest value", "The curve is nowhere steeper than 1/4.", lambda ask, z: ask(z) <= 0.25 + 1e-7),
        at_zero(0.25),
        everywhere("measured slope", "The answer is the slope that a small nudge of z measures.", _measured),
    ),
    mistakes=(
        Mistake(
            "A05",
            "slope of an already squashed value",
            lambda z: activations.sigmoid_prime(sigmoid(z)),
            "It looks as if σ was applied once too often. Is the argument you were given z or a?",
        ),
        Mistake(
            "A06",
            "shortcut for a used on z",
            lambda z: z * (1 - z),
            "That shortcut holds for one of two quantities, the one before squashing or the one after. "
            "Which did you receive?",
        ),
        Mistake("A07", "height instead of slope", sigmoid, "That is the height of the curve; asked is its slope."),
        Mistake(
            "A08",
            "slope rule of tanh",
            lambda z: 1 - sigmoid(z) ** 2,
            "You used the slope rule of a neighbouring function. Check z = 0.",
        ),
        Mistake(
            "A09",
            "call instead of product",
            lambda z: sigmoid(1 - sigmoid(z)),
            "Look closely: a product, or a function of a function?",
        ),
        Mistake(
            "X1.3a",
            "only one of two factors",
            lambda z: 1 - sigmoid(z),
            "That is half of the way. At z = 0 yours gives one half; how steep is the curve there?",
        ),
        Mistake(
            "X1.3b",
            "quotient that becomes nan",
            lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "Right for moderate z; look at z = -800. Your own sigmoid from 1.2 has no trouble there: can it help?",
        ),
        Mistake(
            "X1.3c",
            "sign",
            lambda z: -activations.sigmoid_prime(z),
            "The right size, but the sigmoid rises everywhere. Which sign has the slope of a rising curve?",
        ),
        Mistake(
            "X1.3d",
            "factors added",
            lambda z: sigmoid(z) + (1 - sigmoid(z)),
            "Yours is 1 whatever z is. Two factors are there; what do you do with them?",
        ),
    ),
)

SIGMOID_PRIME = Exercise(
    "1.3", "sigmoid_prime", "code", 8, (SIGMOID_PRIME_PART,), "lesson 1, section 1.2 (height and slope)"
)
