"""Small functions of Values to step through, and how a graph of Values is told to a page."""

import math
import operator
import re
from collections.abc import Callable
from typing import NamedTuple

from ..graph import Value
from .base import tidy


class Circuit(NamedTuple):
    """A function of Values: inputs are its numbers by name, ranges (least, most, step) of their sliders."""

    label: str
    function: Callable
    inputs: dict
    ranges: dict


def product(x, y, z):
    """(x + y) z, the first circuit of CS231n."""
    q = x + y
    q.name = "q"
    return q * z


def diamond(x):
    """x² sin x: two routes from x to the output."""
    u, v = x**2, x.sin()
    u.name, v.name = "u", "v"
    return u * v


def baydin(x1, x2):
    """ln x1 + x1 x2 - sin x2, the example of Baydin, Pearlmutter, Radul and Siskind (2018)."""
    a, b, c = x1.log(), x1 * x2, x2.sin()
    d = a + b
    a.name, b.name, c.name, d.name = "a", "b", "c", "d"
    return d - c


def routing(x, y, z, w):
    """2 (x y + max(z, w)), the second circuit of CS231n."""
    p, m = x * y, z.maximum(w)
    s = p + m
    p.name, m.name, s.name = "p", "m", "s"
    return s * 2


def neuron(w0, x0, w1, x1, w2):
    """sigmoid(w0 x0 + w1 x1 + w2), the sigmoid taken apart into · -1, exp, + 1 and 1/d, as CS231n has it."""
    p, q = w0 * x0, w1 * x1
    s = p + q
    z = s + w2
    n = z * -1
    e = n.exp()
    d = e + 1
    for node, name in zip((p, q, s, z, n, e, d), "pqszned", strict=True):
        node.name = name
    return d**-1


def forks(x, y):
    """(x + σ(y)) / (σ(x) + (x + y)²), CS231n's staged example: x and y are each used twice."""
    a = y.sigmoid()
    top = x + a
    b, s = x.sigmoid(), x + y
    t = s**2
    bottom = b + t
    for node, name in ((a, "a"), (top, "n"), (b, "b"), (s, "s"), (t, "t"), (bottom, "d")):
        node.name = name
    return top / bottom


def _around(inputs, least=-6, most=6, step=0.5):
    return dict.fromkeys(inputs, (least, most, step))


CIRCUITS = {
    "product": Circuit("(x + y) · z", product, {"x": -2.0, "y": 5.0, "z": -4.0}, _around("xyz")),
    "diamond": Circuit("x² · sin x", diamond, {"x": 1.5}, {"x": (-4, 4, 0.25)}),
    "baydin": Circuit("ln x1 + x1 · x2 − sin x2", baydin, {"x1": 2.0, "x2": 5.0}, {"x1": (0.5, 6, 0.5), "x2": (-6, 6, 0.5)}),
    "routing": Circuit("2 · (x · y + max(z, w))", routing, {"x": 3.0, "y": -4.0, "z": 2.0, "w": -1.0}, _around("xyzw")),
    "neuron": Circuit(
        "a sigmoid neuron, gate by gate", neuron,
        {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}, _around(["w0", "x0", "w1", "x1", "w2"], -4, 4),
    ),
    "forks": Circuit("(x + σ(y)) / (σ(x) + (x + y)²)", forks, {"x": 3.0, "y": -4.0}, _around("xy")),
}  # fmt: skip

MOST_NODES = 24
NUMBERS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "**": operator.pow, "max": max}
NUMBER = r"[+-]?\d[\d.e+-]*"


def build(function, inputs):
    """The output of a function of Values at these inputs (name -> number); it is called f where it has no name of its own.

    Raises ValueError if the function does not compute a Value.
    """
    output = function(**{name: Value(number, name) for name, number in inputs.items()})
    if not isinstance(output, Value) or not output.operation:
        raise ValueError(f"function: expected it to compute a Value from its inputs, got {output!r}")
    output.name = output.name or "f"
    return output


def names_of(nodes):
    """A name for every node, its own where it has one. Raises ValueError if a name is used twice."""
    names, used = {}, {node.name for node in nodes if node.name}
    fresh = (f"n{number}" for number in range(1, len(nodes) + 1) if f"n{number}" not in used)
    for node in nodes:
        names[node] = node.name or next(fresh)
    if len(set(names.values())) < len(nodes):
        twice = next(name for name in used if sum(name == other for other in names.values()) > 1)
        raise ValueError(f"function: expected a name of its own for every node, got {twice!r} twice")
    return names


def described(name, circuit):
    """A circuit as plain lists and names for the page: its nodes in topological order, each with its place in the picture.

    Raises ValueError for more than 24 nodes, inputs that are not used, and numbers too long to be told.
    """
    from ..figures.graphs import layout  # here, since matplotlib comes with it

    nodes = build(circuit.function, circuit.inputs).nodes()
    if len(nodes) > MOST_NODES:
        raise ValueError(f"function: expected at most {MOST_NODES} nodes to step through, got {len(nodes)}")
    if unused := set(circuit.inputs) - {node.name for node in nodes}:
        raise ValueError(f"inputs: expected only numbers that the function uses, got {sorted(unused)[0]!r} too")
    names, places = names_of(nodes), {node: place for place, node in enumerate(nodes)}
    depth, across = layout(nodes)
    listed = []
    for node in nodes:
        bends = [[] for _ in node.inputs]
        for item in sorted((item for item in depth if isinstance(item, tuple) and item[0] is node), key=depth.get):
            bends[item[1]].append([depth[item], across[item]])
        listed.append({
            "name": names[node], "of": [places[source] for source, _ in node.inputs], **_operation(node, names[node]),
            "place": tidy([depth[node], across[node]]), "bends": tidy(bends),
        })  # fmt: skip
    ranges = {key: list(map(float, limits)) for key, limits in circuit.ranges.items()}
    return {"name": name, "label": circuit.label, "start": circuit.inputs, "ranges": ranges, "nodes": listed}


def _operation(node, name):
    """{"op": "*"}, and the plain number that takes part: {"op": "-", "number": 2, "first": True} for 2 - x."""
    if not node.operation or len(node.inputs) > 1:
        return {"op": node.operation}
    found = re.fullmatch(rf"({NUMBER}) (\D+)|(\D+) ({NUMBER})", node.operation)
    if not found:
        return {"op": node.operation}
    first, op = found[1] is not None, found[2] or found[3]
    number, other = float(found[1] or found[4]), node.inputs[0][0].value
    again = NUMBERS[op](number, other) if first else NUMBERS[op](other, number)
    if not math.isclose(again, node.value, rel_tol=1e-9, abs_tol=1e-12):
        raise ValueError(f"function: expected a short number in {name} = {node.operation}; a long one needs a node of its own: Value(…)")
    return {"op": op, "number": number, **({"first": True} if first else {})}
