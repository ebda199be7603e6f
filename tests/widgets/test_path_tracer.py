"""The tracer of one weight: its paths, factors and sums in the page are those of paths.trace, on random networks."""

import itertools

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network, datasets, trace
from backprop_lessons.widgets import PathTracer
from backprop_lessons.widgets.netwidget import described

SHARED = ["dense", "paths"]
HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "identity"]
ENDS = [
    ("sigmoid", "quadratic"), ("identity", "quadratic"), ("tanh", "quadratic"), ("sigmoid", "binary_cross_entropy"),
    ("softmax", "negative_log_likelihood"),
]  # fmt: skip
SIZES = [(2, 2, 2), (1, 1), (3, 4, 1), (2, 3, 2, 3)]
PATHS = """({ net, x, y }) => parametersOf(net).map((parameter) => ({
    name: parameterName(parameter), value: parameterValue(net, parameter),
    paths: pathsOf(net, x, y, parameter), measured: measuredParameter(net, x, y, parameter),
}))"""


def case(rng, sizes, hidden, output, cost):
    net = Network(list(sizes), hidden, output, cost, rng, scale=1.0)
    net.b = [rng.standard_normal(n) for n in sizes[1:]]
    y = rng.random(sizes[-1])
    if cost == "negative_log_likelihood":  # one class, or a share for each
        y = np.eye(sizes[-1])[rng.integers(sizes[-1])] if rng.random() < 0.5 else y / y.sum()
    return net, rng.standard_normal(sizes[0]), y


@pytest.mark.parametrize(("output", "cost"), ENDS)
def test_every_path_of_every_parameter_is_the_packages(output, cost):
    rng = np.random.default_rng()
    cases = [case(rng, sizes, hidden, output, cost) for sizes, hidden in itertools.product(SIZES, HIDDEN)]
    given = [{"net": described(net), "x": x.tolist(), "y": y.tolist()} for net, x, y in cases]
    for (net, x, y), answer in zip(cases, ask(PATHS, given, SHARED), strict=True):
        assert len(answer) == net.n_parameters == len({one["name"] for one in answer})
        for one in answer:
            traced = trace(net, x, y, one["name"])
            assert one["value"] == traced.value
            assert [path["steps"] for path in one["paths"]] == [list(path.steps) for path in traced.paths]
            for path, ours in zip(one["paths"], traced.paths, strict=True):
                assert [factor["name"] for factor in path["factors"]] == [factor.name for factor in ours.factors]
                values = [factor["value"] for factor in path["factors"]]
                np.testing.assert_allclose(values, [factor.value for factor in ours.factors], rtol=1e-12, atol=1e-15)
                np.testing.assert_allclose(path["product"], ours.product, rtol=1e-11, atol=1e-15)
            total = sum(path["product"] for path in one["paths"])
            np.testing.assert_allclose(total, traced.gradient, rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(one["measured"], traced.measured, rtol=1e-6, atol=2e-9)


def test_the_units_of_a_path_are_those_of_its_steps():
    net, X, Y = datasets.worked_example()
    answer = ask(PATHS, [{"net": described(net), "x": X[0].tolist(), "y": Y[0].tolist()}], SHARED)[0]
    units = {one["name"]: [path["units"] for path in one["paths"]] for one in answer}
    assert units["W1[0,1]"] == [[[1, 1], [2, 0]], [[1, 1], [2, 1]]] and units["b2[1]"] == [[[2, 1]]]


def test_words_for_a_path_alone():
    off = ask("([part, whole]) => offBy(part, whole)", [(0.000668396, 0.000438568), (-0.00023, 0.00044), (1, 4), (0, 2)],
              ["dense", "paths"], module="path_tracer")  # fmt: skip
    assert off == ["52 % too large", "of the wrong sign", "75 % too small", "0"]


def test_moving_a_parameter_leaves_the_old_network_alone():
    script = """(net) => {
        const before = JSON.stringify(net), [first] = parametersOf(net);
        const moved = withParameter(net, first, 9);
        return [JSON.stringify(net) === before, parameterValue(moved, first), parameterValue(net, first)];
    }"""
    assert ask(script, [described(datasets.worked_example()[0])], SHARED) == [[True, 9, 0.15]]


# --- from the next cell


def test_what_is_shown_can_be_read_and_set():
    tracer = PathTracer()
    assert [round(path.product, 12) for path in tracer.traced.paths] == [0.000668396021, -0.000229828287]
    tracer.parameter, tracer.shown = "b2[1]", 1
    assert tracer.traced.n_paths == 1 and tracer.page_state()["parameter"] == "b2[1]"
    net = tracer.network
    net.W[1][0, 0] = -1.0
    tracer.network = net
    tracer.parameter = "W1[0,0]"
    assert tracer.traced.paths[0].product < 0


def test_without_scripts_the_paths_the_sum_and_the_measured_slope_can_be_read():
    page = PathTracer().fallback()
    for text in ("W1[0,0] &gt; h1 &gt; o1 &gt; C", "0.2413 (slope(z) of h1)", "0.0006684", "-0.0002298", "0.0004386", "measured slope"):
        assert text in page


@pytest.mark.parametrize("name, value, words", [
    ("parameter", "W3[0,0]", "parameter: expected one of W1"),
    ("parameter", "w1", "parameter: expected one of W1"),
    ("shown", -1, "shown: expected a whole number"),
])  # fmt: skip
def test_what_does_not_exist_is_refused_and_nothing_changes(name, value, words):
    tracer = PathTracer()
    before = getattr(tracer, name)
    with pytest.raises(ValueError, match=words):
        setattr(tracer, name, value)
    assert getattr(tracer, name) == before


def test_a_network_too_large_to_draw_is_refused():
    rng = np.random.default_rng(0)
    for sizes in ([2, 5, 2], [2, 2, 2, 2, 2]):
        with pytest.raises(ValueError, match="network: expected at most 4 layers of at most 4 units"):
            PathTracer(Network(sizes, rng=rng), [0.0] * sizes[0], [0.0] * sizes[-1])
