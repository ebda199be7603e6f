"""Where learning starts: ways to draw the first weights. Biases always start at 0.

Each function takes (n_in, n_out, rng) and returns W (n_in, n_out). A weighted input is a sum of n_in terms; the spread is
chosen so that this sum neither grows nor shrinks from layer to layer.
"""

from functools import partial

import numpy as np

from ._validation import finite, one_of, positive, shape


def zeros(n_in, n_out, rng=None):
    """All weights 0: W (n_in, n_out). The units of a hidden layer stay copies of each other for ever. Draws no number."""
    return np.zeros((n_in, n_out))


def constant(n_in, n_out, rng=None, value=0.5):
    """All weights one number: W (n_in, n_out). As symmetric as zeros. Draws no number."""
    return np.full((n_in, n_out), float(value))


def normal(n_in, n_out, rng, scale=1.0):
    """scale · standard normal, whatever the number of inputs: W (n_in, n_out). ValueError unless scale is above 0."""
    return positive("scale", scale) * rng.standard_normal((n_in, n_out))


def xavier(n_in, n_out, rng):
    """Spread √(2/(n_in + n_out)), for tanh, sigmoid and linear units: W (n_in, n_out). Also called Glorot.

    Source: X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks (2010),
    equation 12, with the normal distribution.
    """
    return normal(n_in, n_out, rng, np.sqrt(2 / (n_in + n_out)))


def he(n_in, n_out, rng):
    """Spread √(2/n_in), for relu units, half of which are silent: W (n_in, n_out).

    Source: K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers (2015), equation 10.
    """
    return normal(n_in, n_out, rng, np.sqrt(2 / n_in))


def lecun(n_in, n_out, rng):
    """Spread √(1/n_in): W (n_in, n_out). Source: Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp (1998)."""
    return normal(n_in, n_out, rng, np.sqrt(1 / n_in))


INITIALISATIONS = {
    "zeros": zeros,
    "constant": constant,
    "normal": normal,
    "xavier": xavier,
    "glorot": xavier,  # the same start under the surname of the same author
    "he": he,
    "lecun": lecun,
}


def chosen(name, activation="sigmoid", scale=None):
    """The function of that name. "auto" is He for the relu family and Xavier otherwise; a function is returned as it is.

    scale, where given, is the spread of "normal", and asks for "normal" by itself. Raises ValueError for a name that is not
    known, naming the legal ones, and for a scale beside another name.
    """
    if scale is not None:
        if name not in ("auto", "normal"):
            raise ValueError(f"scale: only the initialisation 'normal' takes one, got scale={scale!r} beside {name!r}")
        return partial(normal, scale=positive("scale", scale))
    if callable(name):
        return name
    one_of("initialisation", name, ("auto", *INITIALISATIONS))
    if name == "auto":
        return he if activation in ("relu", "leaky_relu") else xavier
    return INITIALISATIONS[name]


def draw(sizes, start, rng):
    """The list of first weights, W[l] (sizes[l], sizes[l + 1]), drawn layer by layer with the function `start`.

    Raises ValueError if what it returns has another shape or is not finite.
    """
    W = []
    for layer, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True)):
        W.append(np.array(finite(f"W[{layer}]", start(n_in, n_out, rng)), dtype=float))
        shape(f"W[{layer}]", W[-1], n_in, n_out)
    return W
