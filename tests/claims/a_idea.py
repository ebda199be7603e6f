"""Document A, the opening: what backpropagation is, how fast, and where it comes from."""

from itertools import product

import numpy as np

from backprop_lessons import Network, counting, datasets, train
from backprop_lessons.optimizers import GradientDescent

from .claim import Claim, Figure
from .setting import digits_net, xor_runs, xor_solved, year


def a_hundred_gradients():
    (net, _), data = digits_net(), datasets.digits()
    X, Y = data.X_train, data.Y_train
    before = net.cost(net.forward(X), Y)
    for _ in range(100):
        grads = net.backward(net.forward(X), Y)
    after = net.cost(net.forward(X), Y)
    GradientDescent(0.1).step(net, grads)
    return before, after - before, net.cost(net.forward(X), Y)


def counted():
    counts = counting.count_operations([784, 30, 10])
    passes = counting.one_sided_passes(10**6)
    return (
        counts.forward, counts.gradient, counts.gradient_in_forwards,
        counts.one_sided, counts.one_sided / counts.gradient, passes,
    )  # fmt: skip


def with_and_without_hidden_units():
    (X, Y), rng = datasets.xor(), np.random.default_rng(0)
    neuron = Network([2, 1], cost="binary_cross_entropy", rng=rng, initialisation="zeros")
    train(neuron, X, Y, learning_rate=0.5, batch_size="full", epochs=5000, rng=rng)
    lines = np.array(list(product(np.linspace(-2, 2, 17), repeat=3)))  # w1, w2, b
    right = ((lines[:, :2] @ X.T + lines[:, 2:] > 0) == (Y[:, 0] > 0.5)).sum(axis=1)
    solved = xor_solved(xor_runs(4)[0])
    return neuron.predict(X).max(), neuron.cost(neuron.forward(X), Y), right.max(), solved.sum()


def no_hidden_layer():
    data = datasets.digits()
    X, Y = data.X_train, data.Y_train
    net = Network([64, 10], cost="binary_cross_entropy", rng=np.random.default_rng(0))
    forward = net.forward(X)
    logistic = X.T @ (forward.A[-1] - Y) / len(X)
    difference = np.abs(net.backward(forward, Y).dW[0] - logistic).max()
    return difference, year("rumelhart1986") - year("linnainmaa1970")


def one_logistic_neuron():
    pair, rng = datasets.digits_pair(3, 8), np.random.default_rng(0)
    neuron = Network([64, 1], cost="binary_cross_entropy", rng=rng, initialisation="zeros")
    history = train(neuron, pair.X_train, pair.y_train, learning_rate=0.5, batch_size="full", epochs=200, rng=rng)
    return history.cost[0], history.cost[-1], neuron.accuracy(pair.X_test, pair.y_test)


CLAIMS = (
    Claim(
        "A1",
        "the essence of modern neural networks algorithms",
        "imprecise",
        "Call `backward` a hundred times and do nothing else. By how much does the cost fall?",
        a_hundred_gradients,
        (
            Figure("cost of an untrained network on the digits", "2.5615"),
            Figure("change of that cost after 100 calls of `backward`", "0"),
            Figure("cost after one step along one of these gradients", "2.4534"),
        ),
        "True of the part that makes learning affordable. Backpropagation “refers only to the method for computing "
        "the gradient” {cite:p}`goodfellow2016`; learning also takes an update, data and a model.",
        "5.2",
    ),
    Claim(
        "A2",
        "it works far faster than earlier approaches for a neural network to learn",
        "imprecise",
        "A network 784-30-10, one example. How many forward passes' worth of multiply-adds is the whole gradient: "
        "about two, about a hundred, or one per weight?",
        counted,
        (
            Figure("multiply-adds of one forward pass", "23,820"),
            Figure("of cost and gradient by backpropagation", "47,940"),
            Figure("that is, in forward passes", "2.01"),
            Figure("multiply-adds of one-sided differences, weight by weight", "568,369,020"),
            Figure("times as many as backpropagation", "about 11,856"),
            Figure("passes that differences take for a million weights", "1,000,001"),
        ),
        "True of the *gradient*, against measuring each weight by itself; how many steps the learning takes is "
        "another matter {cite:p}`nielsen2015,baydin2018`.",
        "8.3",
    ),
    Claim(
        "A3",
        "making it possible to use neural networks to solve problems which had previously been insoluble",
        "imprecise",
        "XOR, four points. How many of them can a single neuron get right, and how many a network with four "
        "hidden units?",
        with_and_without_hidden_units,
        (
            Figure("largest output of a single neuron after 5,000 updates", "0.5"),
            Figure("its cost (ln 2)", "0.693147"),
            Figure("most points that any of 4,913 lines gets right", "3"),
            Figure("of 200 networks 2-4-1, how many learn all four points", "190 to 200"),
        ),
        "True if *insoluble* means that nobody had an affordable way to train hidden units {cite:p}`rumelhart1986`. "
        "Set by hand, three units have always been enough for XOR.",
        "5.13",
        slow=True,
    ),
    Claim(
        "A4",
        "inherits from the idea of gradient descent based weights & bias learning in logistic classification",
        "wrong",
        "Take a network without a hidden layer. How far is its backpropagation from logistic regression? And did "
        "the one grow out of the other?",
        no_hidden_layer,
        (
            Figure("largest difference between `backward` and X.T @ (a − y) / m", "below 1e-15"),
            Figure("years between the reverse mode (1970) and the paper that made it known", "16"),
        ),
        "True as a way to *learn* it, since logistic regression is the case of one layer. As history it is not: "
        "the roots are control theory and rounding analysis {cite:p}`schmidhuber,linnainmaa1970,werbos1982`.",
        "5.7",
    ),
    Claim(
        "A5",
        "in logistic classification, which we have already been familar with",
        "ok",
        "One neuron, 64 weights, all 0, threes against eights. How many of the test images does it get right "
        "after 200 updates?",
        one_logistic_neuron,
        (
            Figure("cost at the start", "0.693147"),
            Figure("cost after 200 updates", "0.063"),
            Figure("test accuracy", "above 0.96"),
        ),
        "A fair thing to ask of a reader. This course starts with it, and checks it.",
        "1.6",
    ),
)  # fmt: skip
