"""3.5: a saturated neuron under two costs; x = 1, target 0, learning rate 0.15."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

NEAR, FAR, RATE = (0.6, 0.9), (2.0, 2.0), 0.15


def epochs(start, slope, factor=1.0, bias=1.0, below=0.5):
    """How many updates of w and b until the output is below `below`; `slope(z, a)` is what delta holds beside the miss."""
    w, b = start
    for count in range(2000):
        z = w + b
        a = sigmoid(z)
        if a < below:
            return count
        step = RATE * factor * a * slope(z, a)
        w, b = w - step, b - bias * step
    raise ValueError(f"the output is not below {below} after 2000 updates from {start}")


def quadratic(z, a):
    return sigmoid_prime(z)


def entropy(z, a):
    return 1.0


OFF_BY_ONE = "One off: the start is epoch 0, before any update. Count the updates, until the output is below one half."
ONLY_W = "About twice as many as it takes: w learns in yours. Which other parameter moves z?"
FACTOR = "About half of what it takes: is there a 2 in your slope? The ½ of the cost was put there to meet it."
BELOW = "That is when the output comes below 0.1. Asked is one half."


def _number(name, start, slope, small, mistakes, factor=FACTOR):
    right = epochs(start, slope)
    common = [
        ("X3.5a", "one too many", right + 1, OFF_BY_ONE),
        ("X3.5b", "one too few", right - 1, OFF_BY_ONE),
        ("X3.5c", "bias does not learn", epochs(start, slope, bias=0.0), ONLY_W),
        ("X3.5d", "a factor 2 in the slope", epochs(start, slope, factor=2.0), factor),
        ("X3.5e", "below 0.1", epochs(start, slope, below=0.1), BELOW),
    ]
    return NumberPart(name, 0.25, right, 0.05, small, tuple(Mistake(*row) for row in [*common, *mistakes]))


CHECK_QUADRATIC = (
    "Another start, (1, 1), falls below one half after 52 epochs with the quadratic cost. Does your loop say so?"
)
CHECK_ENTROPY = "Another start, (1, 1), falls below one half after 10 epochs with cross-entropy. Does your loop say so?"
SQUASHED_TWICE = "Your slope is taken at a. Even a very sure output learns briskly in yours. Where is it to be taken?"
OTHER_START = "That is the other start, with the same cost."

NEAR_QUADRATIC = _number(
    "near_quadratic",
    NEAR,
    quadratic,
    CHECK_QUADRATIC,
    [
        (
            "D01",
            "slope of the sigmoid left out",
            epochs(NEAR, entropy),
            "That is the other cost. What stands beside the miss in this one's delta?",
        ),
        ("D04", "slope taken at a", epochs(NEAR, lambda z, a: sigmoid_prime(a)), SQUASHED_TWICE),
        ("X3.5f", "the other start", epochs(FAR, quadratic), OTHER_START),
    ],
)
FAR_QUADRATIC = _number(
    "far_quadratic",
    FAR,
    quadratic,
    CHECK_QUADRATIC,
    [
        (
            "D01",
            "slope of the sigmoid left out",
            epochs(FAR, entropy),
            "That is the other cost. What stands beside the miss in this one's delta?",
        ),
        ("D04", "slope taken at a", epochs(FAR, lambda z, a: sigmoid_prime(a)), SQUASHED_TWICE),
        ("X3.5f", "the other start", epochs(NEAR, quadratic), OTHER_START),
    ],
)
NEAR_ENTROPY = _number(
    "near_entropy",
    NEAR,
    entropy,
    CHECK_ENTROPY,
    [
        (
            "D08",
            "slope of the sigmoid multiplied in",
            epochs(NEAR, quadratic),
            "That is the other cost. With this one, is there a slope left in delta?",
        ),
        ("X3.5f", "the other start", epochs(FAR, entropy), OTHER_START),
    ],
)
FAR_ENTROPY = _number(
    "far_entropy",
    FAR,
    entropy,
    CHECK_ENTROPY,
    [
        (
            "D08",
            "slope of the sigmoid multiplied in",
            epochs(FAR, quadratic),
            "That is the other cost. With this one, is there a slope left in delta?",
        ),
    ],
    factor="About half of what it takes: that is the other start, or is there a 2 in your slope?",
)

ORDER = ChoicePart(
    name="order",
    points=0.5,
    options=(
        Option(
            "a",
            "C, D, A, B",
            "So it is: both runs with cross-entropy come first, the nearer start before the farther one.",
        ),
        Option(
            "b",
            "C, A, D, B",
            "The nearer start does win with each cost. But the cost counts for more: it is C, D, A, B.",
        ),
        Option(
            "c",
            "A, C, B, D",
            "The quadratic cost carries the slope of the sigmoid, at most a quarter: it loses from both starts. It is C, D, A, B.",
        ),
        Option(
            "d",
            "D, C, B, A",
            "The larger miss does give the larger slope with cross-entropy, but it has farther to go: it is C, D, A, B.",
        ),
    ),
)

WHY = ChoicePart(
    name="why",
    points=0.5,
    right="c",
    small="At z = 4 the sigmoid rises by 0.018 for each unit of z, at z = 1.5 by 0.149. The misses there are 0.98 and 0.82.",
    options=(
        Option(
            "a",
            "its miss is larger, so it has a longer way to go",
            "Its way is longer, but with cross-entropy that costs only nine epochs more. What else is different?",
        ),
        Option(
            "b", "its learning rate is smaller", "All four have the learning rate 0.15. What else goes into a step?"
        ),
        Option(
            "c",
            "the sigmoid is nearly flat there, and the quadratic delta carries its slope",
            "Right: the miss is large, but it reaches the weights multiplied by a slope of 0.018.",
        ),
        Option(
            "d",
            "the quadratic cost is nearly 0 there",
            "The cost is nearly as large there as it can be, almost one half. It is large and flat.",
        ),
    ),
)


def sheet(rng):
    """One step from another start, for the printed sheet."""
    w, b = (float(v) for v in np.round(rng.uniform(0.5, 2.5, 2), 1))
    a, prime = float(sigmoid(w + b)), float(sigmoid_prime(w + b))
    question = (
        f"A sigmoid neuron with w = {w:g} and b = {b:g} gets the input x = 1; its target is 0. Work out its output a "
        "and the slope of the cost in w, with the quadratic cost and with cross-entropy. "
        "Then, with the learning rate 0.15 and cross-entropy: what is z after one update of w and b?"
    )
    z = w + b - 2 * RATE * a
    return Sheet(
        question,
        (
            ("a", f"{a:.4f}"),
            ("quadratic", f"{a * prime:.4f}"),
            ("cross-entropy", f"{a:.4f}"),
            ("z after one update", f"{z:.4f}"),
        ),
    )


RACE = Exercise(
    id="3.5",
    title="a race of two costs",
    kind="mixed",
    minutes=12,
    parts=(ORDER, NEAR_QUADRATIC, FAR_QUADRATIC, NEAR_ENTROPY, FAR_ENTROPY, WHY),
    lesson="lesson 3, section 3.4 (a race between two costs)",
    sheet=sheet,
)
