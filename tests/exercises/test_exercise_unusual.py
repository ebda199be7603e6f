"""Right answers to chapter 1 that look unusual are right: loops, lists, plain floats, other stable forms, float32."""

import functools
import math

import numpy as np
import pytest
from unusual import assert_right

from backprop_lessons.exercises.number import examine_number
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() for part in exercise.parts}


def one_sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def sigmoid_in_a_loop(z):
    flat = [one_sigmoid(value) for value in z.ravel()]
    return np.array(flat).reshape(z.shape)


def sigmoid_by_masks(z):
    out = np.empty_like(z)
    out[z >= 0] = 1 / (1 + np.exp(-z[z >= 0]))
    out[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return out


def sigmoid_that_prints(z):
    print("z is", z)
    return sigmoid_in_a_loop(z)


class Squash:
    def __call__(self, z):
        return sigmoid_in_a_loop(z)


def sigma(z):
    return 0.5 * (1 + np.tanh(z / 2))


def neuron_in_loops(X, w, b, act):
    outputs = []
    for row in X:
        z = b
        for weight, entry in zip(w, row, strict=True):
            z += weight * entry
        outputs.append(float(act(z)))
    return outputs


def neuron_as_generator(X, w, b, act):
    for row in X:
        yield act(row @ w + b)


def gradient_in_loops(X, y, w, b):
    m, n = X.shape
    dw, db = [0.0] * n, 0.0
    for i in range(m):
        miss = one_sigmoid(sum(w[k] * X[i, k] for k in range(n)) + b) - y[i]
        db += miss / m
        for k in range(n):
            dw[k] += miss * X[i, k] / m
    return dw, db


def gradient_with_a_column_of_ones(X, y, w, b):
    bigger = np.hstack([X, np.ones((len(X), 1))])
    both = bigger.T @ (sigma(bigger @ np.append(w, b)) - y) / len(y)
    return both[:-1], both[-1:]


def gradient_with_columns(X, y, w, b):
    miss = sigma(X @ w.reshape(-1, 1) + b) - y.reshape(-1, 1)
    return (X.T @ miss / len(y)).ravel(), np.mean(miss, axis=0)


def gradient_as_generator(X, y, w, b):
    miss = sigma(X @ w + b) - y
    yield (X * miss[:, None]).mean(axis=0)
    yield miss.mean()


def gradient_in_float32(X, y, w, b):
    X, y, w, b = (np.asarray(value, dtype=np.float32) for value in (X, y, w, b))
    miss = sigma(X @ w + b) - y
    return X.T @ miss / np.float32(len(y)), miss.mean()


def gradient_on_copies(X, y, w, b):
    a = X.copy() @ w
    a += b
    a = sigma(a)
    a -= y
    a /= len(y)
    return [np.einsum("ij,i->j", X, a), np.array(a.sum())]


UNUSUAL = {
    "sigmoid": [
        sigmoid_in_a_loop,
        sigmoid_by_masks,
        sigmoid_that_prints,
        Squash(),
        Squash().__call__,
        functools.partial(lambda shift, z: sigmoid_in_a_loop(z + shift), 0),
        sigma,
        lambda z: sigma(z).tolist(),
        lambda z: sigma(z).astype(np.float32),
        lambda z: sigma(z).astype(object),
        lambda z: np.exp(-np.logaddexp(0, -z)),
        lambda z: 1 / (1 + np.exp(-np.clip(z, -500, 500))),
        lambda z: np.where(z >= 0, 1.0, np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))),
        np.vectorize(one_sigmoid),
    ],
    "sigmoid_prime": [
        lambda z: sigma(z) * (1 - sigma(z)),
        lambda z: sigma(z) - sigma(z) ** 2,
        lambda z: sigma(z) * sigma(-z),
        lambda z: (1 - np.tanh(z / 2) ** 2) / 4,
        lambda z: 1 / (2 * np.cosh(z / 2)) ** 2,
        lambda z: np.exp(-np.logaddexp(0, z) - np.logaddexp(0, -z)),
        lambda z: (sigma(z) * (1 - sigma(z))).astype(np.float32),
        np.vectorize(lambda z: one_sigmoid(z) * (1 - one_sigmoid(z))),
    ],
    "relu": [
        lambda z: z * (z > 0),
        lambda z: (z + np.abs(z)) / 2,
        lambda z: np.where(z > 0, z, 0),
        lambda z: np.clip(z, 0, None),
        lambda z: np.maximum(z, 0).tolist(),
        lambda z: np.maximum(z, 0).astype(np.float32),
        np.vectorize(lambda z: max(z, 0.0)),
    ],
    "relu_prime": [
        lambda z: z > 0,
        lambda z: (z > 0).tolist(),
        lambda z: (z > 0).astype(int),
        lambda z: (z > 0).astype(np.int8),
        lambda z: np.heaviside(z, 0),
        lambda z: np.sign(np.maximum(z, 0)),
        np.vectorize(lambda z: 1 if z > 0 else 0),
    ],
    "tanh_prime": [
        lambda z: 1 - np.tanh(z) ** 2,
        lambda z: (1 - np.tanh(z)) * (1 + np.tanh(z)),
        lambda z: 1 / np.cosh(z) ** 2,
        lambda z: 4 * sigma(2 * z) * (1 - sigma(2 * z)),
        lambda z: (1 - np.tanh(z) ** 2).tolist(),
        np.vectorize(lambda z: 1 - math.tanh(z) ** 2),
    ],
    "neuron": [
        neuron_in_loops,
        neuron_as_generator,
        lambda X, w, b, act: act((X * w).sum(axis=1) + b),
        lambda X, w, b, act: act(np.einsum("ij,j->i", X, w) + b),
        lambda X, w, b, act: act(np.dot(w, X.T) + b),
        lambda X, w, b, act: act(X @ w[:, None] + b).ravel(),
        lambda X, w, b, act: tuple(act(X @ w + b)),
        lambda X, w, b, act: np.array([act(np.array([row @ w + b])) for row in X]).ravel(),
    ],
    "logistic_gradient": [
        gradient_in_loops,
        gradient_with_a_column_of_ones,
        gradient_with_columns,
        gradient_as_generator,
        gradient_in_float32,
        gradient_on_copies,
    ],
}
CASES = [(name, function) for name, functions in UNUSUAL.items() for function in functions]


@pytest.mark.parametrize(("name", "function"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])
def test_an_unusual_right_answer_is_right(name, function):
    assert_right(PARTS[name], function, range(12))


@pytest.mark.parametrize("value", [1, True, np.float64(1), np.float32(1), np.array(1.0), [1.0], 1.0004, 0.9996])
def test_a_number_may_come_in_any_form_within_its_tolerance(value):
    assert examine_number(PARTS["z"], value, {}).status == "right"


def test_every_function_has_unusual_answers():
    functions = {part.name for exercise in EXERCISES.values() if exercise.chapter == 1 for part in exercise.functions}
    assert functions == set(UNUSUAL)
