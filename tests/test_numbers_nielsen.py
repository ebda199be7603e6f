"""Published numbers: Nielsen's saturated neuron.

Source: M. Nielsen, Neural Networks and Deep Learning, chapter 3, first demonstration: x = 1, y = 0, a = sigmoid(w + b),
rate .15, 300 epochs. He prints: first output .82, last "about .09" from (.6, .9); first .98 from (2, 2).
"""

import numpy as np
import pytest
from published import nielsen
from published.nielsen import X, Y, neuron, outputs

from backprop_lessons import Network
from backprop_lessons.activations import sigmoid_prime

EPOCHS = [0, 1, 2, 50, 100, 150, 200, 250, 300]
OUTPUTS = {
    (0.6, 0.9): [0.817574476, 0.812054969, 0.806314372, 0.387010444, 0.210996254, 0.152739886, 0.123747421, 0.106055783,
                 0.093955695],
    (2.0, 2.0): [0.982013790, 0.981921651, 0.981828591, 0.975933397, 0.964130847, 0.933417473, 0.788736297, 0.357211829,
                 0.202848424],
}  # fmt: skip
ENDS = {(0.6, 0.9): (-1.283132433, -0.983132433), (2.0, 2.0): (-0.684292911, -0.684292911)}
STARTS = list(OUTPUTS)


@pytest.mark.parametrize("row", [row for table in nielsen.TABLES for row in table.rows], ids=lambda row: row.quantity)
def test_the_rows_of_the_page(row):
    row.check()


@pytest.mark.parametrize("start", STARTS)
def test_output_after_each_epoch(start):
    a, net = outputs(start)
    np.testing.assert_allclose(a[EPOCHS], OUTPUTS[start], atol=5e-10)
    np.testing.assert_allclose([net.W[0][0, 0], net.b[0][0]], ENDS[start], atol=5e-10)


def test_what_the_book_prints():
    a, _ = outputs((0.6, 0.9))
    assert f"{a[0]:.2f}" == "0.82" and f"{a[-1]:.2f}" == "0.09"
    a, _ = outputs((2.0, 2.0))
    assert f"{a[0]:.2f}" == "0.98" and f"{a[-1]:.2f}" == "0.20"
    # "for the first 150 or so learning epochs, the weights and biases don't change much at all"
    assert a[0] - a[150] < 0.05 < 0.5 < a[150] - a[250]


@pytest.mark.parametrize("start, epoch", [((0.6, 0.9), 36), ((2.0, 2.0), 232)])
def test_first_epoch_below_one_half(start, epoch):
    a, _ = outputs(start)
    assert a[epoch] < 0.5 <= a[epoch - 1]
    assert np.flatnonzero(a < 0.5)[0] == epoch


def test_301_updates_are_one_too_many():
    """An end weight of -1.284332 comes from an off-by-one."""
    _, net = outputs((0.6, 0.9), 301)
    assert net.W[0][0, 0] == pytest.approx(-1.284332, abs=5e-7)


@pytest.mark.parametrize(
    "start, slope, quadratic, times",
    [((0.6, 0.9), 0.149146452070, 0.121938332428, 6.704819), ((2.0, 2.0), 0.017662706213, 0.017345021071, 56.616466)],
)
def test_first_slopes_under_both_costs(start, slope, quadratic, times):
    gradients = {}
    for cost in ("quadratic", "binary_cross_entropy"):
        net = neuron(start, cost)
        trace = net.forward(X)
        gradients[cost] = net.backward(trace, Y).dW[0][0, 0]
    np.testing.assert_allclose(sigmoid_prime(trace.Z[0])[0, 0], slope, rtol=1e-9)
    np.testing.assert_allclose(gradients["quadratic"], quadratic, rtol=1e-9)
    np.testing.assert_allclose(gradients["binary_cross_entropy"], trace.A[1][0, 0], rtol=1e-12)  # dC/dw = a
    np.testing.assert_allclose(gradients["binary_cross_entropy"] / gradients["quadratic"], times, atol=5e-7)


@pytest.mark.parametrize("start, after_150, below_half", [((0.6, 0.9), 0.024065161, 8), ((2.0, 2.0), 0.025685378, 17)])
def test_cross_entropy_hears_a_wrong_saturated_output(start, after_150, below_half):
    """Ours, at the same rate; the book prints no final figure for cross-entropy."""
    a, _ = outputs(start, 150, "binary_cross_entropy")
    np.testing.assert_allclose(a[150], after_150, atol=5e-10)
    assert np.flatnonzero(a < 0.5)[0] == below_half


def test_no_cost_rescues_a_saturated_hidden_neuron():
    """1-1-1: w 6, b 4; w 2, b 2; x = 1, y = 0; cross-entropy: output delta .982, hidden .000089."""
    net = Network.from_parameters([([[6.0]], [4.0]), ([[2.0]], [2.0])], cost="binary_cross_entropy")
    grads = net.backward(net.forward(X), Y)
    assert grads.delta[1][0, 0] == pytest.approx(0.982, abs=5e-4)
    assert grads.delta[0][0, 0] == pytest.approx(0.000089, abs=5e-7)
