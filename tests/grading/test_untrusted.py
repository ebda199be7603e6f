"""What comes out of a submission, and what is handed in, can be anything: the readers take it or name what it is."""

import base64
import json
import subprocess
import sys
import time

import numpy as np
import pytest
from handed_in import notebook
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backprop_lessons.grading import process, reader, session
from backprop_lessons.grading.assignments import recognise
from backprop_lessons.grading.inside import codec

MANY = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["k", "v", "i", "d", "s", "b", "o", "n", "m", "name", "other"])
WORDS = st.sampled_from([*codec.READERS, "<f8", "|b1", "<c16", "PCG64", "backprop_lessons.activations", "__import__", "O", ""])
DATA = st.binary(max_size=24).map(lambda data: base64.b64encode(data).decode())
MESSAGES = st.recursive(
    JSON | WORDS | DATA | st.lists(st.integers(-2, 5), max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIELDS, inner, max_size=5),
    max_leaves=12,
)
KINDS = st.sampled_from(list(codec.READERS))
VALUES = st.builds(lambda kind, rest: {**rest, "k": kind}, KINDS, st.dictionaries(FIELDS, MESSAGES, max_size=6))
HARMLESS = (type(None), bool, int, float, complex, str, type(Ellipsis), np.ndarray, np.generic, list, tuple, dict, np.random.Generator)


@pytest.mark.slow
@MANY
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf{}")
@example(b'{"a":' * 5000)
def test_the_parser_of_replies_takes_any_bytes(data):
    try:
        assert isinstance(process.parse(data), dict)
    except process.Broken as reason:
        assert "no answer" in str(reason)


@pytest.mark.slow
@MANY
@given(MESSAGES | VALUES)
def test_a_message_is_a_harmless_value_or_refused(message):
    book = codec.Book()
    book.things = [np.zeros(2), [1], {}, np.random.default_rng(0)]
    try:
        value = codec.read(json.loads(json.dumps(message)), book)
    except codec.Refused as reason:
        assert str(reason)
    else:
        known = isinstance(value, HARMLESS) or type(value).__module__ in ("types", __name__, codec.__name__)
        assert known or callable(value)


@pytest.mark.slow
@MANY
@given(st.binary(max_size=300) | JSON.map(lambda value: json.dumps({"cells": value}).encode()))
def test_any_bytes_are_a_notebook_or_named(content):
    told_or_read(content)


CELLS = st.fixed_dictionaries({"cell_type": st.sampled_from(["code", "markdown", 3, None]), "source": JSON, "id": JSON})
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS | JSON, max_size=5) | JSON, "metadata": st.fixed_dictionaries({"hand_in": JSON}) | JSON}
)


@pytest.mark.slow
@MANY
@given(NOTEBOOKS)
def test_anything_that_resembles_a_notebook_is_read_or_named(found):
    told_or_read(json.dumps(found).encode())


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_notebook_is_read_or_named(data):
    content = bytearray(notebook("01_neuron"))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 300))] = data.draw(st.binary(max_size=5))
    told_or_read(bytes(content))


def told_or_read(content):
    try:
        found = reader.read(content)
    except reader.Unreadable as reason:
        assert 10 < len(str(reason)) < 300
        return
    assert all(type(number) is int and isinstance(source, str) for number, source in found.cells)
    recognise(found)


# --- what is right must pass


NUMBERS = st.integers(-(2**70), 2**70) | st.floats() | st.booleans() | st.none() | st.text(max_size=20)
ARRAYS = st.builds(
    lambda shape, dtype, seed: np.random.default_rng(seed).normal(size=shape).astype(dtype) * 10,
    st.lists(st.integers(0, 3), max_size=4).map(tuple), st.sampled_from(["f8", "f4", "f2", "i8", "i4", "u1", "?", "c16", ">f8"]),
    st.integers(0, 99),
)  # fmt: skip
NESTED = st.recursive(
    NUMBERS | ARRAYS | ARRAYS.map(lambda a: a.sum()) | st.just(Ellipsis),
    lambda inner: st.lists(inner, max_size=3)
    | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(st.integers() | st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=500, deadline=None)
@given(NESTED)
def test_values_come_back_as_they_went(value):
    through = json.loads(json.dumps(codec.write(value, codec.Book(), learn=True)))
    same(codec.read(through, codec.Book(), learn=True), value)


def same(one, other):
    assert type(one) is type(other)
    if isinstance(other, (list, tuple)):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            same(a, b)
    elif isinstance(other, dict):
        assert list(one) == list(other)
        for key in other:
            same(one[key], other[key])
    elif isinstance(other, np.ndarray):
        assert (one.dtype, one.shape) == (other.dtype, other.shape) and one.tobytes() == other.tobytes()
    else:
        assert one == other or one != one


def test_changes_of_arguments_are_made_in_the_callers_own_objects():
    W, b = np.ones((2, 3)), np.zeros(3)
    params, work, rng = [(W, b)], {"a": [W]}, np.random.default_rng(1)
    book = codec.Book()
    sent = json.loads(json.dumps(codec.write([params, work, rng], book, learn=True)))
    inside = codec.Book()
    their_params, their_work, their_rng = codec.read(sent, inside, learn=True)
    their_params[0][0][:] = 7
    their_params.append((their_params[0][1], np.ones(1)))
    their_work["b"] = 5
    drawn = their_rng.normal()
    assert their_work["a"][0] is their_params[0][0]  # one array in two places is one array there, too
    after = json.loads(json.dumps(codec.write([their_params, their_work, their_rng], inside)))
    codec.read(after, book.again())
    assert (W == 7).all() and params[0][0] is W and params[1][0] is b and params[1][1] == [1]
    assert work == {"a": [W], "b": 5} and work["a"][0] is W
    assert rng.normal() != drawn and np.random.default_rng(1).normal() == drawn


def test_limits_are_named():
    deep = 1
    for _ in range(30):
        deep = [deep]
    for value, words in [
        (deep, "20 deep"), (list(range(300_000)), "200,000"), (np.zeros(10**7), "80 MB"), (10**5000, "digits"),
        (iter(int, 1), "one after the other"),
    ]:  # fmt: skip
        with pytest.raises(codec.Refused, match=words):
            codec.write(value, codec.Book())
    with pytest.raises(codec.Refused, match="20 deep"):
        message = 1
        for _ in range(30):
            message = {"k": "list", "v": [message]}
        codec.read(message, codec.Book())


def test_an_exception_of_any_name_can_be_made():
    assert type(codec.exception("ValueError", "x")) is ValueError
    assert type(codec.exception("LinAlgError", "x")) is np.linalg.LinAlgError
    for name in ("KeyboardInterrupt", "GeneratorExit", "Evil name!", "", "print", "UnicodeDecodeError", None):
        assert isinstance(codec.exception(name, "x"), Exception)


# --- a child that does not play along


class Fake:
    """A process that says what it is told to say, in place of a sandbox."""

    warm = False

    def __init__(self, program):
        self.program = program

    def command(self):
        return [sys.executable, "-c", self.program]

    def start(self, command, **pipes):
        return subprocess.Popen(command, start_new_session=True, **pipes)

    def paths(self):
        return []

    def uid(self):
        return None


def started(program):
    return session.Session(Fake(program), [(1, "x = 1")], {"1.2": ["sigmoid"]}, cell_seconds=0.5, total_seconds=3)


@pytest.mark.slow
@pytest.mark.parametrize(
    "program, words",
    [
        ("import time; time.sleep(60)", "did not stop"),  # never reads, never speaks
        ("print('no json')", "no answer"),
        ("print('[1]')", "no answer"),
        ("print('[' * 10**5)", "no answer"),
        ("print('x' * (65 * 10**6))", "too large"),
        ("import sys; sys.stdout.write('{'); sys.stdout.flush(); sys.exit()", "ended"),
        ("pass", "ended"),
        ('print(\'{"troubles": 3, "answers": 4}\')', "no answer"),
        ('print(\'{"troubles": {}, "answers": {"1.2": {"sigmoid": [[{"function": "x"}, 1]]}}}\')', "no answer"),
        ('print(\'{"troubles": {}, "answers": {"1.2": {"sigmoid": [5]}}}\')', "no answer"),
        ('print(\'{"troubles": {}, "answers": {"1.2": {"sigmoid": [[{"function": Infinity, "empty": 0}, 1]]}}}\')', "no answer"),
        ('print(\'{"cell": [1]}\')', "ended"),
        ('print(\'{"cell": {}}\'); print(\'{"cell": 1}\'); print(5)', "no answer"),
    ],
)
def test_a_child_that_breaks_the_rules_is_stopped(program, words):
    begun = time.monotonic()
    with started(program) as working, pytest.raises(process.Broken, match=words):
        working.start()
    assert time.monotonic() - begun < 30
    assert working.child is None
