"""The playground: what the page computes is what the package computes, for any setting; what does not fit is refused."""

import itertools
import re

import numpy as np
import pytest
from javascript import ask

from backprop_lessons import Network
from backprop_lessons.widgets import Playground, playground_runs
from backprop_lessons.widgets.playground import ACTIVATIONS, BATCHES, COSTS, DATA, RATES, STARTS, WIDTHS, described

GROWING_ROUNDING = [1e-9, 1e-4, 1e-3, 1e-3]  # relative, after 0, 1, 2, 3 epochs
SHARED = ["dense", "controls", "panels", "runs"]
RUN = """({ setting, points, epochs }) => {
    const run = newRun(setting, points);
    const first = run.net;
    while (!run.diverged && run.history.length <= epochs) run.step();
    const plane = outputs(run.net, 2.6);
    const { history, diverged, net } = run;
    return { history, diverged, first, net, plane, different: differentUnits(net), words: inWords(run, plane) };
}"""


def points(data):
    return {part: {"X": X.tolist(), "Y": Y.tolist()} for part, (X, Y) in playground_runs.points(data).items()}


def run(settings, epochs):
    """What the page makes of these settings."""
    given = [{"setting": setting, "points": points(setting["data"]), "epochs": epochs} for setting in settings]
    return ask(RUN, given, SHARED, "playground")


def random_setting(rng, **given):
    def pick(values):
        return list(values)[rng.integers(len(values))]

    drawn = {
        "data": pick(DATA), "layers": pick([1, 2]), "width": int(pick(WIDTHS)), "activation": pick(ACTIVATIONS), "cost": pick(COSTS),
        "learning_rate": pick(RATES[:7]), "initialisation": pick(STARTS), "batch_size": int(pick(BATCHES)), "seed": int(rng.integers(1e9)),
    }  # fmt: skip
    return {**drawn, **given}


@pytest.mark.slow
def test_runs_are_the_packages_for_every_start_activation_and_cost():
    rng = np.random.default_rng()
    settings = [
        random_setting(rng, initialisation=start, activation=activation, cost=cost)
        for start, activation, cost in itertools.product(STARTS, ACTIVATIONS, COSTS)
    ]
    for setting, answer in zip(settings, run(settings, 3), strict=True):
        records, net = playground_runs.history(setting, 3)
        assert not answer["diverged"] and len(answer["history"]) == 4
        # One example at a time from a large start multiplies the last digit of rounding from step to step
        for ours, theirs, near in zip(records, answer["history"], GROWING_ROUNDING, strict=True):
            assert set(ours) == set(theirs)
            for name, value in ours.items():
                if "accuracy" in name:  # an output may be one half up to rounding
                    assert abs(theirs[name] - value) < 0.02, (setting, name)
                else:
                    np.testing.assert_allclose(theirs[name], value, rtol=near, atol=1e-9, err_msg=f"{name} of {setting}")
        for ours, theirs in zip(net.W + net.b, answer["net"]["W"] + answer["net"]["b"], strict=True):
            np.testing.assert_allclose(theirs, ours, rtol=1e-3, atol=1e-4, err_msg=str(setting))


def test_the_random_numbers_are_the_same_in_both_languages_and_look_random():
    seeds = [0, 1, 2**32 - 1, *map(int, np.random.default_rng().integers(2**31, size=5))]
    script = "(seed) => { const next = uniformNumbers(seed); return Array.from({ length: 2000 }, next); }"
    for seed, theirs in zip(seeds, ask(script, seeds, SHARED), strict=True):
        ours = list(itertools.islice(playground_runs.uniform_numbers(seed), 2000))
        assert ours == theirs
        assert min(ours) >= 0 and max(ours) < 1 and abs(np.mean(ours) - 0.5) < 0.04 and abs(np.var(ours) - 1 / 12) < 0.01
        assert abs(np.corrcoef(ours[:-1], ours[1:])[0, 1]) < 0.1


def test_an_order_has_every_row_once_and_every_place_is_reached():
    script = "(seed) => { const next = uniformNumbers(seed); return Array.from({ length: 200 }, () => shuffled(7, next)); }"
    orders = np.array(ask(script, [3], SHARED)[0])
    uniform = playground_runs.uniform_numbers(3)
    assert orders.tolist() == [playground_runs.shuffled(7, uniform) for _ in range(200)]
    assert (np.sort(orders, axis=1) == np.arange(7)).all()
    counts = np.array([(orders == row).sum(axis=0) for row in range(7)])
    assert counts.min() > 10  # of 200 / 7


def test_the_same_setting_gives_the_same_run_and_another_seed_another_one():
    setting = random_setting(np.random.default_rng(), initialisation="auto")
    one, two, other = run([setting, setting, {**setting, "seed": setting["seed"] + 1}], 2)
    assert one == two and one["first"]["W"] != other["first"]["W"]


def test_the_statistics_come_from_the_training_part():
    for data in DATA:
        parts = playground_runs.points(data)
        X, Y = parts["train"]
        assert X.shape == (120, 2) and parts["test"][0].shape == (80, 2) and Y.mean() == parts["test"][1].mean() == 0.5
        np.testing.assert_allclose(X.mean(axis=0), 0, atol=1e-3)
        np.testing.assert_allclose(X.std(axis=0), 1, atol=1e-3)
        assert np.abs(np.concatenate([X, parts["test"][0]])).max() < described()["reach"] - 0.05


# --- what the lesson and the question say about it


BASE = {"data": "circles", "layers": 1, "width": 8, "activation": "tanh", "cost": "binary_cross_entropy", "learning_rate": 0.3,
        "initialisation": "auto", "batch_size": 10, "seed": 1}  # fmt: skip


@pytest.mark.slow
def test_only_zero_weights_make_it_impossible():
    settings = [{**BASE, "initialisation": start} for start in STARTS]
    ends = {start: answer["history"][-1] for start, answer in zip(STARTS, run(settings, 400), strict=True)}
    assert ends["zeros"]["train_accuracy"] == 0.5 and ends["zeros"]["gradients"] == [0, 0]
    assert all(ends[start]["train_accuracy"] > 0.9 for start in STARTS if start != "zeros")


def test_copies_and_silence_are_said_in_words():
    settings = [
        {**BASE, "initialisation": "zeros", "activation": "sigmoid"},
        {**BASE, "initialisation": "zeros"},
        {**BASE, "activation": "relu", "layers": 2, "learning_rate": 30.0},
        BASE,
    ]
    copies, still, silent, well = run(settings, 15)
    assert copies["different"] == 1 and "All 8 units of the first hidden layer are copies" in copies["words"]
    assert copies["history"][-1]["gradients"][1] > 0
    assert "The gradient is 0 in the weights of every layer" in still["words"] and "everywhere" in still["words"]
    assert "The gradient is 0" in silent["words"] and silent["different"] == 8
    assert well["different"] == 8 and well["words"] == ""


def test_a_run_that_leaves_the_numbers_stops_and_says_so():
    [answer] = run([{**BASE, "activation": "relu", "learning_rate": 1e200}], 50)
    assert 1 <= answer["diverged"] <= 50 and f"Diverged in epoch {answer['diverged']}" in answer["words"]
    assert len(answer["history"]) == answer["diverged"]
    assert all(np.isfinite([record["train_cost"], *record["gradients"]]).all() for record in answer["history"])
    assert np.isfinite(answer["plane"]).all()


def test_a_cost_far_above_its_start_is_said_in_words():
    [answer] = run([{**BASE, "data": "spiral", "layers": 2, "learning_rate": 30.0}], 3)
    first, last = answer["history"][0]["train_cost"], answer["history"][-1]["train_cost"]
    assert last > 2 * first and re.search(r"The training cost is [\d.]+ times what it was at the start", answer["words"])


# --- the picture


def test_the_shades_cover_the_plane_once_and_show_the_outputs():
    script = """(plane) => bands(plane, (v) => v * 100, (v) => -v * 100, 2.6)"""
    rng = np.random.default_rng()
    plane = rng.random((44, 44))
    painted = np.full((44, 44), -1)
    cell = 260 * 2 / 44
    for band, path in enumerate(ask(script, [plane.tolist()], SHARED, "playground")[0]):
        for left, top, right, bottom in re.findall(r"M(\S+) (\S+)H(\S+)V(\S+)H\S+Z", path):
            columns = [round((float(x) + 260) / cell) for x in (left, right)]
            row = round((-float(bottom) + 260) / cell)
            assert abs(float(top) - float(bottom)) == pytest.approx(cell, abs=0.02)
            assert (painted[row, columns[0] : columns[1]] == -1).all()
            painted[row, columns[0] : columns[1]] = band
    np.testing.assert_array_equal(painted, np.digitize(plane, [0.1, 0.3, 0.5, 0.7, 0.9], right=True))


def test_the_boundary_runs_where_the_output_is_one_half():
    rng = np.random.default_rng()
    angle, shift = rng.uniform(0, 2 * np.pi), rng.uniform(-1, 1)
    w = np.array([[np.cos(angle)], [np.sin(angle)]])
    net = {"W": [w.tolist()], "b": [[shift]], "activation": "tanh", "output": "sigmoid", "cost": "quadratic"}
    script = "(net) => boundary(outputs(net, 2.6), (v) => 100 * v, (v) => 100 * v, 2.6)"
    pieces = re.findall(r"[ML](\S+?) ([^ML]+)", ask(script, [net], SHARED, "playground")[0])
    ends = np.array(pieces, dtype=float) / 100
    assert len(ends) > 40
    assert np.abs(ends @ w + shift).max() < 0.01


# --- the address


def test_an_address_leads_back_to_its_setting():
    rng = np.random.default_rng()
    given = [{**random_setting(rng), "epochs": int(rng.integers(1000))} for _ in range(20)]
    script = """([asked, controls, base]) => {
        const { epochs, ...setting } = asked;
        return fromAddress("#playground?" + toText(setting, epochs), controls, base);
    }"""
    controls = described()["controls"]
    for asked, found in zip(given, ask(script, [[asked, controls, BASE] for asked in given], SHARED, "playground"), strict=True):
        assert {**found["setting"], "epochs": found["epochs"]} == asked


@pytest.mark.parametrize(
    "address, changed, epochs",
    [
        ("#playground?data=sea&width=17&learning_rate=-1&seed=1e3&epochs=NaN", {}, 0),
        ("#playground?width=3&epochs=99999&layers=two", {"width": 3}, 1000),
        ("#playground?epochs=-5&seed=0", {"seed": 0}, 0),
    ],
)
def test_what_an_address_asks_in_vain_is_left_as_it_is(address, changed, epochs):
    script = "([hash, controls, base]) => fromAddress(hash, controls, base)"
    [found] = ask(script, [[address, described()["controls"], BASE]], SHARED, "playground")
    assert found == {"setting": {**BASE, **changed}, "epochs": epochs}


def test_other_addresses_mean_nothing_to_it():
    script = "([hash, controls, base]) => fromAddress(hash, controls, base)"
    given = [[hash, described()["controls"], BASE] for hash in ("", "#playground", "#a-heading", "#other?width=3")]
    assert ask(script, given, SHARED, "playground") == [None] * 4


# --- in Python


def test_the_network_is_the_one_on_the_page():
    widget = Playground(width=5, activation="relu", seed=9)
    first = playground_runs.first_network(widget.setting(), playground_runs.uniform_numbers(9))
    assert isinstance(widget.network, Network) and widget.network.sizes == [2, 5, 1]
    for ours, theirs in zip(widget.network.W, first.W, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    [answer] = run([widget.setting()], 2)
    widget.trained = {"epochs": 2, "W": answer["net"]["W"], "b": answer["net"]["b"]}
    records, net = playground_runs.history(widget.setting(), 2)
    X, Y = playground_runs.points("circles")["train"]
    assert widget.network.cost(widget.network.forward(X), Y) == pytest.approx(records[-1]["train_cost"], rel=1e-9)
    assert widget.network.activation == "relu"


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"data": "sea"}, "data: expected one of 'circles'"),
        ({"activation": "step"}, "activation: expected one of"),
        ({"cost": "hinge"}, "cost: expected one of"),
        ({"initialisation": "he"}, "initialisation: expected one of"),
        ({"width": 17}, "width: expected a whole number from 1 to 16, got 17"),
        ({"layers": 0}, "layers: expected a whole number of at least 1"),
        ({"batch_size": 121}, "batch_size: expected a whole number from 1 to 120"),
        ({"learning_rate": 0.0}, "learning_rate: expected a finite number above 0"),
        ({"seed": -1}, "seed: expected a whole number of at least 0"),
    ],
)
def test_settings_that_do_not_fit_are_refused_and_change_nothing(wrong, says):
    widget = Playground()
    before = widget.setting()
    with pytest.raises(ValueError, match=re.escape(says)):
        for name, value in wrong.items():
            setattr(widget, name, value)
    assert widget.setting() == before


def test_the_table_for_readers_without_scripts_has_the_runs_numbers():
    records, _ = playground_runs.history(BASE, 10)
    row = re.search(r'<th scope="row">10</th>(.*?)</tr>', Playground().fallback()).group(1)
    found = [float(cell) for cell in re.findall(r"<td>(.*?)</td>", row)]
    names = ("train_cost", "test_cost", "train_accuracy", "test_accuracy")
    np.testing.assert_allclose(found, [records[10][name] for name in names] + records[10]["gradients"], rtol=5e-3)
