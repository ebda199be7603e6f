"""engine.py and program.py: the fast road gives what the textbook road gives, and makes no arrays on the way."""

import tracemalloc

import numpy as np
import pytest
from strategies import ELEMENTWISE, PAIRS, assert_gradient, message_of, snapshot, targets

from backprop_lessons import Engine, Network, costs
from backprop_lessons.engine import NotFinite
from backprop_lessons.optimizers import Adam, GradientDescent, Momentum

SOFTMAX = {"activation": "relu", "output": "softmax", "cost": "negative_log_likelihood"}


def network(sizes=(5, 7, 4, 3), hidden="tanh", output="softmax", cost="negative_log_likelihood", seed=0):
    rng = np.random.default_rng(seed)
    net = Network(sizes, hidden, output, cost, rng=rng, scale=0.6)
    net.b = [rng.normal(scale=0.4, size=b.shape) for b in net.b]
    return net


def batch(net, m, seed=1):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, net.sizes[0])), targets(net.cost_name, (m, net.sizes[-1]), rng)


def flat(pairs):
    return np.concatenate([np.ravel(array) for pair in pairs for array in pair])


def textbook(net, X, Y):
    """Cost and gradients on the textbook road."""
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    return net.cost(trace, Y), list(zip(grads.dW, grads.db, strict=True))


# --- the same numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(4, 3), (4, 1), (5, 7, 3), (5, 3, 7, 4), (3, 3, 3, 3, 3), (1, 1, 1)], ids=str)
@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_weights_and_costs_of_the_textbook_after_ten_steps(hidden, output, cost, sizes):
    """Every activation, cost and depth; batches of 1, 7 and 32, and the smaller ones between them."""
    engine, net = Engine(network(sizes, hidden, output, cost), 32), network(sizes, hidden, output, cost)
    descent = GradientDescent(0.1)
    for step, m in enumerate([32, 1, 7, 32, 29, 1, 32, 7, 2, 32]):
        X, Y = batch(net, m, step)
        expected, grads = textbook(net, X, Y)
        cost_before = engine.step(X, Y, descent)
        assert isinstance(cost_before, float) and cost_before == pytest.approx(expected, rel=1e-12, abs=1e-12)
        np.testing.assert_allclose(flat(engine.gradients()), flat(grads), rtol=1e-12, atol=1e-12)
        net.W, net.b = map(list, zip(*[(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db)
                                       in zip(net.parameters(), grads, strict=True)], strict=True))  # fmt: skip
        np.testing.assert_allclose(flat(engine.parameters()), flat(net.parameters()), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_the_gradient_against_measured_slopes(hidden, output, cost):
    """Not only beside the textbook road: beside the cost itself."""
    engine = Engine(network((3, 5, 4), hidden, output, cost), 6)
    X, Y = batch(network((3, 5, 4), hidden, output, cost), 6)
    start, gradient = engine.theta.copy(), engine.cost_and_gradient(X, Y)[1].copy()

    def measure(theta):
        engine.theta[...] = theta
        return engine.cost_and_gradient(X, Y)[0]

    assert_gradient(measure, start, gradient, np.random.default_rng(2))


@pytest.mark.parametrize("m", [1, 70])
def test_large_products_take_the_other_road_to_the_same_numbers(m):
    """Above 16,384 entries matmul takes over from dot; with one example it does not."""
    net = network((70, 1000, 70, 3), "relu")
    X, Y = batch(net, m)
    engine = Engine(net, 130)
    expected, grads = textbook(net, X, Y)
    assert engine.cost_and_gradient(X, Y)[0] == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(flat(engine.gradients()), flat(grads), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("output, cost", PAIRS)
def test_float32_by_choice(output, cost):
    net = network((5, 6, 3), "sigmoid", output, cost)
    X, Y = batch(net, 8)
    engine = Engine(net, 8, np.float32)
    value, gradient = engine.cost_and_gradient(X.astype(np.float32), Y.astype(np.float32))
    expected, grads = textbook(net, X, Y)
    assert engine.theta.dtype == gradient.dtype == np.float32
    assert value == pytest.approx(expected, rel=1e-5)
    np.testing.assert_allclose(flat(engine.gradients()), flat(grads), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize("output, cost", [pair for pair in PAIRS if pair[1] != "quadratic"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [40.0, 1000.0])
def test_the_cost_is_stable_at_large_logits(output, cost, dtype, size):
    """z = ±1000, right and wrong: the textbook's cost, finite, and no warning (warnings are errors here)."""
    net = Network.from_parameters([(np.eye(2), np.zeros(2))], output=output, cost=cost)
    X = size * np.array([[1.0, -1], [-1, 1], [1, 1], [-1, -1], [0, 0]])
    Y = np.array([[1.0, 0], [1, 0], [1, 0], [0, 1], [0, 1]])
    value, _ = Engine(net, 5, dtype).cost_and_gradient(X.astype(dtype), Y.astype(dtype))
    assert np.isfinite(value) and value == pytest.approx(costs.output_cost(X, Y, output, cost), rel=1e-6)


def test_soft_targets_and_the_weight_of_their_sum():
    net = network((4, 3))
    X, Y = batch(net, 6)
    Y = 0.8 * Y + 0.2 / 3
    Y[2] *= 1 + 5e-7  # as far from 1 as the textbook road lets it pass
    assert Engine(net, 6).cost_and_gradient(X, Y)[0] == pytest.approx(textbook(net, X, Y)[0], rel=1e-13)


def test_data_in_any_layout_and_type():
    net = network((4, 5, 3))
    X, Y = np.round(3 * batch(net, 6)[0]), batch(net, 6)[1]
    expected = textbook(net, X, Y)[0]
    wide = np.zeros((6, 8))
    wide[:, ::2] = X
    for x in (np.asfortranarray(X), wide[:, ::2], X.astype(int), X.astype(np.float32), X.tolist(), X[::-1][::-1]):
        for y in (Y, np.asfortranarray(Y), Y.astype(int), Y.astype(bool), Y.tolist()):
            assert Engine(net, 6).cost_and_gradient(x, y)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("width", [64, 65])
def test_the_slope_of_few_and_of_many_relus(width):
    """Up to 512 entries it is a sign, above that a mask; units that are off must stay off in both."""
    net = network((4, width, 3), "relu")
    X, Y = batch(net, 8)
    engine = Engine(net, 8)
    engine.cost_and_gradient(X, Y)
    np.testing.assert_allclose(flat(engine.gradients()), flat(textbook(net, X, Y)[1]), rtol=1e-12, atol=1e-14)


def test_one_hot_and_soft_targets_in_turn():
    """The quick look at one-hot targets says nothing about the batch after them."""
    net = network((4, 3))
    engine, X = Engine(net, 3), batch(net, 3)[0]
    for soft in (np.eye(3), 0.7 * np.eye(3) + 0.1, np.eye(3)):
        assert engine.cost_and_gradient(X, soft)[0] == pytest.approx(textbook(net, X, soft)[0], rel=1e-12)
        with pytest.raises(ValueError, match="add up to 1"):
            engine.cost_and_gradient(X, 0.999 * soft)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_parameters_and_slopes_begin_at_a_line_of_the_cache(dtype):
    for sizes in ((5, 3), (7, 5, 3), (64, 30, 10)):
        engine = Engine(network(sizes), 4, dtype)
        assert engine.theta.ctypes.data % 64 == engine.grad.ctypes.data % 64 == 0


# --- the data that are held ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_steps_on_held_rows_are_steps_on_these_rows(output, cost, dtype):
    net = network((4, 6, 3), "relu", output, cost)
    X, Y = (a.astype(dtype) for a in batch(net, 50))
    one, two = Engine(net, 16, dtype), Engine(net, 16, dtype)
    one.hold(X, Y)
    order = np.random.default_rng(0).permutation(50)
    for start in range(0, 50, 16):
        rows = order[start : start + 16]
        a, b = one.step_on(rows, GradientDescent(0.1)), two.step(X[rows], Y[rows], GradientDescent(0.1))
        assert a == b
    np.testing.assert_array_equal(one.theta, two.theta)


def test_held_data_are_a_copy_of_what_was_checked():
    net = network((4, 3))
    X, Y = batch(net, 5)
    engine = Engine(net, 5)
    engine.hold(X, Y)
    before = engine.step_on(np.arange(5), GradientDescent(1e-9))
    X[...], Y[...] = 99, 0
    assert engine.step_on(np.arange(5), GradientDescent(1e-9)) == pytest.approx(before, rel=1e-5)


# --- between the two layouts -----------------------------------------------------------------------------------------


def test_there_and_back_again_to_the_bit():
    net, other = network(), network(seed=9)
    engine = Engine(net)
    engine.write_to(other)
    assert snapshot(other.W + other.b) == snapshot(net.W + net.b)
    assert all(W.flags.c_contiguous and W.dtype == np.float64 for W in other.W)
    third = network(seed=5)
    engine.read_from(third)
    np.testing.assert_array_equal(flat(engine.parameters()), flat(third.parameters()))


def test_the_engine_and_the_net_share_no_memory():
    net = network()
    engine = Engine(net, 4)
    before = snapshot(net.W + net.b)
    engine.step(*batch(net, 4), GradientDescent(0.5))
    assert snapshot(net.W + net.b) == before
    engine.write_to(net)
    written = snapshot(net.W + net.b)
    assert written != before
    engine.theta += 1
    assert snapshot(net.W + net.b) == written


def test_parameters_and_gradients_are_views_of_one_vector():
    net = network()
    engine = Engine(net, 4)
    engine.cost_and_gradient(*batch(net, 4))
    assert engine.theta.size == engine.grad.size == net.n_parameters
    for pairs, vector in ((engine.parameters(), engine.theta), (engine.gradients(), engine.grad)):
        assert [(W.shape, b.shape) for W, b in pairs] == [(W.shape, b.shape) for W, b in net.parameters()]
        assert all(np.shares_memory(array, vector) for pair in pairs for array in pair)
        np.testing.assert_array_equal(np.sort(flat(pairs)), np.sort(vector))
    engine.parameters()[1][0][2, 1] = 123.0
    assert 123.0 in engine.theta


def test_data_stay_as_they_were():
    net = network()
    X, Y = batch(net, 4)
    before = snapshot([X, Y])
    X.setflags(write=False)
    Y.setflags(write=False)
    Engine(net, 4).step(X, Y, Adam())
    assert snapshot([X, Y]) == before


def test_many_batch_sizes_in_turn():
    """More sizes than programs are kept: nothing is mixed up, and nothing piles up."""
    net = network((5, 2, 2, 3))
    engine = Engine(net, 40)
    for m in [*range(1, 41), *range(40, 0, -7), 1, 40, 1]:
        X, Y = batch(net, m, m)
        assert engine.cost_and_gradient(X, Y)[0] == pytest.approx(textbook(net, X, Y)[0], rel=1e-12)
        np.testing.assert_allclose(flat(engine.gradients()), flat(textbook(net, X, Y)[1]), rtol=1e-11, atol=1e-13)
    assert len(engine._programs) <= 8


def test_it_says_what_it_is():
    text = repr(Engine(Network([64, 30, 10], rng=np.random.default_rng(0), **SOFTMAX), 32, np.float32))
    assert "64-30-10" in text and "32" in text and "float32" in text and "2,260" in text and "0x" not in text


# --- no arrays on the way ----------------------------------------------------------------------------------------------


def memory_of(step):
    """The most bytes that a step holds at once beyond what was there before, numpy's arrays and buffers included."""
    tracemalloc.start()
    try:
        step()
        step()
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        step()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("hidden, output, cost, optimizer", [
    *[(name, *pair, GradientDescent(1e-9)) for name, pair in zip(ELEMENTWISE, PAIRS, strict=False)],
    ("relu", "softmax", "negative_log_likelihood", GradientDescent(1e-9)),
    ("tanh", "sigmoid", "binary_cross_entropy", Momentum(1e-9)), ("relu", "softmax", "negative_log_likelihood", Adam(1e-9)),
])  # fmt: skip
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_no_array_over_one_kibibyte_is_made_in_a_step(hidden, output, cost, optimizer, dtype):
    """Here every matrix and every batch takes 4 KiB or more. What is left are small python objects, under 2 KiB in all."""
    net = network((60, 50, 40, 40), hidden, output, cost)
    X, Y = (a.astype(dtype) for a in batch(net, 59))
    engine = Engine(net, 32, dtype)
    engine.hold(X, Y)
    rows = np.arange(59)
    assert memory_of(lambda: engine.step(X[:32], Y[:32], optimizer)) < 2048
    assert memory_of(lambda: engine.step(X[32:], Y[32:], optimizer)) < 2048
    assert memory_of(lambda: engine.step_on(rows[20:52], optimizer)) < 2048


# --- refused -------------------------------------------------------------------------------------------------------------


def assert_refused_and_unmoved(engine, X, Y, optimizer=None):
    before = engine.theta.tobytes()
    with pytest.raises(ValueError) as refusal:
        engine.step(X, Y, optimizer or GradientDescent(0.1))
    assert engine.theta.tobytes() == before
    return message_of(refusal)


@pytest.mark.parametrize("x, y", [
    ((4, 4), (4, 3)), ((4, 5), (4, 2)), ((4, 5), (3, 3)), ((5,), (3,)), ((4, 5), (4,)), ((0, 5), (0, 3)), ((), ()),
    ((1, 4, 5), (4, 3)), ((9, 5), (9, 3)), ((5, 4), (3, 4)),
])  # fmt: skip
def test_shapes(x, y):
    text = assert_refused_and_unmoved(Engine(network(), 8), np.zeros(x), np.zeros(y))
    assert str(x) in text or str(y) in text
    if x == (9, 5):
        assert "1 to 8" in text


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("hidden", ELEMENTWISE)
@pytest.mark.parametrize("sizes", [(5, 7, 3), (5, 3)], ids=str)
@pytest.mark.parametrize("m", [1, 4])
def test_nan_and_inf(bad, dtype, hidden, sizes, m):
    """Also where an activation would hide them: relu(-inf) is 0, tanh(inf) is 1."""
    for output, cost in PAIRS:
        net = network(sizes, hidden, output, cost)
        X, Y = (a.astype(dtype) for a in batch(net, m))
        spoiled_X, spoiled_Y = X.copy(), Y.copy()
        spoiled_X[-1, 2] = spoiled_Y[-1, 1] = bad
        engine = Engine(net, m, dtype)
        text = assert_refused_and_unmoved(engine, spoiled_X, Y)
        assert text.startswith("X") and str(bad) in text and f"[{m - 1}, 2]" in text
        text = assert_refused_and_unmoved(engine, X, spoiled_Y)
        assert text.startswith("Y") and str(bad) in text and f"[{m - 1}, 1]" in text
        engine.step(X, Y, GradientDescent(0.1))  # and it is ready for good data afterwards


@pytest.mark.parametrize("output, cost, row", [
    ("softmax", "negative_log_likelihood", [0, 0, 0]), ("softmax", "negative_log_likelihood", [1, 1, 0]),
    ("softmax", "negative_log_likelihood", [1.5, -0.5, 0]), ("softmax", "negative_log_likelihood", [0.3, 0.3, 0.3]),
    ("softmax", "negative_log_likelihood", [1 + 1e-5, 0, 0]),
    ("sigmoid", "binary_cross_entropy", [0, 1, 1.1]), ("sigmoid", "binary_cross_entropy", [-0.1, 0, 0]),
])  # fmt: skip
def test_targets_that_the_cost_cannot_take(output, cost, row):
    net = network(output=output, cost=cost)
    X, Y = batch(net, 4)
    Y[2] = row
    with pytest.raises(ValueError) as textbook_refusal:
        textbook(net, X, Y)
    assert assert_refused_and_unmoved(Engine(net, 4), X, Y) == message_of(textbook_refusal)
    with pytest.raises(ValueError, match="Y"):
        Engine(net, 4).hold(X, Y)


def test_large_numbers_are_no_reason_to_refuse():
    """What the quick check finds doubtful may be right: 1e200 is a number."""
    net = Network.from_parameters([(np.full((2, 2), 1e-201), np.zeros(2))], output="identity")
    X, Y = np.array([[1e200, -1e200]]), np.zeros((1, 2))
    # two large numbers cancel, to 0 or to the rounding of one product: that differs between processors
    assert Engine(net, 1).cost_and_gradient(X, Y)[0] == pytest.approx(textbook(net, X, Y)[0], abs=1e-30)
    far = Network.from_parameters([(np.full((2, 2), 1e180), np.zeros(2)), (np.eye(2), np.zeros(2))], "tanh", "identity")
    assert Engine(far, 1).cost_and_gradient(np.ones((1, 2)), Y)[0] == pytest.approx(1.0)


def test_a_cost_beyond_the_floats_is_said_and_nothing_moves():
    net = Network.from_parameters([(np.full((2, 2), 1e200), np.zeros(2))], output="identity")
    engine = Engine(net, 1)
    assert "float64" in assert_refused_and_unmoved(engine, np.full((1, 2), 1.0), np.zeros((1, 2)))
    with pytest.raises(NotFinite):
        engine.cost_and_gradient(np.full((1, 2), 1.0), np.zeros((1, 2)))


def test_numbers_too_large_for_float32():
    net = network((2, 2), output="identity", cost="quadratic")
    text = assert_refused_and_unmoved(Engine(net, 1, np.float32), np.array([[1.0, 1e300]]), np.zeros((1, 2)))
    assert "float32" in text and "[0, 1]" in text
    with pytest.raises(ValueError, match="float32"):
        Engine(net, 1, np.float32).hold(np.array([[1.0, 1e300]]), np.zeros((1, 2)))
    net.W[0][0, 1] = 1e300
    with pytest.raises(ValueError, match="float32"):
        Engine(net, 1, np.float32)


@pytest.mark.parametrize("wrong", [None, "abc", [["a", "b"]], [[1, 2, 3], [4, 5]], object()], ids=lambda x: type(x).__name__)
def test_things_that_are_no_arrays_of_numbers(wrong):
    net = network((2, 2))
    assert_refused_and_unmoved(Engine(net, 2), wrong, np.eye(2))
    assert_refused_and_unmoved(Engine(net, 2), np.eye(2), wrong)


@pytest.mark.parametrize("optimizer", [0.1, "adam", None, GradientDescent])
def test_what_is_no_optimizer(optimizer):
    engine = Engine(network((2, 2)), 2)
    with pytest.raises(ValueError, match="optimizer.*GradientDescent"):
        engine.step(np.eye(2), np.eye(2), optimizer)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, "8", None, True])
def test_batch_sizes_that_are_none(batch_size):
    with pytest.raises(ValueError, match="batch_size"):
        Engine(network(), batch_size)


@pytest.mark.parametrize("dtype", [int, np.float16, "float12", None, complex, 3, np.longdouble])
def test_types_that_are_none(dtype):
    with pytest.raises(ValueError, match="dtype"):
        Engine(network(), 8, dtype)


def test_parameters_set_by_hand_are_checked():
    net = network()
    net.W[1] = net.W[1].T
    with pytest.raises(ValueError, match="expected shape"):
        Engine(net)
    net = network()
    net.b[0][1] = np.nan
    with pytest.raises(ValueError, match=r"b\[0\].*nan"):
        Engine(net)


def test_nets_of_other_sizes_are_not_written_or_read():
    engine, other = Engine(network()), network((5, 6, 4, 3))
    before, theta = snapshot(other.W + other.b), engine.theta.tobytes()
    with pytest.raises(ValueError) as refusal:
        engine.write_to(other)
    assert "[5, 7, 4, 3]" in message_of(refusal) and "[5, 6, 4, 3]" in message_of(refusal)
    for wrong in (other, network((5, 3))):
        with pytest.raises(ValueError):
            engine.read_from(wrong)
    assert snapshot(other.W + other.b) == before and engine.theta.tobytes() == theta
