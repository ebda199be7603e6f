"""The stepper: its planted bugs are the package's in both languages, published slopes hold, and what does not fit is refused."""

import numpy as np
import pytest
from javascript import ask
from test_dense_js import ENDS, HIDDEN, case

from backprop_lessons import Network, datasets, gradcheck
from backprop_lessons.optimizers import GradientDescent
from backprop_lessons.widgets import BackwardStepper
from backprop_lessons.widgets.backward_stepper import BUGS, STAGES, gradients_with

SCRIPT = """({ net, X, Y, rate, bug }) => {
    const grads = backwardWith(bug, net, forwardPass(net, X), Y, rate);
    const next = descended(net, grads, rate);
    return { dW: grads.dW, db: grads.db, delta: grads.delta, W: next.W, b: next.b };
}"""
# dC/dW1[0,0] of the worked example, as the published numbers have it, and how far off that is
FIRST_SLOPES = {
    "none": (0.000438567734, 0),
    "one path": (0.000668396021, 52),
    "no slope": (0.001817515320, 314),
    "updated W2": (0.000364722878, 17),
}


def network_of(net):
    return Network.from_parameters(list(zip(net["W"], net["b"], strict=True)), net["activation"], net["output"], net["cost"])


@pytest.mark.parametrize("bug", BUGS)
def test_in_the_page_each_bug_does_what_it_does_in_the_package(bug):
    rng = np.random.default_rng()
    cases = [case(rng, (2, 2, 2), rng.choice(HIDDEN).item(), cost, output)[0] for cost, output in ENDS for _ in range(3)]
    shared = ("dense", "controls", "netpicture")
    for given, answer in zip(cases, ask(SCRIPT, [{**given, "bug": bug} for given in cases], shared, "backward_stepper"), strict=True):
        net = network_of(given["net"])
        grads = gradients_with(bug, net, given["X"], given["Y"], given["rate"])
        GradientDescent(given["rate"]).step(net, grads)
        wanted = {"dW": grads.dW, "db": grads.db, "delta": grads.delta, "W": net.W, "b": net.b}
        for name, arrays in wanted.items():
            for ours, theirs in zip(arrays, answer[name], strict=True):
                np.testing.assert_allclose(theirs, ours, rtol=1e-11, atol=1e-12 * max(1, np.abs(ours).max()), err_msg=f"{name}: {given}")


def test_without_a_bug_it_is_backpropagation_and_with_one_a_check_sees_it():
    rng = np.random.default_rng()
    net = Network([2, 2, 2], rng=rng, scale=1.0)
    X, Y = rng.standard_normal((3, 2)), rng.random((3, 2))
    right = net.backward(net.forward(X), Y)
    for bug in BUGS:
        found = gradients_with(bug, net, X, Y)
        off = max(gradcheck.relative_error(a, b) for a, b in zip(found.dW + found.db, right.dW + right.db, strict=True))
        assert off < 1e-12 if bug == "none" else off > 1e-5
        assert [a.shape for a in found.dW + found.db] == [a.shape for a in right.dW + right.db], "nothing crashes"


@pytest.mark.parametrize("bug", BUGS)
def test_on_the_worked_example_the_bugs_have_their_published_fingerprints(bug):
    slope, percent = FIRST_SLOPES[bug]
    found = gradients_with(bug, *datasets.worked_example()).dW[0][0, 0]
    assert found == pytest.approx(slope, rel=1e-8)
    assert round(100 * abs(found / FIRST_SLOPES["none"][0] - 1)) == percent
    assert f"{found:.4g}" in BackwardStepper().fallback()


def test_the_prediction_has_the_right_answer_among_its_options():
    net, X, Y = datasets.worked_example()
    delta = net.backward(net.forward(X), Y).delta
    assert 0 < delta[0][0, 0] < delta[1][0, 0]
    question = BackwardStepper().question
    assert question["options"][0] == "positive, and smaller than 0.1385"
    assert f"{delta[1][0, 0]:.4f} and {delta[1][0, 1]:.4f}".replace("-", "−") in question["prompt"]


def test_another_network_starts_at_the_first_stage():
    stepper = BackwardStepper(stage="update", past=[BackwardStepper().net])
    assert stepper.updates == 1
    other = Network([2, 2, 2], "tanh", rng=np.random.default_rng())
    stepper.network = other
    assert (stepper.stage, stepper.updates, stepper.start) == (STAGES[0], 0, stepper.net)
    assert np.array_equal(stepper.network.W[0], other.W[0])


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("network", Network([2, 3, 2], rng=np.random.default_rng(0)), r"network: expected the sizes \[2, 2, 2\], got \[2, 3, 2\]"),
        ("stage", "backward", "stage: expected one of 'forward', .*got 'backward'"),
        ("bug", "typo", "bug: expected one of 'none', .*got 'typo'"),
        ("learning_rate", 0.0, "learning_rate: expected a finite number above 0, got 0.0"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(name, value, words):
    stepper = BackwardStepper()
    before = stepper.page_state()
    with pytest.raises(ValueError, match=words):
        setattr(stepper, name, value)
    assert stepper.page_state() == before


def test_an_unknown_bug_is_refused():
    with pytest.raises(ValueError, match="bug: expected one of"):
        gradients_with("no such bug", *datasets.worked_example())
