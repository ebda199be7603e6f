"""The earlier approaches give what backpropagation gives, each to its own accuracy."""

import numpy as np
import pytest

from backprop_lessons import Network, relative_error
from backprop_lessons.approaches import (
    central_differences,
    forward_mode,
    one_sided_differences,
    path_by_path,
    weight_perturbation,
)
from tests.strategies import ELEMENTWISE, PAIRS, message_of, snapshot, targets

SIZES = [(2, 1), (3, 4, 2), (2, 3, 3, 2), (2, 2, 3, 2, 3)]
ROADS = {  # the largest relative error allowed
    central_differences: 1e-7,
    one_sided_differences: 1e-4,
    forward_mode: 1e-12,
    path_by_path: 1e-12,
}


def example(sizes, output="sigmoid", cost="quadratic", activation="tanh", m=3):
    rng = np.random.default_rng(sum(sizes) + m)
    net = Network(sizes, activation=activation, output=output, cost=cost, rng=rng)
    net.b = [rng.normal(size=b.shape) for b in net.b]
    return net, rng.normal(size=(m, sizes[0])), targets(cost, (m, sizes[-1]), rng)


def flat(grads):
    return np.concatenate([array.ravel() for array in [*grads.dW, *grads.db]])


def error(grads, net, X, Y):
    expected = net.backward(net.forward(X), Y)
    for found, wanted in zip([*grads.dW, *grads.db], [*expected.dW, *expected.db], strict=True):
        assert found.shape == wanted.shape
    return relative_error(flat(grads), flat(expected))


@pytest.mark.parametrize("road", ROADS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_the_same_gradient_at_any_depth(road, sizes):
    net, X, Y = example(sizes)
    assert error(road(net, X, Y), net, X, Y) < ROADS[road]


@pytest.mark.parametrize("road", ROADS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(("output", "cost"), PAIRS)
@pytest.mark.parametrize("m", [1, 4])
def test_the_same_gradient_for_every_output_and_cost(road, output, cost, m):
    sizes = (3, 4, 1 if cost == "binary_cross_entropy" else 3)
    net, X, Y = example(sizes, output, cost, m=m)
    assert error(road(net, X, Y), net, X, Y) < ROADS[road]


@pytest.mark.parametrize("road", ROADS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_the_same_gradient_for_every_activation(road, activation):
    net, X, Y = example((3, 5, 4, 2), "softmax", "negative_log_likelihood", activation)
    assert error(road(net, X, Y), net, X, Y) < ROADS[road]


def test_central_differences_are_closer_than_one_sided_ones():
    net, X, Y = example((3, 4, 2))
    far = error(one_sided_differences(net, X, Y, step=1e-3), net, X, Y)
    near = error(central_differences(net, X, Y, step=1e-3), net, X, Y)
    assert near < far / 100


@pytest.mark.slow
def test_perturbation_is_right_on_average():
    """Over N directions the error of the mean falls like sqrt(P / N): here 0.06 for 17 parameters and 4,000 directions."""
    net, X, Y = example((2, 3, 2))
    exact = flat(net.backward(net.forward(X), Y))
    found = flat(weight_perturbation(net, X, Y, np.random.default_rng(0), directions=4000))
    expected = np.sqrt((exact.size - 1) / 4000)
    size = np.linalg.norm(found - exact) / np.linalg.norm(exact)
    assert expected / 2 < size < 2 * expected
    # and each entry within four standard errors of the exact one
    assert np.all(np.abs(found - exact) < 4 * np.linalg.norm(exact) / np.sqrt(4000))


def test_one_direction_is_a_poor_estimate_and_exact_along_itself():
    net, X, Y = example((2, 3, 2))
    exact = flat(net.backward(net.forward(X), Y))
    found = flat(weight_perturbation(net, X, Y, np.random.default_rng(1)))
    signs = np.sign(found)
    np.testing.assert_allclose(np.abs(found), np.abs(signs @ exact), rtol=1e-6)
    assert relative_error(found, exact) > 0.3


@pytest.mark.parametrize("road", [*ROADS, weight_perturbation], ids=lambda f: f.__name__)
def test_nothing_is_changed(road):
    net, X, Y = example((2, 3, 2))
    more = [np.random.default_rng(0)] if road is weight_perturbation else []
    before = snapshot([*net.W, *net.b, X, Y])
    grads = road(net, X, Y, *more)
    assert before == snapshot([*net.W, *net.b, X, Y])
    assert grads.delta == [] and "dW: (2, 3), (3, 2)" in repr(grads)


def test_a_network_in_float32_is_measured_in_float64():
    net, X, Y = example((2, 3, 2))
    net.W = [W.astype(np.float32) for W in net.W]
    assert error(central_differences(net, X, Y), net, X, Y) < 1e-6


@pytest.mark.parametrize("road", ROADS, ids=lambda f: f.__name__)
def test_input_that_does_not_fit(road):
    net, X, Y = example((2, 3, 2))
    for bad in [(X[:, :1], Y), (X, Y[:, :1]), (X, Y[:2]), (X * np.nan, Y)]:
        with pytest.raises(ValueError, match=r"shape|finite"):
            road(net, *bad)


@pytest.mark.parametrize("step", [0, -1e-5, np.inf, "1e-5", None])
def test_steps_that_are_none(step):
    net, X, Y = example((2, 1))
    for road in (central_differences, one_sided_differences):
        with pytest.raises(ValueError) as refusal:
            road(net, X, Y, step=step)
        assert message_of(refusal).startswith("step: expected a finite number above 0")
    with pytest.raises(ValueError, match="directions"):
        weight_perturbation(net, X, Y, np.random.default_rng(0), directions=0)
    with pytest.raises(ValueError, match="rng"):
        weight_perturbation(net, X, Y, None)
