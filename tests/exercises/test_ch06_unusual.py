"""Right answers to the questions of chapter 6 that look unusual are right."""

import numpy as np
from unusual import assert_right, each

from backprop_lessons.exercises import check
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 6 for part in exercise.functions}


def step_on_copies(params, grads, learning_rate):
    new = [[W.copy(), b.copy()] for W, b in params]
    for pair, slopes in zip(new, grads, strict=True):
        for array, slope in zip(pair, slopes, strict=True):
            array -= learning_rate * slope
    return new


def step_as_lists(params, grads, learning_rate):
    return tuple(
        tuple((p - learning_rate * g).tolist() for p, g in zip(*pairs, strict=True))
        for pairs in zip(params, grads, strict=True)
    )


def step_in_float32(params, grads, learning_rate):
    return [
        tuple((p - learning_rate * g).astype(np.float32) for p, g in zip(*pairs, strict=True))
        for pairs in zip(params, grads, strict=True)
    ]


def step_one_by_one(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W_new = [[w - learning_rate * s for w, s in zip(*rows, strict=True)] for rows in zip(W, dW, strict=True)]
        params = [*params[1:], (np.array(W_new), np.array([v - learning_rate * s for v, s in zip(b, db, strict=True)]))]
    return params


def batches_as_a_list(X, Y, batch_size, rng):
    order = np.arange(len(X))
    rng.shuffle(order)
    return [
        [X[order[k : k + batch_size]].tolist(), Y[order[k : k + batch_size]].tolist()]
        for k in range(0, len(X), batch_size)
    ]


def batches_by_sorting_noise(X, Y, batch_size, rng):
    order = list(np.argsort(rng.random(len(X))))
    while order:
        rows, order = order[:batch_size], order[batch_size:]
        yield X[rows], Y[rows]


def batches_of_shuffled_rows(X, Y, batch_size, rng):
    rows = rng.permutation(np.hstack([X, Y]))
    for block in np.split(rows, range(batch_size, len(rows), batch_size)):
        yield block[:, : X.shape[1]], block[:, X.shape[1] :]


def batches_by_choice_in_float32(X, Y, batch_size, rng):
    order = rng.choice(len(X), len(X), replace=False)
    blocks = (order[k : k + batch_size] for k in range(0, len(X), batch_size))
    return ((X[rows].astype(np.float32), Y[rows].astype(np.float32)) for rows in blocks)


def row_by_row(params, X, Y, acts, slope, m):
    """The gradient of one example after another, each as a matrix of one row."""
    grads = [[np.zeros_like(W), np.zeros_like(b)] for W, b in params]
    for x, y in zip(X, Y, strict=True):
        As, Zs = [x[None]], []
        for (W, b), (act, _) in zip(params, acts, strict=True):
            Zs.append(np.einsum("ik,kj->ij", As[-1], W) + b)
            As.append(act(Zs[-1]))
        back = slope(As[-1], y[None]) / m
        for layer in range(len(params) - 1, -1, -1):
            delta = back * acts[layer][1](Zs[layer])
            grads[layer][0] += np.outer(As[layer][0], delta[0])
            grads[layer][1] += delta[0]
            back = np.einsum("ij,kj->ik", delta, params[layer][0])
    return grads


def epoch_row_by_row(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    value, slope = cost
    order, costs = rng.permutation(len(X)), []
    while len(order):
        rows, order = order[:batch_size], order[batch_size:]
        for row in rows:
            A = X[row][None]
            for (W, b), (act, _) in zip(params, acts, strict=True):
                A = act(A @ W + b)
            costs.append(value(A, Y[row][None]))
        params = step_on_copies(params, row_by_row(params, X[rows], Y[rows], acts, slope, len(rows)), learning_rate)
    return params, np.mean(costs)


def epoch_in_place_on_copies(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    params = [(W.copy(), b.copy()) for W, b in params]
    order = rng.permutation(len(X))
    X, Y = X[order], Y[order]
    total = 0.0
    for first in range(0, len(X), batch_size):
        x, y = X[first : first + batch_size], Y[first : first + batch_size]
        grads = row_by_row(params, x, y, acts, cost[1], len(x))
        A = x
        for (W, b), (act, _) in zip(params, acts, strict=True):
            A = act(A @ W + b)
        total += cost[0](A, y) * len(x) / len(X)
        for (W, b), (dW, db) in zip(params, grads, strict=True):
            W -= learning_rate * dW
            b -= learning_rate * db
    return tuple(params), np.array([total])


def epoch_as_lists(*args):
    params, cost = epoch_row_by_row(*args)
    return [[(W.tolist(), b.tolist()) for W, b in params], float(cost)]


UNUSUAL = {
    "gd_step": [step_on_copies, step_as_lists, step_in_float32, step_one_by_one],
    "minibatches": [
        batches_as_a_list,
        batches_by_sorting_noise,
        batches_of_shuffled_rows,
        batches_by_choice_in_float32,
    ],
    "train_epoch": [epoch_row_by_row, epoch_in_place_on_copies, epoch_as_lists],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(6))


def test_numbers_and_letters_may_be_written_in_other_ways():
    assert check("6.3", updates=np.int64(900), last_batch=np.array([29]), batch_of_one=28740.0).passed
    assert check("6.6", order="B", touched="the four of W1", cost=0.2910277737).passed
