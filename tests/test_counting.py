"""Multiply-adds: the formulas against loops that count what they do, and against the published counts."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_lessons import Network, costs
from backprop_lessons.activations import sigmoid_prime
from backprop_lessons.counting import (
    Counts,
    central_passes,
    count_operations,
    count_parameters,
    count_paths,
    count_weights,
    gradient_operations,
    one_sided_passes,
    table,
)
from tests.strategies import message_of, steady

SMALL = [(1, 1), (3, 2), (2, 2, 2), (1, 4, 1), (3, 2, 4, 2), (2, 3, 1, 2, 3)]
some_sizes = st.lists(st.integers(1, 60), min_size=2, max_size=6)


class Meter:
    """A network of one example in plain loops; every multiplication of a weight or into dW adds 1 to `count`."""

    def __init__(self, sizes):
        self.rng = np.random.default_rng(sum(sizes))
        self.net = Network(sizes, rng=self.rng)
        self.net.b = [self.rng.normal(size=b.shape) for b in self.net.b]
        self.x, self.y = self.rng.normal(size=sizes[0]), self.rng.uniform(size=sizes[-1])
        self.trace = self.net.forward(self.x[None])
        self.expected = self.net.backward(self.trace, self.y[None])
        self.layers = range(len(self.net.W))
        self.count = 0

    def times(self, a, b):
        self.count += 1
        return a * b

    def through(self, W, a):
        """a @ W in loops."""
        return [sum(self.times(a[i], W[i, j]) for i in range(W.shape[0])) for j in range(W.shape[1])]

    def forward(self, W, b):
        Z, A = [], [list(self.x)]
        for layer in self.layers:
            Z.append([z + bias for z, bias in zip(self.through(W[layer], A[-1]), b[layer], strict=True)])
            A.append([1 / (1 + np.exp(-z)) for z in Z[-1]])
        return Z, A

    def cost(self, W, b):
        return sum((a - y) ** 2 for a, y in zip(self.forward(W, b)[1][-1], self.y, strict=True)) / 2

    def slopes(self):
        return [sigmoid_prime(Z[0]) for Z in self.trace.Z]

    def last_delta(self):
        return costs.output_delta(self.trace.Z[-1], self.y[None], "sigmoid", "quadratic")[0]

    def moved(self, layer, index, h):
        """The parameters with one of them moved: W[layer][index], or b[layer][index[0]] for a short index."""
        W, b = [w.copy() for w in self.net.W], [v.copy() for v in self.net.b]
        (W if len(index) == 2 else b)[layer][index] += h
        return W, b

    def places(self):
        for layer in self.layers:
            for array, expected in ((self.net.W, self.expected.dW), (self.net.b, self.expected.db)):
                for index in np.ndindex(array[layer].shape):
                    yield layer, index, expected[layer][index]


@pytest.mark.parametrize("sizes", SMALL)
def test_forward_and_backward_in_loops(sizes):
    meter = Meter(sizes)
    meter.cost(meter.net.W, meter.net.b)
    assert meter.count == count_operations(sizes).forward
    delta = meter.last_delta()
    for layer in reversed(meter.layers):
        a = meter.trace.A[layer][0]
        dW = [[meter.times(a_i, d_j) for d_j in delta] for a_i in a]
        np.testing.assert_allclose(dW, meter.expected.dW[layer], rtol=1e-12)
        if layer:
            delta = np.array(meter.through(meter.net.W[layer].T, delta)) * meter.slopes()[layer - 1]
    assert meter.count == count_operations(sizes).gradient


@pytest.mark.parametrize("sizes", SMALL)
def test_differences_in_loops(sizes):
    h = 1e-5
    meter = Meter(sizes)
    for place in meter.places():
        up, down = (meter.cost(*meter.moved(*place[:2], step)) for step in (h, -h))
        np.testing.assert_allclose((up - down) / (2 * h), place[2], rtol=1e-5, atol=1e-9)
    assert meter.count == count_operations(sizes).central
    meter.count = 0
    start = meter.cost(meter.net.W, meter.net.b)
    for place in meter.places():
        np.testing.assert_allclose((meter.cost(*meter.moved(*place[:2], h)) - start) / h, place[2], rtol=1e-2, atol=1e-5)
    assert meter.count == count_operations(sizes).one_sided


@pytest.mark.parametrize("sizes", SMALL)
def test_forward_mode_in_loops(sizes):
    meter = Meter(sizes)
    for layer, index, expected in meter.places():
        tangent = np.zeros(sizes[0])
        for here in meter.layers:
            tangent = np.array(meter.through(meter.net.W[here], tangent))
            if here == layer:
                tangent[index[-1]] += meter.trace.A[layer][0][index[0]] if len(index) == 2 else 1
            if here < len(meter.net.W) - 1:
                tangent = tangent * meter.slopes()[here]
        np.testing.assert_allclose(tangent @ meter.last_delta(), expected, rtol=1e-10, atol=1e-15)
    assert meter.count == count_operations(sizes).forward_mode


@pytest.mark.parametrize("sizes", SMALL)
def test_paths_in_loops(sizes):
    meter = Meter(sizes)
    slopes, paths = meter.slopes(), 0
    for layer, index, expected in meter.places():
        found = 0.0
        for later in product(*(range(n) for n in sizes[layer + 2 :])):
            units = (index[-1], *later)
            factor = meter.last_delta()[units[-1]]
            for k, (unit, following) in enumerate(zip(units[:-1], units[1:], strict=True), start=layer):
                factor = meter.times(factor * slopes[k][unit], meter.net.W[k + 1][unit, following])
            found += meter.times(factor, meter.trace.A[layer][0][index[0]]) if len(index) == 2 else factor
            paths += len(index) == 2
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-15)
    assert meter.count == count_operations(sizes).path_by_path
    assert paths == count_paths(sizes)


# --- published counts

# sizes: forward, gradient, gradient / forward, central, central / gradient, paths
CHAPTER_8 = {
    (2, 2, 2): (8, 20, 2.50, 192, 9.6, 12),
    (64, 30, 10): (2_220, 4_740, 2.14, 10_034_400, 2_117, 19_500),
    (64, 1024, 1024, 10): (1_124_352, 3_307_520, 2.94, 2_532_962_672_640, 765_819, 681_584_640),
}


@pytest.mark.parametrize("sizes", CHAPTER_8)
def test_the_table_of_chapter_8(sizes):
    forward, gradient, ratio, central, gain, paths = CHAPTER_8[sizes]
    counts = count_operations(sizes)
    assert (counts.forward, counts.gradient, counts.central, counts.paths) == (forward, gradient, central, paths)
    assert round(counts.gradient_in_forwards, 2) == ratio
    assert round(counts.gain, 1 if gain < 100 else None) == gain


def test_the_counts_of_the_sources_page():
    counts = count_operations([784, 30, 10])
    assert (counts.forward, counts.gradient, counts.one_sided) == (23_820, 47_940, 568_369_020)
    assert round(counts.one_sided / counts.gradient) == 11_856
    assert round(counts.gradient_in_forwards, 2) == 2.01
    counts = count_operations([1000, 950, 50])
    assert counts.parameters == 998_500
    assert round(counts.gradient_in_forwards, 2) == 2.05
    assert round(counts.one_sided / counts.gradient) == 487_640


def test_nielsens_million():
    assert one_sided_passes(1_000_000) == 1_000_001
    assert central_passes(1_000_000) == 2_000_000
    sizes = [999_999, 1]
    assert count_parameters(sizes) == 1_000_000
    assert count_operations(sizes).one_sided == 1_000_001 * count_weights(sizes)


def test_cs231n_passes():
    assert count_parameters([3072, 10]) == 30_730
    assert one_sided_passes(30_730) == 30_731


def test_the_paths_of_the_narrow_deep_net():
    assert count_paths([4] * 8) == 87_376
    assert 4**6 == 4_096 and sum(16 for _ in range(7)) == 112  # one input to one output; one product per weight


# --- properties


@steady
@given(some_sizes)
def test_a_gradient_costs_less_than_three_forward_passes(sizes):
    counts = count_operations(sizes)
    assert counts.forward < counts.gradient < 3 * counts.forward
    assert counts.gradient == gradient_operations(sizes)


@steady
@given(some_sizes)
def test_every_count_is_an_exact_whole_number(sizes):
    counts = count_operations(sizes)
    assert all(isinstance(number, int) for number in counts[1:])
    assert counts.forward_mode < counts.one_sided < counts.central
    assert counts.parameters == Network(sizes, rng=np.random.default_rng(0)).n_parameters


@steady
@given(some_sizes, st.integers(2, 9))
def test_ten_times_the_width_leaves_the_ratio_below_three(sizes, factor):
    wider = [sizes[0], *(n * factor for n in sizes[1:])]
    assert count_operations(wider).gradient_in_forwards < 3
    assert count_operations(wider).gain > count_operations(sizes).gain


def test_numpy_sizes_count_without_overflow():
    assert count_paths(np.array([64, 1024, 1024, 1024, 1024, 10])) == count_paths([64, 1024, 1024, 1024, 1024, 10])


# --- how it reads


def test_the_table_in_text_and_html():
    shown = table([2, 2, 2], [64, 1024, 1024, 10])
    text, html = repr(shown), shown._repr_html_()
    for part in ("2-2-2", "64-1024-1024-10", "2,532,962,672,640", "765,819", "681,584,640", "9.6", "2.94"):
        assert part in text and part in html
    assert len({len(line) for line in text.splitlines()}) == 1
    assert html.count('<th scope="row"') == len(text.splitlines()) - 1
    assert "3,307,520" in repr(count_operations([64, 1024, 1024, 10]))
    assert isinstance(shown.counts[0], Counts)


@pytest.mark.parametrize("sizes", [5, [], [3], [3, 0], [3, -1], [3, 2.5], [True, 2], "34", None, [3, None]])
def test_sizes_that_are_none(sizes):
    for count in (count_operations, count_weights, count_parameters, gradient_operations, count_paths):
        with pytest.raises(ValueError) as refusal:
            count(sizes)
        assert message_of(refusal).startswith("sizes: expected")


def test_an_empty_table_and_no_parameters():
    with pytest.raises(ValueError, match="at least one list of sizes"):
        table()
    for passes in (one_sided_passes, central_passes):
        with pytest.raises(ValueError, match="parameters: expected a whole number of at least 1, got 0"):
            passes(0)
