"""The second and the third attempt: which known mistake it is, which constant factor, and a small case with numbers."""

from .calling import Outcome, observe
from .compare import agree, constant_factor, fit, name_factors, same_outcome


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
        cases = run.draw(last_stage=stage)
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
    ours = [run.ours(case) for case in cases]
    sizes = [run.part.sizes(*case.args) for case in cases]
    found = {}
    for k, name in enumerate(run.names):
        factors = [constant_factor(o.results[k], r[k]) for o, r in zip(run.outcomes, ours, strict=True)]
        words = name_factors(factors, sizes)
        if words:
            found.setdefault(words, []).append(name)
    return " ".join(f"Every number of {' and '.join(names)} is {words}." for words, names in found.items())


def small_case(run):
    """The learner's number beside ours in the first small case where they differ."""
    for case in run.part.small:
        outcome, right = run.observe(case), run.ours(case)
        fits = not outcome.trouble and all(agree(fit(y, r), r) for y, r in zip(outcome.results, right, strict=True))
        if not fits:
            yours, ours = _show(outcome, run.names), _show(Outcome(results=right), run.names)
            return f"A small case, {case.name}:\n  yours: {yours}\n  right: {ours}"
    return ""


def _show(outcome, names):
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
