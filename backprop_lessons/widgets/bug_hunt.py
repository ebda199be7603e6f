"""The bug hunt: thirteen planted bugs; which of them would accuracy show, and which would pass?"""

import html

from traitlets import Bool, Dict, List, TraitError, Unicode, validate

from .. import bug_hunt
from ..bugs import BUGS
from .base import PageWidget, table

PASSES = 0.91  # a mean test accuracy above it looks like right code
MEASURED = 1e-7  # relative errors below it are rounding, and differ from machine to machine


class BugHunt(PageWidget):
    """Predict for each planted bug whether accuracy shows it; then see its accuracies and its gradient check.

    rows: from `bug_hunt.table(seeds)`; by default of two seeds, which takes some seconds. `answers`, the predictions so far (True
    for "accuracy shows it", None for none), can be read and set from the next cell.
    """

    module = "bug_hunt"

    title = Unicode("Thirteen bugs: would accuracy show them?").tag(sync=True)
    items = List(help="the bugs in order, and what was found").tag(sync=True)
    right = Dict(help="what was found for the right code").tag(sync=True)
    question = Dict().tag(sync=True)
    answers = List(Bool(allow_none=True), help="predictions so far").tag(sync=True)

    def __init__(self, rows=None, answers=()):
        rows = {row.bug: row for row in (bug_hunt.table() if rows is None else rows)}
        found = {bug: _found(row) for bug, row in rows.items()}
        words = ("name", "right", "wrong", "why")
        items = [{**{word: getattr(BUGS[bug], word) for word in words}, **found[bug]} for bug in BUGS]
        super().__init__(items=items, right=found[None], question=_question(found[None]), answers=list(answers))

    @validate("answers")
    def _check_answers(self, proposal):
        if len(proposal["value"]) > len(self.items):
            raise TraitError(f"answers: expected at most {len(self.items)}, got {len(proposal['value'])}")
        return proposal["value"]

    def page_state(self):
        return {"title": self.title, "question": self.question, "items": self.items, "right": self.right, "answers": self.answers}

    def fallback(self):
        rows = [["none: the right code", "", self.right["accuracy"], self.right["relative_error"]]]
        rows += [[item["name"], item["wrong"], item["accuracy"], item["relative_error"]] for item in self.items]
        words = "Thirteen bugs, each in one line of backward: the accuracy on the test digits, and the gradient check."
        return f"<p>{html.escape(words)}</p>{table(['bug', 'the wrong line', 'test accuracy', 'relative error'], rows)}"


def _found(row):
    accuracies = [f"{100 * value:.0f}" for value in (min(row.accuracies), max(row.accuracies))]
    seen = sum(row.accuracies) / len(row.accuracies) <= PASSES
    caught = min(row.relative_errors) > MEASURED
    return {"seen": seen, "caught": caught, "accuracy": f"{_range(accuracies)}\u00a0%", "relative_error": _errors(row.relative_errors)}


def _errors(values):
    return "below 1e-7" if max(values) < MEASURED else _range([f"{value:#.2g}" for value in (min(values), max(values))])


def _range(ends):
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"


def _question(right):
    return {
        "prompt": f"First a prediction. Trained with right code, a small network reaches {right['accuracy']} of the test digits. Now "
        f"thirteen bugs are planted in backward, one at a time. With how many of the thirteen does it still pass {100 * PASSES:.0f} %?",
        "options": ["with 1", "with 4", "with 7", "with 10"],
        "after": "Now go through them one by one: would you find this one by looking at the accuracy?",
    }
