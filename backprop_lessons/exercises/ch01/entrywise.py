"""Inputs and properties for functions that work entry by entry, such as the sigmoid."""

import numpy as np

from ..exercise import Case, Property

LARGE = np.array([-800.0, -41.5, -30.25, 30.25, 41.5, 800.0])


def draw(rng):
    """Arrays of several shapes, values within ±3 and a 0 in each array; then large values."""
    shapes = {
        "a 4×4 array z": (4, 4),
        "a 3×5 array z": (3, 5),
        "a row of 6 numbers z": (6,),
        "a 2×3×4 array z": (2, 3, 4),
    }
    cases = []
    for name, shape in shapes.items():
        z = rng.uniform(-3, 3, shape)
        z.flat[rng.integers(z.size)] = 0.0
        cases.append(Case(name, (z,)))
    cases.append(Case("a single number z", (np.array(rng.uniform(0.5, 3)),)))
    cases.append(Case("z up to ±800", (LARGE.copy(),), "extreme"))
    return cases


def draw_with_overflow(rng):
    return [*draw(rng), Case("z up to ±800", (LARGE.copy(),), "overflow")]


def small(*values):
    """Cases of one or a few numbers, for the third attempt."""
    return tuple(Case(f"z = {value}", (np.array(value, dtype=float),)) for value in values)


def near(one, other):
    """Equal as far as a property is concerned; the exact comparison comes later."""
    return np.isclose(one, other, rtol=1e-5, atol=1e-6)


def everywhere(name, sentence, holds):
    """A property `holds(ask, z)` -> True or False for each entry of z; says at which z it fails."""

    def broken(ask, rng):
        z = rng.uniform(-3, 3, 8)
        z[rng.integers(8)] = 0.0
        bad = ~np.asarray(holds(ask, z))
        return f"at z = {z[bad][0]:.4g}" if bad.any() else ""

    return Property(name, sentence, broken)


def at_zero(value):
    """A property: the value at z = 0."""

    def broken(ask, rng):
        yours = ask(np.zeros(3))
        return "" if near(yours, value).all() else f"there: it gives {yours[0]:.4g}"

    return Property("value at 0", f"At z = 0 the answer is {value:g}.", broken)
