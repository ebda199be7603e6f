"""The exercise notebook of chapter 5: what its text says in numbers, and deliberate mistakes that get their names."""

import nbformat
import numpy as np
import pytest
from solving import FOLDER, run

from backprop_lessons import datasets
from backprop_lessons.activations import sigmoid_prime
from backprop_lessons.exercises.ch05 import solutions

MISTAKEN = {
    "check-5-1": 'check("5.1", delta_o1=0.741365070, delta_o2=-0.038098237, delta_h1=0.036350303, delta_h2=1, dW1_00=0.000364723, db1_0=1)',
    "stub-5-2": "def hidden_delta(delta_next, W_next, Z, act_prime):\n    return (delta_next @ W_next) * act_prime(Z)",
    "stub-5-3": "def layer_gradients(delta, A_prev):\n    return A_prev.T @ delta, delta[0]",
    "stub-5-4": """
def backprop(params, X, Y, acts, cost):
    As, Zs = [X], []
    functions = {"sigmoid": sigmoid, "tanh": tanh, "relu": relu, "linear": lambda Z: Z, "softmax": softmax}
    slopes = {"sigmoid": sigmoid_prime, "tanh": tanh_prime, "relu": relu_prime, "linear": np.ones_like}
    for (W, b), act in zip(params, acts):
        Zs.append(As[-1] @ W + b)
        As.append(functions[act](Zs[-1]))
    delta = (As[-1] - Y) / len(X)
    if cost == "quadratic":
        delta = delta * slopes[acts[-1]](Zs[-1])
    grads = []
    for layer in reversed(range(len(params))):
        grads.insert(0, (As[layer].T @ delta, delta.sum(axis=0)))
        delta = delta @ params[layer][0].T
    return grads
""",
    "stub-5-5": 'def find_bug(net):\n    return 1, "delta"',
    "check-5-5": 'check("5.5", find_bug, seen=["a", "d"])',
}


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "05_backpropagation.ipynb", as_version=4)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, id in (("5-2", "B02"), ("5-3", "B15"), ("5-4", "B27")):
        part = values[f"check-{number}"].parts[0]
        assert (part.finding.status, part.finding.mistake, part.attempt) == ("wrong", id, 2)
    assert [part.finding.mistake for part in values["check-5-1"].parts[:1]] == ["D01"]
    assert values["check-5-1"].parts[4].finding.mistake == "B21"
    assert "keeps its direction" in repr(values["check-5-5"])
    assert values["progress"].points == 0.5


def test_the_numbers_in_the_text_are_right(notebook):
    text = "\n".join(cell.source for cell in notebook.cells)
    net, X, _ = datasets.worked_example()
    A1, A2 = net.forward(X).A[1:]
    for A in (A1, A2):
        assert f"{A[0, 0]:.9f} | {A[0, 1]:.9f}" in text
    delta_out = (0.8 - 0.3) * 0.8 * 0.2
    delta = delta_out * 2 * 0.5 * 0.5
    assert f"right: {round(0.6 * delta, 4)} {round(delta, 4)}" in text
    W = np.array([[2.0, -1.0], [0.0, 3.0]])
    one, two = solutions.hidden_delta(np.array([[1.0, -1.0]]), W, np.array([[0.0, 2.0]]), sigmoid_prime)[0]
    assert f"({one:g}, {two:.4f})" in text
    dW, db = solutions.layer_gradients(np.array([[1.0, 0.0], [2.0, -1.0]]), np.array([[1.0, 3.0], [2.0, 0.0]]))
    (p, q), (r, s) = dW
    assert f"{p:g} & {q:g}\\\\ {r:g} & {s:g}" in text and f"({db[0]:g}, {db[1]:g})" in text
    params = [(np.array([[0.5]]), np.zeros(1)), (np.array([[2.0]]), np.array([-1.0]))]
    first, second = solutions.backprop(params, np.ones((1, 1)), np.ones((1, 1)), ["tanh", "sigmoid"], "quadratic")
    assert f"Layer 2: `dW` $= {second[0].item():.4f}$, `db` $= {second[1].item():.4f}$" in text
    assert f"Layer 1: `dW` $= {first[0].item():.4f}$, `db` $= {first[1].item():.4f}$" in text
    assert "2,260 parameters" in text and 64 * 30 + 30 + 30 * 10 + 10 == 2260
