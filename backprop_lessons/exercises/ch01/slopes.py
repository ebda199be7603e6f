"""1.4 relu(z), relu_prime(z) and tanh_prime(z)."""

import numpy as np

from ... import activations
from ...activations import relu, tanh
from ..exercise import Exercise, FunctionPart, Mistake
from . import solutions
from .entrywise import at_zero, draw, everywhere, near, small

RELU = FunctionPart(
    name="relu",
    solution=solutions.relu,
    points=0.5,
    parameters=("z",),
    reference=relu,
    draw=draw,
    small=small([-2, 3], 0),
    elementwise=True,
    properties=(everywhere("not negative", "No output is below 0.", lambda ask, z: ask(z) >= 0),),
    mistakes=(
        Mistake(
            "X1.4a",
            "inequality reversed",
            lambda z: np.minimum(z, 0),
            "Yours lets the wrong side through. What should a strongly positive z become?",
        ),
        Mistake(
            "X1.4b",
            "absolute value",
            np.abs,
            "Yours turns negative z into positive outputs. Should a unit with z < 0 say anything?",
        ),
        Mistake(
            "X1.4c",
            "slope instead of height",
            activations.relu_prime,
            "That says whether the unit is on; asked is how strongly. Should z = 1 and z = 3 give the same?",
        ),
        Mistake(
            "X1.4d",
            "nothing cut off",
            lambda z: z + 0.0,
            "Your z comes out as it went in. What happens to the negative ones?",
        ),
        Mistake(
            "X1.4e",
            "leaky",
            activations.leaky_relu,
            "A little of the negative side leaks through. That is a relative of this function; here nothing should.",
        ),
        Mistake(
            "X1.4f",
            "cut off at 1 as well",
            lambda z: np.clip(z, 0, 1),
            "Right up to z = 1. What should happen to larger z?",
        ),
    ),
)

RELU_PRIME = FunctionPart(
    name="relu_prime",
    solution=solutions.relu_prime,
    points=0.5,
    parameters=("z",),
    reference=activations.relu_prime,
    draw=draw,
    small=small([-2, 0, 3]),
    elementwise=True,
    properties=(
        everywhere("0 or 1", "Every slope is 0 or 1.", lambda ask, z: np.isin(ask(z), (0, 1))),
        at_zero(0),
    ),
    mistakes=(
        Mistake("A10", "height instead of slope", relu, "The slope does not depend on how far right you are."),
        Mistake(
            "A11",
            "1 at the kink",
            lambda z: (z >= 0) * 1.0,
            "Right everywhere but exactly at 0, where this course fixes the value 0. "
            "(Any value in [0, 1] would be a valid choice.)",
        ),
        Mistake(
            "A12", "inequality reversed", lambda z: (z < 0) * 1.0, "Which side of the kink lets the signal through?"
        ),
        Mistake(
            "A13",
            "all ones",
            lambda z: (relu(z) >= 0) * 1.0,
            "Every unit is reported as on. Can the value you test ever be negative?",
        ),
        Mistake(
            "X1.4g",
            "slope -1 on the left",
            np.sign,
            "For z < 0 the curve is flat. Does yours say flat, or falling?",
        ),
        Mistake(
            "X1.4h",
            "slope of the leaky relative",
            activations.leaky_relu_prime,
            "For z < 0 a little slope is left in yours. Here the curve is quite flat there.",
        ),
        Mistake(
            "X1.4i",
            "one half at the kink",
            lambda z: (np.sign(z) + 1) / 2,
            "Right everywhere but exactly at 0, where this course fixes the value 0. "
            "(Any value in [0, 1] would be a valid choice.)",
        ),
    ),
)


def _measured(ask, z, step=1e-5):
    return near(ask(z), (tanh(z + step) - tanh(z - step)) / (2 * step))


TANH_PRIME = FunctionPart(
    name="tanh_prime",
    solution=solutions.tanh_prime,
    points=1,
    parameters=("z",),
    reference=activations.tanh_prime,
    draw=draw,
    small=small(1, 0, -2, 800, -800),
    elementwise=True,
    properties=(
        everywhere("even", "The curve is as steep at z as at -z.", lambda ask, z: near(ask(z), ask(-z))),
        everywhere("not negative", "tanh never falls: no slope is below 0.", lambda ask, z: ask(z) >= 0),
        everywhere("largest value", "The curve is nowhere steeper than 1.", lambda ask, z: ask(z) <= 1 + 1e-7),
        at_zero(1),
        everywhere("measured slope", "The answer is the slope that a small nudge of z measures.", _measured),
    ),
    mistakes=(
        Mistake(
            "A14",
            "slope of an already squashed value",
            lambda z: activations.tanh_prime(tanh(z)),
            "As for σ: is your argument z or a?",
        ),
        Mistake(
            "A15",
            "z instead of a in the rule",
            lambda z: 1 - z**2,
            "Right rule, wrong variable: the square of which quantity?",
        ),
        Mistake(
            "A16",
            "slope rule of the sigmoid",
            lambda z: tanh(z) * (1 - tanh(z)),
            "Each activation has its own slope rule.",
        ),
        Mistake("X1.4j", "height instead of slope", tanh, "That is the height of the curve; asked is its slope."),
        Mistake(
            "X1.4k",
            "square missing",
            lambda z: 1 - tanh(z),
            "As steep at z as at -z, it should be. What is missing makes both sides alike.",
        ),
        Mistake(
            "X1.4l",
            "slope of the sigmoid",
            activations.sigmoid_prime,
            "That is the slope of the sigmoid. Which of the two curves is steeper at 0?",
        ),
        Mistake(
            "X1.4m",
            "plus instead of minus",
            lambda z: 1 + tanh(z) ** 2,
            "Yours gets steeper where tanh gets flat. Which sign is the wrong way round?",
        ),
        Mistake(
            "X1.4n",
            "tanh from exponentials",
            lambda z: 1 - ((np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))) ** 2,
            "Right for moderate z; look at z = 800. numpy has a tanh that stays calm there.",
        ),
    ),
)

RELU_AND_SLOPES = Exercise(
    "1.4",
    "relu, relu_prime, tanh_prime",
    "code",
    10,
    (RELU, RELU_PRIME, TANH_PRIME),
    "lesson 1, section 1.3 (four activation functions)",
)
