"""What to do with a gradient once you have it: gradient descent, momentum, Adam.

`gradient_descent_step` is the textbook form, on lists of (W, b). The classes move one flat vector theta in place, block by
block: a block and its scratch stay in the processor's cache, and no new array is made.
"""

import numpy as np

from ._validation import one_of, positive, same_shape

BLOCK = 2**16  # numbers per block


def gradient_descent_step(params, grads, learning_rate):
    """New parameters θ - η ∇C as a list of (W, b); params and grads, lists of (W, b) and (dW, db), stay as they were.

    Raises ValueError for a learning rate that is not a finite number above 0, and for shapes that differ.
    """
    rate = positive("learning_rate", learning_rate)
    if len(params) != len(grads):
        raise ValueError(f"grads: expected one (dW, db) for each of the {len(params)} layers, got {len(grads)}")
    stepped = []
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        same_shape("W", W, "dW", dW)
        same_shape("b", b, "db", db)
        stepped.append((W - rate * dW, b - rate * db))
    return stepped


class Optimizer:
    """What all optimisers share: a learning rate, and memory that belongs to one vector theta.

    `update(theta, grad)` moves theta in place and leaves grad as it is. The first update with another theta starts afresh,
    so that no speed is carried over from one network to the next. `learning_rate` may be changed between updates.
    """

    memories = 0  # how many vectors like theta are kept between updates
    scratches = 1  # how many blocks are needed within one

    def __init__(self, learning_rate):
        self.learning_rate = positive("learning_rate", learning_rate)
        self._theta = self._grad = None

    def __repr__(self):
        numbers = ", ".join(f"{name}={value:g}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}({numbers})"

    def update(self, theta, grad):
        """Move theta (n,) in place, one step along the gradient grad (n,). ValueError unless both have one shape and type."""
        if theta is not self._theta or grad is not self._grad:
            self._prepare(theta, grad)
        self._move()

    def _prepare(self, theta, grad):
        """Cut theta, grad and the memories into blocks once, so that an update only runs through them."""
        same_shape("theta", theta, "grad", grad)
        if theta.ndim != 1 or theta.dtype != grad.dtype or theta.dtype not in (np.float32, np.float64):
            raise ValueError(
                f"theta and grad: expected vectors of one float type, got {theta.dtype} and {grad.dtype}, shape {theta.shape}"
            )
        if theta is not self._theta:
            self._forget(theta)
        self._theta, self._grad = theta, grad
        vectors, scratch = (theta, grad, *self._memory), np.empty((self.scratches, min(BLOCK, theta.size)), theta.dtype)
        self._blocks = []
        for start in range(0, theta.size, BLOCK):
            cut = [vector[start : start + BLOCK] for vector in vectors]
            self._blocks.append((*cut, *scratch[:, : cut[0].size]))

    def _forget(self, theta):
        self._memory = [np.zeros_like(theta) for _ in range(self.memories)]

    def _move(self):
        raise NotImplementedError


class GradientDescent(Optimizer):
    """θ <- θ - η ∇C. learning_rate: η, a finite number above 0 (else ValueError). Source: Nielsen, chapter 1, equation 11."""

    def step(self, net, grads):
        """Move the parameters of `net` one step against its Gradients: all slopes first, then all steps."""
        stepped = gradient_descent_step(
            net.parameters(), list(zip(grads.dW, grads.db, strict=True)), self.learning_rate
        )
        for layer, (W, b) in enumerate(stepped):
            net.W[layer], net.b[layer] = W, b

    def _prepare(self, theta, grad):
        super()._prepare(theta, grad)
        self._rate = np.zeros((), theta.dtype)  # numpy takes an array quicker than a Python number

    def _move(self):
        self._rate.fill(self.learning_rate)
        for theta, grad, step in self._blocks:
            np.multiply(grad, self._rate, step)
            np.subtract(theta, step, theta)


class Momentum(Optimizer):
    """v <- μ v - η ∇C, then θ <- θ + v: the steps pick up speed where the slope keeps its direction.

    learning_rate: η, a finite number above 0; momentum: μ, from 0 (plain descent) to below 1 (else ValueError).
    Source: Nielsen, chapter 3, equations 107 and 108; B. Polyak (1964).
    """

    memories = 1

    def __init__(self, learning_rate, momentum=0.9):
        super().__init__(learning_rate)
        self.momentum = _below_one("momentum", momentum)

    def _move(self):
        rate, momentum = self.learning_rate, self.momentum
        for theta, grad, velocity, step in self._blocks:
            np.multiply(velocity, momentum, out=velocity)
            np.multiply(grad, rate, out=step)
            np.subtract(velocity, step, out=velocity)
            np.add(theta, velocity, out=theta)


class Adam(Optimizer):
    """Every parameter gets a step of its own size: the mean slope over the root of the mean squared slope.

    m <- β1 m + (1 - β1) ∇C,  v <- β2 v + (1 - β2) (∇C)²,  θ <- θ - η (m / (1 - β1^t)) / (√(v / (1 - β2^t)) + ε), at update t.
    learning_rate: η; beta1, beta2: from 0 to below 1; eps: ε, above 0 (else ValueError).
    Source: D. Kingma and J. Ba, Adam: A Method for Stochastic Optimization (2015), algorithm 1.
    """

    memories, scratches = 2, 1

    def __init__(self, learning_rate=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(learning_rate)
        self.beta1, self.beta2 = _below_one("beta1", beta1), _below_one("beta2", beta2)
        self.eps = positive("eps", eps)

    def _forget(self, theta):
        super()._forget(theta)
        self._updates = 0

    def _move(self):
        self._updates += 1
        beta1, beta2 = self.beta1, self.beta2
        # both means start at 0 and are too small at first; dividing by these makes up for it
        first, second = 1 - beta1**self._updates, 1 - beta2**self._updates
        for theta, grad, mean, square, step in self._blocks:
            np.multiply(mean, beta1, out=mean)
            np.multiply(grad, 1 - beta1, out=step)
            np.add(mean, step, out=mean)
            np.multiply(square, beta2, out=square)
            np.multiply(grad, grad, out=step)
            np.multiply(step, 1 - beta2, out=step)
            np.add(square, step, out=square)
            np.divide(square, second, out=step)
            np.sqrt(step, out=step)
            np.add(step, self.eps, out=step)
            np.divide(mean, step, out=step)
            np.multiply(step, self.learning_rate / first, out=step)
            np.subtract(theta, step, out=theta)


OPTIMIZERS = {"gradient_descent": GradientDescent, "momentum": Momentum, "adam": Adam}


def make(optimizer, learning_rate=None):
    """An Optimizer: by name with its learning rate, or an object, which has a learning rate of its own.

    Raises ValueError for an unknown name, a learning rate that is none, and a learning rate beside an object.
    """
    if isinstance(optimizer, Optimizer):
        if learning_rate is not None:
            raise ValueError(f"learning_rate: {optimizer!r} has one of its own, got {learning_rate!r} beside it")
        return optimizer
    if not isinstance(optimizer, str):
        raise ValueError(
            f"optimizer: expected one of {', '.join(map(repr, OPTIMIZERS))} or an Optimizer, got {optimizer!r}"
        )
    one_of("optimizer", optimizer, OPTIMIZERS)
    return OPTIMIZERS[optimizer](learning_rate)


def _below_one(name, value):
    """`value` as a float; ValueError unless 0 <= value < 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)) or not 0 <= value < 1:
        raise ValueError(f"{name}: expected a number from 0 to below 1, got {value!r}")
    return float(value)
