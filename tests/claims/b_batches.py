"""Document B, weight updates; and its notes."""

from urllib.parse import urlsplit

import numpy as np

from backprop_lessons import Network, datasets, minibatches, train
from backprop_lessons.costs import quadratic_cost

from .claim import Claim, Figure
from .setting import best_accuracies, digits_net


def batch_sizes():
    return best_accuracies((1, 10, 32, 128, "full"))


def mean_of_what():
    data, (net, _) = datasets.digits(), digits_net()
    X, Y = data.X_train[:10], data.Y_train[:10]
    forward = net.forward(X)
    dW = net.backward(forward, Y).dW[1]
    single = np.mean([net.backward(net.forward(X[[i]]), Y[[i]]).dW[1] for i in range(10)], axis=0)
    of_means = np.outer(forward.A[1].mean(axis=0), (forward.A[2] - Y).mean(axis=0))
    return np.abs(single - dW).max(), np.linalg.norm(of_means - dW) / np.linalg.norm(dW)


def counted_updates():
    data, (net, rng) = datasets.digits(), digits_net()
    sizes = [len(X) for X, _ in minibatches(data.X_train, data.Y_train, 32, rng)]
    history = train(net, data.X_train, data.Y_train, learning_rate=0.1, batch_size=32, epochs=20, rng=rng)
    return len(sizes), sizes[-1], history.iterations


def visits():
    rows = np.arange(1437)
    seen = np.concatenate([X for X, _ in minibatches(rows, rows, 32, np.random.default_rng(0))])
    counts = np.bincount(seen, minlength=1437)
    return counts.min(), counts.max()


def labels_and_addresses():
    notes = {
        "[^1]": "https://missinglink.ai/guides/neural-network-concepts/complete-guide-artificial-neural-networks/",
        "[^2]": "https://hackernoon.com/everything-you-need-to-know-about-neural-networks-8988c3ee4491",
    }
    return len(notes), sum(urlsplit(address).hostname == "missinglink.ai" for address in notes.values())


def no_classes_at_all():
    x, rng = np.linspace(-np.pi, np.pi, 100)[:, None], np.random.default_rng(0)
    net = Network([1, 20, 1], "tanh", "identity", rng=rng)
    train(net, x, np.sin(x), learning_rate=0.05, batch_size=10, epochs=300, rng=rng)
    return quadratic_cost(0 * x, np.sin(x)), net.cost(net.forward(x), np.sin(x))


CLAIMS = (
    Claim(
        "B23",
        "weights can be updated after every sample in the training set, but this is usually not practical",
        "wrong",
        "Twenty epochs on the digits; for each batch size, of six learning rates the one with the lowest training cost. "
        "Which batch size is best on the test images?",
        batch_sizes,
        (
            Figure("test accuracy, batch size 1", "0.96 to 0.99"),
            Figure("10", "0.96 to 0.99"),
            Figure("32", "0.96 to 0.99"),
            Figure("128", "0.95 to 0.985"),
            Figure("all 1,437", "0.72 to 0.88"),
        ),
        "True of time per example on parallel hardware, which likes batches. Per epoch, updates after every "
        "sample do well {cite:p}`wilson2003,lecun1998`.",
        "6.6",
        slow=True,
    ),
    Claim(
        "B24",
        "backpropagation is performed on the aggregate result",
        "imprecise",
        "Average the activations and the deltas of ten examples first, then multiply. Is that the gradient of "
        "the batch?",
        mean_of_what,
        (
            Figure("mean of ten single gradients against the batch gradient, largest difference", "below 1e-15"),
            Figure("product of the means instead: off by the fraction", "0.49"),
        ),
        "True of the *cost*: its mean over the batch has the mean of the single gradients as its slope. Outputs "
        "are not averaged.",
        "6.5",
    ),
    Claim(
        "B25",
        "The batch size and number of batches used in training, called iterations, are important hyperparameters",
        "imprecise",
        "1,437 examples, batch size 32, 20 epochs. How many updates?",
        counted_updates,
        (
            Figure("updates in an epoch", "45"),
            Figure("examples in the last batch", "29"),
            Figure("updates in 20 epochs", "900"),
        ),
        "True of batch size and epochs, which one chooses. The number of iterations follows from them.",
        "6.6",
    ),
    Claim(
        "B26",
        "Running the entire training set through the backpropagation process is called an epoch",
        "ok",
        "In one epoch, how often is each example used?",
        visits,
        (
            Figure("least visits of an example", "1"),
            Figure("most", "1"),
        ),
        "Each example once, in whatever batches.",
        "6.6",
    ),
    Claim(
        "B27",
        "[^2]: [missinglink.ai](https://hackernoon.com/everything-you-need-to-know-about-neural-networks-8988c3ee4491)",
        "wrong",
        "Two footnotes carry the same label. Do they lead to the same site?",
        labels_and_addresses,
        (
            Figure("footnotes", "2"),
            Figure("whose address is on the site of their label", "1"),
        ),
        "True of the first. It happens to anybody who copies a line; citing primary texts makes it easier to notice.",
        "",
    ),
    Claim(
        "B28",
        "tags: categorisation neural-network deep-learning",
        "imprecise",
        "A network 1-20-1 and the values of a sine: no classes anywhere. Does backpropagation work?",
        no_classes_at_all,
        (
            Figure("cost of always answering 0", "0.2475"),
            Figure("after 300 epochs", "0.0001 to 0.01"),
        ),
        "True of its most common use. Any cost with a slope will do.",
        "7.10",
        slow=True,
    ),
)
