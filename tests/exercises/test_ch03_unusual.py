"""Right answers to the questions of chapter 3 that look unusual are right."""

import math

import numpy as np
from unusual import assert_right, each

from backprop_lessons.activations import sigmoid, sigmoid_prime, softmax
from backprop_lessons.exercises import check
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 3 for part in exercise.functions}


def quadratic_in_loops(A, Y):
    total = 0.0
    for outputs, targets in zip(A.tolist(), Y.tolist(), strict=True):
        for a, y in zip(outputs, targets, strict=True):
            total += 0.5 * (a - y) * (a - y)
    return total / len(A)


def quadratic_by_norms(A, Y):
    return 0.5 * np.mean(np.linalg.norm(A - Y, axis=1) ** 2)


def quadratic_by_einsum(A, Y):
    return [np.einsum("ij,ij->", A - Y, A - Y) / 2 / A.shape[0]]


def quadratic_in_float32(A, Y):
    return np.square(A.astype(np.float32) - Y.astype(np.float32)).sum(axis=1).mean() / np.float32(2)


def quadratic_as_a_trace(A, Y):
    return np.trace((A - Y) @ (A - Y).T) / (2 * len(A))


def entropy_of_the_miss(A, Y):
    return -np.log(1 - np.abs(A - Y)).sum() / len(A)


def entropy_by_cases(A, Y):
    return np.mean(np.sum(np.where(Y == 1, -np.log(A), -np.log1p(-A)), axis=1))


def entropy_with_a_tiny_number(A, Y):
    return -np.sum(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8)) / len(A)


def entropy_of_products(A, Y):
    return sum(
        -math.log(math.prod(a if y else 1 - a for a, y in zip(*rows, strict=True))) for rows in zip(A, Y, strict=True)
    ) / len(A)


def entropy_from_scores(A, Y):
    Z = np.log(A / (1 - A))
    return np.sum(np.logaddexp(0, Z) - Y * Z) / Y.shape[0]


def likelihood_by_label(Z, Y):
    labels = Y.argmax(axis=1)
    top = Z.max(axis=1)
    return np.mean(top + np.log(np.exp(Z - top[:, None]).sum(axis=1)) - Z[np.arange(len(Z)), labels])


def likelihood_by_logaddexp(Z, Y):
    return (np.logaddexp.reduce(Z, axis=1) - (Z * Y).sum(axis=1)).mean()


def likelihood_in_loops(Z, Y):
    total = 0.0
    for scores, targets in zip(Z.tolist(), Y.tolist(), strict=True):
        true = scores[targets.index(1.0)]
        top = max(scores)
        total += top - true + math.log(sum(math.exp(z - top) for z in scores))
    return total / len(Z)


def likelihood_in_place_on_a_copy(Z, Y):
    Z = Z.copy()
    Z -= Z.max(axis=1, keepdims=True)
    Z -= np.log(np.exp(Z).sum(axis=1, keepdims=True))
    return np.array([[-Z[Y > 0].mean()]])


def delta_by_the_long_way(Z, Y, act, cost):
    """Through the whole table of slopes of the activation, example by example."""
    rows = []
    for z, y in zip(Z, Y, strict=True):
        if act == "softmax":
            a = softmax(z[None])[0]
            table, slope = np.diag(a) - np.outer(a, a), -y / a
        else:
            a = sigmoid(z)
            table, slope = np.diag(a * (1 - a)), a - y if cost == "quadratic" else (a - y) / (a * (1 - a))
        rows.append((slope @ table / len(Z)).tolist())
    return rows


def delta_from_logarithms(Z, Y, act, cost):
    if act == "softmax":
        return (np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None]) - Y) / len(Z)
    A = 1 / (1 + np.exp(-Z))
    return (A - Y) * (A - A * A if cost == "quadratic" else 1) / Z.shape[0]


def delta_in_place(Z, Y, act, cost):
    A = {"softmax": softmax, "sigmoid": sigmoid}[act](Z)
    A -= Y
    A /= len(A)
    if cost == "quadratic":
        A *= sigmoid_prime(Z)
    return A


def delta_in_float32(Z, Y, act, cost):
    return delta_from_logarithms(Z.astype(np.float32), Y.astype(np.float32), act, cost)


UNUSUAL = {
    "quadratic_cost": [
        quadratic_in_loops,
        quadratic_by_norms,
        quadratic_by_einsum,
        quadratic_in_float32,
        quadratic_as_a_trace,
    ],
    "binary_cross_entropy": [
        entropy_of_the_miss,
        entropy_by_cases,
        entropy_with_a_tiny_number,
        entropy_of_products,
        entropy_from_scores,
    ],
    "negative_log_likelihood": [
        likelihood_by_label,
        likelihood_by_logaddexp,
        likelihood_in_loops,
        likelihood_in_place_on_a_copy,
    ],
    "output_delta": [delta_by_the_long_way, delta_from_logarithms, delta_in_place, delta_in_float32],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(6))


def test_numbers_and_letters_may_be_written_in_other_ways():
    counted = {
        "near_quadratic": np.array([36]),
        "far_quadratic": 232.0,
        "near_entropy": np.int64(8),
        "far_entropy": [17],
    }
    assert check("3.5", order="D, C, B, A", why="C)", **counted).passed
    assert check("3.6", matched={"e", "A", "c"}, claim="b)").passed
