"""5.3 layer_gradients(delta, A_prev) -> (dW, db): the slopes of one layer."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions
from .hidden import signed


def _inputs(rng, m, n_in, n_out):
    return signed(rng, 0.2, 1.0, (m, n_out)), signed(rng, 0.3, 1.5, (m, n_in))


def draw(rng):
    """All sizes equal, where wrong products run; then all different; then a single example."""
    return [
        Case("4 examples, 4 inputs and 4 units", _inputs(rng, 4, 4, 4)),
        Case("5 examples, 3 inputs and 2 units", _inputs(rng, 5, 3, 2)),
        Case("6 examples, 2 inputs and 4 units", _inputs(rng, 6, 2, 4)),
        Case("1 example, 3 inputs and 2 units", _inputs(rng, 1, 3, 2)),
    ]


def _stacked(ask, rng):
    (delta, A), (other_delta, other_A) = _inputs(rng, 4, 4, 4), _inputs(rng, 4, 4, 4)
    both = ask(np.vstack([delta, other_delta]), np.vstack([A, other_A]))
    for name, whole, one, two in zip(("dW", "db"), both, ask(delta, A), ask(other_delta, other_A), strict=True):
        if not np.allclose(whole, one + two, rtol=1e-5, atol=1e-6):
            return f"in {name}"
    return ""


def _with(dW=lambda delta, A: A.T @ delta, db=lambda delta, A: delta.sum(axis=0)):
    return lambda delta, A_prev: (dW(delta, A_prev), db(delta, A_prev))


PART = FunctionPart(
    name="layer_gradients",
    points=3,
    parameters=("delta", "A_prev"),
    results=("dW", "db"),
    reference=_with(),
    solution=solutions.layer_gradients,
    draw=draw,
    small=(
        Case(
            "delta = [[1, 0], [2, -1]], A_prev = [[1, 3], [2, 0]]",
            (np.array([[1.0, 0.0], [2.0, -1.0]]), np.array([[1.0, 3.0], [2.0, 0.0]])),
        ),
    ),
    sizes=lambda delta, A_prev: {"m": len(delta), "n_in": A_prev.shape[1], "n_out": delta.shape[1]},
    properties=(Property("stacking", "The slopes of two batches, one below the other, add up.", _stacked),),
    mistakes=(
        catalogued("B09", _with(dW=lambda delta, A: delta.T @ A)),
        catalogued("B10", _with(lambda delta, A: A.T @ delta / len(A), lambda delta, A: delta.mean(axis=0))),
        catalogued("B11", _with(lambda delta, A: A.T @ delta * len(A), lambda delta, A: delta.sum(axis=0) * len(A))),
        catalogued("B12", _with(dW=lambda delta, A: np.outer(A.mean(axis=0), delta.sum(axis=0)))),
        catalogued("B13", _with(db=lambda delta, A: delta.mean(axis=0))),
        catalogued("B14", _with(db=lambda delta, A: delta.sum())),
        catalogued("B15", _with(db=lambda delta, A: delta[0])),
        catalogued("B16", _with(db=lambda delta, A: (A.T @ delta).sum(axis=0))),
        catalogued("B17", _with(db=lambda delta, A: np.zeros(delta.shape[1]))),
        Mistake(
            "X5.3a",
            "db for each example",
            _with(db=lambda delta, A: delta.sum(axis=1)),
            "Your db has one number for each example. There is one bias for each unit: which axis has to go?",
        ),
        Mistake(
            "X5.3b",
            "only the first example in dW",
            _with(dW=lambda delta, A: np.outer(A[0], delta[0])),
            "Change the last example and watch dW. It should care.",
        ),
        Mistake(
            "X5.3c",
            "results in the other order",
            lambda delta, A: (delta.sum(axis=0), A.T @ delta),
            "Both results seem to be there. In which order are they asked for?",
        ),
        Mistake(
            "X5.3d",
            "dW divided by m again",
            _with(dW=lambda delta, A: A.T @ delta / len(A)),
            "db adds up over the examples, and dW does something else. They should agree.",
        ),
        Mistake(
            "X5.3e",
            "entry by entry",
            _with(dW=lambda delta, A: A * delta),
            "The star joins input j to unit j only. Each input reaches every unit.",
        ),
        Mistake(
            "X5.3f",
            "db with two axes",
            _with(db=lambda delta, A: delta.sum(axis=0, keepdims=True)),
            "The numbers of db are right. What shape has the b of a layer: how many axes?",
        ),
        Mistake(
            "X5.3g",
            "opposite sign",
            lambda delta, A: (-A.T @ delta, -delta.sum(axis=0)),
            "Right size, other direction. A gradient says where the cost rises; the step comes later.",
        ),
        Mistake(
            "X5.3h",
            "A_prev not turned",
            _with(dW=lambda delta, A: A @ delta),
            "Over which index does the sum run: over inputs, or over examples? Which axes of both arrays have to meet?",
        ),
        Mistake(
            "X5.3i",
            "only the signs of delta",
            _with(dW=lambda delta, A: A.T @ np.sign(delta)),
            "Make delta ten times as large. Should dW stay as it is?",
        ),
    ),
)

LAYER_GRADIENTS = Exercise(
    "5.3",
    "layer_gradients",
    "code",
    15,
    (PART,),
    "lesson 5, sections 5.4 and 5.8 (four equations, many examples at once)",
)
