"""8.3: two ratios, measured on the reader's machine, with a prediction before."""

from ... import counting
from ..catalogue import known
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet
from .counts import different

NET = counting.count_operations([64, 30, 10])

PREDICTION = ChoicePart(
    name="passes",
    points=0.5,
    options=(
        Option("a", "less than three", "So it is: the way back shares its work among all the slopes."),
        Option("b", "about ten", "It is fewer: each layer takes one product forward and at most two on the way back."),
        Option("c", "about 2,260, one for each parameter", known("M11").look),
        Option("d", "about 4,520, two for each parameter", "That is what central differences take. The way back needs no nudges at all."),
    ),
)

RATIO = NumberPart(
    name="ratio",
    points=0.75,
    reference=round(NET.gradient_in_forwards, 2),
    tolerance=0.45,
    low=1.0,
    high=6.0,
    small="A small case: if a pass with its cost takes 2 ms, and cost and gradient together take 5 ms, the ratio is 2.5.",
    mistakes=(
        Mistake(
            "X8.3a",
            "turned round, or the way back alone",
            0.5,
            "Can cost and gradient take less time than the cost alone? Which of the two times do you divide by the other?",
        ),
    ),
)

GAIN = NumberPart(
    name="gain",
    points=0.75,
    reference=round(NET.gain),
    tolerance=4.0,
    low=NET.gain / 10,
    high=NET.gain * 10,
    small="A small case: if differences take 0.3 s and the gradient takes 0.1 ms, the gain is 3000. Are both of your times in seconds?",
    mistakes=(
        Mistake(
            "X8.3b",
            "one parameter only, or turned round",
            2.0,
            "Is that the time of the differences divided by that of the gradient, and are all 2,260 parameters in it?",
        ),
    ),
)


def sheet(rng):
    """Counted instead of measured, for the printed sheet."""
    sizes = different(rng, 3, high=30)
    counts = counting.count_operations(sizes)
    question = (
        f"A network of the sizes {sizes[0]}-{sizes[1]}-{sizes[2]}. How many multiply-adds per example does a forward pass take, "
        "how many do cost and gradient take by backpropagation (no slopes of the inputs), "
        "and how many forward passes do central differences take?"
    )
    numbers = (("forward", counts.forward), ("cost and gradient", counts.gradient), ("passes", 2 * counts.parameters))
    return Sheet(question, tuple((label, str(number)) for label, number in numbers))


RATIOS = Exercise(
    id="8.3",
    title="two ratios on your machine",
    kind="mixed",
    minutes=15,
    parts=(PREDICTION, RATIO, GAIN),
    lesson="lesson 8, section 8.3 (measure)",
    sheet=sheet,
)
