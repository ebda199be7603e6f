"""An exception in plain words: its type, the learner's own line, and what it usually means."""

import linecache
import re
import sysconfig
from pathlib import Path

OURS = str(Path(__file__).resolve().parents[1])
LIBRARIES = tuple({OURS, *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))})

# What is in the message, and what it usually means. The first that fits is told.
GUESSES = [
    (r"NameError.*'np'", "numpy has no name here yet. Run the first cell of the notebook."),
    (
        r"NameError",
        "That name is not known at this point. Is it spelt right, and has the cell that defines it been run?",
    ),
    (r"UnboundLocalError|before assignment", "That name is used before it has a value. Is it set in every case?"),
    (r"positional argument|unexpected keyword", "The number of inputs does not fit. This check calls {call}."),
    (
        r"only (length-1|0-dimensional) arrays|only size-1 arrays|can only convert an array of size 1",
        "This works on one number only, and z can be a whole array. Functions of math take one number; those of numpy take arrays.",
    ),
    (
        r"truth value of an array",
        "An `if`, `max` or `and` cannot decide for a whole array at once. Which numpy function decides entry by entry?",
    ),
    (
        r"matmul|could not be broadcast|not aligned|shapes|same shape",
        "Two arrays meet here whose shapes do not fit. Print both shapes just before this line.",
    ),
    (r"out of bounds|out of range", "There is no entry at that place. Count from 0, and print the shape."),
    (r"FloatingPointError.*overflow|OverflowError", "A number grew past the largest float, about 1.8e308."),
    (r"ZeroDivisionError", "Something was divided by 0."),
    (r"RecursionError", "The function calls itself without end."),
    (r"not callable", "Something that is no function is called like one. Is a `*` missing before a bracket?"),
    (r"not iterable|0-d array|not subscriptable|has no len", "One number is treated like a list or array here."),
    (r"AttributeError", "That object does not have what stands after the dot. Is it spelt right?"),
    (r"unsupported operand", "These two things cannot be combined. Print the type of each."),
    (r"SystemExit", "The function asked Python to stop; it should give back its result with `return`."),
]


def explain(error, call):
    """Type, message, the learner's line and a guess, as lines of text."""
    kind, message = type(error).__name__, message_of(error)
    lines = [f"Your function stopped with {kind}{': ' + message if message else ''}"]
    where = _own_line(error)
    if where:
        lines.append(where)
    for pattern, guess in GUESSES:
        if re.search(pattern, f"{kind}: {message}"):
            lines.append(guess.format(call=call))
            break
    return "\n".join(lines)


def message_of(error):
    """What the exception says, on one line of readable length."""
    try:
        message = " ".join(str(error).split())
    except Exception:  # an exception of the learner's own may not even be printable
        return ""
    return message if len(message) <= 200 else message[:200] + " …"


def _own_line(error):
    """The deepest line that the learner wrote, "" if there is none (a call with the wrong number of inputs)."""
    if hasattr(error, "own_line"):  # it was raised elsewhere, and its line was brought along
        return error.own_line
    own = None
    step = error.__traceback__
    while step is not None:
        if not step.tb_frame.f_code.co_filename.startswith(LIBRARIES):
            own = step
        step = step.tb_next
    if own is None:
        return ""
    code = own.tb_frame.f_code
    text = linecache.getline(code.co_filename, own.tb_lineno).strip()
    number = own.tb_lineno - code.co_firstlineno + 1
    return f"in line {number} of {code.co_name}" + (f": `{text}`" if text else "")
