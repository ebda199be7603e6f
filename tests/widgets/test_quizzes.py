"""The quizzes: every option answers for itself, and bad data is refused."""

import pytest

from backprop_lessons import quizzes
from backprop_lessons.activations import relu_prime, sigmoid, sigmoid_prime
from backprop_lessons.widgets import Quiz

ALL = {name: items for name, items in vars(quizzes).items() if name.isupper()}


@pytest.mark.parametrize("name", ALL)
def test_each_question_has_one_right_option_and_feedback_of_its_own_for_each(name):
    assert 3 <= len(ALL[name]) <= 4
    for item in ALL[name]:
        feedback = [text for _, text in item["options"]]
        assert 0 <= item["right"] < len(feedback)
        assert len(set(feedback)) == len(feedback) and all(len(text) > 20 for text in feedback)


def test_the_right_place_is_not_always_the_same():
    assert len({item["right"] for items in ALL.values() for item in items}) > 1


def test_numbers_in_the_answers_are_the_package_numbers():
    z = 0.9946  # where the output is 0.73
    assert round(float(sigmoid(z)), 2) == 0.73 and round(float(sigmoid_prime(z)), 2) == 0.2
    assert relu_prime(-3.0) == 0
    assert round(float(sigmoid(2.0)), 2) == 0.88 and round(float(sigmoid(-2.0)), 2) == 0.12
    assert sigmoid_prime(0.0) == 0.25


def test_an_index_outside_the_options_is_refused():
    with pytest.raises(ValueError, match="right: expected 0 to 1 .* got 2"):
        Quiz([{"prompt": "?", "right": 2, "options": [("a", "x"), ("b", "y")]}])
