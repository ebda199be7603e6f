"""The tables of the page "Published numbers", made at each build from the rows that the tests check."""

import importlib
import re
import sys
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

ROOT = Path(__file__).resolve().parents[3]
TESTS = ROOT / "tests"
# What stands behind the numbers: the rows, this file, and the package without its figures and widgets
SOURCES = ("tests/published/*.py", "book/_ext/backprop_book/published.py", "backprop_lessons/*.py")
ROW_HEADS = ("quantity", "printed", "ours", "ours − printed", "verdict")
ANCHOR_HEADS = ("input", "must give", "ours", "the plain formula gives")
HEAD_ATTRIBUTES = dict.fromkeys(("printed", "must give", "ours", "ours − printed"), ' class="text-end"')
HEAD_ATTRIBUTES |= dict.fromkeys(("quantity", "input"), ' style="min-width: 7rem"')


class PublishedDirective(Directive):
    """```{published} NAME``` puts a table of published numbers into a page; a row that is not true stops the build."""

    required_arguments = 1

    def run(self):
        published = numbers()
        name = self.arguments[0]
        if name not in published.TABLES:
            raise self.error(f"no table is called {name!r}; there are {', '.join(published.TABLES)}")
        environment = self.state.document.settings.env
        for source in sources():
            environment.note_dependency(str(source))
        try:
            return [nodes.raw("", html(published.TABLES[name], source_is_new(published.TABLES, name)), format="html")]
        except ValueError as problem:
            raise self.error(str(problem)) from problem


def numbers():
    """The tests' package `published`: their data, not their code."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    return importlib.import_module("published")


def source_is_new(tables, name):
    """Whether the table before this one is from somebody else."""
    names = list(tables)
    before = names[names.index(name) - 1] if names[0] != name else None
    return before is None or tables[before].source != tables[name].source


def sources():
    """The files that the tables depend on."""
    return sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))


def connect(app):
    app.add_directive("published", PublishedDirective)


# --- a table in HTML


def html(table, name_source=True):
    """The table, in the box in which it scrolls on a small screen; above it, where it is new, who printed the numbers."""
    heads, make = (ROW_HEADS, row_cells) if table.source else (ANCHOR_HEADS, anchor_cells)
    places = [max(decimals(text) for text in column) for column in zip(*map(texts, table.rows), strict=True)]
    head = "".join(f'<th scope="col"{HEAD_ATTRIBUTES.get(name, "")}>{name}</th>' for name in heads)
    body = "".join(f"<tr>{make(row, places)}</tr>\n" for row in table.rows)
    return (
        f"{source_line(table) if name_source else ''}"
        f'<div class="pst-scrollable-table-container"><table class="table" id="table-{table.name}">\n'
        f'<caption class="text-start">{escape(table.caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def texts(row):
    """The two numbers of a row, as they are written."""
    return (getattr(row, "printed", ""), row.shown())


def source_line(table):
    if not table.source:
        return ""
    name, address = table.source
    return f'<p>Printed by: <a class="reference external" href="{escape(address)}">{escape(name)}</a></p>\n'


def row_cells(row, places):
    verdict, printed, ours = row.verdict(), row.printed, row.shown()
    difference = "" if row.difference() is None else power_of_ten(row.difference())
    if verdict == "differs":
        printed, ours = mark_where_they_part(printed, ours)
    return (
        quantity(row)
        + number(printed or "–", places[0], row.printed or "–")
        + number(ours, places[1], row.shown())
        + f'<td class="text-end text-nowrap">{difference}</td>'
        + f"<td>{sentence(row, verdict)}</td>"
    )


def sentence(row, verdict):
    """The verdict in words; where the numbers differ, why, and the number that comes out in that way."""
    if verdict == "differs":
        proof = f'<span class="text-nowrap">{format(row.theirs(), row.form)}</span>'
        return f"<strong>differs</strong>: {escape(row.because)}, which gives {proof}"
    return ", ".join(part for part in (verdict or "not printed", escape(row.note)) if part)


def anchor_cells(row, places):
    return (
        quantity(row)
        + number(format(row.value, row.form), 0)
        + number(row.shown(), 0)
        + f"<td>{escape(row.naive_result())}</td>"
    )


def quantity(row):
    text = re.sub("`(.+?)`", r"<code>\1</code>", escape(row.quantity))
    return f'<th scope="row" class="fw-normal">{text}</th>'


def number(markup, places, text=None):
    """A cell whose decimal point stands below those of the other rows: unseen zeros fill the column up."""
    text = markup if text is None else text
    missing = places - decimals(text)
    filling = ("" if "." in text else ".") + "0" * missing if missing > 0 else ""
    unseen = f'<span class="invisible" aria-hidden="true">{filling}</span>' if filling else ""
    return f'<td class="text-end text-nowrap">{markup}{unseen}</td>'


def decimals(text):
    """How many digits stand after the point."""
    return len(text.split(".")[1]) if re.fullmatch(r"-?\d+\.\d+", text) else 0


def mark_where_they_part(printed, ours):
    """Both numbers, bold from the first digit that is not the same."""
    same = 0
    while same < min(len(printed), len(ours)) and printed[same] == ours[same]:
        same += 1
    return tuple(f"{text[:same]}<strong>{text[same:]}</strong>" if text[same:] else text for text in (printed, ours))


def power_of_ten(value):
    """-1.503e-7 as −1.5 · 10⁻⁷; numbers of ordinary size as they are."""
    if value == 0:
        return "0"
    sign = "−" if value < 0 else ""
    if abs(value) >= 1e-4:
        return f"{sign}{abs(value):.2g}"
    digits, exponent = f"{abs(value):.1e}".split("e")
    return f"{sign}{digits} · 10<sup>−{-int(exponent)}</sup>"
