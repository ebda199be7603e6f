"""Lesson 3 in the browser: the three costs of one answer, and the race, show what the package computes."""

import random

import numpy as np
import pytest
from browsing import until_ready
from explorers import Panel, as_shown, number
from playwright.sync_api import expect

from backprop_lessons.activations import sigmoid
from backprop_lessons.widgets import CostExplorer, CostRace
from backprop_lessons.widgets.cost import OTHERS, TARGETS, value_and_slope
from backprop_lessons.widgets.race import COSTS, EPOCHS, RATES, SITUATIONS, first_below_half, run

pytestmark = pytest.mark.browser

LESSON = "lessons/03_costs.html"
PIXEL = 1.0


@pytest.fixture
def lesson(visit, built):
    return visit(f"{built.as_uri()}/{LESSON}", offline=True)


def opened(page, title):
    """The widget of that title, its prediction made."""
    root = page.locator("section.bl-explorer").filter(has=page.get_by_text(title, exact=True))
    root.locator(".bl-question input").first.check()
    root.locator(".bl-question").get_by_role("button").press("Enter")
    return root


def readout(root):
    """{"output a": "0.8808", …} and the sentences below."""
    texts = [text.split(" = ") for text in root.locator(".bl-readout > span:not(.bl-note)").all_inner_texts()]
    return {label.strip(): value.strip() for label, value in texts}, root.locator(".bl-note").all_inner_texts()


def four_digits(value):
    return float(f"{value:.4g}")


# --- one answer, three costs


def test_every_setting_shows_the_packages_numbers(lesson):
    root = opened(lesson, CostExplorer().spec["title"])
    places = CostExplorer().spec["controls"][0]["values"]
    choice = random.Random()
    for _ in range(8):
        place, target, other = choice.randrange(len(places)), choice.choice(TARGETS), choice.choice(OTHERS)
        root.get_by_role("slider", name="Weighted input z").fill(str(place))
        root.get_by_role("group", name="Target y").get_by_label(target, exact=True).check()
        root.get_by_role("group", name="Softmax").get_by_label(other.replace("-", "−"), exact=True).check()
        shown, _ = readout(root)
        z = places[place]
        assert number(shown["output a"]) == four_digits(float(sigmoid(z)))
        named = {"quadratic": "quadratic", "cross-entropy": "binary_cross_entropy", "softmax + NLL": "negative_log_likelihood"}
        for label, cost in named.items():
            value, slope = value_and_slope(cost, z, float(target), float(other))
            assert np.isclose([number(shown[f"C {label}"]), number(shown[f"slope {label}"])], [value, slope], rtol=5e-3, atol=1e-12).all()


def test_the_softmax_lies_on_the_cross_entropy_when_the_other_score_is_0(lesson):
    root = opened(lesson, CostExplorer().spec["title"])
    value = Panel(root.locator("figure svg").first)
    softmax, entropy = 0, 2  # in the order in which they are drawn
    assert np.abs(value.points(softmax) - value.points(entropy)).max() > 20
    root.get_by_role("group", name="Softmax").get_by_label("0", exact=True).check()
    assert np.abs(value.points(softmax) - value.points(entropy)).max() < PIXEL
    grid = np.linspace(-8, 8, len(value.points(entropy)))
    wanted = [value_and_slope("binary_cross_entropy", z, 0.0)[0] for z in grid]
    assert np.abs(value.points(entropy) - value.pixels(grid, wanted)).max() < PIXEL


# --- the race


def set_race(root, situation, w, b, rate):
    root.get_by_label(SITUATIONS[situation], exact=True).check()
    root.get_by_label("Start: weight w").fill(str(round(10 * w) + 60))
    root.get_by_label("Start: bias b").fill(str(round(10 * b) + 60))
    root.get_by_label("Learning rate").fill(str(RATES.index(rate)))


def assert_shows_the_runs(root, situation, w, b, rate, shown=tuple(COSTS)):
    now = int(root.get_by_role("slider", name="Epochs").input_value())
    numbers, sentences = readout(root)
    activations, slopes = Panel(root.locator("figure svg").nth(0)), Panel(root.locator("figure svg").nth(1))
    assert len(sentences) == len(shown)
    for place, cost in enumerate(shown):
        wanted = run(situation, cost, w, b, rate)
        label = COSTS[cost]
        assert number(numbers[f"a, {label}"]) == as_shown(wanted["a"][now])
        assert number(numbers[f"dC/dz, {label}"]) == as_shown(wanted["slope"][now])
        epochs = np.arange(now + 1)
        assert np.abs(activations.points(place) - activations.pixels(epochs, wanted["a"][: now + 1])).max() < PIXEL
        assert len(slopes.points(place)) == now + 1
        first = first_below_half(wanted["a"] if situation != "hidden" else wanted["output"])
        words = "not within 300 epochs" if first is None else f"in epoch {first}." if first else "from the start"
        assert words in sentences[place]


@pytest.fixture
def race(lesson):
    return opened(lesson, CostRace().title)


def test_it_opens_with_the_race_of_the_lesson(race):
    assert_shows_the_runs(race, "output", 2.0, 2.0, 0.15)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_any_start_and_any_rate_show_the_packages_runs(race, situation):
    choice = random.Random()
    for _ in range(3):
        w, b, rate = choice.randint(-20, 40) / 10, choice.randint(-20, 40) / 10, choice.choice([0.01, 0.05, 0.15, 0.2])
        set_race(race, situation, w, b, rate)
        race.get_by_role("slider", name="Epochs").fill(str(choice.randint(1, EPOCHS)))
        assert_shows_the_runs(race, situation, w, b, rate)


def test_the_starts_of_the_lesson_are_one_key_away(race):
    race.get_by_role("button", name="0.6, 0.9").press("Enter")
    assert_shows_the_runs(race, "output", 0.6, 0.9, 0.15)
    expect(race.get_by_role("button", name="0.6, 0.9")).to_have_attribute("aria-pressed", "true")
    race.get_by_label(SITUATIONS["hidden"], exact=True).check()
    race.get_by_role("button", name="6, 4").press("Enter")
    assert_shows_the_runs(race, "hidden", 6.0, 4.0, 0.15)
    assert all("the hidden unit is below ½ at no time" in sentence for sentence in readout(race)[1])


def test_one_cost_alone(race):
    race.get_by_role("group", name="Costs").get_by_label("cross-entropy", exact=True).check()
    assert_shows_the_runs(race, "output", 2.0, 2.0, 0.15, ("binary_cross_entropy",))


def test_a_rate_between_those_of_the_slider_can_be_typed_and_nonsense_is_refused(race):
    field = race.get_by_label("exactly")
    field.fill("0.37")
    field.press("Tab")
    assert_shows_the_runs(race, "output", 2.0, 2.0, 0.37)
    field.fill("fast")
    field.press("Tab")
    expect(race.locator(".bl-exact").get_by_role("status")).to_contain_text("Expected a number from 0.01 to 5.")
    assert_shows_the_runs(race, "output", 2.0, 2.0, 0.37)


def test_a_run_that_diverges_is_told_in_words(race):
    set_race(race, "linear", 2.0, 2.0, 5.0)
    race.locator("summary").press("Enter")
    numbers, sentences = readout(race)
    assert numbers["a, quadratic"] == "diverged" and "The learning rate is too large." in sentences[0]
    assert numbers["a, cross-entropy"] != "diverged"
    assert "NaN" not in race.inner_text() and "Infinity" not in race.inner_text()
    drawn = race.locator("path.bl-line").evaluate_all("lines => lines.map((line) => line.getAttribute('d')).join()")
    assert "NaN" not in drawn and "Infinity" not in drawn


def test_play_shows_the_race_from_the_start(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True)
    page.clock.install(time=0)
    page.reload()
    until_ready(page)
    root = opened(page, CostRace().title)
    page.clock.pause_at(60_000)
    root.get_by_role("button", name="Play").press("Enter")
    page.clock.run_for(1050)
    assert root.get_by_role("slider", name="Epochs").input_value() == "40"
    expect(root.locator(".bl-readout")).to_have_attribute("aria-live", "off")
    root.get_by_role("button", name="Pause").press("Enter")
    expect(root.locator(".bl-readout")).to_have_attribute("aria-live", "polite")
    assert_shows_the_runs(root, "output", 2.0, 2.0, 0.15)


def test_the_table_holds_the_same_numbers(race):
    race.locator("summary").press("Enter")
    wanted = [run("output", cost, 2.0, 2.0, 0.15) for cost in COSTS]
    rows = [[number(cell) for cell in row.locator("th, td").all_inner_texts()] for row in race.locator("tbody tr").all()]
    assert rows[-1][0] == EPOCHS and len(rows) > 30
    for time, *cells in rows:
        columns = [values[int(time)] for one in wanted for values in (one["a"], one["slope"])]
        assert np.allclose(cells, columns, rtol=1e-3)
