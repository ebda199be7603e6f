"""From the cost back to one weight: every path, factor by factor. Along a path multiply, over paths add.

    trace(net, x, y, "W1[0,1]")     # in a notebook a table; .paths, .groups and .as_dict() as data

Parameters are named as in the mathematics, layers counted from 1, and indexed as in Python: "W1[0,1]" is net.W[0][0, 1] and
"b2[0]" is net.b[1][0]. Units are counted from 1: x2 is the second input, o1 the first output, h3 the third hidden unit,
or, where there are several hidden layers, h2.3 the third unit of the second one.
"""

import itertools
import math
import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from . import _path_tables, activations
from ._validation import finite, positive, whole
from .gradcheck import relative_error, slope_along
from .network import Network


class Factor(NamedTuple):
    """One factor of a path: what it is called, and its number."""

    name: str
    value: float


class Path(NamedTuple):
    """One way from a parameter to the cost: the steps ("W1[0,0]", "h1", "o1", "C") and the factors met on it."""

    steps: tuple
    factors: tuple

    @property
    def product(self):
        """All factors of this path multiplied: its share of the slope."""
        return math.prod(factor.value for factor in self.factors)


class Group(NamedTuple):
    """All paths through one unit of one layer, added up: product = reach · delta.

    reach is dz/d(parameter), all ways from the parameter to this unit; delta is dC/dz, all ways from there to the cost.
    """

    layer: int
    unit: str
    n_paths: int
    reach: float
    delta: float

    @property
    def product(self):
        """The share of the slope that passes through this unit."""
        return self.reach * self.delta


@dataclass(frozen=True, repr=False)
class ParameterTrace:
    """What `trace` returns: a table when shown, and data.

    name, value     the parameter and its number
    n_paths         how many paths there are, exactly
    paths           all of them (Path), or none if there are more than the limit
    groups          for each layer on the way a tuple of Group: the partial sums of its units add up to the slope
    gradient        dC/d(parameter) from backpropagation; measured: the same by a small step to both sides
    learning_rate   for the update that follows
    cost, sizes     the cost of the example, and the units per layer; note: a remark on the output layer
    """

    name: str
    value: float
    n_paths: int
    paths: tuple
    groups: tuple
    gradient: float
    measured: float
    learning_rate: float
    cost: float
    sizes: tuple
    note: str

    @property
    def total(self):
        """The sum over all paths; where they are not listed, over the units of the output layer."""
        return math.fsum(part.product for part in self.paths or self.groups[-1])

    @property
    def relative_error(self):
        """Relative error between the slope from backpropagation and the measured one."""
        return relative_error(self.gradient, self.measured)

    @property
    def sum_error(self):
        """Relative error between the sum over the paths and the slope from backpropagation: rounding only."""
        return relative_error(self.total, self.gradient)

    @property
    def updated(self):
        """The parameter after one step of gradient descent: value - learning_rate · gradient."""
        return self.value - self.learning_rate * self.gradient

    def as_dict(self):
        """Everything as plain dicts, lists and numbers, ready for JSON."""
        paths = [
            {"steps": list(p.steps), "factors": [f._asdict() for f in p.factors], "product": p.product} for p in self.paths
        ]
        groups = [[{**group._asdict(), "product": group.product} for group in layer] for layer in self.groups]
        names = ("name", "value", "cost", "n_paths", "total", "gradient", "measured", "relative_error", "learning_rate", "updated")
        return {**{name: getattr(self, name) for name in names}, "paths": paths, "groups": groups}

    def __repr__(self):
        return _path_tables.as_text(self)

    def _repr_html_(self):
        return _path_tables.as_html(self)


def trace(net, x, y, parameter, learning_rate=0.5, max_paths=100):
    """Every path from one parameter to the cost of one example, as a ParameterTrace. The network stays as it was.

    x (n_in,) or (1, n_in); y (n_out,) or (1, n_out): one example, as a sum over a batch would have the paths of each of them.
    parameter: "W1[0,1]", "b2[0]", … The paths are counted first; above max_paths none is listed, and they are grouped by
    the units that they pass.
    Raises ValueError for a parameter that does not exist, more than one example, shapes that do not fit, nan and inf.
    """
    if not isinstance(net, Network):
        raise ValueError(f"net: expected a Network, got {net!r}")
    learning_rate, max_paths = positive("learning_rate", learning_rate), whole("max_paths", max_paths)
    probe = net.copy()  # in float64, and with arrays that may be changed
    kind, layer, index = _find(parameter, net.sizes)
    x, y = _one_example("x", x, net.sizes[0]), _one_example("y", y, net.sizes[-1])
    forward = probe.forward(x)
    grads = probe.backward(forward, y)
    ends = _ends(probe, forward, y)
    array, slopes = (probe.W, grads.dW) if kind == "W" else (probe.b, grads.db)
    value = float(array[layer - 1][index])
    name = f"{kind}{layer}[{','.join(str(i) for i in index)}]"
    first = Factor("1 (bias)", 1.0)
    if kind == "W":
        source = _unit(net.sizes, layer - 1, index[0])
        first = Factor(source if layer == 1 else f"a of {source}", float(forward.A[layer - 1][0, index[0]]))
    groups = _groups(probe, forward, grads, ends, layer, index[-1], first.value)
    n_paths = sum(group.n_paths for group in groups[-1])
    return ParameterTrace(
        name, value, n_paths,
        paths=tuple(_paths(probe, forward, ends, name, layer, index[-1], first)) if n_paths <= max_paths else (),
        groups=groups,
        gradient=float(slopes[layer - 1][index]),
        measured=_measured(probe, array[layer - 1], index, x, y),
        learning_rate=learning_rate,
        cost=probe.cost(forward, y),
        sizes=tuple(net.sizes),
        note=NOTES[net.cost_name],
    )  # fmt: skip


NOTES = {
    "quadratic": "",
    "binary_cross_entropy": "The slopes of the cross-entropy and of the sigmoid make a - y together. ",
    "negative_log_likelihood": "Each score reaches the cost through the softmax's normaliser, which all classes share (slope p); "
    "the score of the target class does so directly as well (slope -y). Together p - y. ",
}


def _unit(sizes, layer, index):
    """The name of a unit: x1, h1, o1; h2.1 where there are several hidden layers."""
    if layer in (0, len(sizes) - 1):
        return f"{'o' if layer else 'x'}{index + 1}"
    return f"h{index + 1}" if len(sizes) == 3 else f"h{layer}.{index + 1}"


def _find(parameter, sizes):
    """"W1[0,1]" -> ("W", 1, (0, 1)); ValueError naming the legal ranges if there is no such parameter."""
    found = re.fullmatch(r"([Wb])([0-9]+)\[([0-9]+)(?:, ?([0-9]+))?\]", parameter) if isinstance(parameter, str) else None
    if found:
        kind, layer = found[1], int(found[2])
        index = tuple(int(number) for number in found.groups()[2:] if number is not None)
        limits = sizes[layer - 1 : layer + 1] if 0 < layer < len(sizes) else []
        limits = limits if kind == "W" else limits[1:]
        if limits and len(index) == len(limits) and all(i < limit for i, limit in zip(index, limits, strict=True)):
            return kind, layer, index
    upto = [f"0..{size - 1}" if size > 1 else "0" for size in sizes]
    legal = [f"W{n}[{i},{j}], b{n}[{j}]" for n, (i, j) in enumerate(itertools.pairwise(upto), start=1)]
    if len(legal) > 6:
        legal = [*legal[:2], "...", *legal[-2:]]
    raise ValueError(f"parameter: expected one of {', '.join(legal)}, got {parameter!r}")


def _one_example(name, values, size):
    array = finite(name, values)
    if array.shape not in ((size,), (1, size)):
        many = array.ndim == 2 and len(array) > 1
        hint = f"; a trace follows one example, such as {name.upper()}[0]" if many else ""
        raise ValueError(f"{name}: expected one example, shape ({size},) or (1, {size}), got {array.shape}{hint}")
    return array.reshape(1, size).astype(float)


def _ends(net, forward, y):
    """For each output the ways from its z to the cost: lists of (steps on the way, factors)."""
    z, a, y = forward.Z[-1][0], forward.A[-1][0], y[0]
    ends = []
    for k in range(len(y)):
        of = f"of o{k + 1}"
        miss = Factor(f"a - y {of}", float(a[k] - y[k]))
        if net.cost_name == "quadratic":
            slope = float(activations.get(net.output).prime(z[k]))
            ends.append([((), (Factor(f"slope(z) {of}", slope), miss))])
        elif net.cost_name == "binary_cross_entropy":
            ends.append([((), (miss,))])
        else:
            direct = [((), (Factor(f"-y {of}", -float(y[k])),))] if y[k] else []
            ends.append([(("normaliser",), (Factor(f"p {of}", float(a[k])),)), *direct])
    return ends


def _paths(net, forward, ends, name, layer, unit, first):
    """Every path, one by one. layer, unit: where the parameter leads; first: the factor it is multiplied by there."""
    sizes, last, prime = net.sizes, len(net.W), activations.get(net.activation).prime
    for onward in itertools.product(*(range(size) for size in sizes[layer + 1 :])):
        steps, factors, here = [name], [first], unit
        for depth, there in enumerate([*onward, None], start=layer):
            steps.append(_unit(sizes, depth, here))
            if depth < last:
                factors.append(Factor(f"slope(z) of {steps[-1]}", float(prime(forward.Z[depth - 1][0, here]))))
                factors.append(Factor(f"W{depth + 1}[{here},{there}]", float(net.W[depth][here, there])))
                here = there
        for more_steps, more_factors in ends[here]:
            yield Path((*steps, *more_steps, "C"), (*factors, *more_factors))


def _groups(net, forward, grads, ends, layer, unit, first):
    """For each layer from the parameter's own to the output: its units with all paths through them added up.

    What the parameter does to each z is followed forwards; delta comes from backpropagation, for the outputs from `ends`.
    """
    sizes, last, prime = net.sizes, len(net.W), activations.get(net.activation).prime
    reach, units, ways_in, groups = np.array([first]), [unit], 1, []
    for depth in range(layer, last + 1):
        if depth == last:
            ways_out = [len(ways) for ways in ends]
            delta = [math.fsum(math.prod(f.value for f in factors) for _, factors in ways) for ways in ends]
        else:
            ways_out = [math.prod(sizes[depth + 1 : last]) * sum(len(ways) for ways in ends)] * sizes[depth]
            delta = grads.delta[depth - 1][0]
        groups.append(
            tuple(
                Group(depth, _unit(sizes, depth, k), ways_in * ways_out[k], float(r), float(delta[k]))
                for k, r in zip(units, reach, strict=True)
            )
        )
        if depth < last:
            ways_in *= len(units)
            reach = (reach * prime(forward.Z[depth - 1][0, units])) @ net.W[depth][units]
            units = range(sizes[depth + 1])
    return tuple(groups)


def _measured(net, array, index, x, y):
    start = array[index]

    def cost(number):
        array[index] = number
        return net.cost(net.forward(x), y)

    try:
        return slope_along(cost, start, 1.0)
    finally:
        array[index] = start
