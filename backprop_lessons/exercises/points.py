"""The points so far: written to a small file beside the notebook, so that they outlive the kernel."""

import contextlib
import json
import os
from pathlib import Path

from .._files import write_whole
from .feedback import Note, ProgressReport
from .registry import EXERCISES

FILE = "my_points.json"  # beside the notebook; visible, so that it can be downloaded with it
SWITCH = "BACKPROP_LESSONS_POINTS"  # set to "off", nothing is read or written


class Points:
    """Best points and number of failed attempts, for each part of each exercise."""

    def __init__(self):
        self.points = {}
        self.attempts = {}
        self.read = False

    def reset(self):
        self.points.clear()
        self.attempts.clear()
        self.read = False

    def record(self, exercise, part, points):
        """Points once earned stay earned: trying out a change later costs nothing."""
        self.points[_key(exercise, part)] = points

    def fail(self, exercise, part, count=True):
        """The number of this attempt, from 1. A replay with the same numbers does not count as a new one."""
        key = _key(exercise, part)
        self.attempts[key] = self.attempts.get(key, 0) + (1 if count else 0)
        return max(1, self.attempts[key])

    def of(self, exercise):
        """Points earned for one exercise."""
        return sum(self.points.get(_key(exercise, part), 0) for part in exercise.parts)

    def tried(self, exercise):
        keys = [_key(exercise, part) for part in exercise.parts]
        return any(key in self.points or key in self.attempts for key in keys)

    def add(self, points, attempts):
        """Take over points and attempts from elsewhere: what is higher counts, and what is no question's is left out."""
        for exercise in EXERCISES.values():
            for part in exercise.parts:
                key = _key(exercise, part)
                if points.get(key) == part.points and points[key] is not True:
                    self.record(exercise, part, part.points)
                if type(attempts.get(key)) is int and attempts[key] >= 0:
                    self.attempts[key] = max(attempts[key], self.attempts.get(key, 0))


POINTS = Points()


def _key(exercise, part):
    return f"{exercise.id} {part.name}"


# --- the file


def remember():
    """Before the first check of a kernel: bring back what an earlier one wrote. A sentence if that cannot be read, else ""."""
    if POINTS.read or os.environ.get(SWITCH) == "off":
        return ""
    POINTS.read = True
    with contextlib.suppress(FileNotFoundError):
        try:
            POINTS.add(*_read(FILE))
        except (OSError, ValueError, KeyError, TypeError):
            return _set_aside()
    return ""


def keep():
    """After a check: write the points, in one step, so that nobody ever finds half a file. A sentence if that fails, else ""."""
    if os.environ.get(SWITCH) == "off":
        return ""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        POINTS.add(*_read(FILE))  # another notebook of this folder may have written in the meantime
    try:
        _write(FILE)
    except OSError as error:
        return f"Your points could not be saved to {FILE}: {error.strerror}. They last until this notebook is closed."
    return ""


def _read(path):
    saved = json.loads(Path(path).read_text(encoding="utf-8"))
    return dict(saved["points"]), dict(saved["attempts"])


def _write(path):
    write_whole(path, json.dumps({"points": POINTS.points, "attempts": POINTS.attempts}, indent=1) + "\n")


def _set_aside():
    aside = f"{FILE}.unreadable"
    try:
        os.replace(FILE, aside)
    except OSError:
        return f"{FILE} cannot be read as saved points."
    return f"{FILE} cannot be read as saved points. It is kept as {aside}, and a new one begins."


# --- for the learner


def progress(chapter=None):
    """Points per question, per chapter and in total; of one chapter, or of all that have been begun.

    progress(2) shows chapter 2, progress() every chapter. Shown as a table and a bar.
    """
    remember()
    rows = [
        (exercise, POINTS.of(exercise), POINTS.tried(exercise))
        for exercise in EXERCISES.values()
        if chapter is None or exercise.chapter == chapter
    ]
    if not rows:
        chapters = ", ".join(sorted({str(exercise.chapter) for exercise in EXERCISES.values()}))
        return Note(f"There are no exercises for chapter {chapter!r}. There are some for: {chapters}.")
    return ProgressReport(rows)


def save_progress(path=FILE):
    """Write the points to a file of your choice. (Each check writes them to my_points.json beside the notebook anyway.)"""
    remember()
    try:
        _write(path)
    except OSError as error:
        return Note(f"The points could not be saved to {path}: {error.strerror}.")
    return Note(f"Saved to {path}. load_progress() brings the points back in a new kernel.")


def load_progress(path=FILE):
    """Add the points of a file, such as one that you uploaded. Higher points of this session are kept."""
    try:
        saved = _read(path)
    except FileNotFoundError:
        return Note(f"There is no file {path} here. save_progress() writes one.")
    except (OSError, ValueError, KeyError, TypeError):
        return Note(f"{path} cannot be read as saved points. Nothing was changed.")
    POINTS.add(*saved)
    keep()
    return Note(f"Read from {path}.")
