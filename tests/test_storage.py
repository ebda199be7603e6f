"""storage.py: a network in a file, and what happens with files that hold none."""

import io
import pickle
import zipfile

import numpy as np
import pytest
from strategies import message_of, snapshot

from backprop_lessons import Network, load, save
from backprop_lessons.storage import load_into

KINDS = [
    {"activation": "relu", "output": "softmax", "cost": "negative_log_likelihood"},
    {"activation": "tanh", "output": "sigmoid", "cost": "binary_cross_entropy"},
    {"activation": "leaky_relu", "output": "linear", "cost": "quadratic"},
]


def network(sizes=(4, 3, 2), seed=0, **kind):
    rng = np.random.default_rng(seed)
    net = Network(sizes, rng=rng, **(kind or KINDS[0]))
    net.b = [rng.normal(size=b.shape) for b in net.b]
    return net


def archive(path, leave_out=(), **changes):
    """An npz like one of ours, with some arrays changed or left out."""
    net = network()
    arrays = {"activation": net.activation, "output": net.output, "cost": net.cost_name}
    for layer, (W, b) in enumerate(net.parameters(), start=1):
        arrays |= {f"W{layer}": W, f"b{layer}": b}
    arrays = {name: value for name, value in (arrays | changes).items() if name not in leave_out}
    np.savez(path, **arrays)
    return path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind["cost"])
@pytest.mark.parametrize("sizes", [(4, 2), (4, 3, 2), (2,) * 13], ids=str)
def test_what_comes_back_is_the_network(tmp_path, kind, sizes):
    net = network(sizes, **kind)
    before = snapshot(net.W + net.b)
    save(net, tmp_path / "net.npz")
    for path in (tmp_path / "net.npz", str(tmp_path / "net.npz")):
        other = load(path)
        assert isinstance(other, Network) and repr(other) == repr(net)
        assert snapshot(other.W + other.b) == before == snapshot(net.W + net.b)
        X = np.ones((3, sizes[0]))
        np.testing.assert_array_equal(other.predict(X), net.predict(X))


def test_the_file_has_exactly_the_name_given_and_replaces_an_old_one(tmp_path):
    save(network(seed=1), tmp_path / "net")
    save(network(seed=2), tmp_path / "net")
    assert [path.name for path in tmp_path.iterdir()] == ["net"]
    np.testing.assert_array_equal(load(tmp_path / "net").W[0], network(seed=2).W[0])


def test_the_same_network_gives_the_same_bytes(tmp_path):
    save(network(), tmp_path / "a")
    save(network(), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_plain_arrays_with_the_course_names(tmp_path):
    save(network(), tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as stored:
        assert set(stored.files) == {"W1", "b1", "W2", "b2", "activation", "output", "cost"}
        assert stored["W1"].shape == (4, 3) and str(stored["output"]) == "softmax"


def test_a_failed_save_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net.npz"
    save(network(), path)
    before = path.read_bytes()
    broken = network(seed=1)
    broken.W[0][0, 0] = np.nan
    with pytest.raises(ValueError, match="nan"):
        save(broken, path)

    def full(file, **arrays):
        file.write(b"half a file")
        raise OSError("no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        save(network(seed=1), path)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["net.npz"]


def test_load_into_a_net(tmp_path):
    save(network(seed=1), tmp_path / "net.npz")
    net = network(seed=2)
    load_into(net, tmp_path / "net.npz")
    assert snapshot(net.W + net.b) == snapshot(network(seed=1).W + network(seed=1).b)


# --- refused ----------------------------------------------------------------------------------------------


def assert_refused(path, error=ValueError):
    """Both ways of reading refuse, name the file and leave the net as it was; returns the message."""
    net = network(seed=3)
    before = snapshot(net.W + net.b)
    with pytest.raises(error) as first:
        load(path)
    with pytest.raises(error) as second:
        load_into(net, path)
    assert snapshot(net.W + net.b) == before
    assert str(path) in message_of(first) and message_of(first) == message_of(second)
    assert "0x" not in message_of(first)
    return message_of(first)


def test_no_such_file(tmp_path):
    assert "no such file" in assert_refused(tmp_path / "none.npz", FileNotFoundError)
    assert_refused(tmp_path, FileNotFoundError)  # a folder


def test_files_cut_off_anywhere(tmp_path):
    save(network(), tmp_path / "whole.npz")
    whole = (tmp_path / "whole.npz").read_bytes()
    for length in [0, 1, 4, 30, *range(100, len(whole) - 1, 97), len(whole) - 1]:
        (tmp_path / "cut.npz").write_bytes(whole[:length])
        assert "npz" in assert_refused(tmp_path / "cut.npz")


def test_files_with_a_flipped_byte_are_refused_or_the_same(tmp_path):
    save(network(), tmp_path / "whole.npz")
    whole = (tmp_path / "whole.npz").read_bytes()
    for place in range(0, len(whole), 13):
        damaged = bytearray(whole)
        damaged[place] ^= 0x55
        (tmp_path / "damaged.npz").write_bytes(damaged)
        try:
            net = load(tmp_path / "damaged.npz")
        except ValueError as refusal:
            assert "damaged.npz" in str(refusal)
        else:
            assert snapshot(net.W + net.b) == snapshot(network().W + network().b)


def test_files_that_are_something_else(tmp_path):
    text, one, zipped, pickled = (tmp_path / name for name in ("a.txt", "one.npy", "b.zip", "c.pkl"))
    text.write_text("W1 = [[1, 2]]")
    np.save(one, np.eye(2))
    with zipfile.ZipFile(zipped, "w") as file:
        file.writestr("W1", "hello")
    pickled.write_bytes(pickle.dumps({"W1": 1}))
    for path in (text, one, zipped, pickled):
        assert "expected a network" in assert_refused(path) or "missing" in assert_refused(path)


def test_nothing_is_unpickled(tmp_path):
    """An archive may hold objects, and reading those would run their author's code."""

    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    stored = io.BytesIO()
    np.lib.format.write_array(stored, np.array([Trap()], dtype=object), allow_pickle=True)
    path = archive(tmp_path / "trap.npz", leave_out=["W1"])
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("W1.npy", stored.getvalue())
    assert "trap.npz" in assert_refused(path)


@pytest.mark.parametrize("name", ["W1", "b2", "activation", "cost"])
def test_a_missing_array(tmp_path, name):
    text = assert_refused(archive(tmp_path / "net.npz", leave_out=[name]))
    assert name in text and ("missing" in text or "unknown" in text)


def test_an_array_too_many(tmp_path):
    assert "W9" in assert_refused(archive(tmp_path / "net.npz", W9=np.eye(2)))
    assert "b3" in assert_refused(archive(tmp_path / "net.npz", W3=np.ones((2, 2))))


@pytest.mark.parametrize("name, value, word", [
    ("W2", np.ones((2, 3)), "(2, 3)"), ("b1", np.ones((1, 3)), "(1, 3)"), ("W1", np.ones(4), "(4,)"),
    ("W1", np.full((4, 3), np.inf), "inf"), ("b2", np.array(["a", "b"]), "string"), ("activation", "sigmod", "sigmoid"),
    ("activation", np.eye(2), "relu"), ("output", "sigmoid", "softmax"), ("cost", "mse", "quadratic"),
    ("cost", "quadratic", "softmax"),
])  # fmt: skip
def test_arrays_and_names_that_do_not_fit_together(tmp_path, name, value, word):
    assert word in assert_refused(archive(tmp_path / "net.npz", **{name: value}))


@pytest.mark.parametrize("other, words", [
    (network((4, 5, 2)), ["[4, 3, 2]", "[4, 5, 2]"]), (network((4, 2)), ["[4, 3, 2]", "[4, 2]"]),
    (network(**(KINDS[0] | {"activation": "tanh"})), ["relu", "tanh"]),
    (network(**KINDS[1]), ["relu", "tanh"]),
    (network(**(KINDS[0] | {"output": "sigmoid", "cost": "quadratic"})), ["softmax", "sigmoid"]),
])  # fmt: skip
def test_a_net_of_another_make_is_not_loaded_into(tmp_path, other, words):
    save(other, tmp_path / "net.npz")
    net = network()
    before = snapshot(net.W + net.b)
    with pytest.raises(ValueError) as refusal:
        load_into(net, tmp_path / "net.npz")
    assert snapshot(net.W + net.b) == before
    for word in [str(tmp_path / "net.npz"), *words]:
        assert word in message_of(refusal)
