"""6.5: one weight on C(w) = 5w², from w = 1, with five learning rates."""

import numpy as np

from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

CURVATURE = 10
RATES_ = {"w_005": 0.05, "w_010": 0.10, "w_015": 0.15, "w_020": 0.20, "w_025": 0.25}


def after(rate, updates=1, curvature=CURVATURE, w=1.0):
    return w * (1 - rate * curvature) ** updates


UPHILL = "You went uphill. The slope at 1 is 10, so down is to the left."
HALF = "The slope of 5w² is not 5w: the power comes down as a factor."
STEP = "That is by how much w moves. Where is it afterwards?"
FLAT = "You took away the learning rate alone. How steep is it at 1?"
HEIGHT = "That is the cost there. Asked is the place w."
TWICE = "That is the place after two updates. Asked is the first."
BOUNCE = "A long step does not stop at the bottom. On which side does it end?"


def _part(name, rate):
    right = after(rate)
    wrong = [
        ("G01", "uphill", 1 + CURVATURE * rate, UPHILL),
        ("X6.5a", "factor 2 of the slope left out", after(rate, curvature=5), HALF),
        ("X6.5b", "the step instead of the place", CURVATURE * rate, STEP),
        ("X6.5c", "slope left out", 1 - rate, FLAT),
        ("X6.5d", "the other side of the bottom", -right, BOUNCE),
        ("X6.5e", "two updates", after(rate, 2), TWICE),
        ("X6.5f", "cost instead of place", 5 * right**2, HEIGHT),
    ]
    kept, seen = [], [right]
    for row in wrong:  # one number, one name: the first that fits
        if all(abs(row[2] - other) > 0.02 for other in seen):
            kept.append(Mistake(*row))
            seen.append(row[2])
    small = "A small case: from w = 2 with the learning rate 0.01 the slope is 20, and w moves to 1.8. Do you get that by your way?"
    return NumberPart(name, 0.125, right, 0.001, small, tuple(kept))


ARRIVES = ChoicePart(
    name="arrives",
    points=0.375,
    options=(
        Option(
            "a",
            "only 0.05",
            "0.1 arrives in one step, and 0.15 too, from side to side: its factor is −0.5. So three of the five arrive.",
        ),
        Option(
            "b",
            "0.05 and 0.1",
            "0.15 jumps to the other side, but lands nearer each time: its factor is −0.5. So three of the five arrive.",
        ),
        Option(
            "c",
            "0.05, 0.1 and 0.15",
            "So it is: their factors are 0.5, 0 and −0.5. With −1 the walk goes on for ever, with −1.5 it leaves.",
        ),
        Option(
            "d",
            "all but 0.25",
            "With 0.2 the factor is −1: from 1 to −1 and back, for ever. So three of the five arrive.",
        ),
        Option(
            "e",
            "all five",
            "Every step points downhill, but a step can be too long: with 0.2 and 0.25 the walk never arrives. So three of the five do.",
        ),
    ),
)


def sheet(rng):
    """Another parabola, for the printed sheet."""
    half, rate = int(rng.integers(2, 9)), float(rng.choice([0.05, 0.1, 0.15, 0.2, 0.3]))
    start = float(rng.integers(1, 5))
    question = (
        f"A weight starts at w = {start:g} on the cost C(w) = {half}w². Where is it after one update with the learning rate {rate:g}, "
        "and where after two? At which learning rate does the descent begin to diverge?"
    )
    places = [after(rate, n, 2 * half, start) for n in (1, 2)]
    answers = [f"{np.round(place, 4) + 0.0:g}".replace("-", "−") for place in places]
    return Sheet(question, (("after one", answers[0]), ("after two", answers[1]), ("edge", f"{1 / half:.4g}")))


RATES = Exercise(
    id="6.5",
    title="five learning rates",
    kind="mixed",
    minutes=8,
    parts=(*(_part(name, rate) for name, rate in RATES_.items()), ARRIVES),
    lesson="lesson 6, section 6.2 (how long a step)",
    sheet=sheet,
)
