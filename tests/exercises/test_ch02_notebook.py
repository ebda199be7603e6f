"""The exercise notebook of chapter 2: what its text says in numbers, and deliberate mistakes that get their names."""

import nbformat
import numpy as np
import pytest
from solving import FOLDER, run

from backprop_lessons import datasets
from backprop_lessons.activations import sigmoid, tanh
from backprop_lessons.exercises.registry import EXERCISES

SOLUTIONS = {part.name: part.solution for exercise in EXERCISES.values() if exercise.chapter == 2 for part in exercise.functions}
MISTAKEN = {
    "check-2-1": 'check("2.1", small_net=8, digits_net=2324, product="b")',
    "stub-2-2": "def linear_forward(A_prev, W, b):\n    return A_prev @ W + b[:, None]",
    "stub-2-3": "def softmax(Z):\n    return np.exp(Z) / np.exp(Z).sum(axis=0)",
    "stub-2-4": """
def forward(params, X, acts):
    As, Zs = [X], []
    for (W, b), act in zip(params, acts):
        Z = X @ W + b
        Zs.append(Z)
        As.append(act(Z))
    return As, Zs
""",
    "check-2-5": 'check("2.5", z_h2=0.39, z_o1=1.1059060, a_o2=1.2249214)',
    "stub-2-6": "def collapse(params):\n    return params[0][0] @ params[1][0], params[0][1] + params[1][1]",
}
SAID = {
    "check-2-1": ["Each unit has one more number", "The inputs compute nothing", '"A @ W.T" does not hold'],
    "check-2-5": ["Did you take the numbers of a row?", "Can an activation of the sigmoid be larger than 1?"],
}


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "02_forward.ipynb", as_version=4)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, id in (("2-2", "F03"), ("2-4", "F19")):
        part = values[f"check-{number}"].parts[0]
        assert (part.finding.status, part.finding.mistake, part.attempt) == ("wrong", id, 2)
    for cell, sentences in SAID.items():
        assert all(sentence in repr(values[cell]) for sentence in sentences), cell
    assert values["check-2-6"].points == 0 and values["progress"].points == 0.75


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    A, W, b = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([10.0, 20.0])
    (p, q), (r, s) = SOLUTIONS["linear_forward"](A, W, b)
    assert f"{p:g} & {q:g}\\\\ {r:g} & {s:g}" in text
    low, high = SOLUTIONS["softmax"](np.array([[0.0, 1.0]]))[0]
    assert f"the scores $(0, 1)$ give $({low:.4f}, {high:.4f})$" in text
    params = [(W, np.array([0.5, -0.5])), (np.array([[1.0], [-1.0]]), np.array([0.25]))]
    As, Zs = SOLUTIONS["forward"](params, np.array([[1.0, -1.0]]), [tanh, sigmoid])
    assert f"layer 1 are $({Zs[0][0, 0]:g}, {Zs[0][0, 1]:g})$, that of layer 2 is ${Zs[1][0, 0]:.4f}$" in text
    assert f"and the output is ${As[2][0, 0]:.4f}$" in text
    first = (np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([1.0, 0.0]))
    W, b = SOLUTIONS["collapse"]([first, (np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([0.0, 10.0]))])
    assert f"{W[0, 0]:g} & {W[0, 1]:g}\\\\ {W[1, 0]:g} & {W[1, 1]:g}" in text and f"$b = ({b[0]:g}, {b[1]:g})$" in text
    net, X, _ = datasets.worked_example()
    trace = net.forward(X)
    assert f"{trace.A[1][0, 0]:.9f} | {trace.A[1][0, 1]:.9f}" in text
    assert f"{trace.Z[1][0, 1]:.9f}" in text and f"{trace.A[2][0, 0]:.9f}" in text
    assert "right: 18 4" in text and 5 * 3 + 3 == 18 and 3 * 1 + 1 == 4
