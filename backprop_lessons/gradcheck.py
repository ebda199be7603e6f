"""Is this gradient right? Measure the slope by a small step to both sides, and compare."""

from dataclasses import dataclass

import numpy as np

from ._validation import as_float, positive, same_shape


def slope_along(f, theta, direction, step=1e-5):
    """Measured slope of f at theta along `direction`: (f(θ + h d) - f(θ - h d)) / 2h, a float. theta, direction: one shape.

    Raises ValueError for different shapes and for a step that is not a finite number above 0.
    """
    theta, direction = as_float(theta), as_float(direction)
    if theta.shape != direction.shape:
        raise ValueError(f"theta and direction must have the same shape, got {theta.shape} and {direction.shape}")
    step = positive("step", step)
    return float((f(theta + step * direction) - f(theta - step * direction)) / (2 * step))


def numerical_gradient(f, theta, step=1e-5):
    """Measured gradient of f at theta, one parameter at a time; same shape as theta, which stays as it was.

    f takes an array like theta and returns one number; it is called twice per parameter, with a copy.
    Raises ValueError for a step that is not a finite number above 0.
    """
    theta = np.array(theta, dtype=float)  # a float copy: in an array of integers a small step would vanish
    gradient = np.zeros_like(theta)
    for index in np.ndindex(theta.shape):
        direction = np.zeros_like(theta)
        direction[index] = 1
        gradient[index] = slope_along(f, theta, direction, step)
    return gradient


def relative_error(a, b):
    """|a - b| / (|a| + |b|), with lengths (norms) for arrays: symmetric, between 0 and 1; 0 if both are 0.

    Raises ValueError for different shapes. (CS231n divides by the larger of the two: up to twice this value.)
    """
    a, b = as_float(a), as_float(b)
    if a.ndim or b.ndim:
        same_shape("a", a, "b", b)
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


@dataclass(frozen=True)
class CheckResult:
    """Backpropagation beside the measured slopes: the relative error of the whole gradient and of each array."""

    relative_error: float
    arrays: dict

    def __repr__(self):
        lines = [f"  {name:<5} {error:.0e}" for name, error in self.arrays.items()]
        return "\n".join([f"relative error {self.relative_error:.0e}", *lines])


def check(net, X, Y, step=1e-5):
    """Compare `net.backward` with measured slopes, parameter by parameter: a CheckResult. X (m, n_in), Y (m, n_out).

    Below 1e-7: right. Above 1e-2: wrong. Between: look, a relu kink nearby may be the cause.
    Takes two forward passes per parameter, so keep the network small. The network stays as it was.
    """
    grads = net.backward(net.forward(X), Y)
    probe = net.copy()
    errors, exact, measured = {}, [], []
    for layer in range(len(net.W)):
        for name, arrays, slopes in (("W", probe.W, grads.dW), ("b", probe.b, grads.db)):
            numeric = _measured(probe, arrays, layer, X, Y, step)
            errors[f"{name}[{layer}]"] = relative_error(slopes[layer], numeric)
            exact.append(slopes[layer].ravel())
            measured.append(numeric.ravel())
    return CheckResult(relative_error(np.concatenate(exact), np.concatenate(measured)), errors)


def _measured(net, arrays, layer, X, Y, step):
    start = arrays[layer]

    def cost(values):
        arrays[layer] = values
        return net.cost(net.forward(X), Y)

    try:
        return numerical_gradient(cost, start, step)
    finally:
        arrays[layer] = start
