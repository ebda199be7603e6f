"""The speed chart: its counts are the package's to the last digit, its seconds follow the pace, and yours replace ours."""

import math
import random
from fractions import Fraction

import pytest
from javascript import ask

from backprop_lessons import pace
from backprop_lessons.counting import count_operations
from backprop_lessons.timing import in_words
from backprop_lessons.widgets import SpeedChart, speed_chart
from backprop_lessons.widgets.speed_chart import MOST, ROADS, WIDTHS

COUNTED = ["parameters", "paths", *ROADS]


def js(expression, inputs):
    return ask(expression, inputs, ["controls"], "speed_chart")


def some_sizes(largest=MOST):
    choice = random.Random()
    sizes = [[choice.randint(1, round(10 ** choice.uniform(0.5, 4))) for _ in range(choice.choice([2, 3, 4, 4, 4, 7]))] for _ in range(200)]
    deep = [[choice.randint(100, largest)] * depth for depth in range(3, 23)]
    return [[2, 2, 2], [64, 30, 10], [64, 1024, 1024, 10], [4] * 8, [largest] * 4, [1, 1], *deep, *sizes]


def test_the_counts_in_the_page_are_the_packages_to_the_last_digit():
    sizes = some_sizes()
    script = "(sizes) => Object.fromEntries(Object.entries(countOperations(sizes)).map(([name, n]) => [name, String(n)]))"
    above = 0
    for net, found in zip(sizes, js(script, sizes), strict=True):
        counts = count_operations(net)
        assert {name: int(number) for name, number in found.items()} == {name: getattr(counts, name) for name in COUNTED}
        above += counts.path_by_path > 2**53
    assert above > 10, "numbers that a JavaScript number would not hold are among them"


def test_the_seconds_in_the_page_are_the_packages():
    choice, sizes = random.Random(), some_sizes()
    own = pace.OURS._replace(machine="mine", batch=choice.randint(1, 500), forward=(choice.random(), choice.random()), path=choice.random())
    for machine in (pace.OURS, own):
        answers = js("([sizes, pace]) => secondsOf(countOperations(sizes), pace)", [[net, machine._asdict()] for net in sizes])
        for net, found in zip(sizes, answers, strict=True):
            assert found == pytest.approx(pace.seconds(count_operations(net), machine), rel=1e-12)


def test_times_are_said_in_the_packages_words():
    choice = random.Random()
    times = [1e-9, 0.9996, 1, 59.94, 119.9, 3600, 1e5, 31_557_600 * 1240, 31_557_600 * 3e25]
    times += [10 ** choice.uniform(-8, 22) for _ in range(500)]
    assert js("inWords", times) == [in_words(seconds) for seconds in times]


def test_a_ratio_is_rounded_down_so_that_one_below_three_is_never_shown_as_three():
    sizes = some_sizes()
    found = js("(sizes) => { const c = countOperations(sizes); return roundedDown(c.gradient, c.forward); }", sizes)
    for net, text in zip(sizes, found, strict=True):
        counts = count_operations(net)
        exact = Fraction(counts.gradient, counts.forward)
        assert Fraction(text) <= exact < Fraction(text) + Fraction(1, 1000)
        assert text != "3"


def test_other_ratios_are_rounded_to_a_whole_number_or_to_a_tenth():
    sizes = some_sizes()
    found = js("(sizes) => { const c = countOperations(sizes); return times(c.central, c.gradient); }", sizes)
    for net, text in zip(sizes, found, strict=True):
        exact = Fraction(count_operations(net).central, count_operations(net).gradient)
        half = Fraction(1, 2) if exact >= 100 else Fraction(1, 20)
        assert abs(Fraction(text.replace(",", "")) - exact) <= half


def test_the_axis_places_numbers_of_any_size():
    numbers = [1, 9, 10, 2**53 + 1, 10**40 + 7, 123456789012345678901234567890]
    found = js("(digits) => logOf(BigInt(digits))", [str(number) for number in numbers])
    assert found == pytest.approx([math.log10(number) for number in numbers], abs=1e-9)


def test_digits_are_grouped_by_threes():
    assert js("grouped", ["1", "12", "123", "1234", "1234567", "1234.5678"]) == ["1", "12", "123", "1,234", "1,234,567", "1,234.5678"]


# --- the answer to the question


def test_doubling_the_hidden_widths_leaves_the_ratio_below_three():
    """What the prediction asks, on the very net it names."""
    before = count_operations(SpeedChart().sizes).gradient_in_forwards
    assert f"{before:.1f}" == "2.4" and "2.4 times" in SpeedChart().spec["question"]["prompt"]
    for doublings in range(1, 8):
        sizes = [64, 32 * 2**doublings, 32 * 2**doublings, 10]
        after = count_operations(sizes).gradient_in_forwards
        assert before < after < 3 and after / before < 1.1
        before = after
    assert sizes[1] == 4096


def test_five_doublings_lead_to_the_wide_net_of_the_lesson():
    assert [width * 2**5 for width in SpeedChart().sizes[1:3]] == [1024, 1024]


# --- in Python


def test_it_can_be_read_and_set():
    chart = SpeedChart()
    chart.n_hidden_1, chart.n_out = 77, 3
    assert chart.sizes == [64, 77, 32, 3] and chart.counts == count_operations([64, 77, 32, 3])
    assert chart.seconds == pace.seconds(chart.counts, pace.OURS)


def test_calibrating_replaces_our_table_by_your_machine(monkeypatch):
    mine = pace.OURS._replace(machine="your machine", forward=(1.0, 2.0))
    monkeypatch.setattr(speed_chart, "measure_pace", lambda: mine)
    chart = SpeedChart()
    assert "our table" in chart.pace["machine"]
    assert chart.calibrate() is None, "a cell that calibrates shows nothing"
    assert chart.pace == mine._asdict() and chart.seconds == pace.seconds(chart.counts, mine)
    assert "our table" in SpeedChart().pace["machine"], "the next one starts from our table again"


@pytest.mark.parametrize("name", WIDTHS)
@pytest.mark.parametrize(("width", "why"), [(0, "at least 1"), (-3, "at least 1"), (MOST + 1, "at most 10,000")])
def test_a_width_that_is_none_is_refused_and_nothing_changes(name, width, why):
    chart = SpeedChart()
    before = chart.sizes
    with pytest.raises(ValueError, match=f"{name}: expected .*{why}, got {width}"):
        setattr(chart, name, width)
    assert chart.sizes == before


def test_the_table_for_readers_without_scripts_holds_the_counts():
    page = SpeedChart().fallback()
    assert "2,532,962,672,640" in page and "3,307,520" in page and "our table" in page
