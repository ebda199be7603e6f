"""Document B, forward pass, cost function, gradient descent."""

import numpy as np

from backprop_lessons import datasets, trace, train
from backprop_lessons.costs import binary_cross_entropy, quadratic_cost

from .claim import Claim, Figure
from .setting import SOFTMAX, accuracies, digits_net, in_order, worked


def how_to_start():
    data, (net, rng) = datasets.digits(), digits_net(initialisation="zeros")
    history = train(net, data.X_train, data.Y_train, learning_rate=0.1, batch_size=32, epochs=20, rng=rng)
    apart = np.ptp(net.W[0], axis=1).max()  # how far the hidden units' weights lie apart
    runs = [
        accuracies(3, "relu", SOFTMAX, 0.1, 32, initialisation=start).mean() for start in ("zeros", "constant", "he")
    ]
    return apart, history.cost[-1], *runs


def sorted_or_shuffled():
    shuffled = accuracies(3, "relu", SOFTMAX, 0.1, 32, 10).mean()
    return shuffled, in_order().mean()


def before_any_step():
    data, costs_found = datasets.digits(), []
    for start in ("zeros", "he"):
        net, _ = digits_net(initialisation=start)
        costs_found.append(net.cost(net.forward(data.X_train), data.Y_train))
    return *costs_found, np.log(10)


def far_away():
    found, Y = [], np.array([[0.0]])
    for output in (0.5, 0.999):
        A = np.array([[output]])
        found += [quadratic_cost(A, Y), binary_cross_entropy(A, Y)]
    return found


def slopes_of_what():
    net, X, Y, forward, grads = worked()
    of_outputs = []
    for unit in range(2):  # a miss of 1 at one output and 0 at the other: the slope of the cost is that of the output
        of_outputs.append(net.backward(forward, forward.A[-1] - np.eye(2)[[unit]]))
    sizes = [sum(array.size for array in (*each.dW, *each.db)) for each in (grads, *of_outputs)]
    w5 = [each.dW[1][0, 0] for each in (grads, *of_outputs)]
    return sizes[0], sum(sizes[1:]), *w5


def from_the_cost_to_a_weight():
    net, X, Y, _, grads = worked()
    w1, w8 = trace(net, X, Y, "W1[0,0]"), trace(net, X, Y, "W2[1,1]")
    return *(path.product for path in w1.paths), w8.n_paths, w8.total, max(w1.sum_error, w8.sum_error)


def slopes_are_no_shares():
    net, X, Y, forward, grads = worked()
    of_weights = sum((W * dW).sum() for W, dW in zip(net.W, grads.dW, strict=True))
    of_biases = sum((b * db).sum() for b, db in zip(net.b, grads.db, strict=True))
    return trace(net, X, Y, "W1[0,0]").total, of_weights, of_weights + of_biases, net.cost(forward, Y)


def what_has_changed():
    net, X, Y = datasets.worked_example()
    before = net.copy()
    grads = net.backward(net.forward(X), Y)
    moved = max(np.abs(W - old).max() for W, old in zip(net.W, before.W, strict=True))
    return moved, net.cost(net.forward(X), Y), grads.dW[0].size + grads.dW[1].size


CLAIMS = (
    Claim(
        "B15",
        "weights are initialized",
        "imprecise",
        "All weights start at 0. After twenty epochs on the digits, how different are the thirty hidden units?",
        how_to_start,
        (
            Figure("start at 0: largest difference between hidden units after 20 epochs", "0"),
            Figure("its cost (ln 10)", "2.30 to 2.31"),
            Figure("test accuracy from 0 (mean of 3 runs)", "0.08 to 0.1"),
            Figure("all weights ½", "0.09 to 0.25"),
            Figure("at random, spread √(2/n_in)", "0.95 to 0.98"),
        ),
        "True with *at random, at the right scale*; equal units stay equal for ever {cite:p}`glorot2010,he2015`.",
        "7.3",
        slow=True,
    ),
    Claim(
        "B16",
        "inputs from the training set are fed into the network",
        "ok",
        "Feed the training rows sorted by class, without shuffling. Same data, same number of updates: same result?",
        sorted_or_shuffled,
        (
            Figure("test accuracy after 10 epochs, shuffled (mean of 3 runs)", "0.93 to 0.97"),
            Figure("sorted by class, not shuffled", "0.42 to 0.62"),
        ),
        "From the training set only, and in a fresh order: test examples enter no update, and nothing that is "
        "computed for the inputs.",
        "7.1",
        slow=True,
    ),
    Claim(
        "B17",
        "the model generates its initial prediction",
        "ok",
        "Ten classes, nothing learned, equal scores for all. What does such a prediction cost?",
        before_any_step,
        (
            Figure("cost of a network that gives all classes the same score", "2.302585"),
            Figure("of one with random weights", "2.5615"),
            Figure("ln 10", "2.302585"),
        ),
        "The first cost is known before any training, up to the spread of the scores: a free test.",
        "2.5",
    ),
    Claim(
        "B18",
        "the error function is computed by checking how far away the prediction is from the known true value",
        "imprecise",
        "The output is 0.999, the target 0. How much worse than a guess of ½ does each cost find that?",
        far_away,
        (
            Figure("output ½: quadratic cost", "0.125"),
            Figure("cross-entropy", "0.693"),
            Figure("output 0.999: quadratic cost", "0.499"),
            Figure("cross-entropy", "6.908"),
        ),
        "True for one example at a time; the cost is the mean over the batch, and *far* depends on which cost it is.",
        "3.3",
    ),
    Claim(
        "B19",
        "the backpropagation algorithm calculates how much the output values are affected by each of the weights "
        "in the model",
        "wrong",
        "Two outputs, twelve parameters. How many slopes does one sweep give, and how many would the claim need?",
        slopes_of_what,
        (
            Figure("slopes of the cost", "12"),
            Figure("slopes of both outputs", "24"),
            Figure("slope in w5 of the cost", "0.082167"),
            Figure("of the output of o1", "0.110832"),
            Figure("of the output of o2", "0"),
        ),
        "True with *the cost* for *the output values*. Slopes of the outputs take one sweep for each of them "
        "{cite:p}`baydin2018`.",
        "5.9",
    ),
    Claim(
        "B20",
        "it calculates partial derivatives, going back from the error function to a specific neuron and its weight",
        "ok",
        "From the cost to w8, how many paths? And to w1?",
        from_the_cost_to_a_weight,
        (
            Figure("w1 to the cost, by o1", "0.000668396"),
            Figure("by o2", "-0.000229828"),
            Figure("paths of w8", "1"),
            Figure("slope in w8", "-0.022740242"),
            Figure("relative error of the sums over paths against `backward`", "below 1e-12"),
        ),
        "All of them come from the same sweep.",
        "4.3",
    ),
    Claim(
        "B21",
        "This provides complete traceability from total errors, back to a specific weight which contributed to "
        "that error",
        "if",
        "Multiply every weight by its slope and add up. Is the sum the cost?",
        slopes_are_no_shares,
        (
            Figure("slope in w1, both paths", "0.000438568"),
            Figure("sum of weight times slope, all weights", "0.0469"),
            Figure("biases included", "0.1137"),
            Figure("cost", "0.2984"),
        ),
        "True of sensitivity: each path and each factor can be named. It is no account of who caused which part "
        "of the cost, and the parts do not add up to it.",
        "4.8",
    ),
    Claim(
        "B22",
        "The result of backpropagation is a set of weights that minimize the error function",
        "wrong",
        "After `backward` has returned, which weights have changed?",
        what_has_changed,
        (
            Figure("largest change of a weight", "0"),
            Figure("cost, as before", "0.298371"),
            Figure("slopes returned for the weights, one for each", "8"),
        ),
        "The result is a gradient, with the shapes of the parameters. True of training as a whole, if *minimize* "
        "means *make smaller* {cite:p}`goodfellow2016`.",
        "5.2",
    ),
)
