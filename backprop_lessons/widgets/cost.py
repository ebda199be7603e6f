"""One answer under three costs: what each says, and how hard it pulls."""

import numpy as np
from traitlets import Float, Unicode, validate

from .._validation import finite, one_of
from ..activations import sigmoid
from ..costs import output_cost, output_delta
from .explorer import Choice, Explorer, Slider

LIMIT = 8.0
TARGETS = ["0", "1"]
OTHERS = ["3", "0", "-3"]  # scores of class 0 in the softmax
CURVES = {
    "q": ("quadratic", None),
    "b": ("binary_cross_entropy", None),
    **{f"n/{other}": ("negative_log_likelihood", float(other)) for other in OTHERS},
}
LABELS = {"q": "quadratic", "b": "cross-entropy", "n/{other}": "softmax + NLL"}
STROKES = {  # apart by more than their colour; drawn in this order
    "n/{other}": {"color": 3, "dots": True, "shape": "circle"},
    "q": {"color": 1, "dash": True},
    "b": {"color": 2},
}


def value_and_slope(cost, z, target, other=None):
    """C and dC/dz of one example with the weighted input z and the target 0 or 1: two floats.

    The softmax has two scores: z for class 1, and `other` for class 0.
    """
    if cost == "negative_log_likelihood":
        Z, Y, activation = [[other, z]], [[1 - target, target]], "softmax"
    else:
        Z, Y, activation = [[z]], [[target]], "sigmoid"
    return output_cost(Z, Y, activation, cost), float(output_delta(Z, Y, activation, cost)[0, -1])


class CostExplorer(Explorer):
    """Move one answer, and see the value and the slope dC/dz of the quadratic cost, the cross-entropy and softmax + NLL.

    z (-8 to 8), target ("0" or "1") and other (the score of class 0 in the softmax: "3", "0" or "-3") can be read and set from
    the next cell. So can a, the output of the sigmoid: setting it moves z.
    """

    z = Float(2.0, help="weighted input").tag(sync=True)
    target = Unicode("0").tag(sync=True)
    other = Unicode("3", help="the other score of the softmax").tag(sync=True)

    @validate("z")
    def _check_z(self, proposal):
        z = proposal["value"]
        if not -LIMIT <= z <= LIMIT:
            raise ValueError(f"z: expected a number from -8 to 8, got {z!r}")
        return z

    @validate("target")
    def _check_target(self, proposal):
        one_of("target", proposal["value"], TARGETS)
        return proposal["value"]

    @validate("other")
    def _check_other(self, proposal):
        one_of("other", proposal["value"], OTHERS)
        return proposal["value"]

    @property
    def a(self):
        """The output sigmoid(z). Set it, and z follows; ValueError unless it is between 0 and 1 and z stays within its limits."""
        return float(sigmoid(self.z))

    @a.setter
    def a(self, a):
        a = float(finite("a", a))
        if not 0 < a < 1:
            raise ValueError(f"a: expected a number strictly between 0 and 1, got {a!r}")
        self.z = float(np.log(a) - np.log1p(-a))

    def controls(self):
        values = [k / 2 for k in range(-16, 17)]
        scores = [other.replace("-", "−") for other in OTHERS]
        return [
            Slider("z", "Weighted input z", values, [f"{z:g}".replace("-", "−") for z in values]),
            Choice("target", "Target y", TARGETS, TARGETS),
            Choice("other", "Softmax: score of class 0 (class 1 has z)", OTHERS, scores, asked=False),
        ]

    def compute(self, z, target):
        frame = {"z": [z], "a": [float(sigmoid(z))]}
        for name, (cost, other) in CURVES.items():
            value, slope = value_and_slope(cost, z, float(target), other)
            frame[f"C/{name}"], frame[f"s/{name}"], frame[f"size/{name}"] = [value], [slope], [abs(slope)]
        return {**frame, "ratio": [frame["s/b"][0] / frame["s/q"][0]]}

    def describe(self):
        grid = np.linspace(-LIMIT, LIMIT, 49)
        series = {"grid": grid, "outputs": sigmoid(grid)}
        for target in TARGETS:
            for name, (cost, other) in CURVES.items():
                values, slopes = np.transpose([value_and_slope(cost, z, float(target), other) for z in grid])
                series[f"C/{name}/{target}"], series[f"size/{name}/{target}"] = values, np.abs(slopes)
        words = {"C": "C", "s": "slope"}
        readouts = [{"label": f"{word} {label}", "of": f"{kind}/{name}"} for name, label in LABELS.items() for kind, word in words.items()]
        over_z = {"label": "weighted input z", "min": -LIMIT, "max": LIMIT}
        size = {"label": "size of dC/dz", "min": 0, "max": 1.1}
        return {
            "title": "One answer, three costs",
            "question": {
                "prompt": "First a prediction: target 0, a sigmoid output, the quadratic cost. At which output a does this cost "
                "pull hardest? In other words, where is its slope dC/dz largest?",
                "options": [
                    "near a = 0",
                    "at a = 1/2, where the sigmoid is steepest",
                    "near a = 2/3",
                    "near a = 1, where the miss is largest",
                ],
                "after": "Now look: move z from −8 to 8 and watch the slope of the quadratic cost.",
            },
            "controls": [control._asdict() for control in self.controls()],
            "series": series,
            "panels": [
                {
                    "title": "Value: the cost C",
                    "alt": "The values of three costs over the weighted input z",
                    "x": over_z,
                    "y": {"label": "cost C", "min": 0, "max": 9},
                    "layers": _layers("C", "grid", "z"),
                },
                {
                    "title": "Slope: how hard it pulls at z",
                    "alt": "The sizes of the slopes of three costs over the weighted input z",
                    "x": over_z,
                    "y": size,
                    "layers": _layers("size", "grid", "z"),
                },
                {
                    "title": "The same slopes over the output a of the sigmoid",
                    "wide": True,
                    "alt": "The sizes of the slopes dC/dz of the quadratic cost and of the cross-entropy over the output a",
                    "x": {"label": "output a", "min": 0, "max": 1},
                    "y": size,
                    "layers": _layers("size", "outputs", "a", names=("q", "b")),
                },
            ],
            "readouts": [
                {"label": "output a", "of": "a"},
                *readouts,
                {"label": "slopes: cross-entropy over quadratic", "of": "ratio"},
            ],
        }

    def summary(self):
        rows = []
        for z in (-8.0, -2.0, 0.0, 2.0, 8.0):
            frame = self.compute(z, "0")
            rows.append([f"{z:g}", *(f"{frame[f'{kind}/{name}'][0]:.3g}" for name in ("q", "b", "n/0") for kind in "Cs")])
        header = ["z", *(f"{word} of {label}" for label in LABELS.values() for word in ("value", "slope"))]
        sentence = (
            "The values and slopes of three costs for the target 0; the softmax has the scores 0 and z. With scripts on, this "
            "table becomes a picture that you can move."
        )
        return sentence, header, rows


def _layers(kind, along, at, names=tuple(STROKES)):
    """The curves of one kind ("C" or "size") along a series, and on each a point where the answer is."""
    curves = [
        {"kind": "line", "x": along, "y": f"{kind}/{name}/{{target}}", "label": LABELS[name], **stroke}
        for name, stroke in STROKES.items()
        if name in names
    ]
    points = [
        {"kind": "points", "x": at, "y": f"{kind}/{name}", "color": stroke["color"], "shape": "big"}
        for name, stroke in STROKES.items()
        if name in names
    ]
    return [*curves, *points]
