"""The solutions of chapter 8, as a learner might write them."""

import numpy as np


def count_operations(sizes):
    weights = sum(n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True))
    parameters = weights + sum(sizes[1:])
    return {
        "forward": weights,
        "gradient": 3 * weights - sizes[0] * sizes[1],
        "central": 2 * parameters * weights,
    }


def count_paths(sizes):
    total, onward = 0, 1
    for n_in, n_out in zip(sizes[-2::-1], sizes[:0:-1], strict=True):
        onward = onward * n_out
        total = total + n_in * onward
    return total


def step_inplace(params, X, Y, eta, work):
    A, back, grads = work
    A = [X, *A]
    for layer, (W, b) in enumerate(params):
        Z = np.matmul(A[layer], W, out=A[layer + 1])
        Z += b
        if layer < len(params) - 1:
            np.maximum(Z, 0, out=Z)
    Z -= Z.max(axis=1, keepdims=True)
    right = np.vdot(Y, Z)
    np.exp(Z, out=Z)
    total = Z.sum(axis=1, keepdims=True)
    cost = (np.log(total).sum() - right) / len(X)
    Z /= total
    Z -= Y
    Z /= len(X)
    delta = Z
    for layer in reversed(range(len(params))):
        W, b = params[layer]
        dW, db = grads[layer]
        np.matmul(A[layer].T, delta, out=dW)
        np.sum(delta, axis=0, out=db)
        if layer > 0:
            delta = np.matmul(delta, W.T, out=back[layer - 1])
            delta *= A[layer] > 0
        dW *= eta
        W -= dW
        db *= eta
        b -= db
    return cost
