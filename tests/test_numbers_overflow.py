"""Published numbers: overflow anchors and floors. Where a plain formula ends in nan or inf, the package gives the number.

Underflow to 0 is not a fault (sigmoid(-800) is 0), so only overflow, division by zero and invalid operations are raised.
"""

import numpy as np
import pytest
from published import costs as floors
from published import overflow

from backprop_lessons import Network
from backprop_lessons.activations import sigmoid, sigmoid_prime, softmax, tanh, tanh_prime
from backprop_lessons.costs import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    negative_log_likelihood,
    output_delta,
)

RTOL, ATOL = 1e-9, 1e-12


@pytest.fixture(autouse=True)
def floating_point_faults_are_errors():
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield


def rows(*values):
    return np.array(values, dtype=float)


@pytest.mark.parametrize("anchor", overflow.ANCHORS, ids=lambda anchor: anchor.quantity)
def test_the_anchors_of_the_page(anchor):
    """Ours is the number, without a warning; the plain formula ends where the page says it does."""
    anchor.check()


@pytest.mark.parametrize("row", [row for table in floors.TABLES for row in table.rows], ids=lambda row: row.quantity)
def test_the_costs_of_the_page(row):
    row.check()


# --- sigmoid ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("z", [800.0, 1000.0, 1e6, 1e308])
def test_sigmoid_far_out(z):
    assert sigmoid(rows(z)) == 1
    np.testing.assert_allclose(sigmoid(rows(-z)), 0, atol=1e-300)
    np.testing.assert_allclose(sigmoid_prime(rows(z, -z)), 0, atol=1e-300)


def test_sigmoid_of_a_mixed_row():
    np.testing.assert_allclose(sigmoid(rows(-800, 0, 800)), [0, 0.5, 1], atol=1e-300)
    np.testing.assert_allclose(tanh(rows(-800, 0, 800)), [-1, 0, 1])
    np.testing.assert_allclose(tanh_prime(rows(-800, 0, 800)), [0, 1, 0], atol=1e-300)


def test_where_sigmoid_becomes_exactly_one():
    """From 53 ln 2 on; not at 36."""
    edge = 36.7368005696771
    assert edge == pytest.approx(53 * np.log(2), rel=1e-14)
    assert (sigmoid(rows(edge + 1e-9, 36.74, 37, 40)) == 1).all()
    assert (sigmoid(rows(36, edge - 1e-3)) < 1).all()


def test_small_outputs_keep_their_digits():
    """e^(-z), not 1 - 1: the sigmoid of -40 is no rounding error."""
    np.testing.assert_allclose(sigmoid(rows(-40, -700)), [4.248354255291589e-18, 9.859676543759770e-305], rtol=1e-9)
    np.testing.assert_allclose(sigmoid_prime(rows(40, -40)), 4.248354255291589e-18, rtol=1e-9)


def test_exp_overflows_where_the_course_says():
    edge = 709.782712893384
    assert np.isfinite(np.exp(edge - 1e-9))
    with pytest.raises(FloatingPointError):
        np.exp(edge + 1e-9)


@pytest.mark.parametrize("naive", [lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(z) / (1 + np.exp(z))])
def test_the_naive_sigmoid_would_be_caught(naive):
    """The anchors above can fail: the plain formula overflows on one side or the other."""
    with pytest.raises(FloatingPointError):
        naive(rows(-800, 800))


# --- softmax ---------------------------------------------------------------------------------------------


def test_softmax_of_large_scores():
    p = [[0.090030573170, 0.244728471055, 0.665240955775]]
    for Z in (rows([1000, 1001, 1002]), rows([1, 2, 3]), rows([-1002, -1001, -1000])):
        np.testing.assert_allclose(softmax(Z), p, rtol=RTOL)


def test_softmax_takes_each_rows_own_maximum():
    expected = [[0.268941421370, 0.731058578630], [0.731058578630, 0.268941421370]]
    np.testing.assert_allclose(softmax(rows([1000, 1001], [-1000, -1001])), expected, rtol=RTOL)


def test_softmax_of_1000_against_minus_1000():
    np.testing.assert_array_equal(softmax(rows([1000, -1000], [-1000, 1000])), [[1, 0], [0, 1]])


def test_the_naive_softmax_would_be_caught():
    with pytest.raises(FloatingPointError):
        np.exp(rows([1000, 1001, 1002]))
    Z = rows([1000, 1001], [-1000, -1001])
    one_max = np.exp(Z - Z.max())
    with pytest.raises(FloatingPointError):
        one_max / one_max.sum(axis=1, keepdims=True)


# --- binary cross-entropy from scores --------------------------------------------------------------------------


@pytest.mark.parametrize("z, y, cost", [
    (40, 0, 40), (-1000, 1, 1000), (1000, 0, 1000), (40, 1, 4.248354255e-18), (1000, 1, 0), (-1000, 0, 0),
    (0, 1, np.log(2)), (0, 0, np.log(2)),
])  # fmt: skip
def test_binary_cross_entropy_from_scores(z, y, cost):
    actual = binary_cross_entropy_from_logits(rows([z]), rows([y]))
    np.testing.assert_allclose(actual, cost, rtol=RTOL, atol=0 if cost else 1e-300)
    net = Network.from_parameters([([[1.0]], [0.0])], cost="binary_cross_entropy")
    np.testing.assert_allclose(net.cost(net.forward(rows([z])), rows([y])), cost, rtol=RTOL, atol=0 if cost else 1e-300)


@pytest.mark.parametrize("z, y, delta", [(1000, 0, 1), (-1000, 1, -1), (1000, 1, 0), (40, 0, 1), (-1000, 0, 0)])
def test_its_slope_survives(z, y, delta):
    """Where a clipped cost would be flat, the slope still says which way."""
    actual = output_delta(rows([z]), rows([y]), "sigmoid", "binary_cross_entropy")
    np.testing.assert_allclose(actual, [[delta]], atol=1e-12)


def test_zero_times_log_zero_is_zero():
    assert binary_cross_entropy(rows([0.0, 1.0]), rows([0.0, 1.0])) == 0
    assert binary_cross_entropy(rows([0.0]), rows([0.0])) == 0


# --- negative log-likelihood ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scores, label, cost", [
    ((0, 1000), 0, 1000), ((0, 1000), 1, 0), ((1000, 1001, 1002), 2, 0.407605964444), ((-1000, 1000), 0, 2000),
    ((1000, -1000), 0, 0), ((-1002, -1001, -1000), 2, 0.407605964444),
])  # fmt: skip
def test_negative_log_likelihood_of_large_scores(scores, label, cost):
    Y = np.eye(len(scores))[[label]]
    np.testing.assert_allclose(negative_log_likelihood(rows(scores), Y), cost, rtol=RTOL, atol=ATOL)


def test_its_slope_survives_too():
    """18.420681 would be a cost clipped at 1e-8, with the slope lost."""
    delta = output_delta(rows([0, 1000]), rows([1, 0]), "softmax", "negative_log_likelihood")
    np.testing.assert_allclose(delta, [[-1, 1]], atol=ATOL)
    assert negative_log_likelihood(rows([0, 1000]), rows([1, 0])) > 999


def test_a_probability_of_zero_for_a_class_that_is_not_there_costs_nothing():
    Z = rows([1000, -1000, -1000])
    assert softmax(Z)[0, 1] == 0
    assert negative_log_likelihood(Z, rows([1, 0, 0])) == 0


def test_log_of_softmax_would_be_caught():
    with pytest.raises(FloatingPointError):
        np.log(softmax(rows([0, 1000])))


# --- floors ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("k, floor", [(2, 0.693147), (3, 1.098612), (4, 1.386294), (10, 2.302585)])
def test_equal_scores_cost_ln_k(k, floor):
    Y = np.eye(k)
    assert negative_log_likelihood(np.zeros((k, k)), Y) == pytest.approx(np.log(k), rel=RTOL)
    assert negative_log_likelihood(np.full((k, k), 3.0), Y) == pytest.approx(floor, abs=5e-7)


@pytest.mark.parametrize(
    "k, floor", [(2, 0.313261687518), (3, 0.551444713932), (4, 0.743668380629), (10, 1.461150171734)]
)
def test_softmax_applied_twice_has_a_floor(k, floor):
    """The cost of a perfect answer, when probabilities are taken for scores."""
    perfect = softmax(1000 * np.eye(k))
    np.testing.assert_array_equal(perfect, np.eye(k))
    assert negative_log_likelihood(perfect, np.eye(k)) == pytest.approx(floor, rel=RTOL)
    assert floor == pytest.approx(np.log((np.e + k - 1) / np.e), rel=RTOL)


def test_the_largest_probability_after_two_softmaxes():
    assert softmax(softmax(1000 * np.eye(10))).max() == pytest.approx(0.2320, abs=5e-5)


def test_the_same_scores_through_the_network_have_no_floor():
    """The network does not take the softmax twice: a perfect answer costs 0."""
    net = Network.from_parameters([(1000 * np.eye(4), np.zeros(4))], output="softmax", cost="negative_log_likelihood")
    assert net.cost(net.forward(np.eye(4)), np.eye(4)) == pytest.approx(0, abs=1e-300)
