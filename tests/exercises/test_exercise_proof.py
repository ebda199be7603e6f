"""The proof that each check is right: the reference passes, a blank scores 0, every known mistake is refused by its name."""

import time

import numpy as np
import pytest
from solving import right

from backprop_lessons.exercises import check
from backprop_lessons.exercises.checking import OUR_FAULT
from backprop_lessons.exercises.examine import examine_function
from backprop_lessons.exercises.exercise import Case, ChoicePart, FunctionPart, Mistake, NumberPart
from backprop_lessons.exercises.number import examine_number
from backprop_lessons.exercises.registry import EXERCISES

SEEDS = range(12)
PARTS = [(exercise, part) for exercise in EXERCISES.values() for part in exercise.parts]
FUNCTIONS = [(exercise, part) for exercise, part in PARTS if isinstance(part, FunctionPart)]
NUMBERS = [(exercise, part) for exercise, part in PARTS if isinstance(part, NumberPart)]
CHOICES = [(exercise, part) for exercise, part in PARTS if isinstance(part, ChoicePart)]
SCALABLE = [(exercise, part) for exercise, part in FUNCTIONS if not part.read and part.scalable]
MISTAKES = [(exercise, part, mistake) for exercise, part in FUNCTIONS for mistake in part.mistakes]
WRONG_NUMBERS = [(exercise, part, mistake) for exercise, part in NUMBERS for mistake in part.mistakes]


def name(value):
    return getattr(value, "id", None) or getattr(value, "name", None)


def right_answers(exercise):
    return [part.reference if isinstance(part, FunctionPart) else right(part) for part in exercise.parts]


def solutions(exercise):
    return [part.solution if isinstance(part, FunctionPart) else right(part) for part in exercise.parts]


def seeds():
    """Twelve draws, or as many as two seconds hold: slow checks are proved on fewer."""
    end = time.monotonic() + 2
    for seed in SEEDS:
        yield seed
        if time.monotonic() > end:
            return


def blank(*args):
    raise NotImplementedError


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_the_reference_gets_full_marks(exercise):
    for seed in seeds():
        result = check(exercise.id, *right_answers(exercise), seed=seed)
        assert result.passed and result.points == exercise.points, result
    assert check(exercise.id, *right_answers(exercise)).passed  # numbers that nobody has chosen


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_the_printed_solution_gets_full_marks(exercise):
    assert check(exercise.id, *solutions(exercise)).passed


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
@pytest.mark.parametrize("nothing", [..., None, blank], ids=["dots", "None", "stub"])
def test_a_blank_answer_scores_0_and_says_so(exercise, nothing):
    result = check(exercise.id, *[nothing if part in exercise.functions else ... for part in exercise.parts])
    points = "point" if exercise.points == 1 else "points"
    assert repr(result) == f"○ {exercise.id} {exercise.title}: not attempted yet (0 of {exercise.points:g} {points})"


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_no_answer_at_all_is_a_blank(exercise):
    assert check(exercise.id).status == "blank"


@pytest.mark.parametrize(("exercise", "part", "mistake"), MISTAKES, ids=name)
def test_each_known_mistake_is_refused_by_its_own_name(exercise, part, mistake):
    for seed in seeds():
        finding = examine_function(part, mistake.wrong, np.random.default_rng(seed))
        assert (finding.status, finding.mistake) == ("wrong", mistake.id), finding
        assert finding.where and mistake.feedback in finding.idea and finding.small, finding


@pytest.mark.parametrize(("exercise", "part", "mistake"), MISTAKES, ids=name)
def test_the_learner_sees_where_then_what_then_a_small_case(exercise, part, mistake):
    shown = [repr(check(exercise.id, **{part.name: mistake.wrong})) for _ in range(3)]
    assert [mistake.feedback in text for text in shown] == [False, True, True]
    assert ["A small case" in text for text in shown] == [False, False, True]
    assert not any(OUR_FAULT in text for text in shown)


@pytest.mark.parametrize(("exercise", "part", "mistake"), WRONG_NUMBERS, ids=name)
def test_each_wrong_number_is_refused_by_its_own_name(exercise, part, mistake):
    answers = {}
    if callable(mistake.wrong):  # it follows from an earlier number, which must be wrong then
        answers = {other.name: 0.3 for other in exercise.parts}
    wrong = mistake.wrong(answers) if callable(mistake.wrong) else mistake.wrong
    finding = examine_number(part, wrong, answers)
    assert (finding.status, finding.mistake, finding.idea) == ("wrong", mistake.id, mistake.feedback)


@pytest.mark.parametrize(("exercise", "part"), CHOICES, ids=name)
def test_every_option_of_a_choice_has_feedback_of_its_own(exercise, part):
    told = [option.feedback for option in part.options]
    assert len(set(told)) == len(told) >= 2 and all(len(text) > 15 for text in told)
    rightly = part.right if isinstance(part.right, tuple) else (part.right,)
    for option in part.options:
        report = check(exercise.id, **{part.name: option.key})
        earned = report.points == part.points
        assert earned == (part.right is None or rightly == (option.key,)), option.key
    assert part.right is None or set(rightly) <= {option.key for option in part.options}


@pytest.mark.parametrize(("exercise", "part"), SCALABLE, ids=name)
def test_a_constant_factor_is_named(exercise, part):
    for factor, words in ((-1.0, "opposite sign"), (2.0, "twice ours"), (0.5, "half of ours"), (3.7, "factor 3.7")):

        def scaled(*args, factor=factor):
            right = part.reference(*args)
            return tuple(factor * value for value in right) if part.results else factor * right

        finding = examine_function(part, scaled, np.random.default_rng(0))
        assert finding.status == "wrong" and words in finding.idea, finding


def test_a_factor_that_is_the_number_of_examples_or_inputs_is_told_apart():
    part = EXERCISES["1.6"].parts[0]

    def by_inputs(X, y, w, b):
        dw, db = part.reference(X, y, w, b)
        return dw / X.shape[1], db / X.shape[1]

    finding = examine_function(part, by_inputs, np.random.default_rng(0))
    assert "1/n of ours (n = 5, then 3)" in finding.idea


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=name)
def test_no_feedback_gives_the_formula_or_a_name_twice(exercise):
    for part in exercise.parts:
        ids = [mistake.id for mistake in getattr(part, "mistakes", ())]
        assert len(set(ids)) == len(ids)
        for mistake in getattr(part, "mistakes", ()):
            assert not any(
                sign in mistake.feedback + mistake.small for sign in (" @ ", ".T", "return", "1 / (1", "1/(1")
            )


def test_where_two_mistakes_agree_by_chance_fresh_numbers_tell_them_apart():
    seen = []

    def draw(rng):
        seen.append(1)
        return [Case("one number", (np.array(0.0 if len(seen) == 1 else 2.0),))]

    doubled = Mistake("twice", "", lambda z: 2 * z + 1, "")
    squared = Mistake("square", "", lambda z: z**2 + 1, "")
    cubed = Mistake("cube", "", lambda z: z**3 + 1, "")
    part = FunctionPart("f", 1, ("z",), lambda z: z, draw, (), mistakes=(doubled, squared, cubed), elementwise=True)
    assert examine_function(part, cubed.wrong, np.random.default_rng(0)).mistake == "cube"


POINTS_OF_CHAPTERS = {1: 10, 2: 12, 3: 14, 4: 16, 5: 22, 6: 12, 7: 14, 8: 10}


def test_the_points_of_a_chapter_are_those_of_the_course():
    chapters = {exercise.chapter for exercise in EXERCISES.values()}
    for chapter in chapters:
        assert sum(e.points for e in EXERCISES.values() if e.chapter == chapter) == POINTS_OF_CHAPTERS[chapter]


def test_every_question_says_what_kind_it_is():
    for exercise in EXERCISES.values():
        kinds = {type(part).__name__ for part in exercise.parts}
        alone = {"FunctionPart": "code", "NumberPart": "number", "ChoicePart": "choice"}
        assert exercise.kind == (alone[kinds.pop()] if len(kinds) == 1 else "mixed"), exercise.id
