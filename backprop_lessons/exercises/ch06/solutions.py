"""The solutions of chapter 6, as a learner might write them."""


def gd_step(params, grads, learning_rate):
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]


def minibatches(X, Y, batch_size, rng):
    order = rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        yield X[rows], Y[rows]


def train_epoch(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    value, slope = cost
    order, total = rng.permutation(len(X)), 0.0
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        As, Zs = [X[rows]], []
        for (W, b), (act, _) in zip(params, acts, strict=True):
            Zs.append(As[-1] @ W + b)
            As.append(act(Zs[-1]))
        total += len(rows) * value(As[-1], Y[rows])
        grads, dA = [], slope(As[-1], Y[rows])
        for layer in reversed(range(len(params))):
            delta = dA * acts[layer][1](Zs[layer])
            grads.insert(0, (As[layer].T @ delta, delta.sum(axis=0)))
            dA = delta @ params[layer][0].T
        params = [
            (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads, strict=True)
        ]
    return params, total / len(X)
