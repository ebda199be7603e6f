"""The digits lab: the stored runs are what `train` does, and a kernel answers for any setting."""

import itertools
import json

import numpy as np
import pytest

from backprop_lessons import Network, datasets, train
from backprop_lessons.widgets import DigitsLab
from backprop_lessons.widgets import digitslab as lab_module
from backprop_lessons.widgets.digitslab import BATCHES, COSTS, EPOCHS, OPTIMIZERS, RATES, places, run, stored

GRID = list(itertools.product(OPTIMIZERS, COSTS))


@pytest.fixture(scope="module")
def page():
    return DigitsLab().page_state()


def test_every_setting_is_in_the_page(page):
    wanted = {",".join(map(str, setting)) for setting in itertools.product(range(len(RATES)), range(len(BATCHES)), range(3), range(2))}
    assert set(page["frames"]) == wanted == set(stored())
    for frame in page["frames"].values():
        assert len(frame["cost"]) == len(frame["accuracy"]) == EPOCHS + 1
        assert all(0 <= accuracy <= 1 for accuracy in frame["accuracy"])


@pytest.mark.parametrize("optimizer, cost", GRID)
def test_the_page_shows_what_train_does(page, optimizer, cost):
    """For rates at which a run is calm, so that the last bit of a sum does not decide where it goes."""
    rng = np.random.default_rng()
    rate, size = float(rng.choice([0.001, 0.003, 0.01])), int(rng.choice(BATCHES))
    digits, generator = datasets.digits(), np.random.default_rng(0)
    net = Network([64, 30, 10], "relu", lab_module.OUTPUTS[cost], cost, generator)
    start = net.cost(net.forward(digits.X_train), digits.Y_train)
    history = train(
        net, digits.X_train, digits.Y_train, learning_rate=rate, batch_size=size, epochs=EPOCHS, rng=generator,
        X_test=digits.X_test, Y_test=digits.Y_test, optimizer=optimizer,
    )  # fmt: skip
    frame = page["frames"][places(rate, size, optimizer, cost)]
    np.testing.assert_allclose(frame["cost"], [start, *history.cost], rtol=6e-3)
    np.testing.assert_allclose(frame["accuracy"][1:], history.test_accuracy, atol=1.5 / 360)


def test_updates_are_counted_as_train_counts_them(page):
    size = int(np.random.default_rng().integers(2, 1438))
    rows, net = datasets.digits(), Network([64, 2, 10], rng=np.random.default_rng(0))
    history = train(net, rows.X_train, rows.Y_train, learning_rate=0.1, batch_size=size, epochs=2, rng=np.random.default_rng(0))
    assert lab_module.updates_after(size)[2] == history.iterations
    assert page["spec"]["series"]["updates/32"][-1] == 450 and page["spec"]["series"]["updates/1"][-1] == 14_370


def test_the_prediction_has_the_answer_that_was_measured(page):
    last = {size: page["frames"][places(0.1, size, "gradient_descent", "negative_log_likelihood")]["cost"][-1] for size in (1, 32, 1437)}
    assert last[1] < last[32] < last[1437]


def test_python_answers_for_a_setting_that_the_page_does_not_have():
    lab = DigitsLab()
    lab.batch_size = 200
    lab.learning_rate = 0.123
    costs, accuracies = run(0.123, 200, "gradient_descent", "negative_log_likelihood")
    np.testing.assert_allclose(lab.frame["cost"], costs, rtol=1e-3)
    np.testing.assert_allclose(lab.frame["accuracy"], accuracies, rtol=1e-3)
    assert lab.frame["updates/200"] == [8 * epoch for epoch in range(EPOCHS + 1)]


def test_what_python_trains_on_the_spot_is_what_is_stored():
    setting = (0.01, 128, "momentum", "negative_log_likelihood")
    for found, kept in zip(run(*setting), stored()[places(*setting)], strict=True):
        np.testing.assert_allclose(found, kept, rtol=6e-3)


def test_a_run_that_diverges_says_so():
    lab = DigitsLab(cost="quadratic")
    lab.cost, lab.optimizer, lab.learning_rate = "negative_log_likelihood", "momentum", 1e200
    assert len(lab.frame["cost"]) <= EPOCHS and "diverges" in lab.frame["note"]
    assert np.isfinite(lab.frame["cost"]).all()
    json.dumps(lab.frame, allow_nan=False)


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("learning_rate", 0.0, "learning_rate: expected a finite number above 0, got 0.0"),
        ("batch_size", 0, "batch_size: expected a whole number of at least 1, got 0"),
        ("batch_size", 1438, "batch_size: expected 1 to 1437, got 1438"),
        ("optimizer", "newton", "optimizer: expected one of 'gradient_descent'.*got 'newton'"),
        ("cost", "hinge", "cost: expected one of 'negative_log_likelihood', 'quadratic', got 'hinge'"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(name, value, words):
    lab = DigitsLab()
    before, frame = getattr(lab, name), lab.frame
    with pytest.raises(ValueError, match=words):
        setattr(lab, name, value)
    assert getattr(lab, name) == before and lab.frame is frame
