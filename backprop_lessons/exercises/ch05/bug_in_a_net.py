"""5.5 find_bug(net) -> (layer, part): six faulty nets, and what accuracy says about such bugs.

All six must be found: a program that misses one of them misses every bug of that kind, and another try costs nothing.
"""

import numpy as np

from ..exercise import Case, ChoicePart, Exercise, FunctionPart, Mistake, Option, Unreadable
from . import solutions, way_back

PARTS = {"dW": 1, "db": 2, "delta": 3}
RESULT = "part (1 is dW, 2 is db, 3 is delta)"
SIZES, ACTS = [4, 4, 4, 4], ("tanh", "sigmoid", "sigmoid")


class FaultyNet:
    """A network with params, X, Y, acts and cost; `gradients()` gives [(dW, db), …], and one line of it is wrong."""

    def __init__(self, problem, lines):
        self.params, self.X, self.Y, self.acts, self.cost = problem
        self._lines = lines

    def gradients(self):
        return way_back.gradients(self.params, self.X, self.Y, self.acts, self.cost, **self._lines)


def _at(layer, wrong, right):
    """A line that is wrong at one layer and right everywhere else; the layer is its last argument."""
    return lambda *args: (wrong if args[-1] == layer else right)(*args)


# What is wrong, as lines of way_back.gradients: in the message to `layer` (from 1 to 2), or in the slopes of `layer` (from 1 to 3).
def no_slope(layer):
    return {"slope": _at(layer, lambda act, Z, A, at: 1.0, way_back.slope)}


def unturned(layer):
    return {"back": _at(layer, lambda delta, W, dW, at: delta @ W, way_back.back)}


def updated(layer):
    return {"back": _at(layer, lambda delta, W, dW, at: delta @ (W - way_back.RATE * dW).T, way_back.back)}


def reused(layer):
    return {"renew": layer}


def dW_turned(layer):
    return {"dW": _at(layer - 1, lambda As, Zs, delta, at: delta.T @ As[at], way_back.weights)}


def db_first_row(layer):
    return {"db": _at(layer - 1, lambda delta, dW, at: delta[0] * len(delta), way_back.biases)}


MESSAGES, SLOPES = (no_slope, unturned, updated, reused), {"dW": dW_turned, "db": db_first_row}


def _net(rng, lines, m=4):
    return FaultyNet(way_back.draw_problem(rng, m, SIZES, ACTS, "quadratic"), lines)


def draw(rng):
    """Six nets, each with another bug, in layers drawn anew; the first two messages go to different layers."""
    layers = rng.permutation([1, 2, 1, 2])
    bugs = [bug(int(layer)) for bug, layer in zip(MESSAGES, layers, strict=True)]
    bugs += [dW_turned(int(rng.integers(1, 4))), db_first_row(int(rng.integers(1, 4)))]
    return [Case(f"net {'ABCDEF'[i]}", (_net(rng, bugs[i]),)) for i in range(6)]


def right(net):
    """Which bug it is, by comparing from the last layer down; the nets know no more than their gradients."""
    ours = way_back.gradients(net.params, net.X, net.Y, net.acts, net.cost)
    return _first_wrong(net.gradients(), ours, range(len(ours), 0, -1))


def _first_wrong(theirs, ours, order, count_from=1):
    for layer in order:
        same = [
            np.allclose(one, other, rtol=1e-6, atol=1e-10)
            for one, other in zip(theirs[layer - 1], ours[layer - 1], strict=True)
        ]
        if not all(same):
            part = "delta" if not any(same) else "db" if same[0] else "dW"
            return layer - 1 + count_from, part
    return count_from, "delta"


def read(returned, args):
    """The layer and the part, the part as a number."""
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        raise Unreadable('Asked are two things, the layer and the part, such as `return 2, "dW"`.')
    layer, part = returned
    if isinstance(layer, str) and not isinstance(part, str):
        raise Unreadable("Layer and part come in the other order: first the number, then the word.")
    if not isinstance(part, str) or part not in PARTS:
        raise Unreadable('The part should be one of "dW", "db" and "delta".')
    return {"layer": layer, RESULT: PARTS[part]}


def _compare(order=lambda n: range(n, 0, -1), count_from=1):
    def find_bug(net):
        ours = way_back.gradients(net.params, net.X, net.Y, net.acts, net.cost)
        return _first_wrong(net.gradients(), ours, order(len(ours)), count_from)

    return find_bug


def _part_for_ever(word):
    return lambda net: (right(net)[0], word)


def _layer_for_ever(layer):
    return lambda net: (layer, right(net)[1])


def _weights_only(net):
    layer, part = right(net)
    return (layer, "dW") if part != "db" else (1, "delta")


def _never_db(net):
    layer, part = right(net)
    return layer, "delta" if part == "db" else part


def _layer_above(net):
    layer, part = right(net)
    return (layer + 1 if part == "delta" else layer), part


def _small_net(lines, layers):
    rng = np.random.default_rng(5)
    return FaultyNet(way_back.draw_problem(rng, 2, [2] * (layers + 1), ["sigmoid"] * layers, "quadratic"), lines)


PART = FunctionPart(
    name="find_bug",
    points=3,
    parameters=("net",),
    reference=right,
    solution=solutions.find_bug,
    draw=draw,
    read=read,
    small=(
        Case("a 2-2-2-2 net without the slope in layer 2", (_small_net(no_slope(2), 3),)),
        Case("a 2-2-2 net with db of layer 1 from the first example", (_small_net(db_first_row(1), 2),)),
        Case("a 2-2-2 net with dW of layer 2 turned round", (_small_net(dW_turned(2), 2),)),
    ),
    mistakes=(
        Mistake(
            "X5.5a",
            "layers counted from 0",
            _compare(count_from=0),
            "Layer 1 is the first one with weights; your first is 0.",
        ),
        Mistake(
            "X5.5b",
            "searched from the first layer up",
            _compare(lambda n: range(1, n + 1)),
            "What is wrong in one layer spoils all that is computed after it. Which layer is computed first on the way back?",
        ),
        Mistake(
            "X5.5c",
            "every bug in delta",
            _part_for_ever("delta"),
            "If delta is wrong, both dW and db of that layer are. Look at both, one by one.",
        ),
        Mistake(
            "X5.5d",
            "every bug in dW",
            _part_for_ever("dW"),
            "Where dW and db of one layer are both wrong, they have something in common. What was it made from?",
        ),
        Mistake(
            "X5.5e",
            "biases not looked at",
            _weights_only,
            "In yours only the weights speak. Compare db of each layer as well.",
        ),
        Mistake(
            "X5.5j",
            "no answer for db alone",
            _never_db,
            "In one of the nets dW of the layer is right. Could it be, if the delta it was made from were wrong?",
        ),
        Mistake(
            "X5.5f",
            "named after the layer that sent the message",
            _layer_above,
            "A wrong delta counts for the layer whose delta it is, the one whose own dW and db are off first.",
        ),
        Mistake(
            "X5.5g",
            "always the last layer",
            _layer_for_ever(3),
            "Begin at the last layer, but go on while all is right.",
        ),
        Mistake(
            "X5.5h",
            "always the first layer",
            _layer_for_ever(1),
            "The first layer is computed last: what is off there may have gone wrong earlier.",
        ),
        Mistake(
            "X5.5i",
            "part before layer",
            lambda net: right(net)[::-1],
            "Both answers seem to be there. In which order are they asked for?",
        ),
    ),
)

SEEN = ChoicePart(
    name="seen",
    points=1,
    right=("a", "c", "e"),
    small="Of the six, three come out above 95 percent, as the right code does. Lesson 5, section 5.11 has the table.",
    options=(
        Option(
            "a",
            "the mean is taken twice (1/m once more)",
            "Seen: each step is ten times too short, and training ends far from the bottom.",
        ),
        Option(
            "b",
            "hidden deltas from weights that are updated already",
            "One step is short: the weights are nearly the old ones, and accuracy stays above 95 percent.",
        ),
        Option(
            "c",
            "only the last layer gets slopes",
            "Seen: the hidden layer stays as random as it began, and about a third of the digits is missed.",
        ),
        Option(
            "d",
            "no slope in the hidden layer",
            "Slopes of the sigmoid are positive, so each push keeps its direction, and accuracy stays above 95 percent.",
        ),
        Option(
            "e",
            "the sign of the weights is lost on the way back",
            "Seen: about half of the messages arrive with the wrong sign, and accuracy ends no better than guessing.",
        ),
        Option(
            "f",
            "db from the first example of the batch",
            "One example is a noisy guess at the mean; over many steps the noise averages out, and accuracy does not tell.",
        ),
    ),
)

FIND_BUG = Exercise(
    "5.5",
    "find_bug",
    "mixed",
    30,
    (PART, SEEN),
    "lesson 5, sections 5.10 and 5.11 (the gradient check, bugs that do not crash)",
)
