"""How a test reads an explorer in a page or in JupyterLab, and what the package computes for the same setting."""

import re

import numpy as np
import pytest

from backprop_lessons import datasets
from backprop_lessons.widgets import DescentExplorer
from backprop_lessons.widgets.descent import COSTS as LABELS
from backprop_lessons.widgets.descent import descend

COSTS = {label: cost for cost, label in LABELS.items()}
DESCRIPTION = DescentExplorer().spec
DESCENT = DESCRIPTION["title"]


def place_of_panel(*names):
    """Which panel draws one of these series."""
    drawn = [{name for layer in panel["layers"] for name in layer.values()} for panel in DESCRIPTION["panels"]]
    return next(place for place, there in enumerate(drawn) if there & set(names))


SURFACE, CURVE, FIT = place_of_panel("contours"), place_of_panel("C"), place_of_panel("logistic")


class Explorer:
    """The explorer of one title inside `within` (a page, or a part of one)."""

    def __init__(self, within, title=DESCENT):
        self.root = within.locator("section.bl-explorer").filter(has=within.locator(f'.bl-title:text-is("{title}")'))
        self.rate = self.root.get_by_label("Learning rate")
        self.updates = self.root.get_by_label("Updates made")
        self.table = self.root.locator("details")

    def cost(self, label):
        return self.root.get_by_label(label, exact=True)

    def panel(self, place):
        return Panel(self.root.locator("figure svg").nth(place))

    def readout(self):
        """What is written below the controls: {"cost C": 0.2649, …}."""
        pairs = (text.split(" = ") for text in self.root.locator(".bl-readout > span").all_inner_texts())
        return {label.strip(): number(value) for label, value in pairs}

    def setting(self):
        """(learning rate as written, cost function, updates)."""
        chosen = self.root.locator("fieldset.bl-control label").filter(has=self.root.page.locator(":checked")).inner_text()
        return self.rate.get_attribute("aria-valuetext"), COSTS[chosen.strip()], int(self.updates.input_value())

    def path(self):
        """The drawn way over the cost surface, as the browser draws it."""
        return self.panel(SURFACE).line()

    def wait_for_another(self, path):
        """Wait until that way is no longer the one that is drawn: Python has answered."""
        svg = self.panel(SURFACE).svg.element_handle()
        drawn = "([svg, before]) => svg.querySelector('path.bl-line').getAttribute('d') !== before"
        self.root.page.wait_for_function(drawn, arg=[svg, path])


class Panel:
    """One drawing, read back through its own axes: pixels become numbers by the tick marks and what is written at them."""

    def __init__(self, svg):
        self.svg = svg

    def line(self, nth=0):
        return self.svg.locator("path.bl-line").nth(nth).get_attribute("d")

    def points(self, nth=0):
        """The corners of a drawn line in pixels: (k, 2)."""
        return np.array(re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", self.line(nth)), dtype=float)

    def pixels(self, x, y):
        """Where the point (x, y) belongs in this drawing, by its ticks."""
        marks = self.svg.evaluate("""svg => [...svg.querySelectorAll("line.bl-frame")].map((line) =>
            [line.getAttribute("x1"), line.getAttribute("x2"), line.getAttribute("y1"), line.nextElementSibling.textContent])""")
        across = [(number(text), float(left)) for left, right, _, text in marks if left == right]
        upward = [(number(text), float(top)) for left, right, top, text in marks if left != right]
        assert len(across) >= 2 and len(upward) >= 2
        return np.column_stack([scale(across, x), scale(upward, y)])


def scale(ticks, values):
    (first, at_first), (last, at_last) = ticks[0], ticks[-1]
    return at_first + (np.asarray(values) - first) * (at_last - at_first) / (last - first)


def number(text):
    """A number as it is written for people, with a true minus sign."""
    return float(text.strip().replace("\u2212", "-"))


def as_shown(value, close=1e-12):
    """Equal to `value` as a page writes it: to four digits, or to three before a power of ten; or within `close`."""
    rounding = 6e-4 if 1e-4 <= abs(value) < 1e6 else 5e-3
    return pytest.approx(value, rel=rounding, abs=close)


def computed(rate, cost):
    """w, b and C of every update, by the package, to four significant digits."""
    x, y = datasets.left_ink()
    return {name: np.array([float(f"{v:.4g}") for v in values]) for name, values in zip("wbC", descend(x, y, rate, cost), strict=True)}
