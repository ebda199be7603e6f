"""The exercise notebook of chapter 8: what its text says in numbers, and deliberate mistakes that get their names."""

import copy

import nbformat
import pytest
from solving import FOLDER, run

from backprop_lessons import counting
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 8 for part in exercise.functions}
MISTAKEN = {
    "stub-8-1": """
def count_operations(sizes):
    S = sum(n * k for n, k in zip(sizes[:-1], sizes[1:]))
    return {"forward": S, "gradient": 3 * S - sizes[0] * sizes[1], "central": 2 * S * S}
""",
    "stub-8-2": "def count_paths(sizes):\n    return int(np.prod(sizes))",
    "check-8-3": 'check("8.3", passes="c", ratio=0.4, gain=0.9)',
    "stub-8-4": """
def step_inplace(params, X, Y, eta, work):
    A = [X]
    for layer, (W, b) in enumerate(params):
        Z = A[-1] @ W + b
        A.append(np.maximum(Z, 0) if layer < len(params) - 1 else Z)
    Z = A.pop()
    Z = Z - Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    cost = (np.log(np.exp(Z).sum(axis=1)) - (Z * Y).sum(axis=1)).mean()
    delta = (P - Y) / len(X)
    for layer in reversed(range(len(params))):
        W, b = params[layer]
        dW, db = A[layer].T @ delta, delta.sum(axis=0)
        delta = (delta @ W.T) * (A[layer] > 0)
        W -= eta * dW
        b -= eta * db
    return cost
""",
}


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "08_million_weights.ipynb", as_version=4)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, id in (("8-1", "X8.1h"), ("8-2", "X8.2a"), ("8-4", "X8.4u")):
        part = values[f"check-{number}"].parts[0]
        assert (part.finding.status, part.finding.mistake, part.attempt) == ("wrong", id, 2), part.finding
    said = repr(values["check-8-3"])
    for words in ("the way back shares its work", "Can cost and gradient take less time", "are all 2,260 parameters in it?"):
        assert words in said
    assert values["check-8-3"].points == values["progress"].points == 0.5


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    small = counting.count_operations([2, 2, 2])
    assert f"takes {small.forward} multiply-adds forward, {small.gradient} for the gradient, {small.central} by central" in text
    assert f"has {small.paths} paths, 8 of the first layer's weights and 4 of the second's" in text and 2 * 2 * 2 == 8
    assert f"A 2-3-2-1 network has {counting.count_paths([2, 3, 2, 1])}." in text
    digits = counting.count_operations([64, 30, 10])
    assert f"has {digits.parameters:,} parameters" in text and f"about {2 * digits.parameters:,}, two for each" in text
    assert "right: 18 18 3" in text and counting.count_operations([5, 3, 1]).gradient == 18 + 18 + 3
    args = copy.deepcopy(PARTS["step_inplace"].small[0].args)
    cost = PARTS["step_inplace"].solution(*args)
    (_, b1), (_, b2) = args[0]
    assert f"the cost is {cost:.4f}, and afterwards $b_2 = ({b2[0]:.4f}, {b2[1]:.4f})$ and $b_1 = ({b1[0]:.4f}, {b1[1]:.4f})$" in text
