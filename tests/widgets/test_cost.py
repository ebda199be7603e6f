"""The explorer of three costs: its numbers are the package's and the measured ones, and what its question says is true."""

import numpy as np
import pytest

from backprop_lessons import costs
from backprop_lessons.activations import sigmoid, softmax
from backprop_lessons.gradcheck import slope_along
from backprop_lessons.widgets import CostExplorer
from backprop_lessons.widgets.cost import CURVES, LIMIT, TARGETS, value_and_slope


def textbook(name, z, target, other):
    """The three costs of one example, written out."""
    if name == "quadratic":
        return 0.5 * (sigmoid(z) - target) ** 2
    if name == "binary_cross_entropy":
        return costs.binary_cross_entropy([sigmoid(z)], [target])
    return -np.log(softmax(np.array([other, z]))[int(target)])


@pytest.mark.parametrize("name", costs.COSTS)
def test_values_and_slopes_are_the_textbooks_and_the_measured_ones(name):
    rng = np.random.default_rng()
    for z, target, other in zip(rng.uniform(-8, 8, 30), rng.integers(2, size=30), rng.uniform(-3, 3, 30), strict=True):
        value, slope = value_and_slope(name, z, float(target), other)
        assert np.isclose(value, textbook(name, z, target, other), rtol=1e-9)
        measured = slope_along(lambda v, y=target, s=other: value_and_slope(name, v, float(y), s)[0], z, 1.0)
        assert np.isclose(slope, measured, rtol=1e-5, atol=1e-9)


def test_the_page_holds_every_z_and_target_with_the_packages_numbers():
    page = CostExplorer().page_state()
    places = page["spec"]["controls"][0]["values"]
    assert set(page["frames"]) == {f"{place},{target}" for place in range(len(places)) for target in range(2)}
    for place, z in enumerate(places):
        for target in (0, 1):
            frame = page["frames"][f"{place},{target}"]
            for key, curve in CURVES.items():
                wanted = value_and_slope(curve[0], z, target, curve[1])
                assert np.allclose([frame[f"C/{key}"][0], frame[f"s/{key}"][0]], wanted, rtol=1e-3)
                assert frame[f"size/{key}"][0] == abs(frame[f"s/{key}"][0])


def test_each_curve_runs_through_the_answers():
    series, frames = (CostExplorer().page_state()[name] for name in ("spec", "frames"))
    series = series["series"]
    for target in TARGETS:
        for key in CURVES:
            for kind in ("C", "size"):
                on_the_curve = np.interp(0.0, series["grid"], series[f"{kind}/{key}/{target}"])
                assert np.isclose(frames[f"16,{target}"][f"{kind}/{key}"][0], on_the_curve, rtol=2e-3)


def test_with_a_second_score_of_0_the_softmax_is_the_cross_entropy_and_with_another_it_is_not():
    series = CostExplorer().spec["series"]
    for target in TARGETS:
        for kind in ("C", "size"):
            assert np.allclose(series[f"{kind}/n/0/{target}"], series[f"{kind}/b/{target}"], rtol=1e-3)
            assert not np.allclose(series[f"{kind}/n/3/{target}"], series[f"{kind}/b/{target}"], rtol=0.1)


def test_the_prediction_has_the_answer_two_thirds():
    a = np.linspace(0.001, 0.999, 999)
    slopes = [value_and_slope("quadratic", z, 0.0)[1] for z in np.log(a / (1 - a))]
    assert abs(a[int(np.argmax(slopes))] - 2 / 3) < 2e-3
    assert any("2/3" in option for option in CostExplorer().spec["question"]["options"])


def test_the_output_can_be_set_and_z_follows():
    explorer = CostExplorer()
    explorer.a = 0.98
    assert np.isclose(sigmoid(explorer.z), 0.98) and np.isclose(explorer.a, 0.98)
    assert np.isclose(explorer.frame["a"][0], 0.98)


def test_choosing_among_curves_asks_python_for_nothing():
    explorer = CostExplorer()
    before = explorer.frame
    explorer.other = "0"
    assert explorer.frame is before
    explorer.target = "1"
    assert explorer.frame is not before


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("z", 8.5, f"z: expected a number from -{LIMIT:g} to {LIMIT:g}, got 8.5"),
        ("z", float("nan"), "z: expected a number from -8 to 8, got nan"),
        ("target", "2", "target: expected one of '0', '1', got '2'"),
        ("other", "7", "other: expected one of '3', '0', '-3', got '7'"),
        ("a", 1.0, "a: expected a number strictly between 0 and 1, got 1.0"),
        ("a", float("inf"), "a: expected finite numbers"),
        ("a", 0.99999, "z: expected a number from -8 to 8"),
    ],
)
def test_bad_values_are_refused_with_a_sentence_and_change_nothing(name, value, message):
    explorer = CostExplorer()
    with pytest.raises(ValueError, match=message):
        setattr(explorer, name, value)
    assert (explorer.z, explorer.target, explorer.other) == (2.0, "0", "3")
