"""Three roads to one gradient: the graph of single numbers, the layer equations, the engine; and measured slopes beside them.

On random networks over all activations, costs, depths and batch sizes, every parameter of every layer. A road is a function
(net, X, Y) -> (cost, [(dW, db), …]) in the shapes of net.parameters().
"""

import numpy as np
import pytest
from strategies import KINKED, PAIRS, SLOPE_ATOL, SLOPE_RTOL, snapshot, targets

from backprop_lessons import Network, datasets
from backprop_lessons.engine import Engine
from backprop_lessons.graph import network_cost


def layers_road(net, X, Y):
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    return net.cost(trace, Y), list(zip(grads.dW, grads.db, strict=True))


def graph_road(net, X, Y):
    cost, parameters = network_cost(net, X, Y)
    cost.backward()
    slopes = []
    for layer, (W, b) in enumerate(net.parameters(), start=1):
        dW = [[parameters[f"W{layer}[{i},{j}]"].grad for j in range(W.shape[1])] for i in range(W.shape[0])]
        slopes.append((np.array(dW), np.array([parameters[f"b{layer}[{j}]"].grad for j in range(len(b))])))
    assert len(parameters) == net.n_parameters
    return cost.value, slopes


def engine_road(net, X, Y):
    engine = Engine(net, batch_size=len(X))
    cost, _ = engine.cost_and_gradient(X, Y)
    return cost, [(dW.copy(), db.copy()) for dW, db in engine.gradients()]


# Each further road is one line here: it is held to all the others.
ROADS = {
    "graph": graph_road,
    "layers": layers_road,
    "engine": engine_road,
}

# layers of weights -> units per layer: unequal sizes, single units, and equal ones in which a missing transpose would run
DEPTHS = {1: [3, 2], 2: [2, 4, 3], 3: [3, 3, 3, 3], 4: [2, 1, 4, 2, 3], 5: [1, 3, 2, 3, 2, 1]}
BATCHES = [1, 2, 7]
HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "identity"]


def random_net(depth, activation, output, cost, m, seed):
    """(net, X, Y), with no weighted input near a kink, where a slope could not be measured."""
    for trial in range(200):
        rng = np.random.default_rng([seed, trial])
        net = Network(DEPTHS[depth], activation, output, cost, rng=rng, scale=1.0)
        net.b = [rng.normal(size=b.shape) for b in net.b]
        X, Y = rng.normal(size=(m, net.sizes[0])), targets(cost, (m, net.sizes[-1]), rng)
        kinked = [name in KINKED for name in [activation] * (depth - 1) + [output]]
        if not any(kink and np.abs(z).min() < 1e-3 for kink, z in zip(kinked, net.forward(X).Z, strict=True)):
            return net, X, Y
    raise AssertionError("no network without a unit near its kink")


def measured_slopes(net, X, Y, step=1e-5):
    """The ruler: every single parameter moved up and down; no line shared with the package's gradient check."""
    slopes = []
    for W, b in net.parameters():
        pair = []
        for array in (W, b):
            slope = np.empty_like(array)
            for index in np.ndindex(array.shape):
                start = array[index]
                array[index] = start + step
                above = net.cost(net.forward(X), Y)
                array[index] = start - step
                below = net.cost(net.forward(X), Y)
                array[index] = start
                slope[index] = (above - below) / (2 * step)
            pair.append(slope)
        slopes.append(tuple(pair))
    return slopes


def assert_same(ours, theirs, who, rtol, atol):
    for layer, (a, b) in enumerate(zip(ours, theirs, strict=True), start=1):
        for name, x, y in zip("Wb", a, b, strict=True):
            np.testing.assert_allclose(x, y, rtol=rtol, atol=atol, err_msg=f"d{name}{layer}: {who}")


def assert_roads_meet(net, X, Y):
    before = snapshot([*net.W, *net.b, X, Y])
    found = {name: road(net, X, Y) for name, road in ROADS.items()}
    measured = measured_slopes(net, X, Y)
    names = list(found)
    size = max(1.0, *(float(np.abs(array).max()) for pair in measured for array in pair))
    for name in names[1:]:
        assert found[name][0] == pytest.approx(found[names[0]][0], rel=1e-12, abs=1e-14)
        # beside the largest slope: a sum of many terms that almost cancel is as exact as its terms
        assert_same(found[name][1], found[names[0]][1], f"{name} beside {names[0]}", rtol=1e-11, atol=1e-14 * size)
    for name in names:
        assert_same(found[name][1], measured, f"{name} beside the measured slopes", rtol=SLOPE_RTOL, atol=SLOPE_ATOL * size)
    assert snapshot([*net.W, *net.b, X, Y]) == before


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("activation", HIDDEN)
def test_all_depths_and_batch_sizes(activation, output, cost):
    for depth in DEPTHS:
        for m in BATCHES:
            assert_roads_meet(*random_net(depth, activation, output, cost, m, seed=10 * depth + m))


def test_the_worked_example():
    assert_roads_meet(*datasets.worked_example())


def test_the_roads_would_not_meet_by_themselves():
    """A factor, a turned matrix or one layer too few is seen, so that the agreement above means something."""
    net, X, Y = random_net(3, "tanh", "sigmoid", "quadratic", 2, seed=1)
    _, right = layers_road(net, X, Y)
    wrong = {
        "half": [(dW / 2, db) for dW, db in right],
        "turned": [(dW.T, db) for dW, db in right],
        "first bias": [(right[0][0], right[0][1] + 1e-6), *right[1:]],
        "one path lost": [(right[0][0] * 0.99, right[0][1]), *right[1:]],
    }
    for case, slopes in wrong.items():
        with pytest.raises(AssertionError):
            assert_same(slopes, measured_slopes(net, X, Y), case, rtol=SLOPE_RTOL, atol=SLOPE_ATOL)


def test_where_units_are_saturated_the_cheap_roads_still_agree():
    """Slopes too small or too steep to measure; the roads are held to each other."""
    for output, cost in PAIRS:
        rng = np.random.default_rng(3)
        net = Network([2, 3, 3], "sigmoid", output, cost, rng=rng, scale=40.0)
        X, Y = rng.normal(size=(3, 2)), targets(cost, (3, 3), rng)
        names, found = list(ROADS), [road(net, X, Y) for road in ROADS.values()]
        for name, (value, slopes) in zip(names, found, strict=True):
            assert value == pytest.approx(found[0][0], rel=1e-12)
            assert_same(slopes, found[0][1], f"{name} beside {names[0]}", rtol=1e-9, atol=1e-13)
