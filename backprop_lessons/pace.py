"""From counts to seconds: how fast this machine gets through multiply-adds.

A pass over a small net takes its time in numpy's calls, a pass over a wide one in matrix products. So a pace is a line
through two measured nets: seconds = start + rate · multiply-adds, for a forward pass with its cost, and for cost and gradient.
"""

from typing import NamedTuple

import numpy as np

from . import activations, approaches, costs
from ._validation import whole
from .counting import count_operations
from .network import Network
from .timing import measure

BATCH = 32  # with fewer examples the time goes into fetching the weights from memory, not into arithmetic
SMALL, WIDE, NARROW = (64, 30, 10), (64, 1024, 1024, 10), (3, 3, 3, 3)


class Pace(NamedTuple):
    """Seconds of one machine, for a batch of `batch` examples in float64, with numpy's textbook equations.

    machine             in words
    forward, gradient   (start, rate): seconds per pass, and seconds per multiply-add of the batch
    path                seconds per multiply-add of the batch, where every path is walked by itself
    """

    machine: str
    batch: int
    forward: tuple
    gradient: tuple
    path: float


# Measured once, at a quiet moment; what a page shows that no machine stands behind
OURS = Pace(
    machine="our table, measured on one core of a server (AMD EPYC, numpy 2.4)",
    batch=BATCH,
    forward=(5.6e-5, 9.3e-11),
    gradient=(9.7e-5, 9.5e-11),
    path=1.5e-7,
)


def seconds(counts, pace):
    """Name of a road -> seconds for one gradient (for "forward": one pass and its cost). counts: the Counts of a network.

    Central differences and forward mode are taken as what they are made of: 2P and P passes, each as long as a forward pass.
    """
    forward, gradient = (
        start + rate * pace.batch * number
        for (start, rate), number in ((pace.forward, counts.forward), (pace.gradient, counts.gradient))
    )
    return {
        "forward": forward,
        "gradient": gradient,
        "central": 2 * counts.parameters * forward,
        "forward_mode": counts.parameters * forward,
        "path_by_path": pace.path * pace.batch * counts.path_by_path,
    }


def measure_pace(machine="your machine", batch=BATCH):
    """The Pace of the machine at hand, in a second or two. Raises ValueError for a batch that is no whole number above 0."""
    batch = whole("batch", batch)
    calls = {}
    for sizes in (SMALL, WIDE):
        parameters, X, Y = _example(sizes, batch)
        calls[sizes, "forward"] = lambda p=parameters, X=X, Y=Y: cost(p, X, Y)
        calls[sizes, "gradient"] = lambda p=parameters, X=X, Y=Y: cost_and_gradient(p, X, Y)
    parameters, X, Y = _example(NARROW, batch)
    narrow = Network.from_parameters(parameters, "relu", "softmax", "negative_log_likelihood")
    calls["path"] = lambda: approaches.path_by_path(narrow, X, Y)
    times, lines = measure(calls), []
    for road in ("forward", "gradient"):
        numbers = [batch * getattr(count_operations(sizes), road) for sizes in (SMALL, WIDE)]
        low, high = (times[sizes, road] for sizes in (SMALL, WIDE))
        rate = (high - low) / (numbers[1] - numbers[0])
        lines.append((max(low - rate * numbers[0], 0.0), rate))
    return Pace(machine, batch, *lines, times["path"] / (batch * count_operations(NARROW).path_by_path))


def cost(parameters, X, Y):
    """The cost C of a net of ReLU layers with softmax and log-likelihood, as the equations say it, without checks.

    parameters: a list of (W, b), W (n_in, n_out), b (n_out,); X (m, n_in), Y (m, n_out).
    """
    return costs.negative_log_likelihood(_forward(parameters, X)[1], Y)


def cost_and_gradient(parameters, X, Y):
    """(C, list of (dW, db)) for the same net: 3 S - S1 multiply-adds per example, as counted, for nobody asks for dX.

    dW and db have the shapes of W and b. Source: Nielsen, chapter 2, BP1 to BP4, in rows.
    """
    A, Z = _forward(parameters, X)
    grads, delta = [], (activations.softmax(Z) - Y) / len(X)
    for layer in reversed(range(len(parameters))):
        grads.insert(0, (A[layer].T @ delta, delta.sum(axis=0)))
        if layer:
            delta = (delta @ parameters[layer][0].T) * (A[layer] > 0)
    return costs.negative_log_likelihood(Z, Y), grads


def _forward(parameters, X):
    """(A, Z): the activations that enter each layer, and the scores of the last one."""
    A = [X]
    for W, b in parameters[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0))
    W, b = parameters[-1]
    return A, A[-1] @ W + b


def _example(sizes, m):
    rng = np.random.default_rng(0)
    net = Network(sizes, "relu", "softmax", "negative_log_likelihood", rng)
    return net.parameters(), rng.random((m, sizes[0])), np.eye(sizes[-1])[rng.integers(sizes[-1], size=m)]
