"""A number that remembers how it was made: the chain rule on a graph.

Each Value keeps the values it was computed from and, for each of them, the local slope: how fast this value moves when that
one does. `backward` multiplies the local slopes along each edge and adds where paths meet.

    x = Value(2.0, "x")
    y = x * x + x.exp()
    y.backward()
    x.grad                    # dy/dx = 2x + e^x

`figures.graph(y)` draws it; `network_cost` writes the cost of a whole network in this way.
"""

import math
from numbers import Real

import numpy as np

from . import activations
from ._validation import finite


class Value:
    """A node of the graph. value: the number; grad: d(output)/d(this) after `output.backward()`, 0 before.

    name: what it is called, may be set at any time; operation: how it was made, empty for a number that was given;
    inputs: ((node, local slope), …), in the order of the operation. A plain number in an operation makes no node.
    Raises ValueError for anything that is not a finite number.
    """

    __slots__ = ("value", "grad", "name", "operation", "inputs")

    def __init__(self, value, name="", operation="", inputs=()):
        self.value = _number(name or operation or "value", value)
        self.grad, self.name, self.operation, self.inputs = 0.0, name, operation, tuple(inputs)

    def __repr__(self):
        label = " = ".join(part for part in (self.name, self.operation) if part)
        return f"Value({self.value:g}{', ' + label if label else ''}, grad={self.grad:g})"

    # Each operation: the value, then its slope in each of the inputs.

    def __add__(self, other):
        return _combine("+", self, other, lambda a, b: (a + b, 1.0, 1.0))

    def __sub__(self, other):
        return _combine("-", self, other, lambda a, b: (a - b, 1.0, -1.0))

    def __mul__(self, other):
        return _combine("*", self, other, lambda a, b: (a * b, b, a))

    def __truediv__(self, other):
        return _combine("/", self, other, lambda a, b: (a / b, 1 / b, -(a / b) / b))

    def maximum(self, other):
        """The larger of the two: the slope is 1 for it and 0 for the other (1 for `other` if they are equal)."""
        return _combine("max", self, other, lambda a, b: (max(a, b), float(a > b), float(a <= b)))

    def __pow__(self, exponent):
        """self ** exponent for a plain number as exponent; slope exponent · self^(exponent - 1)."""
        if isinstance(exponent, Value):
            raise ValueError("exponent: expected a plain number; for x ** y write (y * x.log()).exp()")
        k = _number("exponent", exponent)
        if self.value < 0 and k != int(k):
            raise ValueError(f"{self.value:g} ** {k:g}: a negative number has no such power")
        return self._apply(f"** {k:g}", lambda a: (a**k, k * a ** (k - 1) if k else 0.0))

    def exp(self):
        """e to the power of this value; its slope is the result itself."""
        return self._apply("exp", lambda a: (math.exp(a), math.exp(a)))

    def log(self):
        """Natural logarithm, slope 1 / value. Raises ValueError for a number that is not above 0."""
        if self.value <= 0:
            raise ValueError(f"log: expected a number above 0, got {self.value:g}")
        return self._apply("log", lambda a: (math.log(a), 1 / a))

    def sin(self):
        """Sine, slope cos(value)."""
        return self._apply("sin", lambda a: (math.sin(a), math.cos(a)))

    def activate(self, activation):
        """An activation function by name: "sigmoid", "tanh", "relu", "leaky_relu", "identity".

        Raises ValueError for an unknown name and for softmax, which takes a whole row of numbers.
        """
        function, prime = activations.get(activation)
        if prime is None:
            raise ValueError(f"activation: {activation!r} works on whole rows, not on one number")
        return self._apply(activation, lambda a: (float(function(a)), float(prime(a))))

    def sigmoid(self):
        """σ(value) = 1 / (1 + e^-value)."""
        return self.activate("sigmoid")

    def tanh(self):
        """The hyperbolic tangent of this value."""
        return self.activate("tanh")

    def relu(self):
        """max(value, 0), with slope 0 at 0."""
        return self.activate("relu")

    def softplus(self):
        """log(1 + e^value), written with e^(-|value|), which cannot overflow."""
        return self + ((-self).exp() + 1).log() if self.value > 0 else (self.exp() + 1).log()

    # The same with a plain number in front.

    def __radd__(self, number):
        return self + number

    def __rmul__(self, number):
        return self * number

    def __rsub__(self, number):
        return _combine("-", number, self, lambda a, b: (a - b, 1.0, -1.0))

    def __rtruediv__(self, number):
        return _combine("/", number, self, lambda a, b: (a / b, 1 / b, -(a / b) / b))

    def __neg__(self):
        return self * -1

    def _apply(self, operation, rule):
        return _node(operation, rule, [self], self.value)

    def nodes(self):
        """Every node that this one was made from, itself last: each after all of its inputs (topological order)."""
        order, seen, stack = [], set(), [(self, False)]
        while stack:  # a list instead of recursion: a chain may be longer than Python's recursion limit
            node, inputs_done = stack.pop()
            if inputs_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((source, False) for source, _ in reversed(node.inputs))
        return order

    def backward(self):
        """Sets `grad` of every node of this graph to d(self)/d(node). Calling it again gives the same numbers.

        In reverse topological order a node's grad is complete before it is passed on: all its users have reported.
        """
        order = self.nodes()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for source, slope in node.inputs:
                source.grad += slope * node.grad  # added: a number used twice moves the output twice

    def forward_slope(self, source):
        """d(self)/d(source) by one forward sweep: the slopes travel with the values, for one source at a time."""
        slopes = {}
        for node in self.nodes():
            slopes[node] = 1.0 if node is source else sum(slope * slopes[part] for part, slope in node.inputs)
        return float(slopes[self])


def total(values, name=""):
    """The sum of several Values as one node, slope 1 in each. Raises ValueError for an empty list."""
    values = [value if isinstance(value, Value) else Value(value) for value in values]
    if not values:
        raise ValueError("values: expected at least one Value, got none")
    return Value(math.fsum(v.value for v in values), name, "+", [(v, 1.0) for v in values])


def network_cost(net, X, Y):
    """The cost of a network as a graph: (cost, parameters), a Value and the dict {"W1[0,1]": Value, …}.

    X (m, n_in), Y (m, n_out). Layers are counted from 1, units from 0: "W1[0,1]" is net.W[0][0, 1]. After `cost.backward()`
    every parameter's grad is its slope. Meant for small networks: each multiplication becomes a node.
    Raises ValueError as `net.forward` and `net.cost` do.
    """
    net.cost(net.forward(X), Y)  # refuses what does not fit, with the network's own words
    X, Y = finite("X", X), finite("Y", Y)
    parameters = {}
    layers = []
    for layer, (W, b) in enumerate(net.parameters(), start=1):
        W = [[Value(w, f"W{layer}[{i},{j}]") for j, w in enumerate(row)] for i, row in enumerate(W)]
        b = [Value(number, f"b{layer}[{j}]") for j, number in enumerate(b)]
        parameters |= {node.name: node for row in [*W, b] for node in row}
        layers.append((W, b))
    rows = [_row_cost(net, layers, x, y, row) for row, (x, y) in enumerate(zip(X, Y, strict=True))]
    cost = _sum(rows) / len(rows) if len(rows) > 1 else rows[0]
    cost.name = "C"
    return cost, parameters


def _row_cost(net, layers, x, y, row):
    """The cost of one example. Names as in the course: Z1[row,unit], A1[row,unit]."""
    A = [Value(number, f"X[{row},{i}]") for i, number in enumerate(x)]
    for layer, (W, b) in enumerate(layers, start=1):
        Z = []
        for j, bias in enumerate(b):
            products = [a * weights[j] for a, weights in zip(A, W, strict=True)]
            Z.append(total([*products, bias], f"Z{layer}[{row},{j}]"))
        if layer < len(layers) or net.cost_name == "quadratic":
            A = [z.activate(net.activation if layer < len(layers) else net.output) for z in Z]
            for j, a in enumerate(A):
                a.name = f"A{layer}[{row},{j}]"
    y = [float(target) for target in y]
    if net.cost_name == "quadratic":
        return _sum([(a - target) ** 2 for a, target in zip(A, y, strict=True)]) * 0.5
    if net.cost_name == "binary_cross_entropy":  # -log σ(z) = softplus(-z) and -log(1 - σ(z)) = softplus(z)
        return _sum([(-z).softplus() * t + z.softplus() * (1 - t) for z, t in zip(Z, y, strict=True)])
    top = max(z.value for z in Z)  # a plain number: it keeps exp from overflowing and cancels
    normaliser = _sum([(z - top).exp() for z in Z]).log() + top  # one node, shared by all classes
    return _sum([(normaliser - z) * target for z, target in zip(Z, y, strict=True) if target])


def _sum(values):
    return total(values) if len(values) > 1 else values[0]


def _combine(operation, a, b, rule):
    """The node for an operation on two Values, or a Value and a plain number; rule(a, b): result, slope in a, slope in b."""
    left, right = (_number(operation, v.value if isinstance(v, Value) else v) for v in (a, b))
    if not isinstance(a, Value):
        operation = f"{left:g} {operation}"
    if not isinstance(b, Value):
        operation = f"{operation} {right:g}"
    return _node(operation, rule, [a, b], left, right)


def _node(operation, rule, nodes, *numbers):
    try:
        value, *slopes = (_number("result or slope", number) for number in rule(*numbers))
    except (ArithmeticError, ValueError) as problem:
        at = " and ".join(f"{number:g}" for number in numbers)
        why = "the result is too large for a float" if isinstance(problem, OverflowError) else problem
        raise ValueError(f"{operation} at {at}: {why}") from None
    inputs = [(nodes[i], slope) for i, slope in enumerate(slopes) if isinstance(nodes[i], Value)]
    return Value(value, "", operation, inputs)


def _number(name, number):
    """A plain Python float, for speed; ValueError for anything that is not one finite number."""
    if isinstance(number, np.ndarray) and number.ndim == 0:
        number = number.item()
    try:
        plain = float(number) if isinstance(number, Real) else math.nan
    except OverflowError:  # a whole number may be larger than any float
        plain = math.inf
    if not math.isfinite(plain):
        raise ValueError(f"{name}: expected one finite number, got {number!r}")
    return plain
