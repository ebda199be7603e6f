"""optimizers.py: one step of gradient descent, and what momentum and Adam make of the same gradient."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import message_of, snapshot, steady

from backprop_lessons import Network, optimizers
from backprop_lessons.optimizers import OPTIMIZERS, Adam, GradientDescent, Momentum, gradient_descent_step, make

WRONG_RATES = [0, 0.0, -0.1, np.nan, np.inf, -np.inf, "0.1", "fast", None, [0.1], True]


def params_and_grads(seed=0):
    rng = np.random.default_rng(seed)
    shapes = [((3, 4), (4,)), ((4, 2), (2,))]
    return tuple([(rng.normal(size=w), rng.normal(size=b)) for w, b in shapes] for _ in range(2))


def flat(pairs):
    return np.concatenate([array.ravel() for pair in pairs for array in pair])


@steady
@given(st.floats(1e-6, 100), st.integers(0, 99))
def test_the_step_is_minus_the_rate_times_the_gradient(rate, seed):
    params, grads = params_and_grads(seed)
    new = gradient_descent_step(params, grads, rate)
    np.testing.assert_allclose(flat(new), flat(params) - rate * flat(grads), rtol=1e-12, atol=1e-12)
    # linear in the rate: twice the rate, twice the way
    np.testing.assert_allclose(
        flat(gradient_descent_step(params, grads, 2 * rate)) - flat(params),
        2 * (flat(new) - flat(params)),
        rtol=1e-9,
        atol=1e-9,
    )


def test_the_old_parameters_and_the_gradients_stay_as_they_were():
    params, grads = params_and_grads()
    everything = [array for pair in params + grads for array in pair]
    before = snapshot(everything)
    for array in everything:
        array.setflags(write=False)
    new = gradient_descent_step(params, grads, 0.5)
    assert snapshot(everything) == before
    assert isinstance(new, list) and [(W.shape, b.shape) for W, b in new] == [((3, 4), (4,)), ((4, 2), (2,))]
    for pair in new:
        for array in pair:
            assert not any(np.shares_memory(array, old) for old in everything)


@pytest.mark.parametrize("rate, factor", [(0.05, 0.5), (0.1, 0.0), (0.15, -0.5), (0.2, -1.0), (0.25, -1.5)])
def test_on_a_parabola_each_rate_has_its_factor(rate, factor):
    """f = 5 w²: converge, jump to the minimum, overshoot, oscillate, diverge."""
    w = 3.0
    [(W, b)] = gradient_descent_step([(np.array([[w]]), np.zeros(1))], [(np.array([[10 * w]]), np.zeros(1))], rate)
    np.testing.assert_allclose(W, [[factor * w]], atol=1e-12)
    np.testing.assert_array_equal(b, [0])


def test_a_step_downhill_lowers_the_cost():
    rng = np.random.default_rng(0)
    net = Network([3, 4, 2], rng=rng)
    X, Y = rng.normal(size=(6, 3)), rng.random((6, 2))
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    before = net.cost(trace, Y)
    GradientDescent(0.1).step(net, grads)
    after = net.cost(net.forward(X), Y)
    slope = sum(np.sum(g**2) for g in grads.dW + grads.db)
    assert after < before
    assert before - after == pytest.approx(0.1 * slope, rel=0.1)


def test_the_object_moves_the_net_as_the_function_says():
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    X, Y = np.random.default_rng(1).normal(size=(5, 3)), np.random.default_rng(2).random((5, 2))
    grads = net.backward(net.forward(X), Y)
    expected = gradient_descent_step(net.parameters(), list(zip(grads.dW, grads.db, strict=True)), 0.3)
    GradientDescent(0.3).step(net, grads)
    for (W, b), (W_new, b_new) in zip(net.parameters(), expected, strict=True):
        np.testing.assert_array_equal(W, W_new)
        np.testing.assert_array_equal(b, b_new)


def test_it_says_what_it_is():
    assert GradientDescent(0.25).learning_rate == 0.25
    assert "0.25" in repr(GradientDescent(0.25)) and "0x" not in repr(GradientDescent(0.25))


def test_numpy_numbers_are_rates_too():
    assert GradientDescent(np.float64(0.5)).learning_rate == 0.5
    assert GradientDescent(np.float32(0.5)).learning_rate == 0.5
    assert GradientDescent(1).learning_rate == 1


# --- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", WRONG_RATES, ids=repr)
def test_rates_that_are_not_finite_and_positive(rate):
    params, grads = params_and_grads()
    for use in (lambda: gradient_descent_step(params, grads, rate), lambda: GradientDescent(rate)):
        with pytest.raises(ValueError, match="learning_rate") as refusal:
            use()
        assert repr(rate) in message_of(refusal) or str(rate) in message_of(refusal)


def test_gradients_that_do_not_fit():
    params, grads = params_and_grads()
    with pytest.raises(ValueError):
        gradient_descent_step(params, grads[:1], 0.1)
    for wrong, shapes in [
        ((grads[0][0].T, grads[0][1]), ["(3, 4)", "(4, 3)"]),
        ((grads[0][0], grads[0][1][None]), ["(4,)", "(1, 4)"]),
        ((grads[0][0], np.array(0.5)), ["(4,)", "()"]),
        ((grads[0][0][:1], grads[0][1]), ["(3, 4)", "(1, 4)"]),
    ]:
        with pytest.raises(ValueError) as refusal:
            gradient_descent_step(params, [wrong, grads[1]], 0.1)
        for shape in shapes:
            assert shape in message_of(refusal)


def test_a_refused_step_moves_nothing():
    """All checks come before the first move: no net is left half updated."""
    net = Network([3, 4, 2], rng=np.random.default_rng(0))
    grads = net.backward(net.forward(np.ones((2, 3))), np.zeros((2, 2)))
    grads.db[1] = np.zeros((1, 2))
    before = snapshot(net.W + net.b)
    with pytest.raises(ValueError):
        GradientDescent(0.1).step(net, grads)
    assert snapshot(net.W + net.b) == before


# --- on flat vectors, in place ----------------------------------------------------------------------------------

KINDS = [GradientDescent(0.3), Momentum(0.3, 0.8), Adam(0.3, 0.7, 0.95, 1e-6)]


def by_the_equations(optimizer, theta, gradients):
    """theta after these gradients, written out from the equations in the docstrings."""
    velocity, mean, square = np.zeros_like(theta), np.zeros_like(theta), np.zeros_like(theta)
    for t, grad in enumerate(gradients, start=1):
        if isinstance(optimizer, GradientDescent):
            theta = theta - 0.3 * grad
        elif isinstance(optimizer, Momentum):
            velocity = 0.8 * velocity - 0.3 * grad
            theta = theta + velocity
        else:
            mean, square = 0.7 * mean + 0.3 * grad, 0.95 * square + 0.05 * grad**2
            theta = theta - 0.3 * (mean / (1 - 0.7**t)) / (np.sqrt(square / (1 - 0.95**t)) + 1e-6)
    return theta


@pytest.mark.parametrize("optimizer", KINDS, ids=lambda o: type(o).__name__)
@pytest.mark.parametrize("n", [1, 7, optimizers.BLOCK, 2 * optimizers.BLOCK + 3])
@pytest.mark.parametrize("dtype, tolerance", [(np.float64, 1e-12), (np.float32, 1e-4)])
def test_updates_follow_the_equations(optimizer, n, dtype, tolerance):
    rng = np.random.default_rng(0)
    theta, grad = rng.normal(size=n).astype(dtype), np.empty(n, dtype)
    gradients = [rng.normal(size=n).astype(dtype) for _ in range(5)]
    expected = by_the_equations(optimizer, theta.astype(float), gradients)
    for given_grad in gradients:
        grad[...] = given_grad
        optimizer.update(theta, grad)
        np.testing.assert_array_equal(grad, given_grad)  # the gradient stays as it is
    np.testing.assert_allclose(theta, expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("kind", [GradientDescent, Momentum, Adam])
def test_another_vector_starts_afresh(kind):
    """No speed is carried over from one network to the next; another gradient array changes nothing."""
    optimizer, grad = kind(0.1), np.array([1.0, -2.0])
    first, second = np.zeros(2), np.zeros(2)
    for _ in range(3):
        optimizer.update(first, grad.copy())
    for _ in range(3):
        optimizer.update(second, grad)
    np.testing.assert_array_equal(first, second)


def test_momentum_zero_is_gradient_descent_and_adams_first_step_is_the_rate():
    one, two, three, grad = np.ones(3), np.ones(3), np.ones(3), np.array([1e-3, -5.0, 200.0])
    for _ in range(3):
        GradientDescent(0.1).update(one, grad)
    momentum = Momentum(0.1, 0)
    for _ in range(3):
        momentum.update(two, grad)
    np.testing.assert_allclose(one, two, rtol=1e-14)
    Adam(0.1).update(three, grad)
    np.testing.assert_allclose(three, [0.9, 1.1, 0.9], rtol=1e-5)


def test_the_rate_may_change_between_updates():
    theta, grad = np.zeros(1), np.ones(1)
    optimizer = GradientDescent(1.0)
    optimizer.update(theta, grad)
    optimizer.learning_rate = 0.5
    optimizer.update(theta, grad)
    assert theta[0] == -1.5


def test_optimizers_by_name():
    assert repr(make("gradient_descent", 0.5)) == "GradientDescent(learning_rate=0.5)"
    assert repr(make("momentum", 0.5)) == "Momentum(learning_rate=0.5, momentum=0.9)"
    assert repr(make("adam", 0.01)) == "Adam(learning_rate=0.01, beta1=0.9, beta2=0.999, eps=1e-08)"
    mine = Adam()
    assert make(mine) is mine and mine.learning_rate == 0.001
    mine.update(np.zeros(2), np.ones(2))
    assert repr(mine) == repr(Adam())
    for wrong in ("sgd", "Adam", None, 3, Adam):
        with pytest.raises(ValueError, match="optimizer") as refusal:
            make(wrong, 0.1)
        for name in OPTIMIZERS:
            assert repr(name) in message_of(refusal)
    with pytest.raises(ValueError, match="learning_rate"):
        make(Adam(), 0.1)
    with pytest.raises(ValueError, match="learning_rate"):
        make("adam")


@pytest.mark.parametrize("rate", WRONG_RATES, ids=repr)
def test_rates_that_are_none_for_the_others(rate):
    for kind in (Momentum, Adam):
        with pytest.raises(ValueError, match="learning_rate"):
            kind(rate)


@pytest.mark.parametrize("wrong", [-0.1, 1, 1.0, 2, np.nan, np.inf, "0.9", None, True])
def test_fractions_that_are_none(wrong):
    for name, build in [
        ("momentum", lambda: Momentum(0.1, wrong)), ("beta1", lambda: Adam(0.1, beta1=wrong)),
        ("beta2", lambda: Adam(0.1, beta2=wrong)),
    ]:  # fmt: skip
        with pytest.raises(ValueError, match=name) as refusal:
            build()
        assert repr(wrong) in message_of(refusal)
    with pytest.raises(ValueError, match="eps"):
        Adam(0.1, eps=0)


@pytest.mark.parametrize("theta, grad", [
    (np.zeros(3), np.zeros(2)), (np.zeros((2, 2)), np.zeros((2, 2))), (np.zeros(3, int), np.zeros(3, int)),
    (np.zeros(3), np.zeros(3, np.float32)), (np.zeros(0), np.zeros(0)),
])  # fmt: skip
def test_vectors_that_do_not_fit(theta, grad):
    for optimizer in (GradientDescent(0.1), Momentum(0.1), Adam(0.1)):
        with pytest.raises(ValueError, match="theta"):
            optimizer.update(theta, grad)
