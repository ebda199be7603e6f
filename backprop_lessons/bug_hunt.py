"""The bugs of `bugs` put to the test: what accuracy says about each of them, and what a gradient check says."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from . import activations, bugs, datasets
from ._validation import whole
from .gradcheck import numerical_gradient, relative_error
from .network import Network, Trace
from .training import minibatches

CHECKED = 10  # so many examples are enough for a gradient check


def train_with(net, X, Y, bug=None, *, batch_size=10, epochs=15, rng):
    """Train `net` in place with gradients that have this bug: mini-batches, learning rate 0.5. X (m, n_in), Y (m, n_out).

    Raises ValueError as `bugs.backward` and `minibatches` do.
    """
    lines, epochs = bugs.lines_with(bug), whole("epochs", epochs)
    bugs.backward(net, net.forward(X), Y, bug)  # whatever does not fit is refused here: the loop below looks at nothing twice
    net.W, net.b = ([np.array(part, dtype=float) for part in parts] for parts in (net.W, net.b))  # moved in place below
    functions = [activations.get(net.activation).function] * (len(net.W) - 1) + [activations.get(net.output).function]
    for _ in range(epochs):
        for Xb, Yb in minibatches(X, Y, batch_size, rng):
            trace = Trace([], [Xb])
            for W, b, function in zip(net.W, net.b, functions, strict=True):
                trace.Z.append(trace.A[-1] @ W + b)
                trace.A.append(function(trace.Z[-1]))
            grads = bugs.run(lines, net, trace, Yb)
            for layer in range(len(net.W)):
                net.W[layer] -= bugs.RATE * grads.dW[layer]
                net.b[layer] -= bugs.RATE * grads.db[layer]


class Row(NamedTuple):
    """What is known about one bug (None: the right code): test accuracies and relative errors, one for each seed."""

    bug: str | None
    accuracies: tuple
    relative_errors: tuple


def table(seeds=(0, 1), epochs=15):
    """One Row for the right code and one for each bug: 64-30-10, sigmoid throughout, quadratic cost, on the digits.

    The gradient of the untrained network on its first ten examples is compared with the measured one. A few seconds for each
    seed, as many at a time as there are cores, and kept for the next call. Raises ValueError for epochs below 1.
    """
    return _table(tuple(map(int, seeds)), whole("epochs", epochs))


@lru_cache
def _table(seeds, epochs):
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        others = [pool.submit(_column_elsewhere, seed, epochs) for seed in seeds[1:]]
        columns = [_column(seed, epochs) for seed in seeds[:1]] + [other.result() for other in others]
    rows = zip((None, *bugs.BUGS), zip(*columns, strict=True), strict=True)
    return tuple(Row(bug, *zip(*found, strict=True)) for bug, found in rows)


def _column_elsewhere(seed, epochs):
    """The column by a process of its own: Python's threads would take turns. Where none can be started, it is made here."""
    words = f"import json; from backprop_lessons import bug_hunt; print(json.dumps(bug_hunt._column({seed}, {epochs})))"
    home = str(Path(__file__).resolve().parent.parent)
    try:
        done = subprocess.run([sys.executable, "-c", words], cwd=home, capture_output=True, check=True)
        return json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return _column(seed, epochs)


def _column(seed, epochs):
    """(test accuracy, relative error) of the right code and of each bug, for one seed."""
    digits = datasets.digits()
    X, Y = digits.X_train[:CHECKED], digits.Y_train[:CHECKED]
    slopes, found = measured(_fresh(seed)[0], X, Y), []
    for bug in (None, *bugs.BUGS):
        net, rng = _fresh(seed)
        wrong = relative_error(_flat(bugs.backward(net, net.forward(X), Y, bug)), slopes)
        train_with(net, digits.X_train, digits.Y_train, bug, epochs=epochs, rng=rng)
        found.append((net.accuracy(digits.X_test, digits.Y_test), wrong))
    return found


def measured(net, X, Y):
    """The measured gradient of `net` as one vector: all weights of a layer, then its biases, layer by layer. X (m, n_in), Y (m, n_out)."""
    probe, slopes = net.copy(), []
    for layer in range(len(net.W)):
        for arrays in (probe.W, probe.b):
            start = arrays[layer]

            def cost(values, arrays=arrays, layer=layer):
                arrays[layer] = values
                return probe.cost(probe.forward(X), Y)

            slopes.append(numerical_gradient(cost, start).ravel())
            arrays[layer] = start
    return np.concatenate(slopes)


def _flat(grads):
    return np.concatenate([part.ravel() for pair in zip(grads.dW, grads.db, strict=True) for part in pair])


def _fresh(seed):
    rng = np.random.default_rng(seed)
    return Network([64, 30, 10], rng=rng), rng
