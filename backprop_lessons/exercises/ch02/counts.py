"""2.1: how many parameters a network has, and which products are legal."""

import numpy as np

from ...counting import count_parameters
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

SMALL = NumberPart(
    name="small_net",
    points=0.25,
    reference=count_parameters([2, 2, 2]),
    tolerance=0.1,
    small="A 3-1 network has 3 weights and 1 bias: 4 parameters. Does your way of counting give that?",
    mistakes=(
        Mistake(
            "F04", "biases left out", 8, "Those are the weights. Each unit has one more number that can be learned."
        ),
        Mistake(
            "X2.1a",
            "inputs given a bias",
            14,
            "The inputs compute nothing. Which units have something to add a bias to?",
        ),
        Mistake(
            "X2.1b",
            "units counted, or one layer only",
            6,
            "Six are the inputs and units, and six are the numbers of one layer. How many layers of weights lie between three columns?",
        ),
        Mistake("X2.1c", "one bias for a layer", 10, "Each unit has a bias of its own, not each layer."),
    ),
)

DIGITS = NumberPart(
    name="digits_net",
    points=0.25,
    reference=count_parameters([64, 30, 10]),
    tolerance=0.1,
    small="A 3-2-1 network has 6 + 2 weights and 2 + 1 biases: 11 parameters. Does your way of counting give that?",
    mistakes=(
        Mistake(
            "F04", "biases left out", 2220, "Those are the weights. Each unit has one more number that can be learned."
        ),
        Mistake(
            "X2.1a",
            "inputs given a bias",
            2324,
            "The inputs compute nothing. Which units have something to add a bias to?",
        ),
        Mistake(
            "X2.1e",
            "all sizes multiplied",
            19200,
            "You multiplied all three sizes. Do the inputs lead straight to the outputs?",
        ),
        Mistake("X2.1c", "one bias for a layer", 2222, "Each unit has a bias of its own, not each layer."),
        Mistake("X2.1f", "first layer only", 1950, "That is the first layer, complete. One more follows."),
        Mistake(
            "X2.1b",
            "units counted",
            104,
            "Those are the inputs and units. What is learned sits on the lines between them.",
        ),
    ),
)

PRODUCT = ChoicePart(
    name="product",
    points=0.5,
    right="a",
    small="A small case: (2, 3) meets (3, 1). The inner numbers agree, so the product exists; its shape is (2, 1), the outer ones.",
    options=(
        Option("a", "A @ W", "Right: the inner sizes, 3 and 3, agree, and the outer ones remain: (5, 4)."),
        Option(
            "b",
            "A @ W.T",
            "Turned round, W has the shape (4, 3). Write (5, 3) and (4, 3) side by side: do the inner numbers agree?",
        ),
        Option("c", "W @ A", "Here the inner numbers are 4 and 5. Who comes first, the examples or the weights?"),
        Option(
            "d",
            "A.T @ W",
            "Turned round, A has the shape (3, 5), and its inner number is 5. What would the examples be multiplied with?",
        ),
    ),
)


def sheet(rng):
    """Other sizes, for the printed sheet."""
    sizes = [int(n) for n in rng.choice(np.arange(2, 13), size=3, replace=False)]
    m, k, n = (int(size) for size in rng.choice(np.arange(2, 10), size=3, replace=False))
    question = (
        f"How many parameters (weights and biases) has a dense network of the sizes {sizes[0]}-{sizes[1]}-{sizes[2]}? "
        f"A has the shape ({m}, {k}) and W the shape ({k}, {n}). Which of these products exists, and what is its shape: "
        "A @ W, A @ W.T, W @ A, A.T @ W?"
    )
    return Sheet(
        question, (("parameters", str(count_parameters(sizes))), ("product", "the first, A @ W"), ("its shape", f"({m}, {n})"))
    )


COUNTS = Exercise(
    id="2.1",
    title="parameters and products",
    kind="mixed",
    minutes=5,
    parts=(SMALL, DIGITS, PRODUCT),
    lesson="lesson 2, sections 2.1 and 2.3 (from a neuron to a layer, many examples in one product)",
    sheet=sheet,
)
