"""axe-core at WCAG 2.2 AA finds nothing on any page, in light and dark, on a desktop and on a phone, closed and opened."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browsing import DESKTOP, PAGES, PHONE, watched_page

from tools.pages import LAID_OUT, WCAG

pytestmark = pytest.mark.browser


def findings(page):
    """Each finding as one line: the rule, the element, what axe says about it."""
    options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    result = page.evaluate(f"axe.run(document, {json.dumps(options)})")
    assert result["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['html'][:160]} ({(node['any'] or node['all'] or node['none'])[0]['message'][:200]})"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def open_everything(page):
    """Answer, predict and unfold whatever can be, so that no state of the page goes unseen."""
    for box in page.locator(".bl-question").all():
        box.locator("input[type=radio]").last.check()
        box.locator("button").click()
    for question in page.locator(".bl-item").all():
        question.locator("input[type=radio]").last.check()
        question.locator("button").click()
    page.evaluate("() => document.querySelectorAll('article details').forEach((details) => { details.open = true; })")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, "search", "genindex"])
def test_axe_finds_nothing(browser, built, name, theme):
    """The page as it opens at one width and opened up at the other; the second theme has them the other way round."""
    first, second = (DESKTOP, PHONE) if theme == "light" else (PHONE, DESKTOP)
    address, settings = f"{built.as_uri()}/{name}.html", {"color_scheme": theme, "reduced_motion": "reduce"}
    found = []
    for state, size in (("as it opens", first), ("opened", second)):
        with watched_page(browser, address, viewport=size, **settings) as page:
            assert page.locator("html").get_attribute("data-theme") == theme
            if state == "opened":
                open_everything(page)
            page.wait_for_function(LAID_OUT, polling=200)
            page.evaluate(AXE_SCRIPT)
            found += [f"{size['width']} px, {state}: {line}" for line in findings(page)]
    assert not found, "\n".join([f"{len(found)} findings, the first:", *found[:12]])


def test_axe_does_look(browser, built):
    """A picture without a description, a control without a name and pale text on the first page are all three found."""
    with watched_page(browser, f"{built.as_uri()}/{PAGES[0]}.html") as page:
        page.evaluate(AXE_SCRIPT)
        page.evaluate("""() => document.querySelector("article").insertAdjacentHTML("afterbegin",
            '<img src="data:,"><input type="range"><p style="color: #bbb; background: #fff">pale</p>')""")
        assert {line.split(":")[0] for line in findings(page)} == {"image-alt", "label", "color-contrast"}
