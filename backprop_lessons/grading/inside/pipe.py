"""The way from a submission to the grader and back: one JSON line at a time."""

import os
from json import dumps, loads  # bound here, so that a submission that replaces json's functions still gets its points

RUN, STOP, DONE = b"run", b"stop", b"done"  # between the grader and the process that forks children for it


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
