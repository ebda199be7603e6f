"""The step-by-step graph: its arithmetic in the page is that of graph.Value, on random graphs; bad input is refused."""

import json

import numpy as np
import pytest
from javascript import ask

from backprop_lessons.graph import Value, total
from backprop_lessons.widgets import GraphExplorer
from backprop_lessons.widgets.circuits import CIRCUITS, Circuit, described

SHARED = ["dense", "circuit"]
SWEEPS = """({ nodes, inputs }) => {
    const { values, slopes } = forwardSweep(nodes, inputs);
    const { grads, messages } = backwardSweep(nodes, slopes);
    const measured = nodes.map((_, place) => measuredSlope(nodes, inputs, place));
    const wrong = backwardSweep(nodes, slopes, true).grads;
    return { values, slopes, grads, measured, wrong, messages: messages.map((list) => list.map(({ amount }) => amount)) };
}"""
STEPS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "max": lambda a, b: a.maximum(b),
    "sum": lambda a, b: total([a, b, a]),
    "plus": lambda a, b: a + 0.5,
    "from": lambda a, b: 2 - a,
    "minus": lambda a, b: a - 3,
    "times": lambda a, b: -a,
    "part": lambda a, b: a / 4,
    "one over": lambda a, b: 1 / a,
    "at least": lambda a, b: a.maximum(-0.25),
    "cube": lambda a, b: a**3,
    "inverse": lambda a, b: a**-1,
    "root": lambda a, b: a**0.5,
    "none": lambda a, b: a**0,
    **{name: lambda a, b, name=name: getattr(a, name)() for name in ("exp", "log", "sin", "sigmoid", "tanh", "relu")},
    **{name: lambda a, b, name=name: a.activate(name) for name in ("leaky_relu", "identity")},
}


def program(steps):
    """A function of three Values that makes these steps, each (name, place, place), and adds up what came of them."""

    def run(x, y, z):
        made = [x, y, z]
        for name, i, j in steps:
            made.append(STEPS[name](made[i], made[j]))
        return total([made[-1], x, y, z])

    return run


def random_case(rng, must):
    """A random program with the step `must` in it and two sets of inputs that it takes; others are drawn until it does."""
    while True:
        names = [*rng.permutation(list(STEPS))[:6], must]
        steps = [(str(name), int(rng.integers(k + 3)), int(rng.integers(k + 3))) for k, name in enumerate(names)]
        function, sets = program(steps), [dict(zip("xyz", rng.uniform(-2, 2, 3).tolist(), strict=True)) for _ in range(2)]
        try:
            outputs = [function(**{name: Value(number, name) for name, number in numbers.items()}) for numbers in sets]
            if all(max(abs(node.value) for node in output.nodes()) < 1e3 for output in outputs):
                return described("random", Circuit("random", function, sets[0], {})), sets, outputs
        except ValueError as problem:
            assert "at" in str(problem) or "power" in str(problem) or "log" in str(problem)


def overwritten(output):
    """The grads with = where += belongs."""
    grads = {output: 1.0}
    for node in reversed(output.nodes()):
        for source, slope in node.inputs:
            grads[source] = slope * grads[node]
    return [grads[node] for node in output.nodes()]


def test_values_slopes_grads_and_messages_are_those_of_the_package():
    rng = np.random.default_rng()
    cases = [random_case(rng, must) for must in STEPS for _ in range(3)]
    given = [{"nodes": circuit["nodes"], "inputs": inputs} for circuit, sets, _ in cases for inputs in sets]
    answers = iter(ask(SWEEPS, given, SHARED))
    for circuit, sets, outputs in cases:
        for inputs, output in zip(sets, outputs, strict=True):
            answer, nodes = next(answers), output.nodes()
            output.backward()
            where = f"{json.dumps(circuit['nodes'])} at {inputs}"
            np.testing.assert_allclose(answer["values"], [node.value for node in nodes], rtol=1e-12, atol=1e-12, err_msg=where)
            np.testing.assert_allclose(answer["grads"], [node.grad for node in nodes], rtol=1e-11, atol=1e-12, err_msg=where)
            np.testing.assert_allclose(answer["wrong"], overwritten(output), rtol=1e-11, atol=1e-12, err_msg=where)
            for local, node in zip(answer["slopes"], nodes, strict=True):
                np.testing.assert_allclose(local, [slope for _, slope in node.inputs], rtol=1e-12, atol=1e-12, err_msg=where)
            for amounts, node in zip(answer["messages"][:-1], nodes[:-1], strict=True):
                assert np.isclose(sum(amounts), node.grad, rtol=1e-11, atol=1e-12), where


@pytest.mark.parametrize("name", CIRCUITS)
def test_in_every_circuit_the_measured_slope_is_the_grad(name):
    explorer = GraphExplorer(circuit=name)
    circuit = next(one for one in explorer.circuits if one["name"] == name)
    answer = ask(SWEEPS, [{"nodes": circuit["nodes"], "inputs": explorer.inputs}], SHARED)[0]
    grads = [node.grad for node in explorer.graph.nodes()]
    np.testing.assert_allclose(answer["grads"], grads, rtol=1e-12)
    np.testing.assert_allclose(answer["measured"], grads, rtol=1e-5, atol=1e-6)


def test_forks_with_the_bug_give_the_known_wrong_slopes():
    explorer = GraphExplorer(circuit="forks")
    circuit = next(one for one in explorer.circuits if one["name"] == "forks")
    answer = ask(SWEEPS, [{"nodes": circuit["nodes"], "inputs": explorer.inputs}], SHARED)[0]
    slopes = {node["name"]: (right, wrong) for node, right, wrong in zip(circuit["nodes"], answer["grads"], answer["wrong"], strict=True)}
    np.testing.assert_allclose(slopes["x"], (2.059569795572, 0.512144448840), rtol=1e-10)
    np.testing.assert_allclose(slopes["y"], (1.592232751484, 0.009045856939), rtol=1e-9)


def test_where_an_operation_has_no_answer_it_is_said_in_words():
    explorer = GraphExplorer(lambda x: x.log() + 1 / x, {"x": 1.0})
    script = "({ nodes, x }) => forwardSweep(nodes, { x }).values.map((value) => short(value))"
    given = [{"nodes": explorer.circuits[0]["nodes"], "x": x} for x in (-1, 0)]
    for words in ask(script, given, SHARED):
        assert words[-1] == "no number" and not {"NaN", "Infinity", "−Infinity"} & set(words)


def test_nodes_come_after_their_inputs_and_have_places_apart():
    for circuit in GraphExplorer().circuits:
        for place, node in enumerate(circuit["nodes"]):
            assert all(source < place for source in node["of"])
        places = [tuple(node["place"]) for node in circuit["nodes"]]
        assert len(set(places)) == len(places)


# --- from the next cell


def test_another_circuit_comes_with_its_own_inputs_from_the_start():
    explorer = GraphExplorer(step=3)
    explorer.circuit = "baydin"
    assert explorer.inputs == {"x1": 2, "x2": 5} and explorer.step == 0
    assert explorer.graph.value == pytest.approx(11.652071455223)


def test_one_input_can_be_set_and_the_others_stay_as_they_began():
    explorer = GraphExplorer()
    explorer.inputs = {"z": 2.5}
    assert explorer.inputs == {"x": -2, "y": 5, "z": 2.5} and explorer.graph.value == 7.5


def test_a_function_of_ones_own():
    explorer = GraphExplorer(lambda x, y: x * x + y.sin() * x, {"x": 3.0, "y": 0.5})
    assert explorer.graph.value == pytest.approx(9 + 3 * np.sin(0.5))
    assert [node["name"] for node in explorer.circuits[0]["nodes"]].count("f") == 1
    assert "yours" in explorer.html() and "question" not in explorer.page_state()
    low, high, _ = explorer.circuits[0]["ranges"]["y"]
    assert low < 0.5 < high


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: GraphExplorer(circuit="squares"), "circuit: expected one of 'product'"),
        (lambda: GraphExplorer(inputs={"w": 1.0}), "inputs: expected one of 'x', 'y', 'z', got 'w'"),
        (lambda: GraphExplorer(inputs={"x": float("nan")}), "x: expected finite"),
        (lambda: GraphExplorer(step=-1), "step: expected a whole number from 0, got -1"),
        (lambda: GraphExplorer(lambda x: 3.0, {"x": 1.0}), "function: expected it to compute a Value"),
        (lambda: GraphExplorer(lambda x: x, {"x": 1.0}), "function: expected it to compute a Value"),
        (lambda: GraphExplorer(lambda x, y: x * 2, {"x": 1.0, "y": 1.0}), "inputs: .* got 'y' too"),
        (lambda: GraphExplorer(lambda x: x * 3.14159265358, {"x": 1.0}), "short number in f = [*] 3.14159"),
        (lambda: GraphExplorer(lambda x: x * Value(2.0, "x"), {"x": 1.0}), "'x' twice"),
        (lambda: GraphExplorer(lambda x: total([x * k for k in range(2, 40)]), {"x": 1.0}), "at most 24 nodes"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(make, words):
    with pytest.raises(ValueError, match=words):
        make()
