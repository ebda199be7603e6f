"""The numbers in the quiz of lesson 5 are the package's."""

from backprop_lessons import counting, datasets
from backprop_lessons.quizzes import BACKPROPAGATION


def words(item):
    return " ".join([item["prompt"], *(text for option in item["options"] for text in option)])


def test_cost_delta_and_weights_times_slopes_of_the_worked_example():
    net, X, Y = datasets.worked_example()
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    assert f"{net.cost(trace, Y):.3f}" in words(BACKPROPAGATION[0]) and f"{net.cost(trace, Y):.3f}" in words(BACKPROPAGATION[2])
    assert f"{grads.delta[0][0, 0]:.4f}" in words(BACKPROPAGATION[0])
    weighted = sum((W * dW).sum() for W, dW in zip(net.W, grads.dW, strict=True))
    assert f"{weighted:.3f}" in BACKPROPAGATION[2]["options"][BACKPROPAGATION[2]["right"]][0]


def test_operations_of_the_digit_network():
    count = counting.count_operations([64, 30, 10])
    text = words(BACKPROPAGATION[3])
    assert all(f"{number:,}" in text for number in (count.parameters, count.gradient, count.forward))
    assert round(count.gradient_in_forwards) == 2
