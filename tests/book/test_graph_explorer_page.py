"""The step-by-step graph in the page: what it shows is what graph.Value computes, forwards, backwards, and with the bug on."""

import random

import pytest
from browsing import PHONE
from explorers import as_shown, number
from playwright.sync_api import expect

from backprop_lessons.widgets import GraphExplorer
from backprop_lessons.widgets.circuits import CIRCUITS

pytestmark = pytest.mark.browser

LESSON = "lessons/04_chain_rule.html"
TITLE = GraphExplorer().title


class Graph:
    """The explorer in a page, its controls opened."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("section.bl-explorer").filter(has=page.locator(f'.bl-title:text-is("{TITLE}")'))
        self.root.locator(".bl-question input").last.check()
        self.root.locator(".bl-question button").press("Enter")
        self.function = self.root.get_by_label("Function f")
        self.readout = self.root.locator(".bl-readout")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def rows(self):
        """name -> (value, grad, measured slope) as the table writes them."""
        if not self.root.locator("details").evaluate("node => node.open"):
            self.root.locator("summary").click()
        lines = [row.locator("th, td").all_inner_texts() for row in self.root.locator("tbody tr").all()]
        return {name: tuple(texts[:3]) for name, *texts in lines}

    def boxes(self):
        """The words of every box, by the name of its node."""
        boxes = [box.locator("text").all_text_contents() for box in self.root.locator(".bl-unit").all()]
        return {words[0].split(":")[0].split(" = ")[0]: words for words in boxes}


@pytest.fixture
def graph(visit, built):
    return Graph(visit(f"{built.as_uri()}/{LESSON}", offline=True))


def assert_shows(graph, explorer):
    """Values, grads and measured slopes of the table, and of the boxes, are the package's."""
    rows, boxes = graph.rows(), graph.boxes()
    nodes = explorer.graph.nodes()
    names = [node["name"] for node in next(c for c in explorer.circuits if c["name"] == explorer.circuit)["nodes"]]
    assert list(rows) == names and set(boxes) == set(names)
    for name, node in zip(names, nodes, strict=True):
        value, grad, measured = map(number, rows[name])
        assert value == as_shown(node.value) and grad == as_shown(node.grad)
        assert measured == as_shown(node.grad, close=2e-7)
        assert number(boxes[name][1]) == pytest.approx(node.value, rel=6e-3) and boxes[name][2].startswith("← ")


@pytest.mark.parametrize("name", CIRCUITS)
def test_stepping_through_a_circuit_ends_at_the_packages_slopes(graph, name):
    graph.function.select_option(name)
    explorer = GraphExplorer(circuit=name)
    nodes = explorer.graph.nodes()
    made = sum(bool(node.operation) for node in nodes)
    for step in range(1, made + len(nodes) + 1):
        before = graph.readout.inner_text()
        graph.button("Next").press("Enter")
        assert graph.readout.inner_text() != before
        assert graph.readout.inner_text().startswith("Forwards" if step <= made else "Backwards")
    expect(graph.button("Restart")).to_be_visible()
    assert_shows(graph, explorer)


def test_values_appear_forwards_and_grads_backwards(graph):
    unknown = "?"
    assert [row[0] for row in graph.rows().values()] == ["−2", "5", unknown, "−4", unknown]
    assert {row[1] for row in graph.rows().values()} == {unknown}
    graph.button("Next").press("Enter")
    assert "q = x + y = (−2) + 5 = 3" in graph.readout.inner_text()
    graph.button("Next").press("Enter")
    graph.button("Next").press("Enter")
    assert graph.rows()["f"][1] == "1" and graph.rows()["q"][1] == "?"
    graph.button("Back").press("Enter")
    assert graph.rows()["f"][:2] == ("−12", "?")
    graph.button("To the end").press("Enter")
    assert [row[1] for row in graph.rows().values()] == ["−4", "−4", "−4", "3", "1"]
    graph.button("Restart").press("Enter")
    assert graph.rows()["q"][0] == "?"


def test_random_inputs_show_the_packages_numbers(graph):
    choice = random.Random()
    for name in ("product", "routing", "baydin", "forks"):
        explorer = GraphExplorer(circuit=name)
        graph.function.select_option(name)
        graph.button("To the end").press("Enter")
        ranges = next(c for c in explorer.circuits if c["name"] == name)["ranges"]
        inputs = {}
        for label, (least, most, step) in ranges.items():
            place = choice.randrange(round((most - least) / step) + 1)
            graph.root.get_by_label(f"{label} =").fill(str(place))
            inputs[label] = least + place * step
        if name == "routing" and inputs["z"] == inputs["w"]:
            continue  # at the kink the measured slope lies between the two
        explorer.inputs = inputs
        assert_shows(graph, explorer)


def test_where_messages_meet_they_are_shown_and_added(graph):
    graph.function.select_option("diamond")
    graph.button("To the end").press("Enter")
    text = graph.readout.inner_text()
    assert "grad of x = 0.07074 · 2.25 + 3 · 0.9975 = 0.1592 + 2.992 = 3.152" in text and "add" in text
    labels = graph.root.locator(".bl-edge-label").all_text_contents()
    assert {"= 2.99", "= 0.159"} <= set(labels)


def test_with_the_bug_on_the_last_message_is_left(graph):
    graph.function.select_option("forks")
    graph.button("To the end").press("Enter")
    graph.root.get_by_label("use = instead of +=").check()
    rows = graph.rows()
    assert rows["x"][1] == "0.5121" and rows["y"][1] == "0.009046"
    assert rows["x"][2] == "2.06"  # measured, it stays right
    assert "Right would be 2.06" in graph.readout.inner_text()


def test_a_function_of_the_readers_own_is_stepped_through_on_a_phone(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True, viewport=PHONE)
    own = page.locator("section.bl-explorer").filter(has_text="Step by step: my_function")
    expect(own.get_by_label("Function f")).to_have_count(0)
    own.get_by_role("button", name="To the end").press("Enter")
    expect(own.locator(".bl-readout")).to_contain_text("Backwards: grad of x")
    expect(own.locator(".bl-readout")).to_contain_text("Measured by a nudge of x alone: 5.232")


def test_the_keyboard_is_not_lost_at_either_end(graph):
    graph.button("Next").press("Enter")
    graph.button("Back").press("Enter")
    expect(graph.button("Next")).to_be_focused()
    graph.button("To the end").press("Enter")
    expect(graph.button("Restart")).to_be_focused()
