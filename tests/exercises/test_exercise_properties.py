"""A fact that every right answer has: whoever breaks it is told its idea, or its known mistake, at the second attempt."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_lessons.exercises.examine import examine_function
from backprop_lessons.exercises.exercise import Case, FunctionPart, Mistake, Property
from backprop_lessons.exercises.feedback import PartReport
from backprop_lessons.exercises.registry import EXERCISES

STAGES = ("properties", "late")  # early: on the numbers of the check; late: once all numbers are right
FACTS = [
    pytest.param(part, stage, fact, id=f"{exercise.id} {part.name}: {fact.name}")
    for exercise in EXERCISES.values()
    for part in exercise.functions
    for stage in STAGES
    for fact in getattr(part, stage)
    if fact.idea or fact.mistake
]


def unknown(*args):
    raise RuntimeError("nobody's answer behaves like this")


def without_its_default(f, theta, h):
    return EXERCISES["4.4"].parts[0].reference(f, theta, h)


BREAKS = {"default": [without_its_default]}  # where no mistake of the catalogue does


def said(part, finding):
    """What the second attempt says."""
    return "\n".join(PartReport(part, finding, attempt=2).explanation())


@pytest.mark.parametrize(("part", "stage", "fact"), FACTS)
def test_who_breaks_a_fact_is_told_what_belongs_to_it(part, stage, fact):
    """The fact alone must know its words: here no known mistake is told by its numbers."""
    told = next((mistake.feedback for mistake in part.mistakes if mistake.id == fact.mistake), "")
    assert fact.idea or told, f"{fact.mistake} is no mistake of {part.name}"
    nameless = tuple(replace(mistake, wrong=unknown) for mistake in part.mistakes)
    alone = replace(part, mistakes=nameless, **dict.fromkeys(STAGES, ()) | {stage: (fact,)})
    broken = 0
    for program in [*(mistake.wrong for mistake in part.mistakes), *BREAKS.get(fact.name, ())]:
        finding = examine_function(alone, program, np.random.default_rng())
        if fact.sentence in finding.where:
            broken += 1
            assert finding.status == "wrong" and finding.mistake == fact.mistake
            for words in (fact.idea, told):
                assert words in said(part, finding)
    assert broken, "no wrong program breaks it"


def half(z):
    return z / 2


MISTAKE = Mistake("X0.0a", "one more", lambda z: z / 2 + 1, "Who ordered the one?", "A small case: 0 gives 0.")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("idea", "mistake"), [("Look at 0.", ""), ("", MISTAKE.id), ("Look at 0.", MISTAKE.id)])
def test_idea_and_mistake_are_told_at_either_stage(stage, idea, mistake):
    fact = Property("zero", "0 gives 0.", lambda ask, rng: "at 0" if ask(np.array(7.0)) else "", idea, mistake)

    def draw(rng):
        return [Case("a number", (rng.standard_normal(3),))]

    part = FunctionPart("half", 1, ("z",), half, draw, (), mistakes=(MISTAKE,), **{stage: (fact,)})
    finding = examine_function(part, half, np.random.default_rng())
    assert finding.mistake == mistake and fact.sentence in finding.where
    assert idea in said(part, finding) and (MISTAKE.feedback in said(part, finding)) == bool(mistake)
    assert "Look" not in finding.where and MISTAKE.feedback not in finding.where
    assert (finding.small == MISTAKE.small) == bool(mistake)
