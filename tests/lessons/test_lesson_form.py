"""What every lesson has, in the order in which a reader meets it: the idea, predictions, a quiz, a summary, the way on."""

import json
import re

import pytest

from tools.notebook_lint import joined
from tools.notebooks import ROOT, shown

LESSONS = sorted((ROOT / "lessons").glob("*.ipynb"))


@pytest.fixture(params=LESSONS, ids=shown)
def lesson(request):
    return request.param


@pytest.fixture
def cells(lesson):
    return json.loads(lesson.read_text(encoding="utf-8"))["cells"]


@pytest.fixture
def prose(cells):
    return [joined(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


@pytest.fixture
def number(lesson):
    return int(lesson.name[:2])


def test_the_first_cell_says_the_idea_what_you_will_be_able_to_do_and_how_long_it_takes(prose, number):
    first = prose[0]
    assert re.match(rf"# {number}\. \S", first)
    assert "**The idea.**" in first
    objectives = first.split("You will be able to", 1)[1]
    assert len(re.findall(r"^- ", objectives, re.M)) == 3
    assert re.search(r"About \d+ minutes\. You need", first)
    assert len(first) < 1400, "the first screen holds no more"


def test_lessons_after_the_first_begin_with_what_is_remembered(prose, number):
    if number > 1:
        warm_up = next((text for text in prose[:4] if "## Warm up" in text), "")
        assert warm_up, "from lesson 2 on, one of the first text cells is a ## Warm up"
        assert len(re.findall(r"^\d\. ", warm_up, re.M)) == 3
        assert "<details>" in warm_up and "<summary>" in warm_up


def test_sections_are_numbered_in_order(prose, number):
    found = re.findall(r"^## (\d+)\.(\d+) \S", "\n".join(prose), re.M)
    assert found == [(str(number), str(place)) for place in range(1, len(found) + 1)]
    assert len(found) >= 5, "a lesson has five sections or more"


def test_the_reader_predicts_before_looking(prose):
    assert sum("**Predict first" in text for text in prose) >= 4, "four text cells or more ask for a prediction: **Predict first.**"


def test_it_uses_the_package_and_works_with_real_digits(cells, number):
    code = "\n".join(joined(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert "backprop_lessons" in code and "digits" in code
    assert number not in range(2, 7) or "worked_example" in code, "lessons 2 to 6 follow the 2-2-2 network"


def test_it_has_a_widget_a_quiz_and_a_cell_of_ones_own(cells, prose):
    code = [joined(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert any("backprop_lessons.widgets import" in text and "Quiz" not in text for text in code), "no cell shows a widget"
    assert any(re.search(r"^Quiz\([A-Z_]+\)$", text, re.M) for text in code), "no cell shows a quiz: Quiz(NAME)"
    assert any("### Make your own" in text for text in prose), "### Make your own is missing"
    assert any("interact(" in text for text in code), "below ### Make your own, interact(…) puts sliders on the reader's function"
    assert not any(re.search(r"\bplt\.|matplotlib", text) for text in code), "plotting code belongs in figures/"


def test_it_closes_with_a_summary_from_memory_and_the_way_on(prose):
    ends = [next((n for n, text in enumerate(prose) if mark in text), None) for mark in ("## In short", "**From memory", "**Next:**")]
    assert None not in ends, "the end has ## In short, **From memory and **Next:**"
    assert ends == sorted(ends) and ends[0] >= len(prose) - 2


def test_most_cells_are_short(cells):
    lines = [len(joined(cell["source"]).strip().splitlines()) for cell in cells if cell["cell_type"] == "code"]
    assert sum(n <= 8 for n in lines) >= 0.8 * len(lines), "four code cells of five have at most 8 lines"
