"""The network drawn twice: the same edges, arrows turned round, every number in its place."""

import numpy as np
from matplotlib.patches import FancyArrowPatch

from backprop_lessons import datasets, figures


def twins():
    net, X, Y = datasets.worked_example()
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    picture = figures.twin_nets([A[0] for A in trace.A], net.W, [d[0] for d in grads.delta], grads.dW, alt="the network twice")
    return picture, net, trace, grads


def words(axes):
    return [text.get_text() for text in axes.texts]


def short(number):
    return f"{number:.4g}".replace("-", "−")


def test_each_number_is_drawn_once():
    picture, net, trace, grads = twins()
    above, below = picture.figure.axes
    for axes, layers, units, name in ((above, net.W, trace.A[1:], "a"), (below, grads.dW, grads.delta, "δ")):
        said = words(axes)
        assert [said.count(short(w)) for w in np.concatenate([W.ravel() for W in layers])] == [1] * 8
        assert all(f"{name} {short(number)}" in said for column in units for number in column[0])


def test_below_the_arrows_are_turned_round():
    above, below = twins()[0].figure.axes
    styles = [[type(p.get_arrowstyle()).__name__ for p in axes.patches if isinstance(p, FancyArrowPatch)] for axes in (above, below)]
    assert [len(kind) for kind in styles] == [8, 8]
    assert set(styles[0]).isdisjoint(styles[1])


def test_numbers_do_not_cover_each_other():
    picture = twins()[0]
    picture.figure.canvas.draw()
    for axes in picture.figure.axes:
        boxes = [text.get_window_extent().padded(-2) for text in axes.texts if text.get_text()]
        assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.overlaps(b)]
