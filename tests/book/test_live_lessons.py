"""Every lesson in JupyterLab: it runs from top to bottom, prints what is stored, and each of its widgets is alive."""

import re

import pytest
from browsing import NOTEBOOKS
from live import complaints, opened, printed, run_all, scroll_to, stored
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = [f"{name.removeprefix('lessons/')}.ipynb" for name in NOTEBOOKS if "/exercises/" not in name]
UNREPEATABLE = "nbval-ignore-output"
# A slider that stands at its right end can only go left
KEY = "node => node.tagName === 'BUTTON' ? 'Enter' : node.max && node.value === node.max ? 'ArrowLeft' : 'ArrowRight'"
FIRST = "input[type=range], .bl-body input[type=radio]:checked, select, button"


@pytest.mark.parametrize("notebook", LESSONS)
def test_the_lesson_runs_prints_what_is_stored_and_its_widgets_answer(browser, lab, notebook):
    with opened(browser, lab, notebook) as page:
        cells = run_all(page)
        assert complaints(cells) == []
        pairs = zip(cells, stored(notebook), strict=True)
        differ = [there["source"] for here, there in pairs if printed(here) != printed(there)]
        assert not [source for source in differ if source not in unrepeatable(notebook)]
        for cell in stored(notebook):
            html = "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell["outputs"])
            title = re.search(r'data-widget="(?!quiz)[\w-]+".*?"title":\s*"((?:[^"\\]|\\.)*)"', html, re.S)
            if title:
                scroll_to(page, "".join(cell["source"]))
                answers(page, title.group(1))


def unrepeatable(notebook):
    return [cell["source"] for cell in stored(notebook) if UNREPEATABLE in cell["metadata"].get("tags", [])]


def answers(page, title):
    """Make the prediction, press a key on the first control that moves, and see the widget change."""
    widget = page.locator("section.bl-explorer").filter(has=page.get_by_text(title, exact=True)).first
    question = widget.locator(".bl-question")
    if question.locator("input").count():
        question.locator("input").first.check()
        question.get_by_role("button").press("Enter")
        expect(question).to_contain_text("You predicted")
    body = widget.locator(".bl-body")
    for control in body.locator(FIRST).all():
        before = body.inner_text()
        control.press(control.evaluate(KEY))
        try:
            expect(body).not_to_have_text(before, use_inner_text=True, timeout=5000)
            return
        except AssertionError:
            continue
    pytest.fail(f"no control of {title!r} answers")
