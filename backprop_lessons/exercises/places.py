"""Words for where an answer is wrong: at which input, in which result, in which of the cases."""

import numpy as np


def place(part, names, case, k, index):
    """Where one entry is: by its input where the function works entry by entry, else by its index."""
    if part.elementwise:
        return f"at {part.parameters[0]} = {case.args[0][index]:.4g}"
    numbers = ", ".join(str(int(i)) for i in index)
    return f"in {names[k]}" + (f"[{numbers}]" if index else "")


def where(part, names, stage, cases, wrong):
    """Which answers are right and which are not, in one sentence; `wrong[case][result]` is True where one differs.

    names[case] are the results' names, in the order in which they are computed.
    """
    failed = next(case for case, parts in zip(cases, wrong, strict=True) if any(p.any() for p in parts))
    if stage != "moderate":
        return f"Right for moderate {part.parameters[0]}; wrong with {failed.name}."
    if part.elementwise:
        return _on_the_axis(part.parameters[0], cases, wrong)
    passed = [case for case, parts in zip(cases, wrong, strict=True) if not any(p.any() for p in parts)]
    if passed:
        return f"Right with {passed[0].name}; wrong with {failed.name}."
    if part.read:
        return _first_in_order(names[0], [p.any() for p in wrong[0]])
    if len(names[0]) > 1:
        return _among_results(names[0], wrong)
    if not wrong[0][0].all():
        rows = ", ".join(str(int(i)) for i in np.flatnonzero(wrong[0][0]))
        return f"Right in some places; the numbers differ in row {rows} (rows count from 0)."
    return f"The numbers of {names[0][0]} differ."


def _first_in_order(names, bad):
    """For an answer that is computed stage by stage: what is right before the first thing that differs."""
    first = bad.index(True)
    if first == 0:
        return f"{names[0]}, the first thing to be computed, differs already."
    before = " and ".join(names[:first]) if first <= 3 else f"{names[0]} to {names[first - 1]}"
    return f"{before} {'is' if first == 1 else 'are'} right; the first that differs is {names[first]}."


def _among_results(names, wrong):
    bad = [k for k in range(len(names)) if any(parts[k].any() for parts in wrong)]
    good = [name for k, name in enumerate(names) if k not in bad]
    differ = " and ".join(names[k] for k in bad) + (" differ." if len(bad) > 1 else " differs.")
    return f"{' and '.join(good)} is right; {differ}" if good else differ


def _on_the_axis(name, cases, wrong):
    """For a function that works entry by entry: below 0, at 0, above 0."""
    z = np.concatenate([case.args[0].ravel() for case in cases])
    bad = np.concatenate([parts[0].ravel() for parts in wrong])
    regions = {f"{name} < 0": z < 0, f"{name} = 0": z == 0, f"{name} > 0": z > 0}
    right = [words for words, here in regions.items() if not bad[here].any()]
    off = [words for words, here in regions.items() if bad[here].any()]
    if right:
        return f"Right for {' and '.join(right)}; wrong for {' and '.join(off)}."
    return f"The numbers differ for every kind of {name}: below 0, at 0 and above 0."
