"""The order of work of a check: what is looked at first, and what is said about the first thing that is wrong.

nothing there -> exception -> number of results -> shape -> nan or inf -> properties -> values,
first on moderate numbers, then on extreme ones, then overflow on the way; then side effects, and what else must hold.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from . import hints
from .calling import Outcome, observe, read_structure
from .compare import agree, fit, pair, same_outcome, wrong_entries
from .exercise import STAGES, Case
from .places import place, where


@dataclass
class Finding:
    """What a check found in one part: right, blank or wrong; and what to say at the 1st, 2nd and 3rd attempt."""

    status: str
    where: str = ""
    idea: str = ""
    small: str = ""
    mistake: str = ""  # id of the known mistake


class Stop(Exception):
    """Something is wrong, and this is the first thing that is.

    `where` is for the first attempt; `entry`, one number of the learner's beside ours, for the second,
    unless `idea` or a known mistake says more.
    """

    def __init__(self, where, stage, entry="", idea="", status="wrong", mistake=""):
        super().__init__(where)
        self.finding = Finding(status, where, idea)
        self.stage, self.entry, self.mistake = stage, entry, mistake


def examine_function(part, function, rng):
    """Everything about one function, with fresh random numbers from `rng`."""
    if function is None or function is Ellipsis:
        return Finding("blank")
    if not callable(function):
        return Finding("wrong", f"The check wants the function itself, {part.name}, without brackets and inputs.")
    run = _Run(part, function, rng)
    try:
        run.check_everything()
    except Stop as stop:
        return _complete(run, stop)
    return Finding("right")


def _complete(run, stop):
    """The finding with the texts for later attempts: the factor, the known mistake, a small case."""
    finding = stop.finding
    if finding.status == "blank":
        return finding
    told = next((mistake for mistake in run.part.mistakes if mistake.id == stop.mistake), None)
    mistake = told or hints.known_mistake(run, stop.stage)
    ideas = [hints.factor(run) if stop.stage == "moderate" else "", finding.idea]
    if mistake:
        finding.mistake = mistake.id
        ideas.append(mistake.feedback)
    finding.idea = " ".join(idea for idea in ideas if idea) or stop.entry
    finding.small = (mistake.small if mistake else "") or hints.small_case(run)
    return finding


class _Run:
    """One check of one function: its cases, and what the learner's function did on them so far."""

    def __init__(self, part, function, rng):
        self.part, self.function, self.rng = part, function, rng
        self.cases = self.draw()
        self.outcomes = []

    def draw(self, last_stage=STAGES[-1]):
        cases = [case for case in self.part.draw(self.rng) if STAGES.index(case.stage) <= STAGES.index(last_stage)]
        return sorted(cases, key=lambda case: STAGES.index(case.stage))

    def observe(self, case):
        return observe(self.part, self.function, case)

    def right(self, case):
        """The right answer as an Outcome."""
        args = copy.deepcopy(case.args)
        answer = self.part.reference(*args)
        if isinstance(answer, Iterator):
            answer = list(answer)
        if self.part.read:
            names, values = read_structure(self.part, answer, args if self.part.changes else case.args)
        else:
            names, values = list(self.part.results or (self.part.name,)), list(answer if self.part.results else [answer])
        return Outcome(names=names, results=[np.asarray(value, dtype=float) for value in values])

    def check_everything(self):
        for stage in STAGES:
            cases = [case for case in self.cases if case.stage == stage]
            outcomes = [self.observe(case) for case in cases]
            ours = [self.right(case) for case in cases]
            self.outcomes += outcomes
            self.check_results(stage, cases, outcomes, ours)
            if stage == "moderate":
                self.check_properties()
            self.check_values(stage, cases, outcomes, ours)
        self.check_side_effects()
        self.check_second_call()
        self.check_last_facts()

    def check_results(self, stage, cases, outcomes, ours):
        """Are there results, in the right shape, and are they numbers? One question at a time, for all cases."""
        for case, outcome in zip(cases, outcomes, strict=True):
            self.check_trouble(stage, case, outcome)
        for case, outcome, right in zip(cases, outcomes, ours, strict=True):
            self.check_shape(stage, case, outcome, right)
        for case, outcome in zip(cases, outcomes, strict=True):
            self.check_finite(stage, case, outcome)

    def check_trouble(self, stage, case, outcome):
        if outcome.trouble == "blank":
            raise Stop(outcome.message, stage, status="blank")
        if stage == "overflow" and outcome.error is FloatingPointError:
            raise Stop(f"The numbers are right, but with {case.name} something overflowed on the way.", stage)
        if outcome.trouble:
            before = f"With {case.name}: " if case is not self.cases[0] else ""
            raise Stop(before + outcome.message, stage)

    def check_shape(self, stage, case, outcome, right):
        if outcome.names != right.names:  # a structure with other parts than asked
            raise Stop(f"Asked are {_listed(right.names)}; yours has {_listed(outcome.names)}.", stage)
        for k, (name, wanted) in enumerate(zip(right.names, right.results, strict=True)):
            yours = outcome.results[k] = fit(outcome.results[k], wanted)
            if yours.shape == wanted.shape:
                continue
            text = f"{name} should have shape {wanted.shape} for {case.name}; yours has shape {yours.shape}."
            if yours.size == wanted.size:
                if agree(yours.T, wanted, self.part.tolerance):
                    text += " Turned round (transposed), its numbers are right."
                elif agree(yours.reshape(wanted.shape), wanted, self.part.tolerance):
                    text += " Its numbers are right, only the shape is not."
            raise Stop(text, stage)

    def check_finite(self, stage, case, outcome):
        for k, name in enumerate(outcome.names):
            bad = ~np.isfinite(outcome.results[k])
            if bad.any():
                index = tuple(np.argwhere(bad)[0])
                value = "nan, not a number," if np.isnan(outcome.results[k][index]) else "inf"
                raise Stop(f"{name} holds {value} {place(self.part, outcome.names, case, k, index)}.", stage)

    def check_properties(self):
        for fact in self.part.properties:
            example = fact.broken(self.ask, self.rng)
            if example:
                text = f"{fact.sentence} Yours breaks this {example}."
                raise Stop(text, "moderate", idea=fact.idea, mistake=fact.mistake)

    def ask(self, *args):
        """The learner's answer for these arguments, in the right shape, for a property to look at.

        One array; a list where there are several results; a dict by name where the answer is a structure.
        """
        case = _case_of_a_property(self.part, args)
        outcome = self.observe(case)
        self.check_results("moderate", [case], [outcome], [self.right(case)])
        if self.part.read:
            return dict(zip(outcome.names, outcome.results, strict=True))
        return outcome.results if self.part.results else outcome.results[0]

    def check_values(self, stage, cases, outcomes, ours):
        wrong = [
            [wrong_entries(y, r, self.part.tolerance) for y, r in zip(outcome.results, right.results, strict=True)]
            for outcome, right in zip(outcomes, ours, strict=True)
        ]
        names = [right.names for right in ours]
        for i, case in enumerate(cases):
            for k, entries in enumerate(wrong[i]):
                if entries.any():
                    index = tuple(np.argwhere(entries)[0])
                    numbers = pair(outcomes[i].results[k][index], ours[i].results[k][index])
                    entry = f"The first that differs, {place(self.part, names[i], case, k, index)}: {numbers}."
                    raise Stop(where(self.part, names, stage, cases, wrong), stage, entry)

    def check_side_effects(self):
        changed = sorted({name for outcome in self.outcomes for name in outcome.changed})
        if changed:
            names = " and ".join(changed)
            text = f"Your numbers are right, but your function changed {names} while it worked."
            idea = (
                f"Whoever calls it still needs {names} as before. Which line writes into the array that was passed in?"
            )
            raise Stop(text, "effects", idea=idea)

    def check_second_call(self):
        again, right = self.observe(self.cases[0]), self.right(self.cases[0])
        again.results = [fit(y, r) for y, r in zip(again.results, right.results, strict=False)]
        if not same_outcome(again, self.outcomes[0]):
            text = "Called twice with the same input, your function gave two different answers."
            idea = "Is something left over from the first call? Look for a name that it uses but does not set."
            raise Stop(text, "effects", idea=idea)


    def check_last_facts(self):
        for fact in self.part.late:
            example = fact.broken(self.function, self.rng)
            if example:
                text = f"Your numbers are right. {fact.sentence} Yours breaks this {example}."
                raise Stop(text, "effects", idea=fact.idea, mistake=fact.mistake)


def _listed(names):
    return " and ".join(names) if len(names) <= 4 else f"{len(names)} results ({names[0]} to {names[-1]})"


def _case_of_a_property(part, args):
    arrays = [(name, arg) for name, arg in zip(part.parameters, args, strict=True) if isinstance(arg, np.ndarray) and arg.ndim]
    return Case(" and ".join(f"{name} of shape {arg.shape}" for name, arg in arrays) or "inputs of the check's own", args)
