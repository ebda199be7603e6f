"""2.5: three of the eight numbers of the running example."""

import numpy as np

from ... import datasets
from ...activations import sigmoid, tanh
from ..exercise import Exercise, Mistake, NumberPart, Sheet

NET, X, _ = datasets.worked_example()
TRACE_ = NET.forward(X)
Z1, Z2, A1, A2 = TRACE_.Z[0][0], TRACE_.Z[1][0], TRACE_.A[1][0], TRACE_.A[2][0]

HIDDEN = NumberPart(
    name="z_h2",
    points=0.5,
    reference=float(Z1[1]),
    tolerance=1e-6,
    small="For the input (1, 0), z of h2 is 0.6. Do you get that by your way?",
    mistakes=(
        Mistake(
            "F01", "W not read by columns", 0.39, "Column k of W belongs to unit k. Did you take the numbers of a row?"
        ),
        Mistake("F04", "bias left out", 0.0425, "With both inputs 0, what should z be?"),
        Mistake("X2.5a", "z of the other unit", float(Z1[0]), "That is h1. Which weights lead to h2?"),
        Mistake(
            "X2.5b",
            "one step too far",
            float(A1[1]),
            "That is the activation of h2; asked is the number before the squashing.",
        ),
        Mistake("X2.5c", "bias subtracted", 0.0425 - 0.35, "A larger bias should make z larger."),
    ),
)

OUTPUT = NumberPart(
    name="z_o1",
    points=0.75,
    reference=float(Z2[0]),
    tolerance=1e-6,
    small="For the input (1, 0), z of o1 is 1.139529. Do you get that by your way?",
    mistakes=(
        Mistake(
            "F01",
            "W not read by columns",
            float(A1 @ [0.40, 0.50] + 0.6),
            "Column k of W belongs to unit k. Did you take the numbers of a row?",
        ),
        Mistake("F04", "bias left out", float(A1 @ [0.40, 0.45]), "An output unit has a bias, too."),
        Mistake(
            "X2.5d",
            "weighted inputs handed on",
            float(Z1 @ [0.40, 0.45] + 0.6),
            "What does o1 listen to: to the z of the hidden units, or to what they put out?",
        ),
        Mistake(
            "F19",
            "X enters the second layer",
            float(X[0] @ [0.40, 0.45] + 0.6),
            "The outputs never see x itself. Whom do they listen to?",
        ),
        Mistake(
            "X2.5e",
            "one step too far",
            float(A2[0]),
            "That is the activation of o1; asked is the number before the squashing.",
        ),
        Mistake("X2.5a", "z of the other unit", float(Z2[1]), "That is o2. Which weights lead to o1?"),
    ),
)

LAST = NumberPart(
    name="a_o2",
    points=0.75,
    reference=float(A2[1]),
    tolerance=1e-6,
    small="For the input (1, 0), z of o2 is 1.266341 and its activation 0.780116. Do you get that by your way?",
    mistakes=(
        Mistake(
            "F14",
            "not squashed",
            float(Z2[1]),
            "The output unit squashes as well. Can an activation of the sigmoid be larger than 1?",
        ),
        Mistake(
            "F15",
            "squashed twice",
            float(sigmoid(A2[1])),
            "Once is enough: your number has been through the sigmoid twice.",
        ),
        Mistake(
            "X2.5f",
            "another squashing",
            float(tanh(Z2[1])),
            "That is tanh. Every unit of this network has the sigmoid.",
        ),
        Mistake("X2.5g", "the other output", float(A2[0]), "That is o1. Which numbers belong to o2?"),
        Mistake(
            "A07",
            "slope instead of height",
            float(A2[1] * (1 - A2[1])),
            "That is the slope of the curve; asked is its height.",
        ),
    ),
)


def sheet(rng):
    """The same network with another input, for the printed sheet."""
    x = np.round(rng.uniform(-2, 2, 2), 1)
    trace = NET.forward(x[None])
    question = (
        "A 2-2-2 network of sigmoid units has the weights W1 = [[0.15, 0.25], [0.20, 0.30]], W2 = [[0.40, 0.50], [0.45, 0.55]] "
        f"and the biases b1 = (0.35, 0.35), b2 = (0.60, 0.60); column k belongs to unit k. Its input is x = ({x[0]:g}, {x[1]:g}). "
        "Work out z of h2, z of o1 and a of o2."
    )
    numbers = (("z of h2", trace.Z[0][0, 1]), ("z of o1", trace.Z[1][0, 0]), ("a of o2", trace.A[2][0, 1]))
    return Sheet(
        question.replace("(-", "(−").replace(" -", " −"),
        tuple((label, f"{n:.6f}".replace("-", "−")) for label, n in numbers),
    )


TRACE = Exercise(
    id="2.5",
    title="the running example, traced",
    kind="number",
    minutes=10,
    parts=(HIDDEN, OUTPUT, LAST),
    lesson="lesson 2, section 2.2 (the running example, number by number)",
    sheet=sheet,
)
