"""activations.py: values, slopes, overflow, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from strategies import ELEMENTWISE, KINKED, STEP, matrices, message_of, numbers, off_the_kink, steady

from backprop_lessons import activations
from backprop_lessons.activations import (
    ACTIVATIONS,
    identity,
    leaky_relu,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softmax,
    tanh,
    tanh_prime,
)

SHAPES = [(), (1,), (4,), (1, 1), (5, 3), (2, 3, 4)]


def function_and_slope(name):
    return getattr(activations, name), getattr(activations, name + "_prime")


# --- values -------------------------------------------------------------------------------------


def test_known_values():
    z = np.array([-2.0, 0.0, 1.0])
    np.testing.assert_allclose(sigmoid(z), [0.119202922022, 0.5, 0.731058578630], rtol=1e-9)
    np.testing.assert_allclose(tanh(z), [-0.964027580076, 0, 0.761594155956], rtol=1e-9)  # 0.462 would be tanh(z/2)
    np.testing.assert_allclose(relu(z), [0, 0, 1])
    np.testing.assert_allclose(identity(z), z)
    assert leaky_relu(z)[2] == 1 and leaky_relu(z)[1] == 0 and -2 < leaky_relu(z)[0] < 0


def test_known_slopes():
    z = np.array([-2.0, 0.0, 1.0])
    np.testing.assert_allclose(sigmoid_prime(z), [0.104993585404, 0.25, 0.196611933241], rtol=1e-9)
    np.testing.assert_allclose(tanh_prime(z), [0.070650824853, 1, 0.419974341614], rtol=1e-9)
    np.testing.assert_array_equal(relu_prime(z), [0, 0, 1])
    np.testing.assert_array_equal(activations.identity_prime(z), [1, 1, 1])


def test_the_slope_of_relu_at_zero_is_zero():
    assert relu_prime(np.array(0.0)) == 0
    assert relu_prime(np.array(-0.0)) == 0


def test_leaky_relu_leaks_by_a_fixed_fraction():
    z = np.array([-1.0, -3.0, -1000.0])
    leak = leaky_relu(z) / z
    np.testing.assert_allclose(leak, leak[0], rtol=1e-12)
    assert 0 < leak[0] < 0.5
    np.testing.assert_allclose(activations.leaky_relu_prime(z), leak, rtol=1e-12)
    np.testing.assert_array_equal(activations.leaky_relu_prime(np.array([0.5, 7.0])), 1)


def test_the_same_nudge_is_heard_780_times_less_when_saturated():
    at_0 = sigmoid(np.array(0.1)) - sigmoid(np.array(0.0))
    at_8 = sigmoid(np.array(8.1)) - sigmoid(np.array(8.0))
    assert at_0 == pytest.approx(0.024979, abs=5e-7)
    assert at_8 == pytest.approx(0.0000319, abs=5e-8)
    assert 770 < at_0 / at_8 < 790


# --- slopes against measured slopes ---------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_slope_against_measured_in_a_random_direction(name, shape):
    f, f_prime = function_and_slope(name)
    rng = np.random.default_rng(3)
    z = rng.normal(scale=2, size=shape)
    if name in KINKED:
        z = off_the_kink(z)
    direction = rng.normal(size=shape)
    measured = (f(z + STEP * direction) - f(z - STEP * direction)) / (2 * STEP)
    np.testing.assert_allclose(f_prime(z) * direction, measured, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_slope_far_out_where_it_is_small(name):
    f, f_prime = function_and_slope(name)
    z = np.array([-12.0, -7.0, -1e-3, 1e-3, 7.0, 12.0])
    measured = (f(z + 1e-4) - f(z - 1e-4)) / 2e-4
    np.testing.assert_allclose(f_prime(z), measured, rtol=1e-4, atol=2e-12)


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_slopes_take_z_and_not_a(name):
    f, f_prime = function_and_slope(name)
    z = np.linspace(-3, 3, 7)
    assert np.abs(f_prime(z) - f_prime(f(z))).max() > 0.1


# --- properties -----------------------------------------------------------------------------------


@steady
@given(matrices(1000))
def test_sigmoid_stays_in_0_1_and_mirrors(z):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        a = sigmoid(z)
    assert a.shape == z.shape and (a >= 0).all() and (a <= 1).all()
    np.testing.assert_allclose(a + sigmoid(-z), 1, rtol=1e-14)


@steady
@given(matrices(30))
def test_sigmoid_is_the_textbook_formula_where_that_is_safe(z):
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-13)
    np.testing.assert_allclose(sigmoid(z), (1 + np.tanh(z / 2)) / 2, rtol=1e-9, atol=1e-15)


@steady
@given(matrices(1000))
def test_slopes_are_even_and_bounded(z):
    for slope, largest in [(sigmoid_prime, 0.25), (tanh_prime, 1.0)]:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            s = slope(z)
        np.testing.assert_allclose(s, slope(-z), rtol=1e-9, atol=1e-15)
        assert (s >= 0).all() and (s <= largest * (1 + 1e-15)).all()  # one rounding is no fault


@steady
@given(matrices(1e6))
def test_relu_family(z):
    np.testing.assert_array_equal(relu(z), np.where(z > 0, z, 0))
    np.testing.assert_array_equal(relu_prime(z), np.where(z > 0, 1.0, 0.0))
    np.testing.assert_allclose(relu(z) - relu(-z), z)
    np.testing.assert_array_equal(identity(z), z)
    assert (np.sign(leaky_relu(z)) == np.sign(z)).all() or np.abs(z[z != 0]).min() < 1e-300


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "identity", "leaky_relu", "relu"])
def test_activations_never_fall(name):
    a = function_and_slope(name)[0](np.linspace(-50, 50, 1001))
    assert (np.diff(a) >= 0).all()


@steady
@given(matrices(1000), numbers(1000))
def test_softmax_rows(Z, shift):
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        P = softmax(Z)
        shifted = softmax(Z + shift)
    assert P.shape == Z.shape and (P >= 0).all() and (P <= 1).all()
    np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(P, shifted, rtol=1e-9, atol=1e-12)


@steady
@given(matrices(20))
def test_softmax_is_the_textbook_formula_where_that_is_safe(Z):
    np.testing.assert_allclose(softmax(Z), np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), rtol=1e-11)


def test_softmax_row_by_row():
    """Row i depends on row i only: not over examples, not over the whole matrix, not with one maximum for the batch."""
    Z = np.random.default_rng(0).normal(scale=3, size=(5, 4))
    for i in range(5):
        np.testing.assert_allclose(softmax(Z)[i : i + 1], softmax(Z[i : i + 1]), rtol=1e-15)
    moved = Z.copy()
    moved[0] += [700, 0, 0, -700]
    np.testing.assert_allclose(softmax(moved)[1:], softmax(Z)[1:], rtol=1e-15)
    assert softmax(np.ones((3, 1))) == pytest.approx(np.ones((3, 1)))


def test_softmax_of_equal_scores_and_of_permuted_columns():
    np.testing.assert_allclose(softmax(np.full((2, 10), 7.0)), 0.1)
    Z = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_allclose(softmax(Z), [[0.09003057, 0.24472847, 0.66524096]], atol=5e-9)
    np.testing.assert_allclose(softmax(Z[:, [2, 0, 1]]), softmax(Z)[:, [2, 0, 1]])


# --- manners --------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_any_shape_and_input_untouched(name, shape):
    for f in function_and_slope(name):
        z = np.random.default_rng(1).normal(size=shape) * 3
        before = z.copy()
        z.setflags(write=False)
        out = f(z)
        assert np.shape(out) == shape
        np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_answer_is_a_new_array(name):
    """z and a are two things: writing into one must not change the other (identity above all)."""
    z = np.array([[1.0, -2.0], [0.5, 3.0]])
    for f in function_and_slope(name):
        assert not np.shares_memory(f(z), z)
    assert not np.shares_memory(softmax(z), z)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_integers_are_taken_as_numbers(name):
    for f in function_and_slope(name):
        z = np.array([-2, -1, 0, 1, 2])
        np.testing.assert_allclose(f(z), f(z.astype(float)))
        assert np.issubdtype(np.asarray(f(z)).dtype, np.floating)
    np.testing.assert_allclose(softmax(np.array([[1, 2, 3]])), softmax(np.array([[1.0, 2.0, 3.0]])))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_plain_numbers_are_taken_too(name):
    for f in function_and_slope(name):
        assert float(f(0.5)) == pytest.approx(float(f(np.array(0.5))))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_float32_stays_float32(name):
    """`(z > 0) * 1.0` would turn it into float64 and cost the fast road its speed."""
    z = np.array([[-2, 0, 3]], dtype=np.float32)
    for f in function_and_slope(name):
        assert f(z).dtype == np.float32
    assert softmax(z).dtype == np.float32


# --- by name --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_table_holds_each_function_beside_its_slope(name):
    f, f_prime = function_and_slope(name)
    assert ACTIVATIONS[name].function is f
    assert ACTIVATIONS[name].prime is f_prime
    assert activations.get(name).function is f


def test_linear_is_another_word_for_identity():
    assert activations.get("linear").function is identity


@pytest.mark.parametrize("name", ["sigmod", "", "Sigmoid ", "gelu", None, 3, ["relu"]])
def test_an_unknown_name_is_refused_with_the_legal_ones(name):
    with pytest.raises(ValueError) as refusal:
        activations.get(name)
    assert repr(name) in message_of(refusal) or str(name) in message_of(refusal)
    for legal in ELEMENTWISE:
        assert legal in message_of(refusal)


def test_softmax_has_no_slope_of_its_own():
    """It is matched with its cost; a diagonal slope would be wrong for it."""
    assert not hasattr(activations, "softmax_prime")
