"""Lesson 1 in JupyterLab, in a real browser with a real kernel: it runs, and its controls ask Python."""

import numpy as np
import pytest
from explorers import SURFACE, Explorer, computed
from live import complaints, in_kernel, opened, printed, run_all, scroll_to, stored
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson(browser, lab):
    """Lesson 1, run from top to bottom: its page, and its code cells."""
    with opened(browser, lab, "01_neuron.ipynb") as page:
        page.cells = run_all(page)
        yield page


@pytest.fixture
def explorer(lesson):
    scroll_to(lesson, "DescentExplorer(")
    explorer = Explorer(lesson)
    explorer.rate.scroll_into_view_if_needed()
    return explorer


def assert_answered(explorer, rate):
    """The numbers and the path are those that the package computes for this very rate."""
    _, cost, updates = explorer.setting()
    path = computed(rate, cost)
    assert explorer.readout() == {"cost C": path["C"][updates], "weight w": path["w"][updates], "bias b": path["b"][updates]}
    surface = explorer.panel(SURFACE)
    drawn, wanted = surface.points(), surface.pixels(path["w"][: updates + 1], path["b"][: updates + 1])
    assert np.abs(drawn - wanted)[np.abs(wanted) < 9000].max() < 1


def test_every_cell_runs_without_an_error(lesson):
    assert complaints(lesson.cells) == []
    assert [cell["execution_count"] for cell in lesson.cells] == list(range(1, len(lesson.cells) + 1))


def test_nobody_is_asked_about_news(lesson):
    expect(lesson.locator(".Toastify__toast")).to_have_count(0)


def test_what_it_prints_is_what_is_stored(lesson):
    assert [printed(cell) for cell in lesson.cells] == [printed(cell) for cell in stored("01_neuron.ipynb")]


def test_arrow_keys_move_the_learning_rate_and_python_answers(explorer, lesson):
    explorer.rate.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "Home"):
        path, (rate, _, _) = explorer.path(), explorer.setting()
        lesson.keyboard.press(key)
        assert explorer.setting()[0] != rate, "JupyterLab kept the key for itself"
        explorer.wait_for_another(path)
        assert_answered(explorer, float(explorer.setting()[0]))
    assert in_kernel(lesson, "print(explorer.learning_rate)") == "0.01"


def test_arrow_keys_choose_the_cost_function(explorer, lesson):
    path, (_, cost, _) = explorer.path(), explorer.setting()
    explorer.root.locator("fieldset.bl-control input:checked").press("ArrowDown")
    explorer.wait_for_another(path)
    assert explorer.setting()[1] != cost
    assert in_kernel(lesson, "print(explorer.cost)") == explorer.setting()[1]
    assert_answered(explorer, float(explorer.setting()[0]))


def test_any_rate_can_be_typed(explorer, lesson):
    for typed, rate in (("0.37", 0.37), ("4,25", 4.25), ("3e1", 30.0)):
        path = explorer.path()
        field = explorer.root.get_by_label("exactly")
        field.fill(typed)
        field.press("Enter")
        explorer.wait_for_another(path)
        assert explorer.setting()[0] == f"{rate:g}"
        assert_answered(explorer, rate)
        assert in_kernel(lesson, "print(explorer.learning_rate)") == str(rate)


@pytest.mark.parametrize("typed", ["abc", "-1", "0", "", "1e9", "Infinity"])
def test_a_bad_rate_gets_a_sentence_and_changes_nothing(explorer, lesson, typed):
    path, setting = explorer.path(), explorer.setting()
    before = in_kernel(lesson, "print(explorer.learning_rate)")
    field = explorer.root.get_by_label("exactly")
    field.fill(typed)
    field.press("Enter")
    hint = explorer.root.locator(".bl-exact .bl-hint")
    expect(hint).to_have_text("Expected a number from 0.01 to 100.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert in_kernel(lesson, "print(explorer.learning_rate)") == before
    assert (explorer.path(), explorer.setting()) == (path, setting)
    field.fill("2")
    field.press("Enter")
    expect(hint).to_be_empty()
    expect(explorer.rate).to_have_attribute("aria-valuetext", "2")


def test_the_sentence_about_a_bad_rate_goes_when_the_slider_moves(explorer):
    field, hint = explorer.root.get_by_label("exactly"), explorer.root.locator(".bl-exact .bl-hint")
    field.fill("abc")
    field.press("Enter")
    expect(hint).not_to_be_empty()
    path = explorer.path()
    explorer.rate.press("ArrowRight")
    explorer.wait_for_another(path)
    expect(hint).to_be_empty()
    expect(field).to_have_value(explorer.setting()[0])
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_the_next_cell_moves_the_picture(explorer, lesson):
    path = explorer.path()
    assert in_kernel(lesson, "explorer.learning_rate = 0.05") == ""
    explorer.wait_for_another(path)
    assert explorer.setting()[0] == "0.05"
    assert_answered(explorer, 0.05)
    path = explorer.path()
    in_kernel(lesson, "explorer.updates = 7")
    explorer.wait_for_another(path)
    assert explorer.setting()[2] == 7
    assert_answered(explorer, 0.05)
    in_kernel(lesson, "explorer.updates = 60")


@pytest.mark.parametrize("line", ["explorer.learning_rate = -1", "explorer.learning_rate = float('nan')", "explorer.cost = 'loss'"])
def test_a_bad_value_from_the_next_cell_is_refused(explorer, lesson, line):
    path, setting = explorer.path(), explorer.setting()
    said = in_kernel(lesson, line)
    assert said.startswith("ValueError") and line.split(" = ")[0].removeprefix("explorer.") in said
    assert (explorer.path(), explorer.setting()) == (path, setting)


def test_ones_own_controls_move_ones_own_picture(lesson):
    scroll_to(lesson, "interact(my_picture")
    box = lesson.locator(".widget-interact")
    expect(box.get_by_role("slider")).to_have_count(2)
    expect(box.locator("select")).to_have_count(1)
    for act in (
        lambda: box.get_by_role("slider").first.press("ArrowRight"),
        lambda: box.locator("select").select_option("quadratic"),
        lambda: box.get_by_role("slider").last.press("ArrowLeft"),
    ):
        says = box.locator("figure").get_attribute("aria-label")
        act()
        expect(box.locator("figure")).to_have_count(1)
        expect(box.locator("figure")).not_to_have_attribute("aria-label", says)


def test_the_prediction_and_the_quiz_answer_in_the_notebook(lesson):
    scroll_to(lesson, "ActivationExplorer()")
    explorer = Explorer(lesson, "Height and slope of an activation function")
    explorer.root.get_by_label("100 times less", exact=True).check()
    explorer.root.get_by_role("button", name="Predict").press("Enter")
    explorer.root.get_by_label("Weighted input z").press("ArrowRight")
    expect(explorer.root.locator(".bl-readout strong").first).to_have_text("0.6225")
    scroll_to(lesson, "Quiz(NEURON)")
    question = lesson.locator("section.bl-quiz .bl-item").nth(1)
    question.locator("input").first.press("ArrowDown")
    question.get_by_role("button").press("Enter")
    expect(question.get_by_role("status")).to_contain_text("Not quite.")


def test_the_exercises_run_blank_without_an_error(browser, lab):
    with opened(browser, lab, "exercises/01_neuron.ipynb") as page:
        cells = run_all(page)
    assert len(cells) > 3
    assert complaints(cells) == []
