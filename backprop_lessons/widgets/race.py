"""One start, two costs: quadratic and cross-entropy race towards the same target, epoch by epoch."""

import numpy as np
from traitlets import Dict, Float, Int, List, Unicode, validate

from .._validation import finite, one_of, positive
from ..network import Network
from ..optimizers import GradientDescent
from .base import PageWidget, table, tidy
from .explorer import Choice, Player, Slider

EPOCHS = 300
MOST = 1e6  # a run whose activation is larger has diverged
RATES = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.5, 1.0, 2.0, 5.0]
PLACES = [k / 10 for k in range(-60, 61)]
COSTS = {"quadratic": "quadratic", "binary_cross_entropy": "cross-entropy"}
SITUATIONS = {
    "output": "a sigmoid output",
    "linear": "a linear output under quadratic, a sigmoid one under cross-entropy",
    "hidden": "a hidden sigmoid unit; the output unit starts at w = 2, b = 2",
}
SHOWN = {"both": "both, side by side", **COSTS}
X, Y = np.array([[1.0]]), np.array([[0.0]])


def runner(situation, cost, w, b):
    """The Network that runs: the unit with the start (w, b) is the output, or the hidden unit in front of one."""
    layers = [([[w]], [b])] + ([([[2.0]], [2.0])] if situation == "hidden" else [])
    linear = situation == "linear" and cost == "quadratic"
    return Network.from_parameters(layers, output="identity" if linear else "sigmoid", cost=cost)


def run(situation, cost, w, b, learning_rate, epochs=EPOCHS):
    """What happens in 0 … epochs epochs of gradient descent on x = 1 with target 0, each one update.

    Returns arrays of epochs + 1 numbers: "a", the activation of the unit that started at (w, b); "slope", its dC/dz; and
    "output", the activation of the last unit. A run that diverges ends early, when its activation passes a million.
    """
    net, step = runner(situation, cost, w, b), GradientDescent(learning_rate)
    found = {"a": [], "slope": [], "output": []}
    for _ in range(epochs + 1):
        trace = net.forward(X)
        if abs(trace.A[1].item()) > MOST:
            break
        grads = net.backward(trace, Y)
        for name, value in (("a", trace.A[1]), ("slope", grads.delta[0]), ("output", trace.A[-1])):
            found[name].append(value.item())
        step.step(net, grads)
    return {name: np.array(values) for name, values in found.items()}


def first_below_half(a):
    """The first epoch in which a is below 1/2; None if there is none."""
    below = np.flatnonzero(np.asarray(a) < 0.5)
    return int(below[0]) if below.size else None


class CostRace(PageWidget):
    """The same start under the quadratic cost and under the cross-entropy: x = 1, target 0, 300 epochs.

    w, b (the start), learning_rate, situation ("output", "linear", "hidden"), shown ("both", "quadratic",
    "binary_cross_entropy") and epochs (0 to 300) can be read and set from the next cell; run(cost) gives the numbers.
    """

    module = "race"
    shared = ("dense", "controls", "panels")

    title = Unicode("A race between two costs").tag(sync=True)
    w = Float(2.0, help="weight at the start").tag(sync=True)
    b = Float(2.0, help="bias at the start").tag(sync=True)
    learning_rate = Float(0.15, help="learning rate η").tag(sync=True)
    situation = Unicode("output").tag(sync=True)
    shown = Unicode("both").tag(sync=True)
    epochs = Int(EPOCHS, help="epochs shown").tag(sync=True)
    controls = List().tag(sync=True)
    starts = List([[0.6, 0.9], [2.0, 2.0], [3.0, 3.0], [6.0, 4.0]]).tag(sync=True)

    question = Dict(
        {
            "prompt": "First a prediction: one sigmoid neuron with input 1 and target 0 starts at w = 2, b = 2, so its output is 0.98. It "
            "learns with the learning rate 0.15. Under which cost does its output pass 1/2 first, and after how many epochs?",
            "options": [
                "quadratic after about 15, cross-entropy after about 35",
                "both after about 35",
                "cross-entropy after about 15, quadratic after about 35",
                "cross-entropy after about 15, quadratic after more than 200",
            ],
            "after": "Now look: press Play.",
        }
    ).tag(sync=True)

    def __init__(self, **values):
        super().__init__(**values)
        self.controls = [control._asdict() for control in self.described()]

    @staticmethod
    def described():
        """The controls, in the order in which they stand."""
        labels = [f"{place:g}".replace("-", "−") for place in PLACES]
        return [
            Choice("situation", "The racing unit is", list(SITUATIONS), list(SITUATIONS.values())),
            Choice("shown", "Costs", list(SHOWN), list(SHOWN.values())),
            Slider("w", "Start: weight w", PLACES, labels),
            Slider("b", "Start: bias b", PLACES, labels),
            Slider("learning_rate", "Learning rate η", RATES, [f"{rate:g}" for rate in RATES]),
            Player("epochs", "Epochs", EPOCHS, stride=4),
        ]

    @validate("w", "b")
    def _check_start(self, proposal):
        return float(finite(proposal["trait"].name, proposal["value"]))

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    @validate("situation")
    def _check_situation(self, proposal):
        one_of("situation", proposal["value"], SITUATIONS)
        return proposal["value"]

    @validate("shown")
    def _check_shown(self, proposal):
        one_of("shown", proposal["value"], SHOWN)
        return proposal["value"]

    @validate("epochs")
    def _check_epochs(self, proposal):
        if not 0 <= proposal["value"] <= EPOCHS:
            raise ValueError(f"epochs: expected 0 to {EPOCHS}, got {proposal['value']}")
        return proposal["value"]

    def run(self, cost):
        """The run under this cost as it is set now: see `run` of this module."""
        one_of("cost", cost, COSTS)
        return run(self.situation, cost, self.w, self.b, self.learning_rate)

    def page_state(self):
        names = ("title", "question", "w", "b", "learning_rate", "situation", "shown", "epochs", "controls", "starts")
        return tidy({name: getattr(self, name) for name in names})

    def fallback(self):
        rows = []
        for situation, w, b in (("output", 0.6, 0.9), ("output", 2, 2), ("output", 3, 3), ("linear", 2, 2), ("hidden", 6, 4)):
            for cost, label in COSTS.items():
                a = run(situation, cost, w, b, 0.15)["a"]
                first = first_below_half(a)
                name = f"{SITUATIONS[situation]}, start w = {w:g}, b = {b:g}, {label}"
                rows.append([name, "never" if first is None else first, f"{a[-1]:.6f}"])
        header = ["the unit", "first epoch with a below 1/2", f"a after {EPOCHS} epochs"]
        return (
            "<p>The same start under two costs: input 1, target 0, learning rate 0.15. With scripts on, this table becomes a race that you "
            f"can start anywhere.</p>{table(header, rows)}"
        )
