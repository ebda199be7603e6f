"""6.4 train_epoch(…): one pass over the data, an update for each batch, and the mean cost."""

import numpy as np

from ...activations import identity, identity_prime, sigmoid, sigmoid_prime, tanh, tanh_prime
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions
from .pairs import changes, random_pairs


def half_square(A, Y):
    """The quadratic cost: mean over the rows, with the half."""
    return float(np.sum((A - Y) ** 2) / (2 * len(A)))


def half_square_slope(A, Y):
    return (A - Y) / len(A)


def quartic(A, Y):
    """Another cost, not the same for A and Y exchanged, so that nothing can be taken for granted; mean over the rows."""
    miss = A - Y
    return float(np.sum(miss**4 / 4 + miss**3 / 3) / len(A))


def quartic_slope(A, Y):
    return ((A - Y) ** 3 + (A - Y) ** 2) / len(A)


QUADRATIC, QUARTIC = (half_square, half_square_slope), (quartic, quartic_slope)
TANH, SIGMOID, IDENTITY = (tanh, tanh_prime), (sigmoid, sigmoid_prime), (identity, identity_prime)


def _inputs(rng, m, sizes, acts, cost, rate, batch_size, seed=None):
    X, Y = rng.uniform(-1.5, 1.5, (m, sizes[0])), rng.uniform(0.1, 0.9, (m, sizes[-1]))
    order = np.random.default_rng(int(rng.integers(1 << 30)) if seed is None else seed)
    return random_pairs(rng, sizes), X, Y, list(acts), cost, rate, batch_size, order


def draw(rng):
    """Square layers and one batch first; then batches of 4, 4 and 3 and sizes that differ; another cost; one layer."""
    return [
        Case("one batch of 4, sizes 4-4-4", _inputs(rng, 4, [4, 4, 4], (TANH, SIGMOID), QUADRATIC, 0.5, 4)),
        Case("batches of 4, 4 and 3, sizes 3-4-2", _inputs(rng, 11, [3, 4, 2], (TANH, SIGMOID), QUADRATIC, 0.5, 4)),
        Case(
            "batches of 5 and 2, sizes 2-3-4-3",
            _inputs(rng, 7, [2, 3, 4, 3], (SIGMOID, TANH, IDENTITY), QUARTIC, 0.2, 5),
        ),
        Case("batches of 1, one layer 3-2", _inputs(rng, 3, [3, 2], (SIGMOID,), QUADRATIC, 1.0, 1)),
    ]


def read(returned, args):
    """By how much each array has moved, from the last layer down, and the cost."""
    if not isinstance(returned, (list, tuple)) or len(returned) != 2:
        raise Unreadable("Asked are two results, the parameters and the mean cost, in this order.")
    params, cost = returned
    if isinstance(params, (int, float, np.number)):
        raise Unreadable("The first result should be the parameters, the second the mean cost.")
    return changes(params, args[0]) | {"mean cost": cost}


def _gradients(params, X, Y, acts, slope, moved=None, at_output=True):
    """[(dW, db), …] of the mean cost; `moved(layer, dW)` gives the weights through which delta goes back."""
    As, Zs = [X], []
    for (W, b), (act, _) in zip(params, acts, strict=True):
        Zs.append(As[-1] @ W + b)
        As.append(act(Zs[-1]))
    grads, back = [], slope(As[-1], Y)
    for layer in reversed(range(len(params))):
        last = layer == len(params) - 1
        delta = back * acts[layer][1](Zs[layer]) if at_output or not last else back
        dW = As[layer].T @ delta
        grads.insert(0, (dW, delta.sum(axis=0)))
        W = params[layer][0]
        back = delta @ (moved(W, dW) if moved else W).T
    return As[-1], grads


def _epoch(
    step=lambda rate, rows, size: rate,  # the learning rate of one batch
    bias=1.0,
    order=lambda m, rng: rng.permutation(m),
    last=True,  # the last, smaller batch is used
    carried=False,  # gradients are added up over the batches
    stale=False,  # all gradients taken at the start
    too_early=False,  # delta goes back through weights that have moved
    at_output=True,
    targets=True,  # targets shuffled as well
    report="rows",
):
    """train_epoch with some things done differently."""

    def train_epoch(params, X, Y, acts, cost, learning_rate, batch_size, rng):
        value, slope = cost
        start, carry, costs, sizes, after = params, None, [], [], []
        numbers = order(len(X), rng)
        stop = len(X) if last else len(X) // batch_size * batch_size
        for first in range(0, stop, batch_size):
            rows = numbers[first : first + batch_size]
            x, y = X[rows], Y[rows] if targets else Y[first : first + batch_size]
            rate = step(learning_rate, len(rows), batch_size)
            moved = (lambda W, dW, rate=rate: W - rate * dW) if too_early else None
            output, grads = _gradients(start if stale else params, x, y, acts, slope, moved, at_output)
            costs.append(value(output, y))
            sizes.append(len(rows))
            if carried and carry:
                grads = [(dW + cW, db + cb) for (dW, db), (cW, cb) in zip(grads, carry, strict=True)]
            carry = grads
            params = [(W - rate * dW, b - bias * rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
            after.append(value(_gradients(params, x, y, acts, slope)[0], y))
        told = {
            "rows": np.dot(costs, sizes) / len(X) if costs else 0.0,
            "batches": np.mean(costs) if costs else 0.0,
            "sum": np.sum(costs),
            "last": costs[-1] if costs else 0.0,
            "after": np.dot(after, sizes) / len(X) if costs else 0.0,
            "end": value(_gradients(params, X, Y, acts, slope)[0], Y),
        }
        return params, float(told[report])

    return train_epoch


reference = _epoch()


def _in_place(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    new, told = reference(params, X, Y, acts, cost, learning_rate, batch_size, rng)
    for (W, b), (W_new, b_new) in zip(params, new, strict=True):
        W[:], b[:] = W_new, b_new
    return [(W.copy(), b.copy()) for W, b in params], told


def _full_batch(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    return reference(params, X, Y, acts, cost, learning_rate, len(X), rng)


def _flipped(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    return reference(params, X, Y, acts, cost, learning_rate, batch_size, rng)[::-1]


def _no_step(ask, rng):
    inputs = _inputs(rng, 6, [4, 4, 4], (TANH, SIGMOID), QUADRATIC, 0.0, 4)
    moved = ask(*inputs)
    return next((f"with {name}" for name, by in moved.items() if name != "mean cost" and np.abs(by).max() > 1e-6), "")


def _small(m, size):
    X, Y = np.array([[1.0], [-1.0], [2.0]])[:m], np.array([[2.0], [1.0], [0.0]])[:m]
    params = [(np.array([[1.0]]), np.array([0.5])), (np.array([[2.0]]), np.array([-0.5]))]
    return params, X, Y, [TANH, SIGMOID], QUADRATIC, 0.5, size, np.random.default_rng(5)


PART = FunctionPart(
    name="train_epoch",
    points=3,
    parameters=("params", "X", "Y", "acts", "cost", "learning_rate", "batch_size", "rng"),
    reference=reference,
    solution=solutions.train_epoch,
    draw=draw,
    read=read,
    scalable=False,
    sizes=lambda params, X, Y, acts, cost, learning_rate, batch_size, rng: {"m": len(X)},
    small=(
        Case("two rows in one batch, a 1-1-1 net (shown: new minus old)", _small(2, 2)),
        Case("three rows in batches of 2 and 1, a 1-1-1 net (shown: new minus old)", _small(3, 2)),
    ),
    properties=(Property("no step", "With a learning rate of 0 nothing moves.", _no_step),),
    mistakes=(
        catalogued("B21", _epoch(too_early=True)),
        catalogued("G01", _epoch(step=lambda rate, rows, size: -rate)),
        catalogued("G02", _epoch(step=lambda rate, rows, size: 1.0)),
        catalogued(
            "G07", _in_place, "A small case: keep W, call your function with it, and print the W that you kept."
        ),
        catalogued("G08", _epoch(step=lambda rate, rows, size: 0.0)),
        catalogued("G10", _epoch(order=lambda m, rng: np.arange(m))),
        catalogued("G11", _epoch(last=False)),
        catalogued("G12", _epoch(order=lambda m, rng: rng.integers(0, m, m))),
        catalogued("G15", _epoch(targets=False)),
        catalogued("G17", _epoch(step=lambda rate, rows, size: rate / rows)),
        catalogued("G18", _epoch(step=lambda rate, rows, size: rate * rows / size)),
        catalogued("G19", _epoch(report="batches")),
        catalogued("G20", _epoch(carried=True)),
        Mistake(
            "X6.4a",
            "cost taken after the update",
            _epoch(report="after"),
            "Your cost is that of a batch after it has been learned from, a little too good. When is it to be taken?",
        ),
        Mistake(
            "X6.4b",
            "costs of the batches added up",
            _epoch(report="sum"),
            "With more batches your cost grows, though nothing has got worse. Asked is a mean over all examples.",
        ),
        Mistake(
            "X6.4c",
            "biases do not learn",
            _epoch(bias=0.0),
            "The weights move, the biases do not. They have slopes, too.",
        ),
        Mistake(
            "X6.4d",
            "slope of the last activation left out",
            _epoch(at_output=False),
            "The slope of the cost is taken at the output. What lies between the output and its z?",
        ),
        Mistake(
            "X6.4e",
            "all gradients taken at the start",
            _epoch(stale=True),
            "The first batch is right, the second is not: its gradient should be taken where the first has left the weights.",
        ),
        Mistake(
            "X6.4f",
            "one update for the whole data",
            _full_batch,
            "All rows go into one update. Where does batch_size enter?",
        ),
        Mistake(
            "X6.4g",
            "cost of the last batch only",
            _epoch(report="last"),
            "What you report is the last batch alone. Where have the costs of the others gone?",
        ),
        Mistake(
            "X6.4h",
            "cost taken when the epoch is over",
            _epoch(report="end"),
            "Your cost belongs to the last parameters. Asked is what each batch cost when its turn came.",
        ),
        Mistake(
            "X6.4i",
            "results in the other order",
            _flipped,
            "Both results seem to be there. In which order are they asked for?",
            "A small case: call your function, and print its first result: it should be a list of pairs.",
        ),
    ),
)

TRAIN_EPOCH = Exercise(
    "6.4", "train_epoch", "code", 20, (PART,), "lesson 6, sections 6.5 and 6.6 (batches, epochs and updates)"
)
