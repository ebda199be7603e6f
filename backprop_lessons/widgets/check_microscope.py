"""The gradient check under a microscope: how far off a measured slope is, step by step, and what the step sees."""

import numpy as np
from traitlets import Float, Unicode, validate

from .. import activations, costs, datasets
from .._validation import one_of, positive
from ..gradcheck import relative_error
from ..layers import dense_forward
from .explorer import Choice, Explorer, Slider

STEPS = [float(f"1e-{k}") for k in range(1, 13)]
CURVE = [10 ** -(k / 2) for k in range(2, 25)]  # the steps of the curves: half as far apart
FORMULAS = {"one_sided": "one-sided", "central": "central"}
NUMBERS = {"float64": "float64 (16 digits)", "float32": "float32 (7 digits)"}
PLACES = {"neuron": "a steep weight", "w1": "a slope near 0", "kink": "beside ReLU's kink"}
LENS = np.arange(-12, 13) / 8  # where the lens looks, in steps h
ENDS = {"one_sided": [0, 1], "central": [-1, 1]}  # the two points of a measured slope, in steps h
FLOOR = 1e-13


def neuron(w, real):
    """C(w) of Nielsen's neuron: x = 1, y = 0, b = 0.9, quadratic cost."""
    return activations.sigmoid(w + real(0.9)) ** 2 / 2


def w1(w, real):
    """C(W1[0,0]) of the worked 2-2-2 example, computed in the number type `real`."""
    net, A, Y = datasets.worked_example()
    A = A.astype(real)
    for layer, (W, b) in enumerate(net.parameters()):
        W = W.astype(real)
        if layer == 0:
            W[0, 0] = w
        A = activations.sigmoid(dense_forward(A, W, b.astype(real)))
    return np.sum((A - Y.astype(real)) ** 2) / 2


def kink(z, real):
    """C(z) = relu(z)."""
    return activations.relu(z)


def exact_slopes():
    """The slopes by backpropagation (the kink's by the course's rule for z < 0)."""
    delta = costs.output_delta(np.array([[1.5]]), np.array([[0.0]]), "sigmoid", "quadratic")
    net, X, Y = datasets.worked_example()
    return {
        "neuron": float(delta[0, 0]),
        "w1": float(net.backward(net.forward(X), Y).dW[0][0, 0]),
        "kink": float(activations.relu_prime(-1e-6)),
    }


COSTS_AT = {"neuron": (neuron, 0.6), "w1": (w1, 0.15), "kink": (kink, -1e-6)}
EXACT = exact_slopes()
SCALES = {place: slope or 1.0 for place, slope in EXACT.items()}  # so that the exact slope is drawn as 1, at the kink as 0


def values(place, numbers, offsets):
    """The cost at each offset from the place, computed in this number type: a list of its numbers."""
    real = getattr(np, numbers)
    cost, start = COSTS_AT[place]
    return [cost(real(start) + real(offset), real) for offset in offsets]


def measured_slope(place, numbers, formula, step):
    """(C(θ + h) - C(θ)) / h or (C(θ + h) - C(θ - h)) / 2h, as numbers of this type give it; a float."""
    if formula == "central":
        up, down = values(place, numbers, (step, -step))
        return float((up - down) / type(up)(2 * step))
    up, here = values(place, numbers, (step, 0.0))
    return float((up - here) / type(up)(step))


class CheckMicroscope(Explorer):
    """Move the step h of a measured slope; see its relative error, and the two points that it was measured between.

    step (1e-12 to 0.1), formula ("one_sided", "central"), numbers ("float64", "float32") and place ("neuron", "w1", "kink")
    can be read and set from the next cell.
    """

    step = Float(1e-1, help="step h").tag(sync=True)
    formula = Unicode("central").tag(sync=True)
    numbers = Unicode("float64", help="the type of number that all is computed in").tag(sync=True)
    place = Unicode("neuron").tag(sync=True)

    @validate("step")
    def _check_step(self, proposal):
        step = positive("step", proposal["value"])
        if not STEPS[-1] <= step <= STEPS[0]:
            raise ValueError(f"step: expected a number from 1e-12 to 0.1, got {step!r}")
        return step

    @validate("formula", "numbers", "place")
    def _check_name(self, proposal):
        name = proposal["trait"].name
        one_of(name, proposal["value"], {"formula": FORMULAS, "numbers": NUMBERS, "place": PLACES}[name])
        return proposal["value"]

    def controls(self):
        return [
            Slider("step", "Step h", STEPS[::-1], [f"1e-{k}" for k in range(12, 0, -1)]),
            Choice("formula", "Difference", list(FORMULAS), list(FORMULAS.values())),
            Choice("place", "Where", list(PLACES), list(PLACES.values())),
            Choice("numbers", "Computed in", list(NUMBERS), list(NUMBERS.values())),
        ]

    def compute(self, step, formula, numbers, place):
        unit = SCALES[place] * step
        here = float(values(place, numbers, [0.0])[0])
        seen = (np.array([float(value) for value in values(place, numbers, LENS * step)]) - here) / unit
        slope = measured_slope(place, numbers, formula, step)
        ends = ENDS[formula]
        heights = np.interp(ends, LENS, seen)
        error = relative_error(slope, EXACT[place])
        return {
            "seen": np.round(seen, 2),
            "heights": np.round(heights, 3),
            "secant": np.round(heights[-1] + slope / SCALES[place] * (LENS[[0, -1]] - ends[-1]), 3),
            "step": [step],
            "error": [error],
            "shown": [max(error, FLOOR)],
            "measured": [slope],
            "note": verdict(error),
        }

    def describe(self):
        series = {"curve": CURVE, "lens": LENS, "reach": LENS[[0, -1]]}
        series |= {f"ends/{formula}": ends for formula, ends in ENDS.items()}
        for place in PLACES:
            series[f"exact/{place}"] = [EXACT[place]]
            for numbers in NUMBERS:
                for formula in FORMULAS:
                    errors = [relative_error(measured_slope(place, numbers, formula, step), EXACT[place]) for step in CURVE]
                    series[f"{formula}/{place}/{numbers}"] = [max(error, FLOOR) for error in errors]
        return {
            "title": "The gradient check under a microscope",
            "question": {
                "prompt": "First a prediction. The slope of a smooth cost is measured by central differences, in float64. "
                "Which step h gives the smallest error?",
                "options": ["1e-1", "1e-5", "1e-12: the smaller, the better"],
                "after": "Now move h to the left, from 1e-1 down to 1e-12, and watch the dot on its curve.",
            },
            "controls": [control._asdict() for control in self.controls()],
            "series": series,
            "panels": [
                {
                    "title": "How far off the measured slope is (dotted: 1e-7)",
                    "alt": "Relative error of the measured slope against the step h, both axes logarithmic; a dotted line marks 1e-7",
                    "x": {"label": "step h", "min": 6e-13, "max": 0.16, "log": True},
                    "y": {"label": "relative error", "min": FLOOR / 2, "max": 3.0, "log": True},
                    "layers": [
                        {"kind": "rule", "y_at": 1e-7},
                        {"kind": "line", "x": "curve", "y": "one_sided/{place}/{numbers}", "color": 1, "dash": True, "label": "one-sided"},
                        {"kind": "line", "x": "curve", "y": "central/{place}/{numbers}", "color": 3, "label": "central"},
                        {"kind": "points", "x": "step", "y": "shown", "color": 2, "shape": "big", "label": "this step"},
                    ],
                },
                {
                    "title": "What the step sees",
                    "alt": "The cost around the place, magnified so that the step h is one unit, with the line through the two points",
                    "x": {"label": "distance, in steps h", "min": -1.5, "max": 1.5},
                    "y": {"label": "change of C, scaled", "min": -2, "max": 2},
                    "layers": [
                        {"kind": "line", "x": "lens", "y": "seen", "color": 1, "label": "cost as computed"},
                        {"kind": "line", "x": "reach", "y": "secant", "color": 2, "dash": True, "label": "measured slope"},
                        {"kind": "points", "x": "ends/{formula}", "y": "heights", "color": 2, "shape": "big"},
                    ],
                },
            ],
            "readouts": [
                {"label": "measured slope", "of": "measured"},
                {"label": "exact slope", "of": "exact/{place}"},
                {"label": "relative error", "of": "error"},
            ],
        }

    def summary(self):
        rows = []
        for step in STEPS[:4]:
            errors = [relative_error(measured_slope("neuron", "float64", formula, step), EXACT["neuron"]) for formula in FORMULAS]
            rows.append([f"{step:g}", *(f"{error:.1e}" for error in errors), _at_the_kink(step)])
        # from here on rounding has a say, and its digits differ between machines: words instead
        rows.append(["1e-05", "1e-06, about", "the least of all", _at_the_kink(1e-5)])
        rows.append(["1e-12", "most digits lost", "most digits lost", _at_the_kink(1e-12)])
        header = ["step h", "one-sided: relative error", "central: relative error", "beside ReLU's kink: measured for 0"]
        return "How far a measured slope is off. With scripts on, this table becomes a picture that you can move.", header, rows


def _at_the_kink(step):
    return f"{measured_slope('kink', 'float64', 'central', step):.2f}"


def verdict(error):
    """What a gradient check with the usual limits would say."""
    if error == 0:
        return "A check says: right. (0 is drawn at 1e-13.)"
    if error < 1e-7:
        return "A check says: right, below 1e-7."
    if error > 1e-2:
        return "A check says: wrong, above 1e-2. Yet the gradient is right."
    return "A check says: look again, between 1e-7 and 1e-2."
