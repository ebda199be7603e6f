"""The widgets' JavaScript, under Node.js: it can be read, ticks are round, numbers are written to be read."""

import math
import random
import re
import subprocess

import explorers
import numpy as np
import pytest
from javascript import ask, node

from backprop_lessons.widgets import base, page_scripts


@pytest.fixture(scope="module")
def call():
    """call(expression, inputs): what the widgets' JavaScript makes of each input."""
    return ask


def test_every_script_and_every_module_can_be_read(tmp_path):
    texts = {f"{name}.js": text for name, text in page_scripts().items()}
    texts |= {f"{name}.mjs": base.module_source(name, shared) for name, shared in base.PageWidget.modules.items()}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run([node(), "--check", tmp_path / name], capture_output=True, encoding="utf-8", timeout=60)
        assert done.returncode == 0, done.stderr


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
    choice = random.Random()
    sizes = [10 ** choice.uniform(*ends) for ends in ((-12, -4), (6, 12)) for _ in range(100)]
    numbers = [3.2e-7, 2.5e9, *sizes]
    numbers += [-size for size in numbers]
    for number, text in zip(numbers, call("format", numbers), strict=True):
        assert explorers.number(text) == explorers.as_shown(number, close=0)
        assert len(text) <= 9 and "-" not in text, "one kind of minus sign in one number"


def test_what_is_no_number_is_said_in_words(call):
    assert call("(word) => format(Number(word))", ["Infinity", "-Infinity", "none"]) == ["not a finite number"] * 3
