"""1.7 leaky_relu(z): an example of a question of one's own. It goes into backprop_lessons/exercises/ch01/leaky.py."""

import numpy as np

from backprop_lessons.exercises.exercise import Case, Exercise, FunctionPart, Mistake, Property


def reference(z):
    return np.where(z > 0, z, 0.1 * z)


def draw(rng):
    """Fresh inputs at every check: values of both signs, in two shapes."""
    return [Case(f"z of shape {shape}", (rng.uniform(-3, 3, shape),)) for shape in [(4, 4), (7,)]]


def stretched(ask, rng):
    """Says where the fact below does not hold, "" if it does. `ask` calls the learner's function."""
    z = rng.uniform(-3, 3, 6)
    bad = ~np.isclose(ask(2 * z), 2 * ask(z))
    return f"at z = {z[bad][0]:.3g}" if bad.any() else ""


PART = FunctionPart(
    name="leaky_relu",
    points=1,
    parameters=("z",),
    reference=reference,
    solution=reference,
    draw=draw,
    small=(Case("z = [-2, 3]", (np.array([-2.0, 3.0]),)),),
    elementwise=True,
    properties=(Property("stretched", "Twice the input gives twice the output.", stretched),),
    mistakes=(
        Mistake("X1.7a", "nothing leaks", lambda z: np.maximum(z, 0), "For negative z yours is flat. What should still get through?"),
    ),
)

LEAKY_RELU = Exercise("1.7", "leaky_relu", "code", 5, (PART,), lesson="lesson 1, section 1.3 (four activation functions)")
