"""Document B, how backpropagation works, step by step."""

import numpy as np

from backprop_lessons import Network, costs, counting, datasets, gradcheck, train
from backprop_lessons.graph import Value

from .claim import Claim, Figure
from .setting import accuracies_without_biases, digits_net, worked, xor_runs, xor_solved


def what_is_kept():
    net, X, Y, forward, _ = worked()
    kept = sum(array.size for array in (*forward.Z, *forward.A))
    return forward.A[-1].size, kept


def swapped():
    net, X, Y, forward, _ = worked()
    A = forward.A[-1]
    one, other = costs.quadratic_slope(A, Y), costs.quadratic_slope(Y, A)
    return costs.quadratic_cost(A, Y), costs.quadratic_cost(Y, A), one[0, 0], other[0, 0]


def one_number_for_two_misses():
    net, X, Y, forward, _ = worked()
    return *(forward.A[-1] - Y)[0], net.cost(forward, Y)


def without_the_biases():
    data, (net, _) = datasets.digits(), digits_net(hidden="sigmoid", pair=("sigmoid", "quadratic"))
    X, Y = data.X_train[:10], data.Y_train[:10]
    grads = net.backward(net.forward(X), Y)
    right = np.concatenate([array.ravel() for array in (*grads.dW, *grads.db)])
    without = np.concatenate([array.ravel() for array in (*grads.dW, *(0 * db for db in grads.db))])
    trained, frozen = accuracies_without_biases()
    return grads.dW[0].size + grads.dW[1].size, right.size, trained, frozen, gradcheck.relative_error(without, right)


def paths_and_products():
    sizes = [4] * 8
    ways = np.linalg.matrix_power(np.ones((4, 4), dtype=int), 7)[0, 0]
    return ways, counting.count_weights(sizes)


def both_directions():
    x1, x2 = Value(2.0), Value(5.0)
    f = x1.log() + x1 * x2 - x2.sin()
    forwards = [f.forward_slope(x) for x in (x1, x2)]  # a sweep for each input
    f.backward()  # one sweep
    return *forwards, x1.grad, x2.grad


def nothing_to_hand_on():
    net = Network.from_parameters(
        [([[1, 2], [-1, 1]], [-1, -5]), ([[1], [2]], [0.5])], activation="tanh", output="identity"
    )
    X, Y = [[2.0, 1.0]], [[0.0]]
    grads = net.backward(net.forward(X), Y)
    return np.abs(grads.dW[1]).max(), *grads.delta[0][0], *grads.dW[0].ravel()


def all_from_one_sweep():
    net, X, Y, _, grads = worked()
    slopes = sum(array.size for array in (*grads.dW, *grads.db))
    return slopes, gradcheck.check(net, X, Y).relative_error


def how_far_to_step():
    factors = [1 - rate * 10 for rate in (0.05, 0.1, 0.25, 1.0)]  # f = 5 w², slope 10 w, from w = 1
    data, found = datasets.digits(), []
    for rate in (1.0, 1437.0):  # the slope of the mean, and of the sum over 1,437 examples
        net, rng = digits_net()
        train(net, data.X_train, data.Y_train, learning_rate=rate, batch_size="full", epochs=30, rng=rng)
        found.append(net.accuracy(data.X_test, data.Y_test))
    return *factors, *found


def stuck():
    outputs, ends = xor_runs(2)
    stopped = ~xor_solved(outputs)
    return stopped.sum(), (np.abs(ends[stopped] - 0.063) < 0.002).sum(), ends[~stopped].min()


CLAIMS = (
    Claim(
        "B5",
        "After forward propagation we get an output value which is the predicted value",
        "imprecise",
        "The 2-2-2 network and one example. How many numbers must be kept for the way back?",
        what_is_kept,
        (
            Figure("outputs", "2"),
            Figure("numbers kept: inputs, every z and every a", "10"),
        ),
        "True of what one looks at. The way back reads every z and every a, so they are kept.",
        "2.7",
    ),
    Claim(
        "B6",
        "To calculate error we compare the predicted value with the actual output value",
        "ok",
        "Swap output and target in the quadratic cost. What changes: the cost, its slope, both, nothing?",
        swapped,
        (
            Figure("cost", "0.298371"),
            Figure("cost, swapped", "0.298371"),
            Figure("slope at o1", "0.741365"),
            Figure("slope at o1, swapped", "-0.741365"),
        ),
        "We say *target* for the second, since *actual output* often means the first.",
        "3.1",
    ),
    Claim(
        "B7",
        "We use a loss function to calculate the error value",
        "ok",
        "Two outputs, two misses. How many costs?",
        one_number_for_two_misses,
        (
            Figure("miss of o1", "0.741365"),
            Figure("miss of o2", "-0.217072"),
            Figure("cost", "0.298371"),
        ),
        "We say *cost* for it.",
        "3.1",
    ),
    Claim(
        "B8",
        "Then we calculate the derivative of the error value with respect to each and every weight in the neural "
        "network",
        "imprecise",
        "Leave out all bias gradients. Which notices: the accuracy on the digits, or a gradient check?",
        without_the_biases,
        (
            Figure("weights of 64-30-10", "2,220"),
            Figure("parameters, with the biases", "2,260"),
            Figure("test accuracy, biases trained (mean of 3 runs)", "0.94 to 0.98"),
            Figure("biases left at 0", "0.94 to 0.98"),
            Figure("relative error of the gradient without them", "0.17"),
        ),
        "True with *and every bias* added.",
        "5.11",
        slow=True,
    ),
    Claim(
        "B9",
        "Back-Propagation uses chain rule of Differential Calculus",
        "ok",
        "Seven weight layers of width 4. How many paths lead from one input to one output, and how many products "
        "does backpropagation need?",
        paths_and_products,
        (
            Figure("paths from one input to one output", "4,096"),
            Figure("products with a weight, for all paths together", "112"),
        ),
        "The chain rule, and storage: each slope is computed once and used by all paths that share it.",
        "4.4",
    ),
    Claim(
        "B10",
        "In chain rule first we calculate the derivatives of error value with respect to the weight values of "
        "the last layer",
        "imprecise",
        "ln x₁ + x₁x₂ − sin x₂ at (2, 5). Do the slopes come out the same if one starts at the inputs?",
        both_directions,
        (
            Figure("slope in x₁, by a forward sweep", "5.5"),
            Figure("slope in x₂, by another", "1.716338"),
            Figure("slope in x₁, from one backward sweep", "5.5"),
            Figure("slope in x₂, from the same", "1.716338"),
        ),
        "True of the reverse mode. The chain rule fixes no order: backwards is cheap for one output, forwards "
        "for few inputs {cite:p}`baydin2018`.",
        "4.4",
    ),
    Claim(
        "B11",
        "use these gradient values to calculate the gradients of the second last layer",
        "wrong",
        "A net in which all weight gradients of the last layer are 0. Are those of the layer before 0, too?",
        nothing_to_hand_on,
        (
            Figure("largest weight gradient of the last layer", "0"),
            Figure("delta of the first hidden unit", "0.5"),
            Figure("of the second", "1"),
            Figure("first layer: slope in the weight from x1 to h1", "1"),
            Figure("from x1 to h2", "2"),
            Figure("from x2 to h1", "0.5"),
            Figure("from x2 to h2", "1"),
        ),
        "True of the *deltas*. Weight gradients end where they are computed; nothing is made from them but a "
        "step {cite:p}`nielsen2015`.",
        "5.7",
    ),
    Claim(
        "B12",
        "We repeat this process until we get gradients for each and every weight in our neural network",
        "ok",
        "One sweep backwards through 2-2-2. How many slopes?",
        all_from_one_sweep,
        (
            Figure("slopes", "12"),
            Figure("relative error against measured slopes", "below 1e-7"),
        ),
        "Weights and biases, all from one sweep.",
        "5.2",
    ),
    Claim(
        "B13",
        "Then we subtract this gradient value from the weight value to reduce the error value",
        "wrong",
        "f = 5w², w = 1. Subtract the gradient itself. Where does w land?",
        how_far_to_step,
        (
            Figure("w after a step with learning rate 0.05", "0.5"),
            Figure("0.1", "0"),
            Figure("0.25", "-1.5"),
            Figure("1, the gradient itself, as in the claim", "-9"),
            Figure("digits: test accuracy after 30 steps with the plain gradient of the mean", "0.8 to 0.92"),
            Figure("with the plain gradient of the sum", "0.05 to 0.2"),
        ),
        "True with the *learning rate times* the gradient, and the cost falls only if that rate is small enough.",
        "6.2",
        slow=True,
    ),
    Claim(
        "B14",
        "we move closer (descent) to the Local Minima(means minimum loss)",
        "wrong",
        "XOR, two hidden units, 200 starts. Where are those that are stuck, and how low could they be?",
        stuck,
        (
            Figure("of 200 starts, stuck", "32 to 60"),
            Figure("of these, near the cost 0.063", "25 to 55"),
            Figure("lowest cost of the others", "0.0001 to 0.0006"),
        ),
        "True of a valley with one floor. A local minimum need not be the lowest, and descent also rests on "
        "plateaus and at saddles {cite:p}`dauphin2014,gori1992`.",
        "6.7",
        slow=True,
    ),
)
