"""The exercise notebook of chapter 4: what its text says in numbers, and deliberate mistakes that get their names."""

import math

import nbformat
import numpy as np
import pytest
from solving import FOLDER, run

from backprop_lessons import datasets
from backprop_lessons.exercises.registry import EXERCISES

SOLUTIONS = {part.name: part.solution for exercise in EXERCISES.values() if exercise.chapter == 4 for part in exercise.functions}
MISTAKEN = {
    "stub-4-1": "def grad_xyz(x, y, z):\n    return x + y, x + y, z",
    "check-4-2": 'check("4.2", routes=["a", "b", "c"], via_o1=0.0133679, via_o2=0.000229828, total=0.000898224)',
    "stub-4-3": """
def grad_diamond(x):
    return 2 * x * math.sin(x)

def sum_over_paths(paths):
    return sum(math.prod(path) for path in paths) / len(paths)
""",
    "stub-4-4": """
def numerical_gradient(f, theta, h=1e-5):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        above = theta.copy()
        above[place] += h
        slopes[place] = (f(above) - f(theta)) / h
    return slopes
""",
    "stub-4-5": "def relative_error(a, b):\n    return np.linalg.norm(a - b)",
    "check-4-5": 'check("4.5", relative_error, best_h="d", verdict="b")',
    "stub-4-6": """
def backward(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0
    for line in reversed(range(len(tape))):
        op, inputs, value = tape[line]
        values = [tape[i][2] for i in inputs]
        local = {"input": [], "add": [1, 1], "mul": values[::-1], "exp": [value]}.get(op) or [math.cos(v) for v in values]
        for i, slope in zip(inputs, local):
            slopes[i] = slope * slopes[line]
    return slopes
""",
}
NAMED = {
    "4-1": ["K01"], "4-2": ["routes=c", "X4.2a", "X4.2g", "X4.2l"],
    "4-3": ["K05", "K06"], "4-4": ["N01"], "4-5": ["N08"], "4-6": ["K09"],
}  # fmt: skip


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "04_chain_rule.ipynb", as_version=4)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, ids in NAMED.items():
        parts = values[f"check-{number}"].parts
        assert [part.finding.mistake for part in parts[: len(ids)]] == ids
        assert all((part.finding.status, part.attempt) == ("wrong", 2) for part in parts[: len(ids)])
    assert "see whether your check objects" in repr(values["check-4-5"])
    assert values["progress"].points == 0.25


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "the slopes are {:g}, {:g} and {:g}.".format(*SOLUTIONS["grad_xyz"](1, 2, 10)) in text
    assert 'print("right: -3.0 2.0 -6.0")' in text and (1.0 * -3.0, 1.0 * 2.0, 2.0 * -3.0) == (-3.0, 2.0, -6.0)
    assert f"`grad_diamond(1.0)` is {SOLUTIONS['grad_diamond'](1.0):.4f}." in text
    assert f"`sum_over_paths([[2, 3], [-1, 4]])` is {SOLUTIONS['sum_over_paths']([[2, 3], [-1, 4]]):g}." in text
    slopes = SOLUTIONS["numerical_gradient"](lambda t: t[0] ** 2 * t[1] + t[1] ** 3, np.array([1, 2]), 0.1)
    assert "gives the slopes {:.4g} and {:.4g}. (The exact ones are 4 and 13".format(*slopes) in text
    assert f"the relative error is {SOLUTIONS['relative_error'](np.array([3, 0]), np.array([0, 4])):.6f}" in text
    tape = [("input", (), 2.0), ("mul", (0, 0), 4.0), ("add", (1, 0), 6.0), ("mul", (1, 2), 24.0)]
    found = SOLUTIONS["backward"](tape)
    assert f"`{dict(sorted(found.items(), reverse=True))}`" in text
    assert f"there are {2**18:,} paths, but only 19 lines" in text
    relu_slope = (max(-1e-6 + 1e-5, 0) - max(-1e-6 - 1e-5, 0)) / 2e-5
    assert f"Measured with $h = 10^{{-5}}$ it is {relu_slope:.2f}, a relative error of 1" in text
    net, X, _ = datasets.worked_example()
    trace = net.forward(X)
    for A in trace.A[1:]:
        assert f"{A[0, 0]:.9f} | {A[0, 1]:.9f}" in text
    assert math.isclose(net.W[0][0, 0], 0.15)
