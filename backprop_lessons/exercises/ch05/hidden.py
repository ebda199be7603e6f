"""5.2 hidden_delta(delta_next, W_next, Z, act_prime): one step back across one layer."""

import numpy as np

from ...activations import relu_prime, sigmoid, sigmoid_prime, tanh, tanh_prime
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def signed(rng, low, high, shape):
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(low, high, shape)


def _inputs(rng, m, n, n_next, act_prime):
    return (
        signed(rng, 0.2, 1.0, (m, n_next)),
        signed(rng, 0.3, 1.4, (n, n_next)),
        signed(rng, 0.3, 3.0, (m, n)),
        act_prime,
    )


def draw(rng):
    """All sizes equal, where wrong products run; then all different; then other activations."""
    return [
        Case("4 examples, 4 units and 4 next ones, sigmoid", _inputs(rng, 4, 4, 4, sigmoid_prime)),
        Case("5 examples, 3 units and 2 next ones, sigmoid", _inputs(rng, 5, 3, 2, sigmoid_prime)),
        Case("6 examples, 2 units and 5 next ones, tanh", _inputs(rng, 6, 2, 5, tanh_prime)),
        Case("4 examples, 3 units and 1 next one, relu", _inputs(rng, 4, 3, 1, relu_prime)),
    ]


def _linear(ask, rng):
    delta, W, Z, act_prime = _inputs(rng, 4, 4, 4, sigmoid_prime)
    same = np.allclose(ask(2 * delta, W, Z, act_prime), 2 * ask(delta, W, Z, act_prime), rtol=1e-5)
    return "" if same else "when delta_next is doubled"


def _deaf(ask, rng):
    delta, W, Z, _ = _inputs(rng, 4, 4, 4, relu_prime)
    found = ask(delta, W, Z, relu_prime)[Z < 0]
    return "" if np.allclose(found, 0, atol=1e-9) else "for relu units with a negative z"


def _measured(ask, rng):
    delta, W, Z, act_prime = _inputs(rng, 4, 4, 4, tanh_prime)
    nudge = np.zeros_like(Z)
    nudge[1, 2] = 1e-5
    slope = (delta * ((tanh(Z + nudge) - tanh(Z - nudge)) @ W)).sum() / 2e-5
    yours = ask(delta, W, Z, act_prime)[1, 2]
    return (
        ""
        if np.isclose(yours, slope, rtol=1e-4, atol=1e-6)
        else f"for unit 2 of example 1 (measured {slope:.5g}, yours {yours:.5g})"
    )


def _with(rule):
    """Right but for the weights: `rule(W_next)` takes their place."""
    return lambda delta, W, Z, act_prime: (delta @ rule(W).T) * act_prime(Z)


PART = FunctionPart(
    name="hidden_delta",
    points=4,
    parameters=("delta_next", "W_next", "Z", "act_prime"),
    reference=lambda delta_next, W_next, Z, act_prime: (delta_next @ W_next.T) * act_prime(Z),
    solution=solutions.hidden_delta,
    draw=draw,
    small=(
        Case(
            "delta_next = [[1, -1]], W_next = [[2, -1], [0, 3]], Z = [[0, 2]], sigmoid",
            (np.array([[1.0, -1.0]]), np.array([[2.0, -1.0], [0.0, 3.0]]), np.array([[0.0, 2.0]]), sigmoid_prime),
        ),
        Case(
            "delta_next = [[1, -1], [2, 0]], W_next = [[2, -1], [0, 3]], Z = [[0, 2], [1, -1]], sigmoid",
            (
                np.array([[1.0, -1.0], [2.0, 0.0]]),
                np.array([[2.0, -1.0], [0.0, 3.0]]),
                np.array([[0.0, 2.0], [1.0, -1.0]]),
                sigmoid_prime,
            ),
        ),
        Case(
            "delta_next = [[1, -1]], W_next = [[2, -1], [0, 3]], Z = [[1, 2]], tanh",
            (np.array([[1.0, -1.0]]), np.array([[2.0, -1.0], [0.0, 3.0]]), np.array([[1.0, 2.0]]), tanh_prime),
        ),
    ),
    sizes=lambda delta_next, W_next, Z, act_prime: {"m": len(Z), "n": W_next.shape[0], "n_next": W_next.shape[1]},
    properties=(
        Property("linear", "If delta_next doubles, the result doubles.", _linear),
        Property("deaf units", "Where the slope of a unit is 0, its delta is 0.", _deaf),
        Property(
            "measured", "With delta_next and W_next as they are, the slope in z can be measured by a nudge.", _measured
        ),
    ),
    mistakes=(
        catalogued("B01", lambda delta, W, Z, act_prime: delta @ W.T),
        catalogued("B02", lambda delta, W, Z, act_prime: (delta @ W) * act_prime(Z)),
        catalogued("B03", lambda delta, W, Z, act_prime: (delta @ W.T) * act_prime(sigmoid(Z))),
        catalogued("B04", lambda delta, W, Z, act_prime: (delta @ W.T) * Z * (1 - Z)),
        catalogued("B05", lambda delta, W, Z, act_prime: (delta @ W.T) * sigmoid(Z)),
        catalogued("B06", lambda delta, W, Z, act_prime: delta[:, :1] * W[:, 0] * act_prime(Z)),
        catalogued("B07", _with(lambda W: W / np.abs(W).sum(axis=0))),
        catalogued("B08", _with(np.abs)),
        Mistake(
            "X5.2a",
            "always the slope of the sigmoid",
            lambda delta, W, Z, act_prime: (delta @ W.T) * sigmoid_prime(Z),
            "Right for sigmoid units only. Which function was handed over for the slope?",
        ),
        Mistake(
            "X5.2b",
            "slope taken at the message",
            lambda delta, W, Z, act_prime: act_prime(delta @ W.T),
            "The message went into the slope function. Does the slope of a unit depend on what comes back, or on where the unit stands?",
        ),
        Mistake(
            "X5.2c",
            "averaged over the next units",
            lambda delta, W, Z, act_prime: (delta @ W.T) * act_prime(Z) / W.shape[1],
            "You averaged over the next layer. Does a unit that is heard by twice as many matter half as much to each?",
        ),
        Mistake(
            "X5.2d",
            "divided by m again",
            lambda delta, W, Z, act_prime: (delta @ W.T) * act_prime(Z) / len(Z),
            "The mean over the examples is in delta_next already. Who divides the second time?",
        ),
        Mistake(
            "X5.2e",
            "added instead of multiplied",
            lambda delta, W, Z, act_prime: (delta @ W.T) + act_prime(Z),
            "With no message at all, delta_next = 0, yours is not 0. How do two slopes in a row combine?",
        ),
        Mistake(
            "X5.2f",
            "divided by the slope",
            lambda delta, W, Z, act_prime: (delta @ W.T) / act_prime(Z),
            "A deaf unit gets the loudest message in yours. Should a small slope make delta small or large?",
        ),
    ),
)

HIDDEN_DELTA = Exercise(
    "5.2",
    "hidden_delta",
    "code",
    20,
    (PART,),
    "lesson 5, sections 5.3 and 5.4 (what travels backwards, four equations)",
)
