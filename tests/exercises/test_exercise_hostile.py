"""Whatever the answer is, a check says one sentence about it and the notebook goes on."""

import copy
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from backprop_lessons.exercises import check, checking
from backprop_lessons.exercises.checking import OUR_FAULT
from backprop_lessons.exercises.examine import examine_function
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: (exercise, part) for exercise in EXERCISES.values() for part in exercise.parts}
FUNCTIONS = [name for name, (exercise, part) in PARTS.items() if part in exercise.functions]


class Unreadable:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


class UnprintableError(Exception):
    def __str__(self):
        raise RuntimeError("no")


def raises(error):
    def answer(*args):
        raise error

    return answer


def returns(value):
    def answer(*args):
        return value

    return answer


def forgets_return(*args):
    a = len(args) + 1
    del a


def does_nothing(*args):
    pass


def takes_nothing():
    return 1.0


def calls_itself(*args):
    return calls_itself(*args)


def has_a_blank(*args):
    return 1 + ...


def has_a_blank_in_numpy(*args):
    return np.exp(...)


# A message quotes the line that failed, so no answer here stands on one line with the words it is to give.
HOSTILE = {
    "None": (forgets_return, "gave nothing back (None)"),
    "pass": (does_nothing, "not attempted yet"),
    "dots inside": (has_a_blank, "One of the blanks"),
    "dots in numpy": (has_a_blank_in_numpy, "One of the blanks"),
    "number": (3.0, "the function itself"),
    "array": (np.zeros(3), "the function itself"),
    "text": ("sigmoid", "the function itself"),
    "raises": (raises(ValueError("own words")), "ValueError: own words"),
    "unprintable": (raises(UnprintableError()), "stopped with UnprintableError"),
    "exit": (raises(SystemExit(1)), "asked Python to stop"),
    "assertion": (raises(AssertionError()), "stopped with AssertionError"),
    "recursion": (calls_itself, "calls itself without end"),
    "wrong inputs": (takes_nothing, "This check calls"),
    "gives text": (returns("abc"), ""),
    "gives texts": (returns(["a", "b"]), ""),
    "gives a set": (returns({1, 2}), ""),
    "gives a dict": (returns({"a": 1}), ""),
    "gives complex": (returns(1j), ""),
    "gives ragged": (returns([[1, 2], [3]]), ""),
    "gives a function": (returns(np.exp), ""),
    "gives the type": (returns(float), ""),
    "unreadable": (returns(Unreadable()), ""),
    "empty": (returns(np.zeros(0)), ""),
    "empty list": (returns([]), ""),
    "huge": (returns(np.zeros((300, 300))), ""),
    "nan": (returns(np.nan), ""),
    "datetimes": (returns(np.array(["2020-01-01"], dtype="datetime64[D]")), ""),
    "five results": (returns((1, 2, 3, 4, 5)), ""),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_strange_answer_gets_a_sentence(name, kind):
    exercise, part = PARTS[name]
    answer, words = HOSTILE[kind]
    for _ in range(3):  # all three levels
        result = check(exercise.id, **{name: answer})
        assert result.points == 0
        assert words in repr(result) and OUR_FAULT not in repr(result)
        assert result._repr_html_().startswith("<div")


def test_an_empty_body_is_a_blank_and_a_forgotten_return_is_told():
    assert repr(check("1.2", does_nothing)) == "○ 1.2 sigmoid: not attempted yet (0 of 2 points)"
    assert "Does it end with a `return`?" in repr(check("1.2", forgets_return))
    assert "tanh_prime ran, but gave nothing back" in repr(check("1.4", ..., ..., forgets_return))


def test_the_messages_about_what_came_back():
    def message(name, value):
        exercise, _ = PARTS[name]
        return repr(check(exercise.id, **{name: returns(value)}))

    assert "yours is text (a str)" in message("sigmoid", "abc")
    assert "a function that was not called" in message("sigmoid", np.exp)
    assert "that cannot be read as numbers" in message("sigmoid", {1, 2})
    assert "should have shape (4, 4) for a 4×4 array z; yours has shape ()" in message("sigmoid", 1.0)
    assert "Asked are 2 results, dw and db; yours gives back one." in message("logistic_gradient", np.zeros(5))
    assert "Asked are 2 results, dw and db; yours gives back 3." in message("logistic_gradient", (1, 2, 3))
    assert "db should be a number or an array of numbers; yours is still blank" in message(
        "logistic_gradient", (1.0, ...)
    )
    assert "not attempted yet" in message("logistic_gradient", (..., ...))
    assert "sigmoid_prime holds inf" in repr(check("1.3", lambda z: z + np.inf))


def test_a_transposed_answer_is_told_so():
    _, part = PARTS["sigmoid"]
    finding = examine_function(part, lambda z: part.reference(z).T, np.random.default_rng(0))
    assert "shape (3, 5) for a 3×5 array z; yours has shape (5, 3). Turned round (transposed)" in finding.where
    _, part = PARTS["neuron"]
    finding = examine_function(part, lambda *args: part.reference(*args)[:, None], np.random.default_rng(0))
    assert "Its numbers are right, only the shape is not." in finding.where


def test_an_exception_shows_the_learners_own_line():
    def relu(z):
        y = z + 1
        if y > 0:
            return z
        return 0 * z

    text = repr(check("1.4", relu=relu))
    assert "ValueError: The truth value of an array" in text
    assert "in line 3 of relu: `if y > 0:`" in text
    assert "cannot decide for a whole array at once" in text


def test_an_exception_in_a_helper_shows_the_helpers_line():
    def helper(z):
        return z.sinus()

    def sigmoid(z):
        return helper(z)

    assert "in line 2 of helper: `return z.sinus()`" in repr(check("1.2", sigmoid))


def loops(*args):
    while True:
        pass


def run_in_main_thread(work):
    work()


def run_in_other_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)


@pytest.mark.parametrize("run", [run_in_main_thread, run_in_other_thread])
@pytest.mark.parametrize("swallows", [False, True])
def test_an_endless_loop_is_stopped(run, swallows, monkeypatch):
    monkeypatch.setattr(checking, "TIME_LIMIT", 0.2)
    stdout, results, threads = sys.stdout, [], threading.active_count()
    answer = swallows_once() if swallows else loops
    run(lambda: results.append(repr(check("1.2", answer))))
    assert "✗ 1.2 sigmoid: not right yet" in results[0] and "stopped after 0.2 seconds" in results[0]
    assert sys.stdout is stdout
    assert threading.active_count() == threads  # nothing goes on in secret


def swallows_once():
    """A bare `except:` eats the first alarm; the next one gets through."""
    eaten = []

    def answer(z):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                if eaten:
                    raise
                eaten.append(1)

    return answer


def spoil(arg):
    """Write into the first array or list inside an argument; False if there is none."""
    if isinstance(arg, np.ndarray) and arg.size:
        arg[...] = 7.0
        return True
    if isinstance(arg, (list, tuple)):
        if isinstance(arg, list) and arg and all(isinstance(item, (int, float)) for item in arg):
            arg[0] = 7
            return True
        return any(spoil(item) for item in arg)
    return False


SPOILABLE = [name for name in FUNCTIONS if any(spoil(copy.deepcopy(arg)) for arg in PARTS[name][1].draw(np.random.default_rng(0))[0].args)]


@pytest.mark.parametrize("name", SPOILABLE)
def test_changing_the_inputs_is_noticed_and_harms_nobody(name):
    exercise, part = PARTS[name]
    changed = []

    def spoils(*args):
        result = part.reference(*args)
        result = copy.deepcopy(list(result) if isinstance(result, Iterator) else result)
        kept = [(name, arg) for name, arg in zip(part.parameters, args, strict=True) if name not in part.changes]
        changed[:] = [parameter for parameter, arg in kept if not callable(arg) and spoil(arg)]
        return result

    first, second = repr(check(exercise.id, **{name: spoils})), repr(check(exercise.id, **{name: spoils}))
    assert f"Your numbers are right, but your function changed {' and '.join(sorted(changed))}" in first
    assert "Which line writes into the array" in second and "Which line" not in first


def test_answers_that_change_from_call_to_call_are_noticed():
    right = PARTS["relu"][1].reference
    calls = []

    def steady(z):
        calls.append(1)
        return right(z)

    assert check("1.4", relu=steady).points == 0.5
    last, count = len(calls), []

    def moody(z):
        count.append(1)
        return right(z) + (0 if len(count) < last else 1e-3)

    assert "two different answers" in repr(check("1.4", relu=moody))


def test_a_function_that_works_once_and_then_fails():
    calls = []

    def once(z):
        calls.append(1)
        if len(calls) > 1:
            raise OSError("gone")
        return PARTS["relu"][1].reference(z)

    assert "OSError: gone" in repr(check("1.4", relu=once))


def test_what_the_learner_prints_and_warnings_stay_out_of_sight(capsys):
    def naive(z):
        print("hello")
        return 1 / (1 + np.exp(-z))

    assert "overflowed on the way" in repr(check("1.2", naive))  # and no RuntimeWarning: here it would be an error
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("value", ["1.0", None, ..., "x", [1, 2], np.nan, np.inf, 1j, {}, np.exp, Unreadable()])
def test_a_strange_number_gets_a_sentence(value):
    result = check("1.1", z=value, a=value, slope=value)
    assert result.points == 0 and OUR_FAULT not in repr(result)


def test_a_number_rounded_too_early_is_told_so():
    assert "at least four digits" in repr(check("1.1", a=0.73))


@pytest.mark.parametrize(
    "call",
    [
        lambda: check("9.9"),
        lambda: check(None),
        lambda: check([]),
        lambda: check("1.2", loops, loops),
        lambda: check("1.2", sigma=loops),
        lambda: check("1.2", loops, sigmoid=loops),
        lambda: check("1.2", loops, seed="x"),
        lambda: check("1.2", loops, seed=-1),
    ],
)
def test_a_wrong_call_gets_a_sentence_that_names_the_right_one(call):
    text = repr(call())
    assert any(
        words in text for words in ("There are: 1.1, 1.2", 'is checked with check("1.2", sigmoid)', "seed is a whole")
    )
    assert "✗" not in text


def test_the_id_may_be_given_as_a_number():
    assert check(1.2).exercise.id == "1.2"
