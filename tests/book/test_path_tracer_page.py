"""The tracer in the page: for any parameter, any activation and any cost it shows the paths and the sum of paths.trace."""

import random
import re

import pytest
from browsing import PHONE
from explorers import as_shown, number
from playwright.sync_api import expect

from backprop_lessons import Network, datasets, trace
from backprop_lessons.widgets import PathTracer

pytestmark = pytest.mark.browser

LESSON = "lessons/04_chain_rule.html"
TITLE = PathTracer().title
PLACES = [("W", "0,0"), ("W", "0,1"), ("W", "1,0"), ("W", "1,1"), ("b", "0"), ("b", "1")]
PARAMETERS = [f"{kind}{layer}[{place}]" for layer in (1, 2) for kind, place in PLACES]


class Tracer:
    """The widget in a page, its controls opened."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator("section.bl-explorer").filter(has=page.locator(f'.bl-title:text-is("{TITLE}")'))
        self.root.locator(".bl-question input").first.check()
        self.root.locator(".bl-question button").press("Enter")
        self.parameter = self.root.get_by_label("Trace this weight or bias")
        self.readout = self.root.locator(".bl-readout")
        self.next = self.root.locator(".bl-buttons").first.locator("button").last

    def add_up(self):
        while self.next.inner_text() != "Restart":
            self.next.press("Enter")

    def table(self):
        """(headings, {factor: numbers})."""
        rows = {row.locator("th").inner_text(): [number(text) for text in row.locator("td").all_inner_texts() if text]
                for row in self.root.locator("tbody tr").all()}  # fmt: skip
        return self.root.locator("thead th").all_inner_texts()[1:], rows

    def lit(self):
        """Names of the boxes that are lit."""
        return self.root.locator(".bl-unit-on .bl-unit-name").all_text_contents()


@pytest.fixture
def tracer(visit, built):
    return Tracer(visit(f"{built.as_uri()}/{LESSON}", offline=True))


def assert_shows(tracer, traced):
    """All paths with all factors, their sum, and a measured slope."""
    headings, rows = tracer.table()
    assert headings == ["→".join(path.steps[1:]) for path in traced.paths]
    *factors, products, total = rows.values()
    for column, path in enumerate(traced.paths):
        assert [row[column] for row in factors] == [as_shown(factor.value) for factor in path.factors]
        assert products[column] == as_shown(path.product)
    assert total == [as_shown(traced.gradient)]
    measured = number(re.search(r"Measured by a small step of .*: (\S+)", tracer.readout.inner_text())[1])
    assert measured == as_shown(traced.gradient, close=2e-9)


def test_every_weight_and_bias_of_the_worked_example(tracer):
    net, X, Y = datasets.worked_example()
    assert tracer.parameter.locator("option").evaluate_all("all => all.map((one) => one.value)") == PARAMETERS
    for name in PARAMETERS:
        tracer.parameter.select_option(name)
        tracer.add_up()
        assert_shows(tracer, trace(net, X, Y, name))


def test_paths_light_up_one_by_one(tracer):
    expect(tracer.root.locator("tbody tr")).to_have_count(0)
    assert tracer.lit() == []
    tracer.next.press("Enter")
    assert tracer.lit() == ["x1", "h1", "o1", "C"] and "Path 1 of 2" in tracer.readout.inner_text()
    assert "0.0004386" not in tracer.root.inner_text()
    tracer.next.press("Enter")
    assert tracer.lit() == ["x1", "h1", "o2", "C"]
    tracer.next.press("Enter")
    assert tracer.lit() == ["x1", "h1", "o1", "o2", "C"]
    text = tracer.readout.inner_text()
    assert "(+0.0006684) + (−0.0002298) = +0.0004386" in text and "The first path alone would be 52 % too large" in text
    tracer.next.press("Enter")
    expect(tracer.root.locator("tbody tr")).to_have_count(0)
    tracer.next.press("Enter")
    tracer.root.get_by_role("button", name="Back").press("Enter")
    expect(tracer.next).to_be_focused()


def test_an_edge_can_be_clicked_and_the_arrow_to_the_cost_cannot(tracer):
    fingers = tracer.root.locator(".bl-edge-finger")
    expect(fingers).to_have_count(8)
    for place, name in ((1, "W1[0,1]"), (6, "W2[1,0]")):
        fingers.nth(place).dispatch_event("click")
        expect(tracer.parameter).to_have_value(name)
        assert name in tracer.readout.inner_text() and "Path 1 of" in tracer.readout.inner_text()


def test_everything_follows_when_numbers_move(tracer):
    choice, (net, X, Y) = random.Random(), datasets.worked_example()
    for hidden, output, cost in (
        ("sigmoid", "sigmoid", "quadratic"), ("tanh", "sigmoid", "binary_cross_entropy"), ("relu", "identity", "quadratic"),
        ("identity", "softmax", "negative_log_likelihood"), ("leaky_relu", "sigmoid", "quadratic"),
    ):  # fmt: skip
        tracer.root.get_by_label("Hidden units").select_option(hidden)
        tracer.root.get_by_label("Outputs and cost").select_option(f"{output} {cost}")
        for name in choice.sample(PARAMETERS, 2):
            tracer.root.get_by_label("Move this one").select_option(name)
            place = choice.randrange(121)
            tracer.root.get_by_label("Its value").fill(str(place))
            array = (net.W if name[0] == "W" else net.b)[int(name[1]) - 1]
            array[tuple(int(k) for k in name[3:-1].split(","))] = (place - 60) * 0.05
        present = Network.from_parameters(net.parameters(), hidden, output, cost)
        for name in choice.sample(PARAMETERS, 2):
            tracer.parameter.select_option(name)
            tracer.add_up()
            assert_shows(tracer, trace(present, X, Y, name))
    tracer.root.get_by_role("button", name="All numbers as at the start").press("Enter")
    tracer.parameter.select_option("W1[1,1]")
    tracer.add_up()
    assert_shows(tracer, trace(*datasets.worked_example(), "W1[1,1]"))


def test_a_phone_leaves_out_the_column_of_the_cost_and_keeps_the_paths(visit, built):
    tracer = Tracer(visit(f"{built.as_uri()}/{LESSON}", offline=True, viewport=PHONE))
    tracer.add_up()
    assert tracer.lit() == ["x1", "h1", "o1", "o2"]
    assert_shows(tracer, trace(*datasets.worked_example(), "W1[0,0]"))
