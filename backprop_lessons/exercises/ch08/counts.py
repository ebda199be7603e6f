"""8.1 count_operations(sizes): the arithmetic of a pass, of a gradient, and of a gradient by nudges."""

import numpy as np

from ... import counting
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable
from . import solutions

KEYS = ("forward", "gradient", "central")


def reference(sizes):
    counts = counting.count_operations(sizes)
    return {"forward": counts.forward, "gradient": counts.gradient, "central": counts.central}


def read(returned, args):
    """The three counts, in the order of the task."""
    if not isinstance(returned, dict):
        raise Unreadable('Asked is a dict with the keys "forward", "gradient" and "central".')
    missing = [key for key in KEYS if key not in returned]
    if missing:
        raise Unreadable(f'The dict has no key "{missing[0]}". Asked are "forward", "gradient" and "central".')
    return {key: returned[key] for key in KEYS}


def different(rng, layers, high=13):
    """Sizes that all differ, so that no layer can stand in for another."""
    return [int(n) for n in rng.choice(np.arange(2, high), size=layers, replace=False)]


def draw(rng):
    """Equal sizes first, then sizes that all differ; two layers of units up to four."""
    n = int(rng.integers(3, 7))
    nets = [[n, n, n], different(rng, 3), different(rng, 4), different(rng, 2), different(rng, 5), [64, 30, 10]]
    return [Case(f"sizes {'-'.join(map(str, sizes))}", (sizes,)) for sizes in nets]


def _below_three(ask, rng):
    for _ in range(10):
        sizes = different(rng, int(rng.integers(2, 6)))
        found = ask(sizes)
        if not found["gradient"] < 3 * found["forward"]:
            return f"for sizes {'-'.join(map(str, sizes))}"
    return ""


def _with(rule):
    """The right counts but for what `rule(sizes, S, P)` puts in their place."""

    def count_operations(sizes):
        return reference(sizes) | rule(sizes, counting.count_weights(sizes), counting.count_parameters(sizes))

    return count_operations


def _chain(sizes):
    return int(np.prod(sizes))


MISTAKES = (
    Mistake(
        "X8.1a",
        "three whole passes for a gradient",
        _with(lambda sizes, S, P: {"gradient": 3 * S}),
        "One product of the way back is in your count though nobody asks for what it gives. Who needs the slopes of the inputs?",
    ),
    Mistake(
        "X8.1b",
        "two passes for a gradient",
        _with(lambda sizes, S, P: {"gradient": 2 * S}),
        "Two products per layer are in your count. How many does a hidden layer take, forward, for its weights, and for the layer below?",
    ),
    Mistake(
        "X8.1c",
        "way back only",
        _with(lambda sizes, S, P: {"gradient": 2 * S - sizes[0] * sizes[1]}),
        "That is the way back alone. What has to run before it can begin?",
    ),
    Mistake(
        "X8.1d",
        "the last layer spared instead of the first",
        _with(lambda sizes, S, P: {"gradient": 3 * S - sizes[-2] * sizes[-1]} if len(sizes) > 2 else {"gradient": 2 * S + 1}),
        "One layer hands nothing further down. Is it the last one, or the first?",
    ),
    Mistake(
        "X8.1e",
        "a pass for each parameter",
        _with(lambda sizes, S, P: {"gradient": P * S}),
        "In your count the gradient by backpropagation takes a pass for each parameter. For the 2-2-2 network 20 multiply-adds are enough.",
    ),
    Mistake(
        "X8.1f",
        "one-sided differences",
        _with(lambda sizes, S, P: {"central": (P + 1) * S}),
        "One pass for each parameter and one for the start: those are one-sided differences. To how many sides does a central one step?",
    ),
    Mistake(
        "X8.1g",
        "one pass for each parameter",
        _with(lambda sizes, S, P: {"central": P * S}),
        "A central difference needs two costs. How many passes are that for each parameter?",
    ),
    Mistake(
        "X8.1h",
        "weights nudged, biases not",
        _with(lambda sizes, S, P: {"central": 2 * S * S}),
        "You nudge the weights. What else has a slope?",
    ),
    Mistake(
        "X8.1i",
        "inputs given a bias",
        _with(lambda sizes, S, P: {"central": 2 * (P + sizes[0]) * S}),
        "The inputs compute nothing. Which units have a bias that can be nudged?",
    ),
    Mistake(
        "X8.1j",
        "passes counted, not their arithmetic",
        _with(lambda sizes, S, P: {"central": 2 * P}),
        "That is the number of passes. How many multiply-adds has each of them?",
    ),
    Mistake(
        "X8.1k",
        "biases counted as multiply-adds",
        _with(lambda sizes, S, P: {"forward": P, "gradient": 3 * P - sizes[0] * sizes[1], "central": 2 * P * P}),
        "A bias is added, and multiplied by nothing. Counted here is what happens once for each weight.",
    ),
    Mistake(
        "X8.1l",
        "all sizes multiplied",
        _with(lambda sizes, S, P: {"forward": _chain(sizes), "gradient": 3 * _chain(sizes) - sizes[0] * sizes[1]}),
        "You multiplied all sizes. Do the inputs lead straight to the outputs? Try 2-2-2: it has 8 weights.",
    ),
    Mistake(
        "X8.1m",
        "first layer only",
        _with(lambda sizes, S, P: {"forward": sizes[0] * sizes[1], "gradient": 2 * sizes[0] * sizes[1]}),
        "That is the first layer. Which layers follow?",
    ),
    Mistake(
        "X8.1n",
        "units counted",
        _with(lambda sizes, S, P: {"forward": sum(sizes), "gradient": 3 * sum(sizes) - sizes[0], "central": 2 * P * sum(sizes)}),
        "You count units. The multiplying happens on the lines between them.",
    ),
)

PART = FunctionPart(
    name="count_operations",
    points=3,
    parameters=("sizes",),
    reference=reference,
    solution=solutions.count_operations,
    draw=draw,
    small=(Case("sizes 2-2-2", ([2, 2, 2],)), Case("sizes 3-2-1", ([3, 2, 1],)), Case("sizes 2-1", ([2, 1],))),
    properties=(Property("below three", "A gradient takes less than three forward passes.", _below_three),),
    mistakes=MISTAKES,
    read=read,
)

OPERATIONS = Exercise("8.1", "the price of a gradient", "code", 15, (PART,), "lesson 8, section 8.2 (count)")
