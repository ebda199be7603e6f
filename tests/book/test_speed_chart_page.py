"""The speed chart in its page, from disk: what it shows for any widths is what the package counts; live, the seconds are yours."""

import math
import random
import re

import pytest
from browsing import PHONE
from live import opened, run_all, scroll_to
from playwright.sync_api import expect

from backprop_lessons import pace
from backprop_lessons.counting import count_operations
from backprop_lessons.timing import in_words
from backprop_lessons.widgets import SpeedChart
from backprop_lessons.widgets.speed_chart import ROADS, WIDTHS

pytestmark = pytest.mark.browser

LESSON = "lessons/08_million_weights"
SPEC = SpeedChart().spec
TITLE = SPEC["title"]
LABELS = [label for label, _ in WIDTHS.values()]
TWICE, HALF = "Double both hidden widths", "Halve both"


class Chart:
    def __init__(self, within):
        self.root = within.locator("section.bl-speed-chart").first
        self.sliders = [self.root.get_by_label(re.compile(f"^{label}")) for label in LABELS]
        self.figure = self.root.locator("figure svg").first

    def predict(self, option=0):
        self.root.get_by_label(SPEC["question"]["options"][option]).check()
        self.root.get_by_role("button", name="Predict, then open").press("Enter")
        expect(self.root.locator(".bl-question")).to_contain_text("You predicted")
        return self

    def sizes(self):
        return [int(slider.get_attribute("aria-valuetext").replace(",", "")) for slider in self.sliders]

    def readout(self):
        return dict(text.split(" = ") for text in self.root.locator(".bl-readout > span").all_inner_texts())

    def rows(self):
        """The table behind the picture: a list of cells for each road."""
        details = self.root.locator("details")
        if not details.evaluate("node => node.open"):
            details.locator("summary").press("Enter")
        return [row.locator("th, td").all_inner_texts() for row in details.locator("tbody tr").all()]


@pytest.fixture
def chart(visit, built):
    return Chart(visit(f"{built.as_uri()}/{LESSON}.html", offline=True)).predict()


def assert_shows_the_package(chart):
    """Readout, table, picture and its words belong to the widths that the sliders name."""
    sizes = chart.sizes()
    counts, times = count_operations(sizes), pace.seconds(count_operations(sizes), pace.OURS)
    shown = chart.readout()
    assert shown["net"] == "-".join(map(str, sizes)) and shown["parameters"] == f"{counts.parameters:,}"
    ratio = float(shown["gradient / forward"])
    assert counts.gradient_in_forwards - 0.001 < ratio <= counts.gradient_in_forwards
    assert float(shown["central differences / gradient"].replace(",", "")) == pytest.approx(counts.gain, abs=0.5)
    wanted = {road: (f"{getattr(counts, road):,}", in_words(times[road])) for road in ROADS}
    for (name, number, _, time, _), (road, label) in zip(chart.rows(), ROADS.items(), strict=True):
        assert (name, number, time) == (label, *wanted[road])
    words = chart.figure.get_attribute("aria-label").split("; ")
    assert words == [f"{ROADS[road]}: {number} multiply-adds, {time}" for road, (number, time) in wanted.items()]
    written = chart.figure.locator("text").all_text_contents()
    for number, time in wanted.values():
        assert number in written and time in written


def test_it_starts_where_the_question_asks(chart):
    assert chart.sizes() == SpeedChart().sizes
    assert_shows_the_package(chart)


def test_random_widths_show_the_packages_counts_and_our_times(chart):
    choice = random.Random()
    for _ in range(5):
        for slider, (_, values) in zip(chart.sliders, WIDTHS.values(), strict=True):
            slider.fill(str(choice.randrange(len(values))))
        assert_shows_the_package(chart)


def test_the_widest_and_the_narrowest(chart):
    for key in ("End", "Home"):
        for slider in chart.sliders:
            slider.press(key)
        assert_shows_the_package(chart)


def test_doubling_is_answered_by_a_ratio_that_stays_below_three(chart):
    button = chart.root.get_by_role("button", name=TWICE)
    ratios = []
    for doublings in range(1, 6):
        button.press("Enter")
        assert chart.sizes() == [64, 32 * 2**doublings, 32 * 2**doublings, 10]
        ratios.append(float(chart.readout()["gradient / forward"]))
        assert_shows_the_package(chart)
    assert ratios == sorted(ratios) and ratios[-1] < 3
    assert chart.readout()["parameters"] == "1,126,410"
    assert chart.root.locator("figure svg").nth(1).locator("circle").count() == 6, "one dot for each net that was shown"


def test_at_its_end_a_button_goes_off_and_the_focus_stays_in_the_chart(chart):
    page, button = chart.root.page, chart.root.get_by_role("button", name=TWICE)
    while button.is_enabled():
        button.press("Enter")
    assert chart.sizes()[1:3] == [4096, 4096]
    assert page.evaluate("() => !!document.activeElement.closest('section.bl-speed-chart')")
    half = chart.root.get_by_role("button", name=HALF)
    half.press("Enter")
    assert chart.sizes()[1:3] == [2048, 2048] and button.is_enabled()


def test_bars_end_where_the_logarithmic_axis_says(chart):
    chart.root.get_by_role("button", name=TWICE).press("Enter")
    counts = count_operations(chart.sizes())
    marks = chart.figure.locator("line.bl-speed-mark").evaluate_all("lines => lines.map((line) => Number(line.getAttribute('x1')))")
    per_power = (marks[-1] - marks[0]) / (3 * (len(marks) - 1))
    for road in ROADS:
        bar = chart.figure.locator(f"rect[data-road={road}]")
        left, width = (float(bar.get_attribute(name)) for name in ("x", "width"))
        assert left == pytest.approx(marks[0])
        assert width == pytest.approx(per_power * math.log10(getattr(counts, road)), abs=0.1)


def test_the_times_say_whose_they_are(chart):
    note = chart.root.locator(".bl-speed-note").inner_text()
    assert pace.OURS.machine in note and "extrapolated" in note and "on your machine" not in note


def test_it_is_locked_until_a_prediction_is_made(visit, built):
    chart = Chart(visit(f"{built.as_uri()}/{LESSON}.html", offline=True, viewport=PHONE))
    assert chart.root.locator(".bl-body").evaluate("body => body.inert")
    assert not chart.predict(2).root.locator(".bl-body").evaluate("body => body.inert")
    assert "×4" in chart.root.locator(".bl-question").inner_text()


def test_the_longest_numbers_fit_a_phone(visit, built):
    chart = Chart(visit(f"{built.as_uri()}/{LESSON}.html", offline=True, viewport=PHONE)).predict()
    for slider in chart.sliders:
        slider.press("End")
    boxes = chart.figure.locator("text").evaluate_all("""texts => texts.map((text) => {
        const { left, right, top } = text.getBoundingClientRect(), svg = text.ownerSVGElement.getBoundingClientRect();
        return { left: left - svg.left, right: svg.right - right, top: Math.round(top), from: left, to: right, says: text.textContent };
    })""")
    assert not [box["says"] for box in boxes if box["left"] < 0 or box["right"] < 0], "cut off"
    for one in boxes:
        beside = [other for other in boxes if other is not one and abs(other["top"] - one["top"]) < 8]
        assert not [other["says"] for other in beside if one["from"] < other["to"] and other["from"] < one["to"]], one["says"]
    assert f"{count_operations(chart.sizes()).central:,}" in [box["says"] for box in boxes]


@pytest.mark.slow
def test_in_a_running_notebook_the_seconds_become_those_of_the_machine(browser, lab):
    with opened(browser, lab, "08_million_weights.ipynb") as page:
        run_all(page)  # calibrates on its way
        scroll_to(page, "chart = SpeedChart()")
        chart = Chart(page)
        expect(chart.root.locator(".bl-speed-note")).to_contain_text("Times on your machine: a batch of 32")
        chart.predict()
        chart.root.get_by_role("button", name=TWICE).press("Enter")
        assert chart.readout()["parameters"] == f"{count_operations([64, 64, 64, 10]).parameters:,}"
