"""Runs inside the sandbox: a submission's cells, and then its functions, as often as the grader asks.

It is started by its path, beside codec.py, and is handed everything through its standard input, one JSON line at a time. It knows
no reference, no check and no seed. Whatever a submission does to this process, it can only spoil its own answers:
the grader compares them elsewhere.
"""

import contextlib
import linecache
import os
import re
import resource
import signal
import sys
import types
from json import dumps, loads  # bound here, so that a submission that replaces json's functions still gets its points

KILLED_EVERY = 0.1  # seconds until the alarm rings again, if a bare `except:` has eaten it
CANDIDATES = 4  # answers to one question that are kept: the last one that is not blank counts


class OutOfTime(BaseException):
    """Not an Exception: a learner's `except Exception` must not swallow it."""


class Pipe:
    """The way to the grader. Copies that a submission forks off end here, for two cannot speak at once."""

    def __init__(self):
        self.owner = os.getpid()
        self.source, self.target = os.fdopen(os.dup(0), "rb"), os.dup(1)
        mute(0, 1)

    def receive(self):
        line = self.source.readline() if os.getpid() == self.owner else b""
        if not line:
            os._exit(0)
        return loads(line)

    def send(self, message):
        if os.getpid() != self.owner:
            os._exit(0)
        data = dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self.target, data) :]


def mute(*files):
    """Nothing to read there, and what is printed goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for file in files:
        os.dup2(nowhere, file)
    os.close(nowhere)


def confine(limits, uid):
    """The rights of this process: no more than `limits`, and nobody's user where it was started by root."""
    for name, amount in limits.items():
        resource.setrlimit(getattr(resource, name), (amount, amount))
    if uid is not None and os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        give_up_rights()


def give_up_rights():
    """The rights that a changed user has lost could still be handed on; now not even that."""
    import ctypes

    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the third version of the kernel's structures; this process
    none = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, none):
        os._exit(1)


@contextlib.contextmanager
def alarm(seconds):
    """Raise OutOfTime in what runs inside, after that many seconds."""

    def ring(signum, frame):
        raise OutOfTime

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01), KILLED_EVERY)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_IGN)


# --- the cells


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


def told(error):
    """An exception as texts: its kind, its message, and the line of the submission that it came from."""
    try:
        message = str(error)[:500]
    except BaseException:  # an exception of the learner's own may not even be printable
        message = ""
    return {"kind": type(error).__name__[:80], "message": message, "line": own_line(error)}


def own_line(error):
    own, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.startswith("<cell "):
            own = step
        step = step.tb_next
    if own is None:
        return ""
    code = own.tb_frame.f_code
    text = linecache.getline(code.co_filename, own.tb_lineno).strip()[:200]
    if code.co_name == "<module>":
        return f"in line {own.tb_lineno} of the cell" + (f": `{text}`" if text else "")
    return f"in line {own.tb_lineno - code.co_firstlineno + 1} of {code.co_name}" + (f": `{text}`" if text else "")


# --- the calls


class Caller:
    """Calls functions of the submission with the grader's arguments."""

    def __init__(self, pipe, functions, codec, np):
        self.pipe, self.functions, self.codec, self.np = pipe, functions, codec, np

    def answer(self, request):
        """One call: what it gave back or raised, and the arguments afterwards if they have changed."""
        book = self.codec.Book(function=self.stand_in)
        args = self.codec.read(request["args"], book, learn=True)
        before = self.codec.write(args, self.again(book))
        reply = {}
        try:
            with self.np.errstate(**request["errstate"]), alarm(request["seconds"]):
                call = peak_memory if request["measure"] else plain_call
                result = call(self.functions[request["function"]], args)
                reply["returned"] = self.codec.write(result, self.again(book))
        except OutOfTime:
            return {"late": True}
        except self.codec.Refused as reason:
            return {"refused": str(reason)}
        except BaseException as error:
            reply = {"raised": told(error)}
        with contextlib.suppress(BaseException), alarm(5):
            after = self.codec.write(args, self.again(book))
            if after != before:
                reply["after"] = after
        return reply

    def again(self, book):
        """The same numbers for the same objects, and room for as many items again."""
        copy = self.codec.Book(function=self.stand_in)
        copy.things = book.things
        return copy

    def stand_in(self, number, name):
        """A function that lives on the other side: one of the course's package, or one that the grader lends."""
        if isinstance(number, dict):
            module = __import__(number["m"], fromlist=[number["n"]])
            return getattr(module, number["n"])

        def function(*args):
            book = self.codec.Book(function=self.stand_in)
            self.pipe.send({"ask": number, "args": self.codec.write(args, book)})
            reply = self.pipe.receive()
            if "raised" in reply:
                raise self.codec.exception(reply["raised"]["kind"], reply["raised"]["message"])
            return self.codec.read(reply["returned"], self.codec.Book())

        function.__name__ = name
        return function


def plain_call(function, args):
    return function(*args)


def peak_memory(function, args):
    """Bytes of new memory at the worst moment of a second call with these arguments."""
    import tracemalloc

    function(*args)  # first touches belong to no call
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        function(*args)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def main():
    pipe = Pipe()
    task = pipe.receive()
    confine(task["limits"], task["uid"])
    sys.path[:] = [*sys.path, *task["paths"]]
    import codec
    import numpy as np

    del sys.modules["codec"]  # nothing that a submission would need, or meddle with by accident
    mute(2)  # until here a complaint is about the sandbox
    functions = []
    submission = Submission(task["cells"], task["outline"])
    troubles = {}
    for number, source in task["cells"]:
        pipe.send({"cell": number})
        trouble = submission.run(number, source, task["seconds"])
        if trouble:
            troubles[number] = trouble
    answers = submission.answers()
    pipe.send({"troubles": troubles, "answers": written(answers, functions, codec)})
    caller = Caller(pipe, functions, codec, np)
    while True:
        pipe.send(caller.answer(pipe.receive()))


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
    import dis

    harmless = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
    return {step.opname for step in dis.get_instructions(code)} <= harmless


if __name__ == "__main__":
    main()
