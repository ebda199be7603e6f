"""Call the learner's function and write down what happened, whatever that is."""

import copy
import dis
import types
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .deadline import OutOfTime
from .exercise import Unreadable
from .guesses import explain, message_of


@dataclass
class Outcome:
    """What one call gave. `trouble` is "" or one of: blank, error, count, type; `message` is its sentence."""

    trouble: str = ""
    message: str = ""
    error: type | None = None  # the type of an exception
    names: list = field(default_factory=list)  # of the results, in the order of computation
    results: list = field(default_factory=list)  # arrays
    changed: list = field(default_factory=list)  # names of arguments that the call changed


def observe(part, function, case):
    """Call `function` with copies of the case's arguments."""
    args = tuple(_copy(arg) for arg in case.args)
    try:
        with np.errstate(all="ignore", over="raise" if case.stage == "overflow" else "ignore"):
            returned = function(*args)
            if isinstance(returned, Iterator):
                returned = list(returned)
    except NotImplementedError:
        return Outcome("blank")
    except (KeyboardInterrupt, OutOfTime):
        raise
    except BaseException as error:  # SystemExit too: an answer must not end the notebook
        if "ellipsis" in message_of(error).lower():
            return Outcome("blank", "One of the blanks `...` is still there.")
        return Outcome("error", explain(error, part.call), error=type(error))
    outcome = _read(part, function, returned, args if part.changes else case.args)
    outcome.changed = [
        name for name, arg, original in zip(part.parameters, args, case.args, strict=True)
        if name not in part.changes and not _same(arg, original)
    ]
    return outcome


def _copy(arg):
    """Arrays, lists of them and generators of random numbers are the learner's own; functions are passed as they are."""
    return arg if callable(arg) else copy.deepcopy(arg)


def _same(arg, original):
    """Does an argument still hold what it held? What cannot be compared, such as a random generator, may change."""
    if isinstance(original, np.ndarray):
        if np.array_equal(arg, original):  # nearly always, and several times faster than what follows
            return True
        floats = original.dtype.kind == "f" and arg.dtype.kind == "f"  # a step there and back may leave a rounding behind
        return floats and arg.shape == original.shape and np.allclose(arg, original, rtol=1e-14, atol=1e-15, equal_nan=True)
    if isinstance(original, (list, tuple)):
        return len(arg) == len(original) and all(_same(a, o) for a, o in zip(arg, original, strict=True))
    if isinstance(original, dict):
        return arg.keys() == original.keys() and all(_same(arg[key], original[key]) for key in original)
    if isinstance(original, (int, float)) and isinstance(arg, (int, float)):
        return arg == original or original != original  # nan differs from itself
    return True


def read_structure(part, returned, args):
    """(names, values) of an answer that is built of several arrays; raises Unreadable."""
    found = part.read(returned, args)
    return list(found), list(found.values())


def _read(part, function, returned, args):
    """The returned value as a list of float arrays, one for each result."""
    names = list(part.results or (part.name,))
    if returned is None or returned is Ellipsis:
        return Outcome("blank", "" if _is_empty(function) else _nothing_back(part))
    if part.read:
        try:
            names, values = read_structure(part, returned, args)
        except Unreadable as reason:
            return Outcome("count", str(reason))
        except Exception as error:  # an answer of a form that nobody thought of
            return Outcome("count", f"The answer cannot be read ({type(error).__name__}: {message_of(error)}). See the task for its form.")
    elif len(names) == 1:
        values = [returned]
    else:
        values = _several(returned)
        if values is None or len(values) != len(names):
            got = "one" if values is None else str(len(values))
            return Outcome("count", f"Asked are {len(names)} results, {' and '.join(names)}; yours gives back {got}.")
    if all(value is None or value is Ellipsis for value in values):
        return Outcome("blank")
    arrays = []
    for name, value in zip(names, values, strict=True):
        array, problem = _as_array(value)
        if problem:
            return Outcome("type", f"{name} should be a number or an array of numbers; yours is {problem}.")
        arrays.append(array)
    return Outcome(names=names, results=arrays)


def _nothing_back(part):
    return f"Your {part.name} ran, but gave nothing back (None). Does it end with a `return`?"


def _several(returned):
    """The results as a list; None if there is only one. An array is one result, unless it holds objects."""
    if isinstance(returned, (tuple, list)):
        return list(returned)
    if isinstance(returned, np.ndarray) and returned.dtype == object and returned.ndim == 1:
        return list(returned)
    return None


def _as_array(value):
    """(array, "") or (None, what it is instead). float32 stays float32, all else becomes float64."""
    kind = type(value).__name__
    if value is None or value is Ellipsis:
        return None, "still blank"
    if isinstance(value, (str, bytes)):
        return None, f"text (a {kind})"
    if callable(value):
        return None, "a function that was not called: are its brackets missing?"
    if isinstance(value, types.GeneratorType):
        value = list(value)
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO":
            return None, f"a {kind} of another kind ({array.dtype.name})"
        return array.astype(array.dtype if array.dtype == np.float32 else np.float64), ""
    except Exception:  # whatever a strange object does when it is turned into an array
        return None, f"a {kind} that cannot be read as numbers"


def _is_empty(function):
    """True for a body of `pass` or `...`: a stub of the learner's own."""
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    harmless = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    return {step.opname for step in dis.get_instructions(code)} <= harmless
