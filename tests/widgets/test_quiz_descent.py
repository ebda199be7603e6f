"""The numbers in the answers of lesson 6's quiz."""

import numpy as np

from backprop_lessons import minibatches
from backprop_lessons.activations import sigmoid


def test_one_epoch_is_45_updates_the_last_with_29_rows():
    rows = np.zeros((1437, 1))
    sizes = [len(Xb) for Xb, _ in minibatches(rows, rows, 32, np.random.default_rng(0))]
    assert (len(sizes), sizes[-1], sum(sizes[:-1])) == (45, 29, 1408)


def test_one_neuron_with_one_weight_has_two_valleys():
    """x = 1, 1 and -8, all with target 0.9, quadratic cost: the valley at 2.2 is not the lowest."""
    w = np.linspace(-2, 6, 8001)
    cost = ((sigmoid(w[:, None] * np.array([1.0, 1.0, -8.0])) - 0.9) ** 2).mean(axis=1) / 2
    inner = np.flatnonzero((cost[1:-1] < cost[:-2]) & (cost[1:-1] < cost[2:])) + 1
    assert len(inner) == 2
    assert np.isclose(w[inner[1]], 2.2, atol=0.01) and cost[inner[1]] > 1.5 * cost[inner[0]]
