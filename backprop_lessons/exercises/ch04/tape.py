"""4.6 backward(tape): from the last line to the first, and every slope on the way."""

import math
from collections import deque
from collections.abc import Mapping

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions

VALUE = {"add": lambda u, v: u + v, "mul": lambda u, v: u * v, "sin": math.sin, "exp": math.exp}


def write(numbers, operations):
    """A tape: a line for each number given, then one for each operation (op, i, …)."""
    tape = [("input", (), float(number)) for number in numbers]
    for op, *inputs in operations:
        tape.append((op, tuple(inputs), VALUE[op](*(tape[i][2] for i in inputs))))
    return tape


def local_slopes(tape, line):
    op, inputs, value = tape[line]
    values = [tape[i][2] for i in inputs]
    if op == "add":
        return [1.0, 1.0]
    if op == "mul":
        return values[::-1]
    return {"sin": lambda: [math.cos(values[0])], "exp": lambda: [value], "input": list}[op]()


def _sweep(
    tape,
    local=local_slopes,
    start=lambda value: 1.0,
    order=reversed,
    send=lambda old, slope, above: old + slope * above,
):
    """The way back with one thing done differently."""
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = start(tape[-1][2])
    for line in order(range(len(tape))):
        for i, slope in zip(tape[line][1], local(tape, line), strict=True):
            slopes[i] = send(slopes[i], slope, slopes[line])
    return slopes


def reference(tape):
    return _sweep(tape)


CHAIN = ("sin", 0), ("exp", 1), ("sin", 2)
SQUARE = ("sin", 0), ("exp", 1), ("mul", 2, 2)
DIAMOND = ("mul", 0, 0), ("sin", 0), ("mul", 1, 2)
UNEQUAL = ("mul", 0, 1), ("sin", 2), ("exp", 3), ("mul", 2, 4)
EXCHANGED = ("mul", 0, 1), ("sin", 2), ("exp", 3), ("mul", 4, 2)
DOUBLED = ("add", 0, 0), ("add", 1, 1), ("sin", 2)


def _any(rng, inputs, lines):
    """A tape drawn at random, of moderate numbers; not every line need lead to the last one."""
    tape = write(rng.choice([-1.0, 1.0], inputs) * rng.uniform(0.4, 1.4, inputs), ())
    while len(tape) < lines:
        op = str(rng.choice(["add", "mul", "sin", "exp"]))
        chosen = [int(i) for i in rng.integers(0, len(tape), 2 if op in ("add", "mul") else 1)]
        if len(tape) == lines - 1:
            op, chosen = "mul", [lines - 2, lines - 3]
        value = VALUE[op](*(tape[i][2] for i in chosen))
        if 0.05 < abs(value) < 4 or len(tape) == lines - 1:
            tape.append((op, tuple(chosen), value))
    return tape


def draw(rng):
    """First a chain, then one fork, a fork with routes of different lengths, and tapes drawn at random."""

    def numbers(count):
        return rng.choice([-1.0, 1.0], count) * rng.uniform(0.4, 1.4, count)

    return [
        Case("a chain without forks, sin of exp of sin", (write(numbers(1), CHAIN),)),
        Case("a number times itself", (write(numbers(1), SQUARE),)),
        Case("the tape of x² sin x", (write(numbers(1), DIAMOND),)),
        Case("two routes of different lengths", (write(numbers(2), UNEQUAL),)),
        Case("the same two routes, the longer one first", (write(numbers(2), EXCHANGED),)),
        Case("a number doubled twice", (write(numbers(1), DOUBLED),)),
        Case("a tape of 10 lines", (_any(rng, 3, 10),)),
        Case("a tape of 14 lines", (_any(rng, 2, 14),)),
    ]


def read(returned, args):
    """The slopes from the last line to the first, as they are computed."""
    lines = len(args[0])
    if isinstance(returned, (list, tuple, np.ndarray)) and len(returned) == lines:
        returned = dict(enumerate(returned))
    if not isinstance(returned, Mapping):
        raise Unreadable("Asked is a dict: the number of each line, and the slope of the last line in it.")
    missing = [line for line in range(lines) if line not in returned]
    if missing:
        raise Unreadable(
            f"The tape has the lines 0 to {lines - 1}, and each has a slope; yours has none for line {missing[0]}. "
            "A line that the last one does not depend on has the slope 0."
        )
    if len(returned) > lines:
        raise Unreadable(f"The tape has {lines} lines, numbered from 0; your dict has {len(returned)} entries.")
    return {f"slope of line {line}": returned[line] for line in reversed(range(lines))}


def _itself(ask, rng):
    slopes = ask(write(rng.uniform(0.4, 1.4, 1), CHAIN))
    return "" if np.isclose(slopes["slope of line 3"], 1) else "on a chain of 4 lines"


class _TooOftenError(Exception):
    """More looks at the tape than one per line would need."""


class _Counted(tuple):
    """A line of a tape that counts how often somebody looks at it."""

    left = 0

    def _look(self):
        _Counted.left -= 1
        if _Counted.left < 0:
            raise _TooOftenError

    def __iter__(self):
        self._look()
        return super().__iter__()

    def __getitem__(self, k):
        self._look()
        return super().__getitem__(k)


def _each_once(function, rng):
    """A number doubled 60 times: 61 lines, and more paths than anyone can walk (2 to the 60th)."""
    tape = [_Counted(line) for line in write([1e-3], [("add", k, k) for k in range(60)])]
    _Counted.left = 30 * len(tape) ** 2
    try:
        function(tape)
    except _TooOftenError:
        return "on a number that is doubled 60 times: 61 lines, and yours looks at them more than 100,000 times"
    return ""


def _breadth_first(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0
    waiting, seen = deque([len(tape) - 1]), {len(tape) - 1}
    while waiting:
        line = waiting.popleft()
        for i, slope in zip(tape[line][1], local_slopes(tape, line), strict=True):
            slopes[i] += slope * slopes[line]
            if i not in seen:
                seen.add(i)
                waiting.append(i)
    return slopes


def _depth_first(tape):
    slopes, done = dict.fromkeys(range(len(tape)), 0.0), set()
    slopes[len(tape) - 1] = 1.0

    def visit(line):
        done.add(line)
        sources = list(zip(tape[line][1], local_slopes(tape, line), strict=True))
        for i, slope in sources:
            slopes[i] += slope * slopes[line]
        for i, _ in sources:
            if i not in done:
                visit(i)

    visit(len(tape) - 1)
    return slopes


def _impatient(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0

    def visit(line):
        for i, slope in zip(tape[line][1], local_slopes(tape, line), strict=True):
            slopes[i] += slope * slopes[line]
            visit(i)

    visit(len(tape) - 1)
    return slopes


def _path_by_path(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)

    def walk(line, message):
        slopes[line] += message
        for i, slope in zip(tape[line][1], local_slopes(tape, line), strict=True):
            walk(i, message * slope)

    walk(len(tape) - 1, 1.0)
    return slopes


def _averaged(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0
    messages = {line: [] for line in range(len(tape))}
    for line in reversed(range(len(tape))):
        if messages[line]:
            slopes[line] = sum(messages[line]) / len(messages[line])
        for i, slope in zip(tape[line][1], local_slopes(tape, line), strict=True):
            messages[i].append(slope * slopes[line])
    return slopes


def _once_per_input(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0
    for line in reversed(range(len(tape))):
        for i, slope in dict(zip(tape[line][1], local_slopes(tape, line), strict=True)).items():
            slopes[i] += slope * slopes[line]
    return slopes


def _local(op, rule):
    """Local slopes with another rule for one operation: rule(values of the inputs, value)."""

    def local(tape, line):
        if tape[line][0] != op:
            return local_slopes(tape, line)
        return rule([tape[i][2] for i in tape[line][1]], tape[line][2])

    return lambda tape: _sweep(tape, local=local)


SMALL = (
    Case("x = 3 and x · x", (write([3], [("mul", 0, 0)]),)),
    Case("x = 2, u = x · x, v = u + x and f = u · v", (write([2], [("mul", 0, 0), ("add", 1, 0), ("mul", 1, 2)]),)),
    Case("x = 0.5, sin of it, exp of that", (write([0.5], [("sin", 0), ("exp", 1)]),)),
    Case("x = 2, y = 3 and x · y", (write([2, 3], [("mul", 0, 1)]),)),
)

PART = FunctionPart(
    name="backward",
    points=4,
    parameters=("tape",),
    reference=reference,
    solution=solutions.backward,
    draw=draw,
    read=read,
    small=SMALL,
    properties=(
        Property("itself", "The last line moves exactly as fast as it moves itself: its slope is 1.", _itself),
    ),
    late=(
        Property(
            "each line once",
            "The way back looks at each line once, however many paths there are.",
            _each_once,
            mistake="X4.6k",
        ),
    ),
    mistakes=(
        catalogued("K09", lambda tape: _sweep(tape, send=lambda old, slope, above: slope * above)),
        catalogued("K10", _breadth_first),
        Mistake(
            "X4.6a",
            "passes on at every message",
            _impatient,
            "Every time a message arrives, yours sends down all it has so far, the earlier messages once more. How often may it speak?",
        ),
        Mistake(
            "X4.6b",
            "goes deep before all have reported",
            _depth_first,
            "Yours follows one branch to the ground before it looks at the next. Could a line down there still be waiting for a message?",
        ),
        Mistake(
            "X4.6c",
            "slopes of the product not exchanged",
            _local("mul", lambda values, value: values),
            "Multiply 2 by 3, and nudge the 2 by 0.01. By how much does the product move, and which of the two numbers decides that?",
        ),
        Mistake(
            "X4.6d",
            "message from above dropped",
            lambda tape: _sweep(tape, send=lambda old, slope, above: old + slope),
            "Each line adds its own slope, but what came back to it goes no further. What happens on a chain of three?",
        ),
        Mistake(
            "X4.6e",
            "slope of the sine at its own value",
            _local("sin", lambda values, value: [math.cos(value)]),
            "The sine has a slope at the number that goes in. Which number do you take: what goes in, or what comes out?",
        ),
        Mistake(
            "X4.6f",
            "slope of the exponential at its own value",
            _local("exp", lambda values, value: [math.exp(value)]),
            "The exponential is taken once too often. At 0 it should have the height 1 and the slope 1.",
        ),
        Mistake(
            "X4.6g",
            "from the first line to the last",
            lambda tape: _sweep(tape, order=lambda lines: lines),
            "You read the tape from the top. What does the first line know when you come to it?",
        ),
        Mistake(
            "X4.6h",
            "begins with the value",
            lambda tape: _sweep(tape, start=lambda value: value),
            "If the last line moves by 0.01, how far does the last line move? With that number the way back begins.",
        ),
        Mistake(
            "X4.6i",
            "never begins",
            lambda tape: _sweep(tape, start=lambda value: 0.0),
            "All is 0: nobody has sent the first message. Which line has a slope before the way back begins?",
        ),
        Mistake(
            "X4.6j",
            "messages averaged",
            _averaged,
            "Two messages meet at a line, and yours takes their mean. Do two pushes weaken each other?",
        ),
        Mistake(
            "X4.6k",
            "path by path",
            _path_by_path,
            "Yours walks down every path by itself, and each fork doubles their number. What could a line wait for?",
            small="A small case: double a number three times on a tape, and count how often your function comes to the first line.",
        ),
        Mistake(
            "X4.6l",
            "a line that stands twice among the inputs counted once",
            _once_per_input,
            "In a number times itself, one line is both of the inputs. How many messages does it get?",
        ),
        Mistake(
            "X4.6m",
            "slopes along a route added",
            lambda tape: _sweep(tape, send=lambda old, slope, above: old + slope + above),
            "Two gears in a row: does the one behind add its speed to the first, or multiply it?",
        ),
        Mistake(
            "X4.6n",
            "sine with the opposite slope",
            _local("sin", lambda values, value: [-math.cos(values[0])]),
            "Does the sine rise or fall just above 0? One of your rules has it the other way round.",
        ),
        Mistake(
            "X4.6o",
            "slope of the exponential at what goes in",
            _local("exp", lambda values, value: values),
            "The exponential is as steep as it is high. Which number of its line is its height?",
        ),
    ),
)

BACKWARD = Exercise("4.6", "backwards on a tape", "code", 40, (PART,), "lesson 4, section 4.6 (backwards on a tape)")
