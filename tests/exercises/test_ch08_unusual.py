"""Right answers to the questions of chapter 8 that look unusual are right; and our reference is the package's own step."""

import copy
import itertools
from functools import cache, reduce

import numpy as np
import pytest
from unusual import assert_right, each

from backprop_lessons import counting
from backprop_lessons.exercises import check
from backprop_lessons.exercises.registry import EXERCISES
from backprop_lessons.network import Network

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 8 for part in exercise.functions}


def counts_in_a_loop(sizes):
    forward = gradient = parameters = 0
    for layer in range(1, len(sizes)):
        here = sizes[layer - 1] * sizes[layer]
        forward += here
        gradient += 2 * here if layer == 1 else 3 * here
        parameters += here + sizes[layer]
    return {"central": 2.0 * parameters * forward, "gradient": gradient, "forward": forward, "parameters": parameters}


def counts_with_matrices(sizes):
    weights = [np.ones((n, k)) for n, k in itertools.pairwise(sizes)]
    S = sum(W.sum() for W in weights)
    nudged = sum(np.vstack([W, np.ones(W.shape[1])]).size for W in weights)
    return {"forward": S, "gradient": S + S + sum(W.sum() for W in weights[1:]), "central": np.float64(nudged * 2 * S)}


def counts_of_the_package(sizes):
    counts = counting.count_operations(tuple(sizes))
    return {"forward": np.array(counts.forward), "gradient": [counts.gradient][0], "central": counts.central}


def paths_one_by_one(sizes):
    return sum(1 for k in range(len(sizes) - 1) for _ in itertools.product(*map(range, sizes[k:])))


def paths_with_memory(sizes):
    @cache
    def onward(layer):
        return 1 if layer == len(sizes) - 1 else sizes[layer + 1] * onward(layer + 1)

    return float(sum(sizes[layer] * onward(layer) for layer in range(len(sizes) - 1)))


def paths_by_matrix_products(sizes):
    ahead, total = np.ones(sizes[-1]), 0
    for n, k in reversed(list(itertools.pairwise(sizes))):
        W = np.ones((n, k))
        ahead = W @ ahead
        total = total + ahead.sum()
    return np.array([total])


def paths_nested(sizes):
    return reduce(lambda seen, n: (seen + 1) * n, sizes[:-1], 0) * sizes[-1]


def step_with_views(params, X, Y, eta, work):
    """Slices of rows, one block of examples after the other, and small new arrays only."""
    A, back, grads = work
    for dW, db in grads:
        dW[...] = 0
        db[...] = 0
    cost = 0.0
    for rows in (slice(first, first + 4) for first in range(0, len(X), 4)):
        layers = [X[rows], *(a[rows] for a in A)]
        for k, (W, b) in enumerate(params):
            np.matmul(layers[k], W, out=layers[k + 1])
            layers[k + 1] += b
            if k + 1 < len(params):
                layers[k + 1][layers[k + 1] < 0] = 0
        P, T = layers[-1], Y[rows]
        P -= P.max(axis=1)[:, None]
        cost += float(np.log(np.exp(P).sum(axis=1)).sum() - (P * T).sum())
        P[...] = np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)
        delta = (P - T) / len(X)
        for k in range(len(params) - 1, -1, -1):
            for i in range(0, len(layers[k].T), 16):
                grads[k][0][i : i + 16] += layers[k].T[i : i + 16] @ delta
            grads[k][1][...] += delta.sum(axis=0)
            if k:
                delta = (delta @ params[k][0].T) * (layers[k] > 0)
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        for row, slope in zip(W, dW, strict=True):
            row -= eta * slope
        b -= eta * db
    return cost / len(X)


def step_by_einsum(params, X, Y, eta, work):
    """Gradients first, then all updates; the cost as an array of one number."""
    layers, back, grads = [X, *work[0]], work[1], work[2]
    for k, (W, b) in enumerate(params):
        np.einsum("mi,ij->mj", layers[k], W, out=layers[k + 1], optimize=False)
        np.add(layers[k + 1], b, out=layers[k + 1])
        if k + 1 < len(params):
            np.clip(layers[k + 1], 0, None, out=layers[k + 1])
    Z = layers[-1]
    top = Z.max(axis=1, keepdims=True)
    Z -= top + np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    cost = -np.mean(Z[Y == 1])
    np.exp(Z, out=Z)
    np.subtract(Z, Y, out=Z)
    np.divide(Z, len(Z), out=Z)
    for k in range(len(params) - 1, -1, -1):
        np.dot(layers[k].T, Z, out=grads[k][0])
        Z.sum(axis=0, out=grads[k][1])
        if k:
            np.dot(Z, params[k][0].T, out=back[k - 1])
            Z = np.multiply(back[k - 1], layers[k] > 0, out=back[k - 1])
    for pair, slopes in zip(params, grads, strict=True):
        for array, slope in zip(pair, slopes, strict=True):
            np.multiply(slope, eta, out=slope)
            np.subtract(array, slope, out=array)
    return np.array([cost])


def step_with_eta_in_delta(params, X, Y, eta, work):
    """The learning rate goes into delta once, and comes with every slope."""
    layers, back, grads = [X, *work[0]], work[1], work[2]
    for k, (W, b) in enumerate(params):
        Z = np.matmul(layers[k], W, out=layers[k + 1])
        Z += b
        if k + 1 < len(params):
            Z *= Z > 0
    Z -= Z.max(axis=1, keepdims=True)
    cost = -float(np.vdot(Z, Y))
    np.exp(Z, out=Z)
    total = Z.sum(axis=1)
    cost += np.log(total).sum()
    Z /= total[:, None]
    Z -= Y
    Z *= eta / len(X)
    for k in range(len(params) - 1, -1, -1):
        np.matmul(layers[k].T, Z, out=grads[k][0])
        np.matmul(np.ones(len(X)), Z, out=grads[k][1])
        if k:
            Z = np.matmul(Z, params[k][0].T, out=back[k - 1])
            Z[layers[k] <= 0] = 0
        for array, change in zip(params[k], grads[k], strict=True):
            array -= change
    return cost / len(X)


UNUSUAL = {
    "count_operations": [counts_in_a_loop, counts_with_matrices, counts_of_the_package],
    "count_paths": [paths_one_by_one, paths_with_memory, paths_by_matrix_products, paths_nested],
    "step_inplace": [step_with_views, step_by_einsum, step_with_eta_in_delta],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(3))


def test_plausible_measurements_are_right_and_others_are_told():
    assert check("8.3", passes="d", ratio=1.4, gain=np.array([2700.0])).passed
    assert check("8.3", passes="less than three", ratio=5.9, gain=250).passed
    assert check("8.3", ratio=7).points == check("8.3", gain=30_000).points == 0
    assert "to be plausible" in repr(check("8.3", ratio=20.0))


@pytest.mark.parametrize("case", range(5))
def test_our_step_is_the_gradient_of_the_package(case):
    part = PARTS["step_inplace"]
    params, X, Y, eta, work = part.draw(np.random.default_rng(case))[case].args
    net = Network([len(X[0]), *(len(b) for _, b in params)], "relu", "softmax", "negative_log_likelihood", rng=np.random.default_rng(0))
    for (W, b), W_net, b_net in zip(params, net.W, net.b, strict=True):
        W_net[...], b_net[...] = W, b
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    kept = copy.deepcopy((X, Y))
    cost = part.reference(params, X, Y, eta, work)
    assert np.isclose(cost, net.cost(trace, Y), rtol=1e-12)
    for (W, b), W_net, b_net, dW, db in zip(params, net.W, net.b, grads.dW, grads.db, strict=True):
        np.testing.assert_allclose(W, W_net - eta * dW, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(b, b_net - eta * db, rtol=1e-12, atol=1e-12)
    assert np.array_equal(X, kept[0]) and np.array_equal(Y, kept[1])


def test_what_changes_may_change_and_the_rest_may_not():
    def spoils_x(params, X, Y, eta, work):
        cost = PARTS["step_inplace"].reference(params, X, Y, eta, work)
        X *= 2
        return cost

    assert "your function changed X while it worked" in repr(check("8.4", spoils_x))
