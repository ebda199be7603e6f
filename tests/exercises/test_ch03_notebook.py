"""The exercise notebook of chapter 3: what its text says in numbers, and deliberate mistakes that get their names."""

import nbformat
import numpy as np
import pytest
from solving import FOLDER, run

from backprop_lessons import costs, train
from backprop_lessons.activations import sigmoid
from backprop_lessons.exercises.ch03.race import FAR, NEAR, entropy, epochs, quadratic
from backprop_lessons.exercises.registry import EXERCISES
from backprop_lessons.network import Network

SOLUTIONS = {
    part.name: part.solution for exercise in EXERCISES.values() if exercise.chapter == 3 for part in exercise.functions
}
MISTAKEN = {
    "stub-3-1": "def quadratic_cost(A, Y):\n    return np.sum(abs(A - Y)) / (2 * len(A))",
    "stub-3-2": "def binary_cross_entropy(A, Y):\n    return -np.sum(Y * np.log(A)) / len(A)",
    "stub-3-3": "def negative_log_likelihood(Z, Y):\n    return -np.sum(Y * np.log(softmax(Z))) / len(Z)",
    "stub-3-4": """
def output_delta(Z, Y, act, cost):
    A = softmax(Z) if act == "softmax" else sigmoid(Z)
    delta = (A - Y) / len(Z)
    return delta * sigmoid_prime(A) if cost == "quadratic" else delta
""",
    "check-3-5": 'check("3.5", order="d", near_quadratic=8, far_quadratic=462, near_entropy=9, far_entropy=17, why="a")',
    "check-3-6": 'check("3.6", matched=["a", "b"], claim="d")',
}
SAID = {
    "check-3-5": [
        "it is C, D, A, B",
        "That is the other cost",
        "w learns in yours",
        "One off",
        "only nine epochs more",
    ],
    "check-3-6": ["and with it a plateau", "Look at the right end"],
}


@pytest.fixture(scope="module")
def notebook():
    return nbformat.read(FOLDER / "03_costs.ipynb", as_version=4)


@pytest.fixture(scope="module")
def text(notebook):
    return "\n".join(cell.source for cell in notebook.cells)


def test_a_notebook_with_mistakes_gets_their_names(notebook):
    _, values = run(notebook, MISTAKEN, times=2)
    for number, id in (("3-1", "C04"), ("3-2", "C09"), ("3-3", "C17"), ("3-4", "D04")):
        part = values[f"check-{number}"].parts[0]
        assert (part.finding.status, part.finding.mistake, part.attempt) == ("wrong", id, 2)
    for cell, sentences in SAID.items():
        for sentence in sentences:
            assert sentence in repr(values[cell]), (cell, sentence)
    assert values["check-3-5"].points == 0.75 and values["progress"].points == 0.75


def test_the_numbers_of_the_costs_are_right(text):
    A, Y = np.array([[1.0, 0.0], [3.0, 1.0]]), np.array([[0.0, 0.0], [1.0, 2.0]])
    both, first, second = (SOLUTIONS["quadratic_cost"](*pair) for pair in ((A, Y), (A[:1], Y[:1]), (A[1:], Y[1:])))
    assert f"cost {both:g}. The first example by itself costs {first:g}, the second {second:g}" in text
    worked, half = np.array([[0.9, 0.4]]), np.array([[0.3, 0.6]])
    target = np.array([[1.0, 0.0]])
    second = SOLUTIONS["quadratic_cost"](half, target)
    together = SOLUTIONS["quadratic_cost"](np.vstack([worked, half]), np.vstack([target, target]))
    assert f"right: {second:.3f} {together:.3f}" in text
    cost = SOLUTIONS["binary_cross_entropy"]
    a, b = cost(np.array([[0.9]]), np.array([[1.0]])), cost(np.array([[0.2]]), np.array([[0.0]]))
    assert f"costs {cost(np.array([[0.9, 0.2]]), target):.4f}. Each of the two by itself: {a:.4f} and {b:.4f}." in text
    likelihood = SOLUTIONS["negative_log_likelihood"]
    assert f"cost {likelihood(np.array([[0.0, 1.0]]), target):.4f}, and so do $(1000, 1001)$" in text
    assert f"with the first class true cost {likelihood(np.array([[0.0, 900.0]]), target):g}." in text


def test_the_numbers_of_the_deltas_are_right(text):
    Z, Y = np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]])
    pairs = (("sigmoid", "quadratic"), ("sigmoid", "binary_cross_entropy"), ("softmax", "negative_log_likelihood"))
    said = [
        f"$({first:.4f}, {second:.4f})$"
        for first, second in (SOLUTIONS["output_delta"](Z, Y, *pair)[0] for pair in pairs)
    ]
    assert f"Sigmoid and quadratic: {said[0]}. Sigmoid and cross-entropy: {said[1]}. " in text
    assert f"Softmax and negative log-likelihood: {said[2]}." in text


def test_the_race_is_the_one_that_the_package_runs(text):
    counts = {}
    for start in (NEAR, FAR):
        assert f"({start[0]:g}, {start[1]:g}) | {sigmoid(sum(start)):.4f} |" in text
        for cost, slope in (("quadratic", quadratic), ("binary_cross_entropy", entropy)):
            counts[start, cost] = right = epochs(start, slope)
            outputs = []
            for n in (right - 1, right):
                net = Network.from_parameters([([[start[0]]], [start[1]])], output="sigmoid", cost=cost)
                one, zero = np.ones((1, 1)), np.zeros((1, 1))
                train(net, one, zero, learning_rate=0.15, batch_size=1, epochs=n, rng=np.random.default_rng(0))
                outputs.append(net.predict(one).item())
            assert outputs[0] >= 0.5 > outputs[1]
    assert list(counts.values()) == [36, 8, 232, 17]
    assert "takes more than six times as long" in text and 6 < counts[FAR, "quadratic"] / counts[NEAR, "quadratic"] < 7
    assert [epochs((1.0, 1.0), slope) for slope in (quadratic, entropy)] == [52, 10]  # the small case of the check
    assert counts[FAR, "binary_cross_entropy"] - counts[NEAR, "binary_cross_entropy"] == 9


def test_the_picture_refutes_what_is_said_to_be_refuted_and_nothing_else():
    z = np.linspace(-6, 6, 121)[:, None]
    slopes = {
        cost: np.array([costs.output_delta(score[None], np.zeros((1, 1)), "sigmoid", cost).item() for score in z])
        for cost in ("quadratic", "binary_cross_entropy")
    }
    assert np.all(np.diff(slopes["binary_cross_entropy"]) > 0)
    assert abs(z[slopes["quadratic"].argmax(), 0] - 0.7) < 0.06 and slopes["quadratic"][-1] < 0.01
    assert all(slope[0] < 0.01 for slope in slopes.values())
    assert f"{slopes['quadratic'][60]:.3f} {slopes['quadratic'][100]:.3f}" == "0.125 0.017"
