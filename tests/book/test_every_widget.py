"""Every widget of every page, from disk and without a network: each control is moved by keyboard, and the page answers."""

import pytest
from browsing import DESKTOP, PHONE, WITH_WIDGETS
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

CONTROLS = "input[type=range], input[type=radio]:checked, input[type=checkbox], input[type=number], select, button, summary"
# What a widget shows: its words, its drawings, and what its controls say to a screen reader
SHOWN = """root => [root.innerText, ...[...root.querySelectorAll("svg")].map((svg) => svg.outerHTML.replace(/bl-clip[\\w-]+/g, "")),
    ...[...root.querySelectorAll("input, select, details, canvas")].map((node) =>
        [node.value, node.checked, node.open, node.getAttribute("aria-valuetext"), node.toDataURL?.()].join())].join("\\n")"""
# The same without the control itself: somewhere else on the widget something must have changed
ANSWER = """([root, control]) => {
    const copy = root.cloneNode(true);
    const place = [...root.querySelectorAll("*")].indexOf(control);
    const own = [...copy.querySelectorAll("*")][place];
    (own.closest(".bl-control") ?? own).remove();
    copy.querySelectorAll("[id^=bl-clip]").forEach((node) => node.removeAttribute("id"));
    return copy.innerHTML.replace(/bl-clip[\\w-]+/g, "")
        + [...root.querySelectorAll("canvas")].map((canvas) => canvas.toDataURL()).join();
}"""


def widgets_of(page):
    return page.locator("section.bl-explorer").all()


def open_by_keyboard(page, widget):
    """Make the prediction that a widget asks for, by keyboard alone."""
    question = widget.locator(".bl-question")
    if question.locator("input").count():
        question.locator("input").first.focus()
        page.keyboard.press("Space")
        question.get_by_role("button").focus()
        page.keyboard.press("Enter")
        expect(question).to_contain_text("You predicted")


def keys_for(control):
    kind = control.evaluate("node => node.type === undefined ? node.tagName.toLowerCase() : node.type")
    return {
        "range": ["ArrowRight", "ArrowLeft", "Home", "End"],
        "radio": ["ArrowDown"],
        "checkbox": ["Space"],
        "number": ["ArrowUp"],
        "select-one": ["ArrowDown", "ArrowUp"],
    }.get(kind, ["Enter"])


def usable(control):
    return control.is_visible() and control.is_enabled() and control.evaluate("node => !node.closest('[inert]')")


def move(page, widget, control):
    """Press the control's keys until something beside the control has changed; False if nothing ever does."""
    control.focus()
    assert control.evaluate("node => node === document.activeElement"), "cannot be reached by keyboard"
    for key in keys_for(control):
        handles = [widget.element_handle(), control.element_handle()]
        if not handles[1].evaluate("node => node.isConnected"):
            return True
        before = widget.evaluate(SHOWN), page.evaluate(ANSWER, handles)
        page.keyboard.press(key)
        page.wait_for_timeout(250 if handles[1].evaluate("node => node.tagName") == "BUTTON" else 30)
        if not handles[1].evaluate("node => node.isConnected"):
            return True  # it made room for something else
        after = widget.evaluate(SHOWN), page.evaluate(ANSWER, handles)
        if before[0] != after[0] and before[1] != after[1]:
            return True
    return False


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_every_control_answers_the_keyboard(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html", offline=True, viewport=DESKTOP, reduced_motion="reduce")
    dead = []
    for widget in widgets_of(page):
        title = widget.locator(".bl-title").first.inner_text()
        open_by_keyboard(page, widget)
        count = widget.locator(".bl-body").locator(CONTROLS).count()
        assert count, f"{title}: no control"
        for place in range(count):
            control = widget.locator(".bl-body").locator(CONTROLS).nth(place)
            if control.count() and usable(control) and not move(page, widget, control):
                dead.append(f"{title}: {control.evaluate('node => node.outerHTML')[:120]}")
    assert not dead


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_every_control_has_a_name_and_a_focus_that_is_seen(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html", offline=True)
    wrong = []
    for widget in widgets_of(page):
        open_by_keyboard(page, widget)
        for control in widget.locator(CONTROLS).all():
            if not usable(control):
                continue
            control.focus()
            page.keyboard.press("Shift+Tab")
            page.keyboard.press("Tab")
            says = control.evaluate("""node => {
                const style = getComputedStyle(node);
                const name = node.labels?.[0]?.innerText.trim() || node.getAttribute("aria-label") || node.innerText.trim();
                const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
                return { name, here: node === document.activeElement, seen };
            }""")
            if not (says["name"] and (says["seen"] or not says["here"])):
                wrong.append((control.evaluate("node => node.outerHTML")[:120], says))
    assert not wrong


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_on_a_phone_everything_fits_and_can_be_hit_and_read(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html", offline=True, viewport=PHONE, has_touch=True)
    wrong = []
    for widget in widgets_of(page):
        open_by_keyboard(page, widget)
        title = widget.locator(".bl-title").first.inner_text()
        for part in widget.locator("input, select, button, summary, figure, svg, canvas").all():
            box = part.bounding_box() if part.is_visible() else None
            if not box:
                continue
            if box["x"] < 0 or box["x"] + box["width"] > PHONE["width"] + 0.5:
                wrong.append(f"{title}: outside the screen: {part.evaluate('node => node.outerHTML')[:100]}")
            if part.evaluate("node => node.matches('input[type=range], select, button, summary')") and box["height"] < 24:
                wrong.append(f"{title}: too small for a finger: {part.evaluate('node => node.outerHTML')[:100]}")
        sizes = widget.locator("svg text").evaluate_all("""texts => texts.map((text) => {
            const { a, b } = text.getScreenCTM();
            return parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
        })""")
        if sizes and min(sizes) < 11:
            wrong.append(f"{title}: letters of {min(sizes):.1f} px")
        texts = widget.locator("svg text").evaluate_all("""texts => texts.filter((text) => {
            const box = text.getBoundingClientRect(), svg = text.ownerSVGElement.getBoundingClientRect();
            return box.width && (box.left < svg.left - 2 || box.right > svg.right + 2);
        }).map((text) => text.textContent)""")
        wrong += [f"{title}: cut off in the drawing: {text}" for text in texts]
    assert not wrong


@pytest.mark.parametrize("name", WITH_WIDGETS)
def test_without_scripts_every_widget_can_be_read(visit, built, name):
    page = visit(f"{built.as_uri()}/{name}.html", offline=True, java_script_enabled=False)
    for fallback in page.locator(".bl-widget .bl-fallback").all():
        assert len(fallback.inner_text()) > 60
        assert fallback.locator("table, details").count(), "no table and no answers"
