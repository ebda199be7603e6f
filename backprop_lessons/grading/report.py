"""What comes out: a page for each student, and one table for the instructor."""

import csv
import io
import re
from functools import lru_cache
from pathlib import Path

from ..exercises.feedback import points_text, with_code
from .assignments import LESSONS

STATUS = {
    "right": "right", "wrong": "not yet right", "blank": "not answered", "not read": "not looked at", "not run": "not looked at",
}  # fmt: skip
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")  # first letters that a spreadsheet would take for a formula


def page(result, book=""):
    """The feedback page of one result, as HTML that needs no other file. All that came from the student is shown as text."""
    return _template().render(
        r=result, status=STATUS, link=lambda lesson: _link(lesson, book), number=_number, points=points_text, coded=_coded
    )


def _coded(text):
    """A text, and what stands between backticks in it as code, as in the notebook."""
    from markupsafe import Markup

    return Markup(with_code(text))  # with_code escapes everything first


@lru_cache(maxsize=1)
def _template():
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((Path(__file__).parent / "feedback.html").read_text(encoding="utf-8"))


def _link(lesson, book):
    """The address of a lesson in the book, "" where the book's address is not known."""
    found = re.match(r"lesson ([1-8])", lesson)
    return f"{book.rstrip('/')}/lessons/{LESSONS[int(found[1]) - 1]}.html" if book and found else ""


def _number(value):
    return f"{value:g}" if isinstance(value, (int, float)) else ""


def grades(results, missing=()):
    """grades.csv: a line for each result and for each student of the roster without one."""
    ids = sorted({exercise["id"] for result in results for exercise in result["exercises"]}, key=_in_order)
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\n")
    heading = ["student", "assignment", "points", "out_of", "status", *ids, "claimed", "late", "file", "older", "notes", "sandbox", "seed"]
    table.writerow(heading)
    for result in results:
        points = {exercise["id"]: exercise["points"] for exercise in result["exercises"]}
        status = result["problem"] or "graded"
        row = [result["student"], result["assignment"] or "", _number(result["points"]), _number(result["out_of"]), status]
        row += [_number(points[id]) if id in points else "" for id in ids]
        row += [_number(result["claimed"]), "late" if result["late"] else "", result["file"], "; ".join(result["older"])]
        table.writerow([_safe(cell) for cell in [*row, "; ".join(result["notes"]), result["sandbox"], result["seed"]]])
    for row in missing:
        table.writerow([_safe(cell) for cell in [_name(row), "", "0", "", "missing", *[""] * (len(heading) - 5)]])
    return lines.getvalue()


def _name(row):
    """A student of the roster by name: the first two columns without numbers and addresses, or whatever there is."""
    values = [value for value in row.values() if value]
    names = [value for value in values if not re.search(r"[@\d]", value)]
    return " ".join((names or values)[:2])


def _in_order(id):
    return [int(number) for number in id.split(".")]


def _safe(cell):
    """A text that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell).replace("\n", " ")
    return f"'{text}" if text.startswith(DANGEROUS) and not re.fullmatch(r"-?\d+(\.\d+)?", text) else text
