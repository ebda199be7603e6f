"""The whole catalogue at a glance: how many known mistakes are refused, and how many of them by their own name.

The table is printed at the end of the test run (tests/conftest.py).
"""

import numpy as np
import pytest

from backprop_lessons.exercises.choice import examine_choice
from backprop_lessons.exercises.examine import examine_function
from backprop_lessons.exercises.exercise import ChoicePart, FunctionPart
from backprop_lessons.exercises.number import examine_number
from backprop_lessons.exercises.registry import EXERCISES

CHAPTERS = sorted({exercise.chapter for exercise in EXERCISES.values()})
HEADER = ["chapter", "questions", "known mistakes", "named right", "confused", "accepted"]


def findings(part, seed):
    """(id of the mistake, finding) for every known mistake of one part."""
    if isinstance(part, FunctionPart):
        return [(m.id, examine_function(part, m.wrong, np.random.default_rng(seed))) for m in part.mistakes]
    if isinstance(part, ChoicePart):
        rightly = part.right if isinstance(part.right, tuple) else (part.right,)
        wrong = [option.key for option in part.options if part.right and option.key not in rightly]
        return [(f"{part.name}={key}", examine_choice(part, key)) for key in wrong]
    answers = {"z": 0.3, "a": 0.3, "slope": 0.3}  # for a mistake that follows from another number
    numbers = [(m.id, m.wrong(answers) if callable(m.wrong) else m.wrong) for m in part.mistakes]
    return [(id, examine_number(part, number, answers)) for id, number in numbers if number is not None]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_known_mistake_is_refused_and_nearly_all_by_name(chapter, record_property):
    exercises = [exercise for exercise in EXERCISES.values() if exercise.chapter == chapter]
    seed = int(np.random.default_rng().integers(1_000_000))
    found = [pair for exercise in exercises for part in exercise.parts for pair in findings(part, seed)]
    named = sum(finding.mistake == id for id, finding in found)
    accepted = [id for id, finding in found if finding.status == "right"]
    confused = [id for id, finding in found if finding.status != "right" and finding.mistake != id]
    record_property("table", [HEADER, [chapter, len(exercises), len(found), named, len(confused), len(accepted)]])
    assert not accepted, f"accepted with seed {seed}: {accepted}"
    assert named >= 0.95 * len(found), f"not named with seed {seed}: {confused}"
