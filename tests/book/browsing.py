"""What the browser tests share: how a page is opened and watched, where the pages are."""

import contextlib
from urllib.parse import urlsplit

from tools import pages
from tools.pages import BUILT, DESKTOP, LAID_OUT, PHONE, ROOT  # noqa: F401  the tests beside this take them from here

HERE = {"127.0.0.1", "localhost"}
PAGES = pages.of_contents()
NOTEBOOKS = [name for name in PAGES if (ROOT / f"{name}.ipynb").is_file()]


def has_widgets(name):
    """Before the book is built every page may have some; the tests themselves say then what is missing."""
    path = BUILT / f"{name}.html"
    return not path.is_file() or 'class="bl-widget"' in path.read_text(encoding="utf-8")


WITH_WIDGETS = [name for name in PAGES if has_widgets(name)]


def stays_here(address):
    """Is this address part of the page, of the disk or of this machine?"""
    parts = urlsplit(address)
    return parts.scheme in ("file", "data", "blob", "about") or parts.hostname in HERE


class Watch:
    """What went wrong behind a page's back: requests that leave the site, broken ones, and errors in the console."""

    def __init__(self, context):
        self.faults = []
        context.route("**/*", self._let_pass)
        context.on("console", self._heard)
        context.on("weberror", lambda found: self.faults.append(f"page error: {found.error}"))
        context.on("response", self._answered)
        context.on("requestfailed", self._failed)

    def _let_pass(self, route):
        address = route.request.url
        if stays_here(address):
            route.continue_()
        else:
            self.faults.append(f"a request leaves the site: {address}")
            route.abort()

    def _heard(self, message):
        if message.type == "error":
            self.faults.append(f"console error: {message.text}")

    def _answered(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def _failed(self, request):
        if stays_here(request.url) and request.failure != "net::ERR_ABORTED":  # left behind when a page is left
            self.faults.append(f"{request.failure}: {request.url}")


# page.js has come to the end, and each widget that has a place on the page stands in it (mount.js)
READY = f"""{LAID_OUT} && ![...document.querySelectorAll(".bl-widget > .bl-fallback")].some((form) => form.checkVisibility())"""


def until_ready(page):
    """Wait until the page is laid out to its end and all its widgets are there."""
    page.mouse.move(1, 1)  # a sign of life: without one page.js takes its time
    page.wait_for_function(READY, polling=200)


@contextlib.contextmanager
def watched_page(browser, address=None, **options):
    """A page in a fresh profile, laid out to its end; `page.faults` is what its watch found."""
    options.setdefault("viewport", DESKTOP)
    context = browser.new_context(**options)
    context.set_default_timeout(15_000)
    watch = Watch(context)
    page = context.new_page()
    page.faults = watch.faults
    try:
        if address:
            page.goto(address, wait_until="load")
            if options.get("java_script_enabled", True):
                until_ready(page)
        yield page
    finally:
        context.close()


def tab_through(page, steps):
    """The elements that Tab reaches one after the other: what each is called, and whether its focus can be seen."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    return {
        tag: at.tagName.toLowerCase(),
        type: at.type ?? "",
        name: at.labels?.[0]?.innerText.trim() || at.getAttribute("aria-label") || at.innerText.trim(),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        widget: at.closest(".bl-widget")?.id ?? "",
    };
}"""
