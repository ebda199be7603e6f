"""Find the submissions in a folder or in the zip file of a learning platform: whose each one is, and which counts."""

import csv
import hashlib
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from . import reader
from .assignments import ASSIGNMENTS, recognise

MOODLE = re.compile(r"^(?P<student>.+?)_(?P<number>\d+)_assignsubmission_file_?(?P<file>.*)$")
CANVAS = re.compile(r"^(?P<student>[^_\W]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_(?P<file>.+?)(?:-(?P<attempt>\d+))?\.ipynb$", re.I)
HANDED_IN = re.compile(rf"^(?:{'|'.join(ASSIGNMENTS)})-(?P<student>.+)\.ipynb$")
SKIPPED = re.compile(r"(^|/)(\.|__MACOSX|my_points\.json$)")


class NothingThere(Exception):
    """The place that was named holds nothing to grade; says what was found."""


@dataclass
class Submission:
    """One file that was handed in."""

    student: str
    file: str  # its name within the folder or zip, for people
    time: datetime
    place: Path  # the file, or the zip that it is in
    member: str = ""
    late: bool = False
    attempt: int = 0
    number: str = ""  # the platform's, of the student
    assignment: str | None = None
    content: bytes = b""
    problem: str = ""
    older: list = field(default_factory=list)  # names of earlier files by the same student

    @property
    def key(self):
        """A name for the files about it: readable, and never the same for two students or two notebooks."""
        plain = re.sub(r"[^\w.-]+", "_", self.student).strip("._")[:60] or "unnamed"
        mark = hashlib.sha256(f"{self.student}\n{self.assignment or self.file}".encode()).hexdigest()[:6]
        return f"{plain}--{self.assignment or 'unknown'}-{mark}"


def collect(place, assignment=None, due=None):
    """(submissions that count, names of files that are no notebook). The newest of each student and notebook counts.

    place: a folder or a zip file. assignment: the notebook that was asked for; without it each file tells. due: a datetime;
    later ones are marked as late.
    """
    place = Path(place)
    if place.is_dir():
        found, others = _in_folder(place)
    elif zipfile.is_zipfile(place):
        found, others = _in_zip(place)
    else:
        what = "is neither a folder nor a zip file" if place.exists() else "does not exist"
        raise NothingThere(f"{place} {what}. Name the folder with the notebooks, or the zip file of your learning platform.")
    if not found:
        raise NothingThere(f"No notebook (.ipynb) was found in {place}; there are {len(others)} other files.")
    for submission in found:
        submission.assignment = assignment or _assignment(submission)
        submission.late |= due is not None and submission.time > due
    _tell_apart(found)
    return _newest(found), others


def _in_folder(place):
    found, others = [], []
    for path in sorted(path for path in place.rglob("*") if path.is_file() or path.is_symlink()):
        name = path.relative_to(place).as_posix()
        if SKIPPED.search(name) or path.is_symlink():
            continue
        if path.suffix.lower() != ".ipynb":
            others.append(name)
            continue
        submission = _named(name, datetime.fromtimestamp(path.stat().st_mtime), path)
        with open(path, "rb") as file:
            submission.content = file.read(reader.MAX_FILE + 1)
        found.append(submission)
    return found, others


def _in_zip(place):
    found, others = [], []
    with zipfile.ZipFile(place) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            name = entry.filename
            if entry.is_dir() or SKIPPED.search(name):
                continue
            if PurePosixPath(name).suffix.lower() != ".ipynb":
                others.append(name)
                continue
            submission = _named(name, _zip_time(entry), place, name)
            try:
                with archive.open(entry) as file:  # what an entry says of its own size is not believed
                    submission.content = file.read(reader.MAX_FILE + 1)
            except (OSError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile) as reason:
                submission.problem = f"The file cannot be taken out of the zip ({str(reason)[:100]})."
            found.append(submission)
    return found, others


def _zip_time(entry):
    try:
        return datetime(*entry.date_time)
    except ValueError:  # a month 0, as some programs write
        return datetime(1980, 1, 1)


def _named(name, time, place, member=""):
    """Whose it is, by the folder or the file's name, in the ways of Moodle, Canvas, hand_in, or a folder for each student."""
    parts = PurePosixPath(name).parts
    for part in parts:
        moodle = MOODLE.match(part)
        if moodle:
            return Submission(moodle["student"], name, time, place, member, number=moodle["number"])
    canvas = CANVAS.match(parts[-1])
    if canvas:
        attempt = int(canvas["attempt"] or 0)
        late, number = bool(canvas["late"]), canvas["number"]
        return Submission(canvas["student"], name, time, place, member, late=late, attempt=attempt, number=number)
    handed_in = HANDED_IN.match(parts[-1])
    folders = [part for part in parts[:-1] if part != "handed_in"]
    if handed_in and not folders:
        return Submission(handed_in["student"].replace("_", " "), name, time, place, member)
    return Submission(folders[0] if folders else PurePosixPath(name).stem, name, time, place, member)


def _assignment(submission):
    """Told by the content; by the file's name where the content cannot be read."""
    try:
        found = recognise(reader.read(submission.content))
        return found.name if found else None
    except reader.Unreadable:
        return next((name for name in ASSIGNMENTS if name in PurePosixPath(submission.file).name), None)


def _tell_apart(found):
    """Two students of one name, who have handed in the same notebook under two numbers, are called by their numbers too."""
    numbers = {}
    for submission in found:
        numbers.setdefault((submission.student, submission.assignment), set()).add(submission.number)
    for submission in found:
        if submission.number and len(numbers[submission.student, submission.assignment] - {""}) > 1:
            submission.student = f"{submission.student} ({submission.number})"


def _newest(found):
    """For each student and notebook the newest file, which knows the names of the others."""
    groups = {}
    for submission in found:
        groups.setdefault((submission.student, submission.assignment or submission.file), []).append(submission)
    chosen = []
    for group in groups.values():
        *older, newest = sorted(group, key=lambda submission: (submission.attempt, submission.time, submission.file))
        newest.older = [submission.file for submission in older]
        chosen.append(newest)
    return sorted(chosen, key=lambda submission: (submission.student.casefold(), submission.assignment or ""))


# --- the roster


def roster(path):
    """Rows of a csv file with a heading, as dicts; every column may hold what a student is known by."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = [{str(key): str(value or "") for key, value in row.items()} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as reason:
        raise NothingThere(f"The roster {path} cannot be read: {reason}.") from None
    if not rows:
        raise NothingThere(f"The roster {path} holds no student. It is a csv file: a heading, then one line for each.")
    return rows


def missing(rows, students):
    """The rows of the roster that none of these students belongs to. Capitals, accents, order of names and signs do not count."""
    there = {_letters(re.sub(r" \(\d+\)$", "", student)) for student in students}
    return [row for row in rows if not _names(row) & there]


def _names(row):
    """All that a student of the roster may be called by: each column, an address without its host, the first two columns together.

    Each also with the last word first, as platforms write it: Ada King Lovelace is lovelaceadaking there.
    """
    values = [value for value in row.values() if value.strip()]
    values += [value.split("@")[0] for value in values if "@" in value] + [" ".join(values[:2]), " ".join(values[1::-1])]
    turned = [" ".join(value.split()[-1:] + value.split()[:-1]) for value in values]
    return {_letters(value) for value in values + turned}


def _letters(name):
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
