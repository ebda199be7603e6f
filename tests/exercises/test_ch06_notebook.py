"""The exercise notebook of chapter 6: what its text says in numbers, and deliberate mistakes that get their names."""

import nbformat
import numpy as np
import pytest
from solving import FOLDER, run

from backprop_lessons.exercises.ch06 import solutions
from backprop_lessons.exercises.ch06.order import COST, cost_after
from backprop_lessons.exercises.ch06.rates import RATES_, after

MISTAKEN = {
    "stub-6-1": """
def gd_step(params, grads, learning_rate):
    for (W, b), (dW, db) in zip(params, grads):
        W -= learning_rate * dW
        b -= learning_rate * db
    return params
""",
    "stub-6-2": """
def minibatches(X, Y, batch_size, rng):
    rows, targets = rng.permutation(len(X)), rng.permutation(len(X))
    for start in range(0, len(X), batch_size):
        yield X[rows[start : start + batch_size]], Y[targets[start : start + batch_size]]
""",
    "check-6-3": 'check("6.3", updates=45, last_batch=32, batch_of_one=28740)',
    "stub-6-4": """
def train_epoch(params, X, Y, acts, cost, learning_rate, batch_size, rng):
    order, costs = rng.permutation(len(X)), []
    for start in range(0, len(X), batch_size):
        rows = order[start : start + batch_size]
        As, Zs = [X[rows]], []
        for (W, b), (act, _) in zip(params, acts):
            Zs.append(As[-1] @ W + b)
            As.append(act(Zs[-1]))
        costs.append(cost[0](As[-1], Y[rows]))
        delta, new = cost[1](As[-1], Y[rows]) * acts[-1][1](Zs[-1]), []
        for layer in reversed(range(len(params))):
            W, b = params[layer]
            new.insert(0, (W - learning_rate * As[layer].T @ delta, b - learning_rate * delta.sum(axis=0)))
            if layer:
                delta = delta @ W.T * acts[layer - 1][1](Zs[layer - 1])
        params = new
    return params, np.mean(costs)
""",
    "check-6-5": 'check("6.5", w_005=1.5, w_010=0, w_015=0.25, w_020=-1, w_025=1.5, arrives="b")',
    "check-6-6": 'check("6.6", order="d", touched="c", cost=0.291027923905)',
}
NAMED = {
    "6-1": ["G07"], "6-2": ["G15"], "6-3": ["X6.3c", "X6.3f", ""], "6-4": ["G19"],
    "6-5": ["G01", "", "X6.5a", "", "X6.5d", ""], "6-6": ["order=d", "touched=c", "B21"],
}  # fmt: skip


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "06_gradient_descent.ipynb", as_version=4)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, ids in NAMED.items():
        for part, id in zip(values[f"check-{number}"].parts, ids, strict=True):
            expected = ("wrong", id, 2) if id else ("right", "", 0)
            assert (part.finding.status, part.finding.mistake, part.attempt) == expected, part.finding
    assert "0.15 jumps to the other side" in repr(values["check-6-5"])
    assert "It prints 0.291027918" in repr(values["check-6-6"])
    assert values["progress"].points == 0.25 + 2 * 0.125 + 0.375


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    ((W, b),) = solutions.gd_step([(np.array([1, 0]), np.array([2, -1]))], [(np.array([4, 2]), np.array([-2, 6]))], 0.5)
    assert f"become $W = ({W[0]:g}, {W[1]:g})$, $b = ({b[0]:g}, {b[1]:g})$" in text
    assert f"prints 0.{round(cost_after('moved') * 1e9)}" in text
    assert np.allclose([after(rate) for rate in RATES_.values()], [0.5, 0, -0.5, -1, -1.5])
    assert (2 * 0.5 + 1 * 2) / 3 == 1 and "is 1, not 1.25" in text


def test_the_numbers_in_the_feedback_are_right():
    assert f"{cost_after(rate=1.0):.9f}" in COST.small
    assert f"{cost_after('first layer first'):.9f}" == "0.291027918"
    assert f"{cost_after():.9f}" == "0.291027774"
