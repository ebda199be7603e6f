"""datasets.py: the digits are the ones of scikit-learn, split as the course says, and nobody can spoil them."""

import contextlib
import hashlib
import socket

import numpy as np
import pytest
from strategies import message_of

from backprop_lessons import Network, datasets, train

# sha-256 of the pixels and labels of scikit-learn's load_digits as uint8, in its order
IMAGES_SHA = "8f26b2bd9d135c256808f68f14fdabddde6d9c7f869ae419704b051f0f14b3b3"
LABELS_SHA = "8ba4f891220f5e4c9c819638d1602d74b83618f167043c6da52a2a247841ddf0"


def split_order():
    """Setting D of the course."""
    order = np.random.default_rng(1).permutation(1797)
    return order[:1437], order[1437:]


def labels_in_stored_order(digits):
    labels = np.empty(1797, dtype=int)
    train, test = split_order()
    labels[train], labels[test] = digits.labels_train, digits.labels_test
    return labels


def test_checksum():
    """Holds without scikit-learn: the shipped pixels and labels, to the bit."""
    digits = datasets.digits()
    assert hashlib.sha256(np.ascontiguousarray(digits.images, dtype=np.uint8)).hexdigest() == IMAGES_SHA
    assert hashlib.sha256(labels_in_stored_order(digits).astype(np.uint8)).hexdigest() == LABELS_SHA


@pytest.mark.slow
def test_images_and_labels_are_those_of_scikit_learn():
    theirs = pytest.importorskip("sklearn.datasets").load_digits()
    digits = datasets.digits()
    np.testing.assert_array_equal(digits.images, theirs.images)
    np.testing.assert_array_equal(labels_in_stored_order(digits), theirs.target)
    for rows, X, labels in zip(
        split_order(), (digits.X_train, digits.X_test), (digits.labels_train, digits.labels_test), strict=True
    ):
        np.testing.assert_array_equal(X, theirs.data[rows] / 16)
        np.testing.assert_array_equal(labels, theirs.target[rows])


def test_shapes_ranges_and_types():
    d = datasets.digits()
    assert d.X_train.shape == (1437, 64) and d.X_test.shape == (360, 64) and d.images.shape == (1797, 8, 8)
    assert d.Y_train.shape == (1437, 10) and d.Y_test.shape == (360, 10)
    assert d.labels_train.shape == (1437,) and d.labels_test.shape == (360,)
    for array in (d.X_train, d.X_test, d.Y_train, d.Y_test):
        assert array.dtype == np.float64 and array.min() == 0 and array.max() == 1


def test_targets_are_one_hot_and_point_at_the_label():
    d = datasets.digits()
    for Y, labels in ((d.Y_train, d.labels_train), (d.Y_test, d.labels_test)):
        assert set(np.unique(Y)) == {0.0, 1.0}
        np.testing.assert_array_equal(Y.sum(axis=1), 1)
        np.testing.assert_array_equal(Y.argmax(axis=1), labels)
        assert set(labels) == set(range(10))


def test_no_image_is_in_both_parts_by_position():
    train, test = split_order()
    assert not set(train) & set(test) and len(set(train) | set(test)) == 1797
    d = datasets.digits()
    flat = d.images.reshape(1797, 64) / 16
    np.testing.assert_array_equal(d.X_train, flat[train])
    np.testing.assert_array_equal(d.X_test, flat[test])


def arrays_of(data):
    return [part for part in data if isinstance(part, np.ndarray)]


@pytest.mark.parametrize(
    "load", [datasets.digits, datasets.digits_pair, datasets.xor, lambda: datasets.worked_example()[1:]]
)
def test_a_caller_cannot_spoil_the_next_call(load):
    before = [a.copy() for a in arrays_of(load())]
    for array in arrays_of(load()):
        with contextlib.suppress(ValueError):  # read-only is as good as a copy
            array[...] = 7
    for array, kept in zip(arrays_of(load()), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_not_through_a_view_either():
    before = datasets.digits().X_train.copy()
    for array in arrays_of(datasets.digits()):
        for handle in (array[:5], array.reshape(-1), array.T):
            with contextlib.suppress(ValueError):  # read-only is as good as a copy
                handle[...] = 7
    np.testing.assert_array_equal(datasets.digits().X_train, before)


def test_the_worked_example_can_be_trained_without_spoiling_the_next_call():
    net, _, _ = datasets.worked_example()
    for array in net.W + net.b:
        array += 1
    fresh, _, _ = datasets.worked_example()
    np.testing.assert_array_equal(fresh.W[0], [[0.15, 0.25], [0.20, 0.30]])


def test_the_same_every_time_and_without_the_global_state():
    before = np.random.get_state()[1].tobytes()  # noqa: NPY002
    one, two = datasets.digits(), datasets.digits()
    for a, b in zip(arrays_of(one), arrays_of(two), strict=True):
        np.testing.assert_array_equal(a, b)
    assert np.random.get_state()[1].tobytes() == before  # noqa: NPY002


def test_no_network_is_needed(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("the data are shipped with the package")

    monkeypatch.setattr(socket, "socket", refuse)
    if hasattr(datasets.digits, "cache_clear"):
        datasets.digits.cache_clear()
    assert len(datasets.digits().X_train) == 1437


def test_a_pair_of_digits_is_a_yes_or_no_question():
    d, pair = datasets.digits(), datasets.digits_pair(3, 8)
    X_train, y_train, X_test, y_test = pair.X_train, pair.y_train, pair.X_test, pair.y_test
    for X, y, X_all, labels in (
        (X_train, y_train, d.X_train, d.labels_train),
        (X_test, y_test, d.X_test, d.labels_test),
    ):
        rows = (labels == 3) | (labels == 8)
        np.testing.assert_array_equal(X, X_all[rows])
        np.testing.assert_array_equal(y, (labels[rows] == 8).astype(float)[:, None])
        assert y.shape == (rows.sum(), 1) and y.dtype == np.float64
    assert len(X_test) == 69  # as the course says
    np.testing.assert_array_equal(datasets.digits_pair(8, 3).y_test, 1 - y_test)


@pytest.mark.parametrize("first, second", [(3, 3), (-1, 8), (3, 10), (3.0, 8), ("3", 8), (None, 8)])
def test_pairs_that_are_no_pairs(first, second):
    with pytest.raises(ValueError) as refusal:
        datasets.digits_pair(first, second)
    assert str(first) in message_of(refusal) or str(second) in message_of(refusal)


def test_xor():
    X, Y = datasets.xor()
    assert X.shape == (4, 2) and Y.shape == (4, 1) and X.dtype == Y.dtype == np.float64
    assert {tuple(x): y[0] for x, y in zip(X, Y, strict=True)} == {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}


def test_the_worked_example_is_mazurs_net():
    net, X, Y = datasets.worked_example()
    np.testing.assert_array_equal(X, [[0.05, 0.10]])
    np.testing.assert_array_equal(Y, [[0.01, 0.99]])
    np.testing.assert_array_equal(net.W[0], [[0.15, 0.25], [0.20, 0.30]])  # w1, w3 / w2, w4
    np.testing.assert_array_equal(net.W[1], [[0.40, 0.50], [0.45, 0.55]])
    np.testing.assert_array_equal(net.b[0], [0.35, 0.35])
    np.testing.assert_array_equal(net.b[1], [0.60, 0.60])
    assert (net.activation, net.output, net.cost_name) == ("sigmoid", "sigmoid", "quadratic")


def test_what_is_printed_is_short():
    assert len(repr(datasets.digits())) < 200 and "array(" not in repr(datasets.digits())


def test_the_licence_travels_with_the_data():
    from importlib.resources import files

    text = files("backprop_lessons").joinpath("data/README.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in text and "Alpaydin" in text


def test_one_hot():
    np.testing.assert_array_equal(datasets.one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])
    for labels, n in [([3], 3), ([-1], 3), ([0.5], 3), ([[1]], 3), ([0], 0)]:
        with pytest.raises(ValueError):
            datasets.one_hot(labels, n)


def test_the_ink_as_it_is_and_standardised_are_one_measurement():
    standardised, y = datasets.left_ink()
    ink, same_y = datasets.left_ink(standardised=False)
    assert ink.shape == standardised.shape == (288, 1) and np.array_equal(y, same_y)
    assert 0 <= ink.min() < ink.max() <= 1
    np.testing.assert_allclose((ink - ink.mean()) / ink.std(), standardised, rtol=1e-12)
    image = datasets.digits_pair(3, 8).X_train[5].reshape(8, 8)
    np.testing.assert_allclose(ink[5, 0], image[2:6, 1:4].mean())


PLANE = [datasets.xor_clouds, datasets.circles, datasets.moons, datasets.spiral]


@pytest.mark.parametrize("draw", PLANE, ids=lambda draw: draw.__name__)
def test_two_classes_in_the_plane_come_from_the_generator_alone_and_take_turns(draw):
    seed, m = int(np.random.default_rng().integers(1e6)), 31
    X, Y = draw(m, np.random.default_rng(seed))
    assert X.shape == (m, 2) and Y.shape == (m, 1) and X.dtype == Y.dtype == np.float64
    np.testing.assert_array_equal(Y[:, 0], np.arange(m) % 2)
    again, other = draw(m, np.random.default_rng(seed))[0], draw(m, np.random.default_rng(seed + 1))[0]
    np.testing.assert_array_equal(X, again)
    assert not np.array_equal(X, other)


def test_without_noise_the_points_lie_on_their_curves():
    rng = np.random.default_rng()
    (X, Y), (M, N), (S, T) = (draw(200, rng, noise=0) for draw in PLANE[1:])
    np.testing.assert_allclose(np.hypot(*X.T), 1 - Y[:, 0] / 2)
    upper, lower = M[N[:, 0] == 0], M[N[:, 0] == 1]
    np.testing.assert_allclose(np.hypot(*upper.T), 1)
    np.testing.assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() >= 0 and lower[:, 1].max() <= 0.5 and lower[:, 1].min() < 0 < upper[:, 0].max()
    radius, angle = np.hypot(*S.T), np.arctan2(S[:, 1], S[:, 0])
    np.testing.assert_allclose(np.cos(angle - 2 * np.pi * radius), 1 - 2 * T[:, 0], atol=1e-12)
    points, signs = datasets.xor_clouds(50, rng, noise=0)
    np.testing.assert_array_equal((points[:, 0] * points[:, 1] < 0).astype(float), signs[:, 0])


@pytest.mark.parametrize("draw", PLANE, ids=lambda draw: draw.__name__)
def test_no_line_parts_them_and_a_small_network_does(draw):
    rng = np.random.default_rng(4)
    X, Y = draw(200, rng)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    accuracies = []
    for sizes in ([2, 1], [2, 16, 16, 1]):
        net = Network(sizes, "tanh", cost="binary_cross_entropy", rng=rng)
        train(net, X, Y, learning_rate=0.3, batch_size=10, epochs=250, rng=rng)
        accuracies.append(net.accuracy(X, Y))
    assert accuracies[0] < 0.92 and accuracies[1] > 0.96


@pytest.mark.parametrize("wrong", [{"m": 1}, {"m": 2.5}, {"rng": 0}, {"noise": -0.1}, {"noise": float("nan")}, {"noise": "much"}])
def test_clouds_that_cannot_be_drawn_are_refused(wrong):
    for draw in PLANE:
        with pytest.raises(ValueError, match=rf"^{next(iter(wrong))}: expected .* got"):
            draw(**{"m": 10, "rng": np.random.default_rng(0), **wrong})
