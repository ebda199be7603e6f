"""Descent on a surface over two parameters: learning rate, cost, batch size, optimizer. The page computes what the package does."""

from typing import NamedTuple

import numpy as np
from contourpy import FillType, contour_generator
from traitlets import Bool, Dict, Float, Int, Tuple, Unicode, validate

from .. import activations, costs, datasets
from .._validation import finite, one_of, positive
from ..engine import Engine
from ..network import Network
from ..optimizers import make
from .base import PageWidget, table
from .descent import LEVELS, RATES
from .explorer import Choice, Player, Slider

UPDATES = 60
START = (-4.0, 4.0)
LIMIT = 1e9  # beyond it a run has diverged, and its numbers are of no interest
BATCHES = [1, 8, 32, 288]
OPTIMIZERS = {"gradient_descent": "gradient descent", "momentum": "momentum 0.9", "adam": "Adam"}


class Surface(NamedTuple):
    """A model with one weight and one bias over the ink on the left of an image, and its cost on 288 images."""

    label: str
    standardised: bool
    output: str
    cost: str
    weights: tuple
    biases: tuple
    levels: list


SURFACES = {
    "line": Surface(
        "line, ink as it is", False, "identity", "quadratic", (-6, 8), (-4, 6),
        [0.035, 0.05, 0.09, 0.17, 0.35, 0.7, 1.4, 2.8, 5],
    ),
    "line_standardised": Surface(
        "line, ink standardised", True, "identity", "quadratic", (-6, 6), (-5, 5),
        [0.1, 0.3, 0.8, 1.8, 3.5, 6, 10, 15],
    ),
    "neuron_quadratic": Surface(
        "neuron, quadratic", True, "sigmoid", "quadratic", (-8, 12), (-8, 8), LEVELS["quadratic"],
    ),
    "neuron_entropy": Surface(
        "neuron, cross-entropy", True, "sigmoid", "binary_cross_entropy", (-8, 12), (-8, 8), LEVELS["binary_cross_entropy"],
    ),
}  # fmt: skip


def model(surface, w, b):
    """The Network of a surface at one place."""
    return Network.from_parameters([([[w]], [b])], output=SURFACES[surface].output, cost=SURFACES[surface].cost)


def images(surface):
    """x (m, 1) and y (m, 1)."""
    return datasets.left_ink(SURFACES[surface].standardised)


def orders(m, batch_size, updates=UPDATES):
    """The rows of each update, shuffled anew in every epoch: as `train` takes them with default_rng(0)."""
    rng, taken = np.random.default_rng(0), []
    while len(taken) < updates:
        order = rng.permutation(m)
        taken += [order[start : start + batch_size] for start in range(0, m, batch_size)]
    return taken[:updates]


def descend(surface, learning_rate, batch_size, optimizer, start=START, updates=UPDATES):
    """w, b and C (the cost on all images) before each update and after the last one: three lists, shorter if the run diverges."""
    x, y = images(surface)
    net = model(surface, *start)
    engine, rule = Engine(net, batch_size), make(optimizer, learning_rate)
    path = [(*start, net.cost(net.forward(x), y))]
    for rows in orders(len(x), batch_size, updates):
        engine.step(x[rows], y[rows], rule)
        engine.write_to(net)
        w, b = net.W[0][0, 0], net.b[0][0]
        if max(abs(w), abs(b)) > LIMIT:
            break
        path.append((w, b, net.cost(net.forward(x), y)))
    return [list(map(float, column)) for column in zip(*path, strict=True)]


def curvature(surface, w, b):
    """The largest curvature of the cost at one place: the largest eigenvalue of its second derivatives (2, 2) in w and b.

    With g = d²C/dz² for each image, these are the means of g x², g x and g.
    """
    x, y = (column[:, 0] for column in images(surface))
    z, output = w * x + b, SURFACES[surface].output
    slope = activations.sigmoid_prime(z) if output == "sigmoid" else np.ones_like(z)
    g = slope
    if output == "sigmoid" and SURFACES[surface].cost == "quadratic":
        a = activations.sigmoid(z)
        g = slope**2 + (a - y) * slope * (1 - 2 * a)
    second = np.array([[np.mean(g * x * x), np.mean(g * x)], [np.mean(g * x), np.mean(g)]])
    return float(np.linalg.eigvalsh(second)[-1])


def contours(surface):
    """For each level the region where the cost is below it, as rings [x0, y0, x1, y1, …]."""
    x, y = images(surface)
    chosen = SURFACES[surface]
    weights, biases = np.linspace(*chosen.weights, 27), np.linspace(*chosen.biases, 27)
    heights = [[costs.output_cost(w * x + b, y, chosen.output, chosen.cost) for w in weights] for b in biases]
    map_of = contour_generator(weights, biases, np.array(heights), fill_type=FillType.OuterOffset)
    regions = []
    for level in reversed(chosen.levels):
        points, offsets = map_of.filled(-1, level)
        rings = [ring for p, o in zip(points, offsets, strict=True) for ring in np.split(p, o[1:-1])]
        regions.append([np.round(ring, 2).ravel().tolist() for ring in rings])
    return regions


class DescentLab(PageWidget):
    """Gradient descent on a surface over one weight and one bias: a line or a neuron that tells the digit 8 from the digit 3.

    learning_rate (any finite number above 0), surface ("line", "line_standardised", "neuron_quadratic", "neuron_entropy"),
    batch_size (1, 8, 32 or 288), optimizer ("gradient_descent", "momentum", "adam"), start (w, b) and updates (0 to 60) can be read
    and set from the next cell; `path()` gives what is drawn, computed by the package.
    """

    module = "descentlab"
    shared = ("dense", "controls", "panels")

    learning_rate = Float(1.5, help="learning rate η").tag(sync=True)
    surface = Unicode("line").tag(sync=True)
    batch_size = Int(288, help="images in a batch").tag(sync=True)
    optimizer = Unicode("gradient_descent").tag(sync=True)
    updates = Int(UPDATES, help="updates shown").tag(sync=True)
    start = Tuple(START, help="weight and bias at the start").tag(sync=True)
    spec = Dict().tag(sync=True)
    live = Bool(True).tag(sync=True)

    def __init__(self, **values):
        super().__init__(**values)
        self.spec = describe()

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    @validate("surface")
    def _check_surface(self, proposal):
        one_of("surface", proposal["value"], SURFACES)
        return proposal["value"]

    @validate("batch_size")
    def _check_batch_size(self, proposal):
        if proposal["value"] not in BATCHES:
            raise ValueError(f"batch_size: expected one of {', '.join(map(str, BATCHES))}, got {proposal['value']}")
        return proposal["value"]

    @validate("optimizer")
    def _check_optimizer(self, proposal):
        one_of("optimizer", proposal["value"], OPTIMIZERS)
        return proposal["value"]

    @validate("start")
    def _check_start(self, proposal):
        if finite("start", list(proposal["value"])).shape != (2,):
            raise ValueError(f"start: expected a weight and a bias, got {proposal['value']!r}")
        return tuple(float(number) for number in proposal["value"])

    def path(self):
        """The path that is drawn, by the package: {"w": …, "b": …, "C": …}, from the start to the last update."""
        found = descend(self.surface, self.learning_rate, self.batch_size, self.optimizer, self.start)
        return dict(zip("wbC", found, strict=True))

    def page_state(self):
        names = ("learning_rate", "surface", "batch_size", "optimizer", "updates", "start", "spec")
        return {name: getattr(self, name) for name in names} | {"live": False}

    def fallback(self):
        header = ["learning rate", "η × curvature", f"cost after {UPDATES} updates"]
        rows = []
        for rate in (0.1, 1.0, 1.5, 1.8, 2.0):
            w, b, C = descend("line", rate, 288, "gradient_descent")
            rows.append([f"{rate:g}", f"{rate * curvature('line', w[0], b[0]):.3f}", f"{C[-1]:.3g}"])
        words = "A line learns to tell an 8 from a 3. With scripts on, this table becomes a surface that you can descend."
        return f"<p>{words}</p>{table(header, rows)}"


def describe():
    """All that the module needs beside the setting: controls, images, the rows of each update, and the surfaces."""
    ink, y = datasets.left_ink(standardised=False)
    return {
        "title": "Descent on a surface",
        "question": {
            "prompt": "First a prediction. The cost of a line over the ink is a bowl; where it bends most, its curvature is 1.09. "
            "With the learning rate 1.5, all images in each batch, gradient descent will …",
            "options": [
                "glide down on one side",
                "jump from side to side, nearer and nearer",
                "jump from side to side, further and further out",
            ],
            "after": "These are the settings below. Now find the learning rate at which this changes, and multiply it by the curvature.",
        },
        "controls": [
            control._asdict()
            for control in (
                Slider("learning_rate", "Learning rate η", RATES, [f"{rate:g}" for rate in RATES]),
                Player("updates", "Updates made", UPDATES),
                Choice("surface", "Model and cost", list(SURFACES), [surface.label for surface in SURFACES.values()]),
                Choice("batch_size", "Images in a batch", BATCHES, [*map(str, BATCHES[:-1]), "all 288"]),
                Choice("optimizer", "Optimizer", list(OPTIMIZERS), list(OPTIMIZERS.values())),
            )
        ],
        "pixels": np.round(ink[:, 0] * 192).astype(int).tolist(),  # twelve pixels of 0 to 16
        "mean": float(ink.mean()),
        "spread": float(ink.std()),
        "targets": y[:, 0].astype(int).tolist(),
        "orders": [rows.tolist() for rows in orders(len(y), len(y), 7)],  # enough for 60 batches of 32
        "limit": LIMIT,
        "surfaces": {name: _described(name) for name in SURFACES},
    }


def _described(name):
    surface = SURFACES[name]
    net = model(name, *START)
    x, y = images(name)
    reach = [-2.2, 2.2] if surface.standardised else [-0.05, 0.7]
    top = float(f"{1.15 * net.cost(net.forward(x), y):.2g}")
    return {
        "standardised": surface.standardised,
        "output": surface.output,
        "cost": surface.cost,
        "contours": contours(name),
        "w": surface.weights,
        "b": surface.biases,
        "C": [0, top],
        "x": reach,
    }
