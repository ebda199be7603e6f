"""What one number says about all the misses: the cost functions, each with its slope.

Each cost C is the mean over the m examples (rows); within an example it is summed over the outputs. A and Y are
(m, n_out), or (m,) for one output. The factor 1/m enters here, once, when the cost is differentiated.
"""

import numpy as np

from . import activations
from ._validation import finite, one_of, same_shape

COSTS = ("quadratic", "binary_cross_entropy", "negative_log_likelihood")


def _pair(name, values, Y):
    values, Y = finite(name, values), finite("Y", Y)
    same_shape(name, values, "Y", Y)
    return values, Y


def _probabilities(name, values):
    if values.min() < 0 or values.max() > 1:
        worst = values.min() if values.min() < 0 else values.max()
        raise ValueError(f"{name}: expected numbers between 0 and 1, got {worst}")


def quadratic_cost(A, Y):
    """C = 1/(2m) Σ (A - Y)², a float. A, Y of one shape.

    Raises ValueError for different shapes and for nan or inf. Source: Nielsen, chapter 1, equation 6.
    """
    A, Y = _pair("A", A, Y)
    return float(np.sum((A - Y) ** 2) / (2 * len(A)))


def quadratic_slope(A, Y):
    """dC/dA = (A - Y) / m, same shape as A. Raises ValueError as `quadratic_cost` does."""
    A, Y = _pair("A", A, Y)
    return (A - Y) / len(A)


def binary_cross_entropy(A, Y):
    """C = -1/m Σ (Y log A + (1 - Y) log(1 - A)), a float; 0 · log 0 counts as 0. A, Y in [0, 1], of one shape.

    inf where an output is exactly 0 or 1 and wrong: that is the true value; `binary_cross_entropy_from_logits` avoids it.
    Raises ValueError for different shapes, nan or inf, and values outside [0, 1]. Source: Nielsen, chapter 3, equation 63.
    """
    A, Y = _pair("A", A, Y)
    _probabilities("A", A)
    _probabilities("Y", Y)
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is met on purpose; np.where drops what is not needed
        for_ones = np.where(Y == 0, 0.0, Y * np.log(A))
        for_zeros = np.where(Y == 1, 0.0, (1 - Y) * np.log(1 - A))
    return float(-np.sum(for_ones + for_zeros) / len(A))


def binary_cross_entropy_slope(A, Y):
    """dC/dA = (A - Y) / (m A (1 - A)), same shape as A.

    Raises ValueError as `binary_cross_entropy` does, and for an A that is not strictly between 0 and 1.
    """
    A, Y = _pair("A", A, Y)
    _probabilities("Y", Y)
    if A.min() <= 0 or A.max() >= 1:
        raise ValueError(f"A: expected numbers strictly between 0 and 1, got {A.min() if A.min() <= 0 else A.max()}")
    return (A - Y) / (len(A) * A * (1 - A))


def binary_cross_entropy_from_logits(Z, Y):
    """The same cost for A = sigmoid(Z), from Z: C = 1/m Σ (max(Z, 0) - Y Z + log(1 + e^(-|Z|))), a float.

    Finite for every finite Z: Z = 1000 with target 0 costs 1000. Raises ValueError as `binary_cross_entropy` does.
    """
    Z, Y = _pair("Z", Z, Y)
    _probabilities("Y", Y)
    return float(np.sum(np.maximum(Z, 0) - Y * Z + np.log1p(np.exp(-np.abs(Z)))) / len(Z))


def negative_log_likelihood(Z, Y):
    """C = -1/m Σ Y log softmax(Z), a float. Z (m, k): scores before the softmax; Y (m, k): one-hot rows.

    Finite for every finite Z. Raises ValueError for different shapes, nan or inf, and rows of Y that do not add up to 1.
    """
    Z, Y = _pair("Z", Z, Y)
    _distributions(Y)
    return float(-np.sum(Y * activations.log_softmax(Z)) / len(Z))


def _distributions(Y):
    if Y.ndim != 2:
        raise ValueError(f"Y: expected one row per example and one column per class, got shape {Y.shape}")
    _probabilities("Y", Y)
    wrong = np.flatnonzero(np.abs(Y.sum(axis=1) - 1) > 1e-6)
    if wrong.size:
        row = int(wrong[0])
        raise ValueError(f"Y: expected rows that add up to 1 (one-hot), row {row} adds up to {Y[row].sum()}")


def check_pair(activation, cost):
    """ValueError unless the output activation and the cost go together.

    Cross-entropy needs the sigmoid's probabilities, the negative log-likelihood the softmax's; the quadratic cost takes
    any activation that works entry by entry.
    """
    activations.get(activation)
    one_of("cost", cost, COSTS)
    partner = {"binary_cross_entropy": "sigmoid", "negative_log_likelihood": "softmax"}.get(cost)
    if partner and activation != partner:
        raise ValueError(f"cost {cost!r} needs the output activation {partner!r}, got {activation!r}")
    if cost == "quadratic" and activation == "softmax":
        entrywise = ", ".join(repr(name) for name, kind in activations.ACTIVATIONS.items() if kind.prime)
        raise ValueError(f"cost 'quadratic' needs an activation that works entry by entry ({entrywise}), got 'softmax'")


def output_cost(Z, Y, activation, cost):
    """The cost of a network whose last layer has the weighted inputs Z (m, n_out), a float; computed stably from Z.

    Raises ValueError for different shapes, nan or inf, and pairs that do not go together (`check_pair`).
    """
    check_pair(activation, cost)
    if cost == "negative_log_likelihood":
        return negative_log_likelihood(Z, Y)
    if cost == "binary_cross_entropy":
        return binary_cross_entropy_from_logits(Z, Y)
    return quadratic_cost(activations.get(activation).function(Z), Y)


def output_delta(Z, Y, activation, cost):
    """delta = dC/dZ of the last layer, (m, n_out).

    (A - Y)/m for the matched pairs (sigmoid with cross-entropy, softmax with negative log-likelihood, identity with
    quadratic); for the quadratic cost otherwise times the slope of the activation. Source: Nielsen, chapter 2, BP1.
    Raises ValueError for different shapes, nan or inf, and pairs that do not go together (`check_pair`).
    """
    check_pair(activation, cost)
    Z, Y = _pair("Z", Z, Y)
    if cost == "negative_log_likelihood":
        _distributions(Y)  # (A - Y)/m is the slope only if the targets of a row add up to 1
    function, prime = activations.get(activation)
    delta = (function(Z) - Y) / len(Z)
    return delta * prime(Z) if cost == "quadratic" else delta
