"""The forward stepper in its page: what the picture, the sums and the table show is what the package computes."""

import random
import re

import numpy as np
import pytest
from browsing import DESKTOP, PHONE
from explorers import as_shown, number
from playwright.sync_api import expect

from backprop_lessons.widgets import ForwardStepper, forward_stepper

pytestmark = pytest.mark.browser

PAGE = "lessons/02_forward.html"
START = ForwardStepper()
NAMES = forward_stepper.movable([2, 2, 2])
ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu", "identity": "identity"}
UNITS = ["x1", "x2", "h1", "h2", "o1", "o2"]
STEP_OF = {("z", "h"): 1, ("a", "h"): 2, ("z", "o"): 3, ("a", "o"): 4}  # the step that computes it


class Stepper:
    """The widget as a reader uses it, and beside it the numbers that it should hold."""

    def __init__(self, page):
        self.page, self.root = page, page.locator("section.bl-forward_stepper")
        self.number, self.slider = self.root.get_by_label("Number to move"), self.root.locator("input[type=range]")
        self.values, self.activation, self.step = START.network, "sigmoid", 0
        self.x = np.array(START.x)
        self.values.activation = "sigmoid"

    def predict(self):
        question = self.root.locator(".bl-question")
        question.locator("input").first.check()
        question.get_by_role("button").press("Enter")
        return self

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, name):
        self.button(name).press("Enter")
        self.step = {"Back": self.step - 1, "Next step": self.step + 1, "All": 4}.get(name, self.step)

    def move(self, name, place):
        self.number.select_option(name)
        self.slider.fill(str(place))
        where = [int(part) for part in re.findall(r"\d+", name)]
        value = (place - 60) / 20
        if name[0] == "x":
            self.x[where[0]] = value
        else:
            (self.values.W if name[0] == "W" else self.values.b)[where[0] - 1][tuple(where[1:])] = value

    def choose(self, label):
        self.root.get_by_label(label, exact=True).check()
        self.values.activation = ACTIVATIONS[label]

    def shown(self):
        """{"h1": {"b": "0.35", "z": "0.3775 ▲", "a": "?"}, …} and {"w1": "0.15", …}, as the picture says it."""
        groups = self.root.locator("g.bl-unit").evaluate_all("all => all.map((g) => [...g.children].slice(1).map((t) => t.textContent))")
        units = {}
        for name, *lines in groups:
            lines = [line.removeprefix("▸ ") for line in lines]
            units[name.split(" ")[0]] = {"x": lines[0]} if name[0] == "x" else dict(line.split(" ", 1) for line in lines)
        labels = self.root.locator("text.bl-edge-label").all_text_contents()
        return units, dict(label.removeprefix("▸ ").split(" ", 1) for label in labels)


def as_written(value, then):
    """A weight as the picture has it, with the mark of what is larger or smaller than at the start."""
    text = f"{value:.4g}".replace("-", "\u2212")
    return text if then == value else f"{text} {'▲' if value > then else '▼'}"


def numbers(net, x):
    """{"h1": {"b": …, "z": …, "a": …}, …} by the package."""
    trace = net.forward([x])
    found = {f"x{k + 1}": {"x": x[k]} for k in range(2)}
    for layer, letter in enumerate("ho"):
        for k in range(2):
            found[f"{letter}{k + 1}"] = {"b": net.b[layer][k], "z": trace.Z[layer][0, k], "a": trace.A[layer + 1][0, k]}
    return found


def weights(net):
    ordered = [W[i, j] for W in net.W for j in range(2) for i in range(2)]
    return {f"w{k}": value for k, value in enumerate(ordered, start=1)}


def assert_shows_the_packages_numbers(stepper):
    units, edges = stepper.shown()
    now, start = numbers(stepper.values, stepper.x), numbers(START.network, np.array(START.x))
    assert list(units) == UNITS
    for name, parts in now.items():
        for letter, value in parts.items():
            if STEP_OF.get((letter, name[0]), 0) > stepper.step:
                assert units[name][letter] == "?"
            else:
                agrees(units[name][letter], value, start[name][letter])
    now, start = weights(stepper.values), weights(START.network)
    assert edges == {name: as_written(value, start[name]) for name, value in now.items()}


def agrees(text, value, then):
    """The written number is the package's; its mark is the right one, unless the two differ by rounding only."""
    written, _, mark = text.partition(" ")
    assert number(written) == as_shown(value)
    if abs(value - then) > 1e-12:
        assert mark == ("▲" if value > then else "▼")
    elif value == then:
        assert mark == ""


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def stepper(request, visit, built):
    return Stepper(visit(f"{built.as_uri()}/{PAGE}", offline=True, viewport=request.param)).predict()


def test_it_is_locked_until_a_prediction_is_made(visit, built):
    locked = Stepper(visit(f"{built.as_uri()}/{PAGE}", offline=True))
    assert locked.root.locator(".bl-body").evaluate("node => node.inert")
    locked.predict()
    assert not locked.root.locator(".bl-body").evaluate("node => node.inert")


def test_each_step_adds_its_numbers_and_back_takes_them_away(stepper):
    assert_shows_the_packages_numbers(stepper)
    for name in ["Next step"] * 4 + ["Back"] * 2 + ["All"] + ["Back"] * 4:
        stepper.press(name)
        assert_shows_the_packages_numbers(stepper)
        expect(stepper.root.locator(".bl-steps strong")).to_have_text(f"Step {stepper.step} of 4: ")


def test_any_number_moved_any_way_gives_the_packages_numbers(stepper):
    choice = random.Random()
    for _ in range(12):
        stepper.move(choice.choice(NAMES), choice.randrange(121))
        if choice.random() < 0.4:
            stepper.choose(choice.choice(list(ACTIVATIONS)))
        if stepper.step < 4:
            stepper.press(choice.choice(["Next step", "All"]))
        assert_shows_the_packages_numbers(stepper)


def test_reset_brings_every_number_back_and_leaves_the_step(stepper):
    stepper.press("All")
    stepper.move("x[0]", 100)
    stepper.move("W2[1,0]", 3)
    stepper.choose("tanh")
    stepper.press("Reset")
    stepper.values, stepper.x = START.network, np.array(START.x)
    assert_shows_the_packages_numbers(stepper)
    assert not re.search("[▲▼]", "".join(stepper.root.locator(".bl-net text").all_text_contents()))
    expect(stepper.root.get_by_label("sigmoid", exact=True)).to_be_checked()


def test_w7_moves_o2_and_leaves_o1_and_the_page_says_so(stepper):
    stepper.press("All")
    stepper.move("W2[0,1]", 90)
    units, _ = stepper.shown()
    assert [bool(re.search("[▲▼]", units[unit]["a"])) for unit in ("h1", "h2", "o1", "o2")] == [False, False, False, True]
    words = "Moved away from the start: w7. That changes z and a of o2. As at the start: h1, h2, o1."
    expect(stepper.root.locator(".bl-steps p").last).to_have_text(words)


def test_a_click_in_the_picture_puts_that_number_at_the_slider(stepper):
    stepper.root.locator("text.bl-edge-label", has_text="w6").click()
    expect(stepper.number).to_have_value("W2[1,0]")
    stepper.root.locator("g.bl-unit", has_text="h2").click()
    expect(stepper.number).to_have_value("b1[1]")
    stepper.root.locator("g.bl-unit", has_text="x2").click()
    expect(stepper.number).to_have_value("x[1]")
    expect(stepper.root.locator(".bl-control label", has_text="x2")).to_contain_text("x2 = 0.1")


def test_the_table_holds_the_numbers_and_where_they_started(stepper):
    stepper.press("Next step")
    stepper.move("W1[0,0]", 100)
    stepper.root.locator("summary").press("Enter")
    rows = {row[0]: row[1:] for row in (line.locator("th, td").all_inner_texts() for line in stepper.root.locator("tbody tr").all())}
    now, start = numbers(stepper.values, stepper.x)["h1"]["z"], numbers(START.network, np.array(START.x))["h1"]["z"]
    assert rows["w1 = W1[0,0]"] == ["2", "0.15", "▲"]
    assert [float(cell) for cell in rows["z of h1"][:2]] == pytest.approx([now, start], rel=1e-5)
    assert rows["z of h1"][2] == "▲" and rows["z of h2"][2] == "" and rows["a of h1"] == ["?", "?", ""]
    assert len(rows) == len(NAMES) + 8


def test_a_button_that_can_do_nothing_keeps_the_focus(stepper):
    for name, times in (("Next step", 5), ("Back", 5), ("All", 2)):
        for _ in range(times):
            stepper.button(name).press("Enter")
            assert stepper.button(name).evaluate("node => node === document.activeElement")
    expect(stepper.button("All")).to_have_attribute("aria-disabled", "true")


def test_the_picture_is_told_in_words_and_no_label_covers_another(stepper):
    stepper.press("All")
    for name in NAMES:
        stepper.move(name, 57)
    words = stepper.root.locator("svg.bl-net").get_attribute("aria-label")
    assert all(f"{unit}" in words for unit in UNITS) and "not computed" not in words
    boxes = stepper.root.locator("text.bl-edge-label").evaluate_all(
        """all => all.map((text) => {
            const box = text.getBoundingClientRect();
            return [box.left, box.right, box.top + 3, box.bottom - 3, text.textContent];
        })"""
    )
    for place, (left, right, top, bottom, text) in enumerate(boxes):
        for other_left, other_right, other_top, other_bottom, other in boxes[place + 1 :]:
            apart = right < other_left or other_right < left or bottom < other_top or other_bottom < top
            assert apart, f"{text!r} and {other!r} lie on each other"
