"""4.3 grad_diamond(x) and sum_over_paths(paths): along a path multiply, over paths add."""

import math

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def diamond(x):
    return 2 * x * math.sin(x) + x * x * math.cos(x)


def _numbers(rng, count):
    return [float(s * x) for s, x in zip([1, -1] * count, rng.uniform(0.6, 1.9, count), strict=False)]


def draw_x(rng):
    """Numbers of both signs, where neither route nor the slope vanishes."""
    return [Case(f"x = {x:.3f}", (x,)) for x in _numbers(rng, 4)]


def _measured(ask, rng):
    for x in _numbers(rng, 3):
        h = 1e-4
        slope = ((x + h) ** 2 * math.sin(x + h) - (x - h) ** 2 * math.sin(x - h)) / (2 * h)
        if abs(slope - float(ask(x))) > 1e-5:
            return f"at x = {x:.3f}"
    return ""


def _even(ask, rng):
    x = _numbers(rng, 1)[0]
    return "" if abs(ask(x) - ask(-x)) < 1e-6 else f"at x = {x:.3f}"


DIAMOND_PART = FunctionPart(
    name="grad_diamond",
    points=1.5,
    parameters=("x",),
    reference=diamond,
    solution=solutions.grad_diamond,
    draw=draw_x,
    small=(Case("x = 1", (1.0,)), Case("x = 2", (2.0,))),
    properties=(
        Property("even", "The curve is as steep at −x as at x.", _even),
        Property("measured slope", "The answer is the slope that a small nudge of x measures.", _measured),
    ),
    mistakes=(
        catalogued("K05", lambda x: 2 * x * math.sin(x)),
        catalogued("K06", lambda x: diamond(x) / 2),
        catalogued("K07", lambda x: 2 * x * math.sin(x) * x * x * math.cos(x)),
        catalogued("K08", lambda x: 2 * x + math.cos(x)),
        Mistake(
            "X4.3a",
            "only the route through the sine",
            lambda x: x * x * math.cos(x),
            "You followed the nudge through the sine. What does the square notice of it?",
        ),
        Mistake(
            "X4.3b",
            "routes subtracted",
            lambda x: 2 * x * math.sin(x) - x * x * math.cos(x),
            "Both routes are there, and one has the wrong sign. Does the sine rise or fall just above 0?",
        ),
        Mistake(
            "X4.3c",
            "inner slopes multiplied",
            lambda x: 2 * x * math.cos(x),
            "You multiplied both inner slopes, as if one route led through both. How many routes are there?",
        ),
        Mistake(
            "X4.3d",
            "slopes of the product not exchanged",
            lambda x: x * x * 2 * x + math.sin(x) * math.cos(x),
            "Each route meets a factor at the end. When u moves a little, what decides how much the product moves: u itself?",
        ),
        Mistake(
            "X4.3e",
            "square without its factor",
            lambda x: x * math.sin(x) + x * x * math.cos(x),
            "The route through the sine is right. How steep is the square at 3: three, or more?",
        ),
        Mistake(
            "X4.3f",
            "height instead of slope",
            lambda x: x * x * math.sin(x),
            "That is the height of the curve; asked is its slope.",
        ),
        Mistake(
            "X4.3g",
            "square put into the sine",
            lambda x: 2 * x * math.cos(x * x),
            "Yours is for a sine whose input is the square. Here both get x itself, side by side.",
        ),
        Mistake(
            "X4.3h",
            "sine that stays a sine",
            lambda x: 2 * x * math.sin(x) + x * x * math.sin(x),
            "At the top of its arch the sine is flat. Is yours flat there?",
        ),
    ),
)


def _path(rng, links, sign=1.0):
    """Factors of both signs; their product has the sign that is asked for."""
    path = [float(number) for number in rng.choice([-1.0, 1.0], links) * rng.uniform(0.4, 1.9, links)]
    path[-1] = math.copysign(path[-1], sign * math.prod(path[:-1]))
    return path


def _sum(paths):
    return float(sum(math.prod(path) for path in paths))


def draw_paths(rng):
    """Paths of one length first, where a table would do; then lengths that differ; then one path. The sum is not near 0."""
    cases = []
    kinds = {
        "3 paths of 3 links": (3, 3, 3),
        "4 paths of 2, 5, 3 and 4 links": (2, 5, 3, 4),
        "one path of 4 links": (4,),
    }
    for name, lengths in kinds.items():
        paths = []
        while abs(_sum(paths)) < 0.1:
            paths = [_path(rng, links, (-1) ** (k + 1)) for k, links in enumerate(lengths)]
        cases.append(Case(name, (paths,)))
    return cases


def _order(ask, rng):
    paths = [_path(rng, links) for links in (2, 4, 3)]
    other = [path[::-1] for path in paths[::-1]]
    return "" if np.isclose(ask(paths), ask(other), rtol=1e-5, atol=1e-9) else "for three paths, read from the end"


def _cut(ask, rng):
    """A path with a link of 0 adds nothing."""
    paths = [_path(rng, links) for links in (3, 2)]
    before, after = ask(paths), ask([*paths, [0.5, 0.0]])
    return "" if np.isclose(before, after, rtol=1e-5, atol=1e-9) else "when the path [0.5, 0] is added to two others"


def _no_paths(function, rng):
    try:
        answer = float(function([]))
    except Exception as error:  # whatever the learner's function does without a path
        return f"with an empty list: it stops with {type(error).__name__}"
    return "" if answer == 0 else f"with an empty list: yours gives {answer:g}"


def _overall(rule):
    def sum_over_paths(paths):
        return rule([math.prod(path) for path in paths])

    return sum_over_paths


def _not_reset(paths):
    total, product = 0.0, 1.0
    for path in paths:
        for factor in path:
            product *= factor
        total += product
    return total


PATHS_PART = FunctionPart(
    name="sum_over_paths",
    points=1.5,
    parameters=("paths",),
    reference=_sum,
    solution=solutions.sum_over_paths,
    draw=draw_paths,
    small=(
        Case("paths = [[2, 3], [-1, 4]]", ([[2.0, 3.0], [-1.0, 4.0]],)),
        Case("paths = [[2, -5, 3]]", ([[2.0, -5.0, 3.0]],)),
    ),
    properties=(
        Property("order", "Neither the order of the paths nor that of the links on a path matters.", _order),
        Property("cut", "A path with a link of 0 adds nothing.", _cut),
    ),
    late=(
        Property(
            "no paths",
            "Where no path leads, nothing moves: no paths at all give 0.",
            _no_paths,
            mistake="X4.3p",
        ),
    ),
    mistakes=(
        catalogued("K02", lambda paths: float(sum(sum(path) for path in paths))),
        catalogued("K05", lambda paths: math.prod(paths[0])),
        catalogued("K06", _overall(lambda products: float(np.mean(products)))),
        catalogued("K07", _overall(math.prod)),
        Mistake(
            "X4.3i",
            "added along, multiplied over",
            lambda paths: math.prod(sum(path) for path in paths),
            "You have both operations, each in the place of the other. Along one path: add, or multiply?",
        ),
        Mistake(
            "X4.3j",
            "only the last path kept",
            _overall(lambda products: products[-1]),
            "What becomes of the first path when your loop comes to the second?",
        ),
        Mistake(
            "X4.3k",
            "product carried on to the next path",
            _not_reset,
            "The first path is right. With which number does the product of the second one begin?",
        ),
        Mistake(
            "X4.3l",
            "first link of each path left out",
            lambda paths: float(sum(math.prod(path[1:]) for path in paths)),
            "Give yours one path of two links. Does the first link count?",
        ),
        Mistake(
            "X4.3m",
            "last link of each path left out",
            lambda paths: float(sum(math.prod(path[:-1]) for path in paths)),
            "Give yours one path of two links. Does the last link count?",
        ),
        Mistake(
            "X4.3n",
            "sizes without signs",
            lambda paths: float(sum(abs(math.prod(path)) for path in paths)),
            "Two paths may work against each other. What becomes of a minus sign in yours?",
        ),
        Mistake(
            "X4.3o",
            "largest path only",
            _overall(lambda products: max(products, key=abs)),
            "The strongest path is not alone. What do the weaker ones do to the same output?",
        ),
        Mistake(
            "X4.3p",
            "nothing for no paths",
            lambda paths: _sum(paths) if paths else 1.0,
            "With which number should a sum begin, before anything has been added?",
            small="A small case: a weight from which no path leads to the cost. Nudge it; how far does the cost move?",
        ),
    ),
)

DIAMOND = Exercise(
    "4.3", "along a path, over paths", "code", 12, (DIAMOND_PART, PATHS_PART), "lesson 4, section 4.2 (two routes: add)"
)
