"""From counts to seconds: the textbook road that is timed is the course's, and the line goes through what was measured."""

import numpy as np
import pytest

from backprop_lessons import Network, pace
from backprop_lessons.counting import count_operations
from tests.test_counting import SMALL


def example(sizes, m=5):
    rng = np.random.default_rng()
    net = Network(sizes, "relu", "softmax", "negative_log_likelihood", rng)
    net.b = [rng.normal(size=b.shape) for b in net.b]
    return net, rng.normal(size=(m, sizes[0])), np.eye(sizes[-1])[rng.integers(sizes[-1], size=m)]


@pytest.mark.parametrize("sizes", [(3, 2), (4, 5, 3), (2, 6, 4, 3)])
def test_what_is_timed_is_the_cost_and_the_gradient_of_the_network(sizes):
    net, X, Y = example(sizes)
    trace = net.forward(X)
    cost, grads = pace.cost_and_gradient(net.parameters(), X, Y)
    assert cost == pace.cost(net.parameters(), X, Y) == pytest.approx(net.cost(trace, Y), rel=1e-12)
    expected = net.backward(trace, Y)
    for (dW, db), wanted_W, wanted_b in zip(grads, expected.dW, expected.db, strict=True):
        np.testing.assert_allclose(dW, wanted_W, rtol=1e-11, atol=1e-14)
        np.testing.assert_allclose(db, wanted_b, rtol=1e-11, atol=1e-14)


class Counted(np.ndarray):
    """An array whose products are counted: multiply-adds of a @ b, in `Counted.done`."""

    done = 0

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(array) for array in inputs]
        if ufunc is np.matmul:
            Counted.done += plain[0].shape[0] * plain[0].shape[1] * plain[1].shape[1]
        if "out" in options:
            options["out"] = tuple(np.asarray(array) for array in options["out"])
        return np.asarray(getattr(ufunc, method)(*plain, **options)).view(Counted)


@pytest.mark.parametrize("sizes", [(3, 2), (4, 5, 3), (2, 6, 4, 3)])
def test_what_is_timed_takes_the_multiply_adds_that_are_counted(sizes):
    net, X, Y = example(sizes)
    parameters = [(W.view(Counted), b.view(Counted)) for W, b in net.parameters()]
    counts = count_operations(sizes)
    for call, number in ((pace.cost, counts.forward), (pace.cost_and_gradient, counts.gradient)):
        Counted.done = 0
        call(parameters, X.view(Counted), Y)
        assert Counted.done == number * len(X)


@pytest.fixture
def invented(monkeypatch):
    """A machine whose times are known: 1 ms a pass and 1 ns a multiply-add, twice that for a gradient, 1 µs along paths."""

    def measure(calls):
        found = {}
        for key in calls:
            if key == "path":
                found[key] = 1e-6 * 32 * count_operations(pace.NARROW).path_by_path
            else:
                number = 32 * getattr(count_operations(key[0]), key[1])
                found[key] = (1 if key[1] == "forward" else 2) * (1e-3 + 1e-9 * number)
        return found

    monkeypatch.setattr(pace, "measure", measure)
    return pace.measure_pace("an invented machine")


def test_the_line_goes_through_both_measured_nets(invented):
    assert invented.machine == "an invented machine" and invented.batch == 32
    assert invented.forward == pytest.approx((1e-3, 1e-9)) and invented.gradient == pytest.approx((2e-3, 2e-9))
    assert invented.path == pytest.approx(1e-6)


@pytest.mark.parametrize("sizes", [*SMALL, (64, 1024, 1024, 10)])
def test_seconds_are_passes_times_the_time_of_a_pass(invented, sizes):
    counts = count_operations(sizes)
    found = pace.seconds(counts, invented)
    one_pass = 1e-3 + 1e-9 * 32 * counts.forward
    assert found["forward"] == pytest.approx(one_pass)
    assert found["gradient"] == pytest.approx(2e-3 + 2e-9 * 32 * counts.gradient)
    assert found["central"] == pytest.approx(2 * counts.parameters * one_pass)
    assert found["forward_mode"] == pytest.approx(counts.parameters * one_pass)
    assert found["path_by_path"] == pytest.approx(1e-6 * 32 * counts.path_by_path)


def test_it_runs_on_the_machine_at_hand():
    found = pace.measure_pace()
    assert found.machine == "your machine"
    assert all(number >= 0 for line in (found.forward, found.gradient) for number in line) and found.path > 0
    times = pace.seconds(count_operations([64, 30, 10]), found)
    assert all(np.isfinite(list(times.values()))) and min(times.values()) > 0


def test_a_batch_that_is_none_is_refused():
    with pytest.raises(ValueError, match="batch: expected a whole number of at least 1, got 0"):
        pace.measure_pace(batch=0)


def test_our_table_is_plain_numbers():
    assert pace.OURS.batch == 32 and "our table" in pace.OURS.machine
    assert all(isinstance(number, float) and number > 0 for number in (*pace.OURS.forward, *pace.OURS.gradient, pace.OURS.path))
