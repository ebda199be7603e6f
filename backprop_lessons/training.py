"""Many small steps: mini-batches, epochs, and the history of a run."""

import math
from dataclasses import dataclass, field

import numpy as np

from ._validation import finite, generator, shape, whole
from .engine import Engine, NotFinite
from .optimizers import make


@dataclass
class History:
    """What a run recorded. cost[e]: mean cost over the examples of epoch e, each measured before its batch's update.

    test_accuracy[e]: after epoch e, where test data were given. iterations: updates made; epochs: passes completed.
    """

    cost: list = field(default_factory=list)
    test_accuracy: list = field(default_factory=list)
    iterations: int = 0
    epochs: int = 0

    def __repr__(self):
        if not self.cost:
            return f"History: no epoch completed, {self.iterations} iterations"
        text = f"History: {self.epochs} epochs, {self.iterations} iterations, cost {self.cost[0]:.4g} -> {self.cost[-1]:.4g}"
        return text + (f", test accuracy {self.test_accuracy[-1]:.3f}" if self.test_accuracy else "")


class Diverged(ValueError):
    """The cost is no longer a finite number. `history` holds the run up to there."""

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def minibatches(X, Y, batch_size, rng):
    """Yields (Xb, Yb): each row once, in an order drawn from rng, pairs kept; the last batch may be smaller.

    X (m, n_in), Y (m, n_out). Raises ValueError for different lengths and for a batch_size below 1.
    """
    batch_size, rng = whole("batch_size", batch_size), generator(rng)
    X, Y = np.asarray(X), np.asarray(Y)
    if X.ndim == 0 or Y.ndim == 0 or len(X) != len(Y) or len(X) == 0:
        raise ValueError(f"X and Y must have the same number of rows, at least one, got shapes {X.shape} and {Y.shape}")
    return _batches(X, Y, batch_size, rng.permutation(len(X)))


def _batches(X, Y, batch_size, order):
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], Y[rows]


def train(
    net, X, Y, *, learning_rate=None, batch_size, epochs, rng, X_test=None, Y_test=None, progress=False,
    optimizer="gradient_descent", dtype=np.float64,
):  # fmt: skip
    """Train `net` in place by gradient descent on mini-batches; returns the History.

    X (m, n_in), Y (m, n_out); one iteration is one update, ceil(m / batch_size) of them make an epoch. batch_size: 1 is
    per-sample, "full" is all examples in one batch. X_test, Y_test: measure the accuracy on these after each epoch.
    progress: show a bar (needs tqdm). optimizer: "gradient_descent", "momentum" or "adam", with the learning rate; or an
    object such as Adam(0.01), which has its own and starts each run afresh. dtype: np.float32 is up to twice as fast.

    The engine does the arithmetic. What it does is this, on the textbook road:

        for epoch in range(epochs):
            for Xb, Yb in minibatches(X, Y, batch_size, rng):
                grads = net.backward(net.forward(Xb), Yb)
                GradientDescent(learning_rate).step(net, grads)

    Raises ValueError for input that does not fit, Diverged (with the history so far) when the cost leaves the finite numbers.
    """
    optimizer = make(optimizer, learning_rate)
    epochs, rng = whole("epochs", epochs), generator(rng)
    X, Y = _examples(net, "X", X, "Y", Y)
    batch_size = len(X) if isinstance(batch_size, str) and batch_size == "full" else whole("batch_size", batch_size)
    if (X_test is None) != (Y_test is None):
        raise ValueError("X_test and Y_test: expected both or neither")
    if X_test is not None:
        X_test, Y_test = _examples(net, "X_test", X_test, "Y_test", Y_test)
    engine = Engine(net, min(batch_size, max(len(X), 1)), dtype)
    engine.hold(X, Y)  # targets that the cost cannot take are refused here, before anything moves
    history = History()
    try:
        for _ in _bar(range(epochs), progress):
            history.cost.append(_epoch(engine, rng.permutation(len(X)), batch_size, optimizer, history))
            history.epochs += 1
            if X_test is not None:
                engine.write_to(net)
                history.test_accuracy.append(net.accuracy(X_test, Y_test))
    finally:
        engine.write_to(net)  # also when the reader stops a long run: nothing is lost
    return history


def _examples(net, name_X, X, name_Y, Y):
    X, Y = finite(name_X, X), finite(name_Y, Y)
    shape(name_X, X, "m", net.sizes[0])
    shape(name_Y, Y, X.shape[0], net.sizes[-1])
    return X, Y


def _epoch(engine, order, batch_size, optimizer, history):
    """One pass over the rows in this order; returns the mean cost, in which each example counts once."""
    total = 0.0
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        try:
            cost = engine.step_on(rows, optimizer)
        except NotFinite:
            raise _diverged(optimizer, history) from None
        history.iterations += 1
        total += cost * len(rows)
    if not (math.isfinite(total) and np.isfinite(engine.theta).all()):
        raise _diverged(optimizer, history)
    return total / len(order)


def _diverged(optimizer, history):
    return Diverged(
        f"the run diverged: numbers too large for a float after {history.iterations} updates; "
        f"try a learning rate below {optimizer.learning_rate:g}",
        history,
    )


def _bar(epochs, progress):
    if not progress:
        return epochs
    from tqdm.auto import tqdm  # loaded only when a bar is asked for

    return tqdm(epochs, desc="epochs", unit="epoch")
