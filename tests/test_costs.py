"""costs.py: values, dC/dA, the output delta of every legal pair, overflow, and what is refused."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    KINKED,
    PAIRS,
    REFUSED_PAIRS,
    SIZES,
    assert_gradient,
    matrix_pairs,
    message_of,
    numbers,
    off_the_kink,
    scores_and_classes,
    steady,
    targets,
)

from backprop_lessons import activations
from backprop_lessons.costs import (
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_slope,
    negative_log_likelihood,
    output_delta,
    quadratic_cost,
    quadratic_slope,
)

SHAPES = [(m, k) for m, _, k in SIZES]
real_pairs = matrix_pairs(numbers(10), numbers(10))
unit_pairs = matrix_pairs(st.floats(0.01, 0.99), st.floats(0, 1))
ALL_COSTS = [quadratic_cost, binary_cross_entropy, binary_cross_entropy_from_logits, negative_log_likelihood]


def cost_of_scores(Z, Y, activation, cost):
    """The cost as a function of the output layer's z, written with the plain formulas."""
    if cost == "negative_log_likelihood":
        return negative_log_likelihood(Z, Y)
    A = activations.get(activation).function(Z)
    return quadratic_cost(A, Y) if cost == "quadratic" else binary_cross_entropy(A, Y)


# --- values: the constants of the textbook ---------------------------------------------------------


@steady
@given(real_pairs)
def test_quadratic_cost_is_half_the_squared_miss_summed_over_outputs_meaned_over_examples(pair):
    A, Y = pair
    expected = sum(0.5 * (a - y) ** 2 for a, y in zip(A.ravel(), Y.ravel(), strict=True)) / len(A)
    np.testing.assert_allclose(quadratic_cost(A, Y), expected, rtol=1e-12, atol=1e-300)


@steady
@given(unit_pairs)
def test_binary_cross_entropy_is_summed_over_outputs_and_meaned_over_examples(pair):
    A, Y = pair
    expected = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(A)
    np.testing.assert_allclose(binary_cross_entropy(A, Y), expected, rtol=1e-10, atol=1e-14)


@steady
@given(matrix_pairs(numbers(20), st.floats(0, 1)))
def test_binary_cross_entropy_from_scores_is_the_same_cost(pair):
    Z, Y = pair
    np.testing.assert_allclose(
        binary_cross_entropy_from_logits(Z, Y), binary_cross_entropy(activations.sigmoid(Z), Y), rtol=1e-6, atol=1e-9
    )


@steady
@given(scores_and_classes())
def test_negative_log_likelihood_is_minus_the_log_of_the_probability_of_the_true_class(pair):
    Z, Y = pair
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    expected = np.mean([-np.log(p[y.argmax()]) for p, y in zip(P, Y, strict=True)])
    np.testing.assert_allclose(negative_log_likelihood(Z, Y), expected, rtol=1e-9, atol=1e-12)


def test_a_cost_is_one_plain_number():
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    for cost in ALL_COSTS:
        assert isinstance(cost(np.full((2, 2), 0.5), Y), float)


def test_costs_of_a_good_and_a_fair_answer():
    """Accuracy is equal, cost is not: p_true .9 or .55."""
    for p, expected in [(0.9, 0.105361), (0.55, 0.597837)]:
        scores = np.log([[p, 1 - p]])
        assert negative_log_likelihood(scores, np.array([[1.0, 0.0]])) == pytest.approx(expected, abs=5e-7)


# --- properties -------------------------------------------------------------------------------------


@steady
@given(real_pairs)
def test_quadratic_cost_is_zero_only_at_the_target_and_grows_with_the_square(pair):
    A, Y = pair
    assert quadratic_cost(Y, Y) == 0
    assume(np.abs(A - Y).max() > 1e-6)
    assert quadratic_cost(A, Y) > 0
    np.testing.assert_allclose(quadratic_cost(Y + 2 * (A - Y), Y), 4 * quadratic_cost(A, Y), rtol=1e-8)
    np.testing.assert_allclose(quadratic_cost(A, Y), quadratic_cost(Y, A), rtol=1e-12)


@steady
@given(unit_pairs)
def test_binary_cross_entropy_is_symmetric_and_never_below_the_entropy(pair):
    A, Y = pair
    cost = binary_cross_entropy(A, Y)
    assert cost >= 0
    np.testing.assert_allclose(cost, binary_cross_entropy(1 - A, 1 - Y), rtol=1e-9, atol=1e-12)
    floor = binary_cross_entropy(Y, Y)  # the target's own entropy, not 0, unless every target is 0 or 1
    assert cost >= floor - 1e-12


@steady
@given(matrix_pairs(numbers(1000), st.sampled_from([0.0, 1.0])))
def test_binary_cross_entropy_from_scores_is_symmetric_and_finite(pair):
    Z, Y = pair
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        cost = binary_cross_entropy_from_logits(Z, Y)
        mirrored = binary_cross_entropy_from_logits(-Z, 1 - Y)
    assert np.isfinite(cost) and cost >= 0
    np.testing.assert_allclose(cost, mirrored, rtol=1e-12, atol=1e-300)


@steady
@given(scores_and_classes(1000), numbers(1000))
def test_negative_log_likelihood_ignores_a_row_shift_and_stays_finite(pair, shift):
    Z, Y = pair
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        cost = negative_log_likelihood(Z, Y)
    assert np.isfinite(cost) and cost >= 0
    np.testing.assert_allclose(negative_log_likelihood(Z + shift, Y), cost, rtol=1e-9, atol=1e-9)
    rowwise = Z + np.linspace(-5, 5, len(Z))[:, None]
    np.testing.assert_allclose(negative_log_likelihood(rowwise, Y), cost, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 10])
@pytest.mark.parametrize("score", [0.0, 7.0, -1000.0, 1000.0])
def test_equal_scores_cost_ln_k(k, score):
    Y = np.eye(k)[np.arange(6) % k]
    np.testing.assert_allclose(negative_log_likelihood(np.full((6, k), score), Y), np.log(k), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("cost", ALL_COSTS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_mean_does_not_move_when_the_batch_is_repeated(cost, shape):
    rng = np.random.default_rng(4)
    A, Y = rng.uniform(0.1, 0.9, size=shape), np.eye(shape[1])[rng.integers(shape[1], size=shape[0])]
    once = cost(A, Y)
    np.testing.assert_allclose(cost(np.vstack([A, A]), np.vstack([Y, Y])), once, rtol=1e-12)
    np.testing.assert_allclose(cost(np.repeat(A, 7, axis=0), np.repeat(Y, 7, axis=0)), once, rtol=1e-12)


# --- slopes and deltas against measured slopes --------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_quadratic_slope_is_dC_dA(shape):
    rng = np.random.default_rng(5)
    A, Y = rng.normal(size=shape), rng.normal(size=shape)
    assert_gradient(lambda A: quadratic_cost(A, Y), A, quadratic_slope(A, Y), rng)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_binary_cross_entropy_slope_is_dC_dA(shape):
    rng = np.random.default_rng(6)
    A, Y = rng.uniform(0.1, 0.9, size=shape), targets("binary_cross_entropy", shape, rng)
    assert_gradient(lambda A: binary_cross_entropy(A, Y), A, binary_cross_entropy_slope(A, Y), rng)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_binary_cross_entropy_from_scores_is_measured_too(shape):
    rng = np.random.default_rng(7)
    Z, Y = rng.normal(scale=2, size=shape), targets("binary_cross_entropy", shape, rng)
    delta = output_delta(Z, Y, "sigmoid", "binary_cross_entropy")
    assert_gradient(lambda Z: binary_cross_entropy_from_logits(Z, Y), Z, delta, rng)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("activation, cost", PAIRS)
def test_output_delta_is_dC_dZ(activation, cost, shape):
    rng = np.random.default_rng(8)
    Z, Y = rng.normal(size=shape), targets(cost, shape, rng)
    if activation in KINKED:
        Z = off_the_kink(Z)
    delta = output_delta(Z, Y, activation, cost)
    assert_gradient(lambda Z: cost_of_scores(Z, Y, activation, cost), Z, delta, rng)


@pytest.mark.parametrize("activation, cost", PAIRS)
def test_output_delta_holds_the_1_over_m(activation, cost):
    """The batch repeated: every row of the delta halves."""
    rng = np.random.default_rng(9)
    Z, Y = rng.normal(size=(4, 3)), targets(cost, (4, 3), rng)
    delta = output_delta(Z, Y, activation, cost)
    twice = output_delta(np.vstack([Z, Z]), np.vstack([Y, Y]), activation, cost)
    np.testing.assert_allclose(twice, np.vstack([delta, delta]) / 2, rtol=1e-12)


@pytest.mark.parametrize(
    "activation, cost",
    [
        ("identity", "quadratic"),
        ("linear", "quadratic"),
        ("sigmoid", "binary_cross_entropy"),
        ("softmax", "negative_log_likelihood"),
    ],
)
def test_the_matched_pairs_share_one_delta(activation, cost):
    rng = np.random.default_rng(10)
    Z, Y = rng.normal(size=(5, 3)), targets(cost, (5, 3), rng)
    A = activations.softmax(Z) if activation == "softmax" else activations.get(activation).function(Z)
    np.testing.assert_allclose(output_delta(Z, Y, activation, cost), (A - Y) / 5, rtol=1e-12, atol=1e-15)


def test_softmax_delta_rows_sum_to_zero():
    rng = np.random.default_rng(11)
    Z, Y = rng.normal(size=(6, 4)), targets("negative_log_likelihood", (6, 4), rng)
    delta = output_delta(Z, Y, "softmax", "negative_log_likelihood")
    np.testing.assert_allclose(delta.sum(axis=1), 0, atol=1e-15)


def test_the_quadratic_delta_has_the_slope_and_the_cross_entropy_delta_has_not():
    """The saturated and wrong neuron: cross-entropy hears it 56.6 times as loudly."""
    Z, Y = np.array([[4.0]]), np.array([[0.0]])
    quiet = output_delta(Z, Y, "sigmoid", "quadratic")[0, 0]
    loud = output_delta(Z, Y, "sigmoid", "binary_cross_entropy")[0, 0]
    np.testing.assert_allclose([quiet, loud], [0.017345021071, 0.982013790038], rtol=1e-9)


@pytest.mark.parametrize("scale", [1000.0, -1000.0])
@pytest.mark.parametrize("activation, cost", [p for p in PAIRS if p[0] in ("sigmoid", "softmax", "tanh")])
def test_deltas_stay_finite_and_bounded_at_1000(activation, cost, scale):
    Z, Y = scale * np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 1.0]]), np.eye(3)[[0, 0]]
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        delta = output_delta(Z, Y, activation, cost)
    assert np.isfinite(delta).all() and np.abs(delta).max() <= 2


def test_inputs_are_not_written_into():
    rng = np.random.default_rng(12)
    A, Y = rng.uniform(0.1, 0.9, size=(3, 2)), np.eye(2)[[0, 1, 0]]
    for array in (A, Y):
        array.setflags(write=False)
    for function in [*ALL_COSTS, quadratic_slope, binary_cross_entropy_slope]:
        function(A, Y)
    for activation, cost in PAIRS:
        delta = output_delta(A, Y, activation, cost)
        assert not np.shares_memory(delta, A) and not np.shares_memory(delta, Y)


def test_integer_targets_are_taken_as_numbers():
    Z, labels = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([[1, 0], [0, 1]])
    for cost in [quadratic_cost, binary_cross_entropy_from_logits, negative_log_likelihood]:
        assert cost(Z, labels) == pytest.approx(cost(Z, labels.astype(float)))
    assert quadratic_cost(np.array([[2]]), np.array([[5]])) == 4.5


# --- refused --------------------------------------------------------------------------------------------


BROADCASTS = [
    ((5, 1), (5,)),
    ((5,), (5, 1)),
    ((5, 2), (2,)),
    ((5, 2), (1, 2)),
    ((1, 2), (5, 2)),
    ((5, 2), (5, 1)),
    ((5, 2), (2, 5)),
]


@pytest.mark.parametrize("left, right", BROADCASTS, ids=str)
@pytest.mark.parametrize(
    "function", [*ALL_COSTS, quadratic_slope, binary_cross_entropy_slope], ids=lambda f: f.__name__
)
def test_shapes_that_would_broadcast_by_accident_are_refused(function, left, right):
    with pytest.raises(ValueError) as refusal:
        function(np.full(left, 0.5), np.full(right, 0.5))
    assert str(left) in message_of(refusal) and str(right) in message_of(refusal)


@pytest.mark.parametrize("left, right", BROADCASTS, ids=str)
@pytest.mark.parametrize("activation, cost", PAIRS)
def test_output_delta_refuses_them_too(activation, cost, left, right):
    with pytest.raises(ValueError) as refusal:
        output_delta(np.full(left, 0.5), np.full(right, 0.5), activation, cost)
    assert str(left) in message_of(refusal) and str(right) in message_of(refusal)


@pytest.mark.parametrize("activation, cost", REFUSED_PAIRS)
def test_pairs_that_do_not_match_are_refused_with_the_legal_ones(activation, cost):
    Z = np.zeros((2, 3))
    with pytest.raises(ValueError) as refusal:
        output_delta(Z, np.eye(3)[[0, 1]], activation, cost)
    text = message_of(refusal)
    assert activation in text and cost in text
    # and the way out: an activation that goes with this cost
    partner = {"binary_cross_entropy": "sigmoid", "negative_log_likelihood": "softmax", "quadratic": "sigmoid"}[cost]
    assert partner in text.replace(cost, "")


@pytest.mark.parametrize("cost", ["mse", "", "Quadratic", None])
def test_an_unknown_cost_is_refused_with_the_legal_names(cost):
    with pytest.raises(ValueError) as refusal:
        output_delta(np.zeros((1, 1)), np.zeros((1, 1)), "sigmoid", cost)
    text = message_of(refusal)
    assert repr(cost) in text or str(cost) in text
    for legal in ("quadratic", "binary_cross_entropy", "negative_log_likelihood"):
        assert legal in text


def test_an_unknown_activation_is_refused_with_the_legal_names():
    with pytest.raises(ValueError, match="sigmod"):
        output_delta(np.zeros((1, 1)), np.zeros((1, 1)), "sigmod", "quadratic")


def test_a_true_infinity_is_not_dressed_up_as_a_number():
    """a = 1, y = 0 costs infinitely much; 1.8e308 or a clipped 18.4 would be an invention."""
    with np.errstate(divide="ignore"):
        assert binary_cross_entropy(np.array([[1.0]]), np.array([[0.0]])) == np.inf
        assert binary_cross_entropy(np.array([[0.0]]), np.array([[1.0]])) == np.inf


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(
    "function", [*ALL_COSTS, quadratic_slope, binary_cross_entropy_slope], ids=lambda f: f.__name__
)
def test_nan_and_inf_are_refused_by_name_and_place(function, bad):
    good, spoiled = np.full((3, 2), 0.5), np.full((3, 2), 0.5)
    spoiled[1, 0] = bad
    for values, Y, name in [(spoiled, good, "[AZ]"), (good, spoiled, "Y")]:
        with pytest.raises(ValueError, match=f"^{name}:") as refusal:
            function(values, Y)
        assert str(bad) in message_of(refusal) and "[1, 0]" in message_of(refusal)


@pytest.mark.parametrize("activation, cost", PAIRS)
def test_output_delta_refuses_nan_and_inf(activation, cost):
    Z, Y = np.zeros((2, 2)), np.eye(2)
    with pytest.raises(ValueError, match="^Z:"):
        output_delta(np.where(Y == 1, np.nan, Z), Y, activation, cost)
    with pytest.raises(ValueError, match="^Y:"):
        output_delta(Z, np.where(Y == 1, np.inf, Y), activation, cost)


@pytest.mark.parametrize("wrong", [-0.5, 1.5])
def test_cross_entropy_takes_probabilities(wrong):
    good, outside = np.full((2, 1), 0.5), np.array([[0.5], [wrong]])
    for use in (
        lambda: binary_cross_entropy(outside, good),
        lambda: binary_cross_entropy(good, outside),
        lambda: binary_cross_entropy_from_logits(good, outside),
        lambda: binary_cross_entropy_slope(outside, good),
    ):
        with pytest.raises(ValueError, match=str(wrong)):
            use()


def test_negative_log_likelihood_takes_one_hot_rows():
    """The slope (softmax(Z) - Y)/m is right only for rows that add up to 1."""
    for Y in (np.ones((2, 3)), np.zeros((2, 3)), np.array([[1.0, 0, 0], [0, 0.5, 0]])):
        for use in (
            lambda Y=Y: negative_log_likelihood(np.zeros((2, 3)), Y),
            lambda Y=Y: output_delta(np.zeros((2, 3)), Y, "softmax", "negative_log_likelihood"),
        ):
            with pytest.raises(ValueError, match="Y"):
                use()
