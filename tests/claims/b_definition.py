"""Document B, the definition: what backpropagation promises."""

import numpy as np

from backprop_lessons import Network, approaches, counting, datasets, train
from backprop_lessons.activations import identity_prime
from backprop_lessons.optimizers import GradientDescent

from .claim import Claim, Figure
from .setting import digits_net, worked, xor_runs, xor_solved


def optimal_or_quick():
    solved = [xor_solved(xor_runs(hidden)[0]).sum() for hidden in (2, 3, 4)]
    counts = counting.count_operations([1000, 950, 50])
    return *solved, counts.parameters, counts.gradient_in_forwards, counts.one_sided / counts.gradient


def all_slopes_are_one():
    example, X, Y, *_ = worked()
    net = Network.from_parameters(example.parameters(), activation="identity", output="identity")
    forward = net.forward(X)
    slopes = np.concatenate([identity_prime(Z) for Z in forward.Z])
    dW = net.backward(forward, Y).dW
    return slopes.min(), slopes.max(), dW[0][0, 0], dW[1][0, 0]


def twenty_digits():
    data, found = datasets.digits(), []
    X, Y = data.X_train[:20], data.Y_train[:20]
    for seed in range(3):
        net, rng = digits_net(seed)
        train(net, X, Y, learning_rate=0.5, batch_size="full", epochs=500, rng=rng)
        found.append([net.cost(net.forward(X), Y), net.accuracy(X, Y), net.accuracy(data.X_test, data.Y_test)])
    return np.mean(found, axis=0)


def two_ways_to_the_slopes():
    nets = [worked()[0] for _ in range(3)]
    X, Y = worked()[1:3]
    for _ in range(50):
        GradientDescent(0.5).step(nets[0], nets[0].backward(nets[0].forward(X), Y))
        GradientDescent(0.5).step(nets[1], approaches.central_differences(nets[1], X, Y))
    train(nets[2], X, Y, learning_rate=0.5, batch_size=1, epochs=50, rng=np.random.default_rng(0), optimizer="momentum")
    return [np.abs(nets[0].W[1] - other.W[1]).max() for other in nets[1:]]


CLAIMS = (
    Claim(
        "B1",
        "it can discover the optimal weights relatively quickly, even for a network with millions of weights",
        "wrong",
        "XOR from 200 random starts, 5,000 updates each. How many of the networks with two hidden units end with "
        "all four points right?",
        optimal_or_quick,
        (
            Figure("of 200 starts, solved with 2 hidden units", "140 to 168"),
            Figure("with 3", "185 to 200"),
            Figure("with 4", "190 to 200"),
            Figure("parameters of a network 1000-950-50", "998,500"),
            Figure("its cost and gradient, in forward passes", "2.05"),
            Figure("one-sided differences take times as many multiply-adds", "about 487,640"),
        ),
        "True of the *gradient*, which is quick whatever the number of weights. It leads downhill, not to an "
        "optimum: to find the best weights is hard already for three threshold units {cite:p}`blum1992`.",
        "6.7",
        slow=True,
    ),
    Claim(
        "B2",
        "Backpropagation tracks the derivatives of the activation functions in each successive neuron",
        "imprecise",
        "A network without any activation function: every such derivative is 1. Is anything left to track?",
        all_slopes_are_one,
        (
            Figure("smallest activation slope in a linear 2-2-2 network", "1"),
            Figure("largest", "1"),
            Figure("slope in w1", "0.018718"),
            Figure("slope in w5", "0.346403"),
        ),
        "True of one factor among several. Products with weights, sums and the cost have slopes as well, and all "
        "are multiplied {cite:p}`baydin2018`.",
        "4.8",
    ),
    Claim(
        "B3",
        "to find weights that brings the loss function to a minimum, which will generate the best prediction",
        "wrong",
        "Train on twenty digits until the cost is almost 0. How many of 360 new digits are right?",
        twenty_digits,
        (
            Figure("cost on the 20 digits after 500 updates (mean of 3 runs)", "0.0005 to 0.003"),
            Figure("accuracy on these 20", "1"),
            Figure("accuracy on the 360 test digits", "0.55 to 0.67"),
        ),
        "True only if the training examples say all there is to know. The lowest cost on them is not the best "
        "prediction on others, and the minimum may not be reached at all {cite:p}`goodfellow2016`.",
        "7.9",
        slow=True,
    ),
    Claim(
        "B4",
        "This is a mathematical process called gradient descent",
        "wrong",
        "Take fifty steps with slopes that were *measured*, without any backpropagation. Where do the weights end?",
        two_ways_to_the_slopes,
        (
            Figure("largest difference of an output weight from the run with backpropagation", "below 1e-9"),
            Figure("same gradients, another rule for the step (momentum)", "1.6147"),
        ),
        "Backpropagation computes the gradient; gradient descent is one way to use it. True as the paper of 1986 "
        "used the word, one name for both {cite:p}`rumelhart1986`.",
        "6.1",
    ),
)
