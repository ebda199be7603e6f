"""The race of two costs: the page's arithmetic is the package's, and the published counts come out."""

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network, train
from backprop_lessons.widgets import CostRace
from backprop_lessons.widgets.race import COSTS, EPOCHS, SITUATIONS, first_below_half, run

QUADRATIC, ENTROPY = "quadratic", "binary_cross_entropy"
SHARED = ("dense", "controls", "panels")


def in_the_page(settings):
    return ask("(setting) => race(setting)", settings, SHARED, module="race")


@pytest.mark.parametrize(
    ("start", "cost", "epoch"),
    [((0.6, 0.9), QUADRATIC, 36), ((2, 2), QUADRATIC, 232), ((0.6, 0.9), ENTROPY, 8), ((2, 2), ENTROPY, 17)],
)
def test_the_counts_of_the_lesson(start, cost, epoch):
    assert first_below_half(run("output", cost, *start, 0.15)["a"]) == epoch


def test_published_outputs_and_slopes():
    near, far = (run("output", QUADRATIC, *start, 0.15) for start in ((0.6, 0.9), (2, 2)))
    assert np.allclose([near["a"][0], near["a"][300], far["a"][150], far["a"][300]],
                       [0.817574476, 0.093955695, 0.933417473, 0.202848424], atol=5e-10)  # fmt: skip
    assert np.allclose([near["slope"][0], far["slope"][0]], [0.121938332428, 0.017345021071], atol=5e-13)


def test_no_cost_wakes_a_saturated_hidden_unit():
    for cost, delta in ((QUADRATIC, 1.5749e-6), (ENTROPY, 8.9158e-5)):
        found = run("hidden", cost, 6, 4, 0.15)
        assert np.isclose(found["slope"][0], delta, rtol=1e-4)
        assert abs(found["a"][-1] - found["a"][0]) < 1e-7 and found["output"][-1] < 0.25
        assert first_below_half(found["a"]) is None


def test_a_linear_output_has_no_plateau_under_the_quadratic_cost():
    assert first_below_half(run("linear", QUADRATIC, 2, 2, 0.15)["a"]) == 6
    assert np.array_equal(run("linear", ENTROPY, 2, 2, 0.15)["a"], run("output", ENTROPY, 2, 2, 0.15)["a"])


def test_it_is_what_train_does():
    rng = np.random.default_rng()
    w, b, rate = rng.uniform(-3, 4), rng.uniform(-3, 4), rng.uniform(0.01, 1)
    for cost in COSTS:
        net = Network.from_parameters([([[w]], [b])], cost=cost)
        train(net, [[1.0]], [[0.0]], learning_rate=rate, batch_size=1, epochs=50, rng=rng)
        assert np.isclose(run("output", cost, w, b, rate, 50)["a"][-1], net.predict([[1.0]]).item(), rtol=1e-9)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_page_computes_what_the_package_computes(situation):
    rng = np.random.default_rng()

    def anywhere():
        return {"w": rng.uniform(-6, 6), "b": rng.uniform(-6, 6), "rate": 10 ** rng.uniform(-2, 0), "epochs": 60}

    settings = [{"situation": situation, "cost": cost, **anywhere()} for cost in COSTS for _ in range(6)]
    for setting, found in zip(settings, in_the_page(settings), strict=True):
        wanted = run(situation, setting["cost"], setting["w"], setting["b"], setting["rate"], 60)
        for name, values in wanted.items():
            np.testing.assert_allclose(found[name], values, rtol=1e-9, atol=1e-12, err_msg=f"{name} of {setting}")


@pytest.mark.parametrize("rate", [1.2, 5.0, 1e3, 1e300])
def test_a_run_that_diverges_ends_early_and_says_so(rate):
    setting = {"situation": "linear", "cost": QUADRATIC, "w": 2.0, "b": 2.0, "rate": rate, "epochs": EPOCHS}
    (found,) = in_the_page([setting])
    ours = run("linear", QUADRATIC, 2, 2, rate)
    assert 0 < len(found["a"]) == len(ours["a"]) < EPOCHS
    assert np.allclose(found["a"], ours["a"]) and np.abs(ours["a"]).max() <= 1e6
    (words,) = ask("(s) => racingWords(race(s), s)", [setting], SHARED, module="race")
    assert "further each time" in words and "too large" in words


@pytest.mark.parametrize(
    ("setting", "part"),
    [
        (("output", QUADRATIC, 2, 2), "in epoch 232"),
        (("output", ENTROPY, 2, 2), "in epoch 17"),
        (("output", QUADRATIC, 3, 3), "not within 300 epochs"),
        (("output", QUADRATIC, -1, -1), "from the start"),
        (("hidden", ENTROPY, 6, 4), "at no time: its a goes from 0.9999546 to 0.9999546"),
    ],
)
def test_the_sentence_says_what_happened(setting, part):
    given = dict(zip(("situation", "cost", "w", "b"), setting, strict=True), rate=0.15, epochs=EPOCHS)
    (words,) = ask("(s) => racingWords(race(s), s)", [given], SHARED, module="race")
    assert part in words


def test_the_right_prediction_is_among_the_options():
    options = CostRace().question["options"]
    assert "cross-entropy after about 15, quadratic after more than 200" in options
    assert len(set(options)) == len(options) == 4


def test_python_answers_for_what_is_set():
    race = CostRace(w=3.0, b=3.0)
    assert first_below_half(race.run("binary_cross_entropy")["a"]) == 23
    race.learning_rate = 0.6
    assert first_below_half(race.run("binary_cross_entropy")["a"]) < 23


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("w", float("nan"), "w: expected finite numbers, got nan"),
        ("b", float("inf"), "b: expected finite numbers, got inf"),
        ("learning_rate", 0.0, "learning_rate: expected a finite number above 0, got 0.0"),
        ("situation", "input", "situation: expected one of 'output', 'linear', 'hidden', got 'input'"),
        ("shown", "none", "shown: expected one of 'both', 'quadratic', 'binary_cross_entropy', got 'none'"),
        ("epochs", 301, "epochs: expected 0 to 300, got 301"),
    ],
)
def test_bad_values_are_refused_with_a_sentence_and_change_nothing(name, value, message):
    race = CostRace()
    before = race.page_state()
    with pytest.raises(ValueError, match=message):
        setattr(race, name, value)
    assert race.page_state() == before
    with pytest.raises(ValueError, match="cost: expected one of"):
        race.run("hinge")
