"""Nielsen's saturated neuron: x = 1, y = 0, a = sigmoid(w + b), learning rate .15, 300 epochs."""

from functools import lru_cache

import numpy as np

from backprop_lessons import Network, train

from .rows import Row, Table

SOURCE = (
    "M. Nielsen, Neural Networks and Deep Learning, chapter 3, first demonstration",
    "http://neuralnetworksanddeeplearning.com/chap3.html",
)
X, Y = np.array([[1.0]]), np.array([[0.0]])
NEAR, FAR = (0.6, 0.9), (2.0, 2.0)  # starts (w, b)
QUADRATIC, CROSS_ENTROPY = "quadratic", "binary_cross_entropy"


def neuron(start, cost=QUADRATIC):
    return Network.from_parameters([([[start[0]]], [start[1]])], cost=cost)


@lru_cache
def outputs(start, epochs=300, cost=QUADRATIC):
    """a after 0, 1, … epochs, and the net at the end."""
    net, a = neuron(start, cost), []
    for _ in range(epochs):
        a.append(net.predict(X)[0, 0])
        train(net, X, Y, learning_rate=0.15, batch_size=1, epochs=1, rng=np.random.default_rng(0))
    return np.array([*a, net.predict(X)[0, 0]]), net


def first_below_half(start, epochs=300, cost=QUADRATIC):
    return int(np.flatnonzero(outputs(start, epochs, cost)[0] < 0.5)[0])


def first_slope(start, cost=QUADRATIC):
    net = neuron(start, cost)
    return net.backward(net.forward(X), Y).dW[0][0, 0]


def after(quantity, epoch, printed, recomputed, start, note=""):
    return Row(quantity, printed, recomputed, lambda: outputs(start)[0][epoch], form=".9f", note=note, rtol=1e-8)


def rows(start, texts, note=""):
    """texts: epoch -> (printed, recomputed); the note belongs to the last."""
    return tuple(
        after(f"a after {epoch} epochs" if epoch else "first a", epoch, *text, start, note if epoch == 300 else "")
        for epoch, text in texts.items()
    )


def whole(quantity, recomputed, ours):
    return Row(quantity, "", recomputed, ours, form="d")


def slope(quantity, recomputed, start, cost=QUADRATIC):
    return Row(quantity, "", recomputed, lambda: first_slope(start, cost), form=".9f", rtol=1e-8)


NEAR_ROWS = (
    *rows(NEAR, {0: ("0.82", 0.817574476), 150: ("", 0.152739886), 300: ("0.09", 0.093955695)}),
    whole("epochs until a is below ½", 36, lambda: first_below_half(NEAR)),
    slope("first slope in w", 0.121938332428, NEAR),
    slope("first slope in w, cross-entropy", 0.817574476, NEAR, CROSS_ENTROPY),
    whole("epochs until a is below ½, cross-entropy", 8, lambda: first_below_half(NEAR, 150, CROSS_ENTROPY)),
)
FAR_ROWS = (
    *rows(FAR, {0: ("0.98", 0.982013790), 150: ("", 0.933417473), 250: ("", 0.357211829), 300: ("0.20", 0.202848424)},
          note="shown by the running demonstration, not in the text"),
    whole("epochs until a is below ½", 232, lambda: first_below_half(FAR)),
    slope("first slope in w", 0.017345021071, FAR),
    slope("first slope in w, cross-entropy", 0.982013790, FAR, CROSS_ENTROPY),
    whole("epochs until a is below ½, cross-entropy", 17, lambda: first_below_half(FAR, 150, CROSS_ENTROPY)),
)  # fmt: skip

TABLES = [
    Table("nielsen-near", "Start w = 0.6, b = 0.9", SOURCE, NEAR_ROWS),
    Table("nielsen-far", "Start w = 2, b = 2: sure of itself, and wrong", SOURCE, FAR_ROWS),
]
