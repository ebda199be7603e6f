"""Document A, the algorithm: what travels back, and from where to where."""

import numpy as np

from backprop_lessons import Network, costs, datasets, trace, train
from backprop_lessons.activations import sigmoid_prime

from .claim import Claim, Figure
from .setting import worked


def cut_one_connection():
    net, X, Y, *_ = worked()
    whole = trace(net, X, Y, "W1[0,0]")
    net.W[1][0, 1] = 0.0
    cut = trace(net, X, Y, "W1[0,0]")
    ways = [sum(path.product != 0 for path in found.paths) for found in (whole, cut)]
    return *ways, whole.gradient, cut.gradient


def one_path_and_both():
    net, X, Y, forward, grads = worked()
    measured = trace(net, X, Y, "b1[0]").measured  # a nudge of b1[0] is a nudge of z of h1
    paths = grads.delta[1][0] * net.W[1][0]
    too_large = paths[0] / paths.sum() - 1
    return measured, grads.delta[0][0, 0], *paths, paths.sum(), too_large


def its_own_teacher():
    X, rng, found = datasets.digits().X_train, np.random.default_rng(0), []
    net = Network([64, 16, 64], rng=rng)
    for epochs in (1, 29):
        train(net, X, X, learning_rate=3.0, batch_size=10, epochs=epochs, rng=rng)
        found.append(net.cost(net.forward(X), X))
    mean_image = np.tile(X.mean(axis=0), (len(X), 1))
    return *found, costs.quadratic_cost(mean_image, X)


def at_the_output():
    net, X, Y, forward, _ = worked()
    Z, A = forward.Z[-1], forward.A[-1]
    quadratic = costs.output_delta(Z, Y, "sigmoid", "quadratic")
    entropy = costs.output_delta(Z, Y, "sigmoid", "binary_cross_entropy")
    return (Y - A)[0, 0], quadratic[0, 0], entropy[0, 0], net.cost(forward, Y)


def what_travels_back():
    net, X, Y, forward, grads = worked()
    lengths = [np.linalg.norm(delta) for delta in reversed(grads.delta)]
    return np.size(net.cost(forward, Y)), sum(delta.size for delta in grads.delta), *lengths


def each_hidden_unit_as_a_logistic_neuron():
    net, X, Y, forward, grads = worked()
    arriving = grads.delta[1] @ net.W[1].T
    delta = arriving * sigmoid_prime(forward.Z[0])
    dW = np.column_stack([X.T @ delta[:, unit] for unit in range(2)])
    return np.abs(dW - grads.dW[0]).max(), np.abs(delta.sum(axis=0) - grads.db[0]).max()


CLAIMS = (
    Claim(
        "A6",
        "each neuron links to the neurons in its next layer",
        "imprecise",
        "In the worked 2-2-2 network set the weight from h1 to o2 to 0. How many ways are left from w1 to the cost?",
        cut_one_connection,
        (
            Figure("ways from w1 to the cost", "2"),
            Figure("after that weight is set to 0", "1"),
            Figure("slope in w1 before", "0.000438568"),
            Figure("slope in w1 after", "0.000668396"),
        ),
        "True of fully connected layers, the networks of this course. Backpropagation needs less: any graph "
        "without cycles will do {cite:p}`baydin2018`.",
        "4.3",
    ),
    Claim(
        "A7",
        "we can only know the cost of each neuron if we have already known the cost of the linked neurons in the "
        "next layer",
        "imprecise",
        "h1 feeds o1 and o2. Somebody follows the way through o1 only. Is the slope that comes out slightly off, "
        "or far off?",
        one_path_and_both,
        (
            Figure("measured: the cost moves per nudge of z at h1 by", "0.00877135"),
            Figure("delta of h1", "0.008771355"),
            Figure("slope in a of h1, by way of o1", "0.055399425"),
            Figure("by way of o2", "-0.019049118"),
            Figure("both together", "0.036350306"),
            Figure("the one way alone is too large by the fraction", "0.52"),
        ),
        "True of *delta*, the slope of the one cost in z: the deltas of the next layer must be known first, and "
        "all ways are added {cite:p}`nielsen2015`.",
        "5.3",
    ),
    Claim(
        "A8",
        "neural networks are still supervised learning",
        "wrong",
        "Give a network the image itself as its target. Does backpropagation notice that nobody has labelled "
        "anything?",
        its_own_teacher,
        (
            Figure("cost of a network 64-16-64 after 1 epoch", "0.85 to 1"),
            Figure("after 30 epochs", "0.37 to 0.45"),
            Figure("cost of always answering the mean image", "2.356"),
        ),
        "True of the examples in the document. What backpropagation needs is a cost with a slope; whether the "
        "target comes from a person, from the data themselves or from nowhere, it cannot see.",
        "7.10",
        slow=True,
    ),
    Claim(
        "A9",
        "we do already know the cost of the output layer neunons (actual ouput - predict output)",
        "wrong",
        "o1 answers 0.751, its target is 0.01. Which number starts the way back: −0.741, 0.741, or something else?",
        at_the_output,
        (
            Figure("target minus output, as in the claim", "-0.741365"),
            Figure("delta of o1, quadratic cost", "0.138499"),
            Figure("delta of o1, cross-entropy", "0.741365"),
            Figure("the cost, one number for both outputs", "0.298371"),
        ),
        "Output *minus target* is the delta of one example if output and cost are a matched pair, as sigmoid and "
        "cross-entropy are. For other pairs the slope of the activation comes in, and the difference is never a "
        "cost {cite:p}`nielsen2015`.",
        "5.7",
    ),
    Claim(
        "A10",
        "we could backward compute the cost of each neuron layer by layer",
        "imprecise",
        "How many costs are there in a network with four units?",
        what_travels_back,
        (
            Figure("costs in the 2-2-2 network", "1"),
            Figure("deltas, one for each unit", "4"),
            Figure("length of delta in the output layer", "0.143643"),
            Figure("in the hidden layer", "0.013267"),
        ),
        "True with *delta* for *cost*. Layer by layer, because each layer's delta needs only that of the next.",
        "5.6",
    ),
    Claim(
        "A11",
        "to learn the weights and bias of each neuron has no difference from in logistic classification",
        "ok",
        "Treat each hidden unit as a logistic neuron that gets its slope from above. How far off are its gradients?",
        each_hidden_unit_as_a_logistic_neuron,
        (
            Figure("largest difference in dW", "below 1e-15"),
            Figure("in db", "below 1e-15"),
        ),
        "Right, once *the cost of each neuron* is read as its delta.",
        "5.7",
    ),
)  # fmt: skip
