"""Explorers: what a page shows is what the package computes, and a kernel answers for any value."""

import numpy as np
import pytest

from backprop_lessons import Network, datasets, train
from backprop_lessons.activations import ACTIVATIONS
from backprop_lessons.widgets import ActivationExplorer, DescentExplorer
from backprop_lessons.widgets.descent import COSTS, RATES, UPDATES, descend


@pytest.fixture(scope="module")
def descent_page():
    return DescentExplorer().page_state()


def test_the_slider_has_25_learning_rates_evenly_spaced_on_a_log_scale():
    assert len(RATES) == 25 and (RATES[0], RATES[-1]) == (0.01, 100.0)
    assert np.allclose(np.diff(np.log10(RATES)), 1 / 6, atol=0.03)


def test_every_setting_of_rate_and_cost_is_in_the_page(descent_page):
    assert set(descent_page["frames"]) == {f"{rate},{cost}" for rate in range(25) for cost in range(2)}


@pytest.mark.parametrize("cost", COSTS)
def test_the_page_shows_what_train_does(descent_page, cost):
    place = int(np.random.default_rng().integers(25))
    frame = descent_page["frames"][f"{place},{list(COSTS).index(cost)}"]
    x, y = datasets.left_ink()
    net = Network.from_parameters([([[-4.0]], [4.0])], cost=cost)
    rng = np.random.default_rng(0)
    history = train(net, x, y, learning_rate=RATES[place], batch_size=len(x), epochs=UPDATES, rng=rng)
    assert np.allclose(frame["C"][:-1], history.cost, rtol=1e-3)
    assert np.allclose([frame["w"][-1], frame["b"][-1]], [net.W[0][0, 0], net.b[0][0]], rtol=1e-3, atol=1e-3)


def test_python_answers_for_a_rate_that_the_slider_does_not_have():
    explorer = DescentExplorer(cost="quadratic")
    explorer.learning_rate = 0.377
    assert np.allclose(explorer.frame["C"], descend(*datasets.left_ink(), 0.377, "quadratic")[2], rtol=1e-3)


def test_the_player_asks_python_for_nothing():
    explorer = DescentExplorer()
    before = explorer.frame
    explorer.updates = 7
    assert explorer.frame is before


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_learning_rate_that_is_no_positive_number_is_refused_and_changes_nothing(rate):
    explorer = DescentExplorer(learning_rate=0.5)
    with pytest.raises(ValueError, match=r"learning_rate: expected a finite number above 0, got"):
        explorer.learning_rate = rate
    assert explorer.learning_rate == 0.5


def test_unknown_names_are_refused_with_the_legal_ones():
    with pytest.raises(ValueError, match="cost: expected one of 'quadratic', 'binary_cross_entropy', got 'hinge'"):
        DescentExplorer(cost="hinge")
    with pytest.raises(ValueError, match="activation: expected one of 'sigmoid'.*got 'step'"):
        ActivationExplorer(activation="step")
    with pytest.raises(ValueError, match="z: expected a number from -10 to 10, got 11"):
        ActivationExplorer(z=11.0)


def test_lower_regions_of_the_cost_map_lie_inside_higher_ones(descent_page):
    # the start (-4, 4) is high up, the end of a good run is low: count the regions that each lies in
    from matplotlib.path import Path

    def depth(point):
        regions = descent_page["spec"]["series"]["contours/binary_cross_entropy"]
        rings = [[np.reshape(ring, (-1, 2)) for ring in region] for region in regions]
        return sum(sum(Path(ring).contains_point(point) for ring in region) % 2 for region in rings)

    assert depth((-4, 4)) < depth((0, 0)) < depth((6, -0.8))


def test_activation_page_shows_the_package_functions():
    page = ActivationExplorer().page_state()
    values, names = page["spec"]["controls"][0]["values"], page["spec"]["controls"][1]["values"]
    rng = np.random.default_rng()
    for place, kind in zip(rng.integers(len(values), size=20), rng.integers(len(names), size=20), strict=True):
        function, prime = ACTIVATIONS[names[kind]]
        frame = page["frames"][f"{place},{kind}"]
        assert np.isclose(frame["a"][0], function(values[place]), rtol=1e-3, atol=1e-12)
        assert np.isclose(frame["slope"][0], prime(values[place]), rtol=1e-3, atol=1e-12)


def test_the_prediction_of_the_activation_explorer_has_the_measured_answer():
    changes = [ActivationExplorer(z=z).frame["change"][0] for z in (0.0, 8.0)]
    assert 750 < changes[0] / changes[1] < 850  # the option says "about 800 times"
