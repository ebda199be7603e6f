"""1.5 neuron(X, w, b, act): one neuron, many examples."""

import numpy as np

from ...activations import relu, sigmoid, tanh
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property
from . import solutions


def reference(X, w, b, act):
    return act(X @ w + b)


def _inputs(rng, m, n):
    signs = rng.choice([-1.0, 1.0], n)
    return rng.uniform(-1, 1, (m, n)), signs * rng.uniform(0.5, 1.2, n), rng.choice([-1.0, 1.0]) * rng.uniform(0.5, 1.5)


def draw(rng):
    """All sizes equal first, then all different, with another activation each time."""
    return [
        Case("4 examples of 4 inputs, act = sigmoid", (*_inputs(rng, 4, 4), sigmoid)),
        Case("7 examples of 3 inputs, act = tanh", (*_inputs(rng, 7, 3), tanh)),
        Case("5 examples of 6 inputs, act = relu", (*_inputs(rng, 5, 6), relu)),
    ]


def _permuted(ask, rng):
    X, w, b = _inputs(rng, 5, 4)
    order = np.array([2, 3, 1, 0])
    same = np.allclose(ask(X, w, b, sigmoid), ask(X[:, order], w[order], b, sigmoid), rtol=1e-5)
    return "" if same else "for 5 examples of 4 inputs"


def _no_weights(ask, rng):
    X, w, b = _inputs(rng, 5, 4)
    same = np.allclose(ask(X, 0 * w, b, sigmoid), sigmoid(b), rtol=1e-5)
    return "" if same else f"for b = {b:.4g}"


NEURON_PART = FunctionPart(
    name="neuron",
    solution=solutions.neuron,
    points=1,
    parameters=("X", "w", "b", "act"),
    reference=reference,
    draw=draw,
    small=(
        Case(
            "X = [[1, 2], [3, -1]], w = [0.5, -0.5], b = 2, act = sigmoid",
            (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, -0.5]), 2.0, sigmoid),
        ),
        Case(
            "X = [[1, 2], [3, -1]], w = [0.5, -0.5], b = 2, act = tanh",
            (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([0.5, -0.5]), 2.0, tanh),
        ),
    ),
    sizes=lambda X, w, b, act: {"m": X.shape[0], "n": X.shape[1]},
    properties=(
        Property("no weights", "With all weights 0 the output is act(b), whatever X is.", _no_weights),
        Property(
            "order of the inputs",
            "Changing the order of the inputs and of their weights together changes nothing.",
            _permuted,
        ),
    ),
    mistakes=(
        Mistake(
            "A17",
            "bias forgotten",
            lambda X, w, b, act: act(X @ w),
            "With all weights 0 the output should still depend on something.",
        ),
        Mistake(
            "A18", "activation forgotten", lambda X, w, b, act: X @ w + b, "A neuron does two things; one is missing."
        ),
        Mistake(
            "A19",
            "bias after the activation",
            lambda X, w, b, act: act(X @ w) + b,
            "The order matters: before or after squashing?",
        ),
        Mistake(
            "A20",
            "bias subtracted",
            lambda X, w, b, act: act(X @ w - b),
            "A larger bias should make the neuron more eager. Which way does yours go?",
        ),
        Mistake(
            "X1.5a",
            "always the sigmoid",
            lambda X, w, b, act: sigmoid(X @ w + b),
            "Right for the sigmoid only. Which of the four inputs does your function never use?",
        ),
        Mistake(
            "X1.5b",
            "products not added up",
            lambda X, w, b, act: act(X * w + b),
            "The star multiplies entry by entry; a neuron needs a sum. How many numbers should come out for one example?",
        ),
        Mistake(
            "X1.5c",
            "one sum over all examples",
            lambda X, w, b, act: act((X * w).sum() + b),
            "All your examples flow into one number. Which axis of X lists the inputs of one example?",
        ),
        Mistake(
            "X1.5d",
            "mean instead of sum",
            lambda X, w, b, act: act((X * w).mean(axis=1) + b),
            "You averaged the products. Does a neuron with twice as many inputs hear each of them half as loudly?",
        ),
        Mistake(
            "X1.5e",
            "columns taken for examples",
            lambda X, w, b, act: act(w @ X + b),
            "Which axis of X lists the examples? Change example i: only output i may change.",
        ),
        Mistake(
            "X1.5f",
            "inputs squashed first",
            lambda X, w, b, act: act(X) @ w + b,
            "The inputs come as they are. What is squashed: each input, or the whole weighted sum?",
        ),
        Mistake(
            "X1.5g",
            "each product squashed",
            lambda X, w, b, act: act(X * w + b).sum(axis=1),
            "Yours squashes each product and adds afterwards. How often does one neuron squash one example?",
        ),
        Mistake(
            "X1.5h",
            "activation twice",
            lambda X, w, b, act: act(act(X @ w + b)),
            "Your outputs are squeezed into a narrow band. Follow one number through the neuron.",
        ),
        Mistake(
            "X1.5i",
            "only the first example",
            lambda X, w, b, act: act(X[0] @ w + b),
            "One number came back. How many examples went in?",
        ),
    ),
)

NEURON = Exercise("1.5", "neuron", "code", 8, (NEURON_PART,), "lesson 1, section 1.1 (one neuron, by hand)")
