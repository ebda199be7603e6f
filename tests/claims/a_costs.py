"""Document A, the cost functions: which there are, and what the quadratic one minimises."""

from itertools import combinations

import numpy as np

from backprop_lessons import Network, costs, numerical_gradient, train
from backprop_lessons.activations import sigmoid, sigmoid_prime, softmax

from .claim import Claim, Figure
from .setting import accuracies, gaussian, line_data


def three_starts():
    starts = ({"initialisation": "lecun"}, {"scale": 1.0}, {"scale": 3.0})
    return [accuracies(seeds=10, **start).mean() for start in starts]


def where_the_sigmoid_is_flat():
    z = np.arange(36, 37, 0.01)
    first_one = z[sigmoid(z) == 1].min()
    return *sigmoid_prime([0.0, 2.0, 10.0]), first_one


def one_principle():
    Z, A, T = np.random.default_rng(0).standard_normal((3, 5, 4))
    Y = np.eye(4)[[0, 2, 1, 3, 2]]
    entropy = -(Y * np.log(softmax(Z))).sum(axis=1).mean()
    ratio = numerical_gradient(gaussian(T, spread=0.5), A) / costs.quadratic_slope(A, T)
    return abs(costs.negative_log_likelihood(Z, Y) - entropy), ratio.min(), ratio.max()


def three_conventions():
    A, Y = np.random.default_rng(0).random((2, 7, 3))
    others = (
        lambda A: ((A - Y) ** 2).sum(axis=1).mean(),
        lambda A: ((A - Y) ** 2).mean(),
        lambda A: ((A - Y) ** 2).sum() / 2,
    )
    return [np.median(numerical_gradient(cost, A) / costs.quadratic_slope(A, Y)) for cost in others]


def gradient_descent_finds_the_line():
    (x, y), rng = line_data(), np.random.default_rng(0)
    net = Network([1, 1], output="identity", rng=rng, initialisation="zeros")
    train(net, x[:, None], y[:, None], learning_rate=0.05, batch_size="full", epochs=3000, rng=rng)
    return net.W[0][0, 0], net.b[0][0], *np.polyfit(x, y, 1)


def three_lines():
    x, y = line_data()
    _, _, axes = np.linalg.svd(np.column_stack([x - x.mean(), y - y.mean()]))
    slopes = {(i, j): (y[j] - y[i]) / (x[j] - x[i]) for i, j in combinations(range(11), 2)}
    through = {  # the line with the smallest sum of distances goes through two of the points
        np.abs(y - y[i] - slope * (x - x[i])).sum() / np.hypot(1, slope): slope for (i, _), slope in slopes.items()
    }
    return np.polyfit(x, y, 1)[0], through[min(through)], axes[0, 1] / axes[0, 0]


CLAIMS = (
    Claim(
        "A12",
        "the effect of the learning process of backpropagation depends on the activation function and cost "
        "function chosen",
        "imprecise",
        "Same activation, same cost, same learning rate; only the spread of the first weights differs. Does it "
        "matter?",
        three_starts,
        (
            Figure("test accuracy on the digits, spread 1/√n_in (mean of 10 runs)", "0.95 to 0.98"),
            Figure("spread 1", "0.75 to 0.96"),
            Figure("spread 3", "0.2 to 0.42"),
        ),
        "True, and not only on these: the start, the scale of the inputs, the learning rate, the batch and the "
        "architecture weigh as much {cite:p}`lecun1998,glorot2010,he2015`.",
        "7.4",
        slow=True,
    ),
    Claim(
        "A13",
        "We have summarized the common activation functions",
        "ok",
        "The slope of the sigmoid is 0.25 at 0. At which z is its output exactly 1 for the computer?",
        where_the_sigmoid_is_flat,
        (
            Figure("slope at z = 0", "0.25"),
            Figure("at z = 2", "0.105"),
            Figure("at z = 10", "4.5e-5"),
            Figure("the output is 1, to the last bit, from z =", "36.74"),
        ),
        "Any account of backpropagation leans on such a summary, with a slope beside each function. Ours is in "
        "the lesson.",
        "1.3",
    ),
    Claim(
        "A14",
        "the following ones are the most common ones",
        "imprecise",
        "Three entries: quadratic, cross-entropy, negative log-likelihood. How many ideas are they?",
        one_principle,
        (
            Figure("difference between negative log-likelihood and cross-entropy", "below 1e-14"),
            Figure("Gaussian log-likelihood (spread ½): its slope over the quadratic one, smallest", "4.0000"),
            Figure("and largest", "4.0000"),
        ),
        "True as a list of names. With one-hot targets the last two are the same cost, and the quadratic one is "
        "the negative log-likelihood of a Gaussian with fixed spread {cite:p}`goodfellow2016`.",
        "3.6",
    ),
    Claim(
        "A15",
        "Mean Squared Error (MSE), or quadratic",
        "imprecise",
        "Two programs disagree by a factor of exactly 2. Is one of them wrong?",
        three_conventions,
        (
            Figure("slope over ours: without the ½", "2.0000"),
            Figure("without the ½, mean over the 3 outputs too", "0.6667"),
            Figure("summed over the 7 examples", "7.0000"),
        ),
        "True up to constants: a ½, and whether outputs and examples are summed or averaged. Cost and gradient "
        "must use the same ones.",
        "3.1",
    ),
    Claim(
        "A16",
        "function is widely used in linear regression",
        "ok",
        "Gradient descent on the quadratic cost, eleven points, one of them far out. Which line does it end at?",
        gradient_descent_finds_the_line,
        (
            Figure("slope after 3,000 updates", "0.789462"),
            Figure("intercept", "0.095016"),
            Figure("slope by least squares, directly", "0.789462"),
            Figure("intercept", "0.095016"),
        ),
        "It is the maximum-likelihood line if the noise is Gaussian {cite:p}`goodfellow2016`.",
        "3.2",
    ),
    Claim(
        "A17",
        "the optimized fitting line should be a line which minimizes the sum of distance of each point to the "
        "regression line",
        "wrong",
        "Same eleven points. Does the line with the smallest sum of distances have the same slope as that of "
        "least squares?",
        three_lines,
        (
            Figure("slope of least squares (vertical distances, squared)", "0.789"),
            Figure("of the smallest sum of distances to the line", "0.568"),
            Figure("of the smallest sum of their squares", "1.149"),
        ),
        "True with two words added: the sum of the *squared vertical* distances.",
        "3.2",
    ),
)  # fmt: skip
