"""The points so far: kept while the notebook's kernel runs, written to a file only when asked."""

import json
from pathlib import Path

from .feedback import Note, ProgressReport
from .registry import EXERCISES

FILE = ".progress.json"  # beside the notebook


class Points:
    """Best points and number of failed attempts, for each part of each exercise."""

    def __init__(self):
        self.points = {}
        self.attempts = {}

    def reset(self):
        self.points.clear()
        self.attempts.clear()

    def record(self, exercise, part, points):
        """Points once earned stay earned: trying out a change later costs nothing."""
        self.points[f"{exercise.id} {part.name}"] = points

    def fail(self, exercise, part, count=True):
        """The number of this attempt, from 1. A replay with the same numbers does not count as a new one."""
        key = f"{exercise.id} {part.name}"
        self.attempts[key] = self.attempts.get(key, 0) + (1 if count else 0)
        return max(1, self.attempts[key])

    def of(self, exercise):
        """Points earned for one exercise."""
        return sum(self.points.get(f"{exercise.id} {part.name}", 0) for part in exercise.parts)

    def tried(self, exercise):
        keys = [f"{exercise.id} {part.name}" for part in exercise.parts]
        return any(key in self.points or key in self.attempts for key in keys)


POINTS = Points()


def progress(chapter=None):
    """Points per question and in total, of one chapter or of all; shown as a table and a bar."""
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
    """Write the points to a small file, by default beside the notebook, so that they outlive the kernel."""
    try:
        Path(path).write_text(json.dumps({"points": POINTS.points, "attempts": POINTS.attempts}, indent=1) + "\n")
    except OSError as error:
        return Note(f"The points could not be saved to {path}: {error.strerror}.")
    return Note(f"Saved to {path}. load_progress() brings the points back in a new kernel.")


def load_progress(path=FILE):
    """Read the points that save_progress() wrote. Higher points of this session are kept."""
    try:
        saved = json.loads(Path(path).read_text())
        points, attempts = dict(saved["points"]), dict(saved["attempts"])
    except FileNotFoundError:
        return Note(f"There is no file {path} here. save_progress() writes one.")
    except (OSError, ValueError, KeyError, TypeError):
        return Note(f"{path} cannot be read as saved points. Nothing was changed.")
    for exercise in EXERCISES.values():
        for part in exercise.parts:
            key = f"{exercise.id} {part.name}"
            if points.get(key) == part.points and points[key] is not True:
                POINTS.record(exercise, part, part.points)
            if type(attempts.get(key)) is int and attempts[key] >= 0:
                POINTS.attempts[key] = max(attempts[key], POINTS.attempts.get(key, 0))
    return Note(f"Read from {path}.")
