"""layers.py: one dense layer, forward and backward."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SIZES, assert_gradient, message_of, steady

from backprop_lessons.layers import dense_backward, dense_forward

# all different, square weights, one example, one input, one unit, everything square
LAYERS = SIZES + [(4, 3, 1), (1, 3, 3), (3, 1, 4), (2, 5, 3)]


def layer(size, seed=0):
    m, n_in, n_out = size
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=n_out), rng


@pytest.mark.parametrize("size", LAYERS, ids=str)
def test_forward_entry_by_entry(size):
    A_prev, W, b, _ = layer(size)
    m, n_in, n_out = size
    expected = [[b[j] + sum(A_prev[i, k] * W[k, j] for k in range(n_in)) for j in range(n_out)] for i in range(m)]
    Z = dense_forward(A_prev, W, b)
    assert Z.shape == (m, n_out)
    np.testing.assert_allclose(Z, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("size", LAYERS, ids=str)
def test_backward_against_measured_slopes(size):
    """Take f = sum(G * Z): then dC/dZ is G, whatever G is, and every other slope can be measured."""
    A_prev, W, b, rng = layer(size)
    G = rng.normal(size=(size[0], size[2]))
    dW, db, dA_prev = dense_backward(G, A_prev, W)
    assert_gradient(lambda W: np.sum(G * dense_forward(A_prev, W, b)), W, dW, rng)
    assert_gradient(lambda b: np.sum(G * dense_forward(A_prev, W, b)), b, db, rng)
    assert_gradient(lambda A: np.sum(G * dense_forward(A, W, b)), A_prev, dA_prev, rng)


@pytest.mark.parametrize("size", LAYERS, ids=str)
def test_each_slope_has_the_shape_of_its_array(size):
    A_prev, W, b, rng = layer(size)
    dW, db, dA_prev = dense_backward(rng.normal(size=(size[0], size[2])), A_prev, W)
    assert (dW.shape, db.shape, dA_prev.shape) == (W.shape, b.shape, A_prev.shape)


sizes = st.tuples(st.integers(1, 6), st.integers(1, 5), st.integers(1, 5))


@steady
@given(sizes, st.integers(0, 99))
def test_each_example_goes_through_alone(size, seed):
    A_prev, W, b, _ = layer(size, seed)
    Z = dense_forward(A_prev, W, b)
    for i in range(size[0]):
        np.testing.assert_allclose(dense_forward(A_prev[i : i + 1], W, b), Z[i : i + 1], rtol=1e-12, atol=1e-14)
    order = np.random.default_rng(seed).permutation(size[0])
    np.testing.assert_allclose(dense_forward(A_prev[order], W, b), Z[order], rtol=1e-12, atol=1e-14)


@steady
@given(sizes, st.integers(0, 99))
def test_each_unit_has_its_own_column(size, seed):
    A_prev, W, b, rng = layer(size, seed)
    Z, j = dense_forward(A_prev, W, b), seed % size[2]
    W2, b2 = W.copy(), b.copy()
    W2[:, j] += 1
    b2[j] -= 3
    changed = dense_forward(A_prev, W2, b2) != Z
    assert not np.delete(changed, j, axis=1).any()


@steady
@given(sizes, st.integers(0, 99))
def test_the_bias_is_added(size, seed):
    A_prev, W, b, rng = layer(size, seed)
    shift = rng.normal(size=size[2])
    np.testing.assert_allclose(dense_forward(A_prev, W, b + shift), dense_forward(A_prev, W, b) + shift, atol=1e-12)
    np.testing.assert_allclose(dense_forward(np.zeros_like(A_prev), W, b), np.tile(b, (size[0], 1)))


@steady
@given(sizes, st.integers(0, 99))
def test_backward_is_linear_in_delta_and_adds_over_batches(size, seed):
    A_prev, W, _, rng = layer(size, seed)
    G, H = rng.normal(size=(2, size[0], size[2]))
    for one, other, both in zip(
        dense_backward(G, A_prev, W), dense_backward(H, A_prev, W), dense_backward(2 * G - H, A_prev, W), strict=True
    ):
        np.testing.assert_allclose(both, 2 * one - other, atol=1e-11)
    # no 1/m here: two batches stacked give the sum
    dW, db, dA_prev = dense_backward(G, A_prev, W)
    dW2, db2, dA_prev2 = dense_backward(np.vstack([G, G]), np.vstack([A_prev, A_prev]), W)
    np.testing.assert_allclose(dW2, 2 * dW, atol=1e-12)
    np.testing.assert_allclose(db2, 2 * db, atol=1e-12)
    np.testing.assert_allclose(dA_prev2, np.vstack([dA_prev, dA_prev]), atol=1e-12)


def test_nothing_is_written_into():
    A_prev, W, b, rng = layer((5, 3, 2))
    delta = rng.normal(size=(5, 2))
    for array in (A_prev, W, b, delta):
        array.setflags(write=False)
    out = [dense_forward(A_prev, W, b), *dense_backward(delta, A_prev, W)]
    for array in out:
        assert not any(np.shares_memory(array, given_) for given_ in (A_prev, W, b, delta))


def test_integers_are_taken_as_numbers():
    Z = dense_forward(np.array([[1, 2]]), np.array([[1, 0], [0, 1]]), np.array([10, 20]))
    np.testing.assert_allclose(Z, [[11, 22]])


# --- refused ----------------------------------------------------------------------------------------

WRONG_FORWARD = {
    "W transposed": ((5, 3), (2, 3), (2,)),
    "one input too many": ((5, 4), (3, 2), (2,)),
    "bias for the inputs": ((5, 3), (3, 2), (3,)),
    "bias as a row": ((5, 3), (3, 2), (1, 2)),
    "bias as a column": ((2, 3), (3, 2), (2, 1)),
    "a bias per example": ((5, 3), (3, 1), (5,)),
    "one bias for all": ((5, 3), (3, 2), (1,)),
    "bias as a number": ((5, 3), (3, 2), ()),
    "one example without its row": ((3,), (3, 2), (2,)),
    "weights as a row": ((5, 3), (3,), (1,)),
    "a stack of batches": ((2, 5, 3), (3, 2), (2,)),
}


@pytest.mark.parametrize("case", WRONG_FORWARD)
def test_forward_refuses_what_numpy_would_stretch(case):
    A_prev, W, b = (np.ones(shape) for shape in WRONG_FORWARD[case])
    with pytest.raises(ValueError) as refusal:
        dense_forward(A_prev, W, b)
    shown = sum(str(shape) in message_of(refusal) for shape in WRONG_FORWARD[case])
    assert shown >= 1, message_of(refusal)
    assert "expected" in message_of(refusal)


def test_forward_names_both_shapes():
    with pytest.raises(ValueError) as refusal:
        dense_forward(np.ones((5, 4)), np.ones((3, 2)), np.ones(2))
    assert "(5, 4)" in message_of(refusal) and "3" in message_of(refusal)


WRONG_BACKWARD = {
    "delta of another batch": ((4, 2), (5, 3), (3, 2)),
    "delta of one example": ((1, 2), (5, 3), (3, 2)),
    "delta of one unit": ((5, 1), (5, 3), (3, 2)),
    "delta without rows": ((2,), (5, 3), (3, 2)),
    "delta turned": ((2, 5), (5, 3), (3, 2)),
    "W turned": ((5, 2), (5, 3), (2, 3)),
    "the wrong layer's A": ((5, 2), (5, 2), (3, 2)),
    "A turned": ((5, 2), (3, 5), (3, 2)),
}


@pytest.mark.parametrize("case", WRONG_BACKWARD)
def test_backward_refuses_what_does_not_fit(case):
    delta, A_prev, W = (np.ones(shape) for shape in WRONG_BACKWARD[case])
    with pytest.raises(ValueError) as refusal:
        dense_backward(delta, A_prev, W)
    assert any(str(shape) in message_of(refusal) for shape in WRONG_BACKWARD[case])
    assert "expected" in message_of(refusal)
