"""What a learner saw as right is right here, and what was wrong is wrong for the same reason: over all questions.

The known mistakes are functions of the package and have no cell, so they go through the pipe's two ends within one process.
"""

import contextlib
import json

import numpy as np
import pytest
from handed_in import RELEASED, ids, notebook, solved

pytest.importorskip("resource", reason="the other end of the pipe is a program for Linux and macOS")

from backprop_lessons.exercises import check
from backprop_lessons.exercises.checking import examine
from backprop_lessons.exercises.registry import EXERCISES
from backprop_lessons.grading import mark
from backprop_lessons.grading.assignments import ASSIGNMENTS
from backprop_lessons.grading.inside import calls, codec
from backprop_lessons.grading.session import RemoteFunction, Session

FUNCTIONS = [(exercise, part) for exercise in EXERCISES.values() for part in exercise.functions]
SLOW = {"X4.6k"}  # walks more paths than there is time for: the notebook counts its looks, the grader waits until it is stopped


@pytest.mark.slow
@pytest.mark.parametrize("name", RELEASED)
def test_a_solved_notebook_has_all_points_and_a_released_one_none(name, sandbox):
    result = mark(notebook(name, solved(name)), sandbox)
    assert (result["points"], result["problem"], result["notes"]) == (result["out_of"], "", [])
    blank = mark(notebook(name), sandbox)
    assert (blank["points"], blank["out_of"], blank["problem"]) == (0, result["out_of"], "")
    assert {part["status"] for exercise in blank["exercises"] for part in exercise["parts"]} == {"blank"}


@pytest.mark.slow
def test_a_notebook_with_require_in_place_of_check_is_marked_like_the_other(sandbox):
    """As an institution hands it out that uses nbgrader: the same answers are found, and nothing is noted."""
    wrong = {"stub-1-3": "def sigmoid_prime(z):\n    return z"}
    content = notebook("01_neuron", solved("01_neuron") | wrong).replace(b"check(", b"require(").replace(b"import check", b"import require")
    result = mark(content, sandbox)
    assert b"check(" not in content and b"import require" in content
    assert (result["assignment"], result["points"], result["problem"], result["cells"], result["notes"]) == ("01_neuron", 8, "", [], [])


def test_the_assignments_are_the_notebooks():
    assert list(ASSIGNMENTS) == sorted(RELEASED)
    for name, assignment in ASSIGNMENTS.items():
        asked = [id.removeprefix("check-").replace("-", ".") for id in ids(name) if id.startswith("check-")]
        assert [exercise.id for exercise in assignment.exercises] == asked
    assert sum(assignment.points for assignment in ASSIGNMENTS.values()) == sum(exercise.points for exercise in EXERCISES.values())


class WithinOneProcess(Session):
    """Both ends of the pipe here: what is asked and what is answered passes through JSON all the same."""

    def __init__(self, function):
        super().__init__(None, [], {})
        self.child = self
        self.caller = calls.Caller(self, [function], codec, np)
        self.lent, self.book = None, None

    def call(self, function, args, end, measure=False):
        self.book = codec.Book(thing=codec.attributes)
        request = {"function": function, "measure": measure, "args": codec.write(args, self.book, learn=True)}
        reply = self.caller.answer(self.through({**request, "errstate": np.geterr(), "seconds": 10}))
        return self._result(self.through(reply), self.book)

    def through(self, message):
        return json.loads(json.dumps(message))

    # what the child uses: a question on the way, and its answer

    def send(self, message):
        self.lent = self.through(self._lend(self.book, self.through(message)))

    def receive(self):
        return self.lent


@pytest.fixture
def no_alarm(monkeypatch):
    """The check has set the only alarm clock of this process already."""
    monkeypatch.setattr(calls, "alarm", lambda seconds: contextlib.nullcontext())


@pytest.mark.parametrize("exercise, part", FUNCTIONS, ids=lambda value: getattr(value, "id", getattr(value, "name", "")))
def test_known_mistakes_are_told_apart_as_in_the_notebook(exercise, part, no_alarm):
    seed = int(np.random.default_rng().integers(1_000_000))
    for mistake in part.mistakes:
        if mistake.id in SLOW:
            continue
        here = examine(part, {part.name: mistake.wrong}, seed)
        there = examine(part, {part.name: RemoteFunction(WithinOneProcess(mistake.wrong), 0, False)}, seed)
        assert (there.status, there.mistake) == ("wrong", here.mistake), (mistake.id, seed, there.where)
        if "seconds" not in here.where and "error" not in here.where.lower():
            assert without_numbers(there.where) == without_numbers(here.where), (mistake.id, seed)


def without_numbers(text):
    """Its words: "207 KB of memory" need not be the same in another process, and a traceback's line belongs to a cell."""
    return [word for word in text.splitlines()[0].split() if word.isalpha()]


@pytest.mark.parametrize("exercise, part", FUNCTIONS, ids=lambda value: getattr(value, "id", getattr(value, "name", "")))
def test_references_and_solutions_are_right_through_the_pipe(exercise, part, no_alarm):
    for right in {part.reference, part.solution or part.reference}:
        finding = examine(part, {part.name: RemoteFunction(WithinOneProcess(right), 0, False)}, 1 + len(part.name))
        assert finding.status == "right", finding.where


@pytest.mark.slow
def test_a_path_by_path_walk_is_stopped(sandbox, monkeypatch):
    """The one known mistake that the notebook finds by counting looks is found here by waiting."""
    walk = "def walk(tape, line, message, slopes):\n    slopes[line] += message\n    op, inputs, value = tape[line]\n"
    walk += "    local = {'add': [1, 1], 'sin': [np.cos(tape[inputs[0]][2])] if inputs else [], 'exp': [value]}.get(op)\n"
    walk += "    if op == 'mul':\n        local = [tape[inputs[1]][2], tape[inputs[0]][2]]\n"
    walk += "    for i, slope in zip(inputs, local or []):\n        walk(tape, i, message * slope, slopes)\n"
    walk += "def backward(tape):\n    slopes = dict.fromkeys(range(len(tape)), 0.0)\n"
    walk += "    walk(tape, len(tape) - 1, 1.0, slopes)\n    return slopes"
    monkeypatch.setattr("backprop_lessons.exercises.checking.TIME_LIMIT", 2.0)
    result = mark(notebook("04_chain_rule", {"stub-4-6": walk}), sandbox)
    (part,) = next(exercise for exercise in result["exercises"] if exercise["id"] == "4.6")["parts"]
    assert part["points"] == 0 and "was stopped after" in part["where"]


def test_a_seed_repeats_a_mark_and_its_words(sandbox):
    answers = {"stub-1-3": "def sigmoid_prime(z):\n    return z * 0.2", "stub-1-2": "def sigmoid(z):\n    return 1 / (1 + np.exp(z))"}
    content = notebook("01_neuron", answers)
    first = mark(content, sandbox)
    again = mark(content, sandbox, seed=first["seed"])
    other = mark(content, sandbox, seed=first["seed"] + 1)
    assert again["exercises"] == first["exercises"]
    assert other["exercises"] != first["exercises"] and other["points"] == first["points"]


def test_the_seed_of_a_feedback_page_replays_in_the_notebook(sandbox):
    """The line on the page, run beside the same answer, shows the same sentence."""
    result = mark(notebook("01_neuron", {"stub-1-3": "def sigmoid_prime(z):\n    return z * 0.2"}), sandbox)
    (part,) = next(exercise for exercise in result["exercises"] if exercise["id"] == "1.3")["parts"]
    report = eval(part["replay"], {"check": check, "sigmoid_prime": lambda z: z * 0.2})
    assert part["where"] in str(report)
