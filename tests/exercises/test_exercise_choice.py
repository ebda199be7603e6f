"""Questions with answers to choose from, and predictions: any way of naming an option is read, every option answers."""

import numpy as np
import pytest

from backprop_lessons.exercises import checking
from backprop_lessons.exercises.choice import examine_choice
from backprop_lessons.exercises.exercise import ChoicePart, Exercise, Option
from backprop_lessons.exercises.registry import EXERCISES

OPTIONS = (
    Option("a", "steeper", "Look at the tangent there."),
    Option("b", "flatter", "Far from 0 the curve levels off."),
    Option("c", "the same", "Compare two places."),
)
ONE = ChoicePart("slope", 1, OPTIONS, "b", "At z = 10 the slope is 0.00005.")
SEVERAL = ChoicePart("slopes", 1, OPTIONS, ("a", "b"))
PREDICTION = ChoicePart("guess", 1, OPTIONS)


@pytest.mark.parametrize("answer", ["b", "B", " b ", "b)", "(b)", "flatter", ["b"]])
def test_every_way_of_naming_the_right_option_counts(answer):
    finding = examine_choice(ONE, answer)
    assert finding.status == "right" and "levels off" in finding.where


@pytest.mark.parametrize("key", ["a", "c"])
def test_a_wrong_option_is_told_its_own_reason(key):
    finding = examine_choice(ONE, key)
    option = next(option for option in OPTIONS if option.key == key)
    assert finding.status == "wrong" and option.text in finding.where and finding.idea == option.feedback
    assert finding.small == ONE.small


@pytest.mark.parametrize("answer", ["d", "", 2, 0.5, [], ["a", 1], np.array(["b"]), object(), True, "ab"])
def test_what_is_no_option_gets_a_sentence(answer):
    finding = examine_choice(ONE, answer)
    assert finding.status == "wrong" and 'one of the letters "a", "b", "c"' in finding.where


@pytest.mark.parametrize("nothing", [None, ...])
def test_dots_are_a_blank(nothing):
    assert examine_choice(ONE, nothing).status == "blank"


def test_several_options_are_all_asked_for_in_any_order():
    assert examine_choice(SEVERAL, ["b", "a"]).status == "right"
    assert examine_choice(SEVERAL, {"a", "b"}).status == "right"
    missing, surplus = examine_choice(SEVERAL, "a"), examine_choice(SEVERAL, ["a", "b", "c"])
    assert missing.status == "wrong" and "something is missing" in missing.where
    assert surplus.status == "wrong" and surplus.idea == "Compare two places."


@pytest.mark.parametrize("key", "abc")
def test_a_prediction_earns_its_point_whatever_it_is(key):
    finding = examine_choice(PREDICTION, key)
    option = next(option for option in OPTIONS if option.key == key)
    assert finding.status == "right" and option.text in finding.where and option.feedback in finding.where


def test_a_check_of_choices_shows_what_really_happens(monkeypatch):
    exercise = Exercise("1.9", "slopes", "choice", 5, (PREDICTION, ONE), "lesson 1")
    monkeypatch.setitem(EXERCISES, "1.9", exercise)
    assert exercise.call == 'check("1.9", guess=..., slope=...)'
    report = checking.check("1.9", guess="c", slope="a")
    assert report.points == 1 and 'You predicted "the same". Compare two places.' in repr(report)
    assert checking.check("1.9", guess="c", slope="b").passed


def test_a_prediction_that_does_not_come_true_is_not_called_correct():
    said = repr(checking.check("7.4", he_start="a"))
    assert "✓ he_start: answered (0.5 of 0.5 points)" in said and "It is higher" in said
    assert "✓ by_heart: correct" in repr(checking.check("7.4", by_heart="c"))
