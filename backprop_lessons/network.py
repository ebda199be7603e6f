"""Layers in a row: forward, cost and backward, as the equations say it.

Index l counts the layers from 0: `W[l]` and `b[l]` turn `A[l]` into `Z[l]`, and `A[l + 1]` is the activation of `Z[l]`.
"""

from typing import NamedTuple

import numpy as np

from . import activations, costs
from ._validation import as_float, finite, generator, shape, whole
from .initialisation import chosen, draw
from .layers import dense_backward, dense_forward


class Trace(NamedTuple):
    """All that the forward pass computed, kept for the way back: A[0] is X, A[l + 1] the activation of Z[l]."""

    Z: list
    A: list

    def __repr__(self):
        return f"Trace(Z: {_shapes(self.Z)}; A: {_shapes(self.A)})"


class Gradients(NamedTuple):
    """The slopes of the cost: dW[l] and db[l] have the shapes of W[l] and b[l]; delta[l] is dC/dZ[l]."""

    dW: list
    db: list
    delta: list

    def __repr__(self):
        return f"Gradients(dW: {_shapes(self.dW)}; db: {_shapes(self.db)}; delta: {_shapes(self.delta)})"


def _shapes(arrays):
    return ", ".join(str(array.shape) for array in arrays)


class Network:
    """A network of dense layers.

    sizes       units per layer, inputs first: [64, 30, 10]
    activation  of the hidden layers; output: of the last one
    cost        "quadratic", "binary_cross_entropy" (sigmoid output) or "negative_log_likelihood" (softmax output)
    rng         numpy generator that draws the weights, layer by layer; biases start at 0
    scale       spread of the first weights: scale · standard normal; None leaves it to the initialisation
    initialisation  "auto" (He for the relu family, Xavier otherwise), "zeros", "constant", "normal", "xavier" ("glorot"),
                "he", "lecun", or a function (n_in, n_out, rng) -> W

    W[l] (n_in, n_out) and b[l] (n_out,) can be read and set. Raises ValueError naming what was given and what was expected.
    """

    def __init__(
        self,
        sizes,
        activation="sigmoid",
        output="sigmoid",
        cost="quadratic",
        rng=None,
        scale=None,
        initialisation="auto",
    ):
        try:
            sizes = [whole("sizes", size) for size in sizes]
        except TypeError:
            raise ValueError(f"sizes: expected a list such as [64, 30, 10], got {sizes!r}") from None
        if len(sizes) < 2:
            raise ValueError(f"sizes: expected at least inputs and outputs, such as [2, 1], got {sizes}")
        generator(rng)
        W = draw(sizes, chosen(initialisation, activation, scale), rng)
        self._set(W, [np.zeros(n_out) for n_out in sizes[1:]], activation, output, cost)

    @classmethod
    def from_parameters(cls, parameters, activation="sigmoid", output="sigmoid", cost="quadratic"):
        """A network with the given weights: parameters is a list of (W, b), W (n_in, n_out), b (n_out,).

        Raises ValueError for shapes that do not fit, nan or inf, and names that are not known.
        """
        net = cls.__new__(cls)
        try:
            W, b = zip(*parameters, strict=True)
        except (TypeError, ValueError):
            raise ValueError(f"parameters: expected a list of (W, b), got {parameters!r}") from None
        net._set([np.array(w, dtype=float) for w in W], [np.array(v, dtype=float) for v in b], activation, output, cost)
        net._check_parameters()
        return net

    def _set(self, W, b, activation, output, cost):
        if activations.get(activation).prime is None:
            raise ValueError(f"activation: {activation!r} works on whole rows and fits the output only")
        costs.check_pair(output, cost)
        self.W, self.b = W, b
        self.activation, self.output, self.cost_name = activation, output, cost

    def __repr__(self):
        sizes = "-".join(str(size) for size in self.sizes)
        return f"Network {sizes}: {self.activation} hidden, {self.output} output, {self.cost_name} cost, {self.n_parameters:,} parameters"

    @property
    def sizes(self):
        """Units per layer, inputs first."""
        return [np.shape(self.W[0])[0]] + [np.shape(W)[1] for W in self.W]

    @property
    def n_parameters(self):
        """How many weights and biases there are."""
        return sum(w.size + b.size for w, b in self.parameters())

    def parameters(self):
        """The list of (W, b), layer by layer: the arrays themselves, not copies. W and b may have been set to lists."""
        return [(as_float(W), as_float(b)) for W, b in zip(self.W, self.b, strict=True)]

    def copy(self):
        """A network with the same weights in arrays of its own."""
        return Network.from_parameters(self.parameters(), self.activation, self.output, self.cost_name)

    def forward(self, X):
        """The Trace of X (m, n_in): Z[l] = A[l] @ W[l] + b[l], A[l + 1] = activation(Z[l]).

        Raises ValueError for a shape that does not fit and for nan or inf, in X or in the weights.
        """
        X = finite("X", X)
        self._check_parameters()
        shape("X", X, "m", self.sizes[0])
        Z, A = [], [X]
        for layer, (W, b) in enumerate(self.parameters()):
            Z.append(dense_forward(A[-1], W, b))
            A.append(self._activation(layer).function(Z[-1]))
        return Trace(Z, A)

    def cost(self, trace, Y):
        """The cost C, a float: mean over the examples. Y (m, n_out)."""
        return costs.output_cost(trace.Z[-1], Y, self.output, self.cost_name)

    def backward(self, trace, Y):
        """The Gradients of the cost, by backpropagation. Y (m, n_out).

        delta of the last layer from the cost, then layer by layer: dW and db from delta, and
        delta[l - 1] = (delta[l] @ W[l].T) * activation'(Z[l - 1]). Changes no parameter.
        """
        layers = range(len(self.W))
        dW, db, deltas = ([None for _ in layers] for _ in range(3))
        delta = costs.output_delta(trace.Z[-1], Y, self.output, self.cost_name)
        for layer in reversed(layers):
            deltas[layer] = delta
            dW[layer], db[layer], dA_prev = dense_backward(delta, trace.A[layer], self.W[layer])
            if layer > 0:
                delta = dA_prev * self._activation(layer - 1).prime(trace.Z[layer - 1])
        return Gradients(dW, db, deltas)

    def predict(self, X):
        """The outputs for X (m, n_in): (m, n_out)."""
        return self.forward(X).A[-1]

    def accuracy(self, X, Y):
        """Fraction of right answers in [0, 1]: the largest output, or, for one output, the side of 1/2.

        X (m, n_in), Y (m, n_out). Raises ValueError for shapes that do not fit and for nan or inf.
        """
        A, Y = self.predict(X), finite("Y", Y)
        shape("Y", Y, *A.shape)
        right = A.argmax(axis=1) == Y.argmax(axis=1) if A.shape[1] > 1 else (A > 0.5) == (Y > 0.5)
        return float(right.mean())

    def _activation(self, layer):
        return activations.get(self.output if layer == len(self.W) - 1 else self.activation)

    def _check_parameters(self):
        """W and b can be set by hand, so they are checked where they are used."""
        n_in = "n_in"  # whatever the first matrix says
        for layer, (W, b) in enumerate(self.parameters()):
            shape(f"W[{layer}]", finite(f"W[{layer}]", W), n_in, "n_out")
            shape(f"b[{layer}]", finite(f"b[{layer}]", b), W.shape[1])
            n_in = W.shape[1]
