"""From one weight to the cost: every path of the worked example, random networks of any depth, and what is shown of them."""

import html.parser
import itertools
import json
import math
import re
import subprocess
import sys

import numpy as np
import pytest
from strategies import ELEMENTWISE, KINKED, PAIRS, RTOL, SLOPE_ATOL, SLOPE_RTOL, message_of, snapshot, targets

from backprop_lessons import Network, datasets, trace
from backprop_lessons.graph import network_cost
from backprop_lessons.paths import ParameterTrace

close = pytest.approx


@pytest.fixture
def example():
    return datasets.worked_example()


def names_of(net):
    """Every parameter: name -> its slope in net.backward's arrays is looked up by (kind, layer, index)."""
    for layer, (W, b) in enumerate(net.parameters(), start=1):
        for index in itertools.product(*(range(size) for size in W.shape)):
            yield f"W{layer}[{index[0]},{index[1]}]", ("W", layer, index)
        for j in range(len(b)):
            yield f"b{layer}[{j}]", ("b", layer, (j,))


def backprop(net, x, y):
    grads = net.backward(net.forward(np.atleast_2d(x)), np.atleast_2d(y))
    return lambda kind, layer, index: {"W": grads.dW, "b": grads.db}[kind][layer - 1][index]


# --- the worked example ------------------------------------------------------------------------------------------------


def test_w1_path_by_path_and_factor_by_factor(example):
    """The table of Mazur's w1: columns multiply, rows add."""
    traced = trace(*example, "W1[0,0]")
    assert isinstance(traced, ParameterTrace)
    via_o1, via_o2 = traced.paths
    assert via_o1.steps == ("W1[0,0]", "h1", "o1", "C")
    assert via_o2.steps == ("W1[0,0]", "h1", "o2", "C")
    assert [f.name for f in via_o1.factors] == ["x1", "slope(z) of h1", "W2[0,0]", "slope(z) of o1", "a - y of o1"]
    assert [f.name for f in via_o2.factors] == ["x1", "slope(z) of h1", "W2[0,1]", "slope(z) of o2", "a - y of o2"]
    np.testing.assert_allclose([f.value for f in via_o1.factors], [0.05, 0.241300708572, 0.40, 0.186815601809, 0.741365069552], RTOL)
    np.testing.assert_allclose([f.value for f in via_o2.factors], [0.05, 0.241300708572, 0.50, 0.175510052817, -0.217071534679], RTOL)
    assert via_o1.product == close(0.000668396021, abs=5e-13)
    assert via_o2.product == close(-0.000229828287, abs=5e-13)
    assert traced.total == close(0.000438567734, abs=5e-13)
    assert traced.gradient == close(traced.total, rel=1e-14)
    assert traced.measured == close(traced.total, rel=1e-6)
    assert traced.relative_error < 1e-6
    assert traced.value == 0.15 and traced.learning_rate == 0.5
    assert traced.updated == close(0.149780716133, abs=5e-13)
    assert traced.cost == close(0.298371108760, abs=5e-13)


NEW = {  # after one step at rate .5, as recomputed
    "W1[0,0]": 0.149780716133, "W1[1,0]": 0.199561432266, "W1[0,1]": 0.249751143632, "W1[1,1]": 0.299502287265,
    "W2[0,0]": 0.358916479718, "W2[1,0]": 0.408666186076, "W2[0,1]": 0.511301270239, "W2[1,1]": 0.561370121108,
    "b1[0]": 0.345614322655, "b1[1]": 0.345022872647, "b2[0]": 0.530750719186, "b2[1]": 0.619049118258,
}  # fmt: skip


@pytest.mark.parametrize("name", NEW)
def test_all_twelve_parameters(name, example):
    net, X, Y = example
    traced = trace(net, X, Y, name)
    assert traced.updated == close(NEW[name], rel=RTOL)
    kind, layer, index = dict(names_of(net))[name]
    assert traced.gradient == backprop(net, X, Y)(kind, layer, index)
    assert traced.total == close(traced.gradient, rel=1e-13)
    assert traced.n_paths == len(traced.paths) == (2 if layer == 1 else 1)
    assert traced.name == name


def test_hidden_unit_2_and_the_biases(example):
    """h2's two ways, and a bias, which is met by a 1."""
    ways = [path.product / 0.241300708572 for path in trace(*example, "b1[0]").paths]
    assert ways == close([0.055399424651, -0.019049118258], rel=1e-9)
    traced = trace(*example, "b1[1]")
    slope = traced.paths[0].factors[1]
    assert traced.paths[0].factors[0] == ("1 (bias)", 1.0)
    assert slope.name == "slope(z) of h2"
    assert [path.product / slope.value for path in traced.paths] == close([0.062324352733, -0.020954030084], rel=1e-9)
    assert traced.total == close(0.009954254705, rel=1e-9)


def test_an_output_weight_starts_at_a_hidden_activation(example):
    (path,) = trace(*example, "W2[1,0]").paths
    assert path.steps == ("W2[1,0]", "o1", "C")
    assert [f.name for f in path.factors] == ["a of h2", "slope(z) of o1", "a - y of o1"]
    assert [f.value for f in path.factors] == close([0.596884378260, 0.186815601809, 0.741365069552], rel=1e-9)


def test_one_path_alone_is_52_per_cent_too_large(example):
    traced = trace(*example, "W1[0,0]")
    assert traced.paths[0].product / traced.total == close(1.524, abs=5e-4)


def test_paths_of_all_weights_number_12(example):
    net, X, Y = example
    assert sum(trace(net, X, Y, name).n_paths for name, (kind, *_) in names_of(net) if kind == "W") == 12


def test_same_net_with_cross_entropy(example):
    net, X, Y = example
    net = Network.from_parameters(net.parameters(), output="sigmoid", cost="binary_cross_entropy")
    traced = trace(net, X, Y, "b1[0]")
    assert traced.total == close(0.045367009073, rel=1e-9)
    assert [f.name for f in traced.paths[1].factors] == ["1 (bias)", "slope(z) of h1", "W2[0,1]", "a - y of o2"]
    assert traced.paths[1].factors[-1].value == close(-0.217071534679, rel=1e-9)


def test_same_net_with_softmax_goes_through_the_shared_normaliser(example):
    net, X, _ = example
    net = Network.from_parameters(net.parameters(), output="softmax", cost="negative_log_likelihood")
    traced = trace(net, X, [0, 1], "b1[0]")
    assert [path.steps for path in traced.paths] == [
        ("b1[0]", "h1", "o1", "normaliser", "C"),
        ("b1[0]", "h1", "o2", "normaliser", "C"),
        ("b1[0]", "h1", "o2", "C"),
    ]
    last = [path.factors[-1] for path in traced.paths]
    assert [f.name for f in last] == ["p of o1", "p of o2", "-y of o2"]
    assert [f.value for f in last] == close([0.470281212208, 0.529718787792, -1.0], rel=1e-9)
    assert traced.total == close(-0.011347918973, rel=1e-9)
    assert "normaliser" in repr(traced) and "Together p - y" in repr(traced)


# --- random networks ----------------------------------------------------------------------------------------------------------

DEPTHS = {1: [3, 2], 2: [2, 4, 3], 3: [3, 2, 3, 2], 4: [2, 3, 1, 2, 3], 5: [2, 2, 3, 1, 2, 2]}


def random_net(depth, activation, output, cost):
    for seed in range(200):
        rng = np.random.default_rng([depth, seed])
        net = Network(DEPTHS[depth], activation, output, cost, rng=rng, scale=1.0)
        net.b = [rng.normal(size=b.shape) for b in net.b]
        x, y = rng.normal(size=net.sizes[0]), targets(cost, (1, net.sizes[-1]), rng)[0]
        kinked = [name in KINKED for name in [activation] * (depth - 1) + [output]]
        if not any(kink and np.abs(z).min() < 1e-3 for kink, z in zip(kinked, net.forward(x[None]).Z, strict=True)):
            return net, x, y
    raise AssertionError("no network without a unit near its kink")


def assert_exact(value, gradient, terms):
    """To 1e-12 of the slope, and, where its terms almost cancel, to the rounding of the terms."""
    assert value == close(gradient, rel=1e-12, abs=8e-16 * math.fsum(abs(term) for term in terms))


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("activation", ELEMENTWISE)
def test_paths_add_up_at_every_depth(activation, output, cost):
    for depth in DEPTHS:
        net, x, y = random_net(depth, activation, output, cost)
        slope = backprop(net, x, y)
        names = dict(names_of(net))
        rng = np.random.default_rng(depth)
        for name in rng.choice(list(names), size=min(6, len(names)), replace=False):
            traced = trace(net, x, y, str(name))
            gradient = slope(*names[name])
            assert len(traced.paths) == traced.n_paths > 0
            assert traced.gradient == gradient
            terms = [path.product for path in traced.paths]
            assert_exact(math.fsum(terms), gradient, terms)
            assert_exact(traced.total, gradient, terms)
            for layer in traced.groups:
                terms = [group.product for group in layer]
                assert_exact(math.fsum(terms), gradient, [*terms, *(path.product for path in traced.paths)])
                assert sum(group.n_paths for group in layer) == traced.n_paths
            assert traced.measured == close(gradient, rel=SLOPE_RTOL, abs=SLOPE_ATOL * max(1.0, traced.cost))


@pytest.mark.parametrize("output, cost", PAIRS)
def test_groups_are_the_paths_added_up(output, cost):
    """Each partial sum is the sum of just those paths that name the unit."""
    net, x, y = random_net(4, "tanh", output, cost)
    traced = trace(net, x, y, "W1[1,2]")
    assert [layer[0].layer for layer in traced.groups] == [1, 2, 3, 4]
    for group in itertools.chain(*traced.groups):
        through = [path.product for path in traced.paths if group.unit in path.steps]
        assert group.n_paths == len(through)
        assert group.product == close(math.fsum(through), rel=1e-12)


def test_every_number_is_the_one_that_its_name_says():
    """Names and numbers could be wrong together; here each factor is looked up again by its name."""
    net, x, y = random_net(3, "tanh", "sigmoid", "quadratic")
    forward = net.forward(x[None])
    traced = trace(net, x, y, "W1[2,1]")
    assert traced.n_paths == 3 * 2
    seen = set()
    for path in traced.paths:
        assert path.steps[0] == "W1[2,1]" and path.steps[1] == "h1.2" and path.steps[-1] == "C"
        second, out = int(path.steps[2].removeprefix("h2.")), int(path.steps[3].removeprefix("o"))
        seen.add((second, out))
        tanh2, out_a = forward.A[2][0, second - 1], forward.A[3][0, out - 1]
        assert dict(path.factors) == close({
            "x3": x[2],
            "slope(z) of h1.2": 1 - forward.A[1][0, 1] ** 2,
            f"W2[1,{second - 1}]": net.W[1][1, second - 1],
            f"slope(z) of h2.{second}": 1 - tanh2**2,
            f"W3[{second - 1},{out - 1}]": net.W[2][second - 1, out - 1],
            f"slope(z) of o{out}": out_a * (1 - out_a),
            f"a - y of o{out}": out_a - y[out - 1],
        }, rel=1e-12)  # fmt: skip
    assert seen == {(second, out) for second in (1, 2, 3) for out in (1, 2)}


def paths_in_graph(cost, node):
    """How many ways lead from the cost back to a node, counted on the graph of single numbers."""
    ways = {cost: 1}
    for here in reversed(cost.nodes()):
        for source, _ in here.inputs:
            ways[source] = ways.get(source, 0) + ways.get(here, 0)
    return ways[node]


@pytest.mark.parametrize("output, cost", [("sigmoid", "quadratic"), ("softmax", "negative_log_likelihood")])
def test_as_many_paths_as_the_graph_has(output, cost):
    for depth in DEPTHS:
        net, x, y = random_net(depth, "sigmoid", output, cost)
        graph, parameters = network_cost(net, x[None], y[None])
        for name in parameters:
            assert trace(net, x, y, name).n_paths == paths_in_graph(graph, parameters[name])


def test_soft_targets_have_a_direct_way_for_each_class():
    net, x, _ = random_net(2, "sigmoid", "softmax", "negative_log_likelihood")
    traced = trace(net, x, [0.5, 0.2, 0.3], "W1[0,0]")
    assert traced.n_paths == 6
    assert traced.total == close(traced.gradient, rel=1e-12)


@pytest.mark.parametrize("output, cost", [("sigmoid", "binary_cross_entropy"), ("softmax", "negative_log_likelihood")])
def test_exact_where_the_output_is_saturated(output, cost):
    """A factor 1/p would be infinite here."""
    net = Network.from_parameters([(1000 * np.array([[1.0, -1.0]]), np.zeros(2))], output=output, cost=cost)
    traced = trace(net, [1.0], [0.0, 1.0], "W1[0,0]")
    assert traced.gradient == traced.total == 1.0
    assert traced.measured == close(1.0, rel=1e-5)


# --- too many paths ----------------------------------------------------------------------------------------------------------


def deep_digits():
    digits = datasets.digits()
    net = Network(
        [64, 30, 30, 10], "relu", "softmax", "negative_log_likelihood", rng=np.random.default_rng(0)
    )
    return net, digits.X_train[0], digits.Y_train[0]


def test_grouped_in_a_64_30_30_10_net():
    net, x, y = deep_digits()
    pixel = int(np.argmax(x))
    grads = net.backward(net.forward(x[None]), y[None])
    unit = int(np.argmax(np.abs(grads.delta[0][0])))
    name = f"W1[{pixel},{unit}]"
    traced = trace(net, x, y, name)
    assert traced.n_paths == 30 * (10 + 1)
    assert traced.paths == ()
    assert [len(layer) for layer in traced.groups] == [1, 30, 10]
    assert traced.gradient == grads.dW[0][pixel, unit] != 0
    for layer in traced.groups:
        assert math.fsum(group.product for group in layer) == close(traced.gradient, rel=1e-12)
    assert traced.total == close(traced.gradient, rel=1e-12)
    assert traced.measured == close(traced.gradient, rel=1e-6)
    text = repr(traced)
    assert "330 paths" in text and "equal to 12 digits" in text and "22 others" in text
    assert len(text.splitlines()) < 45
    listed = trace(net, x, y, name, max_paths=330)
    assert len(listed.paths) == 330
    assert listed.total == close(traced.total, rel=1e-12)
    assert listed.groups == traced.groups


@pytest.mark.parametrize("output, cost", PAIRS)
def test_every_weight_of_a_small_deep_net_grouped(output, cost):
    net, x, y = random_net(5, "sigmoid", output, cost)
    slope = backprop(net, x, y)
    for name, where in names_of(net):
        traced = trace(net, x, y, name, max_paths=1)
        if traced.n_paths > 1:
            assert traced.paths == ()
        assert_exact(traced.total, slope(*where), [group.product for group in traced.groups[-1]])


def test_the_limit_is_the_largest_number_that_is_listed(example):
    assert len(trace(*example, "W1[0,0]", max_paths=2).paths) == 2
    assert trace(*example, "W1[0,0]", max_paths=1).paths == ()


def test_more_paths_than_atoms_take_no_time():
    rng = np.random.default_rng(0)
    net = Network([2, *[50] * 60, 3], "tanh", "sigmoid", "binary_cross_entropy", rng=rng)
    traced = trace(net, [1.0, -1.0], [1, 0, 1], "W1[1,7]")
    assert traced.n_paths == 50**59 * 3
    assert traced.total == close(traced.gradient, rel=1e-11)
    text = repr(traced)
    assert "about 10^100.7 paths" in text
    assert len(text.splitlines()) < 70 and max(map(len, text.splitlines())) < 150
    assert traced.groups[30][0].n_paths == 50**58 * 3


# --- the network, the example, the words ---------------------------------------------------------------------------------------


def test_a_trace_changes_nothing(example):
    net, X, Y = example
    arrays = [*net.W, *net.b, X, Y]
    before = snapshot(arrays)
    for name, _ in names_of(net):
        trace(net, X, Y, name)
    assert snapshot(arrays) == before
    assert all(a is b for a, b in zip(arrays, [*net.W, *net.b, X, Y], strict=True))


def test_one_example_as_a_row_or_as_numbers(example):
    net, X, Y = example
    rows = trace(net, X, Y, "W1[0,1]")
    assert trace(net, X[0], Y[0], "W1[0,1]") == rows
    assert trace(net, [0.05, 0.10], [[0.01, 0.99]], "W1[0, 1]") == rows


def test_parameters_set_to_lists_and_in_float32(example):
    net, X, Y = example
    net.W[0] = [[0.15, 0.25], [0.20, 0.30]]
    assert trace(net, X, Y, "W1[0,0]").total == close(0.000438567734474, rel=1e-12)
    net.W = [np.float32(W) for W in net.W]
    traced = trace(net, X.astype(np.float32), Y.astype(np.float32), "W1[0,0]")
    assert traced.total == close(traced.gradient, rel=1e-12)
    assert traced.measured == close(traced.gradient, rel=1e-6)


@pytest.mark.parametrize(
    "name",
    ["W3[5,0]", "W1[9,0]", "W1[0,2]", "W2[2,0]", "W0[0,0]", "b3[0]", "b0[0]", "b2[2]", "b1[0,0]", "W1[0]", "W1[0,0,0]", "W1[-1,0]",
     "W1[0,-1]", "w1[0,0]", "W[0,0]", "W1", "foo", "", "W1[0,0] ", "W1[a,b]", "W1[٠,٠]", f"W1[{10**30},0]", None, 3, ("W", 1, 0, 0)],
)  # fmt: skip
def test_a_parameter_that_does_not_exist(name, example):
    with pytest.raises(ValueError) as refusal:
        trace(*example, name)
    expected = f"parameter: expected one of W1[0..1,0..1], b1[0..1], W2[0..1,0..1], b2[0..1], got {name!r}"
    assert message_of(refusal) == expected


def test_legal_ranges_of_other_networks():
    net = Network([3, 1, 2], rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=re.escape("W1[0..2,0], b1[0], W2[0,0..1], b2[0..1], got 'W9[0,0]'")):
        trace(net, [1, 2, 3], [0, 1], "W9[0,0]")
    deep = Network([2] * 40, rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match=re.escape("b2[0..1], ..., W38[0..1,0..1], b38[0..1], W39[0..1,0..1], b39[0..1], got 'W40[0,0]'")):
        trace(deep, [1, 2], [0, 1], "W40[0,0]")


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"x": [[0.05, 0.1], [0.2, 0.3]]}, "x: expected one example, shape (2,) or (1, 2), got (2, 2); a trace follows one"),
        ({"y": [[0.05, 0.1], [0.2, 0.3]]}, "got (2, 2); a trace follows one example, such as Y[0]"),
        ({"x": [1.0, 2.0, 3.0]}, "x: expected one example, shape (2,) or (1, 2), got (3,)"),
        ({"x": 1.0}, "got ()"),
        ({"y": [1.0]}, "y: expected one example"),
        ({"x": [1.0, math.nan]}, "x: expected finite numbers, got nan at x[1]"),
        ({"y": [math.inf, 1.0]}, "y: expected finite numbers, got inf"),
        ({"x": ["a", "b"]}, "x: expected an array of numbers"),
        ({"net": "M"}, "net: expected a Network, got 'M'"),
        ({"learning_rate": 0}, "learning_rate: expected a finite number above 0, got 0"),
        ({"max_paths": 0}, "max_paths: expected a whole number of at least 1, got 0"),
        ({"max_paths": 2.5}, "max_paths: expected a whole number"),
    ],
)
def test_refused_with_a_sentence(changes, sentence, example):
    net, X, Y = example
    arguments = {"net": net, "x": X, "y": Y, "parameter": "W1[0,0]", **changes}
    with pytest.raises(ValueError) as refusal:
        trace(**arguments)
    assert sentence in message_of(refusal)


def test_a_broken_network_is_refused(example):
    net, X, Y = example
    net.W[1] = np.array([[0.4, np.nan], [0.45, 0.55]])
    with pytest.raises(ValueError, match=r"W\[1\]: expected finite"):
        trace(net, X, Y, "W1[0,0]")
    net = Network.from_parameters(net.parameters()[:1], output="softmax", cost="negative_log_likelihood")
    with pytest.raises(ValueError, match="add up to 1"):
        trace(net, X, [0.3, 0.3], "W1[0,0]")


def test_tracing_needs_numpy_only():
    code = (
        "import sys\nfrom backprop_lessons import datasets, trace\nfrom backprop_lessons.graph import network_cost\n"
        "t = trace(*datasets.worked_example(), 'W1[0,0]')\nrepr(t), t._repr_html_(), network_cost(*datasets.worked_example())\n"
        "print([name for name in ('matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'tqdm') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- the tables -------------------------------------------------------------------------------------------------------------------

W1_TEXT = """\
W1[0,0] = 0.15 in a 2-2-2 network: 2 paths to the cost C. Along a path multiply, over paths add.

Paths
path                     x1  slope(z) of h1   W2  slope(z) of o  a - y of o       product
W1[0,0] > h1 > o1 > C  0.05        0.241301  0.4       0.186816    0.741365  +0.000668396
W1[0,0] > h1 > o2 > C  0.05        0.241301  0.5        0.17551   -0.217072  -0.000229828

sum of 2 paths          0.000438567734
backpropagation         0.000438567734  equal to 12 digits
measured slope             0.000438568  equal, as far as a small step can tell
W1[0,0] after one step     0.149780716  = 0.15 - 0.5 * 0.000438568

Units are counted from 1, indices in brackets from 0: W2[0,1] leads from the first unit to the second."""


def test_the_text_of_w1(example):
    assert repr(trace(*example, "W1[0,0]")) == str(trace(*example, "W1[0,0]")) == W1_TEXT


def test_another_learning_rate(example):
    traced = trace(*example, "b2[1]", learning_rate=0.1)
    assert traced.updated == close(0.6 + 0.1 * 0.038098236517, rel=1e-9)
    assert "= 0.6 - 0.1 * (-0.0380982)" in repr(traced) and "1 path to the cost" in repr(traced)


def test_many_factors_are_wrapped():
    net = Network([2, 1, 1, 1, 1, 1], "tanh", rng=np.random.default_rng(0))
    text = repr(trace(net, [1, 2], [1], "W1[1,0]"))
    assert "W1[1,0] > h1.1 > h2.1 > h3.1 > h4.1 > o1 > C" in text
    assert max(map(len, text.splitlines())) <= 112
    for name in ("x2", "W2[0,0]", "W5[0,0]", "slope(z) of h4.1", "a - y of o1"):
        assert f"({name})" in re.sub(r"\s+", " ", text)


def test_nothing_is_called_minus_0():
    net, x, y = deep_digits()
    dead = int(np.argmin(x))
    assert x[dead] == 0
    text = repr(trace(net, x, y, f"W1[{dead},0]"))
    assert not re.search(r"[-+]0(?![.\d])", text)
    assert "measured slope" in text and "0.00000000" in text


class Tags(html.parser.HTMLParser):
    """Start tags with their attributes, the text inside, and whether all that was opened is closed."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("max_paths", [1, 100])
def test_the_table_of_a_notebook(max_paths, example):
    traced = trace(*example, "W1[0,0]", max_paths=max_paths)
    page = traced._repr_html_()
    found = Tags(page)
    assert not found.open
    kind, attributes = found.tags[0]
    assert kind == "div" and attributes["class"] == "bl-trace"
    # a box that scrolls must be reachable and have a name
    assert attributes["role"] == "region" and attributes["tabindex"] == "0"
    assert attributes["aria-label"] == "Paths from W1[0,0] to the cost"
    tables = [tag for tag, _ in found.tags if tag == "table"]
    assert len(tables) == len([tag for tag, _ in found.tags if tag == "caption"]) >= 2
    assert all(a["scope"] in ("col", "row") for tag, a in found.tags if tag == "th")
    assert "color" not in page and "background" not in page  # the page's own theme decides
    # the same words and numbers as in print
    words = " ".join(found.words).split()
    assert set(re.sub(r"\s+", " ", repr(traced)).split()) <= set(words)


def test_names_are_escaped(example):
    page = trace(*example, "W1[0,0]")._repr_html_()
    assert "W1[0,0] &gt; h1 &gt; o1 &gt; C" in page


@pytest.mark.parametrize("max_paths", [1, 100])
def test_as_data(max_paths, example):
    traced = trace(*example, "W1[0,0]", max_paths=max_paths)
    data = json.loads(json.dumps(traced.as_dict()))
    assert data["name"] == "W1[0,0]" and data["n_paths"] == 2
    assert data["total"] == traced.total and data["gradient"] == traced.gradient and data["updated"] == traced.updated
    assert len(data["paths"]) == len(traced.paths)
    for path in data["paths"]:
        assert math.prod(factor["value"] for factor in path["factors"]) == path["product"]
    assert [len(layer) for layer in data["groups"]] == [1, 2]
    assert sum(group["product"] for group in data["groups"][1]) == close(traced.total)
