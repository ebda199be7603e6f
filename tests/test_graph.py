"""The graph of numbers: every operation against measured slopes, forks of all kinds, long chains, and the picture."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ELEMENTWISE, PAIRS, message_of, steady, targets

from backprop_lessons import Network, costs, datasets, figures
from backprop_lessons.graph import Value, network_cost, total

OPERATIONS = {
    "x + y": (lambda x, y: x + y, lambda x, y: x + y),
    "x - y": (lambda x, y: x - y, lambda x, y: x - y),
    "x * y": (lambda x, y: x * y, lambda x, y: x * y),
    "x / y": (lambda x, y: x / y, lambda x, y: x / y),
    "max(x, y)": (lambda x, y: x.maximum(y), max),
    "x + 2": (lambda x, y: x + 2, lambda x, y: x + 2),
    "2 + x": (lambda x, y: 2 + x, lambda x, y: 2 + x),
    "x - 2": (lambda x, y: x - 2, lambda x, y: x - 2),
    "2 - x": (lambda x, y: 2 - x, lambda x, y: 2 - x),
    "3 x": (lambda x, y: 3 * x, lambda x, y: 3 * x),
    "x 3": (lambda x, y: x * 3, lambda x, y: 3 * x),
    "x / 4": (lambda x, y: x / 4, lambda x, y: x / 4),
    "4 / x": (lambda x, y: 4 / x, lambda x, y: 4 / x),
    "-x": (lambda x, y: -x, lambda x, y: -x),
    "max(x, 1)": (lambda x, y: x.maximum(1), lambda x, y: max(x, 1)),
    "x ** 3": (lambda x, y: x**3, lambda x, y: x**3),
    "x ** -2": (lambda x, y: x**-2, lambda x, y: x**-2),
    "x ** 0": (lambda x, y: x**0, lambda x, y: 1),
    "y ** 0.5": (lambda x, y: y**0.5, lambda x, y: math.sqrt(y)),
    "exp": (lambda x, y: x.exp(), lambda x, y: math.exp(x)),
    "log": (lambda x, y: y.log(), lambda x, y: math.log(y)),
    "sin": (lambda x, y: x.sin(), lambda x, y: math.sin(x)),
    "sigmoid": (lambda x, y: x.sigmoid(), lambda x, y: 1 / (1 + math.exp(-x))),
    "tanh": (lambda x, y: x.tanh(), lambda x, y: math.tanh(x)),
    "relu": (lambda x, y: x.relu(), lambda x, y: max(x, 0)),
    "leaky_relu": (lambda x, y: x.activate("leaky_relu"), lambda x, y: x if x > 0 else 0.01 * x),
    "identity": (lambda x, y: x.activate("identity"), lambda x, y: x),
    "softplus": (lambda x, y: x.softplus(), lambda x, y: math.log(1 + math.exp(x))),
    "total": (lambda x, y: total([x, y, x]), lambda x, y: 2 * x + y),
}


def slopes_of(build, *numbers):
    """(value, slope in each input) by one backward sweep."""
    inputs = [Value(number) for number in numbers]
    result = build(*inputs)
    result.backward()
    return result.value, [value.grad for value in inputs]


@pytest.mark.parametrize("x, y", [(-1.3, 0.7), (0.4, 2.5), (2.0, 0.3)])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_each_operation_against_measured_slopes(operation, x, y):
    build, f = OPERATIONS[operation]
    value, (dx, dy) = slopes_of(build, x, y)
    h = 1e-5
    assert value == pytest.approx(f(x, y), rel=1e-14)
    assert dx == pytest.approx((f(x + h, y) - f(x - h, y)) / (2 * h), rel=1e-7, abs=1e-9)
    assert dy == pytest.approx((f(x, y + h) - f(x, y - h)) / (2 * h), rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_forward_sweep_gives_the_same_slopes(operation):
    x, y = Value(0.9), Value(1.7)
    result = OPERATIONS[operation][0](x, y)
    result.backward()
    assert [result.forward_slope(x), result.forward_slope(y)] == pytest.approx([x.grad, y.grad], rel=1e-14)


def test_slopes_at_the_kinks_are_those_of_the_course():
    assert slopes_of(lambda x: x.relu(), 0.0) == (0.0, [0.0])
    assert slopes_of(lambda x: x.maximum(0), 0.0) == (0.0, [0.0])
    assert slopes_of(lambda x, y: x.maximum(y), 2.0, 2.0) == (2.0, [0.0, 1.0])  # one of them, not both


# --- where a number is used more than once ----------------------------------------------------------------------------


def test_a_number_times_itself():
    assert slopes_of(lambda x: x * x, 3.0) == (9.0, [6.0])
    assert slopes_of(lambda x: x + x + x, 5.0) == (15.0, [3.0])
    assert slopes_of(lambda x: x / x, 5.0) == (1.0, [0.0])
    assert slopes_of(lambda x: x - x, 5.0) == (0.0, [0.0])


def test_diamond():
    """x² sin x at 1.5: two ways, 2x sin x = 2.992485 and x² cos x = .159159."""
    value, (slope,) = slopes_of(lambda x: x * x * x.sin(), 1.5)
    assert value == pytest.approx(2.25 * math.sin(1.5))
    assert slope == pytest.approx(3.151644, abs=5e-7)


def test_two_ways_with_slopes_2_and_minus_3():
    assert slopes_of(lambda x: x * 2 + x * -3, 7.0)[1] == [-1.0]


@pytest.mark.parametrize("long_first", [True, False])
def test_ways_of_unequal_length(long_first):
    """A node that passes on before all users have reported would lose a part here, in one of the two orders."""

    def build(x):
        u = x * 3
        long, short = ((u * u + 1).exp() * 0.1).log(), u
        return long * short if long_first else short * long

    def f(x):
        return ((3 * x) ** 2 + 1 + math.log(0.1)) * 3 * x

    value, (slope,) = slopes_of(build, 0.4)
    assert value == pytest.approx(f(0.4))
    assert slope == pytest.approx((f(0.4 + 1e-5) - f(0.4 - 1e-5)) / 2e-5, rel=1e-8)


def test_diamonds_in_a_row_take_no_longer_than_their_nodes():
    """2^200 paths, 201 nodes: every edge is walked once."""
    x = value = Value(1.0)
    for _ in range(200):
        value = value + value
    value.backward()
    assert len(value.nodes()) == 201
    assert x.grad == 2.0**200


@pytest.mark.parametrize("length", [10_000, pytest.param(200_000, marks=pytest.mark.slow)])
def test_long_chains_need_no_recursion(length):
    x = value = Value(2.0)
    for _ in range(length):
        value = value * 1.0
    value.backward()
    assert (value.value, x.grad, value.forward_slope(x)) == (2.0, 1.0, 1.0)
    assert len(value.nodes()) == length + 1
    del value  # nor does letting go of it


def test_a_long_chain_of_forks():
    x = value = Value(1.0)
    for _ in range(5_000):
        value = value * 0.5 + x * 0.5
    value.backward()
    assert value.value == pytest.approx(1.0)
    assert x.grad == pytest.approx(1.0)


def test_backward_again_gives_the_same():
    x, y = Value(1.5), Value(-0.5)
    f = (x * y + x).sigmoid() * x
    f.backward()
    first = [node.grad for node in f.nodes()]
    f.backward()
    assert [node.grad for node in f.nodes()] == first
    assert first[-1] == 1.0


def test_backward_from_another_node_forgets_the_first():
    x = Value(3.0)
    f, g = x * x, x * 5
    f.backward()
    g.backward()
    assert x.grad == 5.0
    f.backward()
    assert x.grad == 6.0


def test_grad_is_0_before():
    x = Value(3.0)
    assert (x * x).grad == x.grad == 0.0


def test_a_number_that_plays_no_part():
    x, other = Value(3.0), Value(4.0)
    f = x * 2
    f.backward()
    assert other.grad == 0.0 and f.forward_slope(other) == 0.0
    assert f.forward_slope(f) == 1.0


def test_nodes_come_once_and_after_their_inputs():
    x, y = Value(1.0, "x"), Value(2.0, "y")
    u = x * y
    f = u.exp() + u * x + u
    order = f.nodes()
    assert order[-1] is f and len(set(order)) == len(order) == 7
    for place, node in enumerate(order):
        assert all(source in order[:place] for source, _ in node.inputs)


def test_plain_numbers_make_no_nodes():
    f = 2 * Value(3.0) + 1
    assert len(f.nodes()) == 3
    assert [node.operation for node in f.nodes()] == ["", "* 2", "+ 1"]


@st.composite
def recipes(draw):
    """A random graph: each step takes two earlier nodes, so forks, twins and unequal lengths all occur."""
    start = draw(st.lists(st.floats(-1.5, 1.5), min_size=1, max_size=3))
    kinds = st.sampled_from(["+", "-", "*", "sin", "tanh", "sigmoid", "exp"])
    n = draw(st.integers(1, 12))
    return start, [(draw(kinds), draw(st.integers(0, 99)), draw(st.integers(0, 99))) for _ in range(n)]


def run(recipe, numbers):
    """Runs a recipe on Values, or on complex numbers."""
    made = list(numbers)
    for kind, i, j in recipe:
        a, b = made[i % len(made)], made[j % len(made)]
        if kind in "+-*":
            made.append({"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[kind](a, b * 0.5))
        elif isinstance(a, Value):
            made.append(getattr(a * 0.5, kind)())
        else:
            sigmoid = lambda z: 1 / (1 + np.exp(-z))  # noqa: E731
            made.append({"sin": np.sin, "tanh": np.tanh, "exp": np.exp, "sigmoid": sigmoid}[kind](a * 0.5))
    return made[-1] + made[0] * made[-1]


@steady
@given(recipes())
def test_random_graphs_against_the_complex_step(drawn):
    """f(x + ih) = f(x) + ih f'(x): slopes to full precision, and not one line of the graph's arithmetic."""
    start, recipe = drawn
    inputs = [Value(number) for number in start]
    try:
        result = run(recipe, inputs)
    except ValueError:  # exp of exp of exp: too large for a float, and refused
        return
    result.backward()
    for k, value in enumerate(inputs):
        moved = run(recipe, [complex(number, 1e-30 if i == k else 0) for i, number in enumerate(start)])
        scale = max(abs(node.grad) for node in result.nodes())
        assert result.value == pytest.approx(moved.real, rel=1e-12)
        assert value.grad == pytest.approx(moved.imag / 1e-30, rel=1e-10, abs=1e-13 * scale)
        assert value.grad == pytest.approx(result.forward_slope(value), rel=1e-10, abs=1e-13 * scale)


# --- what is refused, and what is taken ----------------------------------------------------------------------------------

REFUSED = {
    "a word": (lambda x: Value("3"), "expected one finite number, got '3'"),
    "nothing": (lambda x: Value(None), "got None"),
    "nan": (lambda x: Value(math.nan, "w1"), "w1: expected one finite number, got nan"),
    "inf": (lambda x: Value(math.inf), "got inf"),
    "too large": (lambda x: Value(10**400), "expected one finite number"),
    "a list": (lambda x: Value([1.0]), "expected one finite number"),
    "complex": (lambda x: Value(1 + 2j), "expected one finite number"),
    "plus a word": (lambda x: x + "1", r"\+: expected one finite number, got '1'"),
    "plus an array": (lambda x: x + np.array([1.0, 2.0]), r"\+: expected one finite number"),
    "divided by 0": (lambda x: x / 0, "/ 0 at 2 and 0: .*division by zero"),
    "1/0": (lambda x: 1 / (x - 2), "division by zero"),
    "0 to the -1": (lambda x: (x - 2) ** -1, r"\*\* -1 at 0"),
    "slope of the root at 0": (lambda x: (x - 2) ** 0.5, r"\*\* 0.5 at 0"),
    "root of a negative number": (lambda x: (-x) ** 0.5, "-2 .. 0.5: a negative number has no such power"),
    "x to the x": (lambda x: x**x, "exponent: expected a plain number"),
    "log 0": (lambda x: (x - 2).log(), "log: expected a number above 0, got 0"),
    "log of a negative number": (lambda x: (-x).log(), "log: expected a number above 0, got -2"),
    "exp overflows": (lambda x: (x * 1000).exp(), "exp at 2000: the result is too large"),
    "power overflows": (lambda x: (x * 1e200) ** 2, "too large"),
    "product overflows": (lambda x: (x * 1e300) * 1e300, "got inf"),
    "slope overflows": (lambda x: x / Value(1e-200), "got -inf"),
    "softmax": (lambda x: x.activate("softmax"), "'softmax' works on whole rows"),
    "unknown activation": (lambda x: x.activate("swish"), "'sigmoid', .*got 'swish'"),
    "empty total": (lambda x: total([]), "at least one Value"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_a_sentence(case):
    build, sentence = REFUSED[case]
    with pytest.raises(ValueError) as refusal:
        build(Value(2.0))
    assert re.search(sentence, message_of(refusal)), message_of(refusal)


def test_numpy_numbers_and_functions():
    x = Value(np.float64(2.0), "x")
    left, array = np.float64(3.0) * x, np.array([1.0, 2.0]) * x
    assert isinstance(left, Value) and left.value == 6.0
    assert [value.value for value in array] == [2.0, 4.0]
    f = 1 / (1 + np.exp(-x))  # numpy's functions find the methods of the same name
    f.backward()
    assert x.grad == pytest.approx(x.sigmoid().inputs[0][1])
    assert type(Value(np.array(1.5)).value) is type(Value(np.float32(1.5)).value) is type(Value(3).value) is float
    assert sum([x, x, x]).value == 6.0


def test_reads_well():
    x = Value(2, "x")
    assert repr(x) == "Value(2, x, grad=0)"
    q = x + 1
    q.name = "q"
    assert repr(q) == "Value(3, q = + 1, grad=0)"


# --- the cost of a whole network --------------------------------------------------------------------------------------------


def test_network_cost_of_the_worked_example():
    cost, parameters = network_cost(*datasets.worked_example())
    assert cost.name == "C" and cost.value == pytest.approx(0.298371108760, rel=1e-9)
    cost.backward()
    assert list(parameters) == [
        "W1[0,0]", "W1[0,1]", "W1[1,0]", "W1[1,1]", "b1[0]", "b1[1]",
        "W2[0,0]", "W2[0,1]", "W2[1,0]", "W2[1,1]", "b2[0]", "b2[1]",
    ]  # fmt: skip
    assert parameters["W1[0,0]"].grad == pytest.approx(0.000438567734, rel=1e-9)
    assert parameters["W1[1,0]"].grad == pytest.approx(0.000877135469, rel=1e-9)  # w2: row i, column j
    assert parameters["W2[0,1]"].grad == pytest.approx(-0.022602540477, rel=1e-9)
    named = {node.name: node for node in cost.nodes() if node.name}
    assert named["Z1[0,1]"].value == pytest.approx(0.3925)
    assert named["A2[0,0]"].value == pytest.approx(0.751365069552)
    assert named["X[0,1]"].grad == pytest.approx(0.20 * 0.008771354689 + 0.30 * 0.009954254705, rel=1e-9)


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("size", [1.0, 30.0, 900.0])
def test_network_cost_is_the_cost_even_where_units_saturate(output, cost, size):
    rng = np.random.default_rng(5)
    net = Network([2, 3], output=output, cost=cost, rng=rng, scale=size)
    X, Y = rng.normal(size=(4, 2)), targets(cost, (4, 3), rng)
    value, parameters = network_cost(net, X, Y)
    forward = net.forward(X)
    assert value.value == pytest.approx(net.cost(forward, Y), rel=1e-12)
    value.backward()
    slopes = [[parameters[f"W1[{i},{j}]"].grad for j in range(3)] for i in range(2)]
    np.testing.assert_allclose(slopes, net.backward(forward, Y).dW[0], rtol=1e-10, atol=1e-14)


def test_one_normaliser_is_shared_by_all_classes():
    net = Network([2, 4], output="softmax", cost="negative_log_likelihood", rng=np.random.default_rng(0))
    cost, _ = network_cost(net, [[1.0, 2.0]], [[0, 0, 1, 0]])
    logs = [node for node in cost.nodes() if node.operation == "log"]
    assert len(logs) == 1
    assert len(logs[0].inputs[0][0].inputs) == 4


@pytest.mark.parametrize("activation", [name for name in ELEMENTWISE if name != "identity"] + ["linear"])
def test_network_cost_takes_every_activation(activation):
    net = Network([2, 2, 1], activation=activation, rng=np.random.default_rng(1))
    X, Y = datasets.xor()
    assert network_cost(net, X, Y)[0].value == pytest.approx(costs.quadratic_cost(net.predict(X), Y), rel=1e-14)


@pytest.mark.parametrize(
    "X, Y, sentence",
    [
        ([[1.0, 2.0, 3.0]], [[0.0, 1.0]], "X: expected shape"),
        ([[1.0, 2.0]], [[0.0]], "same shape"),
        ([[1.0, math.nan]], [[0.0, 1.0]], "X: expected finite"),
        ([1.0, 2.0], [0.0, 1.0], "X: expected shape"),
        (np.zeros((0, 2)), np.zeros((0, 2)), "at least one example"),
    ],
)
def test_network_cost_refuses_what_the_network_refuses(X, Y, sentence):
    with pytest.raises(ValueError, match=sentence):
        network_cost(datasets.worked_example()[0], X, Y)


# --- the picture ------------------------------------------------------------------------------------------------------------


def circuit():
    x, y, z = Value(-2, "x"), Value(5, "y"), Value(-4, "z")
    f = (x + y) * z
    f.inputs[0][0].name, f.name = "q", "f"
    return f


def neuron():
    net = Network.from_parameters([([[2.0], [-3.0]], [-3.0])])
    return network_cost(net, [[-1.0, -2.0]], [[1.0]])[0]


def shown(picture):
    """Every word in the drawing."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture.svg)


def test_values_first_then_grads():
    f = circuit()
    before = shown(figures.graph(f))
    assert {"x", "-2", "y", "5", "q = +", "3", "f = *", "-12", "×1", "×-4", "×3"} <= set(before)
    assert not [word for word in before if "grad" in word]
    f.backward()
    after = shown(figures.graph(f))
    assert sorted(set(after) - set(before)) == ["grad -4", "grad 1", "grad 3"]
    assert after.count("grad -4") == 3  # x, y and q


def test_every_node_and_every_edge_is_in_the_picture():
    f = neuron()
    f.backward()
    words = shown(figures.graph(f))
    nodes = f.nodes()
    assert len([word for word in words if word.startswith("grad ")]) == len(nodes)
    assert len([word for word in words if word.startswith("×")]) == sum(len(node.inputs) for node in nodes)


def test_a_number_used_twice_has_two_arrows():
    x = Value(3.0, "x")
    assert shown(figures.graph(x * x)).count("×3") == 2


def test_numbers_in_the_picture_are_rounded_and_not_cut():
    """sigmoid(1) is .7311, its slope .1966: a picture that says .19 would be wrong in its last digit."""
    f = Value(1.0, "z").sigmoid()
    f.backward()
    assert {"0.7311", "grad 0.1966", "×0.197"} <= set(shown(figures.graph(f)))


def test_the_picture_in_words():
    f = circuit()
    f.backward()
    assert figures.graph(f).alt == (
        "A graph of 5 nodes, from left to right. x: -2, grad -4. y: 5, grad -4. "
        "q, + of x (local slope 1) and y (local slope 1): 3, grad -4. z: -4, grad 3. "
        "f, * of q (local slope -4) and z (local slope 3): -12, grad 1."
    )
    assert figures.graph(f, alt="Three gates.").alt == "Three gates."
    assert figures.graph(Value(2.0)).alt == "A graph of 1 node, from left to right. node 1: 2."


def boxes(picture):
    from matplotlib.patches import FancyBboxPatch

    return [patch.get_bbox() for patch in picture.figure.axes[0].patches if isinstance(patch, FancyBboxPatch)]


def some_graphs():
    x, y = Value(3, "x"), Value(-4, "y")
    rational = (x + y.sigmoid()) / (x.sigmoid() + (x + y) ** 2)
    xor_net = Network([2, 2, 1], rng=np.random.default_rng(0))
    return {
        "circuit": circuit(), "neuron": neuron(), "rational": rational, "lone": Value(1.0), "square": x * x,
        "worked example": network_cost(*datasets.worked_example())[0],
        "xor": network_cost(xor_net, [[0.0, 1.0]], [[1.0]])[0],
    }  # fmt: skip


@pytest.mark.parametrize("name", some_graphs())
def test_boxes_and_labels_keep_apart_and_on_the_page(name):
    picture = figures.graph(some_graphs()[name])
    width, height = picture.figure.get_size_inches()
    assert width <= 7.5
    found = boxes(picture)
    for box in found:
        assert box.x0 >= -1e-9 and box.x1 <= width + 1e-9 and box.y0 >= -1e-9 and box.y1 <= height + 1e-9
    for i, a in enumerate(found):
        for b in found[:i]:
            assert not (a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1)
    labels = [text.get_position() for text in picture.figure.axes[0].texts if text.get_text().startswith("×")]
    for i, (x, y) in enumerate(labels):
        assert not [other for other in labels[:i] if abs(other[0] - x) < 0.2 and abs(other[1] - y) < 0.12]
        assert not [b for b in found if b.x0 < x < b.x1 and b.y0 < y < b.y1]


def test_arrows_run_forwards():
    """From left to right, or downwards where that would be wider than a page."""
    for make, axis, sign in ((circuit, 0, 1), (neuron, 1, -1)):
        f = make()
        picture = figures.graph(f)
        places = dict(zip(f.nodes(), [((b.x0 + b.x1) / 2, (b.y0 + b.y1) / 2) for b in boxes(picture)], strict=True))
        for node in f.nodes():
            for source, _ in node.inputs:
                assert sign * (places[node][axis] - places[source][axis]) > 0.5


def test_the_picture_follows_the_theme_and_stays_the_same():
    page = figures.graph(circuit())._repr_html_()
    assert page == figures.graph(circuit())._repr_html_()
    assert "currentColor" in page and "var(--bl-c1" in page and "#010203" not in page
    assert "<style" not in page and not re.search(r"<g id=", page)


def test_what_is_too_large_to_draw_is_refused():
    value = Value(1.0)
    for _ in range(100):
        value = value + 1
    with pytest.raises(ValueError, match="at most 80 nodes to draw, got 101"):
        figures.graph(value)
