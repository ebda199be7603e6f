"""The second and the third attempt: which known mistake it is, which constant factor, and a small case with numbers."""

import re

from .calling import observe
from .compare import agree, constant_factor, fit, name_factors, same_outcome
from .exercise import STAGES


def known_mistake(run, stage):
    """The known mistake that behaves the same on all cases up to this stage; None if there is none.

    Where two fit, fresh numbers are drawn, for two mistakes can agree by chance.
    """
    candidates = run.part.mistakes
    cases, outcomes = run.cases[: len(run.outcomes)], run.outcomes
    for _ in range(5):
        candidates = [mistake for mistake in candidates if _behaves_like(run, mistake, cases, outcomes)]
        if len(candidates) < 2:
            break
        cases = run.draw(last_stage=stage if stage in STAGES else STAGES[-1])
        outcomes = [run.observe(case) for case in cases]
    return candidates[0] if candidates else None


def _behaves_like(run, mistake, cases, outcomes):
    return all(
        same_outcome(observe(run.part, mistake.wrong, case), outcome)
        for case, outcome in zip(cases, outcomes, strict=True)
    )


def factor(run):
    """Sentences for the results that are one constant times ours, "" if there is none."""
    if any(outcome.trouble for outcome in run.outcomes):
        return ""
    cases = run.cases[: len(run.outcomes)]
    ours = [run.right(case) for case in cases]
    factors, sizes = {}, {}  # of all results of one name, over all cases; "dW of layer 2" counts as dW, "slope of line 3" as slope
    for case, outcome, right in zip(cases, run.outcomes, ours, strict=True):
        if outcome.names != right.names:
            return ""
        for name, y, r in zip(right.names, outcome.results, right.results, strict=True):
            kind = re.sub(r" of (layer|line) \d+$", "", name)
            factors.setdefault(kind, []).append(constant_factor(y, r))
            sizes.setdefault(kind, []).append(run.part.sizes(*case.args))
    found = {}
    for kind in factors:
        words = name_factors(factors[kind], sizes[kind])
        if words:
            found.setdefault(words, []).append(kind)
    return " ".join(f"Every number of {' and '.join(kinds)} is {words}." for words, kinds in found.items())


def small_case(run):
    """The learner's number beside ours in the first small case where they differ."""
    for case in run.part.small:
        outcome, right = run.observe(case), run.right(case)
        fits = not outcome.trouble and outcome.names == right.names
        pairs = zip(outcome.results, right.results, strict=True) if fits else ()
        if not fits or not all(agree(fit(y, r), r, run.part.tolerance) for y, r in pairs):
            yours, ours = _show(outcome), _show(right)
            return f"A small case, {case.name}:\n  yours: {yours}\n  right: {ours}"
    return ""


def _show(outcome):
    names = outcome.names
    if outcome.trouble:
        return f"stops ({outcome.error.__name__})" if outcome.error else "is no number"
    texts = [_numbers(result.tolist()) if result.size <= 12 else f"{result.size} numbers" for result in outcome.results]
    if len(names) == 1:
        return texts[0]
    return ", ".join(f"{name} = {text}" for name, text in zip(names, texts, strict=True))


def _numbers(values):
    """A number, or nested lists of them, with up to six digits."""
    if isinstance(values, list):
        return f"[{', '.join(_numbers(value) for value in values)}]"
    return f"{values:.6g}"
