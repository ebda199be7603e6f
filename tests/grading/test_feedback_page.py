"""The feedback page in a browser: nothing that axe finds, nothing that it asks for, nothing wider than a phone."""

import pytest
from handed_in import copied, notebook, solved

from backprop_lessons.grading import grade
from tools.pages import DESKTOP, PHONE, WCAG

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LONG = "a_very_long_name_without_any_place_to_break_it = " + " + ".join(["'x'"] * 60)
WRONG = {
    "check-1-1": 'check("1.1", z=1, a=0.7311, slope=0.7311)',
    "stub-1-2": solved("01_neuron")["stub-1-2"],
    "stub-1-3": f"def sigmoid_prime(z):\n    {LONG}\n    return sigmoid(z)",
    "stub-1-4": "def relu(z): return z\ndef relu_prime(z): return z\ndef tanh_prime(z): return missing_name",
    "stub-1-5": "def neuron(X, w, b, act):\n    raise ValueError('<b>no</b> ' * 60)",
}
CLASS = {
    "wrong": notebook("01_neuron", WRONG, first=["import os\nos.rmdir('/nowhere')", "1 +"]),
    "right": notebook("01_neuron", solved("01_neuron")),
    "unreadable": b"{",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory, sandbox):
    """The feedback of a class, by student."""
    folder = tmp_path_factory.mktemp("graded")
    for student, content in CLASS.items():
        copied(folder, f"in/{student}/{'x' * 60}.ipynb", content)
    grade(folder / "in", folder / "out", book="https://example.org/book")
    return {path.name.split("--")[0]: path for path in (folder / "out" / "feedback").glob("*.html")}


def findings(page):
    """What axe has to say, a line each. Its program is put in past the page's own ban on scripts."""
    from axe_playwright_python.base import AXE_SCRIPT

    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
    assert len(found["passes"]) > 5
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("student", CLASS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_the_page_asks_for_nothing(browser, pages, student, theme, size):
    asked, said = [], []
    context = browser.new_context(viewport=size, color_scheme=theme, offline=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    try:
        page.goto(pages[student].as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert (page.locator("details").count() > 5) == (student == "wrong")
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert asked == [pages[student].as_uri()] and said == []
        assert findings(page) == []
    finally:
        context.close()


def test_axe_does_look(browser, pages):
    """Pale text on the page is found."""
    page = browser.new_page(color_scheme="light")
    page.goto(pages["wrong"].as_uri())
    page.evaluate("document.querySelector('main').insertAdjacentHTML('afterbegin', '<p id=pale>pale</p>')")
    page.evaluate("document.getElementById('pale').style.color = '#ccc'")
    assert [line.split(":")[0] for line in findings(page)] == ["color-contrast"]
    page.close()


def test_the_page_can_run_no_script(browser, pages, tmp_path):
    """If a student's text were ever let through as a tag, the page would still not run it."""
    text = pages["wrong"].read_text(encoding="utf-8")
    for name, head in (("guarded", ""), ("bare", "http-equiv")):
        changed = text.replace("</main>", "<script>document.title = 'run'</script></main>")
        (tmp_path / f"{name}.html").write_text(changed.replace(head, "data-off") if head else changed, encoding="utf-8")
    titles = {}
    for name in ("guarded", "bare"):
        page = browser.new_page()
        page.goto((tmp_path / f"{name}.html").as_uri())
        titles[name] = page.title()
        page.close()
    assert titles["bare"] == "run" and titles["guarded"] == "01_neuron: wrong"
