"""3.4 output_delta(Z, Y, act, cost): the slope of the mean cost in the last weighted inputs, for three pairs."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime, softmax
from ...costs import output_cost
from ...costs import output_delta as reference
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions

QUADRATIC = ("sigmoid", "quadratic")
ENTROPY = ("sigmoid", "binary_cross_entropy")
LIKELIHOOD = ("softmax", "negative_log_likelihood")
PAIRS = (QUADRATIC, ENTROPY, LIKELIHOOD)


def _inputs(rng, pair, m, k):
    """Scores within ±3; one-hot rows for the softmax, ones and zeros for the sigmoid."""
    Z = rng.choice([-1.0, 1.0], (m, k)) * rng.uniform(0.3, 3, (m, k))
    if pair == LIKELIHOOD:
        return Z, np.eye(k)[rng.permutation(np.arange(m) % (k - 1))], *pair
    return Z, rng.permutation(np.arange(m * k) % 3 == 0).astype(float).reshape(m, k), *pair


def _words(pair):
    return f"act = {pair[0]!r}, cost = {pair[1]!r}"


def draw(rng):
    """Each pair with as many examples as outputs, then with sizes that differ."""
    return [
        Case(f"{_words(pair)}, {m} examples and {k} outputs", _inputs(rng, pair, m, k))
        for m, k in ((4, 4), (6, 3))
        for pair in PAIRS
    ]


def _measured(ask, rng):
    """The slopes of the first example, each by a nudge to both sides."""
    for pair in PAIRS:
        Z, Y, *_ = _inputs(rng, pair, 4, 4)
        told = ask(Z, Y, *pair)
        for i, j in np.ndindex(1, 4):
            step = np.zeros_like(Z)
            step[i, j] = 1e-4
            slope = (output_cost(Z + step, Y, *pair) - output_cost(Z - step, Y, *pair)) / 2e-4
            if not np.isclose(told[i, j], slope, rtol=1e-4, atol=1e-6):
                return (
                    f"for {_words(pair)}: entry [{i}, {j}] is measured as {slope:.4g}, and yours says {told[i, j]:.4g}"
                )
    return ""


def _rows(ask, rng):
    sums = ask(*_inputs(rng, LIKELIHOOD, 4, 4)).sum(axis=1)
    return "" if np.abs(sums).max() < 1e-5 else f"in a row that adds up to {sums[np.abs(sums).argmax()]:.4g}"


def _halves(ask, rng):
    for pair in PAIRS:
        Z, Y, *_ = _inputs(rng, pair, 4, 4)
        once, twice = ask(Z, Y, *pair), ask(np.vstack([Z, Z]), np.vstack([Y, Y]), *pair)
        if not np.allclose(twice[:4], once / 2, rtol=1e-4, atol=1e-7):
            return f"for {_words(pair)}"
    return ""


def _in(pair, rule):
    """Right for the other pairs; for this one `rule(A, Z, Y, m)`."""

    def output_delta(Z, Y, act, cost):
        if (act, cost) != pair:
            return reference(Z, Y, act, cost)
        return rule(softmax(Z) if act == "softmax" else sigmoid(Z), Z, Y, len(Z))

    return output_delta


def _everywhere(rule):
    """Something done to the right delta of every pair."""
    return lambda Z, Y, act, cost: rule(reference(Z, Y, act, cost), Z, act, cost)


def _small(pair, Z, Y):
    words = f"Z = {[[float(f'{v:g}') for v in row] for row in Z]}, Y = {Y}, {_words(pair)}".replace(".0", "")
    return Case(words, (np.array(Z, dtype=float), np.array(Y, dtype=float), *pair))


PART = FunctionPart(
    name="output_delta",
    points=4,
    parameters=("Z", "Y", "act", "cost"),
    reference=reference,
    solution=solutions.output_delta,
    draw=draw,
    small=tuple(_small(pair, [[0, 1], [2, -1]], [[0, 1], [1, 0]]) for pair in PAIRS)
    + (_small(LIKELIHOOD, [[0, 1, 2]], [[0, 1, 0]]), _small(QUADRATIC, [[0, 1, 2]], [[0, 1, 0]])),
    sizes=lambda Z, Y, act, cost: {"m": Z.shape[0], "k": Z.shape[1]},
    properties=(
        Property("rows of the softmax", "With the softmax, each row of delta adds up to 0.", _rows),
        Property("batch repeated", "With every example put in twice, each row of delta is half as large.", _halves),
        Property("measured slope", "delta is the slope of the mean cost that a small nudge of Z measures.", _measured),
    ),
    mistakes=(
        catalogued("D01", _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) / m)),
        catalogued("D02", _in(QUADRATIC, lambda A, Z, Y, m: (Y - A) / m * sigmoid_prime(Z))),
        catalogued("D03", _in(QUADRATIC, lambda A, Z, Y, m: 2 * (A - Y) / m * sigmoid_prime(Z))),
        catalogued("D04", _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) / m * sigmoid_prime(A))),
        catalogued("D05", _in(QUADRATIC, lambda A, Z, Y, m: (Z - Y) / m * sigmoid_prime(Z))),
        catalogued("D06", _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) * sigmoid_prime(Z))),
        catalogued("D07", _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) / m**2 * sigmoid_prime(Z))),
        catalogued("D08", _in(ENTROPY, lambda A, Z, Y, m: (A - Y) / m * sigmoid_prime(Z))),
        catalogued("D09", _in(ENTROPY, lambda A, Z, Y, m: (Y - A) / m)),
        catalogued("D10", _in(ENTROPY, lambda A, Z, Y, m: A - Y)),
        catalogued("D11", _in(ENTROPY, lambda A, Z, Y, m: (softmax(Z) - Y) / m)),
        catalogued("D12", _in(LIKELIHOOD, lambda A, Z, Y, m: (A - Y) / m * A * (1 - A))),
        catalogued("D13", _in(LIKELIHOOD, lambda A, Z, Y, m: (Y - A) / m)),
        catalogued("D14", _in(LIKELIHOOD, lambda A, Z, Y, m: (softmax(A) - Y) / m)),
        catalogued("D15", _in(LIKELIHOOD, lambda A, Z, Y, m: -Y / A / m)),
        catalogued("D16", _in(LIKELIHOOD, lambda A, Z, Y, m: (A - 1) * Y / m)),
        catalogued("D17", _in(LIKELIHOOD, lambda A, Z, Y, m: A - Y)),
        Mistake(
            "X3.4a",
            "sign turned in all pairs",
            _everywhere(lambda delta, Z, act, cost: -delta),
            "An output above its target: raise its z a little, and the cost goes up. What sign has your delta there?",
        ),
        Mistake(
            "X3.4b",
            "the 1/m left out in all pairs",
            _everywhere(lambda delta, Z, act, cost: len(Z) * delta),
            "All three are slopes of a sum over the examples. Of how many examples is the cost the mean?",
        ),
        Mistake(
            "X3.4c",
            "a slope multiplied in for all pairs",
            _everywhere(lambda delta, Z, act, cost: delta if cost == "quadratic" else delta * sigmoid_prime(Z)),
            "Your slope factor is in all three. With which costs does it cancel? Measure one entry of each pair.",
        ),
        Mistake(
            "X3.4d",
            "softmax down the columns",
            _in(LIKELIHOOD, lambda A, Z, Y, m: (softmax(Z.T).T - Y) / m),
            "In yours the examples compete for each class. Add up a row of your probabilities.",
        ),
        Mistake(
            "X3.4e",
            "sigmoids where the softmax belongs",
            _in(LIKELIHOOD, lambda A, Z, Y, m: (sigmoid(Z) - Y) / m),
            "Did your function look at act? With the softmax, a score that rises takes from the others.",
        ),
        Mistake(
            "X3.4f",
            "averaged over the outputs too",
            _everywhere(lambda delta, Z, act, cost: delta / Z.shape[1]),
            "You divide by more than the number of examples. What counts as one example, and what as its parts?",
        ),
        Mistake(
            "X3.4g",
            "stopped at the slope in the outputs",
            _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) / m * A),
            "One of the two factors of the slope is there. At a = 1 the sigmoid is flat; is yours?",
        ),
        Mistake(
            "X3.4h",
            "slope in a, not in z",
            _in(ENTROPY, lambda A, Z, Y, m: (A - Y) / (m * A * (1 - A))),
            "That is how the cost answers to a. Between a and z one more slope is waiting.",
        ),
        Mistake(
            "X3.4i",
            "divided by the number of outputs",
            _everywhere(lambda delta, Z, act, cost: delta * len(Z) / Z.shape[1]),
            "You divide by a size of the wrong axis. With 6 examples and 3 outputs, is the mean over 6 or over 3?",
        ),
        Mistake(
            "X3.4j",
            "cost read the wrong way round",
            lambda Z, Y, act, cost: reference(
                Z, Y, act, {"quadratic": "binary_cross_entropy", "binary_cross_entropy": "quadratic"}.get(cost, cost)
            ),
            "For the sigmoid you have both deltas, each under the other one's name. Which cost leaves a slope standing?",
        ),
        Mistake(
            "X3.4k",
            "slope rule of tanh",
            _in(QUADRATIC, lambda A, Z, Y, m: (A - Y) / m * (1 - A**2)),
            "You used the slope rule of a neighbouring function. How steep is the sigmoid at z = 0?",
        ),
        Mistake(
            "X3.4l",
            "slope of softmax taken entry by entry at a",
            _in(LIKELIHOOD, lambda A, Z, Y, m: (A - Y) / m * sigmoid_prime(Z)),
            "The slope of the softmax is inside the simple result, and sigmoids have no part in it at all.",
        ),
    ),
)

OUTPUT_DELTA = Exercise("3.4", "output_delta", "code", 20, (PART,), "lesson 3, section 3.5 (the output delta)")
