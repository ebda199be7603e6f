"""8.2 count_paths(sizes): all ways from a weight to an output."""

import itertools
from math import prod

from ... import counting
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property
from . import solutions
from .counts import different, draw

reference = counting.count_paths


def _walked(ask, rng):
    """Walk every path of a few small networks, one by one."""
    for layers in (2, 3, 4):
        sizes = different(rng, layers, high=6)
        layers_from = range(len(sizes) - 1)
        walked = sum(1 for layer in layers_from for _ in itertools.product(*(range(size) for size in sizes[layer:])))
        if round(float(ask(sizes)), 6) != walked:
            return f"for sizes {'-'.join(map(str, sizes))}: there are {walked}"
    return ""


def _sum(term, reach=1):
    """The sum of `term(sizes, layer)` over the layers of weights."""
    return lambda sizes: sum(term(sizes, layer) for layer in range(len(sizes) - reach))


MISTAKES = (
    Mistake(
        "X8.2a",
        "from the inputs only",
        lambda sizes: prod(sizes),
        "Those are the paths of the weights of the first layer. The weights of later layers have paths as well.",
    ),
    Mistake(
        "X8.2b",
        "weights counted",
        _sum(lambda sizes, layer: sizes[layer] * sizes[layer + 1]),
        "That is the number of weights. In how many ways does it go on from the unit that a weight leads to?",
    ),
    Mistake(
        "X8.2c",
        "paths of the biases",
        _sum(lambda sizes, layer: prod(sizes[layer + 1 :])),
        "You begin at the unit that a weight leads to. How many weights lead to the same unit?",
    ),
    Mistake(
        "X8.2d",
        "weights and biases",
        _sum(lambda sizes, layer: prod(sizes[layer:]) + prod(sizes[layer + 1 :])),
        "Paths of the biases are in your number. Asked are those that begin with a weight.",
    ),
    Mistake(
        "X8.2e",
        "units added up on the way",
        _sum(lambda sizes, layer: sizes[layer] * sizes[layer + 1] * max(1, sum(sizes[layer + 2 :]))),
        "Two layers of 3 units each lie ahead. Are there 3 + 3 ways through them, or more?",
    ),
    Mistake(
        "X8.2f",
        "the wrong way from the weight",
        _sum(lambda sizes, layer: prod(sizes[: layer + 2])),
        "You count the ways from the inputs to a weight. Asked are those from a weight to the outputs.",
    ),
    Mistake(
        "X8.2g",
        "outputs left out",
        _sum(lambda sizes, layer: prod(sizes[layer:-1])),
        "Your paths end one layer early. To how many outputs can each go on?",
    ),
    Mistake(
        "X8.2h",
        "last layer forgotten",
        _sum(lambda sizes, layer: prod(sizes[layer:]), reach=2),
        "The weights of the last layer have a path too: one each.",
    ),
    Mistake(
        "X8.2i",
        "inputs to every unit",
        lambda sizes: sum(prod(sizes[: layer + 2]) for layer in range(len(sizes) - 2)) + prod(sizes[1:]),
        "Some of your paths end at a hidden unit. Where does a path to the cost end?",
    ),
)

PART = FunctionPart(
    name="count_paths",
    points=2,
    parameters=("sizes",),
    reference=reference,
    solution=solutions.count_paths,
    draw=draw,
    small=(
        Case("sizes 2-2-2", ([2, 2, 2],)),
        Case("sizes 2-1", ([2, 1],)),
        Case("sizes 1-2-3", ([1, 2, 3],)),
        Case("sizes 2-3-2-1", ([2, 3, 2, 1],)),
    ),
    properties=(Property("walked", "Walking every path of a small network gives the same number.", _walked),),
    mistakes=MISTAKES,
)

PATHS = Exercise("8.2", "how many paths", "code", 12, (PART,), "lesson 8, section 8.4 (where the saving comes from)")
