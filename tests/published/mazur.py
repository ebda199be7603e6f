"""Mazur's 2-2-2 net: every figure that the article prints, and the three that come from another order of steps.

Biases are not updated there, and the learning rate is .5. In our arrays w1 … w4 are W1[0, 0], W1[1, 0], W1[0, 1], W1[1, 1].
"""

from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from backprop_lessons import datasets
from backprop_lessons.activations import sigmoid, sigmoid_prime
from backprop_lessons.layers import dense_backward

from .rows import Row, Table

RATE = 0.5
SOURCE = (
    "M. Mazur, A Step by Step Backpropagation Example",
    "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
)


@lru_cache
def step():
    """One step, all of it. Matrices of weights are in the article's order: w1, w2, w3, w4."""
    net, X, Y = datasets.worked_example()
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    (Z1, Z2), (_, A1, A2) = trace.Z, trace.A
    arrays = {
        "z1": Z1, "a1": A1, "z2": Z2, "a2": A2,
        "costs": (A2 - Y) ** 2 / 2, "cost": net.cost(trace, Y),
        "slope1": sigmoid_prime(Z1), "slope2": sigmoid_prime(Z2),
        "delta2": grads.delta[1], "db2": grads.db[1], "dW2": grads.dW[1].T,
        "dA1": dense_backward(grads.delta[1], A1, net.W[1])[2],
        "paths": grads.delta[1] * net.W[1],  # from h1 by o1, by o2; from h2 by o1, by o2
        "delta1": grads.delta[0], "db1": grads.db[0], "dW1": grads.dW[0].T,
        "new2": (net.W[1] - RATE * grads.dW[1]).T, "new1": (net.W[0] - RATE * grads.dW[0]).T,
    }  # fmt: skip
    return SimpleNamespace(**{name: np.ravel(array) for name, array in arrays.items()})


def row(quantity, printed, recomputed, name, index=0, **more):
    return Row(quantity, printed, recomputed, lambda: float(getattr(step(), name)[index]), **more)


def delta_rounded_first():
    """The second path of h1, from a delta that was rounded to the nine printed digits before it was multiplied."""
    return round(float(step().delta2[1]), 9) * 0.50


FORWARD = (
    row("z of h1", "0.3775", 0.3775, "z1", 0),
    row("z of h2", "", 0.3925, "z1", 1),
    row("a of h1", "0.593269992", 0.593269992107, "a1", 0),
    row("a of h2", "0.596884378", 0.596884378260, "a1", 1),
    row("z of o1", "1.105905967", 1.105905967060, "z2", 0),
    row("z of o2", "", 1.224921404096, "z2", 1),
    row("a of o1", "0.75136507", 0.751365069552, "a2", 0),
    row("a of o2", "0.772928465", 0.772928465321, "a2", 1),
    row("cost of o1", "0.274811083", 0.274811083176, "costs", 0),
    row("cost of o2", "0.023560026", 0.023560025584, "costs", 1),
    row("cost C", "0.298371109", 0.298371108760, "cost"),
)
BACKWARD = (
    row("slope of σ at o1", "0.186815602", 0.186815601809, "slope2", 0),
    row("delta of o1 = `db2[0]`", "0.138498562", 0.138498561629, "delta2", 0),
    row("delta of o2 = `db2[1]`", "", -0.038098236517, "delta2", 1),
    row("slope in w5", "0.082167041", 0.082167040564, "dW2", 0),
    row("slope in w6", "", 0.082667627848, "dW2", 1),
    row("slope in w7", "", -0.022602540477, "dW2", 2),
    row("slope in w8", "", -0.022740242216, "dW2", 3),
    row("h1 to the cost, by o1", "0.055399425", 0.055399424651, "paths", 0),
    row("h1 to the cost, by o2", "-0.019049119", -0.019049118258, "paths", 1, theirs=delta_rounded_first,
        because="the delta was rounded first"),
    row("slope in a of h1: the sum", "0.036350306", 0.036350306393, "dA1", 0),
    row("h2 to the cost, by o1", "", 0.062324352733, "paths", 2),
    row("h2 to the cost, by o2", "", -0.020954030084, "paths", 3),
    row("slope in a of h2: the sum", "", 0.041370322649, "dA1", 1),
    row("slope of σ at h1", "0.241300709", 0.241300708572, "slope1", 0),
    row("delta of h1 = `db1[0]`", "", 0.008771354689, "delta1", 0),
    row("delta of h2 = `db1[1]`", "", 0.009954254705, "delta1", 1),
    row("slope in w1", "0.000438568", 0.000438567734, "dW1", 0),
    row("slope in w2", "", 0.000877135469, "dW1", 1),
    row("slope in w3", "", 0.000497712735, "dW1", 2),
    row("slope in w4", "", 0.000995425471, "dW1", 3),
)  # fmt: skip
UPDATE = (
    row("new w1", "0.149780716", 0.149780716133, "new1", 0),
    row("new w2", "0.19956143", 0.199561432266, "new1", 1),
    row("new w3", "0.24975114", 0.249751143632, "new1", 2),
    row("new w4", "0.29950229", 0.299502287265, "new1", 3),
    row("new w5", "0.35891648", 0.358916479718, "new2", 0),
    row("new w6", "0.408666186", 0.408666186076, "new2", 1),
    row("new w7", "0.511301270", 0.511301270239, "new2", 2),
    row("new w8", "0.561370121", 0.561370121108, "new2", 3),
)


# --- the right order and the other one


def all_gradients_first(net, X, Y):
    """Every gradient from the old weights, then every step."""
    grads = net.backward(net.forward(X), Y)
    net.W = [W - RATE * dW for W, dW in zip(net.W, grads.dW, strict=True)]


def output_weights_first(X, Y, W1, b1, W2, b2):
    """One line out of place: W2 moves before delta1 is computed."""
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    delta2 = (A2 - Y) * A2 * (1 - A2)
    W2 = W2 - RATE * A1.T @ delta2
    delta1 = (delta2 @ W2.T) * A1 * (1 - A1)  # meets the new W2
    dW1 = X.T @ delta1
    return W1 - RATE * dW1, W2, dW1


@lru_cache
def run(steps):
    """The package, biases frozen: {steps: (net, cost, outputs)} after that many updates and after one fewer."""
    net, X, Y = datasets.worked_example()
    kept = {}
    for done in range(steps + 1):
        if done >= steps - 1:
            trace = net.forward(X)
            kept[done] = net.copy(), net.cost(trace, Y), trace.A[-1][0]
        if done < steps:
            all_gradients_first(net, X, Y)
    return kept


def right(steps):
    """(net, cost, outputs) after that many updates, all gradients first."""
    return (run(10_000) if steps in (9_999, 10_000) else run(steps))[steps]


@lru_cache
def other_order(steps):
    """(slopes of the hidden weights at the last update, cost, outputs) where the output weights move first."""
    net, X, Y = datasets.worked_example()
    (W1, W2), (b1, b2) = net.W, net.b
    for _ in range(steps):
        W1, W2, dW1 = output_weights_first(X, Y, W1, b1, W2, b2)
    A2 = sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)
    return dW1, float(np.sum((A2 - Y) ** 2) / 2), A2[0]


def from_printed_weights():
    """The cost that the eight printed new weights give."""
    net, X, Y = datasets.worked_example()
    printed = np.array([float(row.printed) for row in UPDATE])
    net.W[0], net.W[1] = printed[:4].reshape(2, 2).T, printed[4:].reshape(2, 2).T
    return net.cost(net.forward(X), Y)


FIRST = "the output weights moved first"
AFTER_MANY = {"form": ".12f", "rtol": 1e-6}
CLOSING = (
    Row("C after 1 update", "0.291027924", 0.291027773694, lambda: right(1)[1], FIRST, lambda: other_order(1)[1]),
    Row("C from the printed new weights", "", 0.291027773694, from_printed_weights, rtol=3e-9),
    Row("C after 10,000 updates, first edition", "0.000035085", 3.510187783e-05, lambda: right(10_000)[1],
        FIRST, lambda: other_order(10_000)[1], **AFTER_MANY),
    Row("C after 10,000 updates, today", "0.0000351085", 3.510187783e-05, lambda: right(10_000)[1],
        "one update fewer, or a digit slipped",
        lambda: right(9_999)[1], **AFTER_MANY),
    Row("a of o1 after 10,000 updates", "0.015912196", 0.015913620444, lambda: right(10_000)[2][0],
        FIRST, lambda: other_order(10_000)[2][0], **AFTER_MANY),
    Row("a of o2 after 10,000 updates", "0.984065734", 0.984064273515, lambda: right(10_000)[2][1],
        FIRST, lambda: other_order(10_000)[2][1], **AFTER_MANY),
)  # fmt: skip

TABLES = [
    Table("mazur-forward", "Forward", SOURCE, FORWARD),
    Table("mazur-backward", "Backward", SOURCE, BACKWARD),
    Table("mazur-update", "One update, learning rate 0.5, biases frozen", SOURCE, UPDATE),
    Table("mazur-closing", "The closing figures", SOURCE, CLOSING),
]
