"""Links from prose to the lessons: one table, and the role {lesson}`3`, which links to a lesson once it is in the contents."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

ROOT = Path(__file__).resolve().parents[3]
CONTENTS = ROOT / "_toc.yml"


class Lesson(NamedTuple):
    document: str
    title: str


LESSONS = {
    1: Lesson("lessons/01_neuron", "A neuron that learns"),
    2: Lesson("lessons/02_forward", "Forward propagation"),
    3: Lesson("lessons/03_costs", "Cost functions"),
    4: Lesson("lessons/04_chain_rule", "The chain rule"),
    5: Lesson("lessons/05_backpropagation", "Backpropagation"),
    6: Lesson("lessons/06_gradient_descent", "Gradient descent"),
    7: Lesson("lessons/07_real_network", "Training a real network"),
    8: Lesson("lessons/08_million_weights", "A million weights"),
}


def connect(app):
    app.add_role("lesson", role)


def role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{lesson}`3` is "lesson 3"; {lesson}`Lesson 3: cost functions` keeps its own words."""
    found = re.search(r"\d+", text)
    if not found or int(found[0]) not in LESSONS:
        message = f"lesson: expected one of the numbers {min(LESSONS)} to {max(LESSONS)}, got {text!r}"
        return [], [inliner.reporter.error(message, line=lineno)]
    words = f"lesson {text}" if text.strip().isdigit() else text
    return [link(inliner.document.settings.env, int(found[0]), words)], []


def link(environment, number, words=""):
    """A node that leads to the lesson if its notebook is in the contents, and is plain text before that."""
    environment.note_dependency(str(CONTENTS))  # a page is read again when a lesson joins
    document, words = LESSONS[number].document, words or f"lesson {number}"
    inner = nodes.inline("", words)
    if document not in environment.found_docs:
        return inner
    return addnodes.pending_xref(
        "", inner, refdomain="std", reftype="doc", reftarget=f"/{document}", refexplicit=True, refdoc=environment.docname,
        refwarn=True,
    )  # fmt: skip


def section(environment, number):
    """A node that leads to a section by its number, "7.5", if its notebook is in the contents, and is plain text before that."""
    document, words = LESSONS[int(number.split(".")[0])].document, f"section {number}"
    for source in (CONTENTS, ROOT / f"{document}.ipynb"):
        environment.note_dependency(str(source))
    if document not in environment.found_docs:
        return nodes.inline("", words)
    return nodes.reference("", words, internal=True, refuri=f"../{document}.html#{anchor(number)}")


def anchor(number):
    """The id of a section on its lesson's page. Raises ValueError if the lesson has no such section."""
    document = LESSONS[int(number.split(".")[0])].document
    title = headings(document).get(number)
    if title is None:
        raise ValueError(f"{document} has no section {number}")
    return nodes.make_id(title)


@lru_cache
def headings(document):
    """Number of a section -> its title, for the sections of a notebook that have one: {"7.1": "The data, without leaks", …}."""
    cells = json.loads((ROOT / f"{document}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return dict(re.findall(r"^## (\d+\.\d+) (.+)$", text, re.M))
