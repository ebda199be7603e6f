"""The forward stepper: every number of its words and of its table is the package's, and what does not fit is refused."""

import re

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network, datasets
from backprop_lessons.widgets import ForwardStepper, forward_stepper

HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "identity", "linear"]
MODULE = {"shared": ("dense", "controls", "netpicture"), "module": "forward_stepper"}


def number(text):
    return float(text.replace("\u2212", "-").strip("()"))


def random_state(rng, sizes=(2, 2, 2), activation="sigmoid", output="sigmoid"):
    """A random network and input, as the widget holds them, and the package's trace."""
    cost = "negative_log_likelihood" if output == "softmax" else "quadratic"
    net = Network(list(sizes), activation, output, cost, rng, scale=2.0)
    net.b = [rng.normal(size=n) for n in sizes[1:]]
    x = rng.normal(size=sizes[0])
    widget = ForwardStepper(net, x, np.zeros(sizes[-1]))
    return {"net": widget.net, "x": widget.x}, net.forward([x])


# --- the words: each step's sum, with its numbers filled in


@pytest.mark.parametrize("output", ["sigmoid", "identity", "softmax"])
@pytest.mark.parametrize("activation", HIDDEN)
def test_every_step_writes_out_the_sums_and_results_of_the_package(activation, output):
    rng = np.random.default_rng()
    sizes = (3, 2, 4, 2)
    state, trace = random_state(rng, sizes, activation, output)
    steps = ask(
        "({ state, step }) => explained(state.net, forwardPass(state.net, [state.x]), step)",
        [{"state": state, "step": step} for step in range(7)],
        **MODULE,
    )
    inputs = re.search(r"\((.*?)\)", steps[0]["lines"][0]).group(1)
    assert [number(part) for part in inputs.split(", ")] == pytest.approx(state["x"], rel=1e-4)
    for step, said in enumerate(steps[1:], start=1):
        layer = (step - 1) // 2
        results = trace.Z[layer][0] if step % 2 else trace.A[layer + 1][0]
        assert [number(line.split(" = ")[-1]) for line in said["lines"]] == pytest.approx(results, rel=1e-4, abs=1e-12)
        n_in, n_out = sizes[layer], sizes[layer + 1]
        assert f"(1, {n_in}) @ ({n_in}, {n_out}) + ({n_out},)" in said["heading"] if step % 2 else f"(1, {n_out})" in said["heading"]
        for line in said["lines"] if step % 2 else []:
            *terms, bias = line.split(" = ")[1].split(" + ")
            total = sum(number(a) * number(w) for a, w in (term.split("·") for term in terms)) + number(bias)
            assert len(terms) == n_in and total == pytest.approx(number(line.split(" = ")[-1]), rel=1e-3, abs=1e-3)


def test_the_worked_example_is_written_as_published():
    state = {"net": ForwardStepper().net, "x": ForwardStepper().x}
    steps = ask("({ state, step }) => explained(state.net, forwardPass(state.net, [state.x]), step).lines",
                [{"state": state, "step": step} for step in range(1, 5)], **MODULE)  # fmt: skip
    assert steps[0] == ["z of h1 = 0.05·0.15 + 0.1·0.2 + 0.35 = 0.3775", "z of h2 = 0.05·0.25 + 0.1·0.3 + 0.35 = 0.3925"]
    assert [line.split(" = ")[-1] for lines in steps[1:] for line in lines] == [
        "0.59327", "0.596884", "1.10591", "1.22492", "0.751365", "0.772928",
    ]  # fmt: skip


def test_what_is_no_finite_number_is_said_in_words():
    words = ask("(text) => [precise(Number(text)), inBox(Number(text))]", ["Infinity", "none"], **MODULE)
    assert words == [["no finite number", "not finite"]] * 2


# --- names and moves


@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 1), (3, 2, 4, 1)])
def test_python_and_the_page_know_the_same_numbers_by_the_same_names(sizes):
    found = ask("(sizes) => movable(sizes)", [list(sizes)], **MODULE)[0]
    assert [entry["name"] for entry in found] == forward_stepper.movable(list(sizes))
    weights = [entry["short"] for entry in found if entry["name"].startswith("W")]
    assert weights == [f"w{k}" for k in range(1, len(weights) + 1)]


def test_the_weights_have_their_published_names():
    found = ask("(sizes) => movable(sizes)", [[2, 2, 2]], **MODULE)[0]
    names = {entry["short"]: entry["name"] for entry in found}
    assert [names[f"w{k}"] for k in (1, 2, 3, 4)] == ["W1[0,0]", "W1[1,0]", "W1[0,1]", "W1[1,1]"]
    assert [names[f"w{k}"] for k in (7, 8)] == ["W2[0,1]", "W2[1,1]"]


def test_a_move_changes_that_number_and_no_other():
    rng = np.random.default_rng()
    sizes = (3, 2, 4, 2)
    state, _ = random_state(rng, sizes)
    names = forward_stepper.movable(sizes)
    value = float(rng.normal())
    expression = """({ state, names, name, value }) => {
        const after = moved(state, name, value);
        return [names.map((other) => numberAt(after, other)), names.map((other) => numberAt(state, other))];
    }"""
    inputs = [{"state": state, "names": names, "name": name, "value": value} for name in names]
    for name, (after, before) in zip(names, ask(expression, inputs, **MODULE), strict=True):
        assert after == [value if other == name else old for other, old in zip(names, before, strict=True)]
        assert value not in before, "what was given was written to"


def test_the_prediction_has_the_right_answer_among_its_options():
    widget = ForwardStepper()
    net, x = widget.network, np.array([widget.x])
    before = net.predict(x)[0]
    moving = {}
    for layer, letter in ((0, "W1"), (1, "W2")):
        for i in range(2):
            for j in range(2):
                other = net.copy()
                other.W[layer][i, j] += 0.5
                moving[f"{letter}[{i},{j}]"] = tuple(other.predict(x)[0] != before)
    assert [name for name, moves in moving.items() if moves == (False, True)] == ["W2[0,1]", "W2[1,1]"]
    assert widget.question["options"][2] == "w7 and w8, the second column of W2"


# --- what differs from the start


def test_what_differs_is_told_as_far_as_it_is_computed():
    start = {"net": ForwardStepper().net, "x": ForwardStepper().x}
    expression = """({ start, moves, step }) =>
        differences(moves.reduce((now, [name, value]) => moved(now, name, value), start), start, step)"""

    def told(moves, step):
        return ask(expression, [{"start": start, "moves": moves, "step": step}], **MODULE)[0]

    assert told([], 4) == {"own": [], "follows": [], "same": ["h1", "h2", "o1", "o2"]}
    assert told([["W2[0,1]", 0.9]], 4) == {"own": ["w7"], "follows": ["z and a of o2"], "same": ["h1", "h2", "o1"]}
    assert told([["W2[0,1]", 0.9]], 2) == {"own": ["w7"], "follows": [], "same": ["h1", "h2"]}
    assert told([["W1[0,0]", 0.9]], 3)["follows"] == ["z and a of h1", "z of o1", "z of o2"]
    assert told([["W1[0,0]", 0.9], ["W1[0,0]", 0.15]], 4)["own"] == [], "moved and moved back"


def test_a_silent_relu_unit_keeps_its_activation_to_itself():
    net, X, _ = datasets.worked_example()
    net.activation = "relu"
    net.b[0][0] = -1.0
    start = ForwardStepper(net, X[0], [0.01, 0.99])
    state = {"net": start.net, "x": start.x}
    found = ask("(state) => differences(moved(state, 'W1[0,0]', 3), state, 4)", [state], **MODULE)[0]
    assert found["follows"] == ["z of h1"]


# --- from Python


def test_step_and_number_can_be_set_and_what_there_is_not_is_refused():
    widget = ForwardStepper()
    widget.step, widget.chosen = 3, "b2[1]"
    with pytest.raises(ValueError, match="step: expected 0 to 4, got 5"):
        widget.step = 5
    with pytest.raises(ValueError, match=r"chosen: expected one of 'x\[0\]'.*got 'W3\[0,0\]'"):
        widget.chosen = "W3[0,0]"
    assert (widget.step, widget.chosen) == (3, "b2[1]")


def test_a_network_of_other_sizes_needs_a_stepper_of_its_own():
    rng = np.random.default_rng()
    widget, other = ForwardStepper(), Network([2, 3, 2], rng=rng)
    with pytest.raises(ValueError, match=r"network: expected sizes \[2, 2, 2\].*got \[2, 3, 2\]"):
        widget.network = other
    assert widget.network.sizes == [2, 2, 2]
    assert ForwardStepper(other, [1, 2], [0, 1]).question is None, "the question names weights of 2-2-2"


def test_a_network_set_from_the_next_cell_is_compared_with_the_start():
    widget = ForwardStepper()
    before = widget.start
    widget.network = Network([2, 2, 2], "tanh", rng=np.random.default_rng())
    assert widget.start == before and widget.net["activation"] == "tanh"


def test_the_table_without_scripts_holds_the_packages_numbers():
    rng = np.random.default_rng()
    state, trace = random_state(rng, (3, 4, 2))
    widget = ForwardStepper(Network.from_parameters(list(zip(state["net"]["W"], state["net"]["b"], strict=True))), state["x"], [0, 1])
    cells = [float(cell) for cell in re.findall(r"<td>([^<]+)</td>", widget.fallback())]
    wanted = [*state["x"], *trace.Z[0][0], *trace.A[1][0], *trace.Z[1][0], *trace.A[2][0]]
    assert cells == pytest.approx(wanted, rel=1e-5)
