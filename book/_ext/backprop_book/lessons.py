"""Links from prose to the lessons: one table, and the role {lesson}`3`, which links to a lesson once it is in the contents."""

import re
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

CONTENTS = Path(__file__).resolve().parents[3] / "_toc.yml"


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
