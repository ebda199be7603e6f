"""check(...): the one function that a learner calls after each question."""

import contextlib
import io
import warnings

import numpy as np

from . import deadline
from .choice import examine_choice
from .examine import Finding, examine_function
from .exercise import ChoicePart, NumberPart
from .feedback import Attempts, Note, PartReport, Report
from .guesses import message_of
from .number import examine_number
from .points import POINTS, keep, remember
from .registry import EXERCISES

TIME_LIMIT = 10.0  # seconds for one function, unless it asks for more
OUR_FAULT = "The check itself failed on this answer"


def check(exercise_id, *answers, seed=None, **named):
    """Check an answer: `check("1.2", sigmoid)`, or by name, `check("1.1", z=..., a=..., slope=...)`.

    Each check draws fresh random numbers; `seed` brings back those of an earlier one. Whatever the answer is,
    the result is shown and nothing is raised, so that a notebook runs to its end.
    """
    fresh = seed is None
    try:
        exercise, given, seed, again = arranged(exercise_id, answers, named, seed)
    except ValueError as problem:
        return Note(str(problem))
    report = Report(exercise, replay=again, remarks=[remember()])
    for part in exercise.parts:
        finding = examine(part, given, seed)
        attempt = 0
        if finding.status == "right":
            POINTS.record(exercise, part, part.points)
        elif finding.status == "wrong":
            attempt = POINTS.fail(exercise, part, count=fresh)
        report.parts.append(PartReport(part, finding, attempt))
    if report.status != "blank":
        report.remarks.append(keep())
    return report


def show_feedback(exercise_id, answer, part=None, seed=0):
    """What the three attempts with one wrong answer would say, without making them: nothing is counted or saved."""
    exercise = EXERCISES[exercise_id]
    chosen = next(p for p in exercise.parts if part in (None, p.name))
    finding = examine(chosen, {chosen.name: answer}, seed)
    return Attempts([Report(exercise, [PartReport(chosen, finding, attempt)]) for attempt in (1, 2, 3)])


def arranged(exercise_id, answers, named, seed):
    """(exercise, answers by name, seed, line to replay it); raises ValueError, with a sentence, for a call that makes no sense."""
    exercise = EXERCISES.get(str(exercise_id))
    if exercise is None:
        raise ValueError(f"There is no exercise {exercise_id!r}. There are: {', '.join(EXERCISES)}.")
    problem = _wrong_call(exercise, answers, named, seed)
    if problem:
        raise ValueError(problem)
    given = dict(zip((part.name for part in exercise.parts), answers, strict=False)) | named
    seed = int(np.random.default_rng().integers(1_000_000)) if seed is None else int(seed)
    return exercise, given, seed, replay(exercise, seed)


def _wrong_call(exercise, answers, named, seed):
    """A sentence if the check itself is called in a way that makes no sense, else ""."""
    names = [part.name for part in exercise.parts]
    unknown = [name for name in named if name not in names]
    twice = [name for name in names[: len(answers)] if name in named]
    if unknown or twice or len(answers) > len(names):
        return f"Exercise {exercise.id} is checked with {exercise.call}."
    if seed is not None and not (isinstance(seed, (int, np.integer)) and seed >= 0):
        return "seed is a whole number, 0 or above, from the last line of an earlier check."
    return ""


def replay(exercise, seed):
    """How to see the same random numbers again; a question without a function has none."""
    return f"{exercise.call[:-1]}, seed={seed})" if exercise.functions else ""


def examine(part, given, seed, slack=0.0):
    """The Finding for one part, quietly: what the learner's function prints or warns of while it is called many times is not shown.

    given: all answers of the exercise by name. slack: seconds more, for a function that keeps the time limit itself.
    """
    answer = given.get(part.name)

    def work():
        if isinstance(part, NumberPart):
            return examine_number(part, answer, given)
        if isinstance(part, ChoicePart):
            return examine_choice(part, answer)
        return examine_function(part, answer, np.random.default_rng(seed))

    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return deadline.run(work, seconds_for(part) + slack)
        except deadline.OutOfTime:
            return Finding(
                "wrong",
                f"Your {part.name} was stopped after {seconds_for(part):g} seconds.",
                "Does it hold a loop that never ends? Print what the loop counts or tests.",
            )
        except Exception as error:  # a fault of the check must not stop the notebook, nor look like the learner's
            text = f"{type(error).__name__}: {message_of(error)}"
            return Finding("wrong", f"{OUR_FAULT} ({text}). Please report it; your answer may be right.")


def seconds_for(part):
    return getattr(part, "seconds", None) or TIME_LIMIT
