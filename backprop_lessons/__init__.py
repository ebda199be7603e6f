"""Backpropagation from the ground up: the package behind the lessons. Arrays are numpy's, examples are rows."""

from . import activations, costs, datasets, gradcheck, layers, network, optimizers, training
from .engine import Engine
from .gradcheck import numerical_gradient, relative_error
from .network import Gradients, Network, Trace
from .paths import trace
from .storage import load, save
from .training import History, minibatches, train

__version__ = "0.1.0"

__all__ = [
    "Engine",
    "Gradients",
    "History",
    "Network",
    "Trace",
    "activations",
    "costs",
    "datasets",
    "gradcheck",
    "layers",
    "load",
    "minibatches",
    "network",
    "numerical_gradient",
    "optimizers",
    "relative_error",
    "save",
    "trace",
    "train",
    "training",
]
