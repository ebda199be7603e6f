"""Published numbers: the circuits of CS231n, on the graph; each in full.

Source: cs231n.github.io/optimization-2. Its figures print two decimals; OURS, recomputed in float64, within rtol 1e-9.
"""

import math

import numpy as np
import pytest
from strategies import ATOL, RTOL

from backprop_lessons import Network
from backprop_lessons.graph import Value, network_cost


def close(values, expected):
    np.testing.assert_allclose(values, expected, rtol=RTOL, atol=ATOL)


def printed(values, texts):
    """Rounded last, as a figure does it."""
    assert [f"{value:.2f}" for value in values] == texts


def grads(*values):
    return [value.grad for value in values]


def test_add_and_multiply():
    x, y, z = Value(-2), Value(5), Value(-4)
    q = x + y
    f = q * z
    f.backward()
    assert (q.value, f.value) == (3, -12)
    assert grads(x, y, z, q) == [-4, -4, 3, -4]


@pytest.fixture
def neuron():
    w, x = [Value(number) for number in (2, -3, -3)], [Value(number) for number in (-1, -2)]
    return w, x, w[0] * x[0] + w[1] * x[1] + w[2]


W_SLOPES, X_SLOPES = [-0.196611933241, -0.393223866483, 0.196611933241], [0.393223866483, -0.589835799724]


def test_the_sigmoid_neuron(neuron):
    w, x, z = neuron
    f = z.sigmoid()
    f.backward()
    assert z.value == 1
    close(f.value, 0.731058578630)
    close(grads(*w), W_SLOPES)
    close(grads(*x), X_SLOPES)
    printed([f.value], ["0.73"])
    printed(grads(*w), ["-0.20", "-0.39", "0.20"])
    printed(grads(*x), ["0.39", "-0.59"])


def test_the_sigmoid_neuron_gate_by_gate(neuron):
    w, x, z = neuron
    gates = [z * -1]
    gates.append(gates[-1].exp())
    gates.append(gates[-1] + 1)
    f = 1 / gates[-1]
    f.backward()
    printed([gate.value for gate in (*gates, f)], ["-1.00", "0.37", "1.37", "0.73"])
    # what comes out of 1/x, +1, exp and *-1 on the way back
    back = [gates[2].grad, gates[1].grad, gates[0].grad, z.grad]
    printed(back, ["-0.53", "-0.53", "-0.20", "0.20"])
    close(back, [-0.534446645389, -0.534446645389, -0.196611933241, 0.196611933241])
    close(grads(*w), W_SLOPES)
    close(grads(*x), X_SLOPES)


def test_slopes_are_no_products_of_rounded_figures(neuron):
    """.20 times 2 is .40, and .39 is printed: compute first, round last."""
    _, x, z = neuron
    z.sigmoid().backward()
    assert f"{round(z.grad, 2) * 2:.2f}" == "0.40"
    assert f"{x[0].grad:.2f}" == "0.39"


@pytest.mark.parametrize("way", ["max", "relu"])
def test_add_multiply_and_max(way):
    x, y, z, w = Value(3), Value(-4), Value(2), Value(-1)
    larger = z.maximum(w) if way == "max" else w + (z - w).relu()
    f = 2 * (x * y + larger)
    f.backward()
    assert f.value == -20
    assert grads(x, y, z, w) == [-8, 6, 2, 0]


def test_staged_computation():
    """(x + σ(y)) / (σ(x) + (x + y)²): x is used three times, y twice."""
    x, y = Value(3), Value(-4)
    f = (x + y.sigmoid()) / (x.sigmoid() + (x + y) ** 2)
    f.backward()
    close(f.value, 1.545644884107)
    close(grads(x, y), [2.059569795572, 1.592232751484])


def test_staged_computation_with_the_slip():
    """`=` for `+=`: in the order of the notes only the last message to each of x and y is kept."""
    x, y = 3.0, -4.0
    sigy, sigx = 1 / (1 + math.exp(-y)), 1 / (1 + math.exp(-x))
    num, xpy = x + sigy, x + y
    invden = 1 / (sigx + xpy**2)
    dnum, dden = invden, -num * invden**2
    dxpy, dsigx = 2 * xpy * dden, dden
    kept, added = {}, {"x": 0.0, "y": 0.0}
    messages = [("x", dxpy), ("y", dxpy), ("x", (1 - sigx) * sigx * dsigx), ("x", dnum), ("y", (1 - sigy) * sigy * dnum)]
    for name, message in messages:
        kept[name] = message
        added[name] += message
    close([kept["x"], kept["y"]], [0.512144448840, 0.009045856939])
    close([added["x"], added["y"]], [2.059569795572, 1.592232751484])


def test_softmax():
    """p = (.2, .3, .5), the middle class is right: the slopes of the scores are p - y."""
    scores = np.log([0.2, 0.3, 0.5])
    net = Network.from_parameters([(np.zeros((1, 3)), scores)], output="softmax", cost="negative_log_likelihood")
    cost, parameters = network_cost(net, [[0.0]], [[0, 1, 0]])
    cost.backward()
    close(cost.value, -math.log(0.3))
    close([parameters[f"b1[{k}]"].grad for k in range(3)], [0.2, -0.7, 0.5])


def test_cross_entropy_of_two_examples():
    """Dive into Deep Learning, softmax regression: the true classes have p = .1 and .5."""
    P, Y = np.array([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]]), np.array([[1.0, 0, 0], [0, 0, 1]])
    net = Network.from_parameters([(np.log(P), np.zeros(3))], output="softmax", cost="negative_log_likelihood")
    X = np.eye(2)
    each = [network_cost(net, X[[i]], Y[[i]])[0].value for i in range(2)]
    assert [f"{value:.4f}" for value in each] == ["2.3026", "0.6931"]
    assert f"{network_cost(net, X, Y)[0].value:.4f}" == "1.4979"
