"""Hostile and broken submissions: each gets its honest points and a sentence, and the grader goes on."""

import json
import re
import threading
from pathlib import Path

import psutil
import pytest
from handed_in import ids, notebook, plain, solved

from backprop_lessons.exercises.registry import EXERCISES
from backprop_lessons.grading import mark, session
from backprop_lessons.grading.reader import MAX_FILE

pytestmark = pytest.mark.slow

RIGHT = "def sigmoid(z):\n    return np.where(z >= 0, 1 / (1 + np.exp(-abs(z))), np.exp(-abs(z)) / (1 + np.exp(-abs(z))))"
WRONG = "def sigmoid_prime(z):\n    return z"
ANSWERS = {"stub-1-2": RIGHT, "stub-1-3": WRONG}
HONEST = 2  # of 10: the sigmoid is right, its slope is wrong, the rest is blank


def about(**changes):
    """The notebook of lesson 1 with one right and one wrong answer, and something else."""
    answers = {**ANSWERS, **changes.pop("answers", {})}
    return notebook("01_neuron", answers, **changes)


def attack(name, content, honest=HONEST, sentence=r"", cell_seconds=3.0):
    return pytest.param(name, content, honest, sentence, cell_seconds, id=name)


def first(*cells):
    return about(first=cells)


def slope(body, *before):
    """The wrong answer does something worse."""
    return about(first=before, answers={"stub-1-3": f"def sigmoid_prime(z):\n    {body}"})


FRAMES = """
import sys
def sigmoid_prime(z):
    frame = sys._getframe()
    while frame:
        for found in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if hasattr(found, "reference"):
                return found.reference(z)
        frame = frame.f_back
    return z
"""
FORGED = """
import json, os
class Right:
    status, where, idea, small, mistake = "right", "", "", "", ""
for number in range(3, 30):
    try:
        os.write(number, json.dumps({"troubles": {}, "answers": {}, "points": 10, "status": "right"}).encode() + b"\\n")
    except OSError:
        pass
"""
PATCHED = """
import numpy as np
np.allclose = np.isclose = np.array_equal = lambda *args, **named: True
import json
json.loads = json.dumps = lambda *args, **named: {"status": "right", "points": 10}
"""
GC = """
import gc
def sigmoid_prime(z):
    for found in gc.get_objects():
        if type(found).__name__ == "FunctionPart" and found.name == "sigmoid_prime":
            return found.reference(z)
    return z
"""
SELF_REPLY = """
import gc
def sigmoid_prime(z):
    for found in gc.get_objects():
        if type(found).__name__ == "Pipe":
            found.send({"returned": {"k": "list", "v": ["right"]}})
            found.send({"status": "right"})
    return z
"""
BAD_OBJECT = """
class Hostile:
    def __repr__(self): raise SystemExit
    __str__ = __repr__
    def __array__(self, *args, **named): raise KeyboardInterrupt
    def __getattribute__(self, name): raise MemoryError
    def __eq__(self, other): return True
    def __float__(self): return 1.0
"""
ATTACKS = [
    attack("nothing hostile", about()),
    attack("all right", notebook("01_neuron", solved("01_neuron")), 10),
    attack("endless loop in a cell", first("while True: pass"), sentence="stopped after 3 seconds"),
    attack("endless loop that eats the alarm", first("while True:\n    try:\n        while True: pass\n    except BaseException: pass"),
           sentence="stopped after 3 seconds|did not stop after 3 seconds"),
    attack("endless loop in a function", slope("while True: pass"), sentence="stopped after 10 seconds"),
    attack("sleeps for ever, deaf", first("import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nsignal.pthread_sigmask("
           "signal.SIG_BLOCK, [signal.SIGALRM])\ntime.sleep(1000)"), sentence="did not stop after 3 seconds"),
    attack("memory bomb in a cell", first("a = []\nwhile True: a.append(bytearray(10**8))"), sentence="MemoryError|stopped after"),
    attack("memory bomb in a function", slope("return np.ones(10**11)"), sentence="MemoryError|Unable to allocate"),
    attack("memory bomb of the answer", slope("return np.ones(10**8)"), sentence="array of 800 MB"),
    attack("fills the disk", first("with open('/tmp/x', 'wb') as f:\n    while True: f.write(bytes(10**7))"), sentence="OSError"),
    attack("fills the shared memory", first("with open('/dev/shm/x', 'wb') as f:\n    while True: f.write(bytes(10**7))"),
           sentence="OSError"),
    attack("fork bomb", first("import os\nwhile True:\n    os.fork()"), sentence="BlockingIOError|stopped after|did not stop"),
    attack("background fork", first("import os, time\nif os.fork() == 0:\n    while True: time.sleep(1)")),
    attack("a copy that goes on", first("import os\nos.fork()")),
    attack("background process", first("import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'while 1: pass'])")),
    attack("background thread", first("import threading, time\ndef work():\n    while True: time.sleep(.01)\n"
           "threading.Thread(target=work, daemon=True).start()")),
    attack("sys.exit", first("import sys\nsys.exit()"), sentence="SystemExit"),
    attack("sys.exit in a function", slope("raise SystemExit"), sentence="asked Python to stop"),
    attack("os._exit", first("import os\nos._exit(0)"), sentence="left out: it ended"),
    attack("os._exit in a function", slope("import os; os._exit(0)"), sentence="whole process came to an end"),
    attack("kills itself", first("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"), sentence="left out: it ended"),
    attack("kills everything", first("import os, signal\nos.kill(-1, signal.SIGKILL)")),
    attack("crashes the interpreter", first("import ctypes\nctypes.string_at(0)"), sentence="left out: it ended"),
    attack("endless recursion", slope("return sigmoid_prime(z)"), sentence="calls itself without end"),
    attack("KeyboardInterrupt", slope("raise KeyboardInterrupt"), sentence="KeyboardInterrupt"),
    attack("syntax error", first("def sigmoid(z:\n  retrun"), sentence="SyntaxError"),
    attack("input()", first("name = input('Who? ')"), sentence="waits for somebody to type"),
    attack("60 MB of output", first("for _ in range(600): print('x' * 100_000)")),
    attack("magic and shell lines", first("%matplotlib inline\n!ls\nimport os", "%%time\nx = 1", "%%bash\nrm -rf /", "display(3)")),
    attack("deleted checks", notebook("01_neuron", ANSWERS, without=[i for i in ids("01_neuron") if i.startswith("check")])),
    attack("duplicated answer", about(last=["def sigmoid(z):\n    return z"])),
    attack("duplicated blank and check",
           about(last=["def sigmoid(z):\n    raise NotImplementedError", 'check("1.2", sigmoid)'])),
    attack("replaced check", first("def check(*args, **named):\n    return 'right, 10 of 10'")),
    attack("replaced course", first("import sys\nimport backprop_lessons.exercises as e\ne.check = print\n"
           "sys.modules['backprop_lessons'] = e")),
    attack("patched numpy", first(PATCHED)),
    attack("patched JSON and codec", first("import inside.codec as codec\ncodec.read = codec.write = lambda *a, **k: {'status': 'right'}")),
    attack("walks the frames", about(answers={"stub-1-3": FRAMES})),
    attack("searches the memory", about(answers={"stub-1-3": GC})),
    attack("writes to every pipe", first(FORGED), sentence="no answer"),
    attack("answers in its own name", about(answers={"stub-1-3": SELF_REPLY}), HONEST, "NoAnswer|no answer|came to an end|list"),
    attack("reads the reference", slope(
        "from backprop_lessons.exercises.ch01 import sigmoid as s; return s.reference(z)"), sentence="ModuleNotFoundError|ImportError"),
    attack("imports the registry", first("from backprop_lessons.exercises.registry import EXERCISES"), sentence="ModuleNotFound"),
    attack("imports the grader", first("import backprop_lessons.grading"), sentence="ModuleNotFoundError"),
    attack("reads the project's files", first(f"open({str(Path(__file__).resolve())!r}).read()"), sentence="FileNotFoundError"),
    attack("reads other people's files", first("import os\nassert not os.path.exists('/home') and not os.path.exists('/etc/passwd')\n"
           "print(os.listdir('/root'), os.listdir('/etc/shadow'))"), sentence="FileNotFoundError|PermissionError|NotADirectory"),
    attack("writes outside", first("open('/usr/bin/evil', 'w')"), sentence="Read-only|Permission"),
    attack("writes into the course", first("import backprop_lessons\nopen(backprop_lessons.__file__, 'a')"),
           sentence="Read-only|Permission"),
    attack("asks the network", first("import socket\nsocket.create_connection(('1.1.1.1', 80), 2)"), sentence="unreachable|OSError"),
    attack("asks this machine", first("import socket\nsocket.create_connection(('127.0.0.1', 22), 2)"), sentence="refused|OSError"),
    attack("becomes root", first("import os\nos.setuid(0)"), sentence="PermissionError"),
    attack("lifts its limits", first("import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))"),
           sentence="ValueError|not allowed"),
    attack("makes a world of its own", first("import ctypes, os\nif ctypes.CDLL(None).unshare(0x20000000 | 0x10000000):\n"
           "    raise OSError('refused')\nopen('/proc/self/uid_map', 'w').write('0 0 1')"), sentence="OSError|PermissionError"),
    attack("NaN", slope("return z * np.nan"), sentence="nan"),
    attack("text", slope("return 'right'"), sentence="text"),
    attack("None", slope("return None")),
    attack("a hostile object", about(answers={"stub-1-3": BAD_OBJECT + "\ndef sigmoid_prime(z):\n    return Hostile()"}),
           sentence="cannot be read as numbers|stopped with"),
    attack("a hostile object in place of a function", about(answers={
        "stub-1-2": BAD_OBJECT + "\nsigmoid = Hostile()", "stub-1-3": "def sigmoid_prime(z):\n    return 0.25 / np.cosh(z / 2) ** 2"})),
    attack("deep lists", slope("r = []\n    for _ in range(10**5): r = [r]\n    return r"), sentence="nested|holds"),
    attack("a list of itself", slope("r = []; r.append(r); return r"), sentence="nested|holds"),
    attack("a number of a million digits", slope("return 10 ** 10**6"), sentence="digits"),
    attack("an endless generator", slope("import itertools; return itertools.count()"), sentence="one after the other"),
    attack("a hostile exception", slope(
        "raise type('E', (Exception,), {'__str__': lambda self: 1 / 0, '__repr__': lambda self: 1 / 0})()"), sentence="stopped with E"),
    attack("an enormous message", slope("raise ValueError('x' * 10**7)"), sentence="ValueError"),
    attack("changes its arguments", slope("z *= 0; return sigmoid(z)"), sentence=""),
    attack("works once", slope("global n; n += 1; return sigmoid(z) * (1 - sigmoid(z)) if n == 1 else z", "n = 0")),
    attack("answers hard-coded", slope("return 0.25"), sentence=""),
    attack("a class instead of a function", about(answers={"stub-1-3": "class sigmoid_prime:\n    def __init__(self, z): self.z = z"})),
    attack("calls the course's own function", slope("from backprop_lessons.activations import sigmoid_prime as s; return s(z)"), 4),
    attack("empty file", b"", None, "is empty"),
    attack("truncated file", about()[:2000], None, "only a part"),
    attack("binary file", bytes(range(256)) * 50, None, "no text"),
    attack("other JSON", b'{"a": [1, 2]}', None, "no list of cells"),
    attack("a JSON list", b"[]", None, "no list of cells"),
    attack("deep JSON", b"[" * 100_000, None, "nested too deep|only a part"),
    attack("a huge file", b" " * (MAX_FILE + 1), None, "MB"),
    attack("cells of the wrong kind", b'{"cells": [1, null, {"cell_type": "code", "source": 5}, {"cell_type": []}]}', None, "No question"),
    attack("no question of the course", plain(["x = 1"]), None, "No question"),
    attack("renamed and bare", plain(["import numpy as np", RIGHT, WRONG])),
]  # fmt: skip


@pytest.mark.parametrize("name, content, honest, sentence, cell_seconds", ATTACKS)
def test_attack(name, content, honest, sentence, cell_seconds, sandbox, record_property):
    result = mark(content, sandbox, cell_seconds=cell_seconds, total_seconds=60)
    said = sentences(result)
    record_property("table", (("attack", "honest", "given", "sentence"), (name, honest or 0, result["points"], told(said, sentence))))
    assert result["points"] == (honest or 0)
    assert re.search(sentence, "\n".join(said)), said
    assert (honest is None) == bool(result["problem"] and not result["exercises"])
    assert not [text for text in said if "check itself failed" in text]


def sentences(result):
    """All that the student is told."""
    parts = [part for exercise in result["exercises"] for part in exercise["parts"]]
    said = [result["problem"], *(cell["text"] for cell in result["cells"]), *(part["where"] for part in parts)]
    return [text for text in said if text]


def told(said, sentence):
    """The sentence that the attack is about, on one short line."""
    found = next((text for text in said if sentence and re.search(sentence, text)), said[0] if said else "-")
    return " ".join(found.split())[:90]


def test_every_attack_leaves_the_files_and_the_processes_as_they_were(sandbox, tmp_path):
    before = {path: path.stat().st_mtime_ns for path in Path(sandbox.course).rglob("*")}
    mark(first("x = 1"), sandbox)
    threads, processes = threading.active_count(), set(psutil.Process().children(recursive=True))
    mark(first("import os, subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time\\nwhile 1: time.sleep(1)'])"), sandbox)
    assert {path: path.stat().st_mtime_ns for path in Path(sandbox.course).rglob("*")} == before
    assert threading.active_count() == threads
    assert set(psutil.Process().children(recursive=True)) <= processes  # at most the one that waits for the next submission


def test_what_the_course_lends_is_noted_for_the_instructor(sandbox):
    content = about(answers={"stub-1-3": "from backprop_lessons.gradcheck import numerical_gradient as ng\n" + WRONG})
    (note,) = mark(content, sandbox)["notes"]
    assert "backprop_lessons.gradcheck.numerical_gradient" in note
    assert mark(notebook("01_neuron"), sandbox)["notes"] == []


def test_claims_are_reported_and_not_believed(sandbox):
    found = json.loads(about())
    found["metadata"]["hand_in"] = {"name": "Ada", "points_claimed": {"1.1": 1, "1.2": 2, "1.3": 2, "1.4": float("1e300"), "9.9": 7}}
    result = mark(json.dumps(found).encode(), sandbox)
    assert result["points"] == HONEST and result["claimed"] == 5
    assert sum(exercise.points for exercise in EXERCISES.values() if exercise.chapter == 1) == result["out_of"]


def test_a_function_that_ends_the_process_is_called_once(sandbox, monkeypatch):
    """Else each of the check's many calls would start the notebook anew."""
    begun = []
    monkeypatch.setattr(session, "Child", lambda sandbox, real=session.Child: begun.append(1) or real(sandbox))
    assert mark(slope("import os; os._exit(0)"), sandbox)["points"] == HONEST
    assert len(begun) <= 2
