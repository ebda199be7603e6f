"""The training playground: a small network, two classes in the plane, and every setting that decides how it trains."""

import html
from functools import lru_cache

from traitlets import Bool, Dict, Float, Int, Unicode, validate

from .._validation import one_of, positive, whole
from ..network import Network
from . import playground_runs as runs
from .base import PageWidget, table, tidy
from .explorer import Choice, Slider

DATA = {"circles": "circles", "clouds": "clouds (XOR)", "moons": "moons", "spiral": "spiral"}
ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
COSTS = {"quadratic": "quadratic", "binary_cross_entropy": "cross-entropy"}
STARTS = {"auto": "Xavier, or He for ReLU", "zeros": "all weights 0", "small": "too small (spread 0.01)", "large": "too large (spread 5)"}
NAMES = {"data": DATA, "activation": ACTIVATIONS, "cost": COSTS, "initialisation": STARTS}
WIDTHS = list(range(1, 17))
RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
BATCHES = [1, 10, 30, runs.TRAIN]
REACH = 2.6  # how far the plane is shown
SHOWN = (0, 1, 10, 30, 100)  # epochs of the table for readers without scripts


class Playground(PageWidget):
    """Train a small network on two classes in the plane and watch its boundary, its cost and the gradient of each layer.

    data ("circles", "clouds", "moons", "spiral"), layers (1 or 2 hidden ones), width (1 to 16 units in each), activation, cost,
    learning_rate, initialisation ("auto", "zeros", "small", "large"), batch_size (1 to 120) and seed can be read and set from
    the next cell; whatever is set begins a new run. `network` is the Network as it was trained here, up to the last pause.
    """

    module = "playground"
    shared = ("dense", "controls", "panels", "runs")

    data = Unicode("circles").tag(sync=True)
    layers = Int(1, help="hidden layers").tag(sync=True)
    width = Int(8, help="units in each of them").tag(sync=True)
    activation = Unicode("tanh").tag(sync=True)
    cost = Unicode("binary_cross_entropy").tag(sync=True)
    learning_rate = Float(0.3).tag(sync=True)
    initialisation = Unicode("auto").tag(sync=True)
    batch_size = Int(10).tag(sync=True)
    seed = Int(1, help="of the random numbers").tag(sync=True)
    spec = Dict().tag(sync=True)
    live = Bool(True).tag(sync=True)
    trained = Dict(help="epochs, W and b as the page has them").tag(sync=True)

    def __init__(self, **setting):
        super().__init__(**setting)
        self.spec = described()
        self.trained = {}

    @validate(*NAMES)
    def _check_name(self, proposal):
        one_of(proposal["trait"].name, proposal["value"], NAMES[proposal["trait"].name])
        return proposal["value"]

    @validate("layers", "width", "batch_size")
    def _check_number(self, proposal):
        name, value = proposal["trait"].name, whole(proposal["trait"].name, proposal["value"])
        most = {"layers": 2, "width": WIDTHS[-1], "batch_size": runs.TRAIN}[name]
        if value > most:
            raise ValueError(f"{name}: expected a whole number from 1 to {most}, got {value}")
        return value

    @validate("seed")
    def _check_seed(self, proposal):
        return whole("seed", proposal["value"], least=0)

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    def setting(self):
        """All that decides a run, by name."""
        names = ("data", "layers", "width", "activation", "cost", "learning_rate", "initialisation", "batch_size", "seed")
        return {name: getattr(self, name) for name in names}

    @property
    def network(self):
        """The Network as it stands: untrained, or as the page had it at its last pause. X (m, 2) in, a (m, 1) out."""
        if not self.trained:
            return runs.first_network(self.setting(), runs.uniform_numbers(self.seed))
        parameters = zip(self.trained["W"], self.trained["b"], strict=True)
        return Network.from_parameters(list(parameters), self.activation, "sigmoid", self.cost)

    def page_state(self):
        return {"spec": self.spec, "live": False, "trained": {}, **self.setting()}

    def fallback(self):
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in self.setting().items())
        sentence = f"A run of the training playground ({words}). With scripts on, this table becomes a picture that trains."
        return f"<p>{html.escape(sentence)}</p>{table(*_rows(tuple(self.setting().items())))}"


@lru_cache
def _rows(setting):
    records, _ = runs.history(dict(setting), SHOWN[-1])
    layers = [f"gradient of layer {layer + 1}" for layer in range(len(records[0]["gradients"]))]
    names = ("train_cost", "test_cost", "train_accuracy", "test_accuracy")
    header = ["epochs", "training cost", "test cost", "training accuracy", "test accuracy", *layers]
    numbers = [[records[epoch][name] for name in names] + records[epoch]["gradients"] for epoch in SHOWN]
    return header, [[epoch, *(f"{value:.3g}" for value in row)] for epoch, row in zip(SHOWN, numbers, strict=True)]


def described():
    """What the page needs beside the setting: points, controls, words."""
    controls = [
        _menu("data", "Data", DATA),
        Slider("layers", "Hidden layers", [1, 2], ["1", "2"]),
        Slider("width", "Units in each hidden layer", WIDTHS, [str(width) for width in WIDTHS]),
        Choice("activation", "Activation of the hidden units", list(ACTIVATIONS), list(ACTIVATIONS.values())),
        Choice("cost", "Cost function", list(COSTS), list(COSTS.values())),
        Slider("learning_rate", "Learning rate η", RATES, [f"{rate:g}" for rate in RATES]),
        _menu("initialisation", "First weights", STARTS),
        Choice("batch_size", "Batch size", BATCHES, [*map(str, BATCHES[:-1]), f"{BATCHES[-1]} (all)"], "menu"),
    ]
    sets = {name: {part: {"X": X, "Y": Y} for part, (X, Y) in runs.points(name).items()} for name in DATA}
    return tidy({
        "title": "A playground: train a small network",
        "question": {
            "prompt": "First a prediction. Eight tanh units shall learn to tell an inner circle from an outer one. Which of these first "
            "weights makes it impossible, however long the training?",
            "options": ["spread 5: too large", "spread 0.01: too small", "all weights 0", "none: each gets there in the end"],
            "after": "Now look: choose each of them under “First weights”, press Train, and watch the cost and the gradient of each layer.",
        },
        "controls": [control._asdict() for control in controls],
        "points": sets,
        "reach": REACH,
        "curve": {
            "title": "The cost, epoch by epoch",
            "alt": "Cost of training and test data against the number of epochs",
            "x": {"label": "epochs", "min": 0},
            "y": {"label": "cost C", "min": 0},
            "layers": [
                {"kind": "line", "x": "epoch", "y": "train_cost", "timed": True, "color": 3, "label": "training data"},
                {"kind": "line", "x": "epoch", "y": "test_cost", "timed": True, "color": 4, "dash": True, "label": "test data"},
            ],
        },
    })  # fmt: skip


def _menu(name, label, names):
    return Choice(name, label, list(names), list(names.values()), "menu")
