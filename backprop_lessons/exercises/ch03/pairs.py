"""3.6: which outputs and costs belong together, and which claim a picture refutes."""

from ...activations import sigmoid, sigmoid_prime
from ..exercise import ChoicePart, Exercise, Option, Sheet

MATCHED = ChoicePart(
    name="matched",
    points=0.5,
    right=("a", "c", "e"),
    small="A small case: z = 4, target 0. The sigmoid gives 0.982. Which cost makes delta just this miss?",
    options=(
        Option("a", "linear output and quadratic cost", "The slope of a linear output is 1: delta is the miss."),
        Option(
            "b",
            "sigmoid output and quadratic cost",
            "It can be done, but the slope of the sigmoid stays in delta, and with it a plateau.",
        ),
        Option("c", "sigmoid output and binary cross-entropy", "The slope of the sigmoid cancels: delta is the miss."),
        Option(
            "d",
            "ReLU output and binary cross-entropy",
            "A ReLU can put out 3. Is that a probability, and what is its logarithm worth?",
        ),
        Option(
            "e",
            "softmax output and negative log-likelihood",
            "All the slopes of the softmax add up to something simple: delta is the miss.",
        ),
        Option(
            "f",
            "ReLU output and quadratic cost",
            "Below 0 a ReLU has no slope, and no cost can wake it. Is delta the miss there?",
        ),
    ),
)

CLAIM = ChoicePart(
    name="claim",
    points=0.5,
    right="b",
    small="A small case, target 0: at z = 0 the quadratic slope is 0.125, at z = 4 it is 0.017.",
    options=(
        Option(
            "a",
            "The more wrong the output, the harder cross-entropy pulls.",
            "The picture agrees: its slope rises all the way to 1.",
        ),
        Option(
            "b",
            "The more wrong the output, the harder the quadratic cost pulls.",
            "Right: its slope has a hill, and on the far wrong side it falls back to nearly 0.",
        ),
        Option(
            "c",
            "Where the output is sure and right, both costs hardly pull.",
            "Look at the left end of the lower picture: both slopes are close to 0 there, so it stands.",
        ),
        Option(
            "d",
            "Where the output is sure and wrong, the quadratic cost is large and hardly changes.",
            "Look at the right end: the value is close to one half, and flat. So the picture shows just this.",
        ),
    ),
)

TASKS = (
    ("the price of a house", "linear output, quadratic cost"),
    ("whether a mail is spam", "one sigmoid output, binary cross-entropy"),
    ("which of ten digits is in a picture", "ten scores, softmax, negative log-likelihood"),
    ("which of twenty things are in a photo (several may be)", "twenty sigmoid outputs, binary cross-entropy"),
)


def sheet(rng):
    """Another task and another z, for the printed sheet."""
    task, pair = TASKS[int(rng.integers(len(TASKS)))]
    z = float(rng.choice([-4.0, -3.0, -2.0, 2.0, 3.0, 4.0, 5.0]))
    a, prime = float(sigmoid(z)), float(sigmoid_prime(z))
    question = (
        f"A network is to tell {task}. Which output units and which cost fit? "
        f"And: a sigmoid output with the target 0 stands at z = {z:g}. "
        "What is the slope of the cost in z with the quadratic cost, and with cross-entropy?"
    )
    return Sheet(
        question.replace("= -", "= −"),
        (("pair", pair), ("quadratic", f"{a * prime:.4f}"), ("cross-entropy", f"{a:.4f}")),
    )


PAIRS = Exercise(
    id="3.6",
    title="outputs and costs",
    kind="choice",
    minutes=6,
    parts=(MATCHED, CLAIM),
    lesson="lesson 3, sections 3.3 and 3.5 (sure and wrong, the output delta)",
    sheet=sheet,
)
