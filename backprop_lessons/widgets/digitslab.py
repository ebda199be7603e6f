"""Training on the digits: what learning rate, batch size, optimizer and cost do, counted in epochs and in updates."""

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
from traitlets import Float, Int, Unicode, validate

from .. import datasets
from .._validation import one_of, positive, whole
from ..network import Network
from ..training import Diverged, train
from .explorer import Choice, Explorer, Player, Slider

EPOCHS, SEED = 10, 0
RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0]
BATCHES = [1, 10, 32, 128, datasets.N_TRAIN]
OPTIMIZERS = {"gradient_descent": "gradient descent", "momentum": "momentum 0.9", "adam": "Adam"}
COSTS = {"negative_log_likelihood": "softmax, NLL", "quadratic": "sigmoid, quadratic"}
OUTPUTS = {"negative_log_likelihood": "softmax", "quadratic": "sigmoid"}
USUAL = (0.3, 32, "gradient_descent", "negative_log_likelihood")  # what every other run is compared with
STORED = Path(__file__).parents[1] / "data" / "digits_runs.json"


def run(learning_rate, batch_size, optimizer, cost, epochs=EPOCHS):
    """(costs, accuracies) of a 64-30-10 net, as lists of epochs + 1 numbers; shorter if the run diverges.

    First the untrained net, then for each epoch the training cost (the mean over its examples, each measured before its
    batch's update) and the accuracy on the test images after it. Start and order of the rows are those of default_rng(0).
    """
    digits, rng = datasets.digits(), np.random.default_rng(SEED)
    net = Network([64, 30, 10], "relu", OUTPUTS[cost], cost, rng)
    costs = [net.cost(net.forward(digits.X_train), digits.Y_train)]
    accuracies = [net.accuracy(digits.X_test, digits.Y_test)]
    try:
        history = train(
            net, digits.X_train, digits.Y_train, learning_rate=learning_rate, batch_size=batch_size, epochs=epochs, rng=rng,
            X_test=digits.X_test, Y_test=digits.Y_test, optimizer=optimizer,
        )  # fmt: skip
    except Diverged as ended:
        history = ended.history
    return costs + history.cost, accuracies + history.test_accuracy


def updates_after(batch_size):
    """Updates made after 0, 1, … epochs: a result of the batch size."""
    return [epoch * -(-datasets.N_TRAIN // batch_size) for epoch in range(EPOCHS + 1)]


@lru_cache(maxsize=1)
def stored():
    """The runs of all settings of the page, by their places: computed once by `run` (see tools/digits_runs.py)."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def places(*setting):
    """Where a setting stands among the controls, such as "5,2,0,0"; None if it is not one of the page's."""
    legal = (RATES, BATCHES, list(OPTIMIZERS), list(COSTS))
    if all(value in values for value, values in zip(setting, legal, strict=True)):
        return ",".join(str(values.index(value)) for value, values in zip(setting, legal, strict=True))
    return None


class DigitsLab(Explorer):
    """Train a 64-30-10 network on the digits; see its cost and its test accuracy against epochs and against updates.

    learning_rate (any finite number above 0), batch_size (1 to 1437), optimizer ("gradient_descent", "momentum", "adam"), cost
    ("negative_log_likelihood", "quadratic") and epochs (0 to 10) can be read and set from the next cell. A setting that the
    page has is at hand; any other is trained when it is asked for.
    """

    learning_rate = Float(0.1, help="learning rate η").tag(sync=True)
    batch_size = Int(32, help="images in a batch").tag(sync=True)
    optimizer = Unicode("gradient_descent").tag(sync=True)
    cost = Unicode("negative_log_likelihood", help="output and cost").tag(sync=True)
    epochs = Int(EPOCHS, help="epochs shown").tag(sync=True)

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    @validate("batch_size")
    def _check_batch_size(self, proposal):
        if whole("batch_size", proposal["value"]) > datasets.N_TRAIN:
            raise ValueError(f"batch_size: expected 1 to {datasets.N_TRAIN}, got {proposal['value']}")
        return proposal["value"]

    @validate("optimizer")
    def _check_optimizer(self, proposal):
        one_of("optimizer", proposal["value"], OPTIMIZERS)
        return proposal["value"]

    @validate("cost")
    def _check_cost(self, proposal):
        one_of("cost", proposal["value"], COSTS)
        return proposal["value"]

    def controls(self):
        return [
            Slider("learning_rate", "Learning rate η", RATES, [f"{rate:g}" for rate in RATES]),
            Player("epochs", "Epochs made", EPOCHS),
            Choice("batch_size", "Images in a batch", BATCHES, [*map(str, BATCHES[:-1]), "all 1437"]),
            Choice("optimizer", "Optimizer", list(OPTIMIZERS), list(OPTIMIZERS.values())),
            Choice("cost", "Output and cost", list(COSTS), list(COSTS.values())),
        ]

    def compute(self, learning_rate, batch_size, optimizer, cost):
        place = places(learning_rate, batch_size, optimizer, cost)
        costs, accuracies = stored()[place] if place else run(learning_rate, batch_size, optimizer, cost)
        series = {"cost": costs, "accuracy": accuracies}
        if batch_size not in BATCHES:
            series |= _counts(batch_size)
        if len(costs) <= EPOCHS:
            series["note"] = f"The run diverges in epoch {len(costs)}: numbers too large for a float."
        return series

    def describe(self):
        usual_cost, usual_accuracy = stored()[places(*USUAL)]
        series = {"epoch": list(range(EPOCHS + 1)), "usual_cost": usual_cost, "usual_accuracy": usual_accuracy}
        for size in BATCHES:
            series |= _counts(size)
        by_epochs = {"label": "epochs", "min": 0, "max": EPOCHS}
        by_updates = {"label": "updates (each mark ten times more)", "min": 0.5, "max": 20000, "log": True}
        costs = {"label": "training cost C", "min": 0.001, "max": 20, "log": True}
        accuracies = {"label": "test accuracy", "min": 0, "max": 1}
        return {
            "title": "The same training, counted in epochs and in updates",
            "question": {
                "prompt": "First a prediction. Learning rate 0.1, plain gradient descent, ten epochs: every image is seen ten times. "
                "Which batch size ends with the lowest training cost?",
                "options": ["1: an update after every image", "32", "all 1437: the exact gradient"],
                "after": "Try the three. How many updates did each of them make, and which is ahead after the same number of updates?",
            },
            "controls": [control._asdict() for control in self.controls()],
            "series": series,
            "panels": [
                _panel("Cost, epoch by epoch", by_epochs, "epoch", "epoch", costs, "cost"),
                _panel("The same cost, update by update", by_updates, "place/{batch_size}", f"place/{USUAL[1]}", costs, "cost"),
                _panel("Test accuracy, epoch by epoch", by_epochs, "epoch", "epoch", accuracies, "accuracy"),
                _panel("Test accuracy, update by update", by_updates, "place/{batch_size}", f"place/{USUAL[1]}", accuracies, "accuracy"),
            ],
            "readouts": [
                {"label": "training cost", "of": "cost"},
                {"label": "test accuracy", "of": "accuracy"},
                {"label": "updates made", "of": "updates/{batch_size}"},
            ],
        }

    def summary(self):
        rows = []
        for size in BATCHES:
            costs, accuracies = stored()[places(0.1, size, *USUAL[2:])]
            rows.append([size, updates_after(size)[-1], f"{costs[-1]:.3g}", f"{accuracies[-1]:.2f}"])
        header = ["images in a batch", f"updates in {EPOCHS} epochs", "training cost", "test accuracy"]
        return "Learning rate 0.1, gradient descent. With scripts on, this table becomes curves that you can move.", header, rows


def _counts(batch_size):
    """Updates after each epoch, and where they stand on a logarithmic axis, which has no place for 0."""
    updates = updates_after(batch_size)
    return {f"updates/{batch_size}": updates, f"place/{batch_size}": [0.5, *updates[1:]]}


def _panel(title, x_axis, x, usual_x, y_axis, y):
    alt = f"{title}: the chosen run as a solid line, a run with batches of {USUAL[1]} and learning rate {USUAL[0]:g} as a dashed one"
    usual = {"kind": "line", "x": usual_x, "y": f"usual_{y}", "color": 1, "dash": True}
    return {
        "title": title,
        "alt": alt,
        "x": x_axis,
        "y": y_axis,
        "layers": [
            {**usual, "label": f"batches of {USUAL[1]}, η = {USUAL[0]:g}"},
            {"kind": "line", "x": x, "y": y, "color": 2, "timed": True, "label": "your run"},
        ],
    }


def computed():
    """Every run of the page, to the three digits that are stored: {places: [costs, accuracies]}."""
    settings = [(rate, size, optimizer, cost) for rate in RATES for size in BATCHES for optimizer in OPTIMIZERS for cost in COSTS]
    return {places(*setting): [[float(f"{value:.3g}") for value in values] for values in run(*setting)] for setting in settings}
