"""The bug hunt: each bug with what was measured of it, in the words of the page; predictions can be read and set."""

import re

import numpy as np
import pytest

from backprop_lessons.bug_hunt import Row
from backprop_lessons.bugs import BUGS
from backprop_lessons.widgets import BugHunt


def rows(rng, seeds=3):
    """Measured rows as they might be: the right code, and thirteen bugs with accuracies and relative errors of all sizes."""
    made = [Row(None, tuple(rng.uniform(0.95, 0.97, seeds)), tuple(rng.uniform(1e-11, 1e-9, seeds)))]
    for bug in BUGS:
        accuracy = rng.choice([rng.uniform(0.05, 0.88), rng.uniform(0.93, 0.98)])
        made.append(Row(bug, tuple(accuracy + rng.uniform(-0.01, 0.01, seeds)), tuple(rng.uniform(0.03, 0.8, seeds))))
    return made


@pytest.fixture
def given():
    return rows(np.random.default_rng())


def test_each_bug_has_its_lines_and_the_ranges_that_were_measured(given):
    widget = BugHunt(given)
    assert [item["name"] for item in widget.items] == [BUGS[row.bug].name for row in given[1:]]
    for item, row in zip(widget.items, given[1:], strict=True):
        assert item["wrong"] == BUGS[row.bug].wrong and item["right"] == BUGS[row.bug].right and item["why"] == BUGS[row.bug].why
        low, high = (100 * end(row.accuracies) for end in (min, max))
        assert [float(n) for n in re.findall(r"[\d.]+", item["accuracy"])] == sorted({round(low), round(high)})
        found = [float(n) for n in re.findall(r"[\d.]+", item["relative_error"])]
        np.testing.assert_allclose([found[0], found[-1]], [min(row.relative_errors), max(row.relative_errors)], rtol=0.06)
        assert item["seen"] == (np.mean(row.accuracies) <= 0.91) and item["caught"]
    assert widget.right["relative_error"] == "below 1e-7", "rounding differs from machine to machine"


def test_a_bug_that_a_check_would_miss_is_not_said_to_be_caught(given):
    given[3] = given[3]._replace(relative_errors=(2e-9, 1e-8, 3e-9))
    assert [item["caught"] for item in BugHunt(given).items].count(False) == 1


def test_predictions_can_be_read_and_set_and_no_more_than_there_are_bugs(given):
    widget = BugHunt(given, answers=[True, None])
    widget.answers = [False, True, None]
    assert widget.page_state()["answers"] == [False, True, None]
    with pytest.raises(Exception, match="answers: expected at most 13, got 14"):
        widget.answers = [True] * 14
    assert widget.answers == [False, True, None]


def test_the_readable_form_has_every_bug_and_its_numbers(given):
    widget = BugHunt(given)
    text = re.sub(r"<[^>]+>", "\n", widget.fallback())
    for item in widget.items:
        assert item["name"] in text and item["accuracy"] in text and item["relative_error"] in text


@pytest.mark.slow
def test_the_question_offers_the_right_answer():
    """Ten of thirteen pass, as a test of the table itself shows; here are the default rows, computed once."""
    widget = BugHunt()
    assert [item["seen"] for item in widget.items].count(False) == 10 and all(item["caught"] for item in widget.items)
    assert "with 10" in widget.question["options"]
