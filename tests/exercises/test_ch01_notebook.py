"""The exercise notebook of chapter 1: solved in a learner's own words, with mistakes, and what its text says in numbers."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from solving import run

from backprop_lessons import activations, costs, datasets
from backprop_lessons.exercises.registry import EXERCISES

NOTEBOOK = Path(__file__).parents[2] / "lessons" / "exercises" / "01_neuron.ipynb"

SOLVED = {
    "half-1-1": "z = -1.5\na = 1 / (1 + np.exp(-z))\nslope = a * (1 - a)",
    "check-1-1": 'check("1.1", z=1.0, a=0.7311, slope=0.1966)',
    "stub-1-2": "def sigmoid(z):\n    small = np.exp(-np.abs(z))\n    return np.where(z >= 0, 1, small) / (1 + small)",
    "half-1-3": "def one_over_z_prime(z):\n    return -1 / z**2",
    "stub-1-3": "def sigmoid_prime(z):\n    a = sigmoid(z)\n    return a * (1 - a)",
    "stub-1-4": """
def relu(z):
    return z * (z > 0)

def relu_prime(z):
    return z > 0

def tanh_prime(z):
    return 1 - np.tanh(z) ** 2
""",
    "stub-1-5": "def neuron(X, w, b, act):\n    return act(X @ w + b)",
    "half-1-6": "a = 1 / (1 + np.exp(-(X @ w + b)))\ndelta = (a - y) / 2\ndw = X.T @ delta\ndb = delta.sum()",
    "stub-1-6": """
def logistic_gradient(X, y, w, b):
    delta = (sigmoid(X @ w + b) - y) / len(y)
    return X.T @ delta, delta.sum()
""",
}

MISTAKEN = {
    "check-1-1": ('check("1.1", z=4, a=0.7311, slope=0.7311)', ["with x = (0, 0)", "height of the curve"]),
    "stub-1-2": ("def sigmoid(z):\n    return 1 / (1 + np.exp(z))", ["Large positive z should push"]),
    "stub-1-3": ("def sigmoid_prime(z):\n    return z * (1 - z)", ["That shortcut holds for one of two quantities"]),
    "stub-1-4": (
        """
def relu(z):
    return max(z, 0)

def relu_prime(z):
    return z >= 0

def tanh_prime(z):
    return np.tanh(z) * (1 - np.tanh(z))
""",
        ["in line 2 of relu: `return max(z, 0)`", "Right everywhere but exactly at 0", "Each activation has its own"],
    ),
    "stub-1-5": ("def neuron(X, w, b, act):\n    return act(X @ w) + b", ["The order matters"]),
    "stub-1-6": (
        "def logistic_gradient(X, y, w, b):\n    d = 1 / (1 + np.exp(-(X @ w + b))) - y\n    return X.T @ d, d.sum()",
        ["m times ours", "Put every example in twice"],
    ),
}


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(NOTEBOOK, as_version=4)


def test_a_solved_notebook_reaches_all_points(notebook, capsys):
    assert set(SOLVED) <= {cell.id for cell in notebook.cells}
    names, values = run(notebook, SOLVED)
    assert repr(values["progress"]).endswith("[####################] 10 of 10 points")
    printed = capsys.readouterr().out
    measured = re.search(r"measured: dw1, dw2, db = \[(.*)\]", printed).group(1).split()
    np.testing.assert_allclose([*names["dw"], names["db"]], [float(text) for text in measured], atol=1e-6)
    assert names["one_over_z_prime"](2.0) == pytest.approx(-0.25)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, {cell: source for cell, (source, _) in MISTAKEN.items()}, times=2)
    for cell_id, (_, sentences) in MISTAKEN.items():
        text = repr(values[cell_id.replace("stub", "check")])
        for sentence in sentences:
            assert sentence in text
    assert repr(values["progress"]).endswith("] 0.25 of 10 points")


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    sigmoid, prime = activations.sigmoid, activations.sigmoid_prime

    def stands(words):
        assert words in text, words

    stands(f"right: -1.5, {sigmoid(-1.5):.6f}, {prime(-1.5):.6f}")
    stands(f"at $z = 1$ the height is {sigmoid(1):.3f} and the slope is {prime(1):.3f}")
    stands(f"For tanh at $z = 1$: height {np.tanh(1):.3f}, slope {activations.tanh_prime(1):.3f}")
    X, w = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, -0.5])
    z = X @ w + 2
    stands(f"The weighted inputs are {z[0]:g} and {z[1]:g}, the outputs {sigmoid(z)[0]:.4f} and {sigmoid(z)[1]:.4f}")
    a = sigmoid(X @ w + 0.5)
    dw, db = EXERCISES["1.6"].parts[0].reference(X, np.array([1.0, 0.0]), w, 0.5)
    stands(
        f"The outputs are {a[0]:g} and {a[1]:.3f}, the slopes `dw` $= ({dw[0]:.3f}, {dw[1]:.3f})$ and `db` $= {db:.3f}$"
    )


def test_the_loop_of_the_lesson_runs_on_the_learners_gradient(notebook):
    names, _ = run(notebook, SOLVED)
    pair = datasets.digits_pair(3, 8)
    X, y, w, b = pair.X_train, pair.y_train[:, 0], np.zeros(64), 0.0
    seen = [costs.binary_cross_entropy(names["sigmoid"](X @ w + b), y)]
    for _ in range(200):
        dw, db = names["logistic_gradient"](X, y, w, b)
        w, b = w - 0.5 * dw, b - 0.5 * db
    seen.append(costs.binary_cross_entropy(names["sigmoid"](X @ w + b), y))
    text = notebook.cells[-1].source
    assert f"start at {seen[0]:.3f} and end near {seen[1]:.2f}" in text


def test_the_small_examples_in_the_feedback_are_right():
    z, a, slope = EXERCISES["1.1"].parts
    value = 1 * 3 + -2 * 1 + 0.5
    assert f"w = (1, -2), b = 0.5, x = (3, 1), has z = {value:g}." in z.small
    assert f"with z = {value:g} has a = {activations.sigmoid(value):.4f}." in a.small
    assert f"has slope {activations.sigmoid_prime(value):.4f}." in slope.small
