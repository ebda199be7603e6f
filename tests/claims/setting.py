"""What the experiments share: the worked example, runs on the digits, and XOR from many starts at once."""

import re
from functools import lru_cache
from pathlib import Path

import numpy as np

from backprop_lessons import Network, datasets, minibatches, train
from backprop_lessons.activations import sigmoid
from backprop_lessons.optimizers import GradientDescent
from backprop_lessons.training import Diverged

QUADRATIC = ("sigmoid", "quadratic")
ENTROPY = ("sigmoid", "binary_cross_entropy")
SOFTMAX = ("softmax", "negative_log_likelihood")


def worked():
    """The worked 2-2-2 example with its trace and its gradients."""
    net, X, Y = datasets.worked_example()
    trace = net.forward(X)
    return net, X, Y, trace, net.backward(trace, Y)


def digits_net(seed=0, hidden="relu", pair=SOFTMAX, **start):
    """The network 64-30-10, and the generator that drew its weights."""
    rng = np.random.default_rng(seed)
    return Network([64, 30, 10], hidden, *pair, rng=rng, **start), rng


@lru_cache
def accuracies(seeds=5, hidden="sigmoid", pair=QUADRATIC, rate=0.5, batch_size=10, epochs=20, **start):
    """Test accuracy on the digits, one run for each seed."""
    data, found = datasets.digits(), []
    for seed in range(seeds):
        net, rng = digits_net(seed, hidden, pair, **start)
        train(net, data.X_train, data.Y_train, learning_rate=rate, batch_size=batch_size, epochs=epochs, rng=rng)
        found.append(net.accuracy(data.X_test, data.Y_test))
    return np.array(found)


def saturated_neuron(cost, updates=150):
    """The output, after some updates, of a neuron with input 1 and target 0 that starts sure and wrong, at w = b = 2."""
    neuron = Network.from_parameters([([[2.0]], [2.0])], cost=cost)
    rng = np.random.default_rng(0)
    train(neuron, [[1.0]], [[0.0]], learning_rate=0.15, batch_size=1, epochs=updates, rng=rng)
    return neuron.predict([[1.0]])[0, 0]


@lru_cache
def xor_runs(hidden, starts=200, steps=5000, rate=2.0):
    """XOR from many starts, all at once: 2-H-1 sigmoid, quadratic cost. Returns (outputs, costs), one row per start."""
    X, Y = datasets.xor()
    rng = np.random.default_rng(0)
    W1, W2 = rng.standard_normal((starts, 2, hidden)), rng.standard_normal((starts, hidden, 1))
    b1, b2 = np.zeros((starts, 1, hidden)), np.zeros((starts, 1, 1))
    for _ in range(steps):
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        delta2 = (A2 - Y) / len(X) * A2 * (1 - A2)
        delta1 = (delta2 @ W2.transpose(0, 2, 1)) * A1 * (1 - A1)
        W2 -= rate * A1.transpose(0, 2, 1) @ delta2
        b2 -= rate * delta2.sum(axis=1, keepdims=True)
        W1 -= rate * X.T @ delta1
        b1 -= rate * delta1.sum(axis=1, keepdims=True)
    outputs = sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)[:, :, 0]
    return outputs, ((outputs - Y[:, 0]) ** 2).mean(axis=1) / 2


def xor_solved(outputs):
    """Which of the starts answer all four points on the right side of one half."""
    return ((outputs > 0.5) == (datasets.xor()[1][:, 0] > 0.5)).all(axis=1)


def line_data():
    """Eleven points near a line, the ninth to the right far above it: x, y."""
    x = np.arange(11.0)
    y = 1 + 0.5 * x + 0.6 * np.random.default_rng(3).standard_normal(11)
    y[9] = 14
    return x, y


def gaussian(targets, spread):
    """The negative log-likelihood of outputs A, if targets scatter around them with that spread: a function of A."""
    height = np.log(spread * np.sqrt(2 * np.pi))
    return lambda A: (((A - targets) / spread) ** 2 / 2 + height).sum() / len(A)


@lru_cache
def first_to_last(hidden, depth):
    """Length of the first delta over that of the last, untrained, for 200 digits: the median of ten starts."""
    data, found = datasets.digits(), []
    for seed in range(10):
        net = Network([64, *[30] * depth, 10], hidden, *ENTROPY, rng=np.random.default_rng(seed))
        deltas = net.backward(net.forward(data.X_train[:200]), data.Y_train[:200]).delta
        found.append(np.linalg.norm(deltas[0]) / np.linalg.norm(deltas[-1]))
    return float(np.median(found))


def year(key):
    """The year of a text in the book's list of references."""
    text = (Path(__file__).parents[2] / "book" / "references.bib").read_text(encoding="utf-8")
    return int(re.search(rf"{{{key},.*?year = {{(\d+)}}", text)[1])


@lru_cache
def accuracies_without_biases(seeds=3, rate=0.5, epochs=20):
    """Mean test accuracy with biases trained, and with biases left at 0; sigmoid, quadratic cost, batches of 10."""
    data, found = datasets.digits(), []
    for seed in range(seeds):
        net, rng = digits_net(seed, "sigmoid", QUADRATIC)
        for _ in range(epochs):
            for X, Y in minibatches(data.X_train, data.Y_train, 10, rng):
                dW = net.backward(net.forward(X), Y).dW
                net.W = [W - rate * slope for W, slope in zip(net.W, dW, strict=True)]
        found.append(net.accuracy(data.X_test, data.Y_test))
    return accuracies(seeds, rate=rate, epochs=epochs).mean(), np.mean(found)


def in_order(seeds=3, rate=0.1, epochs=10):
    """Test accuracy where the training rows come sorted by class and are never shuffled, in batches of 32; ReLU, softmax."""
    data, found = datasets.digits(), []
    rows = np.argsort(data.labels_train, kind="stable")
    for seed in range(seeds):
        net, _ = digits_net(seed)
        step = GradientDescent(rate).step
        for start in [*range(0, len(rows), 32)] * epochs:
            batch = rows[start : start + 32]
            step(net, net.backward(net.forward(data.X_train[batch]), data.Y_train[batch]))
        found.append(net.accuracy(data.X_test, data.Y_test))
    return np.array(found)


def best_accuracies(batch_sizes, rates=(0.02, 0.05, 0.1, 0.3, 1.0, 3.0)):
    """For each batch size the test accuracy of the learning rate whose cost was lowest in the last of 20 epochs."""
    data, best = datasets.digits(), []
    for size in batch_sizes:
        runs = []
        for rate in rates:
            net, rng = digits_net()
            try:
                history = train(
                    net, data.X_train, data.Y_train, learning_rate=rate, batch_size=size, epochs=20, rng=rng
                )
            except Diverged:
                continue
            runs.append((history.cost[-1], net.accuracy(data.X_test, data.Y_test)))
        best.append(min(runs)[1])
    return best
