"""Who needs nothing but numpy: the course's two roads, textbook numpy, and the floor of bare matrix products."""

import time
from types import SimpleNamespace

import numpy as np

from backprop_lessons.engine import Engine
from backprop_lessons.network import Network
from backprop_lessons.optimizers import GradientDescent

from .measure import Contestant


def engine(problem):
    """The course's fast road, through its public API."""
    fast = Engine(problem.net, batch_size=problem.batch, dtype=np.float32)
    optimizer, X, Y = GradientDescent(problem.rate), problem.X, problem.Y
    return Contestant("engine", lambda: fast.step(X, Y, optimizer), fast.parameters)


def network(problem):
    """The course's textbook road, with all its checks of what comes in."""
    net = Network.from_parameters(problem.start, problem.net.activation, problem.net.output, problem.net.cost_name)
    (net.W, net.b), X, Y = map(list, zip(*problem.copies(), strict=True)), problem.X, problem.Y
    optimizer = GradientDescent(problem.rate)

    def run():
        trace = net.forward(X)
        net.cost(trace, Y)
        optimizer.step(net, net.backward(trace, Y))

    return Contestant("course's textbook road", run, net.parameters)


class Textbook:
    """Numpy as a tutorial writes it: one line per equation, rows, a new array for every result, no checks."""

    name = "textbook numpy"

    def __init__(self, problem):
        self.parameters, self.X, self.Y = problem.copies(), problem.X, problem.Y
        self.rate = np.float32(problem.rate)

    def forward(self):
        Z, A = [], [self.X]
        for W, b in self.parameters[:-1]:
            Z.append(A[-1] @ W + b)
            A.append(relu(Z[-1]))
        W, b = self.parameters[-1]
        Z.append(A[-1] @ W + b)
        A.append(softmax(Z[-1]))
        return Z, A, -np.sum(self.Y * np.log(A[-1])) / len(self.X)

    def cost(self):
        return self.forward()[2]

    def cost_and_gradient(self):
        Z, A, cost = self.forward()
        delta, grads = (A[-1] - self.Y) / np.float32(len(self.X)), []
        for layer in reversed(range(len(self.parameters))):
            grads.insert(0, (A[layer].T @ delta, np.sum(delta, axis=0)))
            if layer > 0:
                delta = (delta @ self.parameters[layer][0].T) * relu_prime(Z[layer - 1])
        return cost, grads

    def step(self):
        cost, grads = self.cost_and_gradient()
        for layer, ((W, b), (dW, db)) in enumerate(zip(self.parameters, grads, strict=True)):
            self.parameters[layer] = W - self.rate * dW, b - self.rate * db
        return cost


def relu(Z):
    return np.maximum(Z, 0)


def relu_prime(Z):
    return (Z > 0).astype(Z.dtype)


def softmax(Z):
    powers = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


def textbook(problem):
    """The Textbook's step."""
    road = Textbook(problem)
    return Contestant(road.name, road.step, lambda: road.parameters)


def engine_road(problem):
    """The engine's cost and gradient, and its cost alone where it offers that; else None."""
    fast = Engine(problem.net, batch_size=problem.batch, dtype=np.float32)
    if not hasattr(fast, "cost"):
        return None
    X, Y = problem.X, problem.Y
    return SimpleNamespace(name="engine", cost=lambda: fast.cost(X, Y), cost_and_gradient=lambda: fast.cost_and_gradient(X, Y))


def floor(problem):
    """The step's matrix products alone, each by the quickest of np.dot and np.matmul, in rows or in columns."""
    products = _products(problem)

    def run():
        for function, a, b, out in products:
            function(a, b, out=out)

    return Contestant("floor", run)


def floor_and_update(problem):
    """The same, and one pass over all parameters: the slopes times the rate, taken off."""
    products, n = _products(problem), problem.n_parameters
    theta, grad, rate = np.zeros(n, np.float32), np.zeros(n, np.float32), np.array(problem.rate, np.float32)

    def run():
        for function, a, b, out in products:
            function(a, b, out=out)
        np.multiply(grad, rate, out=grad)
        np.subtract(theta, grad, out=theta)

    return Contestant("floor and update", run)


def _products(problem):
    """(function, a, b, out) for each product of a step: A @ W, A.T @ delta, and, but for the first layer, delta @ W.T."""
    rng, B, products = np.random.default_rng(0), problem.batch, []
    for layer, (W, _) in enumerate(problem.start):
        n_in, n_out = W.shape
        A, delta = rng.random((B, n_in), dtype=np.float32), rng.random((B, n_out), dtype=np.float32)
        products.append(_quickest(A, W))
        products.append(_quickest(A.T, delta))
        if layer:
            products.append(_quickest(delta, W.T))
    return products


def _quickest(a, b):
    """The same product in four ways: by dot or matmul, as a @ b or as its transpose b.T @ a.T, all arrays in C order there."""
    ways = []
    for left, right in ((a, b), (np.ascontiguousarray(b.T), np.ascontiguousarray(a.T))):
        out = np.empty((left.shape[0], right.shape[1]), np.float32)
        ways += [(function, left, right, out) for function in (np.dot, np.matmul)]
    spent = [[] for _ in ways]
    repeats = max(1, min(50, round(2e7 / (a.shape[0] * a.shape[1] * b.shape[1]))))
    for _ in range(4):
        for times, (function, left, right, out) in zip(spent, ways, strict=True):
            start = time.perf_counter()
            for _ in range(repeats):
                function(left, right, out=out)
            times.append(time.perf_counter() - start)
    return ways[int(np.argmin([min(times) for times in spent]))]


ALONE = {
    "engine": engine, "course's textbook road": network, "textbook numpy": textbook, "floor": floor,
    "floor and update": floor_and_update,
}  # fmt: skip
