"""Thirteen bugs for `backward`: each is one line gone wrong. What does accuracy say about it, and what a gradient check?

The right lines, for the quadratic cost; layers count from 0 as in `Network`, and A[0] is X:

    delta = (A[-1] - Y) / m * slope(Z[-1])
    for layer in reversed(range(n_layers)):
        dW[layer] = A[layer].T @ delta
        db[layer] = delta.sum(axis=0)
        delta = delta @ W[layer].T * slope(Z[layer - 1])
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from . import activations
from ._validation import finite, one_of, shape
from .network import Gradients, Network

RATE = 0.5  # the learning rate that the bug `updated_weights` moves the weights by


class Lines(NamedTuple):
    """The lines above as functions, the right ones by default; `slope` is the slope of the activation, a function of z."""

    output: Callable = lambda slope, Z, A, Y: (A - Y) / len(Y) * slope(Z)
    layers: Callable = lambda n_layers: reversed(range(n_layers))
    dW: Callable = lambda trace, layer, delta: trace.A[layer].T @ delta
    db: Callable = lambda delta: delta.sum(axis=0)
    back: Callable = lambda delta, W, dW: delta @ W.T
    hidden: Callable = lambda slope, Z, A: slope(Z)


class Bug(NamedTuple):
    """A bug: its name, the right line and the wrong one as a reader sees them, why it is seen or not, what it changes in `Lines`."""

    name: str
    right: str
    wrong: str
    why: str
    changes: dict


@lru_cache
def _random_weights(n_in, n_out):
    """A fixed matrix that has nothing to do with the network's weights: (n_in, n_out)."""
    return 0.2 * np.random.default_rng(0).standard_normal((n_in, n_out))


def _z_for_a(trace, layer, delta):
    return (trace.Z[layer - 1] if layer else trace.A[0]).T @ delta


_OUTPUT = "delta = (A[-1] - Y) / m * slope(Z[-1])"
_DW, _DB = "dW[layer] = A[layer].T @ delta", "db[layer] = delta.sum(axis=0)"
_HIDDEN = "delta = delta @ W[layer].T * slope(Z[layer - 1])"

BUGS = {
    "updated_weights": Bug(
        "the weights are updated too early",
        _HIDDEN,
        "delta = delta @ (W[layer] - rate * dW[layer]).T * slope(Z[layer - 1])",
        "One step is short, so the updated weights are nearly the old ones.",
        {"back": lambda delta, W, dW: delta @ (W - RATE * dW).T},
    ),
    "no_hidden_slope": Bug(
        "no slope in the hidden layer",
        _HIDDEN,
        "delta = delta @ W[layer].T",
        "The slopes of a sigmoid are positive: each example still pulls the right way, only not with the right strength.",
        {"hidden": lambda slope, Z, A: 1.0},
    ),
    "mean_taken_twice": Bug(
        "the mean is taken twice",
        f"{_DW}; {_DB}",
        "dW[layer] = A[layer].T @ delta / m; db[layer] = delta.mean(axis=0)",
        "The direction is right, but each step is ten times too short, and the training ends far from the bottom.",
        {
            "dW": lambda trace, layer, delta: trace.A[layer].T @ delta / len(delta),
            "db": lambda delta: delta.mean(axis=0),
        },
    ),
    "no_output_slope": Bug(
        "no slope at the output",
        _OUTPUT,
        "delta = (A[-1] - Y) / m",
        "It is the right gradient of another cost, cross-entropy, which serves this task better.",
        {"output": lambda slope, Z, A, Y: (A - Y) / len(Y)},
    ),
    "db_times_m": Bug(
        "bias gradients summed, not averaged",
        _DB,
        "db[layer] = m * delta.sum(axis=0)",
        "The biases have a learning rate ten times as high, no more than that.",
        {"db": lambda delta: len(delta) * delta.sum(axis=0)},
    ),
    "z_for_a": Bug(
        "Z in place of A",
        _DW,
        "dW[layer] = Z[layer - 1].T @ delta",
        "z and a rise and fall together: the last layer is told of its inputs in another scale.",
        {"dW": _z_for_a},
    ),
    "last_layer_only": Bug(
        "only the last layer learns",
        "for layer in reversed(range(n_layers)):",
        "for layer in [n_layers - 1]:",
        "The hidden layer stays as random as it began, and one layer on top of it gets only so far.",
        {"layers": lambda n_layers: [n_layers - 1]},
    ),
    "slope_of_a": Bug(
        "slopes taken at a",
        "… * slope(Z[-1]) and … * slope(Z[layer - 1])",
        "… * slope(A[-1]) and … * slope(A[layer])",
        "For a between 0 and 1 that is always 0.20 to 0.25: positive as well, so the signs are kept.",
        {"output": lambda slope, Z, A, Y: (A - Y) / len(Y) * slope(A), "hidden": lambda slope, Z, A: slope(A)},
    ),
    "biases_never_move": Bug(
        "biases never updated",
        _DB,
        "db[layer] = 0",
        "On these images the weights can do without them.",
        {"db": lambda delta: np.zeros(delta.shape[1])},
    ),
    "absolute_weights": Bug(
        "the sign of the weights is lost on the way back",
        _HIDDEN,
        "delta = delta @ abs(W[layer]).T * slope(Z[layer - 1])",
        "About half of all messages arrive with the wrong sign, and the hidden units walk uphill.",
        {"back": lambda delta, W, dW: delta @ np.abs(W).T},
    ),
    "db_of_one_example": Bug(
        "bias gradients from the first example",
        _DB,
        "db[layer] = m * delta[0]",
        "One example is a noisy guess at the mean of ten; over many steps the noise averages out.",
        {"db": lambda delta: len(delta) * delta[0]},
    ),
    "random_way_back": Bug(
        "a random matrix on the way back",
        _HIDDEN,
        "delta = delta @ B.T * slope(Z[layer - 1]), with B random and fixed",
        "The forward weights come to fit the random ones, so that even these messages help: feedback alignment.",
        {"back": lambda delta, W, dW: delta @ _random_weights(*W.shape).T},
    ),
    "one_number_for_db": Bug(
        "one number for all biases of a layer",
        _DB,
        "db[layer] = delta.sum() / n_out",
        "The biases of a layer move as one, and the weights make up for it.",
        {"db": lambda delta: np.full(delta.shape[1], delta.sum() / delta.shape[1])},
    ),
}


def backward(net, trace, Y, bug=None):
    """The Gradients that `net.backward(trace, Y)` would give with this bug planted; None plants none. Y (m, n_out).

    bug: a name from BUGS. Raises ValueError for another name, another cost than the quadratic one, and shapes that do not fit.
    """
    if net.cost_name != "quadratic":
        raise ValueError(f"net: expected the cost 'quadratic', got {net.cost_name!r}")
    Y = finite("Y", Y)
    shape("Y", Y, *trace.A[-1].shape)
    return run(lines_with(bug), net, trace, Y)


def run(lines, net, trace, Y):
    """The Gradients as these Lines compute them, without a look at what is given. Y (m, n_out)."""
    output_slope, hidden_slope = activations.get(net.output).prime, activations.get(net.activation).prime
    dW, db, deltas = ([np.zeros(part.shape) for part in parts] for parts in (net.W, net.b, trace.Z))
    delta = lines.output(output_slope, trace.Z[-1], trace.A[-1], Y)
    for layer in lines.layers(len(net.W)):
        deltas[layer] = delta
        dW[layer] = lines.dW(trace, layer, delta)
        db[layer] = lines.db(delta)
        if layer > 0:
            slope = lines.hidden(hidden_slope, trace.Z[layer - 1], trace.A[layer])
            delta = lines.back(delta, net.W[layer], dW[layer]) * slope
    return Gradients(dW, db, deltas)


def lines_with(bug=None):
    """The Lines with this bug in them. Raises ValueError for a name that is not in BUGS."""
    if bug is None:
        return Lines()
    one_of("bug", bug, BUGS)
    return Lines(**BUGS[bug].changes)


class Planted(Network):
    """A copy of `net` whose `backward` has a bug; it can be given to `gradcheck.check`. ValueError as `backward` raises it."""

    def __init__(self, net, bug):
        lines_with(bug)
        copied = net.copy()
        self._set(copied.W, copied.b, net.activation, net.output, net.cost_name)
        self.bug = bug

    def backward(self, trace, Y):
        """The Gradients, with the bug. Y (m, n_out)."""
        return backward(self, trace, Y, self.bug)
