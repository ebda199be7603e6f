"""gradcheck.py: measured gradients, relative error, and a check that lets no wrong gradient through."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import ELEMENTWISE, PAIRS, matrices, matrix_pairs, message_of, numbers, snapshot, steady, targets

from backprop_lessons import Gradients, Network, datasets
from backprop_lessons.gradcheck import check, numerical_gradient, relative_error, slope_along

# --- measured gradients ----------------------------------------------------------------------------------


@steady
@given(matrices(3))
def test_exact_on_quadratics(theta):
    """The central difference has no truncation error on a quadratic; a one-sided one would be off by h."""
    f = lambda t: np.sum(3 * t**2 - 2 * t + 1)  # noqa: E731
    np.testing.assert_allclose(numerical_gradient(f, theta, step=1e-2), 6 * theta - 2, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (2, 3, 2)], ids=str)
def test_each_slope_is_in_its_place(shape):
    c = np.random.default_rng(0).normal(size=shape)
    theta = np.random.default_rng(1).normal(size=shape)
    gradient = numerical_gradient(lambda t: float(np.sum(c * np.sin(t))), theta)
    assert np.shape(gradient) == shape
    np.testing.assert_allclose(gradient, c * np.cos(theta), rtol=1e-8, atol=1e-10)


def test_theta_stays_as_it_was():
    theta = np.array([[1.0, 2.0], [3.0, 4.0]])
    before = theta.copy()
    numerical_gradient(lambda t: np.sum(t**3), theta)
    np.testing.assert_array_equal(theta, before)

    def writes_into_its_argument(t):
        t *= 2
        return np.sum(t)

    np.testing.assert_allclose(numerical_gradient(writes_into_its_argument, theta), 2, rtol=1e-9)
    np.testing.assert_array_equal(theta, before)

    def fails(t):
        raise RuntimeError("no cost today")

    with pytest.raises(RuntimeError):
        numerical_gradient(fails, theta)
    np.testing.assert_array_equal(theta, before)


def test_theta_of_whole_numbers():
    """In an integer array a step of 1e-5 would vanish, and a slope of .5 would be cut off to 0."""
    for theta in (np.array([1, 2, -3]), [1, 2, -3]):
        measured = numerical_gradient(lambda t: np.sum(t**2) / 4, theta)
        np.testing.assert_allclose(measured, [0.5, 1, -1.5], rtol=1e-9)


def test_the_step_is_used():
    """x³ at 1: the central difference is 3 + h², so the step shows in the answer."""
    for h in (0.5, 0.1, 0.01):
        measured = numerical_gradient(lambda t: float(t[0] ** 3), np.array([1.0]), step=h)
        np.testing.assert_allclose(measured, [3 + h**2], rtol=1e-10)
        np.testing.assert_allclose(
            slope_along(lambda t: float(t[0] ** 3), np.array([1.0]), np.array([1.0]), h), 3 + h**2
        )


def test_two_evaluations_per_parameter():
    calls = []
    numerical_gradient(lambda t: calls.append(1) or 0.0, np.zeros((2, 3)))
    assert len(calls) == 12


@steady
@given(matrix_pairs(numbers(2), numbers(2)))
def test_the_slope_along_a_direction_is_the_gradient_times_the_direction(pair):
    theta, direction = pair
    slope = slope_along(lambda t: float(np.sum(np.sin(t))), theta, direction)
    assert isinstance(slope, float)
    np.testing.assert_allclose(slope, np.sum(np.cos(theta) * direction), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf, "1e-5", None])
def test_a_step_that_is_no_step(step):
    for use in (
        lambda: numerical_gradient(np.sum, np.ones(2), step=step),
        lambda: slope_along(np.sum, np.ones(2), np.ones(2), step),
    ):
        with pytest.raises(ValueError, match="step") as refusal:
            use()
        assert str(step) in message_of(refusal)


def test_a_direction_of_another_shape():
    with pytest.raises(ValueError) as refusal:
        slope_along(np.sum, np.ones((3, 1)), np.ones(3), 1e-5)
    assert "(3, 1)" in message_of(refusal) and "(3,)" in message_of(refusal)


# --- relative error ----------------------------------------------------------------------------------------


@steady
@given(matrix_pairs(numbers(1e6), numbers(1e6)), st.floats(0.01, 100))
def test_relative_error_is_symmetric_between_0_and_1_and_without_units(pair, factor):
    a, b = pair
    error = relative_error(a, b)
    assert isinstance(error, float) and 0 <= error <= 1 + 1e-12
    np.testing.assert_allclose(relative_error(b, a), error, rtol=1e-12)
    assert relative_error(a, a) == 0
    assume(np.abs(a).max() > 1e-100 and np.abs(b).max() > 1e-100)
    np.testing.assert_allclose(relative_error(factor * a, factor * b), error, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(relative_error(a, -a), 1)


def test_relative_error_by_hand():
    assert relative_error(0.0, 0.0) == 0
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error(1.0, 0.0) == 1
    assert relative_error(3.0, 1.0) == 0.5
    assert relative_error(np.array([3.0, 4.0]), np.zeros(2)) == 1
    # |(0, 1)| / (|(3, 4)| + |(3, 3)|): lengths, neither the largest entry nor a mean of errors
    assert relative_error([3.0, 4.0], [3.0, 3.0]) == pytest.approx(1 / (5 + np.sqrt(18)))
    # tiny numbers are compared as strictly as large ones
    assert relative_error(1e-9, 2e-9) == pytest.approx(1 / 3)


def test_relative_error_of_nan_is_never_small():
    try:
        error = relative_error(np.array([1.0, np.nan]), np.array([1.0, np.nan]))
    except ValueError:
        return
    assert not error < 1


def test_relative_error_refuses_different_shapes():
    for a, b in [(np.ones((3, 1)), np.ones(3)), (np.ones((2, 3)), np.ones((3, 2))), (np.ones(3), 1.0)]:
        with pytest.raises(ValueError) as refusal:
            relative_error(a, b)
        assert str(np.shape(a)) in message_of(refusal) and str(np.shape(b)) in message_of(refusal)


# --- the check of a whole net --------------------------------------------------------------------------------


def net_and_data(output="sigmoid", cost="quadratic", hidden="tanh", seed=0):
    rng = np.random.default_rng(seed)
    net = Network([3, 4, 2], activation=hidden, output=output, cost=cost, rng=rng, scale=0.8)
    for layer in range(2):
        net.b[layer] = rng.normal(size=net.b[layer].shape)
    return net, rng.normal(size=(5, 3)), targets(cost, (5, 2), rng)


@pytest.mark.parametrize("output, cost", PAIRS)
@pytest.mark.parametrize("hidden", ELEMENTWISE)
def test_a_right_gradient_passes(output, cost, hidden):
    result = check(*net_and_data(output, cost, hidden))
    assert result.relative_error < 1e-7
    assert repr(result) == repr(check(*net_and_data(output, cost, hidden)))


def test_the_worked_example_passes():
    assert check(*datasets.worked_example()).relative_error < 1e-7


def spoiled(net, fault):
    """The net with a backward that goes wrong in one place."""
    right = net.backward

    def backward(trace, Y):
        grads = right(trace, Y)
        return Gradients(*fault([g.copy() for g in grads.dW], [g.copy() for g in grads.db]), grads.delta)

    net.backward = backward
    return net


def _first_db_wrong(dW, db):
    db[0] = np.zeros_like(db[0])
    return dW, db


def _last_dW_times_two(dW, db):
    dW[-1] *= 2
    return dW, db


def _one_entry_off_by_one_percent(dW, db):
    dW[0][1, 2] *= 1.01
    return dW, db


def _sign(dW, db):
    return [-g for g in dW], [-g for g in db]


def _m_times(dW, db):
    return [5 * g for g in dW], [5 * g for g in db]


@pytest.mark.parametrize("fault", [_first_db_wrong, _last_dW_times_two, _one_entry_off_by_one_percent, _sign, _m_times])
def test_a_wrong_gradient_does_not_pass(fault):
    net, X, Y = net_and_data()
    assert check(net, X, Y).relative_error < 1e-7
    assert check(spoiled(net, fault), X, Y).relative_error > 1e-4


def test_the_table_names_the_wrong_array():
    net, X, Y = net_and_data()
    result = check(spoiled(net, _last_dW_times_two), X, Y)
    assert "W[1]" in repr(result) and "b[0]" in repr(result)
    assert [name for name, error in result.arrays.items() if error > 1e-6] == ["W[1]"]
    result = check(spoiled(net, _first_db_wrong), X, Y)
    assert result.arrays["b[0]"] > 0.5


def test_the_check_changes_nothing():
    net, X, Y = net_and_data()
    before, arrays = snapshot([*net.W, *net.b, X, Y]), [id(a) for a in net.W + net.b]
    check(net, X, Y)
    assert snapshot([*net.W, *net.b, X, Y]) == before
    assert [id(a) for a in net.W + net.b] == arrays


def test_the_step_of_the_check_is_used():
    net, X, Y = net_and_data()
    assert check(net, X, Y, step=0.1).relative_error > 1e-5
    with pytest.raises(ValueError, match="step"):
        check(net, X, Y, step=0)


# --- error against step: published in the course's table of numbers ------------------------------------------------


def one_sided(f, theta, h):
    return (f(theta + h) - f(theta)) / h


def mazur_w1():
    net, X, Y = datasets.worked_example()

    def cost(w):
        net.W[0][0, 0] = float(np.ravel(w)[0])
        return net.cost(net.forward(X), Y)

    return cost, 0.15, 0.000438567734


def nielsen_w():
    net = Network.from_parameters([([[0.6]], [0.9])])

    def cost(w):
        net.W[0][0, 0] = float(np.ravel(w)[0])
        return net.cost(net.forward([[1.0]]), [[0.0]])

    a = 1 / (1 + np.exp(-1.5))
    return cost, 0.6, a * a * (1 - a)


def test_truncation_falls_by_10_one_sided_and_by_100_central():
    cost, w, exact = nielsen_w()
    central = [relative_error(numerical_gradient(cost, w, 10.0**-k), exact) for k in range(1, 5)]
    sided = [relative_error(one_sided(cost, w, 10.0**-k), exact) for k in range(1, 7)]
    np.testing.assert_allclose(central, [2.0e-4, 2.0e-6, 2.0e-8, 2.0e-10], rtol=0.1)
    np.testing.assert_allclose(np.divide(central[:-1], central[1:]), 100, rtol=0.1)
    np.testing.assert_allclose(np.divide(sided[:-1], sided[1:]), 10, rtol=0.1)


def test_the_default_step_is_near_the_bottom_of_the_valley():
    for cost, w, exact in (nielsen_w(), mazur_w1()):
        at_default = relative_error(numerical_gradient(cost, w), exact)
        assert at_default < 1e-7
        assert at_default < relative_error(numerical_gradient(cost, w, 1e-1), exact) / 10
        assert at_default < relative_error(numerical_gradient(cost, w, 1e-10), exact) / 10


def test_the_kink_of_relu_fails_innocently():
    """z = -1e-6, h = 1e-5: the step crosses the kink. Measured 0.45, backpropagation rightly 0; at z = 0, 0.5 and 0."""
    from backprop_lessons.activations import relu, relu_prime

    assert numerical_gradient(lambda z: float(relu(z)), -1e-6) == pytest.approx(0.45)
    assert numerical_gradient(lambda z: float(relu(z)), 0.0) == pytest.approx(0.5)
    assert relu_prime(-1e-6) == relu_prime(0.0) == 0
