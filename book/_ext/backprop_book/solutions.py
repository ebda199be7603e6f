"""The solutions, chapter by chapter, printed from the very functions that the tests hand in for full marks."""

import inspect
from html import escape
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from backprop_lessons import exercises
from backprop_lessons.exercises.exercise import ChoicePart, FunctionPart
from backprop_lessons.exercises.feedback import points_text
from backprop_lessons.exercises.registry import EXERCISES


class SolutionsDirective(Directive):
    """```{solutions} 2``` puts the folded solutions of a chapter into a page."""

    required_arguments = 1

    def run(self):
        chapter = self.arguments[0]
        chosen = [exercise for exercise in EXERCISES.values() if str(exercise.chapter) == chapter]
        if not chosen:
            chapters = ", ".join(sorted({str(exercise.chapter) for exercise in EXERCISES.values()}))
            raise self.error(f"no exercises for chapter {chapter!r}; there are some for {chapters}")
        for source in sources():
            self.state.document.settings.env.note_dependency(str(source))
        return [nodes.raw("", "".join(map(html, chosen)), format="html")]


def sources():
    return sorted(Path(exercises.__file__).parent.rglob("*.py"))


def html(exercise):
    """One exercise, folded: its functions as code, its numbers, its letters."""
    points = points_text(exercise.points, exercise.points).split(" of ")[-1]
    inside = "".join(part_html(part) for part in exercise.parts)
    title = f"{exercise.id} {exercise.title} ({points})"
    return f'<details class="bl-solution"><summary>{escape(title)}</summary>{inside}</details>'


def part_html(part):
    if isinstance(part, FunctionPart):
        code = highlight(inspect.getsource(part.solution or part.reference), PythonLexer(), HtmlFormatter(nowrap=True))
        return f'<div class="highlight-python notranslate"><div class="highlight"><pre tabindex="0">{code}</pre></div></div>'
    name = escape(part.name)
    if not isinstance(part, ChoicePart):
        return f"<p>{name} = {part.reference:.9g}</p>"
    if part.right is None:
        return f"<p>{name}: a prediction, every answer counts.</p><ul>{''.join(map(option_html, part.options))}</ul>"
    right = part.right if isinstance(part.right, tuple) else (part.right,)
    chosen = [option for option in part.options if option.key in right]
    return f"<p>{name}:</p><ul>{''.join(map(option_html, chosen))}</ul>"


def option_html(option):
    return f"<li>{escape(option.key)}) {escape(option.text)}: {escape(option.feedback)}</li>"


def connect(app):
    app.add_directive("solutions", SolutionsDirective)
