"""The quizzes: every option answers for itself, and bad data is refused."""

import numpy as np
import pytest

from backprop_lessons import Network, quizzes
from backprop_lessons.activations import relu_prime, sigmoid, sigmoid_prime, softmax
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


def test_the_forward_quiz_names_shapes_and_counts_that_are_true():
    A, W = np.ones((5, 3)), np.ones((3, 4))
    text = " ".join(reply for item in quizzes.FORWARD for _, reply in item["options"])
    assert (A @ W).shape == (5, 4) and "(5, 3) @ (3, 4) → (5, 4)" in text
    for left, right in ((A, W.T), (W, A), (A.T, W)):
        assert f"{left.shape} @ {right.shape}" in text
        with pytest.raises(ValueError):
            left @ right
    rng = np.random.default_rng()
    two, one = Network([64, 30, 10], rng=rng), Network([64, 10], rng=rng)
    assert f"{two.n_parameters:,} numbers instead of {one.n_parameters}" in text
    scores = rng.normal(size=(1, 4))
    assert np.allclose(softmax(scores + 5), softmax(scores)) and softmax(5 * scores).max() > softmax(scores).max()
