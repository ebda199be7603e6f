"""The numbers in the answers of lesson 8's quiz are the package's."""

from backprop_lessons.counting import count_operations
from backprop_lessons.quizzes import MILLION_WEIGHTS


def feedback(item, option):
    return MILLION_WEIGHTS[item]["options"][option][1]


def test_the_ratios_that_the_first_answer_names():
    small, wide = count_operations([64, 30, 10]), count_operations([64, 1024, 1024, 10])
    said = feedback(0, 2)
    assert f"{small.gradient_in_forwards:.2f}" in said and f"{wide.gradient_in_forwards:.2f}" in said
    assert round(wide.parameters / small.parameters, -2) == 500 and "about 500 times" in said


def test_ten_times_the_weights_are_a_hundred_times_the_differences():
    """A hidden layer ten times as wide, between as many units as before: 100 times the differences, as the second answer says."""
    before, after = count_operations([1000, 100, 1000]), count_operations([1000, 1000, 1000])
    assert round(after.weights / before.weights) == 10
    assert round(after.central / before.central) == 100 and "ten times as many passes, each ten times as long" in feedback(0, 1)


def test_the_miss_of_a_nudge_is_of_the_order_of_its_square():
    misses = [abs(((1 + h) ** 3 - (1 - h) ** 3) / (2 * h) - 3) for h in (1e-2, 1e-3)]
    assert 99 < misses[0] / misses[1] < 101 and "of the order h²" in feedback(1, 1)
