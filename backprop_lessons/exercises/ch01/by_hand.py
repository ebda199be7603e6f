"""1.1: one neuron by hand, w = (2, -3), b = -3, x = (-1, -2)."""

import numpy as np

from ... import activations
from ..exercise import Exercise, Mistake, NumberPart, Sheet

Z = 2.0 * -1.0 + -3.0 * -2.0 - 3.0
A = float(activations.sigmoid(Z))


def _from(name, function):
    """A wrong number that follows rightly from an earlier wrong number, where there is one."""

    def wrong(answers):
        try:
            return float(function(float(answers[name])))
        except (KeyError, TypeError, ValueError):
            return None

    return wrong


WEIGHTED_INPUT = NumberPart(
    name="z",
    points=0.25,
    reference=Z,
    tolerance=5e-4,
    small="Another neuron, w = (1, -2), b = 0.5, x = (3, 1), has z = 1.5. Do you get that by your way?",
    mistakes=(
        Mistake("A17", "bias forgotten", 4.0, "Something is missing: with x = (0, 0), what should z be?"),
        Mistake(
            "A20", "bias subtracted", 7.0, "A larger bias should make the neuron more eager. Which way does yours go?"
        ),
        Mistake("X1.1a", "a sign lost", -11.0, "Look at the second product: what sign has negative times negative?"),
        Mistake("X1.1b", "inputs swapped", -4.0, "Which weight belongs to which input? Yours meet the wrong partners."),
        Mistake("X1.1c", "stopped at the activation", A, "That is one step too far: z is the number before squashing."),
    ),
)

OUTPUT = NumberPart(
    name="a",
    points=0.25,
    reference=A,
    tolerance=5e-4,
    small="Another neuron with z = 1.5 has a = 0.8176. Do you get that by your way?",
    mistakes=(
        Mistake("A01", "sign in the exponent", 1 - A, "Positive z should push the neuron above one half. Is yours?"),
        Mistake("A18", "activation forgotten", Z, "A neuron does two things; one is missing."),
        Mistake(
            "X1.1d",
            "tanh instead of the sigmoid",
            0.761594,
            "That is another squashing function. At z = 0, is yours 0 or 0.5?",
        ),
        Mistake(
            "A19",
            "bias after the activation",
            0.982014 - 3,
            "The order matters: does b come before or after squashing?",
        ),
        Mistake(
            "X1.1e",
            "right for a wrong z",
            _from("z", activations.sigmoid),
            "Your a belongs to your z. Once z is right, do this step again.",
        ),
    ),
)

SLOPE = NumberPart(
    name="slope",
    points=0.5,
    reference=float(activations.sigmoid_prime(Z)),
    tolerance=5e-4,
    small="Another neuron with z = 1.5 and a = 0.8176 has slope 0.1491. Do you get that by your way?",
    mistakes=(
        Mistake("A07", "height instead of slope", A, "That is the height of the curve; asked is its slope."),
        Mistake(
            "A05",
            "slope of an already squashed value",
            float(activations.sigmoid_prime(A)),
            "It looks as if σ was applied once too often. Is the slope taken at z or at a?",
        ),
        Mistake(
            "A06",
            "shortcut for a used on z",
            0.0,
            "That shortcut holds for one of two quantities, the one before squashing or the one after. Which did you use?",
        ),
        Mistake(
            "A08",
            "slope rule of tanh",
            1 - A * A,
            "You used the slope rule of a neighbouring function. Check it at z = 0.",
        ),
        Mistake(
            "X1.1f", "only one of two factors", 1 - A, "That is half of the way. Can a slope at z = 0 be one half?"
        ),
        Mistake(
            "A14",
            "slope of tanh",
            0.419974,
            "That is the slope of another curve. How steep is the sigmoid where it is steepest?",
        ),
        Mistake(
            "X1.1g",
            "right for a wrong z",
            _from("z", activations.sigmoid_prime),
            "Your slope belongs to your z. Once z is right, do this step again.",
        ),
        Mistake(
            "X1.1h",
            "right for a wrong a",
            _from("a", lambda a: a * (1 - a)),
            "Your slope belongs to your a. Once a is right, do this step again.",
        ),
    ),
)



def sheet(rng):
    """Another neuron, for the printed sheet."""
    while True:
        w, x, b = rng.integers(-4, 5, 2), rng.integers(-3, 4, 2), int(rng.integers(-3, 4))
        z = float(w @ x + b)
        if np.all(w) and np.all(x) and b and 0.5 <= abs(z) <= 3:
            break
    question = (
        f"A neuron has the weights w = ({w[0]}, {w[1]}), the bias b = {b} and the inputs x = ({x[0]}, {x[1]}); "
        "its activation is the sigmoid. "
        "Work out its weighted input z, its output a, and the slope of the sigmoid at z."
    )
    a, slope = float(activations.sigmoid(z)), float(activations.sigmoid_prime(z))
    return Sheet(question.replace("-", "−"), (("z", f"{z:g}".replace("-", "−")), ("a", f"{a:.4f}"), ("slope", f"{slope:.4f}")))


BY_HAND = Exercise(
    id="1.1",
    title="one neuron by hand",
    kind="number",
    minutes=5,
    parts=(WEIGHTED_INPUT, OUTPUT, SLOPE),
    lesson="lesson 1, section 1.1 (one neuron, by hand)",
    sheet=sheet,
)
