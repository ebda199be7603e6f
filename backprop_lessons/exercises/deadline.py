"""Give up on work that does not end, so that an endless loop does not stop the notebook."""

import ctypes
import signal
import threading


class OutOfTime(BaseException):
    """Not an Exception: a learner's `except Exception` must not swallow it."""


def run(work, seconds):
    """The result of work(), or OutOfTime after that many seconds."""
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        return _with_alarm(work, seconds)
    return _in_thread(work, seconds)


def _with_alarm(work, seconds):
    """The alarm clock of Unix, which only the main thread can use. It rings again if a bare `except:` eats it."""
    running = True

    def ring(signum, frame):
        if running:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 0.1)
        return work()
    finally:
        running = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _in_thread(work, seconds):
    """Where there is no such clock (Windows, other threads): work in a thread and wait only so long."""
    outcome = {}

    def target():
        try:
            outcome["value"] = work()
        except BaseException as error:  # handed to the thread that waits
            outcome["error"] = error

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        _interrupt(thread)
        raise OutOfTime
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]


def _interrupt(thread):
    """Ask the thread to stop at its next line of Python; otherwise it would go on using the processor."""
    for _ in range(10):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(OutOfTime))
        thread.join(0.1)
        if not thread.is_alive():
            return
