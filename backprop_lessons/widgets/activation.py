"""One z, four activation functions: the height of the curve, and its slope."""

import numpy as np
from traitlets import Float, Unicode, validate

from .._validation import one_of
from ..activations import ACTIVATIONS
from .explorer import Choice, Explorer, Slider

NAMES = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky_relu": "leaky ReLU"}
NUDGE = 0.1
LIMIT = 10.0


class ActivationExplorer(Explorer):
    """Move z along an activation function; see a, the slope, and what a small nudge of z does to a.

    z (-10 to 10) and activation ("sigmoid", "tanh", "relu", "leaky_relu") can be read and set from the next cell.
    """

    z = Float(0.0, help="weighted input").tag(sync=True)
    activation = Unicode("sigmoid").tag(sync=True)

    @validate("z")
    def _check_z(self, proposal):
        z = proposal["value"]
        if not -LIMIT <= z <= LIMIT:
            raise ValueError(f"z: expected a number from -10 to 10, got {z!r}")
        return z

    @validate("activation")
    def _check_activation(self, proposal):
        one_of("activation", proposal["value"], NAMES)
        return proposal["value"]

    def controls(self):
        values = [k / 2 for k in range(-20, 21)]
        return [
            Slider("z", "Weighted input z", values, [f"{value:g}" for value in values]),
            Choice("activation", "Activation function", list(NAMES), list(NAMES.values())),
        ]

    def compute(self, z, activation):
        function, prime = ACTIVATIONS[activation]
        a, slope = float(function(z)), float(prime(z))
        reach = np.array([-1.5, 1.5])
        return {
            "z": [z],
            "a": [a],
            "slope": [slope],
            "change": [float(function(z + NUDGE)) - a],
            "tangent_z": z + reach,
            "tangent_a": a + slope * reach,
        }

    def describe(self):
        grid = np.linspace(-LIMIT, LIMIT, 101)
        series = {"grid": grid}
        for name in NAMES:
            series[f"a/{name}"], series[f"slope/{name}"] = ACTIVATIONS[name].function(grid), ACTIVATIONS[name].prime(grid)
        z_axis = {"label": "weighted input z", "min": -LIMIT, "max": LIMIT}
        return {
            "title": "Height and slope of an activation function",
            "question": {
                "prompt": "First a prediction, for the sigmoid. At z = 0 a nudge of z by 0.1 lifts a by about 0.025. "
                "How many times less does the same nudge lift a at z = 8?",
                "options": ["as much", "10 times less", "100 times less", "about 800 times less"],
                "after": "Now look: put z at 0 and read the change of a, then move z to 8.",
            },
            "controls": [control._asdict() for control in self.controls()],
            "series": series,
            "panels": [
                {
                    "title": "Height: a = f(z)",
                    "alt": "The activation function with its tangent at z",
                    "x": z_axis,
                    "y": {"label": "activation a", "min": -1.5, "max": 2.5},
                    "layers": [
                        {"kind": "line", "x": "grid", "y": "a/{activation}", "color": 1, "label": "f(z)"},
                        {"kind": "line", "x": "tangent_z", "y": "tangent_a", "color": 2, "dash": True, "label": "tangent"},
                        {"kind": "points", "x": "z", "y": "a", "color": 2, "shape": "big"},
                    ],
                },
                {
                    "title": "Slope: f'(z)",
                    "alt": "The slope of the activation function",
                    "x": z_axis,
                    "y": {"label": "slope f'(z)", "min": 0, "max": 1.1},
                    "layers": [
                        {"kind": "line", "x": "grid", "y": "slope/{activation}", "color": 3, "label": "f'(z)"},
                        {"kind": "points", "x": "z", "y": "slope", "color": 2, "shape": "big"},
                    ],
                },
            ],
            "readouts": [
                {"label": "a", "of": "a"},
                {"label": "slope", "of": "slope"},
                {"label": "change of a when z grows by 0.1", "of": "change"},
            ],
        }

    def summary(self):
        rows = []
        for z in (-8, -2, 0, 2, 8):
            frame = self.compute(z, "sigmoid")
            rows.append([z, *(f"{frame[name][0]:.3g}" for name in ("a", "slope", "change"))])
        header = ["z", "a = sigmoid(z)", "slope", "change of a when z grows by 0.1"]
        return "Height and slope of the sigmoid. With scripts on, this table becomes a picture that you can move.", header, rows
