"""What a submission may use, and for how long."""

import contextlib
import ctypes
import os
import resource
import signal

LIBC = ctypes.CDLL(None, use_errno=True)
PR_CAPBSET_DROP = 24  # a number of the kernel's
KILLED_EVERY = 0.1  # seconds until the alarm rings again, if a bare `except:` has eaten it


class OutOfTime(BaseException):
    """Not an Exception: a learner's `except Exception` must not swallow it."""


def confine(limits, uid):
    """The rights of this process: no more than `limits`, and nobody's user where it was started by root."""
    for name, amount in limits.items():
        resource.setrlimit(getattr(resource, name), (amount, amount))
    if uid is not None and os.getuid() == 0:
        give_up_rights(uid)


def give_up_rights(uid=None):
    """All that root may do: gone, for this process and for every program that it starts. uid: the user to become, which takes root."""
    for right in range(64):  # while there are rights: else this is refused
        LIBC.prctl(PR_CAPBSET_DROP, right, 0, 0, 0)
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the third version of the kernel's structures; this process
    none = (ctypes.c_uint32 * 6)()
    if LIBC.capset(header, none):  # what a changed user has lost could still be handed on; now not even that
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
