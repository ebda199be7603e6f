"""The descent lab: the page computes what the package computes, and the edge is where the mathematics says."""

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network, datasets, numerical_gradient, train
from backprop_lessons.optimizers import OPTIMIZERS as RULES
from backprop_lessons.widgets import DescentLab
from backprop_lessons.widgets import descentlab as lab_module
from backprop_lessons.widgets.descentlab import (
    BATCHES,
    OPTIMIZERS,
    START,
    SURFACES,
    UPDATES,
    curvature,
    descend,
    images,
)

SHARED = ["dense", "controls", "panels"]


def in_the_page(expression, cases):
    """What the module makes of each case; it gets the description that the page gets."""
    spec = lab_module.describe()
    return ask(f"(given) => ({expression})(given, given.spec)", [{**case, "spec": spec} for case in cases], SHARED, "descentlab")


def random_setting(rng, surface, size, optimizer):
    top = 1.5 if surface.startswith("line") else 20
    rate = float(np.exp(rng.uniform(np.log(0.01), np.log(top))))
    start = rng.uniform(-4, 4, 2).tolist()
    return {"surface": surface, "rate": rate, "size": size, "optimizer": optimizer, "start": start, "updates": UPDATES}


def python_path(case, nudge=0.0):
    start = (case["start"][0] + nudge, case["start"][1])
    return np.array(descend(case["surface"], case["rate"], case["size"], case["optimizer"], start))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("size", BATCHES)
def test_a_path_in_the_page_is_the_packages_path(optimizer, size):
    rng = np.random.default_rng()
    cases = [random_setting(rng, surface, size, optimizer) for surface in SURFACES for _ in range(2)]
    found = in_the_page("(given, spec) => { const p = descent(spec, given); return [p.w, p.b, p.C]; }", cases)
    for case, theirs in zip(cases, found, strict=True):
        ours, theirs, nearby = python_path(case), np.array(theirs), python_path(case, 1e-12)
        assert theirs.shape == ours.shape
        # large rates make any rounding grow from update to update; a path that starts 1e-12 away shows how much
        slack = 1e-9 + 10 * np.abs(nearby[:, : ours.shape[1]] - ours[:, : nearby.shape[1]]).max()
        np.testing.assert_allclose(theirs, ours, rtol=1e-9, atol=slack, err_msg=str(case))


@pytest.mark.parametrize("optimizer", RULES)
def test_the_path_is_that_of_train(optimizer):
    rng = np.random.default_rng()
    surface, size = str(rng.choice(list(SURFACES))), int(rng.choice([8, 32, 288]))
    x, y = images(surface)
    net = Network.from_parameters([([[START[0]]], [START[1]])], output=SURFACES[surface].output, cost=SURFACES[surface].cost)
    epochs, per_epoch = 2, -(-len(x) // size)
    train(net, x, y, learning_rate=0.1, batch_size=size, epochs=epochs, rng=np.random.default_rng(0), optimizer=optimizer)
    w, b, _ = descend(surface, 0.1, size, optimizer, updates=epochs * per_epoch)
    np.testing.assert_allclose([w[-1], b[-1]], [net.W[0][0, 0], net.b[0][0]], rtol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_curvature_is_the_one_that_nudging_finds(surface):
    x, y = images(surface)
    place = np.random.default_rng().uniform(-3, 3, 2)

    def slopes(at):
        net = Network.from_parameters([([[at[0]]], [at[1]])], output=SURFACES[surface].output, cost=SURFACES[surface].cost)
        grads = net.backward(net.forward(x), y)
        return np.array([grads.dW[0][0, 0], grads.db[0][0]])

    second = np.array([numerical_gradient(lambda at, k=k: slopes(at)[k], place) for k in range(2)])
    assert np.isclose(curvature(surface, *place), np.linalg.eigvalsh((second + second.T) / 2)[-1], rtol=1e-5, atol=1e-8)
    given = {"surface": surface, "place": place.tolist()}
    [shown] = in_the_page("(given, spec) => curvatureAt(spec, given.surface, ...given.place)", [given])
    assert np.isclose(shown, curvature(surface, *place), rtol=1e-9, atol=1e-12)


def test_the_edge_of_the_bowl_is_two_over_the_curvature():
    edge = 2 / curvature("line", 0, 0)
    assert np.isclose(curvature("line", 0, 0), 1.09, atol=0.005), "the prediction says 1.09"
    for rate, settles in ((0.98 * edge, True), (1.02 * edge, False)):
        C = descend("line", rate, 288, "gradient_descent", updates=400)[2]
        assert (C[-1] < C[0]) == settles


def test_with_momentum_the_edge_is_at_3_8():
    edge = 2 * (1 + 0.9) / curvature("line", 0, 0)
    for rate, settles in ((0.97 * edge, True), (1.03 * edge, False)):
        C = descend("line", rate, 288, "momentum", updates=600)[2]
        assert (C[-1] < C[0]) == settles


def test_the_predicted_descent_jumps_from_side_to_side_and_comes_nearer():
    w, b, C = np.array(descend("line", 1.5, 288, "gradient_descent"))
    x, y = images("line")
    best = np.linalg.lstsq(np.column_stack([x, np.ones_like(x)]), y, rcond=None)[0][:, 0]
    second = np.array([[np.mean(x * x), x.mean()], [x.mean(), 1]])
    across = (np.column_stack([w, b]) - best) @ np.linalg.eigh(second)[1][:, -1]
    assert (across[:10] * across[1:11] < 0).all() and (np.abs(across[1:11]) < np.abs(across[:10])).all()
    assert (np.diff(C) < 0).all()


def test_a_run_that_diverges_ends_before_its_numbers_do():
    for surface in SURFACES:
        path = np.array(descend(surface, 100.0, 288, "gradient_descent"))
        assert np.isfinite(path).all() and np.abs(path[:2]).max() < 1e9
    assert len(descend("line", 100.0, 288, "gradient_descent")[0]) < UPDATES


def test_python_gives_the_path_that_is_drawn():
    lab = DescentLab(surface="neuron_entropy", learning_rate=2.5, batch_size=8, optimizer="momentum", start=(1.0, -2.0))
    path = lab.path()
    assert (path["w"][0], path["b"][0]) == (1.0, -2.0) and len(path["C"]) == UPDATES + 1
    lab.learning_rate = 0.3
    assert lab.path()["w"] == descend("neuron_entropy", 0.3, 8, "momentum", (1.0, -2.0))[0]


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("learning_rate", -1.0, "learning_rate: expected a finite number above 0, got -1.0"),
        ("surface", "hill", "surface: expected one of 'line'.*got 'hill'"),
        ("batch_size", 7, "batch_size: expected one of 1, 8, 32, 288, got 7"),
        ("optimizer", "newton", "optimizer: expected one of 'gradient_descent'.*got 'newton'"),
        ("start", (1.0, 2.0, 3.0), "start: expected a weight and a bias"),
        ("start", (1.0, float("nan")), "start: expected finite numbers"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(name, value, words):
    lab = DescentLab()
    before = getattr(lab, name)
    with pytest.raises(ValueError, match=words):
        setattr(lab, name, value)
    assert getattr(lab, name) == before


def test_the_images_come_through_exactly():
    [found] = in_the_page("(given, spec) => imagesOf(spec, { standardised: false }).X.map(([x]) => x)", [{}])
    assert found == datasets.left_ink(standardised=False)[0][:, 0].tolist()
