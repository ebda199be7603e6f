"""5.1: six numbers of the way back through the running example."""

import numpy as np

from ... import datasets
from ...activations import sigmoid_prime
from ..exercise import Exercise, Mistake, NumberPart, Sheet

NET, X, Y = datasets.worked_example()
TRACE = NET.forward(X)
GRADS = NET.backward(TRACE, Y)
D2, D1 = GRADS.delta[1][0], GRADS.delta[0][0]
A1, A2, Z1, Z2 = TRACE.A[1][0], TRACE.A[2][0], TRACE.Z[0][0], TRACE.Z[1][0]
MISS = A2 - Y[0]
W2 = NET.W[1]
OUT, HIDDEN = sigmoid_prime(Z2), sigmoid_prime(Z1)
HEARD = W2 @ D2  # what comes back through the weights, before the slope


def _number(name, reference, small, *rows):
    mistakes = tuple(Mistake(id, what, float(wrong), told) for id, what, wrong, told in rows)
    return NumberPart(name, 0.5, float(reference), abs(float(reference)) * 1e-6, small, mistakes)


def _output(k, name, other, small):
    return _number(
        name,
        D2[k],
        small,
        (
            "D01",
            "slope of the sigmoid left out",
            MISS[k],
            "That is how far the output is off. The message also has to pass the squashing.",
        ),
        (
            "D02",
            "target minus output",
            -D2[k],
            "Right size, other sign. If the output rises a bit, does the cost rise or fall?",
        ),
        (
            "D04",
            "slope taken at a",
            MISS[k] * sigmoid_prime(A2[k]),
            "Near, but not it. At which of the two, z or a, did you take the slope?",
        ),
        (
            "D03",
            "a factor 2",
            2 * D2[k],
            "There is a one half in the cost. What becomes of it when one differentiates a square?",
        ),
        ("X5.1a", "the slope alone", OUT[k], "That is the slope of the unit. How far the output is off matters, too."),
        ("X5.1b", "the other output", D2[1 - k], f"That is delta of {other}."),
    )


def _hidden(k, name, other, small):
    return _number(
        name,
        D1[k],
        small,
        (
            "B01",
            "slope of the unit left out",
            HEARD[k],
            "Yours stops at the weights. Behind them the unit itself stands in the way.",
        ),
        (
            "B02",
            "W not turned",
            (D2 @ W2)[k] * HIDDEN[k],
            "To whom did this unit send? Are those weights along a row of the matrix, or along a column?",
        ),
        (
            "B03",
            "slope taken at a",
            HEARD[k] * sigmoid_prime(A1[k]),
            "Near, but not it. At which of the two, z or a, did you take the slope?",
        ),
        (
            "B06",
            "only the first unit of the next layer",
            D2[0] * W2[k, 0] * HIDDEN[k],
            "Both outputs hear this unit. How many of them answer in yours?",
        ),
        (
            "B08",
            "weights without their sign, or deltas",
            float(np.abs(D2) @ W2[k]) * HIDDEN[k],
            "One of the two messages is negative. Does yours keep its sign?",
        ),
        (
            "B21",
            "weights moved already",
            ((W2 - 0.5 * GRADS.dW[1]) @ D2)[k] * HIDDEN[k],
            "These weights have moved already. A gradient belongs to one point: are all weights still where they were?",
        ),
        ("X5.1c", "the other hidden unit", D1[1 - k], f"That is delta of {other}."),
    )


O1 = _output(
    0, "delta_o1", "o2", "With an output of 0.8 and a target of 0.3, delta is 0.08. Do you get that by your way?"
)
O2 = _output(
    1, "delta_o2", "o1", "With an output of 0.8 and a target of 0.9, delta is −0.016. Do you get that by your way?"
)
H1 = _hidden(
    0,
    "delta_h1",
    "h2",
    "If both output deltas were 1 and a of h1 were 0.5, delta of h1 would be 0.225. Do you get that by your way?",
)
H2 = _hidden(
    1,
    "delta_h2",
    "h1",
    "If both output deltas were 1 and a of h2 were 0.5, delta of h2 would be 0.25. Do you get that by your way?",
)
DW = _number(
    "dW1_00",
    GRADS.dW[0][0, 0],
    "With a delta of 2 and an input of 0.05, it would be 0.1. Do you get that by your way?",
    ("B22", "the layer's own output", A1[0] * D1[0], "A weight is met by what flows into it. Which number is that?"),
    (
        "B27",
        "no slope in the hidden layer",
        X[0, 0] * HEARD[0],
        "The delta of h1 in yours lacks the slope of the unit.",
    ),
    (
        "B25",
        "W not turned on the way back",
        X[0, 0] * (D2 @ W2)[0] * HIDDEN[0],
        "Whom does a hidden unit hear: those that feed it, or those it feeds?",
    ),
    (
        "B28",
        "slope taken at a",
        X[0, 0] * HEARD[0] * sigmoid_prime(A1[0]),
        "Near, but not it. At which of the two, z or a, did you take the slope?",
    ),
    (
        "B21",
        "weights moved already",
        X[0, 0] * ((W2 - 0.5 * GRADS.dW[1]) @ D2)[0] * HIDDEN[0],
        "A gradient belongs to one point. When you found the hidden delta, were all weights still where they were?",
    ),
    (
        "B33",
        "delta of another cost",
        X[0, 0] * (W2 @ MISS)[0] * HIDDEN[0],
        "Which cost does this network have? Your first delta belongs to another.",
    ),
    ("X5.1d", "the other input", X[0, 1] * D1[0], "That weight belongs to the other input: [0, 0] joins x1 to h1."),
    ("X5.1e", "the other unit", X[0, 0] * D1[1], "That weight leads to h2: [0, 0] joins x1 to h1."),
    ("X5.1f", "delta itself", D1[0], "That is delta of h1. What came in along this weight?"),
)
DB = _number(
    "db1_0",
    GRADS.db[0][0],
    "With a delta of 2, it would be 2, whatever the inputs are.",
    (
        "B16",
        "taken from dW",
        GRADS.dW[0][:, 0].sum(),
        "Set the inputs to 0. The bias still moves z, so its slope cannot depend on them.",
    ),
    (
        "X5.1g",
        "multiplied by the bias",
        0.35 * D1[0],
        "By which number is the bias multiplied on its way to z? It is not its own value.",
    ),
    ("B14", "one number for all of db", D1.sum(), "There are as many biases as units. Which of the two is asked?"),
    ("X5.1h", "multiplied by the input", X[0, 0] * D1[0], "That is the slope of a weight. What flows into a bias?"),
    ("X5.1e", "the other unit", D1[1], "That is the bias of h2; asked is h1."),
    (
        "B01",
        "slope of the unit left out",
        HEARD[0],
        "Yours stops at the weights. Behind them the unit itself stands in the way.",
    ),
)


def sheet(rng):
    """The same network with another target, for the printed sheet."""
    y = np.round(rng.uniform(0.05, 0.95, 2), 2)
    grads = NET.backward(TRACE, y[None])
    question = (
        "A 2-2-2 network of sigmoid units (quadratic cost) has W2 = [[0.40, 0.50], [0.45, 0.55]]; column k belongs to output k. "
        f"For one example, A1 = ({A1[0]:.6f}, {A1[1]:.6f}) and A2 = ({A2[0]:.6f}, {A2[1]:.6f}); its input is x = (0.05, 0.10), its target "
        f"y = ({y[0]:g}, {y[1]:g}). "
        "Work out the two output deltas, the two hidden deltas, and the slopes of the weight from x1 to h1 and of the bias of h1."
    )
    labels = ("delta of o1", "delta of o2", "delta of h1", "delta of h2", "slope of the weight", "slope of the bias")
    numbers = (*grads.delta[1][0], *grads.delta[0][0], grads.dW[0][0, 0], grads.db[0][0])
    return Sheet(
        question, tuple((label, f"{n:.6f}".replace("-", "−")) for label, n in zip(labels, numbers, strict=True))
    )


BY_HAND = Exercise(
    id="5.1",
    title="the way back by hand",
    kind="number",
    minutes=20,
    parts=(O1, O2, H1, H2, DW, DB),
    lesson="lesson 5, section 5.5 (by hand: worked, half blank, blank)",
    sheet=sheet,
)
