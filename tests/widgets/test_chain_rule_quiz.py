"""The numbers in the answers of lesson 4's quiz are computed, not remembered."""

import pytest

from backprop_lessons import Network
from backprop_lessons.graph import Value
from backprop_lessons.quizzes import CHAIN_RULE


def right(item):
    return item["options"][item["right"]][0]


def test_slopes_in_a_row_multiply():
    x = Value(1.0)
    f = (x * 3) * 4
    f.backward()
    assert float(right(CHAIN_RULE[0])) == pytest.approx(0.01 * x.grad)


def test_routes_add():
    x = Value(1.0)
    (x * 2 + x * -3).backward()
    assert float(right(CHAIN_RULE[1]).replace("−", "-")) == x.grad


def test_the_smaller_step_is_worse():
    def off(h):
        w = 0.6
        cost = lambda v: 0.5 * v.sigmoid().value ** 2  # noqa: E731
        measured = (cost(Value(w + h)) - cost(Value(w - h))) / (2 * h)
        a = Value(w).sigmoid().value
        return abs(measured - a * a * (1 - a))

    assert off(1e-5) < off(1e-1) and off(1e-5) < off(1e-11)
    assert right(CHAIN_RULE[2]).startswith("No, below about 1e-5")


def test_a_weight_of_zero_has_a_slope():
    net = Network.from_parameters([([[0.0]], [0.3]), ([[0.7]], [0.1])])
    assert net.backward(net.forward([[0.5]]), [[1.0]]).dW[0][0, 0] != 0
