"""The circuits of CS231n, rebuilt from Values: the figures print two decimals."""

from functools import lru_cache

import numpy as np

from backprop_lessons.activations import sigmoid
from backprop_lessons.costs import output_delta
from backprop_lessons.graph import Value

from .rows import Row, Table

SOURCE = ("CS231n, Backpropagation, intuitions", "https://cs231n.github.io/optimization-2/")
CASE_STUDY = ("CS231n, Putting it together", "https://cs231n.github.io/neural-networks-case-study/")


@lru_cache
def product():
    """(x + y) z at (-2, 5, -4): every node by its name, after the backward pass."""
    x, y, z = Value(-2.0), Value(5.0), Value(-4.0)
    q = x + y
    f = q * z
    f.backward()
    return {"x": x, "y": y, "z": z, "q": q, "f": f}


@lru_cache
def neuron():
    """sigmoid(w0 x0 + w1 x1 + w2), with the sigmoid taken apart into -1, exp, +1, 1/x."""
    w0, x0, w1, x1, w2 = (Value(number) for number in (2.0, -1.0, -3.0, -2.0, -3.0))
    z = w0 * x0 + w1 * x1 + w2
    minus = z * -1
    power = minus.exp()
    bottom = power + 1
    f = bottom**-1
    f.backward()
    return {"w0": w0, "w1": w1, "w2": w2, "x0": x0, "x1": x1,
            "z": z, "minus": minus, "power": power, "bottom": bottom, "f": f}  # fmt: skip


@lru_cache
def routing():
    """2 (x y + max(z, w)) at (3, -4, 2, -1)."""
    x, y, z, w = Value(3.0), Value(-4.0), Value(2.0), Value(-1.0)
    f = 2 * (x * y + z.maximum(w))
    f.backward()
    return {"x": x, "y": y, "z": z, "w": w, "f": f}


@lru_cache
def forks():
    """(x + sigmoid(y)) / (sigmoid(x) + (x + y)^2) at (3, -4): x and y are each used twice."""
    x, y = Value(3.0), Value(-4.0)
    f = (x + y.sigmoid()) / (x.sigmoid() + (x + y) ** 2)
    f.backward()
    return {"x": x, "y": y, "f": f}


@lru_cache
def softmax_delta():
    """delta of softmax with its cost, p = (.2, .3, .5), the middle class right."""
    return output_delta(np.log([[0.2, 0.3, 0.5]]), np.array([[0.0, 1.0, 0.0]]), "softmax", "negative_log_likelihood")[0]


def form(recomputed):
    """Whole numbers with few zeros, all others with twelve decimals."""
    return ".2f" if recomputed == int(recomputed) else ".12f"


def value(quantity, circuit, name, printed, recomputed):
    return Row(quantity, printed, recomputed, lambda: circuit()[name].value, form=form(recomputed))


def slope(quantity, circuit, name, printed, recomputed):
    return Row(quantity, printed, recomputed, lambda: circuit()[name].grad, form=form(recomputed))


PRODUCT = (
    value("q = x + y", product, "q", "3", 3),
    value("f = q z", product, "f", "-12", -12),
    slope("slope in x", product, "x", "-4", -4),
    slope("slope in y", product, "y", "-4", -4),
    slope("slope in q", product, "q", "-4", -4),
    slope("slope in z", product, "z", "3", 3),
)
NEURON = (
    value("z", neuron, "z", "1.00", 1),
    value("after · −1", neuron, "minus", "-1.00", -1),
    value("after exp", neuron, "power", "0.37", 0.367879441171),
    value("after + 1", neuron, "bottom", "1.37", 1.367879441171),
    value("after 1/x: f", neuron, "f", "0.73", 0.731058578630),
    Row("f by our `sigmoid`", "0.73", 0.731058578630, lambda: float(sigmoid(1.0))),
    slope("back through 1/x", neuron, "bottom", "-0.53", -0.534446645389),
    slope("back through + 1", neuron, "power", "-0.53", -0.534446645389),
    slope("back through exp", neuron, "minus", "-0.20", -0.196611933241),
    slope("back through · −1", neuron, "z", "0.20", 0.196611933241),
    slope("slope in w0", neuron, "w0", "-0.20", -0.196611933241),
    slope("slope in w1", neuron, "w1", "-0.39", -0.393223866483),
    slope("slope in w2", neuron, "w2", "0.20", 0.196611933241),
    slope("slope in x0", neuron, "x0", "0.39", 0.393223866483),
    slope("slope in x1", neuron, "x1", "-0.59", -0.589835799724),
)
ROUTING = (
    value("f", routing, "f", "-20.00", -20),
    slope("slope in x", routing, "x", "-8.00", -8),
    slope("slope in y", routing, "y", "6.00", 6),
    slope("slope in z, the larger", routing, "z", "2.00", 2),
    slope("slope in w, the smaller", routing, "w", "0.00", 0),
)
FORKS = (
    value("f", forks, "f", "", 1.545644884107),
    slope("slope in x", forks, "x", "", 2.059569795572),
    slope("slope in y", forks, "y", "", 1.592232751484),
)
SOFTMAX = tuple(
    Row(f"delta of class {index + 1}", printed, float(printed), lambda index=index: softmax_delta()[index], form=".2f")
    for index, printed in enumerate(["0.2", "-0.7", "0.5"])
)

TABLES = [
    Table("cs231n-product", "(x + y) z at x = −2, y = 5, z = −4", SOURCE, PRODUCT),
    Table("cs231n-neuron", "A neuron, gate by gate: w = (2, −3, −3), x = (−1, −2)", SOURCE, NEURON),
    Table("cs231n-routing", "2 (x y + max(z, w)) at x = 3, y = −4, z = 2, w = −1", SOURCE, ROUTING),
    Table("cs231n-forks", "(x + σ(y)) / (σ(x) + (x + y)²) at x = 3, y = −4", SOURCE, FORKS),
    Table("cs231n-softmax", "Softmax p = (0.2, 0.3, 0.5), the middle class is right", CASE_STUDY, SOFTMAX),
]
