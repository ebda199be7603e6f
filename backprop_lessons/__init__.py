"""Backpropagation from the ground up: the package behind the lessons. Arrays are numpy's, examples are rows."""

from importlib import import_module

import numpy  # noqa: F401  all that every module needs; the modules themselves are loaded when first asked for

__version__ = "0.1.0"

MODULES = [
    "activations", "costs", "layers", "initialisation", "network", "storage", "gradcheck", "graph", "paths", "optimizers",
    "datasets", "engine", "training", "counting", "approaches", "bugs", "bug_hunt", "timing", "pace",
]  # fmt: skip
NAMES = {
    "Engine": "engine",
    "Gradients": "network",
    "History": "training",
    "Network": "network",
    "Trace": "network",
    "load": "storage",
    "minibatches": "training",
    "numerical_gradient": "gradcheck",
    "relative_error": "gradcheck",
    "save": "storage",
    "trace": "paths",
    "train": "training",
}

__all__ = [*MODULES, *NAMES]


def __getattr__(name):
    """Called by Python for a name that is not here yet: `import backprop_lessons` costs no more than `import numpy`."""
    if name in MODULES:
        return import_module(f".{name}", __name__)
    if name in NAMES:
        return getattr(import_module(f".{NAMES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
