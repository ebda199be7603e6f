"""Gradient descent on one logistic neuron: the path on the cost surface, the cost curve, and the neuron's fit."""

import numpy as np
from contourpy import FillType, contour_generator
from traitlets import Float, Int, Unicode, validate

from .. import costs, datasets
from .._validation import one_of, positive
from ..layers import dense_backward, dense_forward
from .explorer import Choice, Explorer, Player, Slider

RATES = [float(f"{10 ** (k / 6):.2g}") for k in range(-12, 13)]  # 0.01 … 100, six to a factor of ten
COSTS = {"quadratic": "quadratic", "binary_cross_entropy": "cross-entropy"}
START = (-4.0, 4.0)  # sure of itself, and wrong
UPDATES = 60
WEIGHTS, BIASES = (-8.0, 12.0), (-8.0, 8.0)
LEVELS = {
    "quadratic": [0.02, 0.03, 0.05, 0.08, 0.12, 0.17, 0.22, 0.255, 0.3, 0.36],
    "binary_cross_entropy": [0.15, 0.25, 0.45, 0.8, 1.3, 2, 3, 4, 6, 8],
}


def descend(x, y, learning_rate, cost, start=START, updates=UPDATES):
    """w, b and C before each update and after the last one: three lists of updates + 1 numbers. x, y: (m, 1)."""
    W, b = np.array([[start[0]]]), np.array([start[1]])
    path = []
    for _ in range(updates + 1):
        Z = dense_forward(x, W, b)
        path.append((W[0, 0], b[0], costs.output_cost(Z, y, "sigmoid", cost)))
        dW, db, _ = dense_backward(costs.output_delta(Z, y, "sigmoid", cost), x, W)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return [list(column) for column in zip(*path, strict=True)]


def cost_surface(x, y, cost, weights, biases):
    """C at every pair of a weight and a bias: (len(biases), len(weights))."""
    return np.array([[costs.output_cost(w * x + b, y, "sigmoid", cost) for w in weights] for b in biases])


def contours(x, y, cost):
    """For each level the region where the cost is below it, as rings [x0, y0, x1, y1, …]."""
    weights, biases = np.linspace(*WEIGHTS, 51), np.linspace(*BIASES, 41)
    surface = contour_generator(weights, biases, cost_surface(x, y, cost, weights, biases), fill_type=FillType.OuterOffset)
    regions = []
    for level in reversed(LEVELS[cost]):
        points, offsets = surface.filled(-1, level)
        rings = [ring for p, o in zip(points, offsets, strict=True) for ring in np.split(p, o[1:-1])]
        regions.append([np.round(ring, 2).ravel() for ring in rings])
    return regions


class DescentExplorer(Explorer):
    """Move the learning rate and the cost function of one logistic neuron that tells the digit 8 from the digit 3.

    learning_rate (any finite number above 0), cost ("quadratic" or "binary_cross_entropy") and updates (0 to 60) can be read
    and set from the next cell.
    """

    learning_rate = Float(1.0, help="learning rate η").tag(sync=True)
    cost = Unicode("binary_cross_entropy", help="cost function").tag(sync=True)
    updates = Int(UPDATES, help="updates shown").tag(sync=True)

    def __init__(self, **values):
        self._x, self._y = datasets.left_ink()
        super().__init__(**values)

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    @validate("cost")
    def _check_cost(self, proposal):
        one_of("cost", proposal["value"], COSTS)
        return proposal["value"]

    def controls(self):
        return [
            Slider("learning_rate", "Learning rate η", RATES, [f"{rate:g}" for rate in RATES]),
            Choice("cost", "Cost function", list(COSTS), list(COSTS.values())),
            Player("updates", "Updates made", UPDATES),
        ]

    def compute(self, learning_rate, cost):
        w, b, C = descend(self._x, self._y, learning_rate, cost)
        return {"w": w, "b": b, "C": C}

    def describe(self):
        scatter = np.random.default_rng(0).uniform(-0.04, 0.04, len(self._x))  # so that equal points can be told apart
        x, y = self._x[:, 0], self._y[:, 0]
        series = {"update": list(range(UPDATES + 1))}
        for digit, target in (("3", 0), ("8", 1)):
            series[f"x{digit}"], series[f"y{digit}"] = np.round(x[y == target], 2), np.round((y + scatter)[y == target], 3)
        for cost in COSTS:
            series[f"contours/{cost}"] = contours(self._x, self._y, cost)
        return {
            "title": "One neuron learns to tell an 8 from a 3",
            "controls": [control._asdict() for control in self.controls()],
            "series": series,
            "panels": [
                {
                    "title": "Where it is: weight and bias",
                    "alt": "Map of the cost over weight and bias, darker where it is lower, with the path of the updates",
                    "x": {"label": "weight w", "min": WEIGHTS[0], "max": WEIGHTS[1]},
                    "y": {"label": "bias b", "min": BIASES[0], "max": BIASES[1]},
                    "layers": [
                        {"kind": "contours", "of": "contours/{cost}"},
                        {"kind": "line", "x": "w", "y": "b", "timed": True, "dots": True, "color": 2},
                    ],
                },
                {
                    "title": "Its cost, update by update",
                    "alt": "Cost against the number of updates",
                    "x": {"label": "updates", "min": 0, "max": UPDATES},
                    "y": {"label": "cost C", "min": 0},
                    "layers": [{"kind": "line", "x": "update", "y": "C", "timed": True, "color": 2}],
                },
                {
                    "title": "What it answers",
                    "wide": True,
                    "alt": "The neuron's output over the ink on the left of an image, with the images of 3s at 0 and of 8s at 1",
                    "x": {"label": "ink on the left, standardised", "min": -2.2, "max": 2.2},
                    "y": {"label": "output a", "min": -0.1, "max": 1.1},
                    "layers": [
                        {"kind": "points", "x": "x3", "y": "y3", "color": 1, "shape": "circle", "label": "images of 3"},
                        {"kind": "points", "x": "x8", "y": "y8", "color": 3, "shape": "square", "label": "images of 8"},
                        {"kind": "logistic", "w": "w", "b": "b", "color": 2, "label": "output a"},
                    ],
                },
            ],
            "readouts": [
                {"label": "cost C", "of": "C"},
                {"label": "weight w", "of": "w"},
                {"label": "bias b", "of": "b"},
            ],
        }

    def summary(self):
        rows = []
        for rate in (0.01, 0.1, 1, 10, 100):
            ends = [descend(self._x, self._y, rate, cost)[2][-1] for cost in COSTS]
            rows.append([f"{rate:g}", *(f"{end:.3f}" for end in ends)])
        header = ["learning rate", *(f"{name} cost after {UPDATES} updates" for name in COSTS.values())]
        return "One neuron learns to tell an 8 from a 3. With scripts on, this table becomes a picture that you can move.", header, rows
