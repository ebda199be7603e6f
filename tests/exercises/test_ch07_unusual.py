"""Right answers to the questions of chapter 7 that look unusual are right."""

import numpy as np
from unusual import assert_right, each

from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 7 for part in exercise.functions}


def prepare_with_choice(X, y, test_fraction, rng):
    m = len(X)
    test = rng.choice(m, size=round(m * test_fraction), replace=False)
    training = [i for i in range(m) if i not in set(test.tolist())]  # in their old order
    top = max(X[i].max() for i in training)
    Y = [[float(digit == label) for digit in range(10)] for label in y]
    return [X[training] / top, [Y[i] for i in training], (X[test] / top).tolist(), [Y[i] for i in test]]


def prepare_test_last(X, y, test_fraction, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    n = len(X) - round(test_fraction * len(X))
    X, Y = X[order], (y[order][:, None] == np.arange(10)).astype(int)
    return X[:n] / np.amax(X[:n]), Y[:n], X[n:] / np.amax(X[:n]), Y[n:]


def prepare_in_float32(X, y, test_fraction, rng):
    Xtr, Ytr, Xte, Yte = prepare_test_last(X, y, test_fraction, rng)
    return Xtr.astype(np.float32), Ytr.astype(np.float32), Xte.astype(np.float32), Yte


def accuracy_in_a_loop(P, y):
    return sum(max(range(len(row)), key=list(row).__getitem__) == label for row, label in zip(P, y, strict=True)) / len(y)


def accuracy_by_sorting(P, y):
    return (np.argsort(P, axis=1)[:, -1] == y).mean()


def accuracy_by_counting_misses(P, y):
    return 1 - np.count_nonzero(P.argmax(1) - y) / len(y)


def start_by_normal(sizes, rng, scheme):
    spread = {"lecun": lambda n, k: n**-0.5, "xavier": lambda n, k: ((n + k) / 2) ** -0.5, "he": lambda n, k: (n / 2) ** -0.5}[scheme]
    return tuple([rng.normal(0, spread(n, k), (n, k)), [0.0] * k] for n, k in zip(sizes, sizes[1:], strict=False))


def start_uniform(sizes, rng, scheme):
    params = []
    for layer in range(len(sizes) - 1):
        n, k = sizes[layer], sizes[layer + 1]
        limit = np.sqrt(3 * (1 / n if scheme == "lecun" else 2 / n if scheme == "he" else 2 / (n + k)))
        params.append((rng.uniform(-limit, limit, (n, k)), np.zeros(k)))
    return params


def start_in_float32(sizes, rng, scheme):
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in start_uniform(sizes, rng, scheme)]


def digits_by_momentum(Xtr, Ytr, rng, dtype=float):
    W = [np.sqrt(2 / 64) * rng.standard_normal((64, 50)), np.sqrt(2 / 50) * rng.standard_normal((50, 10))]
    theta = [part.astype(dtype) for part in (W[0], np.zeros((1, 50)), W[1], np.zeros((1, 10)))]
    speed = [0 * part for part in theta]
    for _ in range(25):
        for rows in np.array_split(rng.permutation(len(Xtr)), 45):
            W1, b1, W2, b2 = theta
            A = np.maximum(Xtr[rows].astype(dtype) @ W1 + b1, 0)
            powers = np.exp(A @ W2 + b2)
            delta = (powers / powers.sum(axis=1, keepdims=True) - Ytr[rows]) / len(rows)
            back = (delta @ W2.T) * (A > 0)
            grads = Xtr[rows].T @ back, back.sum(axis=0), A.T @ delta, delta.sum(axis=0)
            speed = [0.9 * v - 0.03 * g for v, g in zip(speed, grads, strict=True)]
            theta = [(part + v).astype(dtype) for part, v in zip(theta, speed, strict=True)]
    return [(theta[0], theta[1]), (theta[2], theta[3])]


def digits_as_lists(Xtr, Ytr, rng):
    return tuple([W.tolist(), b.tolist()] for W, b in PARTS["train_digits"].solution(Xtr, Ytr, rng))


def digits_in_float32(Xtr, Ytr, rng):
    return digits_by_momentum(Xtr, Ytr, rng, dtype=np.float32)


UNUSUAL = {
    "prepare": (prepare_with_choice, prepare_test_last, prepare_in_float32),
    "accuracy": (accuracy_in_a_loop, accuracy_by_sorting, accuracy_by_counting_misses),
    "init_params": (start_by_normal, start_uniform, start_in_float32),
    "train_digits": (digits_by_momentum, digits_as_lists, digits_in_float32),
}


@each(UNUSUAL)
def test_an_unusual_right_answer_is_right(name, answer):
    assert_right(PARTS[name], answer, [1])
