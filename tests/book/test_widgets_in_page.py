"""The controls of the built pages, by keyboard, from disk and without a network: what they show is what the package computes."""

import random

import numpy as np
import pytest
from browsing import DESKTOP, PHONE, tab_through, until_ready
from explorers import COSTS, CURVE, DESCENT, FIT, SURFACE, Explorer, computed, number
from playwright.sync_api import expect

from backprop_lessons.activations import sigmoid
from backprop_lessons.quizzes import NEURON
from backprop_lessons.widgets.descent import RATES, UPDATES

pytestmark = pytest.mark.browser

INTRO, LESSON = "book/intro.html", "lessons/01_neuron.html"
ACTIVATION = "Height and slope of an activation function"
PIXEL = 1.0


@pytest.fixture(params=[INTRO, LESSON])
def explorer(request, visit, built):
    return Explorer(visit(f"{built.as_uri()}/{request.param}", offline=True))


@pytest.fixture
def lesson(visit, built):
    return visit(f"{built.as_uri()}/{LESSON}", offline=True)


def assert_shows_what_the_package_computes(explorer):
    """Readout, path, cost curve and fit belong to the setting that the controls name."""
    rate, cost, updates = explorer.setting()
    path = computed(float(rate), cost)
    shown = {name: values[: updates + 1] for name, values in path.items()}
    assert explorer.readout() == {"cost C": shown["C"][-1], "weight w": shown["w"][-1], "bias b": shown["b"][-1]}

    surface = explorer.panel(SURFACE)
    close(surface.points(), surface.pixels(shown["w"], shown["b"]))
    curve = explorer.panel(CURVE)
    close(curve.points(), curve.pixels(np.arange(updates + 1), shown["C"]))
    fit = explorer.panel(FIT)
    grid = np.linspace(-2.2, 2.2, len(fit.points()))
    close(fit.points(), fit.pixels(grid, sigmoid(shown["w"][-1] * grid + shown["b"][-1])))


def close(drawn, wanted):
    assert drawn.shape == wanted.shape
    inside = np.abs(wanted) < 9000  # further out a point is drawn at the edge of what a browser can draw
    assert np.abs(drawn - wanted)[inside].max() < PIXEL


# --- the descent explorer


def test_the_learning_rate_answers_the_arrow_keys(explorer):
    explorer.rate.focus()
    for key, step in (("ArrowRight", 1), ("ArrowLeft", -1), ("End", None), ("Home", None)):
        path, readout = explorer.path(), explorer.readout()
        place = RATES.index(float(explorer.setting()[0]))
        explorer.root.page.keyboard.press(key)
        wanted = {"End": len(RATES) - 1, "Home": 0}.get(key, place + (step or 0))
        assert explorer.rate.get_attribute("aria-valuetext") == f"{RATES[wanted]:g}"
        assert explorer.root.locator("label", has_text="Learning rate").inner_text().endswith(f"= {RATES[wanted]:g}")
        assert explorer.path() != path and explorer.readout() != readout
        assert_shows_what_the_package_computes(explorer)


def test_all_learning_rates_are_reached_and_each_has_its_own_picture(explorer):
    explorer.rate.focus()
    explorer.root.page.keyboard.press("Home")
    seen, pictures = [], set()
    for _ in RATES:
        seen.append(float(explorer.setting()[0]))
        pictures.add(explorer.path())
        explorer.root.page.keyboard.press("ArrowRight")
    assert seen == RATES and len(seen) == 25
    assert len(pictures) == len(RATES)


def test_the_cost_function_is_chosen_by_keyboard(explorer):
    explorer.root.locator("fieldset.bl-control input:checked").focus()
    chosen = explorer.setting()[1]
    others = [label for label, cost in COSTS.items() if cost != chosen]
    for cost in (*others, *(label for label, cost in COSTS.items() if cost == chosen)):
        path = explorer.path()
        explorer.root.page.keyboard.press("ArrowDown")
        assert explorer.setting()[1] == COSTS[cost]
        assert explorer.path() != path
        assert_shows_what_the_package_computes(explorer)


def test_random_settings_show_the_packages_numbers(explorer):
    choice = random.Random(2)
    for _ in range(6):
        cost = choice.choice(list(COSTS))
        explorer.cost(cost).check()
        explorer.rate.fill(str(choice.randrange(len(RATES))))
        explorer.updates.fill(str(choice.randint(0, UPDATES)))
        assert explorer.setting()[1] == COSTS[cost]
        assert_shows_what_the_package_computes(explorer)


def test_fewer_updates_show_a_shorter_path(explorer):
    explorer.updates.focus()
    explorer.root.page.keyboard.press("Home")
    assert explorer.readout()["weight w"] == -4
    assert len(explorer.panel(SURFACE).points()) == 1
    for _ in range(3):
        explorer.root.page.keyboard.press("ArrowRight")
    assert len(explorer.panel(SURFACE).points()) == 4
    assert_shows_what_the_package_computes(explorer)


def test_play_runs_can_be_paused_and_stops_at_the_end(explorer):
    clock = explorer.root.page.clock
    clock.install(time=0)
    explorer.root.page.reload()
    until_ready(explorer.root.page)
    clock.pause_at(60_000)  # from here on time passes only where it is said
    button = explorer.root.locator(".bl-control button")
    button.press("Enter")
    expect(button).to_have_text("Pause")
    assert explorer.setting()[2] == 0  # it stood at the end, so it starts anew
    clock.run_for(550)
    assert explorer.setting()[2] == 5
    button.press("Space")
    expect(button).to_have_text("Play")
    clock.run_for(2000)
    assert explorer.setting()[2] == 5
    assert_shows_what_the_package_computes(explorer)
    button.press("Enter")
    clock.run_for(100 * UPDATES)
    assert explorer.setting()[2] == UPDATES
    expect(button).to_have_text("Play")
    assert_shows_what_the_package_computes(explorer)


def test_moving_the_updates_by_hand_ends_the_play(explorer):
    explorer.root.get_by_role("button", name="Play").press("Enter")
    explorer.updates.press("End")
    expect(explorer.root.get_by_role("button", name="Play")).to_be_visible()
    expect(explorer.updates).to_have_value(str(UPDATES))


def test_the_table_opens_by_keyboard_and_holds_the_same_numbers(explorer):
    explorer.rate.fill("20")
    explorer.table.locator("summary").focus()
    explorer.root.page.keyboard.press("Enter")
    expect(explorer.table.locator("tbody tr")).not_to_have_count(0)
    cost = explorer.setting()[1]
    path = computed(RATES[20], cost)
    assert explorer.table.locator("thead th").all_inner_texts() == ["Updates made", "cost C", "weight w", "bias b"]
    rows = [[number(cell) for cell in row.locator("th, td").all_inner_texts()] for row in explorer.table.locator("tbody tr").all()]
    for time, *values in rows:
        assert values == [path[name][int(time)] for name in "Cwb"]
    assert {rows[0][0], rows[-1][0]} == {0, UPDATES}
    explorer.rate.fill("3")  # the open table follows
    last = explorer.table.locator("tbody tr").last.locator("td").first
    assert number(last.inner_text()) == computed(RATES[3], cost)["C"][-1] == explorer.readout()["cost C"]


def test_drawings_have_a_role_a_name_and_readable_letters(explorer):
    for drawing in explorer.root.locator("figure svg").all():
        assert drawing.get_attribute("role") == "img" and drawing.get_attribute("aria-label")
        sizes = """texts => texts.map((text) => {
            const { a, b } = text.getScreenCTM();
            return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
        })"""
        assert min(drawing.locator("text").evaluate_all(sizes)) >= 11


# --- order and visibility of the focus, on every screen


@pytest.mark.parametrize(("size", "motion"), [(DESKTOP, "no-preference"), (PHONE, "reduce")], ids=["desktop", "phone"])
def test_tab_goes_through_the_controls_in_order_and_is_seen(visit, built, size, motion):
    page = visit(f"{built.as_uri()}/{INTRO}", offline=True, viewport=size, reduced_motion=motion)
    explorer = Explorer(page)
    explorer.rate.focus()
    page.keyboard.press("Shift+Tab")
    stops = tab_through(page, 5)
    assert [(stop["tag"], stop["type"]) for stop in stops] == [
        ("input", "range"), ("input", "radio"), ("input", "range"), ("button", "button"), ("summary", ""),
    ]  # fmt: skip
    assert all(stop["name"] for stop in stops)
    assert all(stop["outlined"] for stop in stops), stops
    assert len({stop["widget"] for stop in stops}) == 1
    stops = tab_through(page, 1)
    assert stops[0]["widget"] == "", "Tab leaves the widget"


@pytest.mark.parametrize(("address", "motion"), [(INTRO, "reduce"), (LESSON, "no-preference")])
def test_a_phone_shows_and_moves_the_same(visit, built, address, motion):
    page = visit(f"{built.as_uri()}/{address}", offline=True, viewport=PHONE, has_touch=True, reduced_motion=motion)
    explorer = Explorer(page)
    explorer.rate.press("ArrowRight")
    explorer.cost("cross-entropy").tap()
    explorer.updates.fill("17")
    assert_shows_what_the_package_computes(explorer)
    explorer.table.locator("summary").tap()
    expect(explorer.table.locator("tbody tr").first).to_be_visible()
    boxes = [box.bounding_box() for box in explorer.root.locator("input, button, summary, figure").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)
    for control in explorer.root.locator("input[type=range], button, summary").all():
        assert control.bounding_box()["height"] >= 24, "too small for a finger"


# --- the prediction that opens the controls


def test_controls_are_locked_until_a_prediction_is_made(lesson):
    explorer = Explorer(lesson, ACTIVATION)
    z = explorer.root.get_by_label("Weighted input z")
    z.evaluate("node => node.focus()")
    assert not z.evaluate("node => node === document.activeElement")
    explorer.root.get_by_role("button", name="Predict").focus()
    assert tab_through(lesson, 1)[0]["widget"] == "", "a locked control can be reached with Tab"


def test_a_prediction_without_a_choice_is_asked_for_again(lesson):
    explorer = Explorer(lesson, ACTIVATION)
    explorer.root.get_by_role("button", name="Predict").press("Enter")
    expect(explorer.root.locator(".bl-question").get_by_role("status")).to_have_text("Choose an answer first: a guess is enough.")
    assert explorer.root.locator(".bl-body").evaluate("node => node.inert")


def test_a_prediction_by_keyboard_opens_the_controls(lesson):
    explorer = Explorer(lesson, ACTIVATION)
    answers = explorer.root.locator(".bl-question input")
    answers.first.focus()
    lesson.keyboard.press("ArrowDown")
    expect(answers.nth(1)).to_be_checked()
    lesson.keyboard.press("Tab")
    lesson.keyboard.press("Enter")
    expect(explorer.root.locator(".bl-question")).to_contain_text("You predicted: 10 times less.")
    assert explorer.root.evaluate("root => root.contains(document.activeElement)"), "the keyboard lost its place"
    z = explorer.root.get_by_label("Weighted input z")
    z.press("End")
    assert z.get_attribute("aria-valuetext") == "10"
    explorer.root.get_by_label("tanh").check()
    z.fill(str(int(z.get_attribute("max")) // 2))
    assert explorer.readout() == {"a": 0, "slope": 1, "change of a when z grows by 0.1": 0.09967}


def test_the_prediction_is_remembered_and_can_be_taken_back(visit, web):
    page = visit(f"{web}/{LESSON}")
    explorer = Explorer(page, ACTIVATION)
    explorer.root.get_by_label("about 800 times less").check()
    explorer.root.get_by_role("button", name="Predict").press("Enter")
    page.reload()
    expect(explorer.root.locator(".bl-question")).to_contain_text("You predicted: about 800 times less.")
    assert not explorer.root.locator(".bl-body").evaluate("node => node.inert")
    explorer.root.get_by_role("button", name="Predict again").press("Enter")
    assert explorer.root.locator(".bl-body").evaluate("node => node.inert")
    page.reload()
    assert explorer.root.locator(".bl-body").evaluate("node => node.inert")


# --- the quiz


def test_every_answer_of_the_quiz_has_its_own_feedback(lesson):
    quiz = lesson.locator("section.bl-quiz")
    questions = quiz.locator(".bl-item")
    assert questions.count() == len(NEURON)
    for question, item in zip(questions.all(), NEURON, strict=True):
        button, feedback = question.get_by_role("button"), question.get_by_role("status")
        button.press("Enter")
        expect(feedback).to_have_text("Choose an answer first.")
        question.locator("input").first.focus()
        lesson.keyboard.press("Space")
        seen = set()
        for place, (_, reply) in enumerate(item["options"]):
            expect(question.locator("input").nth(place)).to_be_checked()
            button.press("Enter")
            right = place == item["right"]
            expect(feedback).to_contain_text(reply)
            expect(feedback).to_contain_text("Right." if right else "Not quite.")
            seen.add(feedback.inner_text())
            question.locator("input").nth(place).press("ArrowDown")
        assert len(seen) == len(item["options"])


def test_the_score_counts_first_answers(lesson):
    quiz = lesson.locator("section.bl-quiz")
    score = quiz.locator(".bl-score")
    for place, (question, item) in enumerate(zip(quiz.locator(".bl-item").all(), NEURON, strict=True)):
        wrong = (item["right"] + 1) % len(item["options"])
        first, second = (item["right"], wrong) if place % 2 == 0 else (wrong, item["right"])
        for answer in (first, second):
            question.locator("input").nth(answer).check()
            question.get_by_role("button").press("Enter")
        expect(score).to_have_text(f"Right at the first try: {place // 2 + 1} of {place + 1} answered, {len(NEURON)} in all.")


def test_the_quiz_can_be_done_with_tab_alone_and_the_focus_is_seen(lesson):
    first = lesson.locator("section.bl-quiz input").first
    first.focus()
    lesson.keyboard.press("Shift+Tab")
    stops = tab_through(lesson, 2 * len(NEURON))
    assert [stop["type"] for stop in stops] == ["radio", "button"] * len(NEURON)
    assert all(stop["outlined"] and stop["name"] for stop in stops)


# --- without scripts


def test_without_scripts_the_numbers_and_answers_can_be_read(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True, java_script_enabled=False)
    text = page.locator("article").inner_text()
    assert page.locator(".bl-fallback table:visible").count() == 2
    for rate in (0.01, 1, 100):
        row = page.locator(".bl-fallback tr").filter(has=page.get_by_role("rowheader", name=f"{rate:g}", exact=True)).first
        ends = [f"{end:.3f}" for end in row_of(rate)]
        assert row.locator("td").all_inner_texts() == ends
    for item in NEURON:
        assert item["prompt"] in text
    for closed in page.locator(".bl-fallback summary").all():
        closed.click()
    text = page.locator("article").inner_text()
    for item in NEURON:
        assert all(option in text and reply in text for option, reply in item["options"])


def row_of(rate):
    from backprop_lessons import datasets
    from backprop_lessons.widgets.descent import descend

    return [descend(*datasets.left_ink(), rate, cost)[2][-1] for cost in COSTS.values()]


def test_the_first_page_names_its_explorer(visit, built):
    page = visit(f"{built.as_uri()}/{INTRO}", offline=True)
    expect(page.get_by_role("region", name=DESCENT)).to_be_visible()
