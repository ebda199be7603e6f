"""initialisation.py: where learning starts."""

import numpy as np
import pytest
from strategies import message_of, snapshot

from backprop_lessons import Network, initialisation
from backprop_lessons.initialisation import INITIALISATIONS, chosen, constant, he, lecun, normal, xavier, zeros

SPREADS = [
    (xavier, lambda n_in, n_out: np.sqrt(2 / (n_in + n_out))),
    (he, lambda n_in, n_out: np.sqrt(2 / n_in)),
    (lecun, lambda n_in, n_out: np.sqrt(1 / n_in)),
    (normal, lambda n_in, n_out: 1.0),
]


@pytest.mark.parametrize("start, spread", SPREADS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("n_in, n_out", [(3, 5), (400, 100), (100, 400), (1, 1)])
def test_the_spread_times_the_generators_standard_normal(start, spread, n_in, n_out):
    """Setting D of the course: scale × standard_normal((n_in, n_out))."""
    W = start(n_in, n_out, np.random.default_rng(3))
    expected = spread(n_in, n_out) * np.random.default_rng(3).standard_normal((n_in, n_out))
    np.testing.assert_allclose(W, expected, rtol=1e-15)
    if n_in * n_out > 1000:
        assert (
            W.std() == pytest.approx(spread(n_in, n_out), rel=0.05) and abs(W.mean()) < 0.05 * spread(n_in, n_out) * 2
        )


def test_starts_that_draw_no_number():
    rng = np.random.default_rng(0)
    np.testing.assert_array_equal(zeros(2, 3, rng), np.zeros((2, 3)))
    np.testing.assert_array_equal(constant(2, 3, rng), np.full((2, 3), 0.5))
    np.testing.assert_array_equal(constant(2, 3, rng, value=-1), np.full((2, 3), -1.0))
    assert rng.random() == np.random.default_rng(0).random()


@pytest.mark.parametrize("name", INITIALISATIONS)
def test_a_network_starts_as_its_name_says(name):
    net = Network([4, 3, 2], initialisation=name, rng=np.random.default_rng(1))
    rng = np.random.default_rng(1)
    for W, b, (n_in, n_out) in zip(net.W, net.b, [(4, 3), (3, 2)], strict=True):
        np.testing.assert_array_equal(W, INITIALISATIONS[name](n_in, n_out, rng))
        np.testing.assert_array_equal(b, np.zeros(n_out))


@pytest.mark.parametrize("activation, start", [
    ("relu", he), ("leaky_relu", he), ("sigmoid", xavier), ("tanh", xavier), ("identity", xavier), ("linear", xavier),
])  # fmt: skip
def test_auto_asks_the_activation(activation, start):
    assert chosen("auto", activation) is start
    one = Network([4, 3, 2], activation, rng=np.random.default_rng(1))
    two = Network([4, 3, 2], activation, rng=np.random.default_rng(1), initialisation="auto")
    rng = np.random.default_rng(1)
    assert snapshot(one.W) == snapshot(two.W) == snapshot([start(4, 3, rng), start(3, 2, rng)])


def test_glorot_and_xavier_are_one():
    assert INITIALISATIONS["glorot"] is xavier


def test_a_scale_is_the_spread_of_normal():
    nets = [
        Network([4, 3], rng=np.random.default_rng(1), scale=0.25),
        Network([4, 3], rng=np.random.default_rng(1), scale=0.25, initialisation="normal"),
        Network(
            [4, 3], rng=np.random.default_rng(1), initialisation=lambda n, k, rng: 0.25 * rng.standard_normal((n, k))
        ),
    ]
    for net in nets:
        np.testing.assert_array_equal(net.W[0], 0.25 * np.random.default_rng(1).standard_normal((4, 3)))


def test_a_function_of_your_own():
    net = Network(
        [3, 2, 1], initialisation=lambda n_in, n_out, rng: [[n_in] * n_out] * n_in, rng=np.random.default_rng(0)
    )
    assert net.W[0].dtype == np.float64 and net.W[0].tolist() == [[3, 3]] * 3 and net.W[1].tolist() == [[2], [2]]


def test_the_net_does_not_hold_on_to_the_functions_array():
    mine = np.ones((2, 2))
    net = Network([2, 2, 2], initialisation=lambda n_in, n_out, rng: mine, rng=np.random.default_rng(0))
    net.W[0][0, 0] = 7
    assert mine[0, 0] == 1 and net.W[1][0, 0] == 1


# --- refused ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["xavierr", "He", "", None, 3, ["he"], "kaiming"], ids=repr)
def test_unknown_names(name):
    with pytest.raises(ValueError, match="initialisation") as refusal:
        Network([3, 2], initialisation=name, rng=np.random.default_rng(0))
    assert repr(name) in message_of(refusal)
    for legal in ("auto", *INITIALISATIONS):
        assert repr(legal) in message_of(refusal)


@pytest.mark.parametrize("name", ["he", "zeros", "xavier", he], ids=["he", "zeros", "xavier", "the function he"])
def test_a_scale_beside_a_name_that_has_its_own(name):
    with pytest.raises(ValueError, match="scale"):
        Network([3, 2], initialisation=name, scale=0.1, rng=np.random.default_rng(0))


@pytest.mark.parametrize("scale", [0, -1, np.nan, np.inf, "0.1", None])
def test_spreads_that_are_none(scale):
    with pytest.raises(ValueError, match="scale"):
        normal(2, 2, np.random.default_rng(0), scale)


@pytest.mark.parametrize("W, word", [
    (np.ones((2, 3)), "(2, 3)"), (np.ones(2), "(2,)"), (1.0, "()"), (np.full((3, 2), np.nan), "nan"), ("abc", "abc"),
    (None, "nan"),
])  # fmt: skip
def test_functions_that_return_no_weights(W, word):
    with pytest.raises(ValueError, match=r"W\[0\]") as refusal:
        Network([3, 2], initialisation=lambda n_in, n_out, rng: W, rng=np.random.default_rng(0))
    assert word in message_of(refusal)


def test_every_start_says_where_it_comes_from():
    for start in (xavier, he, lecun):
        assert "Source:" in start.__doc__
    assert initialisation.__doc__.splitlines()[0].endswith(".")
