"""6.6: which order of the lines prints 0.291027924."""

import numpy as np

from ... import datasets
from ...activations import sigmoid
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

RATE = 0.5


def cost_after(order="right", biases=False, rate=RATE):
    """The cost of the running example after one update, its biases kept; `order` as in the options of the task."""
    net, x, y = datasets.worked_example()
    (W1, W2), (b1, b2) = net.W, net.b

    def run(W1, b1, W2, b2):
        A1 = sigmoid(x @ W1 + b1)
        return A1, sigmoid(A1 @ W2 + b2)

    A1, A2 = run(W1, b1, W2, b2)
    delta2 = (A2 - y) * A2 * (1 - A2)
    W2_new = W2 - rate * A1.T @ delta2
    delta1 = delta2 @ (W2_new if order == "moved" else W2).T * A1 * (1 - A1)
    W1_new = W1 - rate * x.T @ delta1
    if order == "first layer first":  # the second layer's gradient after a new forward pass
        A1, A2 = run(W1_new, b1, W2, b2)
        W2_new = W2 - rate * A1.T @ ((A2 - y) * A2 * (1 - A2))
    if order == "last only":
        W1_new = W1
    if biases:
        b1, b2 = b1 - rate * delta1.sum(axis=0), b2 - rate * delta2.sum(axis=0)
    return float(np.sum((run(W1_new, b1, W2_new, b2)[1] - y) ** 2) / 2)


PROGRAM = ChoicePart(
    name="order",
    points=1.0,
    right="b",
    small="A small case: w1 = w2 = 1, x = 1, no squashing, slope of the cost at the output 1, learning rate 0.5. The slope in w1 is 1 with the old w2, and 0.5 with the new one.",  # noqa: E501
    options=(
        Option(
            "a",
            "forward, delta2, delta1, then move W2, then move W1",
            "Both deltas belong to the old weights here, and the order of the two moves does not matter: it prints 0.291027774.",
        ),
        Option(
            "b",
            "forward, delta2, move W2, delta1, then move W1",
            "Right: W2 has moved when delta1 is computed from it. Such a delta belongs to no point at all.",
        ),
        Option(
            "c",
            "forward, delta2, delta1, then move W1, then move W2",
            "W1 moves first, but delta2 was computed before that, and stays. It prints the same as the right order, 0.291027774.",
        ),
        Option(
            "d",
            "forward, delta1 and move W1, forward again, delta2 and move W2",
            "The second gradient is a true one, of another place. It prints 0.291027918, neither of the two numbers. Which line in another program reads a weight that has been moved?",  # noqa: E501
        ),
    ),
)

TOUCHED = ChoicePart(
    name="touched",
    points=0.5,
    right="a",
    small="A small case: in a 1-1-1 net, write down both slopes. In which of them does w2 stand?",
    options=(
        Option(
            "a",
            "the four of W1",
            "Right: only delta1 goes through W2. The four new weights of the last layer are those of the right order.",
        ),
        Option(
            "b",
            "the four of W2",
            "W2 is moved by delta2, and delta2 reads no weight that has moved by then. Whose slope goes through W2?",
        ),
        Option(
            "c",
            "all eight",
            "Half of them are right to the last digit. Which delta is computed before anything has moved?",
        ),
        Option(
            "d",
            "none: only the printed cost is wrong",
            "The cost is computed rightly from the new weights. Four of them are not what they should be.",
        ),
    ),
)

COST = NumberPart(
    name="cost",
    points=0.5,
    reference=cost_after(),
    tolerance=1e-9,
    small="A small case: with the learning rate 1 instead of 0.5 the cost after the first update is 0.283618982. Does your program give that?",  # noqa: E501
    mistakes=(
        Mistake(
            "B21",
            "hidden delta from weights that have moved already",
            cost_after("moved"),
            "That is the number of the wrong order. When is delta1 computed in yours?",
        ),
        Mistake(
            "X6.6a",
            "biases moved too",
            cost_after(biases=True),
            "In yours the biases move as well. The article keeps them.",
        ),
        Mistake("X6.6b", "no update", cost_after(rate=0.0), "That is the cost before the update."),
        Mistake(
            "X6.6c", "last layer only", cost_after("last only"), "Only the last layer has moved. W1 has slopes, too."
        ),
        Mistake("X6.6d", "uphill", cost_after(rate=-RATE), "The cost has risen. In which direction does a step go?"),
        Mistake("X6.6e", "another learning rate", cost_after(rate=1.0), "That is the learning rate 1. Asked is 0.5."),
        Mistake(
            "X6.6f",
            "cost without the half",
            2 * cost_after(),
            "That is twice the cost: a half stands before the sum of the squares.",
        ),
        Mistake(
            "X6.6g",
            "one layer after the other",
            cost_after("first layer first"),
            "Your second gradient comes from a forward pass with a moved W1. Both should come from the same place.",
        ),
    ),
)


def sheet(rng):
    """Two weights in a row, without squashing, for the printed sheet."""
    w1, w2, y = (float(v) for v in rng.choice(np.arange(1, 6), 3, replace=False))
    rate = 0.1
    miss = w1 * w2 - y
    new2 = w2 - rate * miss * w1
    question = (
        f"Two weights in a row, without biases and without squashing: a = w2 · w1 · x, with w1 = {w1:g}, w2 = {w2:g}, x = 1, and the cost ½(a − {y:g})². "  # noqa: E501
        f"Make one update with the learning rate {rate:g}. What is the new w2? What is the new w1, if both slopes are computed before anything moves? "  # noqa: E501
        "And what would w1 be if w2 had been moved first?"
    )
    numbers = (("w2", new2), ("w1", w1 - rate * miss * w2), ("w1, wrong order", w1 - rate * miss * new2))
    return Sheet(question, tuple((label, f"{np.round(n, 4) + 0.0:g}".replace("-", "−")) for label, n in numbers))


ORDER = Exercise(
    id="6.6",
    title="two orders, two numbers",
    kind="mixed",
    minutes=15,
    parts=(PROGRAM, TOUCHED, COST),
    lesson="lesson 6, section 6.4 (the worked example takes a step)",
    sheet=sheet,
)
