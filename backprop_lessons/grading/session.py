"""One submission at work in its sandbox: its cells, its answers, and its functions to be called."""

import time

import numpy as np

from ..exercises.deadline import OutOfTime
from .inside import codec
from .process import Broken, Child
from .sandbox import LIMITS

GRACE = 2.0  # seconds after which a child that should have stopped itself is killed
START = 60.0  # seconds until the first word


class Session:
    """A submission: its cells are run once, and again without the guilty cell if that one ends the process."""

    def __init__(self, sandbox, cells, outline, cell_seconds=30.0, total_seconds=300.0):
        self.sandbox, self.cells, self.outline = sandbox, cells, outline
        self.numbers = {number for number, _ in cells}
        self.cell_seconds, self.end = cell_seconds, time.monotonic() + total_seconds
        self.child, self.fatal, self.troubles, self.answers = None, {}, {}, {}
        self.deadly = {}  # functions that have ended the process; they are not called again

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        if self.child:
            self.child.kill()
            self.child = None

    def start(self):
        """Run the cells. Raises Broken if that does not succeed after all guilty cells are left out."""
        while True:
            guilty = self._try_cells()
            if guilty is None:
                return
            number, why = guilty
            if number is None or number in self.fatal or time.monotonic() > self.end:
                raise Broken(why)
            self.fatal[number] = why

    def _try_cells(self):
        """None, or the cell that ended the process, and how."""
        self.stop()
        self.child, now = Child(self.sandbox), None
        cells = [[number, source] for number, source in self.cells if number not in self.fatal]
        task = {"paths": self.sandbox.paths(), "uid": self.sandbox.uid(), "limits": LIMITS, "cells": cells}
        task |= {"outline": self.outline, "seconds": self.cell_seconds}
        try:
            self.child.send(task, self._until(START))
            limit = START
            while True:
                message = self.child.receive(self._until(limit))
                if "cell" not in message:
                    self._keep(message)
                    return None
                now = self._number(message["cell"])
                limit = self.cell_seconds + GRACE
        except OutOfTime:
            self.stop()
            return now, f"it did not stop after {self.cell_seconds:g} seconds"
        except Broken as reason:
            self.stop()
            return now, str(reason)

    def _until(self, seconds):
        return min(time.monotonic() + seconds, self.end)

    def _keep(self, message):
        """What the cells left behind, looked at with suspicion."""
        troubles, answers = message.get("troubles"), message.get("answers")
        if not isinstance(troubles, dict) or not isinstance(answers, dict):
            raise Broken("it sent something that is no answer")
        numbers = {str(number): number for number in self.numbers}
        self.troubles = {numbers[key]: _texts(trouble) for key, trouble in troubles.items() if key in numbers}
        self.answers = {}
        for exercise, parts in self.outline.items():
            given = answers.get(exercise)
            for part in parts:  # each is there, if only as an empty list
                found = given.get(part) if isinstance(given, dict) else None
                if not isinstance(found, list):
                    raise Broken("it sent something that is no answer")
                self.answers[exercise, part] = [self._answer(entry) for entry in found]

    def _answer(self, entry):
        """(answer, number of its cell): a value, or a function that runs in the sandbox when it is called."""
        try:
            message, cell = entry
            cell = self._number(cell)
            if "function" in message:
                return RemoteFunction(self, int(message["function"]), bool(message["empty"])), cell
            return codec.read(message["value"], codec.Book()), cell
        except (codec.Refused, ValueError, TypeError, KeyError, OverflowError) as reason:
            raise Broken("it sent something that is no answer") from reason

    def _number(self, told):
        """The number of a cell, as far as there is one: what the child says of it can be anything."""
        return told if type(told) is int and told in self.numbers else None

    def call(self, function, args, end, measure=False):
        """What a function gives back; its exceptions are raised here, and its changes to the arguments are made here."""
        if function in self.deadly:
            raise codec.exception("ProcessEnded", self.deadly[function])
        if self.child is None:
            self.start()
        book = codec.Book(thing=codec.attributes)
        seconds = max(0.0, min(end, self.end) - time.monotonic())
        request = {"function": function, "measure": measure, "args": codec.write(args, book, learn=True)}
        request |= {"errstate": np.geterr(), "seconds": seconds}
        until = time.monotonic() + seconds + GRACE
        try:
            self.child.send(request, until)
            while "ask" in (reply := self.child.receive(until)):
                self.child.send(self._lend(book, reply), until)
            return self._result(reply, book)
        except OutOfTime:
            self.stop()
            raise
        except Broken as reason:
            self.stop()
            self.deadly[function] = f"the whole process came to an end: {reason}"
            raise codec.exception("ProcessEnded", self.deadly[function]) from None

    def _lend(self, book, message):
        """A function of the grader's, asked for by the submission that it was handed to."""
        try:
            function = book.functions[message["ask"]]
            args = codec.read(message["args"], codec.Book())
        except (KeyError, IndexError, TypeError, codec.Refused) as reason:
            raise Broken("it asked for something that is not there") from reason
        try:
            with np.errstate(all="ignore"):
                return {"returned": codec.write(function(*args), codec.Book())}
        except Exception as error:  # such as numbers of the wrong shape
            return {"raised": {"kind": type(error).__name__, "message": str(error)[:500]}}

    def _result(self, reply, book):
        if "late" in reply:
            raise OutOfTime
        if "refused" in reply:
            raise codec.exception("AnswerTooLarge", f"the answer holds {str(reply['refused'])[:200]}")
        if "after" in reply:
            self._read(reply["after"], book)
        if "raised" in reply:
            told = _texts(reply["raised"])
            error = codec.exception(told["kind"], told["message"])
            error.own_line = told["line"]
            raise error
        if "returned" not in reply:
            raise Broken("it sent something that is no answer")
        return self._read(reply["returned"], book)

    def _read(self, message, book):
        try:
            return codec.read(message, book.again())
        except codec.Refused as reason:
            raise codec.exception("NoAnswer", f"the answer holds {reason}") from None


def _texts(trouble):
    """Kind, message and line of an exception, as short texts."""
    found = trouble if isinstance(trouble, dict) else {}
    return {key: str(found.get(key, ""))[:500] for key in ("kind", "message", "line")}


class RemoteFunction:
    """A function of a submission. Called here, it works in the sandbox."""

    def __init__(self, session, number, empty):
        self.session, self.number = session, number
        self.until = float("inf")
        if empty:  # how the checks recognise a stub
            self.__code__ = (lambda: None).__code__

    def __call__(self, *args):
        return self.session.call(self.number, args, self.until)

    def peak_memory(self, *args):
        """Bytes of new memory in a second call. Measured inside, so a submission that forges this is believed."""
        return self.session.call(self.number, args, self.until, measure=True)
