"""1.7 leaky_relu(z): an example of a question of one's own."""

import numpy as np

from backprop_lessons.exercises import exercise as data


def reference(z):
    return np.where(z > 0, z, 0.1 * z)


def draw(rng):
    """Fresh inputs at every check: both signs, in two shapes."""
    square = data.Case("a 4×4 array z", (rng.uniform(-3, 3, (4, 4)),))
    row = data.Case("a row of 7 numbers z", (rng.uniform(-3, 3, 7),))
    return [square, row]


def stretched(ask, rng):
    """Where the fact does not hold; `ask` calls the learner's function."""
    z = rng.uniform(-3, 3, 6)
    bad = ~np.isclose(ask(2 * z), 2 * ask(z))
    return f"at z = {z[bad][0]:.3g}" if bad.any() else ""


STRETCHED = data.Property(
    "stretched", "Twice the input gives twice the output.", stretched
)
NOTHING_LEAKS = data.Mistake(
    id="X1.7a",
    name="nothing leaks",
    wrong=lambda z: np.maximum(z, 0),
    feedback="For negative z yours is flat. What should get through?",
)
PART = data.FunctionPart(
    name="leaky_relu",
    points=1,
    parameters=("z",),
    reference=reference,
    draw=draw,
    small=(data.Case("z = [-2, 3]", (np.array([-2.0, 3.0]),)),),
    elementwise=True,
    properties=(STRETCHED,),
    mistakes=(NOTHING_LEAKS,),
)
LEAKY_RELU = data.Exercise(
    id="1.7",
    title="leaky_relu",
    kind="code",
    minutes=5,
    parts=(PART,),
    lesson="lesson 1, section 1.3 (four activation functions)",
)
