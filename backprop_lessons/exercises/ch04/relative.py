"""4.5 relative_error(a, b), the best step, and what to do about a disagreement."""

import numpy as np

from ..catalogue import known
from ..exercise import Case, ChoicePart, Exercise, FunctionPart, Mistake, Option, Property, catalogued
from . import solutions

norm = np.linalg.norm


def reference(a, b):
    size = norm(a) + norm(b)
    return float(norm(a - b) / size) if size else 0.0


def _array(rng, *shape):
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 2, shape)


def draw(rng):
    """Two squares, two rows, two that nearly agree, two tiny ones, opposite ones, and one of zeros."""
    near = _array(rng, 2, 3)
    tiny = _array(rng, 4)
    return [
        Case("two 3×3 arrays", (_array(rng, 3, 3), _array(rng, 3, 3))),
        Case("two rows of 5", (_array(rng, 5), _array(rng, 5) * 3)),
        Case("two 2×3 arrays that nearly agree", (near, near + 1e-3 * rng.uniform(-1, 1, (2, 3)))),
        Case("two rows of 4 tiny numbers", (1e-6 * tiny, 1e-6 * (tiny + rng.uniform(0.1, 0.4, 4)))),
        Case("a row of 4 and its opposite", (tiny, -tiny)),
        Case("a row of zeros and another row", (np.zeros(4), _array(rng, 4))),
    ]


def _symmetric(ask, rng):
    a, b = _array(rng, 4), 2 * _array(rng, 4)
    return "" if np.isclose(ask(a, b), ask(b, a), rtol=1e-5, atol=1e-9) else "for two rows of 4 numbers"


def _scale(ask, rng):
    a, b = _array(rng, 4), _array(rng, 4)
    return (
        ""
        if np.isclose(ask(a, b), ask(1e-3 * a, 1e-3 * b), rtol=1e-4, atol=1e-9)
        else "when two rows of 4 are made 1000 times smaller"
    )


def _between(ask, rng):
    for a, b in ((_array(rng, 4), _array(rng, 4)), (_array(rng, 4), np.zeros(4))):
        for one, other in ((a, b), (b, a), (a, -a)):
            value = float(ask(one, other))
            if not -1e-9 <= value <= 1 + 1e-6:
                return f"with {value:.4g} for two rows of 4"
    return ""


def _equal(function, rng):
    for words, a in (("two arrays of zeros", np.zeros(3)), ("an array and its copy", _array(rng, 3))):
        try:
            with np.errstate(all="ignore"):
                value = float(function(a, a.copy()))
        except Exception as error:  # such as ZeroDivisionError, with python floats
            return f"for {words}: it stops with {type(error).__name__}"
        if not abs(value) < 1e-12:
            return f"for {words}: yours gives {value:g}"
    return ""


def _length(a, b):
    with np.errstate(all="ignore"):
        return norm(a - b) / (norm(a) + norm(b))


PART = FunctionPart(
    name="relative_error",
    points=1.25,
    parameters=("a", "b"),
    reference=reference,
    solution=solutions.relative_error,
    draw=draw,
    tolerance=(1e-5, 1e-12),
    small=(
        Case("a = [3, 0], b = [0, 4]", (np.array([3.0, 0.0]), np.array([0.0, 4.0]))),
        Case("a = [3, 4], b = [-3, -4]", (np.array([3.0, 4.0]), np.array([-3.0, -4.0]))),
        Case("a = [1, 2], b = [2, 1]", (np.array([1.0, 2.0]), np.array([2.0, 1.0]))),
        Case("a = [0.0003, 0], b = [0, 0.0004]", (np.array([3e-4, 0.0]), np.array([0.0, 4e-4]))),
    ),
    properties=(
        Property("symmetric", "It does not matter which of the two is called a.", _symmetric),
        Property("scale", "Making both smaller by the same factor changes nothing.", _scale),
        Property("between 0 and 1", "The answer lies between 0 and 1.", _between),
    ),
    late=(
        Property(
            "equal", "Two equal arrays have the relative error 0, two arrays of zeros as well.", _equal, mistake="X4.5g"
        ),
    ),
    mistakes=(
        catalogued("N08", lambda a, b: norm(a - b)),
        catalogued("N09", lambda a, b: norm(a - b) / norm(a)),
        catalogued("N10", lambda a, b: abs(np.mean(a - b)) / (np.mean(abs(a)) + np.mean(abs(b)))),
        catalogued("N11", lambda a, b: norm(a - b) / norm(a + b)),
        Mistake(
            "X4.5a",
            "larger length below",
            lambda a, b: norm(a - b) / max(norm(a), norm(b)),
            "A usual way, too, but opposite arrays get 2 from it. Which two sizes should stand below together?",
        ),
        Mistake(
            "X4.5b",
            "mean over the entries",
            lambda a, b: np.mean(abs(a - b) / (abs(a) + abs(b))),
            "You compare entry by entry and take the mean. One tiny entry then weighs as much as a large one. How long is a whole array?",
        ),
        Mistake(
            "X4.5c",
            "worst entry",
            lambda a, b: np.max(abs(a - b) / (abs(a) + abs(b))),
            "You look for the worst entry. Asked is one comparison of whole arrays, by their lengths.",
        ),
        Mistake(
            "X4.5d",
            "squares of lengths",
            lambda a, b: np.sum((a - b) ** 2) / (np.sum(a**2) + np.sum(b**2)),
            "Those are squares of lengths: for arrays of 3 and 4 at a right angle yours gives 1. What has not been undone?",
        ),
        Mistake(
            "X4.5e",
            "sizes of the entries added",
            lambda a, b: np.sum(abs(a - b)) / (np.sum(abs(a)) + np.sum(abs(b))),
            "You walk along the streets instead of straight across. How long is the arrow (3, 4): 7, or 5?",
        ),
        Mistake(
            "X4.5f",
            "lengths compared only",
            lambda a, b: abs(norm(a) - norm(b)) / (norm(a) + norm(b)),
            "Two arrows of one length may point in different directions. What does yours say of them?",
        ),
        Mistake(
            "X4.5g",
            "0 divided by 0",
            _length,
            "Print both lengths for two arrays of zeros. By what do you divide?",
            small="A small case: a = [0, 0] and b = [0, 0] are equal, so 0 should come out.",
        ),
        Mistake(
            "X4.5h",
            "a small number added below",
            lambda a, b: norm(a - b) / (norm(a) + norm(b) + 1e-8),
            "What you add below is small beside 1, but not beside a tiny gradient. Is there another way out of 0 divided by 0?",
        ),
        Mistake(
            "X4.5i",
            "product of the lengths below",
            lambda a, b: norm(a - b) / (norm(a) * norm(b)),
            "Make both arrays ten times larger: what happens above, and what below?",
        ),
        Mistake(
            "X4.5j",
            "mean of the lengths below",
            lambda a, b: 2 * norm(a - b) / (norm(a) + norm(b)),
            "Opposite arrays should get 1, and nothing can be worse. What do yours get?",
        ),
    ),
)

BEST = ChoicePart(
    name="best_h",
    points=0.25,
    options=(
        Option(
            "a",
            "1e-1",
            "The best is near 1e-5. At 1e-1 the curve bends too much between the two points: off by about 2e-4.",
        ),
        Option(
            "b",
            "1e-5",
            "So it is: the bend costs about h squared, rounding about 1e-16 over h, and near 1e-5 the two meet.",
        ),
        Option("c", "1e-10", f"The best is near 1e-5; at 1e-10 it is off by some 1e-6. {known('N12').look}"),
        Option(
            "d",
            "1e-14",
            "The best is near 1e-5. At 1e-14 the two costs agree in nearly all of their digits, and their difference is mostly rounding.",
        ),
    ),
)

VERDICT = ChoicePart(
    name="verdict",
    points=0.5,
    right="c",
    small="A small case: relu at −0.001 with h = 1e-5. Both points lie on the flat side, and measured and formula agree: 0.",
    options=(
        Option(
            "a",
            "measure again with h = 1e-14",
            "Then you cross no kink, but now rounding rules: right gradients seem off by 1e-3 to 1e-1. Which step loses least?",
        ),
        Option("b", "accept anything below 0.5 from now on", known("N13").look),
        Option(
            "c",
            "move the input away from the kink and measure again",
            "Right: one of the two points lay on the other side of the kink. Away from it, a right formula and the measurement agree.",
        ),
        Option(
            "d",
            "rewrite the formula of the slope until it says 0.45",
            "On the left of the kink the curve is flat, and the formula says so. Where do the two points of the measurement lie?",
        ),
    ),
)

RELATIVE_ERROR = Exercise(
    "4.5",
    "relative error and the best step",
    "mixed",
    12,
    (PART, BEST, VERDICT),
    "lesson 4, section 4.5 (how far can a measured slope be trusted?)",
)
