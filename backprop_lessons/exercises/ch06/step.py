"""6.1 gd_step(params, grads, learning_rate): one update."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions
from .pairs import changes, random_pairs


def _by(rule, bias=None):
    """An update that treats every array by `rule(p, g, rate)`, biases by another one if given."""

    def gd_step(params, grads, learning_rate):
        return [
            (rule(W, dW, learning_rate), (bias or rule)(b, db, learning_rate))
            for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]

    return gd_step


def down(p, g, rate):
    return p - rate * g


reference = _by(down)


def draw(rng):
    """Square layers first, then sizes that all differ, then one layer."""
    return [
        Case(
            f"sizes {'-'.join(map(str, sizes))} and learning rate {rate}",
            (random_pairs(rng, sizes), random_pairs(rng, sizes), rate),
        )
        for sizes, rate in (([3, 3, 3], 0.1), ([2, 4, 3, 5], 0.5), ([3, 2], 2.0))
    ]


def read(returned, args):
    return changes(returned, args[0])


def _no_step(ask, rng):
    moved = ask(random_pairs(rng, [3, 3, 3]), random_pairs(rng, [3, 3, 3]), 0.0)
    return next((f"with {name}" for name, by in moved.items() if np.abs(by).max() > 1e-6), "")


def _twice(ask, rng):
    params, grads = random_pairs(rng, [3, 3, 3]), random_pairs(rng, [3, 3, 3])
    once, twice = ask(params, grads, 0.2), ask(params, grads, 0.4)
    return next(
        (f"with {name}" for name in once if not np.allclose(2 * once[name], twice[name], rtol=1e-4, atol=1e-5)), ""
    )


def _first_only(params, grads, rate):
    return [(down(params[0][0], grads[0][0], rate), params[0][1]), *params[1:]]


def _in_place(params, grads, rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= rate * dW
        b -= rate * db
    return params


def _grads_from_the_back(params, grads, rate):
    return reference(params, grads[::-1], rate)


SMALL = Case(
    "W = [[1, 0]], b = [2, -1], dW = [[4, 2]], db = [-2, 6], learning rate 0.5 (shown: new minus old)",
    ([(np.array([[1.0, 0.0]]), np.array([2.0, -1.0]))], [(np.array([[4.0, 2.0]]), np.array([-2.0, 6.0]))], 0.5),
)
SMALL_TWO = Case(
    "two layers: W1 = [[1]], b1 = [2], W2 = [[3]], b2 = [4], slopes 1, 2, 3, 4, learning rate 0.5 (shown: new minus old)",
    (
        [(np.array([[1.0]]), np.array([2.0])), (np.array([[3.0]]), np.array([4.0]))],
        [(np.array([[1.0]]), np.array([2.0])), (np.array([[3.0]]), np.array([4.0]))],
        0.5,
    ),
)

PART = FunctionPart(
    name="gd_step",
    points=2,
    parameters=("params", "grads", "learning_rate"),
    reference=reference,
    solution=solutions.gd_step,
    draw=draw,
    read=read,
    small=(SMALL, SMALL_TWO),
    properties=(
        Property("no step", "With a learning rate of 0 nothing moves.", _no_step),
        Property("twice", "Twice the learning rate moves everything twice as far.", _twice),
    ),
    mistakes=(
        catalogued("G01", _by(lambda p, g, rate: p + rate * g)),
        catalogued("G02", _by(lambda p, g, rate: p - g)),
        catalogued("G03", _by(lambda p, g, rate: -rate * g)),
        catalogued("G04", _by(lambda p, g, rate: p * (1 - rate * g))),
        catalogued("G05", _by(lambda p, g, rate: p - rate * np.sign(g))),
        catalogued("G06", _first_only),
        catalogued(
            "G07", _in_place, small="A small case: keep W, call your function with it, and print the W that you kept."
        ),
        catalogued("G08", lambda params, grads, rate: params),
        catalogued("G09", _by(down, lambda b, db, rate: b + (b - rate * db))),
        Mistake(
            "X6.1a",
            "biases left behind",
            _by(down, lambda b, db, rate: b),
            "The weights move, the biases do not. They have slopes, too.",
        ),
        Mistake(
            "X6.1b",
            "weights left behind",
            _by(lambda W, dW, rate: W, down),
            "The biases move, the weights do not. Which line was meant for them?",
        ),
        Mistake(
            "X6.1c",
            "the step itself given back",
            _by(lambda p, g, rate: rate * g),
            "What you give back is the length of the step. Asked is where the parameters are afterwards.",
        ),
        Mistake(
            "X6.1d",
            "slopes taken from the back",
            _grads_from_the_back,
            "The first layer seems to get the slopes of the last. In which order do the pairs of `grads` come?",
        ),
        Mistake(
            "X6.1e",
            "every slope scaled to length 1",
            _by(lambda p, g, rate: p - rate * g / np.linalg.norm(g)),
            "Your steps have one length for each array, however steep it is. A slope of 2 should move a weight twice as far as a slope of 1.",  # noqa: E501
        ),
        Mistake(
            "X6.1f",
            "only one layer given back",
            lambda params, grads, rate: reference(params, grads, rate)[:1],
            "One pair comes back, and the others never do. Does your loop end after its first round?",
            "A small case: two layers go in; count the pairs that come out.",
        ),
        Mistake(
            "X6.1g",
            "divided by the learning rate",
            _by(lambda p, g, rate: p - g / rate),
            "A smaller learning rate gives a longer step in yours. Try 0.1 and 0.5.",
        ),
        Mistake(
            "X6.1h",
            "one row of arrays instead of pairs",
            lambda params, grads, rate: [array for pair in reference(params, grads, rate) for array in pair],
            "The numbers are there, one array after another. The form that came in, pairs (W, b), should go out as well.",
            "A small case: one layer goes in as one pair; one pair should come out.",
        ),
    ),
)

GD_STEP = Exercise(
    "6.1",
    "gd_step",
    "code",
    8,
    (PART,),
    "lesson 6, sections 6.1 and 6.4 (which way is down, the worked example takes a step)",
)
