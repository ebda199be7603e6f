"""5.6: how much longer a gradient takes than a cost; predicted, then measured on the reader's own machine."""

from ...counting import central_passes, count_parameters, count_weights, gradient_operations
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

TRUE = (
    "A gradient takes about as long as two or three forward passes, whatever the number of weights: "
    "the way back uses each weight about twice."
)
GROWTH = ChoicePart(
    name="growth",
    points=0.5,
    options=(
        Option("a", "between 1 and 6 times as long", "So it is. " + TRUE),
        Option(
            "b",
            "about 30 times, once for each hidden unit",
            "It is far less: all hidden units are served by one product. " + TRUE,
        ),
        Option("c", "about 2,260 times, once for each parameter", "That is what nudging takes. " + TRUE),
    ),
)
NUDGING = ChoicePart(
    name="nudging",
    points=0.5,
    options=(
        Option(
            "a",
            "about twice as long",
            "That would do for one parameter. There are 2,260, each is nudged twice, and each nudge takes a forward pass.",
        ),
        Option(
            "b",
            "about ten times as long",
            "It is much more: each of 2,260 parameters is nudged twice, and each nudge takes a forward pass.",
        ),
        Option("c", "more than 500 times as long", "So it is: 4,520 forward passes against one sweep there and back."),
    ),
)
BACK = NumberPart(
    name="back",
    points=0.5,
    reference=3.5,
    tolerance=2.5,
    rounded=False,
    small="If a cost takes 0.1 ms, and cost and gradient together 0.2 ms, the answer is 2.",
    mistakes=(
        Mistake(
            "X5.6a",
            "the wrong way round",
            0.4,
            "Less than the cost alone? Which of the two times belongs above, which below?",
        ),
        Mistake(
            "X5.6b",
            "a single example, or a single run",
            12.0,
            "With one example, or one run, all else takes longer than the arithmetic. Time 128 examples, and the best of several runs.",
        ),
    ),
)
DIFFERENCES = NumberPart(
    name="differences",
    points=0.5,
    reference=25_250.0,
    tolerance=24_750.0,
    rounded=False,
    small="If one gradient takes 0.2 ms and central differences take 0.4 s, the answer is 2000. Expect 500 to 50,000.",
    mistakes=(
        Mistake(
            "X5.6c",
            "one parameter, or the wrong way round",
            1.0,
            "Are all 2,260 parameters nudged, each of them twice? And which time belongs above, which below?",
        ),
        Mistake(
            "X5.6d",
            "one time in another unit",
            70_000.0,
            "More than there are forward passes to make, many times over. Are both times in seconds?",
        ),
    ),
)

def sheet(rng):
    """On paper there is nothing to measure, so the two ratios are counted, for other sizes."""
    sizes = [int(n) for n in rng.integers(10, 100, 3)]
    question = (
        f"A network of the sizes {sizes[0]}-{sizes[1]}-{sizes[2]}. Counted in multiply-adds per example: how many times a forward pass do "
        "cost and gradient take by backpropagation? And how many forward passes do central differences take?"
    )
    ratio = gradient_operations(sizes) / count_weights(sizes)
    return Sheet(question, (("ratio", f"{ratio:.4f}"), ("passes", str(central_passes(count_parameters(sizes))))))


RATIOS = Exercise(
    id="5.6",
    title="what a gradient takes",
    kind="mixed",
    minutes=10,
    parts=(GROWTH, NUDGING, BACK, DIFFERENCES),
    lesson="lesson 5, section 5.13 (what it is good for)",
    sheet=sheet,
)
