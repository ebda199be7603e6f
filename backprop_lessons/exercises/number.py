"""Check one number that the learner worked out."""

import numpy as np

from .calling import _as_array
from .compare import constant_factor, name_factors
from .examine import Finding

ROUNDED_TOO_EARLY = 10  # times the tolerance: near enough to be the right number with too few digits


def examine_number(part, answer, answers):
    """One number; `answers` holds all numbers given, for a mistake that follows from an earlier one."""
    if answer is None or answer is Ellipsis:
        return Finding("blank")
    array, problem = _as_array(answer)
    if problem or array.size != 1:
        return Finding("wrong", f"{part.name} should be one number; yours is {problem or f'{array.size} numbers'}.")
    value = float(array.reshape(()))
    if not np.isfinite(value):
        return Finding("wrong", f"{part.name} should be a finite number; yours is {value}.")
    if part.low is not None:
        return _measured(part, value, answers)
    miss = abs(value - part.reference)
    if miss <= part.tolerance:
        return Finding("right")
    if part.rounded and miss <= ROUNDED_TOO_EARLY * part.tolerance:
        return Finding("wrong", f"{part.name} is close: rounded too early? Give at least four digits.")
    where = f"{value:.6g} is too {'large' if value > part.reference else 'small'}."
    mistake = _known_mistake(part, value, answers)
    factor = name_factors([constant_factor(array.reshape(()), np.array(part.reference))], [{}])
    if mistake:
        return Finding("wrong", where, mistake.feedback, part.small, mistake.id)
    if factor and "constant" not in factor:
        return Finding("wrong", where, f"Yours is {factor.replace('ours', 'the right number')}.", part.small)
    return Finding("wrong", where, "Which step would change it in the other direction?", part.small)


def _measured(part, value, answers):
    """A number from the learner's own machine: anything plausible is right."""
    if part.low <= value <= part.high:
        return Finding("right", f"Measured {value:.3g}, counted {part.reference:.3g}.")
    where = f"{value:.6g} is too {'large' if value > part.high else 'small'} to be plausible."
    mistake = _known_mistake(part, value, answers)
    idea = mistake.feedback if mistake else "Do both times stand for the same job, with the same examples, and in the same unit?"
    return Finding("wrong", where, idea, part.small, mistake.id if mistake else "")


def _known_mistake(part, value, answers):
    for mistake in part.mistakes:
        wrong = mistake.wrong(answers) if callable(mistake.wrong) else mistake.wrong
        if wrong is not None and abs(value - wrong) <= part.tolerance:
            return mistake
    return None
