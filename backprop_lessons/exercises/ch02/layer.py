"""2.2 linear_forward(A_prev, W, b): the weighted inputs of a whole layer."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def _inputs(rng, m, n_in, n_out):
    W = rng.choice([-1.0, 1.0], (n_in, n_out)) * rng.uniform(0.4, 1.3, (n_in, n_out))
    return rng.uniform(-1.5, 1.5, (m, n_in)), W, rng.choice([-1.0, 1.0], n_out) * rng.uniform(0.5, 1.5, n_out)


def draw(rng):
    """All sizes equal, where wrong products run; then all different; then a single example."""
    return [
        Case("4 examples, 4 inputs and 4 units", _inputs(rng, 4, 4, 4)),
        Case("5 examples, 3 inputs and 2 units", _inputs(rng, 5, 3, 2)),
        Case("1 example, 3 inputs and 3 units", _inputs(rng, 1, 3, 3)),
    ]


def _rows(ask, rng):
    A, W, b = _inputs(rng, 4, 4, 4)
    other = A.copy()
    other[2] += 1
    changed = np.abs(ask(other, W, b) - ask(A, W, b)).max(axis=1) > 1e-9
    return "" if list(changed) == [False, False, True, False] else "when example 2 of 4 changes"


def _bias(ask, rng):
    A, W, b = _inputs(rng, 4, 4, 4)
    same = np.allclose(ask(A, W, b + 1), ask(A, W, b) + 1, rtol=1e-5)
    return "" if same else "when every bias grows by 1"


PART = FunctionPart(
    name="linear_forward",
    points=2,
    parameters=("A_prev", "W", "b"),
    reference=lambda A_prev, W, b: A_prev @ W + b,
    solution=solutions.linear_forward,
    draw=draw,
    small=(
        Case(
            "A_prev = [[1, 2], [3, -1]], W = [[1, 0], [2, 1]], b = [10, 20]",
            (np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([10.0, 20.0])),
        ),
    ),
    sizes=lambda A_prev, W, b: {"m": len(A_prev), "n_in": W.shape[0], "n_out": W.shape[1]},
    properties=(
        Property("rows", "If one example changes, its row of the result changes, and no other.", _rows),
        Property("bias", "If every bias grows by 1, every weighted input grows by 1.", _bias),
    ),
    mistakes=(
        catalogued("F01", lambda A, W, b: A @ W.T + b),
        catalogued("F02", lambda A, W, b: W @ A + b),
        catalogued("F03", lambda A, W, b: A @ W + b[:, None]),
        catalogued("F04", lambda A, W, b: A @ W),
        catalogued("F05", lambda A, W, b: A * W + b),
        Mistake(
            "X2.2a",
            "bias subtracted",
            lambda A, W, b: A @ W - b,
            "A larger bias should give a larger weighted input. Does it in yours?",
        ),
        Mistake(
            "X2.2b",
            "bias inside the product",
            lambda A, W, b: A @ (W + b),
            "In yours the bias is multiplied by the inputs. With inputs of 0 it should still be there.",
        ),
        Mistake(
            "X2.2c",
            "bias added to the input",
            lambda A, W, b: (A + b) @ W,
            "Your bias goes through the weights first. Whom does a bias belong to: to an input, or to a unit?",
        ),
        Mistake(
            "X2.2d",
            "already squashed",
            lambda A, W, b: np.tanh(A @ W + b),
            "One step too far: asked are the weighted inputs, before any squashing.",
        ),
        Mistake(
            "X2.2e",
            "squashed by the sigmoid",
            lambda A, W, b: 1 / (1 + np.exp(-(A @ W + b))),
            "One step too far: asked are the weighted inputs, and yours all lie between 0 and 1.",
        ),
        Mistake(
            "X2.2f",
            "all biases in one number",
            lambda A, W, b: A @ W + b.sum(),
            "In yours every unit gets the same bias. How many biases were there?",
        ),
        Mistake(
            "X2.2g",
            "mean over the inputs",
            lambda A, W, b: A @ W / len(W) + b,
            "You averaged over the inputs. Should a unit with twice as many inputs hear each of them half as loudly?",
        ),
        Mistake(
            "X2.2h",
            "inputs turned",
            lambda A, W, b: A.T @ W + b,
            "Which axis of A_prev lists the examples? Row i of the result should be made of example i.",
        ),
    ),
)

LINEAR_FORWARD = Exercise(
    "2.2", "linear_forward", "code", 12, (PART,), "lesson 2, sections 2.1 and 2.3 (from a neuron to a layer)"
)
