"""The widgets' own arithmetic, under Node.js: the sigmoid is Python's, ticks are round, numbers are written to be read."""

import json
import math
import random
import re
import shutil
import subprocess

import numpy as np
import pytest

from backprop_lessons.activations import sigmoid
from backprop_lessons.widgets import base, page_script


@pytest.fixture(scope="module")
def node():
    return shutil.which("node") or pytest.skip("Node.js was not found; the browser tests compare the drawn curves all the same")


@pytest.fixture(scope="module")
def call(node):
    """call(expression, inputs): what the widgets' JavaScript makes of each input."""
    module = base.module_source("explorer").replace(base.LAST_LINE, "")

    def run(expression, inputs):
        script = f"{module}\nconst inputs = {json.dumps(inputs)};\nconsole.log(JSON.stringify(inputs.map({expression})));"
        done = subprocess.run([node, "-"], input=script, capture_output=True, encoding="utf-8", timeout=60, check=True)
        return json.loads(done.stdout)

    return run


def test_the_page_script_and_every_module_can_be_read(node, tmp_path):
    texts = {"page.js": page_script()}
    texts |= {f"{name}.mjs": base.module_source(name) for name in ("explorer", "quiz")}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run([node, "--check", tmp_path / name], capture_output=True, encoding="utf-8", timeout=60)
        assert done.returncode == 0, done.stderr


def test_the_sigmoid_is_the_packages(call):
    z = np.concatenate([np.random.default_rng(0).normal(0, 8, 2000), [0, -0.0, 36.7, -36.7, 710, -745, 800, -800, 1e308, -1e308]])
    assert np.abs(np.array(call("sigmoid", z.tolist())) - sigmoid(z)).max() <= 1e-15


def test_the_sigmoid_keeps_its_digits_far_out(call):
    z = np.linspace(-700, 0, 141)
    np.testing.assert_allclose(call("sigmoid", z.tolist()), sigmoid(z), rtol=1e-13)


def intervals():
    choice = random.Random(1)
    for _ in range(500):
        low = choice.choice([0, choice.uniform(-1e3, 1e3), choice.uniform(-1, 1)])
        yield [low, low + 10 ** choice.uniform(-3, 4), choice.choice([2, 5, 8.3])]
    yield from ([-8, 12, 5], [0, 60, 5], [-0.1, 1.1, 5], [-2.2, 2.2, 5], [0, 1e-9 * 1.05, 5])


def test_ticks_are_round_evenly_spaced_inside_and_neither_few_nor_many(call):
    for (low, high, wanted), places in zip(intervals_ := list(intervals()), call("(range) => ticks(...range)", intervals_), strict=True):
        assert places == sorted(places) and len(places) >= 1
        slack = (high - low) * 1e-6
        assert low - slack <= places[0] and places[-1] <= high + slack
        assert len(places) <= wanted + 1
        if len(places) > 1:
            steps = np.diff(places)
            step = steps[0]
            np.testing.assert_allclose(steps, step, rtol=1e-6)
            assert places[0] - step < low and places[-1] + step > high, "no room for one more"
            first_digit = step / 10 ** math.floor(math.log10(step * (1 + 1e-9)))
            assert min(abs(first_digit - round_one) for round_one in (1, 2, 5, 10)) < 1e-6
            np.testing.assert_allclose(np.array(places) / step, np.round(np.array(places) / step), atol=1e-6)


NUMBERS = [0, 1, -1, 0.3224, -3.965, 4.992, 99.999, 1234.56, 123456.7, 999999, 1e-4, -1e-4, 0.00012345]


def test_numbers_are_written_to_four_digits_and_read_back(call):
    choice = random.Random(3)
    numbers = NUMBERS + [choice.choice([-1, 1]) * 10 ** choice.uniform(-4, 5.999) for _ in range(500)]
    for number, text in zip(numbers, call("format", numbers), strict=True):
        assert float(text.replace("\u2212", "-")) == float(f"{number:.4g}")
        assert re.fullmatch("\u2212?\\d+(\\.\\d+)?", text), "a person's way of writing, with a true minus sign"


def test_very_large_and_very_small_numbers_stay_short(call):
    for number, text in zip(numbers := [3.2e-7, -3.2e-7, 2.5e9, -2.5e9], call("format", numbers), strict=True):
        assert float(text.replace("\u2212", "-")) == pytest.approx(number, rel=5e-3)
        assert len(text) <= 9 and "-" not in text, "one kind of minus sign in one number"


def test_what_is_no_number_is_said_in_words(call):
    assert call("(word) => format(Number(word))", ["Infinity", "-Infinity", "none"]) == ["not a finite number"] * 3
