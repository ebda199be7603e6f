"""What the networks learn from: 1,797 handwritten digits, XOR, two classes in the plane, and the worked 2-2-2 example."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ._validation import generator, not_negative, whole
from .network import Network

N_TRAIN = 1437


class Digits(NamedTuple):
    """Handwritten digits, 8x8 pixels between 0 and 1, one image per row of X; Y one-hot, labels 0 to 9.

    `images` holds all 1,797 in their original order, (1797, 8, 8), pixels 0 to 16. The arrays are read-only.
    """

    X_train: np.ndarray
    Y_train: np.ndarray
    X_test: np.ndarray
    Y_test: np.ndarray
    labels_train: np.ndarray
    labels_test: np.ndarray
    images: np.ndarray

    def __repr__(self):
        return f"Digits: {len(self.X_train)} training and {len(self.X_test)} test images of 8x8 pixels, 10 classes"


class Pair(NamedTuple):
    """Two of the ten digits: X (m, 64) and y (m, 1), which is 0 for the first digit and 1 for the second."""

    X_train: np.ndarray
    y_train: np.ndarray
    X_test: np.ndarray
    y_test: np.ndarray


def one_hot(labels, n_classes):
    """Labels (m,) to rows with a single 1: (m, n_classes). Raises ValueError for labels outside 0 … n_classes - 1."""
    labels, n_classes = np.asarray(labels), whole("n_classes", n_classes)
    if labels.ndim != 1 or not np.issubdtype(labels.dtype, np.integer):
        raise ValueError(f"labels: expected whole numbers in one row, got shape {labels.shape} of {labels.dtype}")
    if labels.size and (labels.min() < 0 or labels.max() >= n_classes):
        wrong = labels.min() if labels.min() < 0 else labels.max()
        raise ValueError(f"labels: expected 0 to {n_classes - 1}, got {wrong}")
    return np.eye(n_classes)[labels]


@lru_cache(maxsize=1)
def digits():
    """The 8x8 digits, split into 1,437 training and 360 test images by `default_rng(1).permutation(1797)`: a Digits.

    Shipped with the package, no download. Source: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits,
    UCI Machine Learning Repository (1998), doi 10.24432/C50P49, CC BY 4.0; see data/README.md.
    """
    with np.load(Path(__file__).parent / "data" / "digits.npz", allow_pickle=False) as archive:
        images, labels = archive["images"], archive["labels"].astype(int)
    order = np.random.default_rng(1).permutation(len(labels))
    X, Y, labels = images.reshape(-1, 64)[order] / 16, one_hot(labels[order], 10), labels[order]
    for array in (X, Y, labels, images):
        array.flags.writeable = False  # they are shared between calls; slices inherit it
    return Digits(X[:N_TRAIN], Y[:N_TRAIN], X[N_TRAIN:], Y[N_TRAIN:], labels[:N_TRAIN], labels[N_TRAIN:], images)


def digits_pair(first=3, second=8):
    """Only two of the digits, as a yes-or-no question: a Pair, y = 1 for `second`.

    Raises ValueError unless both are different digits from 0 to 9.
    """
    for name, digit in (("first", first), ("second", second)):
        if whole(name, digit, least=0) > 9:
            raise ValueError(f"{name}: expected a digit from 0 to 9, got {digit}")
    if first == second:
        raise ValueError(f"first and second: expected two different digits, got {first} twice")
    data = digits()
    parts = []
    for X, labels in ((data.X_train, data.labels_train), (data.X_test, data.labels_test)):
        chosen = (labels == first) | (labels == second)
        parts += [X[chosen], (labels[chosen] == second).astype(float)[:, None]]
    return Pair(*parts)


def left_ink(standardised=True):
    """One number per image of a 3 or an 8: x (m, 1), and y (m, 1), which is 1 for an 8; training images only.

    x is the mean ink of rows 2 to 5, columns 1 to 3, where a 3 is open and an 8 is closed, shifted and scaled to mean 0 and
    standard deviation 1; with standardised=False it is the ink as it is, from 0 (paper) to 1.
    """
    pair = digits_pair(3, 8)
    ink = pair.X_train.reshape(-1, 8, 8)[:, 2:6, 1:4].mean(axis=(1, 2))
    x = (ink - ink.mean()) / ink.std() if standardised else ink
    return x[:, None], pair.y_train


def xor():
    """X (4, 2) and Y (4, 1): the output is 1 when exactly one input is. No single neuron can learn it."""
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])


def xor_clouds(m, rng, noise=0.25):
    """XOR as four clouds of points around (±1, ±1): X (m, 2), Y (m, 1), which is 1 where the signs of the two inputs differ.

    Here and in `circles`, `moons` and `spiral` the classes take turns row by row, and noise is the spread of what is added to
    both inputs. Raises ValueError for m below 2, for an rng that is no generator, and for a noise below 0.
    """
    Y = _turns(m)
    first = generator(rng).choice([-1.0, 1.0], size=m)
    return _scattered(first, first * (1 - 2 * Y[:, 0]), Y, rng, noise)


def circles(m, rng, noise=0.1):
    """Points on two circles around 0: X (m, 2), Y (m, 1), which is 1 on the inner one, of half the radius.

    Raises ValueError as `xor_clouds` does.
    """
    Y = _turns(m)
    angle, radius = generator(rng).uniform(0, 2 * np.pi, m), 1 - 0.5 * Y[:, 0]
    return _scattered(radius * np.cos(angle), radius * np.sin(angle), Y, rng, noise)


def moons(m, rng, noise=0.1):
    """Two half circles that reach into each other: X (m, 2), Y (m, 1), which is 1 on the lower one.

    Raises ValueError as `xor_clouds` does.
    """
    Y = _turns(m)
    angle, lower = generator(rng).uniform(0, np.pi, m), Y[:, 0]
    side = 1 - 2 * lower  # the lower one is turned over, and moved by (1, 0.5)
    return _scattered(side * np.cos(angle) + lower, side * np.sin(angle) + 0.5 * lower, Y, rng, noise)


def spiral(m, rng, noise=0.04, turns=1.0):
    """Two arms of a spiral around 0, each with that many turns: X (m, 2), Y (m, 1), which is 1 on the second arm.

    Raises ValueError as `xor_clouds` does.
    """
    Y = _turns(m)
    radius = generator(rng).uniform(0.1, 1, m)
    angle = 2 * np.pi * turns * radius + np.pi * Y[:, 0]
    return _scattered(radius * np.cos(angle), radius * np.sin(angle), Y, rng, noise)


def _turns(m):
    return (np.arange(whole("m", m, least=2)) % 2).astype(float)[:, None]


def _scattered(x1, x2, Y, rng, noise):
    X = np.column_stack([x1, x2])
    return X + not_negative("noise", noise) * rng.standard_normal(X.shape), Y


def worked_example():
    """The worked 2-2-2 example: (net, X, Y), sigmoid units, quadratic cost, one example.

    Source: M. Mazur, A Step by Step Backpropagation Example (2015). His w1 … w4 are W[0][0, 0], W[0][1, 0], W[0][0, 1],
    W[0][1, 1]: here column j belongs to unit j. The learning rate of the example is 0.5.
    """
    parameters = [([[0.15, 0.25], [0.20, 0.30]], [0.35, 0.35]), ([[0.40, 0.50], [0.45, 0.55]], [0.60, 0.60])]
    return Network.from_parameters(parameters), np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
