"""The process in the sandbox, seen from outside: started, written to, read from, killed. Every wait has an end."""

import json
import os
import select
import signal
import subprocess
import time

from ..exercises.deadline import OutOfTime
from . import forkserver

MAX_LINE = 64_000_000  # bytes of one message


class Broken(Exception):
    """The child has ended, or says things that are no answer; says which, in words for the student."""


class Child:
    """The process, and the pipe to it."""

    def __init__(self, sandbox):
        self.sandbox, self.server, self.process = sandbox, None, None
        if sandbox.warm:
            try:
                self.server, self.read_from, self.write_to = forkserver.fork(sandbox)
            except forkserver.Gone as reason:
                raise Broken("no process could be started for it") from reason
        else:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            self.process = sandbox.start(sandbox.command(), **pipes)
            self.read_from, self.write_to = self.process.stdout.fileno(), self.process.stdin.fileno()
        os.set_blocking(self.read_from, False)
        os.set_blocking(self.write_to, False)
        self.waiting = bytearray()

    def send(self, message, end):
        data = memoryview(json.dumps(message).encode() + b"\n")
        while data:
            try:
                data = data[os.write(self.write_to, data) :]
            except BlockingIOError:
                self._wait(self.write_to, select.POLLOUT, end)
            except OSError as reason:
                raise Broken("it ended before it was asked") from reason

    def receive(self, end):
        """The next message, a dict; raises Broken for whatever is none, OutOfTime if it does not come."""
        seen = 0
        while (place := self.waiting.find(b"\n", seen)) < 0:
            seen = len(self.waiting)
            if seen > MAX_LINE:
                raise Broken("its answer was too large")
            self._wait(self.read_from, select.POLLIN, end)
            try:
                piece = os.read(self.read_from, 1 << 20)
            except BlockingIOError:
                continue
            if not piece:
                raise Broken("it ended")
            self.waiting += piece
        line, self.waiting = bytes(self.waiting[:place]), self.waiting[place + 1 :]
        return parse(line)

    def _wait(self, file, event, end):
        ready = select.poll()
        ready.register(file, event)
        if not ready.poll(1000 * max(0.0, end - time.monotonic())):
            raise OutOfTime

    def kill(self):
        if self.server:
            os.close(self.read_from)
            os.close(self.write_to)
            forkserver.give_back(self.sandbox, self.server)
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def parse(line):
    """A line of the child's as a dict; raises Broken."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as reason:
        raise Broken("it sent something that is no answer") from reason
    if not isinstance(message, dict):
        raise Broken("it sent something that is no answer")
    return message
