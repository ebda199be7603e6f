"""The others, each as its own documentation would have it. A builder raises ImportError where its package is missing."""

import math

import numpy as np

from .measure import Contestant


def torch_network(t, problem):
    """PyTorch's network and optimizer at the problem's start, and the function that reads its weights. t: the module torch."""
    layers = []
    for W, b in problem.start:
        linear = t.nn.Linear(*W.shape)
        with t.no_grad():
            linear.weight.copy_(t.from_numpy(W.T.copy()))
            linear.bias.copy_(t.from_numpy(b))
        layers += [linear, t.nn.ReLU()]
    model = t.nn.Sequential(*layers[:-1])

    def weights():
        linears = [layer for layer in model if isinstance(layer, t.nn.Linear)]
        return [(linear.weight.detach().numpy().T, linear.bias.detach().numpy()) for linear in linears]

    return model, t.optim.SGD(model.parameters(), lr=problem.rate), weights


def torch(problem):
    """PyTorch, eager: nn.Sequential, cross_entropy, SGD."""
    import torch as t

    t.set_num_threads(1)
    model, optimizer, weights = torch_network(t, problem)
    X, labels = t.from_numpy(problem.X), t.from_numpy(problem.labels)

    def run():
        optimizer.zero_grad()
        cost = t.nn.functional.cross_entropy(model(X), labels)
        cost.backward()
        optimizer.step()

    return Contestant("PyTorch", run, weights)


def jax(problem):
    """JAX: the whole step compiled by jit, the parameters handed over (donated) at each call."""
    import jax as j
    import jax.numpy as jnp

    def cost(parameters, X, Y):
        A = X
        for W, b in parameters[:-1]:
            A = j.nn.relu(A @ W + b)
        W, b = parameters[-1]
        return -jnp.mean(jnp.sum(Y * j.nn.log_softmax(A @ W + b), axis=1))

    def step(parameters, X, Y):
        value, grads = j.value_and_grad(cost)(parameters, X, Y)
        return value, j.tree.map(lambda p, g: p - problem.rate * g, parameters, grads)

    state = {"parameters": j.tree.map(jnp.array, problem.copies())}
    X, Y, step = jnp.array(problem.X), jnp.array(problem.Y), j.jit(step, donate_argnums=0)

    def run():
        _, state["parameters"] = step(state["parameters"], X, Y)

    return Contestant(
        "JAX",
        run,
        lambda: [(np.array(W), np.array(b)) for W, b in state["parameters"]],
        lambda: j.block_until_ready(state["parameters"]),
    )


def autograd(problem):
    """HIPS autograd: numpy, recorded anew at each step."""
    import autograd.numpy as anp
    from autograd import value_and_grad
    from autograd.scipy.special import logsumexp

    def cost(parameters):
        A = problem.X
        for W, b in parameters[:-1]:
            A = anp.maximum(anp.dot(A, W) + b, 0)
        W, b = parameters[-1]
        scores = anp.dot(A, W) + b
        return anp.mean(logsumexp(scores, axis=1) - anp.sum(problem.Y * scores, axis=1))

    parameters, both, rate = problem.copies(), value_and_grad(cost), np.float32(problem.rate)

    def run():
        _, grads = both(parameters)
        for (W, b), (dW, db) in zip(parameters, grads, strict=True):
            W -= rate * dW
            b -= rate * db

    return Contestant("autograd", run, lambda: parameters)


def scikit_learn(problem):
    """scikit-learn: MLPClassifier.partial_fit with one batch, plain gradient descent."""
    from sklearn.neural_network import MLPClassifier

    X, labels = problem.X, problem.labels
    model = MLPClassifier(
        problem.sizes[1:-1], solver="sgd", alpha=0, batch_size=problem.batch, learning_rate_init=problem.rate,
        momentum=0, nesterovs_momentum=False, shuffle=False, random_state=0,
    )  # fmt: skip
    model.partial_fit(X, labels, classes=np.arange(problem.sizes[-1]))  # makes its arrays
    for mine, theirs in zip([*model.coefs_, *model.intercepts_], _flat(problem.start), strict=True):
        mine[...] = theirs
    return Contestant("scikit-learn", lambda: model.partial_fit(X, labels), lambda: list(zip(model.coefs_, model.intercepts_, strict=True)))


def _flat(parameters):
    return [W for W, _ in parameters] + [b for _, b in parameters]


class Scalar:
    """A number that remembers how it was made, built as Karpathy's micrograd builds its Value; exp and log are ours."""

    def __init__(self, data, parents=(), operation=""):
        self.data, self.grad = data, 0
        self.back = lambda: None
        self.parents, self.operation = set(parents), operation

    def __add__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        out = Scalar(self.data + other.data, (self, other), "+")

        def back():
            self.grad += out.grad
            other.grad += out.grad

        out.back = back
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        out = Scalar(self.data * other.data, (self, other), "*")

        def back():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.back = back
        return out

    def relu(self):
        out = Scalar(0 if self.data < 0 else self.data, (self,), "relu")

        def back():
            self.grad += (out.data > 0) * out.grad

        out.back = back
        return out

    def exp(self):
        out = Scalar(math.exp(self.data), (self,), "exp")

        def back():
            self.grad += out.data * out.grad

        out.back = back
        return out

    def log(self):
        out = Scalar(math.log(self.data), (self,), "log")

        def back():
            self.grad += out.grad / self.data

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = 1
        for node in reversed(order):
            node.back()


def micrograd(problem):
    """One Scalar per number, in float64; for a batch of one."""
    weights = [[[Scalar(float(w)) for w in column] for column in W.T] for W, _ in problem.start]
    biases = [[Scalar(float(v)) for v in b] for _, b in problem.start]
    parameters = [p for layer in weights for column in layer for p in column] + [p for b in biases for p in b]
    inputs, label = [float(x) for x in problem.X[0]], int(problem.labels[0])

    def run():
        A = [Scalar(x) for x in inputs]
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
            A = [sum((w * a for w, a in zip(column, A, strict=True)), start=bias) for column, bias in zip(W, b, strict=True)]
            if layer < len(weights) - 1:
                A = [z.relu() for z in A]
        powers = [z.exp() for z in A]
        cost = sum(powers[1:], start=powers[0]).log() + A[label] * -1.0
        for p in parameters:
            p.grad = 0.0
        cost.backward()
        for p in parameters:
            p.data -= problem.rate * p.grad

    def found():
        matrices = [np.array([[w.data for w in column] for column in W]).T for W in weights]
        return list(zip(matrices, [np.array([v.data for v in b]) for b in biases], strict=True))

    return Contestant("micrograd", run, found)


def course_graph(problem):
    """The course's own scalar graph (`backprop_lessons.graph`), drawn up anew at each step; it names every node."""
    from backprop_lessons.graph import network_cost
    from backprop_lessons.network import Network

    net = Network.from_parameters(problem.start, problem.net.activation, problem.net.output, problem.net.cost_name)

    def run():
        cost, nodes = network_cost(net, problem.X, problem.Y)
        cost.backward()
        slopes = np.array([node.grad for node in nodes.values()])
        start = 0
        for array in (array for pair in zip(net.W, net.b, strict=True) for array in pair):
            array -= problem.rate * slopes[start : start + array.size].reshape(array.shape)
            start += array.size

    return Contestant("course's graph", run, net.parameters)


PEERS = {"PyTorch": torch, "JAX": jax, "autograd": autograd, "scikit-learn": scikit_learn}
SCALARS = {"micrograd": micrograd, "course's graph": course_graph}
