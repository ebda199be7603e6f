"""network.py: forward, cost and backward of whole nets, each gradient against a measured one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    ELEMENTWISE,
    KINKED,
    PAIRS,
    REFUSED_PAIRS,
    SIZES,
    assert_gradient,
    message_of,
    snapshot,
    steady,
    targets,
)

from backprop_lessons import Gradients, Network, Trace, activations, costs, datasets, train
from backprop_lessons.layers import dense_forward

SOFTMAX = {"activation": "relu", "output": "softmax", "cost": "negative_log_likelihood"}


def widths(size, depth):
    """Hidden widths unlike everything else, or, for the square case, all the same."""
    m, n_in, n_out = size
    hidden = [n_in] * 2 if m == n_in == n_out == 3 else [4, 2]
    return [n_in, *hidden[: depth - 1], n_out]


def off_every_kink(net, trace):
    """All z of relu layers at least 1e-3 from the kink, and each such layer with at least one unit that is on."""
    names = [net.activation] * (len(net.W) - 1) + [net.output]
    kinked = [Z for Z, name in zip(trace.Z, names, strict=True) if name in KINKED]
    return all(np.abs(Z).min() > 1e-3 and Z.max() > 0 for Z in kinked)


def net_and_data(hidden, output, cost, size, depth):
    """The first seed whose net keeps off the kinks: the same one in every run."""
    m, n_in, n_out = size
    for seed in range(500):
        rng = np.random.default_rng(seed)
        net = Network(widths(size, depth), activation=hidden, output=output, cost=cost, rng=rng, scale=0.8)
        for layer in range(depth):
            net.b[layer] = rng.normal(scale=0.5, size=net.b[layer].shape)
        X, Y = rng.normal(size=(m, n_in)), targets(cost, (m, n_out), rng)
        if off_every_kink(net, net.forward(X)):
            return net, X, Y, rng
    raise AssertionError("no seed keeps off the kinks")


def cost_of(net, arrays, layer, X, Y):
    """The cost as a function of one array of the net, W[layer] or b[layer]."""

    def f(values):
        kept, arrays[layer] = arrays[layer], values
        try:
            return net.cost(net.forward(X), Y)
        finally:
            arrays[layer] = kept

    return f


GRADIENT_CASES = [
    (hidden, output, cost, size, depth)
    for output, cost in PAIRS
    for depth in (1, 2, 3)
    for hidden in (ELEMENTWISE if depth > 1 else ["sigmoid"])
    for size in SIZES
]


def case_name(case):
    hidden, output, cost, size, depth = case
    return f"{hidden}-{output}-{cost}-{'x'.join(map(str, size))}-depth{depth}"


# --- every gradient against a measured one ----------------------------------------------------------


@pytest.mark.parametrize("case", GRADIENT_CASES, ids=case_name)
def test_gradients_against_measured_slopes(case):
    net, X, Y, rng = net_and_data(*case)
    grads = net.backward(net.forward(X), Y)
    for layer in range(len(net.W)):
        assert_gradient(cost_of(net, net.W, layer, X, Y), net.W[layer], grads.dW[layer], rng, directions=2)
        assert_gradient(cost_of(net, net.b, layer, X, Y), net.b[layer], grads.db[layer], rng, directions=2)


@pytest.mark.parametrize("case", [c for c in GRADIENT_CASES if c[0] in ("tanh", "relu") and c[4] == 3], ids=case_name)
def test_delta_is_dC_dZ(case):
    """Nudge the weighted inputs of one layer and run the rest of the net: delta[l] is that slope, 1/m and all."""
    net, X, Y, rng = net_and_data(*case)
    trace = net.forward(X)
    grads = net.backward(trace, Y)

    def cost_from(layer, Z):
        for above in range(layer + 1, len(net.W)):
            Z = dense_forward(activations.get(net.activation).function(Z), net.W[above], net.b[above])
        return costs.output_cost(Z, Y, net.output, case[2])

    for layer in range(len(net.W)):
        assert_gradient(lambda Z, layer=layer: cost_from(layer, Z), trace.Z[layer], grads.delta[layer], rng, 2)


@pytest.mark.parametrize("output, cost", PAIRS)
def test_the_batch_gradient_is_the_mean_of_the_examples_gradients(output, cost):
    net, X, Y, _ = net_and_data("tanh", output, cost, (5, 3, 2), 3)
    whole = net.backward(net.forward(X), Y)
    alone = [net.backward(net.forward(X[i : i + 1]), Y[i : i + 1]) for i in range(5)]
    for layer in range(3):
        for name in ("dW", "db"):
            mean = np.mean([getattr(g, name)[layer] for g in alone], axis=0)
            np.testing.assert_allclose(getattr(whole, name)[layer], mean, rtol=1e-12, atol=1e-15)


@steady
@given(st.sampled_from(PAIRS), st.sampled_from(ELEMENTWISE), st.integers(1, 3), st.integers(0, 1000))
def test_repeating_or_reordering_the_batch_changes_nothing(pair, hidden, depth, seed):
    rng = np.random.default_rng(seed)
    net = Network(widths((5, 3, 2), depth), activation=hidden, output=pair[0], cost=pair[1], rng=rng)
    X, Y = rng.normal(size=(5, 3)), targets(pair[1], (5, 2), rng)
    trace = net.forward(X)
    cost, grads = net.cost(trace, Y), net.backward(trace, Y)
    for rows in (np.tile(np.arange(5), 2), np.repeat(np.arange(5), 3), rng.permutation(5)):
        other = net.forward(X[rows])
        np.testing.assert_allclose(net.cost(other, Y[rows]), cost, rtol=1e-12)
        same = net.backward(other, Y[rows])
        for a, b in zip(grads.dW + grads.db, same.dW + same.db, strict=True):
            np.testing.assert_allclose(b, a, rtol=1e-10, atol=1e-14)


def test_a_gradient_is_not_computed_from_the_next_gradient():
    """tanh-linear net in which dW2 is 0 and dW1 is not: what travels back is delta."""
    net = Network.from_parameters(
        [([[1, 2], [-1, 1]], [-1, -5]), ([[1], [2]], [0.5])], activation="tanh", output="linear"
    )
    grads = net.backward(net.forward([[2.0, 1.0]]), [[0.0]])
    np.testing.assert_allclose(grads.dW[1], 0, atol=1e-15)
    np.testing.assert_allclose(grads.dW[0], [[1, 2], [0.5, 1]], rtol=1e-12)


def test_units_that_are_off_learn_nothing():
    """relu: z below 0 and z of exactly 0 both send back 0."""
    net = Network.from_parameters(
        [([[1.0, -1.0, 0.0]], [0.0, 0.0, 0.0]), ([[1.0], [1.0], [1.0]], [0.0])], activation="relu", output="identity"
    )
    grads = net.backward(net.forward([[2.0]]), [[0.0]])
    np.testing.assert_allclose(grads.delta[0], [[2, 0, 0]])
    np.testing.assert_allclose(grads.dW[0], [[4, 0, 0]])


# --- one neuron is logistic regression ---------------------------------------------------------------


def textbook_logistic(X, y, w, b):
    """Cost and gradient of logistic regression, as any textbook prints them: y is (m,), w is (n,)."""
    m = len(y)
    a = np.array([1 / (1 + np.exp(-(sum(w[k] * x[k] for k in range(len(w))) + b))) for x in X])
    cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
    dw = np.array([sum((a[i] - y[i]) * X[i, k] for i in range(m)) / m for k in range(len(w))])
    return cost, dw, np.mean(a - y)


@pytest.mark.parametrize("m, n", [(1, 1), (1, 4), (6, 1), (9, 4)])
def test_a_network_of_one_neuron_is_logistic_regression(m, n):
    rng = np.random.default_rng(m * n)
    X, y, w, b = rng.normal(size=(m, n)), rng.integers(2, size=m).astype(float), rng.normal(size=n), 0.3
    net = Network.from_parameters([(w[:, None], [b])], cost="binary_cross_entropy")
    trace = net.forward(X)
    grads = net.backward(trace, y[:, None])
    cost, dw, db = textbook_logistic(X, y, w, b)
    np.testing.assert_allclose(net.cost(trace, y[:, None]), cost, rtol=1e-12)
    np.testing.assert_allclose(grads.dW[0][:, 0], dw, rtol=1e-11, atol=1e-15)
    np.testing.assert_allclose(grads.db[0], [db], rtol=1e-11, atol=1e-15)


def test_the_published_logistic_check_of_chapter_1():
    X, y = np.array([[1, 3], [2, 4], [-1, -3.2]]), np.array([[1.0], [0.0], [1.0]])
    net = Network.from_parameters([([[1.0], [2.0]], [2.0])], cost="binary_cross_entropy")
    trace = net.forward(X)
    grads = net.backward(trace, y)
    assert net.cost(trace, y) == pytest.approx(5.8015453194, abs=5e-11)
    np.testing.assert_allclose(grads.dW[0][:, 0], [0.99845601, 2.39507239], atol=5e-9)
    np.testing.assert_allclose(grads.db[0], [0.0014555781], atol=5e-11)


# --- the forward pass and what it keeps -----------------------------------------------------------------


@pytest.mark.parametrize("case", [c for c in GRADIENT_CASES if c[0] in ("sigmoid", "relu")], ids=case_name)
def test_forward_is_what_the_equations_say(case):
    net, X, _, _ = net_and_data(*case)
    trace = net.forward(X)
    assert isinstance(trace, Trace)
    assert len(trace.Z) == case[4] and len(trace.A) == case[4] + 1
    np.testing.assert_array_equal(trace.A[0], X)
    for layer in range(case[4]):
        np.testing.assert_allclose(trace.Z[layer], trace.A[layer] @ net.W[layer] + net.b[layer], atol=1e-14)
        name = net.output if layer == case[4] - 1 else net.activation
        expected = (
            activations.softmax(trace.Z[layer]) if name == "softmax" else activations.get(name).function(trace.Z[layer])
        )
        np.testing.assert_allclose(trace.A[layer + 1], expected, rtol=1e-14, atol=1e-300)
    np.testing.assert_array_equal(net.predict(X), trace.A[-1])


@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_z_and_a_are_kept_as_two_arrays(hidden):
    net = Network([3, 4, 2], activation=hidden, output="identity", rng=np.random.default_rng(0))
    trace = net.forward(np.ones((2, 3)))
    kept = trace.Z + trace.A
    for i, one in enumerate(kept):
        assert not any(np.shares_memory(one, other) for other in kept[i + 1 :])


@pytest.mark.parametrize("output, cost", PAIRS)
def test_cost_is_the_cost_function_of_the_output(output, cost):
    net, X, Y, _ = net_and_data("sigmoid", output, cost, (5, 3, 2), 2)
    trace = net.forward(X)
    expected = {
        "quadratic": lambda: costs.quadratic_cost(trace.A[-1], Y),
        "binary_cross_entropy": lambda: costs.binary_cross_entropy(trace.A[-1], Y),
        "negative_log_likelihood": lambda: costs.negative_log_likelihood(trace.Z[-1], Y),
    }[cost]()
    assert isinstance(net.cost(trace, Y), float)
    np.testing.assert_allclose(net.cost(trace, Y), expected, rtol=1e-12)


@pytest.mark.parametrize("output, cost", [PAIRS[0], *PAIRS[-2:]])
@pytest.mark.parametrize("sign", [1, -1])
def test_scores_of_1000_give_finite_cost_and_gradient(output, cost, sign):
    net = Network.from_parameters([([[1000.0 * sign, -1000.0]], [0.0, 0.0])], output=output, cost=cost)
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        trace = net.forward([[1.0], [-1.0]])
        cost_, grads = net.cost(trace, Y), net.backward(trace, Y)
    assert np.isfinite(cost_) and all(np.isfinite(g).all() for g in grads.dW + grads.db)


def test_linear_layers_collapse_into_one():
    net = Network([4, 3, 5, 2], activation="linear", output="linear", rng=np.random.default_rng(0))
    for layer in range(3):
        net.b[layer] = np.random.default_rng(layer).normal(size=net.b[layer].shape)
    W1, W2, W3 = net.W
    b = (net.b[0] @ W2 + net.b[1]) @ W3 + net.b[2]
    X = np.random.default_rng(9).normal(size=(6, 4))
    np.testing.assert_allclose(net.predict(X), X @ (W1 @ W2 @ W3) + b, atol=1e-12)


# --- backward changes nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize("output, cost", PAIRS)
def test_backward_changes_no_parameter_no_trace_and_no_data(output, cost):
    net, X, Y, _ = net_and_data("tanh", output, cost, (5, 3, 2), 3)
    trace = net.forward(X)
    before = snapshot([*net.W, *net.b, *trace.Z, *trace.A, X, Y])
    first, cost_ = net.backward(trace, Y), net.cost(trace, Y)
    for _ in range(3):
        again = net.backward(trace, Y)
    assert snapshot([*net.W, *net.b, *trace.Z, *trace.A, X, Y]) == before
    assert isinstance(first, Gradients)
    assert snapshot(first.dW + first.db + first.delta) == snapshot(again.dW + again.db + again.delta)
    assert net.cost(net.forward(X), Y) == cost_


def test_gradients_have_the_shapes_of_their_arrays_and_memory_of_their_own():
    net = Network([64, 30, 10], rng=np.random.default_rng(0), **SOFTMAX)
    X, Y = np.random.default_rng(1).random((7, 64)), np.eye(10)[:7]
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    assert [g.shape for g in grads.dW] == [w.shape for w in net.W] == [(64, 30), (30, 10)]
    assert [g.shape for g in grads.db] == [b.shape for b in net.b] == [(30,), (10,)]
    assert [d.shape for d in grads.delta] == [z.shape for z in trace.Z] == [(7, 30), (7, 10)]
    for mine in grads.dW + grads.db:
        assert not any(np.shares_memory(mine, other) for other in net.W + net.b + trace.A + trace.Z)


# --- the start ---------------------------------------------------------------------------------------------


def test_weights_are_drawn_layer_by_layer_from_the_passed_generator():
    """Setting D of the course: scale x standard_normal((n_in, n_out)), He for relu, Xavier otherwise; b = 0."""
    net = Network([64, 30, 10], rng=np.random.default_rng(5), **SOFTMAX)
    rng = np.random.default_rng(5)
    for layer, (n_in, n_out) in enumerate([(64, 30), (30, 10)]):
        np.testing.assert_allclose(net.W[layer], np.sqrt(2 / n_in) * rng.standard_normal((n_in, n_out)), rtol=1e-14)
    net = Network([64, 30, 10], activation="tanh", rng=np.random.default_rng(5))
    rng = np.random.default_rng(5)
    for layer, (n_in, n_out) in enumerate([(64, 30), (30, 10)]):
        np.testing.assert_allclose(net.W[layer], np.sqrt(2 / (n_in + n_out)) * rng.standard_normal((n_in, n_out)))
        np.testing.assert_array_equal(net.b[layer], np.zeros(n_out))


def test_scale_is_the_spread_of_the_weights():
    net = Network([3, 2], rng=np.random.default_rng(5), scale=0.25)
    np.testing.assert_allclose(net.W[0], 0.25 * np.random.default_rng(5).standard_normal((3, 2)), rtol=1e-14)
    wide = Network([400, 400, 400], activation="relu", rng=np.random.default_rng(0))
    for W in wide.W:
        assert W.std() == pytest.approx(np.sqrt(2 / 400), rel=0.05)
    assert not np.allclose(wide.W[0], wide.W[1])


def test_the_untrained_cost_of_setting_d():
    digits = datasets.digits()
    net = Network([64, 30, 10], rng=np.random.default_rng(0), **SOFTMAX)
    assert net.cost(net.forward(digits.X_train), digits.Y_train) == pytest.approx(2.561486, abs=5e-7)
    quiet = Network([64, 30, 10], rng=np.random.default_rng(0), scale=1e-9, **SOFTMAX)
    assert quiet.cost(quiet.forward(digits.X_train), digits.Y_train) == pytest.approx(np.log(10), rel=1e-6)


def test_the_same_seed_gives_the_same_net_and_leaves_global_state_alone():
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002
    one = Network([4, 3, 2], rng=np.random.default_rng(7))
    two = Network([4, 3, 2], rng=np.random.default_rng(7))
    other = Network([4, 3, 2], rng=np.random.default_rng(8))
    assert snapshot(one.W + one.b) == snapshot(two.W + two.b) != snapshot(other.W + other.b)
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


def test_no_generator_no_hidden_randomness():
    """Without rng the net is refused: weights from nowhere could not be drawn twice."""
    with pytest.raises(ValueError, match="rng"):
        Network([2, 1])
    for wrong in (0, "seed", np.random):
        with pytest.raises(ValueError, match="rng"):
            Network([2, 1], rng=wrong)


# --- small questions a net answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("sizes, count", [([2, 2, 2], 12), ([64, 30, 10], 2260), ([64, 1024, 1024, 10], 1_126_410)])
def test_number_of_parameters(sizes, count):
    assert Network(sizes, rng=np.random.default_rng(0)).n_parameters == count


def test_accuracy_takes_the_largest_output_or_the_side_of_one_half():
    net = Network.from_parameters([(np.eye(3), np.zeros(3))], output="softmax", cost="negative_log_likelihood")
    X = np.array([[3.0, 1, 2], [0, 5, 1], [1, 0, 2], [9, 1, 1]])
    assert net.accuracy(X, np.eye(3)[[0, 1, 2, 1]]) == 0.75
    one = Network.from_parameters([([[1.0]], [0.0])], cost="binary_cross_entropy")
    x = np.array([[2.0], [-2.0], [0.1], [-0.1]])
    assert one.accuracy(x, np.array([[1.0], [0], [0], [0]])) == 0.75
    assert isinstance(one.accuracy(x, np.ones((4, 1))), float)
    # z = 0 is a = .5 exactly: not above one half, so it counts as class 0
    assert one.accuracy(np.zeros((1, 1)), np.zeros((1, 1))) == 1.0


def test_a_copy_is_equal_and_independent():
    net = Network([3, 4, 2], activation="tanh", output="linear", rng=np.random.default_rng(0))
    twin = net.copy()
    X = np.random.default_rng(1).normal(size=(3, 3))
    np.testing.assert_array_equal(twin.predict(X), net.predict(X))
    before = snapshot(net.W + net.b)
    for array in twin.W + twin.b:
        array += 1
    twin.W[0] = np.zeros((3, 4))
    assert snapshot(net.W + net.b) == before
    assert twin.cost(twin.forward(X), np.ones((3, 2))) != net.cost(net.forward(X), np.ones((3, 2)))


def test_parameters_are_pairs_of_W_and_b():
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    assert [(W.shape, b.shape) for W, b in net.parameters()] == [((3, 4), (4,)), ((4, 2), (2,))]


def test_from_parameters_does_not_hold_on_to_the_callers_arrays():
    W, b = np.ones((2, 1)), np.zeros(1)
    net = Network.from_parameters([(W, b)])
    W += 5
    np.testing.assert_array_equal(net.W[0], np.ones((2, 1)))


@pytest.mark.parametrize(
    "kind", [np.array, list, lambda rows: np.array(rows, dtype=int)], ids=["array", "list", "integers"]
)
def test_weights_can_be_set(kind):
    """From a notebook: as an array, as a plain list, as whole numbers. All of the net goes on working."""
    net = Network([2, 1], output="identity", rng=np.random.default_rng(0))
    net.W[0] = kind([[2.0], [3.0]])
    net.b[0] = kind([1.0])
    X, Y = np.array([[1.0, 1.0]]), np.array([[5.0]])
    np.testing.assert_allclose(net.predict(X), [[6.0]])
    assert net.n_parameters == 3 and net.sizes == [2, 1] and "2-1" in repr(net)
    train(net, X, Y, learning_rate=0.5, batch_size=1, epochs=1, rng=np.random.default_rng(0))
    np.testing.assert_allclose(net.W[0], [[1.5], [2.5]])
    np.testing.assert_allclose(net.b[0], [0.5])


def test_what_is_printed_is_readable_and_always_the_same():
    net = Network([64, 30, 10], rng=np.random.default_rng(0), **SOFTMAX)
    X, Y = np.zeros((2, 64)), np.eye(10)[:2]
    trace = net.forward(X)
    for thing in (net, trace, net.backward(trace, Y)):
        assert len(repr(thing)) < 200 and "0x" not in repr(thing) and "array(" not in repr(thing)
    for word in ("64", "30", "10", "relu", "softmax"):
        assert word in repr(net)


# --- refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sizes", [[], [3], [3, 0], [0, 3], [3, -1, 2], [3, 2.5], [3, None], 3, None, "64", [3, "2"], [True, 2]]
)
def test_sizes_that_are_no_sizes(sizes):
    with pytest.raises(ValueError, match="sizes"):
        Network(sizes, rng=np.random.default_rng(0))


@pytest.mark.parametrize("output, cost", REFUSED_PAIRS)
def test_pairs_that_do_not_match(output, cost):
    with pytest.raises(ValueError) as refusal:
        Network([3, 2], output=output, cost=cost, rng=np.random.default_rng(0))
    assert output in message_of(refusal) and cost in message_of(refusal)


def test_softmax_is_for_the_output_only():
    with pytest.raises(ValueError, match="softmax"):
        Network([3, 4, 2], activation="softmax", rng=np.random.default_rng(0))


@pytest.mark.parametrize("field, value, legal", [
    ("activation", "sigmod", "sigmoid"), ("output", "soft_max", "softmax"), ("cost", "mse", "quadratic"),
    ("activation", None, "tanh"), ("cost", 3, "binary_cross_entropy"), ("output", ["relu"], "relu"),
])  # fmt: skip
def test_unknown_names(field, value, legal):
    with pytest.raises(ValueError) as refusal:
        Network([3, 4, 2], rng=np.random.default_rng(0), **{field: value})
    assert str(value) in message_of(refusal) and legal in message_of(refusal)


@pytest.mark.parametrize("scale", [0, -1.0, np.nan, np.inf, "he"])
def test_scales_that_are_no_spread(scale):
    with pytest.raises(ValueError, match="scale") as refusal:
        Network([3, 2], rng=np.random.default_rng(0), scale=scale)
    assert str(scale) in message_of(refusal)


@pytest.mark.parametrize("shape", [(3,), (5, 2), (5, 4), (3, 5), (1, 5, 3), ()], ids=str)
def test_forward_refuses_x_of_another_shape(shape):
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    with pytest.raises(ValueError) as refusal:
        net.forward(np.ones(shape))
    assert "X" in message_of(refusal) and str(shape) in message_of(refusal) and "3" in message_of(refusal)


@pytest.mark.parametrize("shape", [(5,), (2,), (1, 2), (5, 1), (4, 2), (2, 5), (5, 2, 1)], ids=str)
def test_cost_backward_and_accuracy_refuse_y_of_another_shape(shape):
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    X = np.ones((5, 3))
    trace = net.forward(X)
    for use in (lambda Y: net.cost(trace, Y), lambda Y: net.backward(trace, Y), lambda Y: net.accuracy(X, Y)):
        with pytest.raises(ValueError) as refusal:
            use(np.ones(shape))
        assert str(shape) in message_of(refusal) and "(5, 2)" in message_of(refusal)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_inf_are_refused_where_they_enter(bad):
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    X, Y = np.ones((5, 3)), np.ones((5, 2))
    trace = net.forward(X)
    X_bad, Y_bad = X.copy(), Y.copy()
    X_bad[3, 1] = Y_bad[2, 1] = bad
    for use, name, place in [
        (lambda: net.forward(X_bad), "X", "[3, 1]"),
        (lambda: net.predict(X_bad), "X", "[3, 1]"),
        (lambda: net.accuracy(X_bad, Y), "X", "[3, 1]"),
        (lambda: net.cost(trace, Y_bad), "Y", "[2, 1]"),
        (lambda: net.backward(trace, Y_bad), "Y", "[2, 1]"),
        (lambda: net.accuracy(X, Y_bad), "Y", "[2, 1]"),
    ]:
        with pytest.raises(ValueError) as refusal:
            use()
        text = message_of(refusal)
        assert text.startswith(name) and str(bad) in text and place in text


def test_weights_set_by_hand_are_checked_when_used():
    X = np.ones((5, 3))
    for arrays, layer, name in [("W", 1, "W[1]"), ("b", 0, "b[0]")]:
        net = Network([3, 4, 2], rng=np.random.default_rng(0))
        getattr(net, arrays)[layer].flat[1] = np.nan
        with pytest.raises(ValueError) as refusal:
            net.forward(X)
        assert name in message_of(refusal) and "nan" in message_of(refusal)
    for arrays, layer, shape in [("W", 1, (2, 4)), ("W", 1, (4,)), ("b", 0, (1, 4)), ("b", 0, (5,)), ("b", 1, ())]:
        net = Network([3, 4, 2], rng=np.random.default_rng(0))
        getattr(net, arrays)[layer] = np.ones(shape)
        with pytest.raises(ValueError) as refusal:
            net.forward(X)
        assert f"{arrays}[{layer}]" in message_of(refusal) and str(shape) in message_of(refusal)
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    net.W[0] = net.W[0].T  # the first matrix turned: now nothing else fits
    with pytest.raises(ValueError, match="expected shape"):
        net.forward(X)


def test_things_that_are_no_arrays_of_numbers():
    net = Network([3, 2], rng=np.random.default_rng(0))
    for wrong in (None, "abc", [["a", "b", "c"]], [[1, 2, 3], [4, 5]]):
        with pytest.raises(ValueError, match="X"):
            net.forward(wrong)


def test_no_examples_at_all():
    net = Network([3, 2], rng=np.random.default_rng(0))
    with pytest.raises(ValueError):
        net.cost(net.forward(np.ones((0, 3))), np.ones((0, 2)))
