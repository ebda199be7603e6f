"""Right answers that look unusual: every one of them must be accepted."""

import numpy as np
import pytest

from backprop_lessons.exercises.examine import examine_function


def each(answers):
    """A test for every answer of {name of a part: answers}."""
    return pytest.mark.parametrize(("name", "answer"), [(name, answer) for name, found in answers.items() for answer in found])


def assert_right(part, answer, seeds):
    """The answer is right whatever numbers are drawn."""
    for seed in seeds:
        finding = examine_function(part, answer, np.random.default_rng(seed))
        assert finding.status == "right", (seed, finding)
