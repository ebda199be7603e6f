"""A printable sheet of the questions that ask for a number or a choice, with fresh numbers, and its key.

    python -m backprop_lessons.exercises.worksheet 7            # or: make worksheet SEED=7

The same seed gives the same sheet, so that a class can have one sheet, or every student another.
"""

import argparse
import html
import sys
from pathlib import Path

import numpy as np

from .feedback import points_text
from .registry import EXERCISES

FOLDER = Path("_build")
STYLE = """
body { font: 12pt/1.5 Georgia, "Times New Roman", serif; max-width: 42em; margin: 2em auto; padding: 0 1em; color: #000; background: #fff }
h1 { font-size: 1.5em } h2 { font-size: 1.15em; margin: 1.8em 0 .4em } section { break-inside: avoid }
.blank { border-bottom: 1px solid #000; display: inline-block; min-width: 9em; height: 1.4em } .lines p { margin: .5em 0 }
table { border-collapse: collapse } td, th { padding: .15em .8em .15em 0; text-align: left; vertical-align: top }
ol { margin: .3em 0; padding-left: 1.6em } header p { margin: .2em 0 } @media print { body { margin: 0 } }
"""
CONVENTIONS = (
    "<p>Examples are rows; weights have the shape (inputs, units); the cost is a mean over the examples, the quadratic cost with "
    "its ½; log is the natural logarithm. Give at least four digits.</p>"
)


def questions(seed, chapters=None):
    """[(exercise, Sheet)] of all questions that have a printed form, each with numbers drawn from `seed` and its own id."""
    found = []
    for exercise in EXERCISES.values():
        if exercise.sheet and (chapters is None or exercise.chapter in chapters):
            number = [int(part) for part in exercise.id.split(".")]
            found.append((exercise, exercise.sheet(np.random.default_rng([seed, *number]))))
    return found


def sheet_html(seed, chapters=None):
    """The sheet: every question with lines to write on."""
    sections = []
    for exercise, sheet in questions(seed, chapters):
        points = points_text(exercise.points, exercise.points).split(" of ")[-1]
        lines = "".join(f"<p>{label}: <span class='blank'></span></p>" for label, _ in sheet.answers)
        title = f"{exercise.id} {html.escape(exercise.title)} ({points})"
        sections.append(f"<section><h2>{title}</h2><p>{sheet.question}</p><div class='lines'>{lines}</div></section>")
    head = "<p>Name: <span class='blank'></span> &nbsp; Date: <span class='blank'></span></p>"
    return _page(f"Exercise sheet {seed}", head + CONVENTIONS, "".join(sections))


def key_html(seed, chapters=None):
    """The answers of the same sheet, in a table."""
    rows = []
    for exercise, sheet in questions(seed, chapters):
        answers = "<br>".join(f"{label}: <strong>{answer}</strong>" for label, answer in sheet.answers)
        rows.append(f"<tr><th scope='row'>{exercise.id}</th><td>{answers}</td></tr>")
    return _page(f"Key to exercise sheet {seed}", "", f"<table><tbody>{''.join(rows)}</tbody></table>")


def write(seed, folder=FOLDER, chapters=None):
    """Write both files; return their paths."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"worksheet-{seed}.html", folder / f"worksheet-{seed}-key.html"
    for path, text in zip(paths, (sheet_html(seed, chapters), key_html(seed, chapters)), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def _page(title, head, body):
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><header><h1>{title}</h1>{head}</header><main>{body}</main></body></html>\n"
    )


def main(argv=None):
    parser = argparse.ArgumentParser(prog="worksheet", description="A printable exercise sheet with fresh numbers, and its key.")
    parser.add_argument("seed", type=int, nargs="?", default=1, help="a whole number, 0 or above: it chooses the numbers (default 1)")
    parser.add_argument("--chapters", type=int, nargs="+", help="only these chapters, such as 1 2 3")
    parser.add_argument("--folder", default=FOLDER, help="where to write (default _build)")
    options = parser.parse_args(argv)
    if options.seed < 0:
        parser.error(f"seed: expected a whole number, 0 or above, got {options.seed}")
    if not questions(options.seed, options.chapters):
        there = sorted({exercise.chapter for exercise in EXERCISES.values() if exercise.sheet})
        parser.error(f"--chapters: expected some of {', '.join(map(str, there))}, got {', '.join(map(str, options.chapters))}")
    sheet, key = write(options.seed, options.folder, options.chapters)
    print(f"The sheet is at {sheet}\nIts key is at {key}\nOpen them in a browser and print them from there.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
