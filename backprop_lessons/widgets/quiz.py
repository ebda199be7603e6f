"""A short quiz in the page: each option has its own answer, so that a slip can be understood at once."""

import html

from traitlets import List, Unicode

from .._validation import whole
from .base import PageWidget


class Quiz(PageWidget):
    """Questions with one right option each: items = [{"prompt": …, "right": index, "options": [(text, feedback), …]}, …].

    Raises ValueError for an item without options or with an index outside them.
    """

    module = "quiz"

    title = Unicode("Check yourself").tag(sync=True)
    items = List().tag(sync=True)

    def __init__(self, items, title="Check yourself"):
        super().__init__(items=[_item(item) for item in items], title=title)

    def page_state(self):
        return {"title": self.title, "items": self.items}

    def fallback(self):
        return f"<p>{html.escape(self.title)}</p>" + "".join(_readable(item) for item in self.items)


def _item(item):
    options = [{"text": text, "feedback": feedback} for text, feedback in item["options"]]
    if whole("right", item["right"], least=0) >= len(options):
        raise ValueError(f"right: expected 0 to {len(options) - 1} for {item['prompt']!r}, got {item['right']}")
    return {"prompt": item["prompt"], "right": item["right"], "options": options}


def _readable(item):
    answers = "".join(
        f"<li>{html.escape(option['text'])}: {'right. ' if place == item['right'] else ''}{html.escape(option['feedback'])}</li>"
        for place, option in enumerate(item["options"])
    )
    return f"<p>{html.escape(item['prompt'])}</p><details><summary>Answers</summary><ul>{answers}</ul></details>"
