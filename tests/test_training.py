"""training.py: mini-batches, epochs, histories, and what a run may be trusted for."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ELEMENTWISE, PAIRS, message_of, snapshot, steady, targets

from backprop_lessons import Engine, History, Network, costs, datasets, minibatches, train
from backprop_lessons.optimizers import Adam, GradientDescent, Momentum
from backprop_lessons.training import Diverged

WRONG_BATCH_SIZES = [0, -1, -32, 2.5, 10.0, np.nan, "10", None, True]
WRONG_RATES = [0, -0.1, np.nan, np.inf, -np.inf, "0.1", None, True]
RELU_SOFTMAX = {"activation": "relu", "output": "softmax", "cost": "negative_log_likelihood"}


def small(seed=0, m=23):
    rng = np.random.default_rng(seed)
    net = Network([3, 4, 2], activation="tanh", output="sigmoid", cost="binary_cross_entropy", rng=rng)
    return net, rng.normal(size=(m, 3)), np.round(rng.random((m, 2)))


def run(net, X, Y, seed=0, **changes):
    options = {"learning_rate": 0.3, "batch_size": 5, "epochs": 4, "rng": np.random.default_rng(seed)} | changes
    return train(net, X, Y, **options)


# --- mini-batches --------------------------------------------------------------------------------------------


@steady
@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 99))
def test_each_row_once_pairs_kept_last_batch_partial(m, batch_size, seed):
    X = np.column_stack([np.arange(m), np.arange(m) * 10.0])
    Y = np.arange(m)[:, None] * 100.0
    batches = list(minibatches(X, Y, batch_size, np.random.default_rng(seed)))
    sizes = [len(Xb) for Xb, _ in batches]
    assert len(batches) == -(-m // batch_size)
    assert sizes[:-1] == [batch_size] * (len(batches) - 1) and 1 <= sizes[-1] <= batch_size and sum(sizes) == m
    for Xb, Yb in batches:
        assert Xb.shape[1:] == (2,) and Yb.shape == (len(Xb), 1)
        np.testing.assert_array_equal(Xb[:, 0] * 100, Yb[:, 0])
        np.testing.assert_array_equal(Xb[:, 0] * 10, Xb[:, 1])
    np.testing.assert_array_equal(np.sort(np.concatenate([Xb[:, 0] for Xb, _ in batches])), np.arange(m))


def order_of(m, batch_size, rng):
    rows = np.arange(m)[:, None]
    return np.concatenate([Xb[:, 0] for Xb, _ in minibatches(rows, rows, batch_size, rng)])


@steady
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_same_seed_same_order_and_epochs_differ(seed, batch_size):
    np.testing.assert_array_equal(
        order_of(50, batch_size, np.random.default_rng(seed)), order_of(50, batch_size, np.random.default_rng(seed))
    )
    rng = np.random.default_rng(seed)
    first, second = order_of(50, batch_size, rng), order_of(50, batch_size, rng)
    assert (first != second).any() and (first != np.arange(50)).any()
    assert (first != order_of(50, batch_size, np.random.default_rng(seed + 1))).any()


def test_rows_do_not_stay_together():
    """Not the batches are shuffled but the rows: neighbours part."""
    order = order_of(1000, 10, np.random.default_rng(0))
    assert (np.abs(np.diff(order)) == 1).sum() < 20


def test_the_order_is_the_generators_permutation():
    """Setting D of the course: one permutation of the training rows per epoch."""
    np.testing.assert_array_equal(order_of(50, 7, np.random.default_rng(4)), np.random.default_rng(4).permutation(50))


def test_the_counts_of_the_course():
    """1437 rows in batches of 32, 20 epochs: 900 updates, the last batch has 29 rows; one by one 28,740."""
    rows = np.zeros((1437, 1))
    sizes = [len(Xb) for Xb, _ in minibatches(rows, rows, 32, np.random.default_rng(0))]
    assert len(sizes) * 20 == 900 and sizes[-1] == 29
    assert len(list(minibatches(rows, rows, 1, np.random.default_rng(0)))) * 20 == 28_740


def test_batches_do_not_lead_back_into_the_data():
    X, Y = np.arange(10.0)[:, None], np.arange(10.0)[:, None]
    for batch_size in (3, 10, 99):
        for Xb, Yb in minibatches(X, Y, batch_size, np.random.default_rng(0)):
            Xb[...] = Yb[...] = -1
    np.testing.assert_array_equal(X[:, 0], np.arange(10))
    np.testing.assert_array_equal(Y[:, 0], np.arange(10))


def test_a_batch_larger_than_the_data_is_one_batch():
    X = np.arange(6.0)[:, None]
    [(Xb, Yb)] = list(minibatches(X, X, 100, np.random.default_rng(0)))
    np.testing.assert_array_equal(np.sort(Xb, axis=0), X)
    np.testing.assert_array_equal(Xb, Yb)


@pytest.mark.parametrize("batch_size", WRONG_BATCH_SIZES, ids=repr)
def test_batch_sizes_that_are_none(batch_size):
    X = np.ones((6, 3))
    with pytest.raises(ValueError, match="batch_size") as refusal:
        minibatches(X, X, batch_size, np.random.default_rng(0))  # at the call, not at the first batch
    assert repr(batch_size) in message_of(refusal) or str(batch_size) in message_of(refusal)


@pytest.mark.parametrize("x, y", [((5, 2), (4, 1)), ((4, 2), (5, 1)), ((1, 2), (5, 1)), ((0, 2), (0, 1)), ((), (1,))])
def test_x_and_y_of_different_lengths(x, y):
    with pytest.raises(ValueError) as refusal:
        minibatches(np.ones(x), np.ones(y), 2, np.random.default_rng(0))
    assert str(x) in message_of(refusal) and str(y) in message_of(refusal)


@pytest.mark.parametrize("rng", [None, 0, np.random])
def test_a_generator_must_be_passed(rng):
    with pytest.raises(ValueError, match="rng"):
        minibatches(np.ones((2, 1)), np.ones((2, 1)), 1, rng)
    with pytest.raises(ValueError, match="rng"):
        run(*small(), rng=rng)


# --- a run, against a loop written out ----------------------------------------------------------------------------


@pytest.mark.parametrize("batch_size", [1, 5, 23, 100])
def test_train_is_the_loop_written_out(batch_size):
    net, X, Y = small()
    W1, W2 = (w.copy() for w in net.W)
    b1, b2 = (b.copy() for b in net.b)
    history = run(net, X, Y, seed=3, batch_size=batch_size, epochs=3)

    rng, epoch_costs = np.random.default_rng(3), []
    for _ in range(3):
        order, total = rng.permutation(23), 0.0
        for start in range(0, 23, batch_size):
            x, y = X[order[start : start + batch_size]], Y[order[start : start + batch_size]]
            a1 = np.tanh(x @ W1 + b1)
            a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
            total += -np.sum(y * np.log(a2) + (1 - y) * np.log(1 - a2))
            d2 = (a2 - y) / len(x)
            d1 = (d2 @ W2.T) * (1 - a1**2)
            W2, b2 = W2 - 0.3 * a1.T @ d2, b2 - 0.3 * d2.sum(axis=0)
            W1, b1 = W1 - 0.3 * x.T @ d1, b1 - 0.3 * d1.sum(axis=0)
        epoch_costs.append(total / 23)  # each example counts once, also those of a small last batch

    for mine, theirs in zip([W1, b1, W2, b2], [net.W[0], net.b[0], net.W[1], net.b[1]], strict=True):
        np.testing.assert_allclose(theirs, mine, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(history.cost, epoch_costs, rtol=1e-10)
    assert history.epochs == 3 and history.iterations == 3 * -(-23 // batch_size)


def test_50_steps_of_one_neuron_are_50_steps_of_logistic_regression():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(12, 3)), rng.integers(2, size=12).astype(float)
    net = Network([3, 1], cost="binary_cross_entropy", rng=rng)
    w, b, textbook_costs = net.W[0][:, 0].copy(), 0.0, []
    history = run(net, X, y[:, None], learning_rate=0.7, batch_size=12, epochs=50)
    for _ in range(50):
        a = 1 / (1 + np.exp(-(X @ w + b)))
        textbook_costs.append(-np.mean(y * np.log(a) + (1 - y) * np.log(1 - a)))
        w, b = w - 0.7 * X.T @ (a - y) / 12, b - 0.7 * np.mean(a - y)
    np.testing.assert_allclose(net.W[0][:, 0], w, rtol=1e-10)
    np.testing.assert_allclose(net.b[0], [b], rtol=1e-10)
    np.testing.assert_allclose(history.cost, textbook_costs, rtol=1e-10)
    assert history.iterations == 50


def test_the_history_counts_and_measures():
    net, X, Y = small()
    history = run(net, X, Y, epochs=6, X_test=X[:7], Y_test=Y[:7])
    assert isinstance(history, History)
    assert history.epochs == 6 and history.iterations == 30
    assert len(history.cost) == len(history.test_accuracy) == 6
    assert all(isinstance(c, float) and np.isfinite(c) for c in history.cost)
    assert history.test_accuracy[-1] == net.accuracy(X[:7], Y[:7])
    assert history.cost[-1] < history.cost[0]
    assert "6" in repr(history) and "30" in repr(history) and len(repr(history)) < 200
    assert run(*small()).test_accuracy == []


def test_measuring_the_test_accuracy_does_not_change_the_run():
    with_test, without = small()[0], small()[0]
    _, X, Y = small()
    run(with_test, X, Y, X_test=X, Y_test=Y)
    run(without, X, Y)
    assert snapshot(with_test.W + with_test.b) == snapshot(without.W + without.b)


def test_data_stay_as_they_were():
    net, X, Y = small()
    before = snapshot([X, Y])
    X.setflags(write=False)
    Y.setflags(write=False)
    run(net, X, Y)
    assert snapshot([X, Y]) == before


# --- the same seed gives the same run --------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_run_to_the_bit():
    (one, X, Y), (two, _, _), (other, _, _) = small(), small(), small()
    a, b, c = run(one, X, Y, seed=5), run(two, X, Y, seed=5), run(other, X, Y, seed=6)
    assert snapshot(one.W + one.b) == snapshot(two.W + two.b) != snapshot(other.W + other.b)
    assert a.cost == b.cost != c.cost and repr(a) == repr(b)


def test_global_random_state_is_neither_read_nor_written():
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002
    one, X, Y = small()
    run(one, X, Y)
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    two = small()[0]
    run(two, X, Y)
    assert snapshot(one.W + one.b) == snapshot(two.W + two.b)


def test_a_run_in_two_halves_is_the_same_run():
    """All state is in the net and the generator: nothing hidden is carried along."""
    (one, X, Y), (two, _, _) = small(), small()
    run(one, X, Y, epochs=6)
    rng = np.random.default_rng(0)
    run(two, X, Y, epochs=2, rng=rng)
    run(two, X, Y, epochs=4, rng=rng)
    assert snapshot(one.W + one.b) == snapshot(two.W + two.b)


# --- progress bar ----------------------------------------------------------------------------------------------------


def test_the_bar_is_shown_only_when_asked_and_changes_nothing(capsys):
    (one, X, Y), (two, _, _) = small(), small()
    a = run(one, X, Y)
    assert capsys.readouterr() == ("", "")
    b = run(two, X, Y, progress=True)
    out, err = capsys.readouterr()
    assert "epoch" in out + err and "4/4" in out + err
    assert a.cost == b.cost and snapshot(one.W) == snapshot(two.W)


def test_no_bar_no_tqdm(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert run(*small()).epochs == 4


# --- refused -----------------------------------------------------------------------------------------------------------


def assert_refused_and_net_untouched(match, net, X, Y, **changes):
    before = snapshot(net.W + net.b)
    with pytest.raises(ValueError, match=match) as refusal:
        run(net, X, Y, **changes)
    assert snapshot(net.W + net.b) == before, "the net was trained before the refusal"
    return message_of(refusal)


@pytest.mark.parametrize("rate", WRONG_RATES, ids=repr)
def test_learning_rates_that_are_not_finite_and_positive(rate):
    text = assert_refused_and_net_untouched("learning_rate", *small(), learning_rate=rate)
    assert repr(rate) in text or str(rate) in text


@pytest.mark.parametrize("batch_size", WRONG_BATCH_SIZES, ids=repr)
def test_batch_sizes_that_are_none_in_a_run(batch_size):
    text = assert_refused_and_net_untouched("batch_size", *small(), batch_size=batch_size)
    assert repr(batch_size) in text or str(batch_size) in text


@pytest.mark.parametrize("epochs", [0, -1, 1.5, "3", None])
def test_epochs_that_are_none(epochs):
    assert str(epochs) in assert_refused_and_net_untouched("epochs", *small(), epochs=epochs)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_nan_and_inf_in_the_data(bad):
    net, X, Y = small()
    spoiled = X.copy()
    spoiled[17, 2] = bad
    text = assert_refused_and_net_untouched("^X:", net, spoiled, Y)
    assert str(bad) in text and "[17, 2]" in text
    spoiled = Y.copy()
    spoiled[3, 1] = bad
    text = assert_refused_and_net_untouched("^Y:", net, X, spoiled)
    assert str(bad) in text and "[3, 1]" in text


WRONG_SHAPES = [
    ((23, 4), (23, 2)), ((23,), (23, 2)), ((23, 3), (23,)), ((23, 3), (23, 1)), ((23, 3), (1, 2)), ((23, 3), (22, 2)),
    ((0, 3), (0, 2)),
]  # fmt: skip


@pytest.mark.parametrize("x, y", WRONG_SHAPES)
def test_data_of_another_shape(x, y):
    text = assert_refused_and_net_untouched(None, small()[0], np.zeros(x), np.zeros(y))
    assert str(x) in text or str(y) in text


def test_targets_that_the_cost_cannot_take():
    net, X, Y = small()
    assert_refused_and_net_untouched("Y", net, X, Y + 3)


def test_test_data_are_checked_before_the_run():
    net, X, Y = small()
    spoiled = X.copy()
    spoiled[2, 1] = np.nan
    text = assert_refused_and_net_untouched("X_test", net, X, Y, X_test=spoiled, Y_test=Y)
    assert "nan" in text and "[2, 1]" in text
    spoiled = Y.copy()
    spoiled[2, 1] = np.nan
    assert_refused_and_net_untouched("Y_test", net, X, Y, X_test=X, Y_test=spoiled)
    assert "(23, 2)" in assert_refused_and_net_untouched("X_test", net, X, Y, X_test=X[:, :2], Y_test=Y)
    assert "(22, 2)" in assert_refused_and_net_untouched("Y_test", net, X, Y, X_test=X, Y_test=Y[:-1])
    assert_refused_and_net_untouched("X_test", net, X, Y, X_test=X)
    assert_refused_and_net_untouched("Y_test", net, X, Y, Y_test=Y)


def test_a_run_that_leaves_the_finite_numbers_says_so():
    """No nan is ever returned as a cost; the reader hears which rate did it, and keeps the history."""
    rng = np.random.default_rng(0)
    net = Network([3, 1], output="identity", rng=rng)
    X = 10 * rng.normal(size=(8, 3))
    with pytest.raises(Diverged, match="diverged") as stop:
        run(net, X, X[:, :1], learning_rate=50.0, batch_size=8, epochs=500)
    assert "50" in str(stop.value)
    assert all(np.isfinite(stop.value.history.cost)) and 0 < stop.value.history.epochs < 500
    assert stop.value.history.epochs == len(stop.value.history.cost)


# --- real data ------------------------------------------------------------------------------------------------------------


def test_digits_3_against_8():
    """Setting D rows, w = 0, full batch, rate .5: .693147, .320 after 10 steps, .062 after 200; test at least .97."""
    pair = datasets.digits_pair(3, 8)
    net = Network.from_parameters([(np.zeros((64, 1)), [0.0])], cost="binary_cross_entropy")
    history = run(
        net, pair.X_train, pair.y_train, learning_rate=0.5, batch_size=len(pair.X_train), epochs=200,
        X_test=pair.X_test, Y_test=pair.y_test,
    )  # fmt: skip
    # cost[e] is measured before the update of epoch e: cost[10] is the cost after 10 steps
    assert history.cost[0] == pytest.approx(0.693147, abs=5e-7)
    assert history.cost[10] == pytest.approx(0.320, abs=5e-4)
    after_200 = costs.binary_cross_entropy(net.predict(pair.X_train), pair.y_train)
    assert after_200 == pytest.approx(0.062, abs=5e-4)
    assert history.test_accuracy[-1] >= 0.97
    assert history.iterations == 200


@pytest.fixture(scope="module")
def digit_runs():
    """Setting D: 64-30-10, relu and softmax, rate .1, batches of 10, 20 epochs, three seeds."""
    data, runs = datasets.digits(), []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = Network([64, 30, 10], rng=rng, **RELU_SOFTMAX)
        runs.append(run(
            net, data.X_train, data.Y_train, learning_rate=0.1, batch_size=10, epochs=20, rng=rng,
            X_test=data.X_test, Y_test=data.Y_test,
        ))  # fmt: skip
    return runs


def test_digits_reach_95_percent(digit_runs):
    accuracies = [history.test_accuracy[-1] for history in digit_runs]
    assert min(accuracies) >= 0.95, accuracies
    # measured range of the course over five seeds: .958 to .981
    assert 0.95 <= np.mean(accuracies) <= 0.99
    for history in digit_runs:
        assert history.iterations == 20 * 144
        assert history.cost[-1] < 0.1 < 0.5 < history.cost[0]


def test_a_saturating_net_with_the_quadratic_cost_learns_digits_too():
    """All sigmoid, quadratic, rate .5, 15 epochs: .958 in the course's table."""
    data, rng = datasets.digits(), np.random.default_rng(0)
    net = Network([64, 30, 10], rng=rng)
    run(net, data.X_train, data.Y_train, learning_rate=0.5, batch_size=10, epochs=15, rng=rng)
    assert net.accuracy(data.X_test, data.Y_test) >= 0.93


def test_xor_defeats_one_neuron():
    """From w = 0, rate .5, 5,000 steps: cost ln 2 and every output one half."""
    X, Y = datasets.xor()
    net = Network.from_parameters([(np.zeros((2, 1)), [0.0])], cost="binary_cross_entropy")
    history = run(net, X, Y, learning_rate=0.5, batch_size=4, epochs=5000)
    assert history.cost[-1] == pytest.approx(np.log(2), abs=1e-9)
    np.testing.assert_allclose(net.predict(X), 0.5, atol=1e-9)


def test_a_hidden_layer_solves_xor():
    X, Y = datasets.xor()
    solved = 0
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = Network([2, 4, 1], rng=rng, scale=1.0)
        run(net, X, Y, learning_rate=2.0, batch_size=4, epochs=4000, rng=rng)
        solved += net.accuracy(X, Y) == 1.0
    assert solved == 3  # 100 % of 200 starts in the course's table, at 5,000 steps


def test_symmetry_is_not_broken_by_learning():
    """All weights equal at the start: the hidden units stay copies of each other."""
    data = datasets.digits()
    net = Network([64, 5, 10], activation="tanh", output="softmax", cost="negative_log_likelihood",
                  rng=np.random.default_rng(0))  # fmt: skip
    net.W = [np.zeros_like(w) for w in net.W]
    run(net, data.X_train[:200], data.Y_train[:200], learning_rate=0.1, batch_size=32, epochs=3)
    np.testing.assert_allclose(net.W[0], np.repeat(net.W[0][:, :1], 5, axis=1), atol=1e-12)


# --- the engine's road against the textbook's ---------------------------------------------------------------------------


def textbook_train(net, X, Y, learning_rate, batch_size, epochs, rng):
    """The same run on the textbook road: the loop of train's docstring, and its bookkeeping."""
    history, descent = History(), GradientDescent(learning_rate)
    for _ in range(epochs):
        total = 0.0
        for Xb, Yb in minibatches(X, Y, batch_size, rng):
            trace = net.forward(Xb)
            total += net.cost(trace, Yb) * len(Xb)
            descent.step(net, net.backward(trace, Yb))
            history.iterations += 1
        history.cost.append(total / len(X))
        history.epochs += 1
    return history


@pytest.mark.parametrize("batch_size", [1, 7, 32, "full"])
@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_a_run_is_the_run_of_the_textbook_road(hidden, output, cost, batch_size):
    """Weights, history, accuracy and the generator's state afterwards, for every activation, cost and kind of batch."""
    rng = np.random.default_rng(0)
    one = Network([4, 5, 3], hidden, output, cost, rng=rng, scale=0.5)
    two, X, Y = one.copy(), rng.normal(size=(40, 4)), targets(cost, (40, 3), rng)
    rng_one, rng_two = np.random.default_rng(1), np.random.default_rng(1)
    history = train(one, X, Y, learning_rate=0.05, batch_size=batch_size, epochs=3, rng=rng_one, X_test=X, Y_test=Y)
    expected = textbook_train(two, X, Y, 0.05, 40 if batch_size == "full" else batch_size, 3, rng_two)
    for mine, textbook in zip(one.W + one.b, two.W + two.b, strict=True):
        np.testing.assert_allclose(mine, textbook, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(history.cost, expected.cost, rtol=1e-12)
    assert (history.iterations, history.epochs) == (expected.iterations, expected.epochs)
    assert history.test_accuracy[-1] == two.accuracy(X, Y)
    assert rng_one.random() == rng_two.random()


def test_the_whole_set_in_one_batch_has_a_name():
    (one, X, Y), (two, _, _) = small(), small()
    a, b = run(one, X, Y, batch_size="full"), run(two, X, Y, batch_size=23)
    assert a.cost == b.cost and a.iterations == 4 and snapshot(one.W) == snapshot(two.W)
    for wrong in ("all", "", "Full"):
        assert "batch_size" in assert_refused_and_net_untouched("batch_size", *small(), batch_size=wrong)


@pytest.mark.parametrize("name, optimizer", [
    ("gradient_descent", GradientDescent(0.05)), ("momentum", Momentum(0.05)), ("adam", Adam(0.05)),
])  # fmt: skip
def test_an_optimizer_by_name_or_as_an_object(name, optimizer):
    nets = [small()[0] for _ in range(3)]
    _, X, Y = small()
    histories = [run(nets[0], X, Y, learning_rate=0.05, optimizer=name)]
    histories += [
        run(net, X, Y, learning_rate=None, optimizer=optimizer) for net in nets[1:]
    ]  # the object a second time
    assert (
        snapshot(nets[0].W) == snapshot(nets[1].W) == snapshot(nets[2].W) and len({h.cost[-1] for h in histories}) == 1
    )
    assert histories[0].cost[-1] < histories[0].cost[0]


def test_optimizers_and_rates_that_do_not_go_together():
    assert_refused_and_net_untouched("optimizer", *small(), optimizer="sgd")
    assert_refused_and_net_untouched("learning_rate", *small(), optimizer=Adam(0.1), learning_rate=0.1)
    assert_refused_and_net_untouched("learning_rate", *small(), optimizer="adam", learning_rate=None)
    assert_refused_and_net_untouched("dtype", *small(), dtype=int)


def test_float32_data_and_float32_arithmetic():
    (exact, X, Y), (data, _, _), (single, _, _) = small(), small(), small()
    a = run(exact, X.astype(np.float32).astype(float), Y)
    b = run(data, X.astype(np.float32), Y.astype(np.float32))
    assert a.cost == b.cost and snapshot(exact.W) == snapshot(data.W)  # float32 data, float64 arithmetic
    c = run(single, X, Y, dtype=np.float32)
    assert c.cost != a.cost and c.cost == pytest.approx(a.cost, rel=1e-5)
    assert all(array.dtype == np.float64 for array in single.W + single.b)
    np.testing.assert_allclose(single.W[0], exact.W[0], rtol=1e-3, atol=1e-5)


def test_a_run_that_is_stopped_by_hand_keeps_what_it_has_learnt(monkeypatch):
    net, X, Y = small()
    reference, before, step_on, calls = small()[0], snapshot(net.W), Engine.step_on, []
    run(reference, X, Y, epochs=1)

    def stop_in_the_second_epoch(engine, rows, optimizer):
        calls.append(rows)
        if len(calls) > 5:
            raise KeyboardInterrupt
        return step_on(engine, rows, optimizer)

    monkeypatch.setattr(Engine, "step_on", stop_in_the_second_epoch)
    with pytest.raises(KeyboardInterrupt):
        run(net, X, Y, epochs=9)
    assert snapshot(net.W) == snapshot(reference.W) != before


def test_divergence_in_the_last_step_of_a_run_is_said_too():
    net = Network.from_parameters([(np.ones((1, 1)), np.zeros(1))], output="identity")
    with pytest.raises(Diverged, match="after 1 updates") as stop:
        run(net, np.full((1, 1), 1e100), np.zeros((1, 1)), learning_rate=1e250, batch_size=1, epochs=1)
    assert stop.value.history.epochs == 0 and stop.value.history.cost == []
