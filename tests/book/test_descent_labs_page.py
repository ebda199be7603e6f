"""The two labs of lesson 6 in the built page: what they show is what the package computes for the setting of their controls."""

import random

import numpy as np
import pytest
from browsing import PHONE
from explorers import Panel, as_shown, number
from playwright.sync_api import expect

from backprop_lessons.widgets import descentlab, digitslab

pytestmark = pytest.mark.browser

LESSON = "lessons/06_gradient_descent.html"
SURFACE, DIGITS = "Descent on a surface", "The same training, counted in epochs and in updates"


class Lab:
    """One of the labs, its prediction made."""

    def __init__(self, page, title):
        self.page = page
        self.root = page.locator("section.bl-explorer").filter(has=page.locator(f'.bl-title:text-is("{title}")'))
        question = self.root.locator(".bl-question")
        question.locator("input").first.check()
        question.get_by_role("button").press("Enter")
        expect(question).to_contain_text("You predicted")

    def choose(self, group, label):
        self.root.get_by_role("group", name=group).get_by_label(label, exact=True).check()

    def slide(self, label, place):
        self.root.get_by_label(label).first.fill(str(place))

    def readout(self):
        pairs = (text.split(" = ") for text in self.root.locator(".bl-readout > span:not(.bl-note)").all_inner_texts())
        return {label.strip(): value.strip() for label, value in pairs}

    def note(self):
        return self.root.locator(".bl-note").inner_text()

    def panel(self, place):
        return Panel(self.root.locator("figure svg").nth(place))


@pytest.fixture
def page(visit, built):
    return visit(f"{built.as_uri()}/{LESSON}", offline=True)


def four_digits(value):
    return float(f"{value:.4g}")


def assert_shows_the_packages_descent(lab, surface, rate, size, optimizer, updates):
    w, b, C = (np.array(column) for column in descentlab.descend(surface, rate, size, optimizer))
    shown = min(updates, len(w) - 1)
    found = {label: number(value) for label, value in lab.readout().items()}
    bend = descentlab.curvature(surface, w[shown], b[shown])
    wanted = {"cost C": C[shown], "weight w": w[shown], "bias b": b[shown], "curvature here": bend, "η × curvature": rate * bend}
    for label, value in wanted.items():
        assert found[label] == as_shown(value, close=1e-4), (label, surface, rate, size, optimizer)
    drawn = lab.panel(0)
    close(drawn.points(), drawn.pixels(w[: shown + 1], b[: shown + 1]))


def close(drawn, wanted):
    assert drawn.shape == wanted.shape
    inside = np.abs(wanted) < 9000
    assert np.abs(drawn - wanted)[inside].max() < 1


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_the_surface_shows_the_packages_descent(visit, built, size):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True, **({"viewport": size} if size else {}))
    lab, choice = Lab(page, SURFACE), random.Random(6)
    assert_shows_the_packages_descent(lab, "line", 1.5, 288, "gradient_descent", 60)
    for surface, described in descentlab.SURFACES.items():
        # rates at which a rounding does not grow into another path
        place = choice.randrange(6, 13 if surface.startswith("line") else 16)
        size, optimizer = choice.choice(descentlab.BATCHES), choice.choice(list(descentlab.OPTIMIZERS))
        updates = choice.randrange(61)
        lab.choose("Model and cost", described.label)
        lab.choose("Images in a batch", "all 288" if size == 288 else str(size))
        lab.choose("Optimizer", descentlab.OPTIMIZERS[optimizer])
        lab.slide("Learning rate", place)
        lab.slide("Updates made", updates)
        assert_shows_the_packages_descent(lab, surface, descentlab.RATES[place], size, optimizer, updates)


def test_the_surface_says_on_which_side_of_the_edge_it_is(page):
    lab = Lab(page, SURFACE)
    for rate, words in ((0.68, "below 1"), (1.5, "above 1"), (2.2, "beyond it")):
        lab.slide("Learning rate", descentlab.RATES.index(rate))
        assert words in lab.note()
    lab.slide("Learning rate", descentlab.RATES.index(22.0))
    assert "diverges" in lab.note() and all(np.isfinite(number(value.replace("e", "E"))) for value in lab.readout().values())
    lab.choose("Optimizer", "momentum 0.9")
    assert "3.8" in lab.note()
    lab.choose("Optimizer", "Adam")
    assert "decides nothing" in lab.note()


def test_the_digits_show_the_stored_runs(page):
    lab, choice = Lab(page, DIGITS), random.Random(7)
    for _ in range(5):
        rate, size = choice.randrange(len(digitslab.RATES)), choice.choice(digitslab.BATCHES)
        optimizer, cost = choice.choice(list(digitslab.OPTIMIZERS)), choice.choice(list(digitslab.COSTS))
        epochs = choice.randrange(11)
        lab.slide("Learning rate", rate)
        lab.slide("Epochs made", epochs)
        lab.choose("Images in a batch", "all 1437" if size == 1437 else str(size))
        lab.choose("Optimizer", digitslab.OPTIMIZERS[optimizer])
        lab.choose("Output and cost", digitslab.COSTS[cost])
        costs, accuracies = digitslab.stored()[digitslab.places(digitslab.RATES[rate], size, optimizer, cost)]
        updates = digitslab.updates_after(size)
        assert {label: number(value) for label, value in lab.readout().items()} == {
            "training cost": four_digits(costs[epochs]), "test accuracy": four_digits(accuracies[epochs]), "updates made": updates[epochs],
        }  # fmt: skip
        drawn = lab.panel(2)
        found = np.array(drawn.svg.locator("path.bl-line:not(.bl-dash)").get_attribute("d").replace("L", "M").split("M")[1:])
        found = np.array([[float(part) for part in point.split()] for point in found])
        close(found, drawn.pixels(np.arange(epochs + 1), accuracies[: epochs + 1]))
