"""Right answers to the questions of chapter 2 that look unusual are right."""

import math

import numpy as np
from unusual import assert_right, each

from backprop_lessons.exercises import check
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 2 for part in exercise.functions}


def layer_in_loops(A_prev, W, b):
    rows = []
    for row in A_prev.tolist():
        rows.append([sum(a * w for a, w in zip(row, column, strict=True)) + float(v) for column, v in zip(W.T.tolist(), b, strict=True)])
    return rows


def layer_by_einsum(A_prev, W, b):
    return np.einsum("ik,kj->ij", A_prev, W) + b


def layer_with_a_row_of_ones(A_prev, W, b):
    return np.hstack([A_prev, np.ones((len(A_prev), 1))]) @ np.vstack([W, b])


def layer_in_float32(A_prev, W, b):
    return A_prev.astype(np.float32) @ W.astype(np.float32) + b.astype(np.float32)


def layer_turned_twice(A_prev, W, b):
    return (W.T @ A_prev.T + b[:, None]).T


def softmax_row_by_row(Z):
    rows = []
    for row in Z.tolist():
        powers = [math.exp(z - max(row)) for z in row]
        rows.append([p / sum(powers) for p in powers])
    return rows


def softmax_from_logarithms(Z):
    shifted = Z - Z.max(axis=1)[:, None]
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1))[:, None])


def softmax_by_differences(Z):
    with np.errstate(over="ignore"):
        return 1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2)


def softmax_in_place_on_a_copy(Z):
    Z = Z.copy()
    Z -= Z.max(axis=-1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1, keepdims=True)
    return Z


def forward_with_indices(params, X, acts):
    As, Zs = [X.copy()], []
    for layer in range(len(params)):
        Zs.append(layer_by_einsum(As[layer], *params[layer]))
        As.append(acts[layer](Zs[layer]))
    return tuple(As), tuple(Zs)


def forward_that_calls_itself(params, X, acts):
    if not params:
        return [X], []
    (W, b), *rest = params
    Z = X @ W + b
    As, Zs = forward_that_calls_itself(rest, acts[0](Z), acts[1:])
    return [X, *As], [Z, *Zs]


def forward_as_lists(params, X, acts):
    As, Zs = forward_with_indices(params, X, acts)
    return [A.tolist() for A in As], [Z.tolist() for Z in Zs]


def collapse_by_asking(params):
    def run(X):
        for W, b in params:
            X = X @ W + b
        return X

    n = len(params[0][0])
    b = run(np.zeros((1, n)))[0]
    return run(np.eye(n)) - b, b


def collapse_with_homogeneous_matrices(params):
    total = np.eye(len(params[0][0]) + 1)
    for W, b in params:
        block = np.zeros((len(W) + 1, len(b) + 1))
        block[:-1, :-1], block[-1, :-1], block[-1, -1] = W, b, 1
        total = total @ block
    return total[:-1, :-1], total[-1, :-1]


def collapse_from_the_back(params):
    W, b = params[-1]
    for w, v in params[-2::-1]:
        W, b = w @ W, v @ W + b
    return [W.tolist(), b.tolist()]


UNUSUAL = {
    "linear_forward": [layer_in_loops, layer_by_einsum, layer_with_a_row_of_ones, layer_in_float32, layer_turned_twice],
    "softmax": [softmax_row_by_row, softmax_from_logarithms, softmax_by_differences, softmax_in_place_on_a_copy],
    "forward": [forward_with_indices, forward_that_calls_itself, forward_as_lists],
    "collapse": [collapse_by_asking, collapse_with_homogeneous_matrices, collapse_from_the_back],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(6))


def test_numbers_and_letters_may_be_written_in_other_ways():
    assert check("2.1", small_net=np.array([12]), digits_net=2260.0, product="A @ W").passed
    assert check("2.5", z_h2=0.3925, z_o1=np.float64(1.1059060), a_o2="0.77").points == 1.25
    assert check("2.6", collapse_by_asking, layers="two").passed
