"""bugs.py: without a bug it is the package's backward; with one the gradient is wrong, and a check sees it."""

import numpy as np
import pytest

from backprop_lessons import Network, bugs, datasets, gradcheck, relative_error
from backprop_lessons.bugs import BUGS

SPOILED = {  # which parts of the gradient are still right, so that a bug is the one that its name says
    "updated_weights": ["dW1", "db1"],
    "no_hidden_slope": ["dW1", "db1"],
    "no_output_slope": [],
    "slope_of_a": [],
    "z_for_a": ["dW0", "db0", "db1"],
    "db_of_one_example": ["dW0", "dW1"],
    "one_number_for_db": ["dW0", "dW1"],
    "biases_never_move": ["dW0", "dW1"],
    "db_times_m": ["dW0", "dW1"],
    "random_way_back": ["dW1", "db1"],
    "mean_taken_twice": [],
    "last_layer_only": ["dW1", "db1"],
    "absolute_weights": ["dW1", "db1"],
}


def random_case(activation="sigmoid", output="sigmoid", sizes=(4, 5, 3)):
    rng = np.random.default_rng()
    net = Network(list(sizes), activation, output, rng=rng, scale=1.0)
    net.b = [rng.standard_normal(n) for n in sizes[1:]]
    m = int(rng.integers(4, 9))
    return net, rng.standard_normal((m, sizes[0])), rng.random((m, sizes[-1]))


def parts(grads):
    return {f"{name}{layer}": array for name, arrays in (("dW", grads.dW), ("db", grads.db)) for layer, array in enumerate(arrays)}


@pytest.mark.parametrize("activation, output", [("sigmoid", "sigmoid"), ("tanh", "identity"), ("relu", "sigmoid")])
@pytest.mark.parametrize("sizes", [(4, 3), (4, 5, 3), (3, 4, 5, 2)])
def test_without_a_bug_it_is_the_textbook_backward(activation, output, sizes):
    net, X, Y = random_case(activation, output, sizes)
    trace = net.forward(X)
    ours, theirs = bugs.backward(net, trace, Y), net.backward(trace, Y)
    for name, array in parts(theirs).items():
        np.testing.assert_allclose(parts(ours)[name], array, rtol=1e-12, atol=1e-15)
    for one, other in zip(ours.delta, theirs.delta, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_spoils_what_its_name_says_and_nothing_else(bug):
    net, X, Y = random_case()
    trace = net.forward(X)
    right, wrong = parts(net.backward(trace, Y)), parts(bugs.backward(net, trace, Y, bug))
    same = [name for name in right if np.allclose(right[name], wrong[name], rtol=1e-9, atol=1e-12)]
    assert same == [name for name in right if name in SPOILED[bug]]


@pytest.mark.parametrize("bug", BUGS)
def test_a_gradient_check_sees_it_and_the_network_stays_as_it_was(bug):
    net, X, Y = random_case()
    before = [array.copy() for array in net.W + net.b]
    planted = bugs.Planted(net, bug)
    assert gradcheck.check(net, X, Y).relative_error < 1e-7
    assert gradcheck.check(planted, X, Y).relative_error > 1e-4  # a right one is below 1e-7
    assert planted.cost(planted.forward(X), Y) == net.cost(net.forward(X), Y), "the cost is right: only its slopes are not"
    for array, kept in zip(net.W + net.b, before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_no_two_bugs_are_the_same():
    net, X, Y = random_case()
    trace = net.forward(X)
    flat = {bug: np.concatenate([array.ravel() for array in parts(bugs.backward(net, trace, Y, bug)).values()]) for bug in BUGS}
    for one in BUGS:
        assert all(relative_error(flat[one], flat[other]) > 1e-6 for other in BUGS if other != one)


def test_the_early_update_is_the_published_one():
    """The most-read worked example has it in its last lines: 0.000364723 for dC/dw1, where 0.000438568 is right."""
    net, X, Y = datasets.worked_example()
    grads = bugs.backward(net, net.forward(X), Y, "updated_weights")
    assert grads.dW[0][0, 0] == pytest.approx(0.000364722878, abs=1e-12)


def test_each_bug_says_what_it_is():
    assert len(BUGS) == 13 and set(BUGS) == set(SPOILED)
    assert len({bug.name for bug in BUGS.values()}) == 13
    for bug in BUGS.values():
        assert bug.right != bug.wrong and bug.changes


def test_what_does_not_fit_is_refused():
    net, X, Y = random_case()
    with pytest.raises(ValueError, match="bug: expected one of 'updated_weights', .* got 'typo'"):
        bugs.backward(net, net.forward(X), Y, "typo")
    with pytest.raises(ValueError, match="bug: expected one of"):
        bugs.Planted(net, "typo")
    with pytest.raises(ValueError, match=r"Y: expected shape"):
        bugs.backward(net, net.forward(X), Y[:, :1], "z_for_a")
    matched = Network([4, 5, 3], cost="binary_cross_entropy", rng=np.random.default_rng(0))
    with pytest.raises(ValueError, match="net: expected the cost 'quadratic', got 'binary_cross_entropy'"):
        bugs.backward(matched, matched.forward(X), Y, "z_for_a")
