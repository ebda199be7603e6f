"""Beyond the catalogue: small changes to the solutions, made by a machine, are refused unless they change nothing.

Those that change nothing are listed by name in equal_mutants.py, with the reason; they are not counted.
"""

import inspect

import numpy as np
import pytest
from equal_mutants import EQUAL
from mutants import mutants

from backprop_lessons.exercises import deadline
from backprop_lessons.exercises.examine import Finding, examine_function
from backprop_lessons.exercises.registry import EXERCISES

# Not those with a time limit of their own: they train, and are judged by what was learned; a changed rate is no mistake.
PARTS = [(exercise, part) for exercise in EXERCISES.values() for part in exercise.functions if not part.seconds]
AT_LEAST = 300
AT_MOST = 300  # of one function in one run: of a longer list every second, third, ... is taken


def all_mutants(part):
    return {f"{part.name}: {words}": function for words, function in mutants(part.solution or part.reference)}


def finding_of(part, function, seed):
    try:
        return deadline.run(lambda: examine_function(part, function, np.random.default_rng(seed)), part.seconds or 5.0)
    except deadline.OutOfTime:
        return Finding("wrong", "out of time")


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("exercise", "part"), PARTS, ids=lambda value: getattr(value, "id", None) or value.name)
def test_a_program_with_one_small_change_is_refused(exercise, part):
    accepted = []
    made = list(all_mutants(part).items())
    for name, function in made[:: -(-len(made) // AT_MOST)]:
        if name in EQUAL:
            continue
        if all(finding_of(part, function, seed).status == "right" for seed in (1, 2)):
            accepted.append(name)
    assert not accepted, "accepted, or equal to the solution (then list them in equal_mutants.py with the reason)"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("exercise", "part"), PARTS, ids=lambda value: getattr(value, "id", None) or value.name)
def test_programs_listed_as_equal_are_accepted(exercise, part):
    """A list that claims too much would hide a check that is too mild."""
    there = all_mutants(part)
    listed = [name for name in EQUAL if name.startswith(f"{part.name}: ")]
    assert set(listed) <= set(there), "listed, but no such mutant is made any more"
    for name in listed:
        assert len(EQUAL[name]) > 15, f"{name}: why is it equal?"
        assert finding_of(part, there[name], 3).status == "right", name


def test_there_are_enough_of_them():
    wrong = {name for _, part in PARTS for name in all_mutants(part)} - set(EQUAL)
    assert len(wrong) >= AT_LEAST


def test_every_solution_can_be_read_by_a_person():
    for _, part in PARTS:
        assert "lambda" not in inspect.getsource(part.solution or part.reference).splitlines()[0], part.name
