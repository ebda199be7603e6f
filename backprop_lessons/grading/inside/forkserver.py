"""A process behind the outer walls that has loaded Python and numpy once, and forks a child for each submission.

To start Python with numpy takes longer than to mark most notebooks. The child gets walls of its own, towards this process and
towards every child before and after it: it sees no process but its own, has an empty /tmp, and all its rights are gone. This
process sees nothing of a submission: it hands the two ends of the pipe on unread.
"""

import gc
import importlib
import os
import signal
import socket
import sys

from . import child
from .limits import LIBC, give_up_rights
from .pipe import DONE, RUN

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWPID = 0x00020000, 0x08000000, 0x20000000  # mounts, shared memory, processes
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 1 << 12, 1 << 14, 1 << 18
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def main(paths, modules, room, kept):
    """Serve until the grader is gone: RUN, with the ends of a pipe and a user's number, forks a child; STOP ends it."""
    sys.path.extend(path for path in paths if path not in sys.path)
    for name in modules:
        importlib.import_module(name)
    gc.freeze()  # the children share this memory, and a collection would copy it
    demand(LIBC.prctl, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    control, running = socket.socket(fileno=0), 0
    while True:
        message, files, _, _ = socket.recv_fds(control, 100, 2)
        if running:
            end(running)
            running = 0
        if not message:
            return
        if message.startswith(RUN):
            running = os.fork()
            if not running:
                os.setpgid(0, 0)  # one signal ends all of it, however far it has come
                control.close()
                shut_in(files, int(message[len(RUN) :] or 0) or None, room, kept)
            os.setpgid(running, running)
            leave(files)
        control.send(DONE)


def end(running):
    """End a child with all that it has started, and wait until nothing of it is left."""
    os.killpg(running, signal.SIGKILL)
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def shut_in(files, uid, room, kept):
    """Make a process namespace of its own for what this process forks now, and stay until that has ended."""
    try:
        demand(LIBC.unshare, CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID)
        first = os.fork()
        if not first:
            build_walls(uid, room, kept)
            watch_over(files)
        leave(files)
        os.waitpid(first, 0)
    finally:
        os._exit(0)


def build_walls(uid, room, kept):
    """An empty /tmp but for what is `kept` there, a /proc of this namespace alone, and no rights any more."""
    demand(LIBC.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    os.umask(0o022)  # the grader's own may let nobody else in
    handles = [os.open(path, os.O_PATH) for path in kept]
    demand(LIBC.mount, b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, b"mode=1777,size=%d" % room)
    for path, handle in zip(kept, handles, strict=True):
        os.makedirs(path)
        demand(LIBC.mount, b"/proc/self/fd/%d" % handle, path.encode(), None, MS_BIND | MS_REC, None)
        os.close(handle)
    demand(LIBC.mount, b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
    os.chdir("/tmp")
    give_up_rights(uid)
    demand(LIBC.prctl, PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def watch_over(files):
    """The first process of the namespace: it reaps what others leave, and when the submission ends, the kernel ends all the rest."""
    submission = os.fork()
    if not submission:
        for target, file in enumerate(files):
            os.dup2(file, target)
        leave(files)
        sys.modules["numpy"].random.seed()  # else all children would draw the same numbers
        child.main()
    leave(files)
    while os.wait()[0] != submission:
        pass


def leave(files):
    for file in files:
        os.close(file)


def demand(call, *arguments):
    """Ask the kernel; where it refuses, no submission may run."""
    if call(*arguments):
        os._exit(1)
