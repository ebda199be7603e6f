"""The cells of a submission, run one after the other, and the answers that they leave behind."""

import dis
import linecache
import re
import sys
import types

from .limits import OutOfTime, alarm
from .telling import told

CANDIDATES = 4  # answers to one question that are kept: the last one that is not blank counts


class Submission:
    """The names and the answers of a notebook while its cells run."""

    def __init__(self, cells, outline):
        self.cells, self.outline, self.now = cells, outline, None
        self.names = {"__name__": "__main__", "display": lambda *args, **named: None}
        self.given = {}  # (exercise, part) -> [(answer, cell), …]
        exercises = types.ModuleType("backprop_lessons.exercises")
        exercises.check = exercises.require = self.check
        for name in ("progress", "hand_in", "show_feedback", "save_progress", "load_progress"):
            setattr(exercises, name, lambda *args, **named: None)
        sys.modules[exercises.__name__] = exercises
        sys.modules["backprop_lessons.figures"] = Pictures("backprop_lessons.figures")

    def check(self, exercise_id=None, *answers, seed=None, **named):
        """In place of the course's check: it notes what was handed to it, and says nothing."""
        parts = self.outline.get(str(exercise_id), [])
        for name, answer in {**dict(zip(parts, answers, strict=False)), **named}.items():
            if name in parts:
                self.given.setdefault((str(exercise_id), name), []).append((answer, self.now))

    def run(self, number, source, seconds):
        """Run one cell; what went wrong, or None."""
        self.now, file = number, f"<cell {number}>"
        try:
            code = compile_cell(source, file)
            with alarm(seconds):
                exec(code, self.names)
        except OutOfTime:
            return {"kind": "OutOfTime", "message": f"stopped after {seconds:g} seconds", "line": ""}
        except BaseException as error:  # SystemExit too: the cells below it still count
            return told(error)
        return None

    def answers(self):
        """{exercise: {part: [(answer, cell), …]}}, the last answer first; a function also by its name alone."""
        found = {}
        for exercise, parts in self.outline.items():
            for part in parts:
                given = [(answer, home(answer) or cell) for answer, cell in self.given.get((exercise, part), [])[::-1]]
                lone = self.names.get(part)
                if home(lone) is not None:
                    given.append((lone, home(lone)))
                found.setdefault(exercise, {})[part] = given[:CANDIDATES]
        return found


class Pictures(types.ModuleType):
    """In place of the course's figures: nobody looks, and loading what draws takes longer than all answers together."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **named: None


def compile_cell(source, file):
    """The cell's code. Lines for IPython alone, such as %matplotlib, are left out where Python does not understand them."""
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    try:
        return compile(source, file, "exec", dont_inherit=True)
    except SyntaxError:
        if re.match(r"\s*%%(?!time)", source):  # a cell in another language
            return compile("", file, "exec")
        plain = re.sub(r"(?m)^(\s*)(%|!|\?).*$|^.*\?\s*$", r"\1pass", source)
        if plain == source:
            raise
        return compile(plain, file, "exec", dont_inherit=True)


def home(function):
    """The number of the cell that a function was written in, None if it was not written in a cell."""
    try:
        file = getattr(getattr(function, "__code__", None), "co_filename", "")
    except BaseException:  # whatever a strange object does when it is asked
        return None
    found = re.fullmatch(r"<cell (\d+)>", file) if isinstance(file, str) else None
    return int(found[1]) if found else None


def written(answers, functions, codec):
    """The answers as messages; a function is sent as its place among `functions`."""

    def message(answer):
        if callable(answer):
            functions.append(answer)
            return {"function": len(functions) - 1, "empty": is_empty(answer)}
        try:
            return {"value": codec.write(answer, codec.Book())}
        except BaseException:  # whatever a strange object does
            return {"value": {"k": "foreign", "name": type(answer).__name__[:80]}}

    return {
        exercise: {part: [[message(answer), cell] for answer, cell in given] for part, given in parts.items()}
        for exercise, parts in answers.items()
    }


def is_empty(function):
    """True for a body of `pass` or `...`: a stub of the learner's own."""
    try:
        code = getattr(function, "__code__", None)
    except BaseException:
        return False
    if not isinstance(code, types.CodeType):
        return False
    harmless = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    return {step.opname for step in dis.get_instructions(code)} <= harmless
