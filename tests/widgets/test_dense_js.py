"""The dense network inside the page computes what the package computes, on random networks, to 1e-12."""

import itertools

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network
from backprop_lessons.activations import ACTIVATIONS
from backprop_lessons.optimizers import GradientDescent

HIDDEN = ["sigmoid", "tanh", "relu", "leaky_relu", "identity"]
ENDS = [*(("quadratic", output) for output in HIDDEN), ("binary_cross_entropy", "sigmoid"), ("negative_log_likelihood", "softmax")]
SIZES = [(1, 1), (2, 2, 2), (3, 5, 1), (4, 3, 2, 5), (2, 4, 4, 3)]
SCRIPT = """({ net, X, Y, rate }) => {
    const trace = forwardPass(net, X);
    const grads = backwardPass(net, trace, Y);
    const next = descended(net, grads, rate);
    return { ...trace, ...grads, C: costOf(net, trace, Y), nextW: next.W, nextB: next.b, W: net.W };
}"""


def case(rng, sizes, activation, cost, output):
    """A random network, random examples, and what the package computes for them."""
    spread = rng.choice([0.3, 1.0, 6.0])  # calm, lively, saturated
    net = Network(list(sizes), activation, output, cost, rng, scale=spread)
    net.b = [rng.standard_normal(n) for n in sizes[1:]]
    m = int(rng.integers(1, 6))
    X, Y = rng.standard_normal((m, sizes[0])), rng.random((m, sizes[-1]))
    if cost == "negative_log_likelihood":
        Y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=m)]
    trace = net.forward(X)
    grads, C, before = net.backward(trace, Y), net.cost(trace, Y), net.copy()
    rate = float(rng.uniform(0.01, 2))
    GradientDescent(rate).step(net, grads)
    given = {"W": [W.tolist() for W in before.W], "b": [b.tolist() for b in before.b]}
    given = {"net": {**given, "activation": activation, "output": output, "cost": cost}, "X": X.tolist(), "Y": Y.tolist(), "rate": rate}
    wanted = {"Z": trace.Z, "A": trace.A, "dW": grads.dW, "db": grads.db, "delta": grads.delta, "C": [C]}
    return given, {**wanted, "nextW": net.W, "nextB": net.b, "W": before.W}


@pytest.mark.parametrize(("cost", "output"), ENDS)
def test_forward_cost_backward_and_update_are_the_packages(cost, output):
    rng = np.random.default_rng()
    cases = [case(rng, *choice, cost, output) for choice in itertools.product(SIZES, HIDDEN) for _ in range(2)]
    answers = ask(SCRIPT, [given for given, _ in cases], ["dense"])
    for answer, (given, wanted) in zip(answers, cases, strict=True):
        for name, arrays in wanted.items():
            found = [answer[name]] if name == "C" else answer[name]
            for ours, theirs in zip(arrays, found, strict=True):
                size = max(1.0, np.abs(ours).max())
                np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-12 * size, err_msg=f"{name} of {given}")


@pytest.mark.parametrize("name", HIDDEN)
def test_activations_and_slopes_hold_far_out_too(name):
    z = np.concatenate([np.random.default_rng().normal(0, 8, 500), [0, 36.7, -36.7, 710, -745, 800, -800, 1e300, -1e300]])
    function, prime = ACTIVATIONS[name]
    of, slope = np.array(ask(f"(z) => [ACTIVATIONS.{name}.of(z), ACTIVATIONS.{name}.slope(z)]", z.tolist(), ["dense"])).T
    np.testing.assert_allclose(of, function(z), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(slope, prime(z), rtol=1e-13, atol=1e-300)
