"""Document A, slow learning and cross-entropy: what it cures, and where."""

import numpy as np

from backprop_lessons import Network, costs
from backprop_lessons.activations import softmax

from .a_idea import one_logistic_neuron
from .claim import Claim, Figure
from .setting import ENTROPY, QUADRATIC, SOFTMAX, accuracies, first_to_last, saturated_neuron


def sure_and_wrong():
    outputs = [saturated_neuron(cost) for cost in ("quadratic", "binary_cross_entropy")]
    quadratic = accuracies(pair=QUADRATIC, rate=3.0, initialisation="lecun").mean()
    entropy = accuracies(pair=ENTROPY, rate=0.5, initialisation="lecun").mean()
    too_large = [accuracies(pair=pair, scale=3.0).mean() for pair in (QUADRATIC, ENTROPY)]
    return *outputs, quadratic, entropy, *too_large


def where_to_put_relu():
    settings = [
        ("sigmoid", QUADRATIC, 0.1), ("relu", QUADRATIC, 0.1), ("relu", ("relu", "quadratic"), 0.1),
        ("relu", ("relu", "quadratic"), 0.5), ("relu", ("identity", "quadratic"), 0.1), ("relu", SOFTMAX, 0.1),
    ]  # fmt: skip
    return [accuracies(hidden=hidden, pair=pair, rate=rate).mean() for hidden, pair, rate in settings]


def both_with_cross_entropy():
    start, end, right = one_logistic_neuron()
    return start, end, accuracies(hidden="relu", pair=SOFTMAX, rate=0.1).mean()


def entropies():
    p, q = np.array([0.7, 0.3]), np.array([0.5, 0.5])
    pp, pq, qp, qq = (-(one * np.log(other)).sum() for one, other in ((p, p), (p, q), (q, p), (q, q)))
    return pp, pq, qp, pq - pp, qp - qq


def below_the_output():
    net = Network.from_parameters([([[6.0]], [4.0]), ([[2.0]], [2.0])], cost="binary_cross_entropy")
    hidden, output = net.backward(net.forward([[1.0]]), [[0.0]]).delta
    depths = [first_to_last("sigmoid", depth) for depth in (1, 3, 8)]
    return output[0, 0], hidden[0, 0], *depths, first_to_last("tanh", 8), first_to_last("relu", 8)


def one_principle_two_cases():
    scores, Y = 1000 * np.eye(10), np.eye(10)  # sure, and right
    once, twice = costs.negative_log_likelihood(scores, Y), costs.negative_log_likelihood(softmax(scores), Y)
    z, y = np.array([[0.3], [-1.2]]), np.array([[1.0], [0.0]])
    two_classes = costs.negative_log_likelihood(np.hstack([0 * z, z]), np.hstack([1 - y, y]))
    return once, twice, abs(two_classes - costs.binary_cross_entropy_from_logits(z, y))


def equally_right():
    found, Y = [], np.array([[1.0, 0.0]])
    for p in (0.9, 0.55):
        scores = np.log([[p, 1 - p]])
        found += [float(scores.argmax() == 0), costs.negative_log_likelihood(scores, Y)]
    return found


CLAIMS = (
    Claim(
        "A18",
        "if using sigmoid as the activation function, the quadratic cost function would suffer the problem of "
        "slow convergence",
        "if",
        "Ten digits, sigmoid outputs, sensible first weights. Which cost ends with more test images right?",
        sure_and_wrong,
        (
            Figure("one neuron, sure and wrong, after 150 updates, quadratic: output (target 0)", "0.933"),
            Figure("the same with cross-entropy", "0.026"),
            Figure("digits, sensible start: quadratic, learning rate 3", "0.96 to 0.99"),
            Figure("cross-entropy, learning rate 0.5", "0.96 to 0.99"),
            Figure("digits, first weights much too large: quadratic", "0.2 to 0.45"),
            Figure("cross-entropy", "0.89 to 0.96"),
        ),
        "True where an output unit is saturated *and wrong*: there the slope of the sigmoid is nearly 0. With "
        "sensible first weights and a learning rate to match, the quadratic cost keeps up "
        "{cite:p}`nielsen2015,solla1988`.",
        "3.4",
        slow=True,
    ),
    Claim(
        "A19",
        "try to use other activation functions such as ReLu together with it",
        "if",
        "Quadratic cost, ReLU. Where does it help: in the hidden layer, at the output, or in both?",
        where_to_put_relu,
        (
            Figure("test accuracy, sigmoid in both layers, learning rate 0.1", "0.75 to 0.85"),
            Figure("ReLU hidden, sigmoid output", "0.93 to 0.97"),
            Figure("ReLU hidden, ReLU output", "0.4 to 0.8"),
            Figure("the same, learning rate 0.5", "0.08 to 0.2"),
            Figure("ReLU hidden, linear output, learning rate 0.1", "0.94 to 0.97"),
            Figure("ReLU hidden, softmax output, cross-entropy", "0.95 to 0.99"),
        ),
        "True in hidden layers. An output unit with ReLU dies where z stays below 0, and its output is no "
        "probability: the quadratic cost goes with a linear output, classes go with cross-entropy "
        "{cite:p}`nielsen2015`.",
        "3.9",
        slow=True,
    ),
    Claim(
        "A20",
        "Cross Entropy is commonly-used in logistic classification and neural networks",
        "ok",
        "Which cost trains the neuron of lesson 1, and which cost suits a network for ten digits?",
        both_with_cross_entropy,
        (
            Figure("logistic neuron, threes against eights: cross-entropy at the start", "0.693147"),
            Figure("after 200 updates", "0.063"),
            Figure("network 64-30-10 with cross-entropy: test accuracy", "0.95 to 0.99"),
        ),
        "In this course, too.",
        "3.9",
        slow=True,
    ),
    Claim(
        "A21",
        "it measures the divergence between two probability distribution",
        "imprecise",
        "p = (0.7, 0.3). What is the cross-entropy of p with itself: 0, or more?",
        entropies,
        (
            Figure("cross-entropy of p with itself", "0.610864"),
            Figure("of p with q = (½, ½)", "0.693147"),
            Figure("of q with p", "0.780324"),
            Figure("divergence from p to q", "0.082283"),
            Figure("from q to p", "0.087177"),
        ),
        "True of the cross-entropy minus the entropy of the first distribution. That difference is 0 for equal "
        "ones and not symmetric; for one-hot targets the two are the same {cite:p}`goodfellow2016`.",
        "3.7",
    ),
    Claim(
        "A22",
        "Cross entropy does not have slow convergence problem when working with sigmoid as the activation function",
        "if",
        "Eight hidden layers of sigmoid units, cross-entropy. How long is the first layer's delta beside the "
        "last layer's?",
        below_the_output,
        (
            Figure("1-1-1, all saturated and wrong: delta of the output", "0.982"),
            Figure("delta of the hidden unit", "8.9e-5"),
            Figure("first delta over last, 1 hidden layer of sigmoids", "0.29"),
            Figure("3 hidden layers", "0.017"),
            Figure("8 hidden layers", "1.0e-5"),
            Figure("8 hidden layers of tanh", "0.50"),
            Figure("8 hidden layers of ReLU", "0.91"),
        ),
        "True of the output layer, where the slope of the sigmoid cancels. Every hidden sigmoid still multiplies "
        "by a quarter at most {cite:p}`nielsen2015,hochreiter1991`.",
        "7.5",
    ),
    Claim(
        "A23",
        "Negative Log Likelihood cost function is also known as the multiclass cross-entropy",
        "imprecise",
        "A function called *negative log-likelihood* is given probabilities where it expects scores. How low can "
        "its cost go?",
        one_principle_two_cases,
        (
            Figure("cost of a perfect answer, softmax once", "0.000000"),
            Figure("softmax twice, 10 classes", "1.461150"),
            Figure("two classes: difference from the binary cross-entropy", "below 1e-15"),
        ),
        "True of the categorical case. The likelihood is the principle behind binary cross-entropy and the "
        "quadratic cost as well, and libraries use the two names for functions that take different inputs "
        "{cite:p}`goodfellow2016,prince2023`.",
        "3.8",
    ),
    Claim(
        "A24",
        "is used when the model outputs a probability for each class, rather than just the most likely class",
        "ok",
        "Two models name the right class, one with probability 0.9, one with 0.55. Which of accuracy and cost "
        "tells them apart?",
        equally_right,
        (
            Figure("right answers at probability 0.9", "1"),
            Figure("negative log-likelihood", "0.105"),
            Figure("right answers at probability 0.55", "1"),
            Figure("negative log-likelihood", "0.598"),
        ),
        "It reads the probability of the true class, and only that one.",
        "3.7",
    ),
)  # fmt: skip
