"""Beyond the catalogue: small changes to the solutions, made by a machine, are refused unless they change nothing.

Those that change nothing are listed by name in equal_mutants.py, with the reason; they are not counted.
"""

import copy
import inspect

import numpy as np
import pytest
from equal_mutants import EQUAL
from mutants import mutants

from backprop_lessons import Network, datasets
from backprop_lessons.exercises import deadline
from backprop_lessons.exercises.examine import Finding, examine_function
from backprop_lessons.exercises.registry import EXERCISES

# Not those with a time limit of their own, 7.6: it trains, and what it has learned is judged, not how. Of 220 changed trainings 25 still
# reached the 95 percent: another rate is no mistake, and biases that never move are a mistake that accuracy hides, as the question says.
# So a list of equals would mean nothing; instead the verdict on some of them is compared with a count of our own.
PARTS = [(exercise, part) for exercise in EXERCISES.values() for part in exercise.functions if not part.seconds]
AT_LEAST = 300
EVERY_TRAINING = 40  # of the changed trainings one in so many is tried: each takes up to five trainings
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


def learned(part, train, seed):
    """Does this training reach the asked share on both splits? Counted by the package's network, without the check's own code."""
    try:
        for case, needed in zip(part.draw(np.random.default_rng(seed)), (0.95, 0.93), strict=True):
            params = train(*copy.deepcopy(case.args))
            net = Network.from_parameters(params, "relu", "softmax", "negative_log_likelihood")
            if share_of_others_right(net, case.args[0]) < needed:
                return False
    except Exception:  # whatever a changed program does
        return False
    return True


def share_of_others_right(net, X_given):
    """The share of right answers among all pictures that were not given to the training."""
    digits = datasets.digits()
    X, Y = np.concatenate([digits.X_train, digits.X_test]), np.concatenate([digits.Y_train, digits.Y_test])
    given = set(map(tuple, X_given.tolist()))
    others = [row for row, picture in enumerate(X.tolist()) if tuple(picture) not in given]
    return net.accuracy(X[others], Y[others])


@pytest.mark.filterwarnings("ignore")
def test_a_changed_training_is_judged_by_what_it_has_learned():
    part = EXERCISES["7.6"].parts[0]
    verdicts = []
    for name, function in list(all_mutants(part).items())[::EVERY_TRAINING]:
        finding = finding_of(part, function, 1)
        verdicts.append(finding.status)
        assert finding.status in ("right", "wrong") and (finding.status == "right" or finding.where), name
        assert (finding.status == "right") == learned(part, function, 1), f"{name}: {finding}"
    assert {"right", "wrong"} == set(verdicts)


def test_there_are_enough_of_them():
    wrong = {name for _, part in PARTS for name in all_mutants(part)} - set(EQUAL)
    assert len(wrong) >= AT_LEAST


def test_every_solution_can_be_read_by_a_person():
    for _, part in PARTS:
        assert "lambda" not in inspect.getsource(part.solution or part.reference).splitlines()[0], part.name
