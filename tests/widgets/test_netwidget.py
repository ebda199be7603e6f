"""A widget over a network: the network can be read and set, and what does not fit is refused."""

import numpy as np
import pytest

from backprop_lessons import Network, datasets
from backprop_lessons.widgets.netwidget import NetWidget


def test_it_shows_the_worked_example_by_default():
    net, X, Y = datasets.worked_example()
    widget = NetWidget()
    assert widget.x == X[0].tolist() and widget.y == Y[0].tolist()
    assert widget.network.cost(widget.network.forward(X), Y) == net.cost(net.forward(X), Y)


def test_the_network_can_be_set_from_the_next_cell():
    rng = np.random.default_rng()
    other = Network([2, 2, 2], "tanh", "softmax", "negative_log_likelihood", rng)
    widget = NetWidget()
    widget.network = other
    assert widget.net["activation"] == "tanh" and widget.net["cost"] == "negative_log_likelihood"
    for ours, theirs in zip(widget.network.W, other.W, strict=True):
        assert np.array_equal(ours, theirs)


@pytest.mark.parametrize("name, value", [("x", [1.0]), ("x", [1.0, float("nan")]), ("y", [0.0, 1.0, 0.0])])
def test_an_example_that_does_not_fit_is_refused_and_nothing_changes(name, value):
    widget = NetWidget()
    before = getattr(widget, name)
    with pytest.raises(ValueError, match=name):
        setattr(widget, name, value)
    assert getattr(widget, name) == before


def test_a_network_that_does_not_fit_the_example_is_refused():
    widget = NetWidget()
    with pytest.raises(ValueError, match="x"):
        widget.network = Network([3, 2, 2], rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="x and y"):
        NetWidget(Network([3, 2, 2], rng=np.random.default_rng(0)))
