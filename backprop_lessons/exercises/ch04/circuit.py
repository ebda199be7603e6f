"""4.1 grad_xyz(x, y, z): the three slopes of (x + y) z."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions

NAMES = ("df_dx", "df_dy", "df_dz")
H = 1e-3


def reference(x, y, z):
    return z, z, x + y


def draw(rng):
    """All numbers between 0.5 and 3 in size, of both signs; x + y away from 0."""
    cases = []
    while len(cases) < 4:
        x, y, z = (float(number) for number in rng.choice([-1.0, 1.0], 3) * rng.uniform(0.5, 3, 3))
        if abs(x + y) > 0.3:
            cases.append(Case(f"x = {x:.3f}, y = {y:.3f}, z = {z:.3f}", (x, y, z)))
    return cases


def read(returned, args):
    """Three numbers: a tuple, a list or an array."""
    count = len(returned) if isinstance(returned, (tuple, list)) or (isinstance(returned, np.ndarray) and returned.ndim) else 1
    if count != 3:
        raise Unreadable(f"Asked are 3 results, {', '.join(NAMES)}; yours gives back {count}.")
    return dict(zip(NAMES, returned, strict=True))


def _measured(ask, rng):
    """Which slopes are not those that a nudge to both sides measures."""
    for case in draw(rng):
        slopes = ask(*case.args)
        start = np.array(case.args)
        off = []
        for k, name in enumerate(NAMES):
            (x, y, z), (u, v, w) = start + H * np.eye(3)[k], start - H * np.eye(3)[k]
            if abs(((x + y) * z - (u + v) * w) / (2 * H) - float(slopes[name])) > 1e-5:
                off.append(name)
        if off:
            right = [name for name in NAMES if name not in off]
            also = f" ({' and '.join(right)} is right there)" if right else ""
            return f"in {' and '.join(off)} at {case.name}{also}"
    return ""


PART = FunctionPart(
    name="grad_xyz",
    points=2,
    parameters=("x", "y", "z"),
    read=read,
    reference=reference,
    solution=solutions.grad_xyz,
    draw=draw,
    small=(Case("x = -2, y = 5, z = -4", (-2.0, 5.0, -4.0)), Case("x = 1, y = 2, z = 10", (1.0, 2.0, 10.0))),
    properties=(
        Property("measured slope", "Each slope is what a small nudge of that input alone measures.", _measured),
    ),
    mistakes=(
        catalogued("K01", lambda x, y, z: (x + y, x + y, z)),
        catalogued("K02", lambda x, y, z: (z + 1, z + 1, x + y + 1)),
        catalogued("K03", lambda x, y, z: (1.0, 1.0, x + y)),
        catalogued("K04", lambda x, y, z: (1.0, 1.0, 1.0)),
        Mistake(
            "X4.1a",
            "sum taken for a product",
            lambda x, y, z: (y * z, x * z, x * y),
            "Those are the slopes of three numbers multiplied. Which of the two operations joins x and y?",
        ),
        Mistake(
            "X4.1b",
            "brackets overlooked",
            lambda x, y, z: (1.0, z, y),
            "Yours fits a formula without the brackets. Does z meet y alone, or all that stands in the brackets?",
        ),
        Mistake(
            "X4.1c",
            "slopes from last to first",
            lambda x, y, z: (x + y, z, z),
            "All three seem to be there. In which order are they asked for?",
        ),
        Mistake(
            "X4.1d",
            "each slope times its own input",
            lambda x, y, z: (x * z, y * z, z * (x + y)),
            "A slope says how much f moves when the input moves by one, not how much the input contributes. Which factor is too many?",
        ),
        Mistake(
            "X4.1e",
            "the value instead of the slopes",
            lambda x, y, z: ((x + y) * z,) * 3,
            "That is the height of f. How much does it change when one input grows by 0.01?",
        ),
        Mistake(
            "X4.1f",
            "one message for all three",
            lambda x, y, z: (z, z, z),
            "Right for two of them. The third sits at the other entrance of the product: whom does it meet there?",
        ),
        Mistake(
            "X4.1g",
            "the nudge not divided out",
            lambda x, y, z: (z * 0.01, z * 0.01, (x + y) * 0.01),
            "That is how far f moves for a nudge of 0.01. Asked is the rate: the move beside the nudge.",
        ),
    ),
)

GRAD_XYZ = Exercise("4.1", "slopes of (x + y) z", "code", 8, (PART,), "lesson 4, section 4.1 (one operation at a time)")
