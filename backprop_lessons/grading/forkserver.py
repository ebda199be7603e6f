"""The process that forks a child for each submission (inside/forkserver.py), seen from the grader's side."""

import os
import socket
import subprocess

from .inside.pipe import DONE, RUN, STOP

ANSWERS = 60.0  # seconds; it loads numpy before the first answer


class Gone(Exception):
    """The process does not answer any more."""


class ForkServer:
    """It serves one submission at a time; whoever needs two at once starts a second one."""

    def __init__(self, sandbox):
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.settimeout(ANSWERS)
        nowhere = subprocess.DEVNULL
        with theirs:
            self.process = sandbox.start(sandbox.command(), stdin=theirs, stdout=nowhere, stderr=nowhere)

    def fork(self, uid):
        """(file to read from, file to write to) of a new child; raises Gone."""
        (source, write_to), (read_from, target) = os.pipe(), os.pipe()
        try:
            self._ask(RUN + (b"%d" % uid if uid else b""), [source, target])
        except Gone:
            os.close(write_to)
            os.close(read_from)
            raise
        finally:
            os.close(source)
            os.close(target)
        return read_from, write_to

    def stop(self):
        """End the child and all that it has started; raises Gone."""
        self._ask(STOP, [])

    def _ask(self, message, files):
        try:
            socket.send_fds(self.control, [message], files)
            answer = self.control.recv(len(DONE))
        except OSError as reason:
            raise Gone from reason
        if answer != DONE:
            raise Gone

    def close(self):
        self.control.close()
        self.process.kill()
        self.process.wait()


_IDLE = {}  # sandbox -> servers without a child, for the next submission
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)  # they belong to the process that has started them


def fork(sandbox):
    """(server, file to read from, file to write to) of a new child, from a process that waits or from a new one; raises Gone."""
    waiting = _IDLE.setdefault(sandbox, [])
    while True:
        fresh = not waiting
        server = ForkServer(sandbox) if fresh else waiting.pop()
        try:
            return server, *server.fork(sandbox.uid())
        except Gone:
            server.close()
            if fresh:
                raise


def give_back(sandbox, server):
    """End the server's child; the server waits for the next submission, if it is well."""
    try:
        server.stop()
    except Gone:
        server.close()
    else:
        _IDLE.setdefault(sandbox, []).append(server)
