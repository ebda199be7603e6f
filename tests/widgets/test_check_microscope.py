"""The microscope: published errors of the gradient check, what a kink does to it, and a page that holds every setting."""

import numpy as np
import pytest

from backprop_lessons import activations, datasets, gradcheck
from backprop_lessons.widgets import CheckMicroscope
from backprop_lessons.widgets.check_microscope import CURVE, EXACT, FORMULAS, NUMBERS, PLACES, STEPS, measured_slope

# Published numbers, section on the gradient check: relative errors where truncation rules, so that every machine has them
PUBLISHED = {
    ("neuron", "one_sided"): {1e-1: 1.2e-2, 1e-2: 1.1e-3, 1e-3: 1.1e-4, 1e-4: 1.1e-5, 1e-5: 1.1e-6},
    ("neuron", "central"): {1e-1: 2.0e-4, 1e-2: 2.0e-6, 1e-3: 2.0e-8, 1e-4: 2.0e-10},
    ("w1", "one_sided"): {1e-1: 1.7e-4, 1e-2: 1.7e-5, 1e-3: 1.7e-6},
    ("w1", "central"): {1e-1: 1.0e-6, 1e-2: 1.0e-8},
}


def error(place, formula, step, numbers="float64"):
    return gradcheck.relative_error(measured_slope(place, numbers, formula, step), EXACT[place])


@pytest.mark.parametrize("place, formula", PUBLISHED)
def test_where_truncation_rules_the_errors_are_the_published_ones(place, formula):
    for step, published in PUBLISHED[place, formula].items():
        assert error(place, formula, step) == pytest.approx(published, rel=0.06)


def test_exact_slopes_are_those_of_backpropagation():
    net, X, Y = datasets.worked_example()
    assert EXACT["w1"] == pytest.approx(net.backward(net.forward(X), Y).dW[0][0, 0], rel=1e-12)
    a = activations.sigmoid(1.5)
    assert EXACT["neuron"] == pytest.approx(a * a * (1 - a), rel=1e-12)
    assert EXACT["neuron"] == pytest.approx(0.121938332428, rel=1e-9)
    assert EXACT["kink"] == 0


def test_the_measured_slope_is_the_packages():
    step = 10 ** np.random.default_rng().uniform(-4, -1)
    wanted = gradcheck.slope_along(lambda w: float(activations.sigmoid(w + 0.9) ** 2 / 2), 0.6, 1.0, step)
    assert measured_slope("neuron", "float64", "central", step) == pytest.approx(wanted, rel=1e-9)


def test_each_curve_has_an_inner_minimum_and_the_question_its_answer():
    for place in ("neuron", "w1"):
        for formula in FORMULAS:
            errors = [error(place, formula, step) for step in CURVE]
            assert 0 < int(np.argmin(errors)) < len(errors) - 1
    assert error("neuron", "central", 1e-5) < 1e-10 < min(error("neuron", "central", step) for step in (1e-1, 1e-12))


def test_float32_never_gets_a_check_through():
    assert min(error("w1", "central", step, "float32") for step in STEPS) > 1e-5
    assert min(error("neuron", "central", step, "float32") for step in STEPS) > 1e-6


def test_beside_the_kink_a_large_step_sees_the_other_side():
    assert measured_slope("kink", "float64", "central", 1e-5) == pytest.approx(0.45)
    assert measured_slope("kink", "float64", "central", 1e-7) == 0
    assert "wrong" in CheckMicroscope(place="kink", step=1e-5).frame["note"]
    assert "right" in CheckMicroscope(place="kink", step=1e-7).frame["note"]


def test_the_page_holds_every_setting_and_shows_what_is_computed():
    page = CheckMicroscope().page_state()
    names = [FORMULAS, PLACES, NUMBERS]
    assert len(page["frames"]) == len(STEPS) * np.prod([len(kind) for kind in names])
    rng = np.random.default_rng()
    for _ in range(20):
        places = [int(rng.integers(len(STEPS))), *(int(rng.integers(len(kind))) for kind in names)]
        formula, place, numbers = (list(kind)[k] for kind, k in zip(names, places[1:], strict=True))
        step = page["spec"]["controls"][0]["values"][places[0]]
        frame = page["frames"][",".join(map(str, places))]
        assert frame["measured"][0] == pytest.approx(measured_slope(place, numbers, formula, step), rel=1e-3)
        assert frame["error"][0] == pytest.approx(error(place, formula, step, numbers), rel=1e-3)


def test_the_line_through_the_points_has_the_measured_slope():
    for formula, left in (("central", -1.0), ("one_sided", 0.0)):
        microscope = CheckMicroscope(formula=formula, step=0.01)
        frame, series = microscope.frame, microscope.spec["series"]
        assert series[f"ends/{formula}"] == [left, 1]
        rise = (frame["secant"][1] - frame["secant"][0]) / (series["reach"][1] - series["reach"][0])
        assert rise == pytest.approx(measured_slope("neuron", "float64", formula, 0.01) / EXACT["neuron"], abs=1e-3)
        assert np.interp([left, 1], series["reach"], frame["secant"]) == pytest.approx(frame["heights"], abs=2e-3)


def test_python_answers_for_a_step_between_those_of_the_slider():
    microscope = CheckMicroscope()
    microscope.step = 0.037
    assert microscope.frame["measured"][0] == pytest.approx(measured_slope("neuron", "float64", "central", 0.037), rel=1e-3)


def test_the_words_of_the_table_hold():
    assert f"{error('neuron', 'one_sided', 1e-5):.0e}" == "1e-06"
    assert error("neuron", "central", 1e-5) < min(error("neuron", "one_sided", step) for step in STEPS)
    assert min(error("neuron", formula, 1e-12) for formula in FORMULAS) > 1e-8


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("step", 0.2, "step: expected a number from 1e-12 to 0.1, got 0.2"),
        ("step", float("nan"), "step: expected a finite number above 0"),
        ("formula", "both", "formula: expected one of 'one_sided', 'central', got 'both'"),
        ("numbers", "float16", "numbers: expected one of 'float64', 'float32', got 'float16'"),
        ("place", "w2", "place: expected one of 'neuron', 'w1', 'kink', got 'w2'"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(name, value, words):
    microscope = CheckMicroscope()
    before = dict(microscope.frame)
    with pytest.raises(ValueError, match=words):
        setattr(microscope, name, value)
    assert microscope.frame == before
