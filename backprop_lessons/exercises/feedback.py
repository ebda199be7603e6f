"""What the learner sees: results as plain text and as HTML that says everything in words."""

import re
from dataclasses import dataclass, field
from html import escape

SIGNS = {"right": "✓", "part": "◐", "wrong": "✗", "blank": "○"}
WORDS = {"right": "correct", "part": "partly right", "wrong": "not right yet", "blank": "not attempted yet"}
BOX = "border-left: 0.3em solid currentColor; padding: 0.1em 0.8em; margin: 0.3em 0"


def points_text(points, out_of):
    return f"{points:g} of {out_of:g} {'point' if out_of == 1 else 'points'}"


class Shown:
    """Something with a text form and an HTML form; the words are the same in both."""

    def lines(self):
        raise NotImplementedError

    def __repr__(self):
        return "\n".join(self.lines())

    def _repr_html_(self):
        first, *rest = self.lines()
        body = "".join(_html(line) for line in rest)
        return f'<div class="bl-check" style="{BOX}"><strong>{with_code(first)}</strong>{body}</div>'


def _html(line):
    """A line of text with its indentation, kept where a long line goes on below."""
    indent = len(line) - len(line.lstrip())
    return f'<div style="margin-left: {indent / 2:g}em">{with_code(line.strip())}</div>'


def with_code(text):
    """What stands between backticks is code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", escape(text))


@dataclass(repr=False)
class Note(Shown):
    """A sentence or a few lines, where there is nothing to check."""

    text: str

    def lines(self):
        return self.text.split("\n")


@dataclass(repr=False)
class PartReport:
    """One function or number of an exercise, as it was found at this attempt."""

    part: object
    finding: object
    attempt: int = 0

    @property
    def points(self):
        return self.part.points if self.finding.status == "right" else 0

    @property
    def word(self):
        """A prediction earns its points by being made, whether or not it comes true."""
        predicted = self.finding.status == "right" and getattr(self.part, "right", "") is None
        return "answered" if predicted else WORDS[self.finding.status]

    def explanation(self):
        """Where; from the second attempt what to look at; from the third a small case with numbers."""
        finding = self.finding
        texts = [finding.where]
        if self.attempt >= 2:
            texts.append(finding.idea)
        if self.attempt >= 3:
            texts.append(finding.small)
        return [line for text in texts if text for line in text.split("\n")]


@dataclass(repr=False)
class Report(Shown):
    """The result of one check."""

    exercise: object
    parts: list = field(default_factory=list)
    replay: str = ""  # how to see the same numbers again
    remarks: list = field(default_factory=list)  # on the saving of points, mostly empty

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    @property
    def passed(self):
        return self.points == self.exercise.points

    @property
    def status(self):
        """right, part, wrong or blank: of all parts together."""
        statuses = {part.finding.status for part in self.parts}
        if len(statuses) == 1:
            return statuses.pop()
        return "part" if "right" in statuses else "wrong"

    def lines(self):
        status, exercise = self.status, self.exercise
        score = points_text(self.points, exercise.points)
        head = [f"{SIGNS[status]} {exercise.id} {exercise.title}: {WORDS[status]} ({score})"]
        if len(self.parts) == 1:
            body = self.parts[0].explanation()
        elif status in ("wrong", "part") or any(part.explanation() for part in self.parts):
            body = [line for part in self.parts for line in self.part_lines(part)]
        else:
            body = []
        return head + ["  " + line for line in body] + self.last_lines()

    def part_lines(self, report):
        status = report.finding.status
        score = points_text(report.points, report.part.points)
        return [f"{SIGNS[status]} {report.part.name}: {report.word} ({score})"] + [
            "  " + line for line in report.explanation()
        ]

    def last_lines(self):
        lines = []
        wrong = [part for part in self.parts if part.finding.status == "wrong"]
        if any(part.attempt >= 3 for part in wrong):
            lines.append(f"  To read again: {self.exercise.lesson}.")
        if self.replay and wrong:
            lines.append(f"  The same numbers again: `{self.replay}`")
        return lines + [f"  {remark}" for remark in self.remarks if remark]


class Attempts(Shown):
    """What a check says at the first, the second and the third attempt."""

    def __init__(self, reports):
        self.reports = reports

    def lines(self):
        head = [f"What the check of {self.reports[0].exercise.id} says to this answer"]
        before = []
        for number, report in enumerate(self.reports, start=1):
            said = report.parts[0].explanation()
            head += [f"Attempt {number}:", *("  " + line for line in said[len(before) :])]
            before = said
        return head


class ProgressReport(Shown):
    """A table of points and a bar; with several chapters, each has a line of its own above its questions."""

    def __init__(self, rows):
        self.rows = rows  # (exercise, points, was it tried)
        self.points = sum(points for _, points, _ in rows)
        self.out_of = sum(exercise.points for exercise, _, _ in rows)

    def states(self):
        for exercise, points, tried in self.rows:
            if points == exercise.points:
                yield exercise, points, "right"
            elif points:
                yield exercise, points, "part"
            else:
                yield exercise, points, "wrong" if tried else "blank"

    def chapters(self):
        """(chapter, points, out of, its states), in order."""
        for chapter in sorted({exercise.chapter for exercise, _, _ in self.rows}):
            states = [state for state in self.states() if state[0].chapter == chapter]
            yield chapter, sum(points for _, points, _ in states), sum(exercise.points for exercise, _, _ in states), states

    def lines(self):
        width = max(len(exercise.title) for exercise, _, _ in self.rows)
        chapters, lines = list(self.chapters()), []
        for chapter, points, out_of, states in chapters:
            if len(chapters) > 1:
                lines.append(f"Chapter {chapter}: {points_text(points, out_of)}")
            lines += [
                f"{SIGNS[status]} {exercise.id}  {exercise.title:<{width}}  {points:>4g} of {exercise.points:g}  {WORDS[status]}"
                for exercise, points, status in states
            ]
        filled = round(20 * self.points / self.out_of)
        return [*lines, f"[{'#' * filled}{'.' * (20 - filled)}] {points_text(self.points, self.out_of)}"]

    def _repr_html_(self):
        chapters = list(self.chapters())
        rows = "".join(
            (_chapter_row(chapter, points, out_of) if len(chapters) > 1 else "") + "".join(_state_row(*state) for state in states)
            for chapter, points, out_of, states in chapters
        )
        head = "".join(_cell("th", word, ' scope="col"') for word in ("Question", "Points", "State"))
        total = points_text(self.points, self.out_of)
        bar = (
            f'<div role="img" aria-label="{total}" style="border: 1px solid currentColor; max-width: 24em; height: 0.8em">'
            f'<div style="background: currentColor; height: 100%; width: {100 * self.points / self.out_of:g}%"></div></div>'
        )
        return (
            f'<div class="bl-progress"><table style="border-collapse: collapse; color: inherit; margin: 0 0 0.5em 0">'
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{bar}<p><strong>{total}</strong></p></div>"
        )


def _state_row(exercise, points, status):
    style = "font-weight: normal; overflow-wrap: anywhere"
    return (
        "<tr>"
        + _cell("th", f"{exercise.id} {exercise.title}", ' scope="row"', style)
        + _cell("td", f"{points:g} of {exercise.points:g}", style="white-space: nowrap")
        + _cell("td", f"{SIGNS[status]} {WORDS[status]}")
        + "</tr>"
    )


def _chapter_row(chapter, points, out_of):
    cells = _cell("th", f"Chapter {chapter}", ' scope="row"') + _cell("td", f"{points:g} of {out_of:g}", style="font-weight: bold")
    return f"<tr>{cells}{_cell('td', '')}</tr>"


def _cell(tag, text, attributes="", style=""):
    """A cell of the table. On a narrow screen the title breaks, even inside a name."""
    return (
        f'<{tag}{attributes} style="padding: 0.15em 0.8em 0.15em 0; text-align: left; {style}">{escape(text)}</{tag}>'
    )
