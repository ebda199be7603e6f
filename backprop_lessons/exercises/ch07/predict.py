"""7.4: what an untrained network costs, and twenty digits by heart."""

import numpy as np

from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

UNTRAINED = NumberPart(
    name="untrained",
    points=0.75,
    reference=float(np.log(10)),
    tolerance=1e-4,
    small="With two classes and tiny weights each gets one half, and the cost is 0.693147. Does your way give that?",
    mistakes=(
        Mistake(
            "X7.4a",
            "the probability",
            0.1,
            "That is the probability of the right class. What does the cost make of it?",
        ),
        Mistake("X7.4b", "the other logarithm", 1.0, "That is the logarithm to base 10. Here log is the natural one."),
        Mistake("X7.4c", "base 2", float(np.log2(10)), "That is the logarithm to base 2. Here log is the natural one."),
        Mistake("X7.4d", "sign", float(-np.log(10)), "A cost of that size, but below 0? Where did the minus sign go?"),
        Mistake(
            "X7.4e",
            "two classes",
            float(np.log(2)),
            "That belongs to two classes that get one half each. Here there are ten.",
        ),
        Mistake(
            "X7.4f",
            "binary costs added up",
            float(-np.log(0.1) - 9 * np.log(0.9)),
            "That counts the nine other classes as well. This cost looks at the right class only.",
        ),
        Mistake(
            "X7.4g",
            "ten independent coins",
            float(10 * np.log(2)),
            "That gives each class one half by itself. The ten outputs of a softmax share 1.",
        ),
    ),
)

HE = ChoicePart(
    name="he_start",
    points=0.5,
    options=(
        Option(
            "a",
            "lower",
            "It is higher, 2.40 to 2.56 in the lesson: random scores that differ make the network sure of random answers.",
        ),
        Option(
            "b",
            "the same",
            "Nearly, but it is higher by about half the variance of the scores: 2.40 to 2.56 in the lesson.",
        ),
        Option(
            "c",
            "higher",
            "So it is, by about half the variance of the scores: a network that is sure of random answers pays for it.",
        ),
    ),
)

BY_HEART = ChoicePart(
    name="by_heart",
    points=0.75,
    right="c",
    small="A small case: one image. The bias of its class alone brings the cost as near to 0 as you like, and never to 0.",
    options=(
        Option(
            "a",
            "it stays near 2.3",
            "Then nothing is learned at all. 2,260 parameters should be able to tell 20 images apart.",
        ),
        Option(
            "b",
            "it falls to about 0.5",
            "That would leave about 0.6 for the right class. Give it more steps: is there anything that stops it with 20 images?",
        ),
        Option(
            "c",
            "it falls below 0.01",
            "Right, after 124 to 131 steps in the lesson. If a network cannot do that, look for a bug.",
        ),
        Option(
            "d",
            "it becomes exactly 0",
            "For that the softmax would have to give 1 exactly. What would the scores have to be?",
        ),
    ),
)


def sheet(rng):
    """Other numbers of classes."""
    k, n = (int(number) for number in rng.choice(np.arange(3, 60), 2, replace=False))
    question = (
        f"A network with {k} classes, softmax and negative log-likelihood has tiny random weights. What is its cost before training? "
        f"And with {n} classes?"
    )
    return Sheet(question, ((f"{k} classes", f"{np.log(k):.4f}"), (f"{n} classes", f"{np.log(n):.4f}")))


PREDICT = Exercise(
    "7.4",
    "predict before you train",
    "mixed",
    12,
    (UNTRAINED, HE, BY_HEART),
    "lesson 7, sections 7.2 and 7.9 (predict the cost before training, twenty digits by heart)",
    sheet,
)
