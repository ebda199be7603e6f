"""Times: turns, words and tables. How long something takes is asserted nowhere."""

import random
import re

import pytest

from backprop_lessons import timing
from backprop_lessons.timing import TimeTable, in_words, measure, once


@pytest.fixture
def ticking(monkeypatch):
    """A clock that the timed functions move on themselves: work(seconds) gives a function that takes so long."""
    now = [0.0]
    monkeypatch.setattr(timing, "CLOCK", lambda: now[0])

    def work(*seconds):
        left = list(seconds)

        def call():
            now[0] += left.pop(0) if len(left) > 1 else left[0]
            return now[0]

        return call

    return work


def test_each_call_gets_its_own_time_and_the_first_call_counts_for_nothing(ticking):
    found = measure({"quick": ticking(7.0, 0.001), "slow": ticking(0.25)})
    assert found == pytest.approx({"quick": 0.001, "slow": 0.25})


def test_a_slow_first_call_does_not_decide_how_many_calls_fill_a_block(ticking):
    calls, work = [], ticking(7.0, timing.BLOCK / 100)
    measure({"call": lambda: calls.append(work())}, rounds=5)
    assert len(calls) > 5 * 90


def test_a_moment_of_trouble_does_not_move_the_median(ticking):
    # the first call, the size of the block, and nine rounds, two of them disturbed
    times = [0.02, 0.02, 0.02, 9.0, 0.02, 0.02, 0.02, 5.0, 0.02]
    assert measure({"call": ticking(*times)})["call"] == pytest.approx(0.02)


def test_the_calls_take_turns():
    order = []
    measure({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3)
    turns = re.sub(r"(.)\1+", r"\1", "".join(order))
    assert turns == "ab" * 4, "once each to find the size of a block, then three rounds"


def test_once_gives_the_result_and_its_time(ticking):
    assert once(ticking(3.0)) == (3.0, 3.0)


def test_real_functions_take_more_than_no_time():
    found = measure({"sum": lambda: sum(range(1000))}, rounds=1)
    assert found["sum"] > 0


WORDS = {
    2.2e-7: "0.22 µs", 4.26e-5: "43 µs", 0.0052: "5.2 ms", 0.9996: "1 second", 1: "1 second", 3.44: "3.4 seconds", 119.9: "2 minutes",
    3600: "60 minutes", 9720: "2.7 hours", 3 * 86_400: "3 days", 86_400 * 364: "360 days", 31_557_600 * 12: "12 years",
    31_557_600 * 1240: "1,200 years", 31_557_600 * 45_000: "45 thousand years", 31_557_600 * 3.2e6: "3.2 million years",
    31_557_600 * 7e9: "7 billion years", 31_557_600 * 3e25: "10²⁵ years and more",
}  # fmt: skip


@pytest.mark.parametrize("seconds", WORDS)
def test_a_time_in_words(seconds):
    assert in_words(seconds) == WORDS[seconds]


def test_the_words_hold_the_time_to_two_digits():
    units = {name: unit for _, unit, name in timing.UNITS} | {
        name: unit * timing.YEAR for _, unit, name in timing.MANY_YEARS
    }
    choice = random.Random()
    for _ in range(300):
        seconds = 10 ** choice.uniform(-7, 19)
        number, unit = in_words(seconds).split(" ", 1)
        value = float(number.replace(",", "")) * units[unit.replace("second", "seconds") if unit == "second" else unit]
        assert value == pytest.approx(seconds, rel=0.06)


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan"), float("inf"), "3", None])
def test_what_is_no_time_is_refused(seconds):
    with pytest.raises(ValueError, match="seconds: expected a finite number above 0, got"):
        in_words(seconds)


def test_nothing_to_time_is_refused():
    with pytest.raises(ValueError, match="calls: expected at least one function"):
        measure({})
    with pytest.raises(ValueError, match="rounds: expected a whole number of at least 1, got 0"):
        measure({"a": int}, rounds=0)


def test_a_table_says_the_same_in_text_whatever_the_times_are():
    tables = [TimeTable(["what", "time"], [("a < b", in_words(t)), ("c", "5 ms")]) for t in (1.0, 2e-3)]
    assert repr(tables[0]) == repr(tables[1]) == "TimeTable of 2 rows: a < b, c"
    page = tables[0]._repr_html_()
    assert "a\u00a0&lt;\u00a0b" in page and "1\u00a0second" in page and "2\u00a0ms" in tables[1]._repr_html_()
    assert page.count('<th scope="row"') == 2 and page.count('<th scope="col"') == 2
    assert timing.CAPTION in page and "another" in TimeTable(["what"], [["a"]], "another")._repr_html_()


def test_a_row_that_does_not_fit_the_header_is_refused():
    with pytest.raises(ValueError, match="rows: expected 2 cells like the header, got 3"):
        TimeTable(["what", "time"], [("a", "1 ms"), ("b", "1 ms", "2")])
