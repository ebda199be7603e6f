"""4.2: all routes from one weight of the 2-2-2 network to the cost."""

import numpy as np

from ... import datasets, trace
from ...activations import sigmoid_prime
from ..exercise import ChoicePart, Exercise, Mistake, NumberPart, Option, Sheet

NET, X, Y = datasets.worked_example()
FORWARD = NET.forward(X)
INPUT, MISS = float(X[0, 0]), FORWARD.A[2][0] - Y[0]
HIDDEN, OUTPUTS = float(sigmoid_prime(FORWARD.Z[0][0, 0])), sigmoid_prime(FORWARD.Z[1][0])
LINKS = NET.W[1][0]
VIA = [float(INPUT * HIDDEN * LINKS[k] * OUTPUTS[k] * MISS[k]) for k in (0, 1)]
TOLERANCE = 5e-8

CHOICE = ChoicePart(
    name="routes",
    points=0.5,
    right=("a", "b"),
    small="A small case: from w5, which leads from h1 to o1, there is one route only: o1, then C.",
    options=(
        Option("a", "w1, h1, o1, C", "h1 feeds o1, whose output is compared with its target."),
        Option("b", "w1, h1, o2, C", "h1 feeds o2 as well. These two routes are all there are."),
        Option("c", "w1, h2, o1, C", "w1 is the weight of one hidden unit. Does h2 notice when w1 moves?"),
        Option("d", "w1, h2, o2, C", "Begin at w1: which hidden unit multiplies its input by this weight?"),
        Option(
            "e",
            "w1, h1, h2, o1, C",
            "Units of one layer do not listen to each other. Where do the lines that leave h1 end?",
        ),
        Option("f", "w1, h1, C", "The cost looks at the outputs only. Through whom does h1 reach it?"),
    ),
)


def _without(k):
    """The five factors of the route through output k, with one of them left out: its wrong numbers."""
    factors = [INPUT, HIDDEN, LINKS[k], OUTPUTS[k], MISS[k]]
    return [float(np.prod([f for j, f in enumerate(factors) if j != left_out])) for left_out in range(5)]


def _route(k, name):
    far, other = _without(k), 1 - k
    start, to = VIA[k] / INPUT, f"o{k + 1}"
    return NumberPart(
        name=name,
        points=0.5,
        reference=VIA[k],
        tolerance=TOLERANCE,
        small="Another weight, w2 from the second input to h1, has +0.001336792 via o1 and −0.000459657 via o2. Do you get that?",
        mistakes=(
            Mistake(
                "X4.2a",
                "input left out",
                far[0],
                "Four factors are there. How fast does the weighted input of h1 move when w1 moves?",
            ),
            Mistake(
                "X4.2b",
                "slope of the hidden unit left out",
                far[1],
                "Between the weighted input of h1 and what it puts out, something is missing.",
            ),
            Mistake("X4.2c", "link left out", far[2], f"How strongly does {to} listen to h1? That factor is missing."),
            Mistake(
                "X4.2d",
                "slope of the output left out",
                far[3],
                f"Is {to} a sigmoid? Then its weighted input passes a slope before it becomes an output.",
            ),
            Mistake(
                "X4.2e",
                "first link to the cost left out",
                far[4],
                f"Your route ends at the output of {to}. One link leads on to the cost.",
            ),
            Mistake(
                "X4.2f",
                "w1 itself as a factor",
                start * 0.15,
                "How fast a product moves with one factor depends on the other factor. Who is multiplied by w1?",
            ),
            Mistake(
                "X4.2g",
                "target minus output",
                -VIA[k],
                "The size is right. If the output lies above its target and rises, does the cost rise or fall?",
            ),
            Mistake(
                "X4.2h",
                "the link of the other output",
                float(VIA[k] / LINKS[k] * LINKS[other]),
                f"One of the factors belongs to the other output. Which weight leads from h1 to {to}?",
            ),
            Mistake(
                "X4.2i",
                "the link read from a column",
                float(VIA[k] / LINKS[k] * NET.W[1][1, k]),
                f"That link begins at h2. Row 0 of the second matrix is what leaves h1; which entry goes to {to}?",
            ),
            Mistake(
                "K02",
                "factors added",
                float(INPUT + HIDDEN + LINKS[k] + OUTPUTS[k] + MISS[k]),
                "Gears in a row: do their ratios add up?",
            ),
            Mistake("X4.2j", "the other route", VIA[other], "That is the other of the two routes."),
        ),
    )


def _sum_of_given(answers):
    """Right for wrong routes: the sum of the two numbers given."""
    try:
        return float(answers["via_o1"]) + float(answers["via_o2"])
    except (KeyError, TypeError, ValueError):
        return None


TOTAL = NumberPart(
    name="total",
    points=0.5,
    reference=sum(VIA),
    tolerance=TOLERANCE,
    small="For w2 the whole slope is 0.000877135, from +0.001336792 and −0.000459657. Do you get that by your way?",
    mistakes=(
        Mistake("K05", "one route of two", VIA[0], "The nudge of w1 is felt at both outputs. Yours tells of one."),
        Mistake("X4.2k", "the second route alone", VIA[1], "That is what arrives through o2. Does o1 notice nothing?"),
        Mistake("K06", "routes averaged", sum(VIA) / 2, "Two pushes on one door: do you take their mean?"),
        Mistake(
            "K07",
            "routes multiplied",
            VIA[0] * VIA[1],
            "If o2 were cut off, should the effect through o1 vanish as well?",
        ),
        Mistake(
            "X4.2l",
            "signs ignored",
            VIA[0] - VIA[1],
            "One of the routes lowers the cost when w1 grows. Yours lets both raise it.",
        ),
        Mistake(
            "X4.2m",
            "the weight of the other input",
            2 * sum(VIA),
            "Twice too much is the slope of w2, whose input is twice as large. Or has a half been lost?",
        ),
        Mistake(
            "X4.2n",
            "right for wrong routes",
            _sum_of_given,
            "Your sum belongs to your two numbers. Once they are right, add again.",
        ),
    ),
)


def sheet(rng):
    """The same network with another input, for the printed sheet."""
    x = np.round(rng.choice([-1.0, 1.0], 2) * rng.uniform(0.3, 2, 2), 1)
    traced = trace(NET, x, Y[0], "W1[0,0]")
    question = (
        "A 2-2-2 network of sigmoid units has the weights W1 = [[0.15, 0.25], [0.20, 0.30]], W2 = [[0.40, 0.50], [0.45, 0.55]] "
        "and the biases b1 = (0.35, 0.35), b2 = (0.60, 0.60); column k belongs to unit k. Its cost is the quadratic one, "
        f"its input x = ({x[0]:g}, {x[1]:g}), the targets are (0.01, 0.99). How fast does the cost move with w1 = W1[0,0] "
        "along each of its two routes, and in all?"
    )
    numbers = [*(path.product for path in traced.paths), traced.total]
    labels = ("via o1", "via o2", "in all")
    return Sheet(
        question.replace("(-", "(−").replace(" -", " −"),
        tuple((label, f"{number:.6f}".replace("-", "−")) for label, number in zip(labels, numbers, strict=True)),
    )


ROUTES = Exercise(
    id="4.2",
    title="all routes of one weight",
    kind="mixed",
    minutes=10,
    parts=(CHOICE, _route(0, "via_o1"), _route(1, "via_o2"), TOTAL),
    lesson="lesson 4, section 4.3 (from one weight to the cost)",
    sheet=sheet,
)
