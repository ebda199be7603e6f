"""The playground's runs in Python: the same random numbers, the same steps, the same records as in the page."""

import math
from functools import lru_cache

import numpy as np

from .. import datasets
from ..network import Network
from ..optimizers import GradientDescent

TRAIN, TEST = 120, 80
DATA = {"circles": datasets.circles, "clouds": datasets.xor_clouds, "moons": datasets.moons, "spiral": datasets.spiral}
SPREADS = {
    "auto": lambda n_in, n_out, activation: math.sqrt(2 / n_in if activation == "relu" else 2 / (n_in + n_out)),
    "zeros": lambda *_: 0.0,
    "small": lambda *_: 0.01,
    "large": lambda *_: 5.0,
}


@lru_cache
def points(data):
    """{"train": (X, Y), "test": (X, Y)} of one data set, standardised by what is known of the training part only."""
    X, Y = DATA[data](TRAIN + TEST, np.random.default_rng(0))
    X = np.round((X - X[:TRAIN].mean(axis=0)) / X[:TRAIN].std(axis=0), 3)
    return {"train": (X[:TRAIN], Y[:TRAIN]), "test": (X[TRAIN:], Y[TRAIN:])}


def uniform_numbers(seed):
    """Endless numbers from 0 to below 1, always the same for one seed: the generator "mulberry32" of the page."""
    whole = 0xFFFFFFFF
    state = seed & whole
    while True:
        state = (state + 0x6D2B79F5) & whole
        t = ((state ^ (state >> 15)) * (state | 1)) & whole
        t ^= (t + (((t ^ (t >> 7)) * (t | 61)) & whole)) & whole
        yield (t ^ (t >> 14)) / 2**32


def first_network(setting, uniform):
    """The untrained Network of a setting; `uniform` gives the random numbers, two for each weight."""
    sizes = [2, *[setting["width"]] * setting["layers"], 1]
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        spread = SPREADS[setting["initialisation"]](n_in, n_out, setting["activation"])
        normal = [math.sqrt(-2 * math.log(1 - next(uniform))) * math.cos(2 * math.pi * next(uniform)) for _ in range(n_in * n_out)]
        parameters.append((spread * np.reshape(normal, (n_in, n_out)), np.zeros(n_out)))
    return Network.from_parameters(parameters, setting["activation"], "sigmoid", setting["cost"])


def shuffled(m, uniform):
    """The numbers 0 … m - 1 in a new order."""
    order = list(range(m))
    for place in range(m - 1, 0, -1):
        other = math.floor(next(uniform) * (place + 1))
        order[place], order[other] = order[other], order[place]
    return order


def standing(net, data, epoch):
    """Costs, accuracies, and the length of dC/dW of each layer over the training part, as a record of the run."""
    (X, Y), (X_test, Y_test) = points(data)["train"], points(data)["test"]
    trace = net.forward(X)
    return {
        "epoch": epoch,
        "train_cost": net.cost(trace, Y),
        "test_cost": net.cost(net.forward(X_test), Y_test),
        "train_accuracy": net.accuracy(X, Y),
        "test_accuracy": net.accuracy(X_test, Y_test),
        "gradients": [float(np.linalg.norm(dW)) for dW in net.backward(trace, Y).dW],
    }


def history(setting, epochs):
    """The records of a run, the untrained network first, and the Network in the end."""
    uniform = uniform_numbers(setting["seed"])
    net, descent = first_network(setting, uniform), GradientDescent(setting["learning_rate"])
    X, Y = points(setting["data"])["train"]
    records = [standing(net, setting["data"], 0)]
    for epoch in range(1, epochs + 1):
        order = shuffled(len(X), uniform)
        for start in range(0, len(X), setting["batch_size"]):
            rows = order[start : start + setting["batch_size"]]
            descent.step(net, net.backward(net.forward(X[rows]), Y[rows]))
        records.append(standing(net, setting["data"], epoch))
    return records, net
