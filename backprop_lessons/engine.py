"""The fast road: the gradients of `network`, with everything decided before the first step.

The mathematics is that of the textbook road, and a test holds both to each other. What differs is how it is laid out:

- Examples are columns: Z = W @ A. From the second layer on the bias is one more column of W, met by a row of ones in A; so
  one product takes in the bias, and one product gives all the slopes of a layer.
- All parameters lie in one vector `theta`, all slopes in one vector `grad`; the matrices of the layers are views into them.
- Every array is made once. A step is a list of numpy calls with their outputs already chosen (`program`), and runs through
  it: no array is made, no name is looked up, nothing is decided.
- A slope is computed from the activation, which is at hand: σ' = a (1 - a), tanh' = 1 - a². Where a unit is saturated this
  rounds to 0 what the textbook road still has as 1e-17.
"""

import math

import numpy as np

from . import costs
from ._validation import finite, shape, whole
from .optimizers import Optimizer
from .program import Layers, Pool, Program

KEPT = 8  # programs kept, one per batch size: a run needs two
QUIET = np.errstate(over="ignore", invalid="ignore")  # numbers too large are said in words, see `NotFinite`


class NotFinite(ValueError):
    """The cost of a batch is no finite number: nothing was moved."""


class Engine:
    """Gradients and training steps for a network, on copies of its parameters in arrays laid out for speed.

    net         the Network it starts from, which stays as it is until `write_to(net)`
    batch_size  the most examples that one call can take; fewer are welcome
    dtype       np.float64, or np.float32: half the memory, up to twice the speed, 7 digits instead of 16

    theta, grad: all parameters and all slopes as one vector each, valid until the next call. Raises ValueError for parameters
    that are not finite or do not fit together, and for other types.
    """

    def __init__(self, net, batch_size=32, dtype=np.float64):
        self.batch_size = whole("batch_size", batch_size)
        self.dtype = _float_type(dtype)
        self.sizes = list(net.copy().sizes)  # a copy has been checked
        self.activation, self.output, self.cost_name = net.activation, net.output, net.cost_name
        self._parameters, self._slopes = Layers(self.sizes, self.dtype), Layers(self.sizes, self.dtype)
        self.theta, self.grad = self._parameters.vector, self._slopes.vector
        self.read_from(net)
        self._pool, self._programs, self._program = Pool(self.batch_size, self.dtype), {}, None
        self._X = self._Y = None

    def __repr__(self):
        sizes = "-".join(str(size) for size in self.sizes)
        return f"Engine {sizes}: up to {self.batch_size} examples, {self.dtype}, {self.theta.size:,} parameters"

    # --- between the engine's layout and the textbook's ---------------------------------------------------------

    def parameters(self):
        """The list of (W, b) in the textbook's shapes, (n_in, n_out) and (n_out,): views into `theta`, not copies."""
        return self._parameters.pairs()

    def gradients(self):
        """The list of (dW, db) of the last call, in the textbook's shapes: views into `grad`, not copies."""
        return self._slopes.pairs()

    def read_from(self, net):
        """Take over the parameters of `net`. Raises ValueError for other shapes, and for numbers too large for the dtype."""
        given = net.copy().parameters()  # a copy has been checked
        for layer, ((W, b), (mine, bias)) in enumerate(zip(given, self.parameters(), strict=True)):
            shape(f"W[{layer}]", W, *mine.shape)
            shape(f"b[{layer}]", b, *bias.shape)
        given = [
            (self._as_own("W", W), self._as_own("b", b)) for W, b in given
        ]  # all of it before any of it is taken over
        for (W, b), (mine, bias) in zip(given, self.parameters(), strict=True):
            mine[...], bias[...] = W, b

    def write_to(self, net):
        """Give `net` copies of the parameters, as float64. Raises ValueError if its sizes are others."""
        if list(net.sizes) != self.sizes:
            raise ValueError(f"net: expected the sizes {self.sizes}, got {list(net.sizes)}")
        pairs = [(np.array(W, dtype=float, order="C"), np.array(b, dtype=float)) for W, b in self.parameters()]
        net.W, net.b = [W for W, _ in pairs], [b for _, b in pairs]

    # --- gradients and steps ---------------------------------------------------------------------------------------

    def cost_and_gradient(self, X, Y):
        """(C, grad) for X (m, n_in), Y (m, n_out), m up to batch_size; grad is the vector `self.grad`, see `gradients()`.

        Raises ValueError for shapes that do not fit, nan or inf, targets that the cost cannot take, and a cost that is not
        finite (NotFinite).
        """
        return self._run(X, Y), self.grad

    def step(self, X, Y, optimizer):
        """One iteration: cost, gradient, update; returns the cost before the update. X (m, n_in), Y (m, n_out).

        optimizer: for example GradientDescent(0.1). Raises ValueError as `cost_and_gradient` does; nothing is moved then.
        """
        if not isinstance(optimizer, Optimizer):
            raise ValueError(f"optimizer: expected an Optimizer such as GradientDescent(0.1), got {optimizer!r}")
        cost = self._run(X, Y)
        optimizer.update(self.theta, self.grad)
        return cost

    def hold(self, X, Y):
        """Keep a checked copy of the training data, X (m, n_in) and Y (m, n_out), for `step_on`: m may be any number.

        Raises ValueError as `cost_and_gradient` does.
        """
        X, Y = finite("X", X), finite("Y", Y)
        self._check_shapes(X, Y)
        self._check_targets(Y)
        self._X = np.array(self._as_own("X", X), order="C")
        self._Y = np.array(self._as_own("Y", Y).T, order="C")  # in columns, as the program wants it

    @QUIET
    def step_on(self, rows, optimizer):
        """One iteration on these rows of the data that are held; returns the cost before the update.

        rows (m,): whole numbers below the number of examples, at most batch_size of them. They are not checked: this is the
        innermost loop of a run.
        """
        program = self._open(len(rows))
        self._X.take(rows, 0, program.X, "clip")  # the usual "raise" would make a copy first
        self._Y.take(rows, 1, program.Y, "clip")
        program.weigh()
        cost = self._finite(program.run(program.X))
        optimizer.update(self.theta, self.grad)
        return cost

    def _finite(self, cost):
        if not math.isfinite(cost):
            raise NotFinite(f"the cost of this batch is {cost}: numbers too large for {self.dtype}")
        return cost

    # --- the border: what comes in from outside ------------------------------------------------------------------------

    @QUIET
    def _run(self, X, Y):
        """The cost of the batch; `grad` is set. Quick checks tell good from doubtful; a closer look is taken only then."""
        X, Y = np.asarray(X), np.asarray(Y)
        program = self._program
        if program is None or (X.shape, Y.shape) != program.shapes:  # the shapes of the last batch need no second look
            self._check_shapes(X, Y, self.batch_size)
            program = self._open(len(X))
        if Y.dtype != self.dtype:
            Y = self._as_own("Y", Y)
        program.Y[...] = Y.T
        program.weigh()
        if program.targets_in_doubt():
            self._check_targets(finite("Y", Y))
        if X.dtype != self.dtype or not X.flags.c_contiguous:
            program.X[...] = self._as_own("X", X)
            X = program.X
        cost = program.run(X)
        if program.alarm():
            finite("X", X)
        return self._finite(cost)

    def _as_own(self, name, values):
        """`values` in the engine's dtype; ValueError if they are no finite numbers, or too large for it."""
        values = finite(name, values)
        with np.errstate(over="ignore"):  # said in words
            own = values.astype(self.dtype, copy=False)
        return own if own is values else finite(f"{name} as {self.dtype}", own)

    def _check_targets(self, Y):
        """ValueError if the cost cannot take these targets: the textbook's cost function says so."""
        costs.output_cost(np.zeros(Y.shape), Y, self.output, self.cost_name)

    def _check_shapes(self, X, Y, most=math.inf):
        shape("X", X, "m", self.sizes[0])
        shape("Y", Y, len(X), self.sizes[-1])
        if not 0 < len(X) <= most:
            raise ValueError(
                f"X: expected {f'1 to {most}' if most < math.inf else 'one or more'} examples, got shape {X.shape}"
            )

    def _open(self, m):
        """The program for m examples, ready to be filled."""
        program = self._programs.get(m)
        if program is None:
            if len(self._programs) == KEPT:
                self._programs.clear()
            names = self.activation, self.output, self.cost_name
            program = self._programs[m] = Program(self._parameters, self._slopes, *names, self._pool, m)
        if program is not self._program:
            program.lay_ones()
            self._program = program
        return program


def _float_type(dtype):
    try:
        kind = np.dtype(dtype)
    except TypeError:
        kind = None
    if dtype is None or kind not in (np.float32, np.float64):
        raise ValueError(f"dtype: expected np.float64 or np.float32, got {dtype!r}")
    return kind
