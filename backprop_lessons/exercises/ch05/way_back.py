"""Backpropagation with one thing done differently: the reference of 5.4, its known mistakes, and the faulty nets of 5.5."""

import numpy as np

from ...activations import get

RATE = 0.5  # of whoever moves the weights too early


def forward(params, X, acts):
    As, Zs = [X], []
    for (W, b), act in zip(params, acts, strict=True):
        Zs.append(As[-1] @ W + b)
        As.append(get(act).function(Zs[-1]))
    return As, Zs


def output_delta(A, Z, Y, act, cost):
    delta = (A - Y) / len(Y)
    return delta * get(act).prime(Z) if cost == "quadratic" else delta


def back(delta, W, dW, layer):
    return delta @ W.T


def slope(act, Z, A, layer):
    return get(act).prime(Z)


def weights(As, Zs, delta, layer):
    return As[layer].T @ delta


def biases(delta, dW, layer):
    return delta.sum(axis=0)


def gradients(
    params, X, Y, acts, cost, *, first=output_delta, back=back, slope=slope, dW=weights, db=biases, renew=True
):
    """[(dW, db), …] in the order of params, each line replaceable; layers count from 0."""
    As, Zs = forward(params, X, acts)
    delta = first(As[-1], Zs[-1], Y, acts[-1], cost)
    grads = []
    for layer in range(len(params) - 1, -1, -1):
        change = dW(As, Zs, delta, layer)
        grads.append((change, db(delta, change, layer)))
        if layer > 0 and (renew is True or (renew is not False and renew != layer)):
            message = back(delta, params[layer][0], change, layer)
            delta = message * slope(acts[layer - 1], Zs[layer - 1], As[layer], layer)
    return grads[::-1]


def draw_params(rng, sizes):
    """Weights of order 1 and both signs; biases that matter."""
    return [
        (
            rng.choice([-1.0, 1.0], (n, k)) * rng.uniform(0.5, 1.1, (n, k)) / np.sqrt(n) * 1.3,
            rng.choice([-1.0, 1.0], k) * rng.uniform(0.3, 0.9, k),
        )
        for n, k in zip(sizes, sizes[1:], strict=False)
    ]


def draw_problem(rng, m, sizes, acts, cost):
    """(params, X, Y, acts, cost), with z of relu units away from the kink; targets far from what the network says."""
    while True:
        params, X = draw_params(rng, sizes), rng.uniform(-1.5, 1.5, (m, sizes[0]))
        _, Zs = forward(params, X, acts)
        if all(np.abs(Z).min() > 0.01 for Z, act in zip(Zs, acts, strict=True) if act == "relu"):
            break
    if cost == "negative_log_likelihood":
        Y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], m)]
    else:
        Y = rng.integers(0, 2, (m, sizes[-1])).astype(float)
    return params, X, Y, list(acts), cost
