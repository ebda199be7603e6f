"""What a neuron does to its weighted input z: the activation functions, each beside its slope.

Every slope is a function of z (the weighted input), never of the activation a.
All functions take arrays of any shape and return an array of the same shape.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ._validation import as_float, one_of


def sigmoid(z):
    """σ(z) = 1 / (1 + e^(-z)), between 0 and 1; same shape as z.

    Written with e^(-|z|), which cannot overflow: σ(-800) is 0 without a warning.
    """
    z = as_float(z)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small).astype(z.dtype) / (1 + small)


def sigmoid_prime(z):
    """σ'(z) = σ(z) (1 - σ(z)), largest at z = 0 where it is 1/4; same shape as z.

    Computed as e^(-|z|) / (1 + e^(-|z|))², the same number: 1 - σ(z) would be rounded to 0 from z = 36.74 on.
    """
    small = np.exp(-np.abs(as_float(z)))
    return small / (1 + small) ** 2


def tanh(z):
    """tanh(z), between -1 and 1; same shape as z."""
    return np.tanh(as_float(z))


def tanh_prime(z):
    """tanh'(z) = 1 - tanh(z)², at most 1; same shape as z. Since tanh(z) = 2σ(2z) - 1, it is 4σ'(2z)."""
    return 4 * sigmoid_prime(2 * as_float(z))


def relu(z):
    """relu(z) = max(z, 0); same shape as z."""
    return np.maximum(as_float(z), 0)


def relu_prime(z):
    """1 where z > 0, else 0; same shape as z. At z = 0, where there is a kink, this course takes 0."""
    z = as_float(z)
    return (z > 0).astype(z.dtype)


def leaky_relu(z, leak=0.01):
    """z where z > 0, else leak · z; same shape as z."""
    z = as_float(z)
    return np.where(z > 0, z, leak * z).astype(z.dtype)


def leaky_relu_prime(z, leak=0.01):
    """1 where z > 0, else leak; same shape as z."""
    z = as_float(z)
    return np.where(z > 0, 1.0, leak).astype(z.dtype)


def identity(z):
    """z itself: the output of a linear layer; same shape as z."""
    return as_float(z) + 0.0  # a new array: z and a must never be two names for one array


def identity_prime(z):
    """1 everywhere; same shape as z."""
    return np.ones_like(as_float(z))


def log_softmax(Z):
    """log softmax(Z), row by row: Z (m, k) -> (m, k). Finite for every finite Z, as it never takes the log of a 0."""
    Z = as_float(Z)
    shifted = Z - Z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax(Z):
    """Scores to probabilities, row by row: e^Z[i,j] / Σ_k e^Z[i,k]. Z (m, k) -> (m, k), rows add up to 1.

    Adding one number to a whole row changes nothing; so the row's maximum is taken off first, and no e^z overflows.
    It has no slope function of its own: each output depends on all scores of its row (see `costs.output_delta`).
    """
    Z = as_float(Z)
    powers = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class Activation(NamedTuple):
    """A function of z and its slope; `prime` is None for softmax, which acts on whole rows."""

    function: Callable
    prime: Callable | None


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, sigmoid_prime),
    "tanh": Activation(tanh, tanh_prime),
    "relu": Activation(relu, relu_prime),
    "leaky_relu": Activation(leaky_relu, leaky_relu_prime),
    "identity": Activation(identity, identity_prime),
    "linear": Activation(identity, identity_prime),  # the same function under its other common name
    "softmax": Activation(softmax, None),
}


def get(name):
    """The Activation of that name. Raises ValueError naming the value and the legal names."""
    one_of("activation", name, ACTIVATIONS)
    return ACTIVATIONS[name]
