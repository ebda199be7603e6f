"""One training pass written out as a list of numpy calls: what `engine` runs.

Examples are columns: Z[l] = W[l] @ A[l]. From the second layer on, A ends in a row of ones and W in a column of biases, so
that one product takes in the bias and one product gives the slopes of weights and biases. The first layer keeps its bias
apart, and so a batch is read where it lies.

Every array is there before the first call. Outputs are passed by position, products as methods, constants as 0-d arrays:
each spares a third of the time of a small call. (np.maximum is the exception, it is quicker with `out=`.)
"""

import math
from functools import partial

import numpy as np

LARGE = 2**14  # entries of a product above which matmul is quicker: dot fills its output with zeros first
FEW = 512  # entries up to which np.sign is quicker than a mask: it takes one call less, but each entry takes longer
LINE = 64  # bytes in a line of the cache


def aligned(size, dtype):
    """`size` zeros that begin where a line of the cache begins; a product with such a matrix is up to a third quicker."""
    per_line = LINE // np.dtype(dtype).itemsize
    room = np.zeros(size + per_line, dtype)
    start = -room.__array_interface__["data"][0] % LINE // room.itemsize
    return room[start : start + size]


def times(left, out, m):
    """The function (right, out) -> left @ right for outputs like `out`: dot for small ones and for one example."""
    return partial(np.matmul, left) if out.size > LARGE and m > 1 else left.dot


class Pool:
    """One buffer per name, large enough for `batch_size` examples; smaller batches get views of the same memory."""

    def __init__(self, batch_size, dtype):
        self.batch_size, self.dtype, self._buffers = batch_size, dtype, {}

    def take(self, name, rows, m, dtype=None):
        """The buffer of that name as a contiguous array of shape (rows, m)."""
        if name not in self._buffers:
            self._buffers[name] = aligned(rows * self.batch_size, dtype or self.dtype)
        return self._buffers[name][: rows * m].reshape(rows, m)

    def number(self, value):
        """A constant, or a place for one number, as a 0-d array."""
        return np.array(value, self.dtype)


class Layers:
    """One vector seen as the parameters of all layers.

    first: W (n_out, n_in) and bias (n_out,) of the first layer; deeper: (n_out, n_in + 1) for each other, the bias last.
    """

    def __init__(self, sizes, dtype):
        self.vector = aligned(sum((n_in + 1) * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)), dtype)
        n_in, n_out = sizes[:2]
        start = n_in * n_out
        self.first, self.bias = self.vector[:start].reshape(n_out, n_in), self.vector[start : start + n_out]
        self.deeper, start = [], start + n_out
        for n_in, n_out in zip(sizes[1:-1], sizes[2:], strict=True):
            stop = start + n_out * (n_in + 1)
            self.deeper.append(self.vector[start:stop].reshape(n_out, n_in + 1))
            start = stop

    def pairs(self):
        """The list of (W, b) in the textbook's shapes, (n_in, n_out) and (n_out,): views, not copies."""
        return [(self.first.T, self.bias)] + [(matrix[:, :-1].T, matrix[:, -1]) for matrix in self.deeper]


class Program:
    """The pass for m examples: fill `Y` (n_out, m) and `weigh()`, then `run(X)`, X (m, n_in) contiguous, of the pool's dtype.

    parameters, slopes: two Layers; `run` reads the one and overwrites the other.
    """

    def __init__(self, parameters, slopes, activation, output, cost, pool, m):
        self.parameters, self.slopes, self.pool, self.m = parameters, slopes, pool, m
        self.activation, self.output, self.cost_name = activation, output, cost
        widths = [len(parameters.first)] + [len(W) for W in parameters.deeper]
        self.X = pool.take("X", parameters.first.shape[1], m).reshape(m, -1)  # for a batch that has to be copied
        self.Y = pool.take("Y", widths[-1], m)
        self.shapes = self.X.shape, self.Y.T.shape  # of X and Y as they come from outside
        self.A = [pool.take(f"A{layer}", width + 1, m) for layer, width in enumerate(widths[:-1])]
        self.Z = [A[:-1] for A in self.A] + [pool.take("Z", widths[-1], m)]  # each Z becomes its A in place
        self.scratch, self.mask = pool.take("scratch", max(widths), m), pool.take("mask", max(widths), m, bool)
        self.weight, self._off = pool.take(
            "weight", 2, m
        )  # what the targets of each example add up to, and how far off 1
        self.ones, self._Y_flat = np.ones(max(widths) * m, pool.dtype), self.Y.ravel()
        self.weigh = partial(self.ones[: widths[-1]].dot, self.Y, self.weight)  # to be called once Y is filled
        self._ones_bytes = bytearray(self.ones[:m])  # its == compares bytes, without the price of two numpy calls
        self._numbers = {value: pool.number(value) for value in (0.0, 0.01, 0.5, 1.0, 1 / m)}
        self._alarm = pool.number(0)
        self._list_calls()

    def _list_calls(self):
        last, delta, self.cost = self._last()
        backward, delta = self._backward(delta)
        self.calls = [*self._forward(), *last, *backward]
        self._first_forward = times(self.parameters.first, self.Z[0], self.m)
        self._first_backward = times(delta, self.slopes.first, self.m)

    def lay_ones(self):
        """Lay the rows of ones that the biases meet. Programs for other m share the memory and may have written over them."""
        for A in self.A:
            A[-1] = 1

    def run(self, X):
        """All calls in order, for X (m, n_in); returns the cost, a float. The slopes are in `slopes` then."""
        self._first_forward(X.T, self.Z[0])
        for call in self.calls:
            call()
        self._first_backward(X, self.slopes.first)
        return self.cost()

    def alarm(self):
        """True if the first weighted inputs are huge or not finite: nan and inf in X all end up there, and it is in the cache."""
        return not math.isfinite(self._alarm)

    def targets_in_doubt(self):
        """True if Y may be no target of the cost, and needs a closer look."""
        Y = self._Y_flat
        if self.cost_name == "quadratic":
            return not math.isfinite(Y.dot(Y))
        if not Y[Y.argmin()] >= 0:  # argmin finds nan too, and is quicker than min
            return True
        if self.cost_name == "binary_cross_entropy":
            return not Y[Y.argmax()] <= 1
        if self._ones_bytes == self.weight.data:  # so it is wherever one target is 1 and all others 0
            return False
        np.subtract(self.weight, self._numbers[1.0], self._off)
        return not self._off.dot(self._off) < 1e-13

    # --- forward ---------------------------------------------------------------------------------------------------

    def _forward(self):
        """Calls from the first product on: bias, activation, and the other layers."""
        Z = self.Z[0]
        calls = [
            *self._with_each(np.add, Z, self.parameters.bias[:, None]),
            partial(Z.ravel().dot, Z.ravel(), self._alarm),
        ]
        for W, A_prev, Z_prev, Z in zip(self.parameters.deeper, self.A, self.Z, self.Z[1:], strict=False):
            calls += self._activate(self.activation, Z_prev)
            calls += [partial(times(W, Z, self.m), A_prev, Z)]
        return calls

    def _with_each(self, function, Z, vector):
        """Calls for Z = function(Z, vector), the vector for every row or column. numpy's own stretching takes a hidden buffer."""
        if vector.shape == Z.shape:
            return [partial(function, Z, vector, Z)]
        if vector.size == 1:
            return [partial(function, Z, vector.reshape(()), Z)]
        stretched = self.scratch[: len(Z)]
        return [partial(np.copyto, stretched, vector), partial(function, Z, stretched, Z)]

    def _activate(self, name, z):
        """Calls that turn z into its activation, in place."""
        scratch, zero, leak, half = self.scratch[: len(z)], *(self._numbers[value] for value in (0.0, 0.01, 0.5))
        return {
            "relu": [partial(np.maximum, z, zero, out=z)],
            "leaky_relu": [partial(np.multiply, z, leak, scratch), partial(np.maximum, z, scratch, out=z)],
            "tanh": [partial(np.tanh, z, z)],
            "sigmoid": [  # σ(z) = (1 + tanh(z/2)) / 2: no power that could overflow
                partial(np.multiply, z, half, z),
                partial(np.tanh, z, z),
                partial(np.multiply, z, half, z),
                partial(np.add, z, half, z),
            ],
        }.get(name, [])  # identity

    # --- the last layer: cost and delta ----------------------------------------------------------------------------

    def _last(self):
        """(calls, delta, cost): calls that turn Z of the last layer into delta, and a function for the cost after them."""
        return {
            "negative_log_likelihood": self._softmax_likelihood,
            "binary_cross_entropy": self._sigmoid_entropy,
            "quadratic": self._quadratic,
        }[self.cost_name]()

    def _softmax_likelihood(self):
        """C = 1/m Σ (ΣY log Σe^z - Y z) after the largest z of each example is taken off; delta = (softmax - Y) / m."""
        Z, Y, ones = self.Z[-1], self.Y, self.ones[: len(self.Y)]
        largest, total = self.pool.take("per example", 2, self.m)
        right, norm = self.pool.number(0), self.pool.number(0)
        calls = [
            partial(np.maximum.reduce, Z, 0, None, largest),  # over axis 0: a narrow last axis takes 20 times as long
            *self._with_each(np.subtract, Z, largest),
            partial(Y.ravel().dot, Z.ravel(), right),
            partial(np.exp, Z, Z),
            partial(ones.dot, Z, total),  # a product with ones is the quickest sum
            *self._with_each(np.divide, Z, total),
            partial(np.log, total, total),
            partial(self.weight.dot, total, norm),
            *self._matched_delta(),
        ]
        return calls, Z, lambda: (float(norm) - float(right)) / self.m

    def _sigmoid_entropy(self):
        """C = 1/m Σ (log(1 + e^-|z|) + ([z > 0] - Y) z), stable for every z; delta = (sigmoid - Y) / m."""
        Z, Y, zero, one = self.Z[-1], self.Y, self._numbers[0.0], self._numbers[1.0]
        small, mask, ones = self.scratch[: len(Z)], self.mask[: len(Z)], self.ones[: Z.size]
        positive, terms = self.pool.take("positive", *Z.shape), self.pool.take("terms", *Z.shape)
        logs, misses = self.pool.number(0), self.pool.number(0)
        calls = [
            partial(np.greater, Z, zero, mask),
            partial(np.copyto, positive, mask),
            partial(np.subtract, positive, Y, terms),
            partial(terms.ravel().dot, Z.ravel(), misses),
            partial(np.absolute, Z, small),
            partial(np.negative, small, small),
            partial(np.exp, small, small),
            partial(np.log1p, small, terms),
            partial(ones.dot, terms.ravel(), logs),
            # sigmoid = 1 / (1 + e^-|z|) for z > 0, else e^-|z| / (1 + e^-|z|)
            partial(np.maximum, positive, small, out=Z),
            partial(np.add, small, one, small),
            partial(np.divide, Z, small, Z),
            *self._matched_delta(),
        ]
        return calls, Z, lambda: (float(logs) + float(misses)) / self.m

    def _quadratic(self):
        """C = 1/2m Σ (a - Y)²; delta = (a - Y) / m · slope of the activation."""
        a, difference = self.Z[-1], self.pool.take("difference", *self.Y.shape)
        squares = self.pool.number(0)
        calls = [
            *self._activate(self.output, a),
            partial(np.subtract, a, self.Y, difference),
            partial(difference.ravel().dot, difference.ravel(), squares),
            *self._divide_by_m(difference),
            *self._times_slope(self.output, difference, a),
        ]
        return calls, difference, lambda: float(squares) / (2 * self.m)

    def _matched_delta(self):
        """(a - Y) / m, where cost and activation are made for each other and the slope drops out."""
        return [partial(np.subtract, self.Z[-1], self.Y, self.Z[-1]), *self._divide_by_m(self.Z[-1])]

    def _divide_by_m(self, delta):
        return [partial(np.multiply, delta, self._numbers[1 / self.m], delta)] if self.m > 1 else []

    # --- backward ----------------------------------------------------------------------------------------------------

    def _backward(self, delta):
        """(calls, delta of the first layer): calls from the last delta on, all but the product with X."""
        calls = []
        for layer in reversed(range(1, len(self.Z))):
            W, dW, A_prev = self.parameters.deeper[layer - 1], self.slopes.deeper[layer - 1], self.A[layer - 1]
            dA_prev = self.pool.take(f"dA{layer}", *A_prev.shape)  # its last row belongs to the ones and is of no use:
            calls += [partial(times(delta, dW, self.m), A_prev.T, dW)]
            calls += [
                partial(times(W.T, dA_prev, self.m), delta, dA_prev)
            ]  # W without its biases would be copied first
            delta = dA_prev[:-1]
            calls += self._times_slope(self.activation, delta, self.Z[layer - 1])
        return [*calls, partial(delta.dot, self.ones[: self.m], self.slopes.bias)], delta

    def _times_slope(self, name, delta, a):
        """Calls that multiply delta, in place, by the slope of the activation; the slope is computed from a."""
        scratch, mask = self.scratch[: len(a)], self.mask[: len(a)]
        zero, leak, one = (self._numbers[value] for value in (0.0, 0.01, 1.0))
        if name == "relu" and a.size <= FEW:  # a >= 0: its sign is the slope
            return [partial(np.sign, a, scratch), partial(np.multiply, delta, scratch, delta)]
        return {
            "relu": [
                partial(np.greater, a, zero, mask),
                partial(np.copyto, scratch, mask),  # a product with the mask itself would convert it in a hidden buffer
                partial(np.multiply, delta, scratch, delta),
            ],
            "leaky_relu": [
                partial(np.greater, a, zero, mask),
                partial(np.copyto, scratch, mask),
                partial(np.maximum, scratch, leak, out=scratch),
                partial(np.multiply, delta, scratch, delta),
            ],
            "tanh": [  # delta (1 - a²)
                partial(np.multiply, a, a, scratch),
                partial(np.subtract, one, scratch, scratch),
                partial(np.multiply, delta, scratch, delta),
            ],
            "sigmoid": [  # delta a (1 - a)
                partial(np.subtract, one, a, scratch),
                partial(np.multiply, scratch, a, scratch),
                partial(np.multiply, delta, scratch, delta),
            ],
        }.get(name, [])  # identity
