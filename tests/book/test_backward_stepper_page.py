"""The stepper in the page of its lesson: at every stage the picture and the formula hold the package's numbers; Back undoes all."""

import random
import re

import numpy as np
import pytest
from browsing import DESKTOP, PHONE
from explorers import as_shown, number
from playwright.sync_api import expect

from backprop_lessons import Network, datasets
from backprop_lessons.optimizers import GradientDescent
from backprop_lessons.widgets.backward_stepper import BUGS, STAGES, gradients_with

pytestmark = pytest.mark.browser

LESSON = "lessons/05_backpropagation.html"
RATE = 0.5


class Stepper:
    def __init__(self, page):
        self.page, self.root = page, page.locator("section.bl-backward_stepper")
        self.root.locator(".bl-question input").first.check()
        self.root.locator(".bl-question button").click()

    def press(self, name):
        self.root.get_by_role("button", name=re.compile(f"^{name}")).press("Enter")

    def go_to(self, stage):
        while self.stage() != stage:
            self.press("Next")

    def stage(self):
        return self.root.locator(".bl-readout strong").first.inner_text().split(": ")[1]

    def says(self, label):
        span = self.root.locator(".bl-readout > span").filter(has_text=re.compile(f"^{re.escape(label)} = "))
        return span.inner_text().split(" = ")[1]

    def units(self):
        """{"h1": {"z": 0.3775, …}, …}, as they stand in the picture."""
        found = {}
        for box in self.root.locator("svg .bl-unit").all():
            name, *lines = [text for text in box.locator("text").all_text_contents() if text]
            found[name] = {line.split()[0] if " " in line else "x": number(line.split()[-1]) for line in lines}
        return found

    def edges(self):
        """The words on the edges, first those from x1, last those from h2: (2, 2, 2)."""
        return np.reshape([number(text) for text in self.root.locator("svg .bl-edge-label").all_text_contents()], (2, 2, 2))

    def bug(self, bug):
        self.root.get_by_label(BUGS[bug], exact=True).check()

    def move(self, name, value):
        self.root.get_by_label("Weight or bias").select_option(index=self.names().index(name))
        self.root.locator("input[type=range]").first.fill(str(round((value + 2) / 0.05)))

    def names(self):
        return [text.split(", x")[0].split(", h")[0].split(", bias")[0] for text in self.root.locator("option").all_inner_texts()]


@pytest.fixture
def stepper(visit, built):
    return Stepper(visit(f"{built.as_uri()}/{LESSON}", offline=True, viewport=DESKTOP))


def assert_shows(stepper, net, stage, bug="none"):
    """Every number of the picture at this stage is the package's."""
    _, X, Y = datasets.worked_example()
    trace, grads = net.forward(X), gradients_with(bug, net, X, Y, RATE)
    units, reached = stepper.units(), STAGES.index(stage)
    assert stepper.stage() == stage
    for k in range(2):
        assert units[f"x{k + 1}"] == {"x": X[0, k]}
        h = {"z": trace.Z[0][0, k], "a": trace.A[1][0, k]}
        o = {"z": trace.Z[1][0, k], "a": trace.A[2][0, k]}
        W2 = net.W[1] - RATE * grads.dW[1] if bug == "updated W2" else net.W[1]
        heard = grads.delta[1][0] * [1, bug != "one path"]
        if reached >= STAGES.index("cost"):
            o["y"] = Y[0, k]
        if reached >= STAGES.index("output delta"):
            o["δ"] = grads.delta[1][0, k]
        if reached >= STAGES.index("passed back"):
            h["da"] = heard @ W2[k]
        if reached >= STAGES.index("hidden delta"):
            h["δ"] = grads.delta[0][0, k]
        assert units[f"h{k + 1}"] == {name: as_shown(value) for name, value in h.items()}
        assert units[f"o{k + 1}"] == {name: as_shown(value) for name, value in o.items()}
    if reached >= STAGES.index("cost"):
        assert number(stepper.says("cost C")) == as_shown(net.cost(trace, Y))
    if stage == "passed back" and bug == "one path":
        assert stepper.root.locator("svg .bl-edge-label", has_text="left out").count() == 2
        return
    shown = {
        "passed back": [net.W[0], heard * W2],
        "gradients": grads.dW,
        "update": [W - RATE * dW for W, dW in zip(net.W, grads.dW, strict=True)],
    }.get(stage, net.W)
    np.testing.assert_allclose(stepper.edges(), shown, rtol=6e-4, atol=5e-7)


def test_every_stage_shows_what_the_package_computes(stepper):
    net = datasets.worked_example()[0]
    for stage in STAGES:
        assert_shows(stepper, net, stage)
        stepper.press("Next")


def test_the_table_of_gradients_and_of_the_update_has_all_twelve(stepper):
    net, X, Y = datasets.worked_example()
    grads = net.backward(net.forward(X), Y)
    wanted = np.concatenate([np.ravel(a) for layer in (0, 1) for a in (grads.dW[layer], grads.db[layer])])
    for stage, column in (("gradients", 3), ("update", 2)):
        stepper.go_to(stage)
        rows = stepper.root.locator(".bl-written tbody tr").all()
        assert [row.locator("th").inner_text() for row in rows] == stepper.names()
        found = [number(row.locator("th, td").nth(column).inner_text()) for row in rows]
        np.testing.assert_allclose(found, wanted, rtol=6e-4, atol=5e-7)


def test_random_weights_and_every_bug(stepper):
    choice = random.Random()
    net = datasets.worked_example()[0]
    arrays = {"W1": net.W[0], "W2": net.W[1], "b1": net.b[0], "b2": net.b[1]}
    for name in choice.sample(stepper.names(), 4):
        value = round(choice.randrange(81) * 0.05 - 2, 2)
        stepper.move(name, value)
        arrays[name[:2]][tuple(map(int, re.findall(r"\d+", name[2:])))] = value
    for bug in BUGS:
        stepper.bug(bug)
        for stage in ("passed back", "hidden delta", "gradients", "update"):
            while stepper.stage() != stage:
                stepper.press("Back" if STAGES.index(stepper.stage()) > STAGES.index(stage) else "Next")
            assert_shows(stepper, net, stage, bug)


@pytest.mark.parametrize("bug, percent", [("one path", 52), ("no slope", 314), ("updated W2", 17)])
def test_a_planted_bug_stands_beside_the_right_slope(stepper, bug, percent):
    stepper.go_to("hidden delta")
    stepper.bug(bug)
    assert number(stepper.says("dC/dW1[0,0]")) == 0.0004386
    found = gradients_with(bug, *datasets.worked_example()).dW[0][0, 0]
    shown, off = stepper.says("with the bug").split(", ")
    assert number(shown) == as_shown(found) and off == f"{percent} % off"
    expect(stepper.root.locator(".bl-note")).to_contain_text("Nothing crashes")


def test_updates_are_made_and_taken_back(stepper):
    net, X, Y = datasets.worked_example()
    nets = [net.copy()]
    for _ in range(3):
        stepper.go_to("update")
        stepper.press("Next")
        grads = net.backward(net.forward(X), Y)
        GradientDescent(RATE).step(net, grads)
        nets.append(net.copy())
        assert_shows(stepper, net, "forward")
        assert stepper.says("updates made") == str(len(nets) - 1)
    while len(nets) > 1:
        assert_shows(stepper, nets.pop(), "forward")
        stepper.press("Back")
        assert_shows(stepper, nets[-1], "update")
        for _ in range(6):
            stepper.press("Back")
    assert stepper.says("updates made") == "0"
    expect(stepper.root.get_by_role("button", name="Back")).to_be_disabled()


def test_start_brings_the_first_network_back_and_the_keyboard_goes_on(stepper):
    stepper.move("W2[0,0]", -1.5)
    stepper.go_to("update")
    stepper.press("Next")
    stepper.press("Start")
    assert_shows(stepper, datasets.worked_example()[0], "forward")
    expect(stepper.root.get_by_role("button", name="Start")).to_be_disabled()
    expect(stepper.root.get_by_role("button", name=re.compile("^Next"))).to_be_focused()


def test_an_edge_that_is_clicked_is_the_weight_that_moves(stepper):
    stepper.root.locator("svg .bl-edge-label").nth(5).click()
    assert stepper.root.get_by_label("Weight or bias").input_value().startswith("W2[0,1]")


def test_a_phone_shows_the_same(visit, built):
    stepper = Stepper(visit(f"{built.as_uri()}/{LESSON}", offline=True, viewport=PHONE, has_touch=True))
    stepper.go_to("hidden delta")
    units = stepper.units()
    net, X, Y = datasets.worked_example()
    delta = Network.backward(net, net.forward(X), Y).delta[0][0]
    assert [units["h1"]["δ"], units["h2"]["δ"]] == [as_shown(d) for d in delta]
