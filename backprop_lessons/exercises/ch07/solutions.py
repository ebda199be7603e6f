"""Solutions to the code questions of chapter 7, as a learner might write them."""

import numpy as np


def prepare(X, y, test_fraction, rng):
    n_test = round(test_fraction * len(X))
    order = rng.permutation(len(X))
    test, training = order[:n_test], order[n_test:]
    largest = X[training].max()
    Y = np.eye(10)[y]
    return X[training] / largest, Y[training], X[test] / largest, Y[test]


def accuracy(P, y):
    return np.mean(P.argmax(axis=1) == y)


def init_params(sizes, rng, scheme):
    params = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        variance = {"lecun": 1 / n_in, "xavier": 2 / (n_in + n_out), "he": 2 / n_in}[scheme]
        W = np.sqrt(variance) * rng.standard_normal((n_in, n_out))
        params.append((W, np.zeros(n_out)))
    return params


def train_digits(Xtr, Ytr, rng):
    W1, b1 = np.sqrt(2 / 64) * rng.standard_normal((64, 60)), np.zeros(60)
    W2, b2 = np.sqrt(2 / 60) * rng.standard_normal((60, 10)), np.zeros(10)
    rate, batch_size, epochs = 0.1, 16, 30
    for _ in range(epochs):
        order = rng.permutation(len(Xtr))
        for start in range(0, len(Xtr), batch_size):
            rows = order[start : start + batch_size]
            X, Y = Xtr[rows], Ytr[rows]
            Z1 = X @ W1 + b1
            A1 = np.maximum(Z1, 0)
            Z2 = A1 @ W2 + b2
            powers = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
            P = powers / powers.sum(axis=1, keepdims=True)
            delta2 = (P - Y) / len(X)
            delta1 = (delta2 @ W2.T) * (Z1 > 0)
            W2 = W2 - rate * A1.T @ delta2
            b2 = b2 - rate * delta2.sum(axis=0)
            W1 = W1 - rate * X.T @ delta1
            b1 = b1 - rate * delta1.sum(axis=0)
    return [(W1, b1), (W2, b2)]
