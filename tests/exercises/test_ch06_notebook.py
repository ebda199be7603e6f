"""The exercise notebook of chapter 6: what its text says in numbers."""

import nbformat
import numpy as np
from solving import FOLDER

from backprop_lessons.exercises.ch06 import solutions
from backprop_lessons.exercises.ch06.order import COST, cost_after
from backprop_lessons.exercises.ch06.rates import RATES_, after


def test_the_numbers_in_the_text_are_right():
    text = "\n".join(cell.source for cell in nbformat.read(FOLDER / "06_gradient_descent.ipynb", as_version=4).cells)
    ((W, b),) = solutions.gd_step([(np.array([1, 0]), np.array([2, -1]))], [(np.array([4, 2]), np.array([-2, 6]))], 0.5)
    assert f"become $W = ({W[0]:g}, {W[1]:g})$, $b = ({b[0]:g}, {b[1]:g})$" in text
    assert f"prints 0.{round(cost_after('moved') * 1e9)}" in text
    assert np.allclose([after(rate) for rate in RATES_.values()], [0.5, 0, -0.5, -1, -1.5])
    assert (2 * 0.5 + 1 * 2) / 3 == 1 and "is 1, not 1.25" in text


def test_the_numbers_in_the_feedback_are_right():
    assert f"{cost_after(rate=1.0):.9f}" in COST.small
    assert f"{cost_after('first layer first'):.9f}" == "0.291027918"
    assert f"{cost_after():.9f}" == "0.291027774"
