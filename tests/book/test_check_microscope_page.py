"""The microscope in the page of its lesson: readouts and dots are the package's numbers, at every place and step."""

import random

import numpy as np
import pytest
from browsing import DESKTOP
from explorers import Explorer, number

from backprop_lessons import gradcheck
from backprop_lessons.widgets.check_microscope import EXACT, FORMULAS, NUMBERS, PLACES, SCALES, STEPS, measured_slope

pytestmark = pytest.mark.browser

LESSON = "lessons/05_backpropagation.html"
VALUES = STEPS[::-1]


@pytest.fixture
def microscope(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True, viewport=DESKTOP)
    found = Explorer(page, "The gradient check under a microscope")
    found.root.locator(".bl-question input").first.check()
    found.root.locator(".bl-question button").click()
    return found


def choose(microscope, formula, place, numbers, step):
    for labels, name in ((FORMULAS, formula), (PLACES, place), (NUMBERS, numbers)):
        microscope.root.get_by_label(labels[name], exact=True).check()
    microscope.root.get_by_role("slider").fill(str(VALUES.index(step)))


def readout(microscope):
    spans = microscope.root.locator(".bl-readout > span:not(.bl-note)").all_inner_texts()
    return {label: number(value) for label, value in (text.split(" = ") for text in spans)}


def dot(microscope, panel, nth=0):
    circle = microscope.panel(panel).svg.locator("circle.bl-dot").nth(nth)
    return [float(circle.get_attribute(name)) for name in ("cx", "cy")]


def test_random_settings_show_the_packages_numbers(microscope):
    choice = random.Random()
    for _ in range(6):
        formula, place, numbers, step = (choice.choice(list(kind)) for kind in (FORMULAS, PLACES, NUMBERS, VALUES))
        choose(microscope, formula, place, numbers, step)
        slope = measured_slope(place, numbers, formula, step)
        shown = readout(microscope)
        assert shown["measured slope"] == pytest.approx(slope, rel=6e-3)
        assert shown["exact slope"] == pytest.approx(EXACT[place], rel=6e-4)
        assert shown["relative error"] == pytest.approx(gradcheck.relative_error(slope, EXACT[place]), rel=6e-3)


def test_a_smaller_step_moves_the_dot_along_its_curve(microscope):
    choose(microscope, "central", "neuron", "float64", 1e-1)
    xs, ys = [], []
    for _ in range(4):  # 1e-1 to 1e-4, where each error is a hundredth of the one before
        x, y = dot(microscope, 0)
        xs.append(x)
        ys.append(y)
        microscope.root.get_by_role("slider").press("ArrowLeft")
    right, down = -np.diff(xs), np.diff(ys)
    assert np.allclose(right, right[0], atol=0.1) and right[0] > 0, "log axis: even steps to the left"
    assert np.allclose(down, down[0], rtol=0.02) and down[0] > 0, "log axis: even steps down"


def test_the_two_points_lie_where_the_cost_was_computed(microscope):
    choose(microscope, "central", "kink", "float64", 1e-5)
    panel = microscope.panel(1)
    wanted = panel.pixels([-1, 1], [0, 0.9])  # relu(z + h) = 0.9 h beside z = -0.1 h
    assert np.allclose([dot(microscope, 1, k) for k in (0, 1)], wanted, atol=1)
    secant = panel.points(1)
    scale = panel.pixels([0, 1], [0, 1])
    rise = (secant[1] - secant[0])[1] / (secant[1] - secant[0])[0] * (scale[1] - scale[0])[0] / (scale[1] - scale[0])[1]
    assert rise == pytest.approx(0.45 / SCALES["kink"], abs=0.01)
