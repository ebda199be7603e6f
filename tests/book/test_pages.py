"""Every built page in Chromium: it asks nothing of other sites, logs no error, leads somewhere, fits a phone, and is light."""

import gzip
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from browsing import DESKTOP, NOTEBOOKS, PAGES, PHONE, ROOT, watched_page

pytestmark = pytest.mark.browser

OTHERS = ["index", "search", "genindex"]
MOST_SENT = {"text": 200, "lesson": 400}  # KB, the design's goal
MOST_UNPACKED = {"text": 325, "lesson": 675}  # KB, just above today's figures: they may only fall


@pytest.fixture(scope="module", params=[*PAGES, *OTHERS])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def page(browser, built, name):
    """One page, opened from disk, for all tests that only look at it."""
    with watched_page(browser, f"{built.as_uri()}/{name}.html") as page:
        page.wait_for_load_state("networkidle")
        yield page


@pytest.fixture(scope="module")
def served(browser, web, name):
    """The same page, as a web server gives it."""
    with watched_page(browser, f"{web}/{name}.html") as page:
        page.wait_for_load_state("networkidle")
        yield page


def scroll_through(page):
    """Show every part of the page once, so that what loads late has loaded."""
    page.evaluate("""async () => {
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
        }
        scrollTo(0, 0);
        await document.fonts.ready;
    }""")
    page.wait_for_load_state("networkidle")


def test_from_disk_nothing_is_asked_of_other_sites_and_no_error_is_logged(page):
    scroll_through(page)
    assert page.faults == []


def test_over_http_nothing_is_asked_of_other_sites_and_no_error_is_logged(served):
    scroll_through(served)
    assert served.faults == []


def test_it_has_a_title_a_language_and_one_heading_of_the_first_rank(page):
    assert len(page.title()) > 3
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1:visible").count() == 1
    assert page.locator("h1:visible").inner_text().strip()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_is_no_wider_than_the_screen(page, size):
    page.set_viewport_size(size)
    page.evaluate("() => document.querySelectorAll('article details').forEach((details) => { details.open = true; })")
    wide = page.evaluate("""() => [document.scrollingElement.scrollWidth, innerWidth,
        [...document.querySelectorAll("article *")].filter((e) => e.getBoundingClientRect().right > innerWidth + 1
            && !e.closest(".katex, pre, svg, table")).slice(0, 3).map((e) => e.outerHTML.slice(0, 100))]""")
    page.set_viewport_size(DESKTOP)
    assert wide[0] <= wide[1], f"{wide[0]} px of content on a screen of {wide[1]} px; too wide: {wide[2]}"


def test_pictures_say_in_words_what_they_show(page):
    silent = "img:not([alt]), article img[alt=''], figure.bl-figure:not([aria-label]), article svg[role=img]:not([aria-label])"
    assert page.locator(silent).evaluate_all("nodes => nodes.map((node) => node.outerHTML.slice(0, 120))") == []
    said = "[role=img][aria-label], [aria-hidden=true], .katex, button"
    drawings = page.locator("article svg:not(.sd-octicon)")
    script = "(all, said) => all.filter((svg) => !svg.closest(said)).map((svg) => svg.outerHTML.slice(0, 120))"
    assert drawings.evaluate_all(script, said) == []


def test_maths_is_set(page):
    assert page.locator(".katex-error, mjx-merror").count() == 0
    bare = page.locator("article .math:not(:has(.katex))")
    assert bare.evaluate_all("nodes => nodes.map((node) => node.textContent.slice(0, 80))") == []
    prose = page.evaluate("""() => {
        const article = document.querySelector("main").cloneNode(true);
        article.querySelectorAll("code, pre, script, style, .katex").forEach((node) => node.remove());
        return article.textContent;
    }""")
    assert re.findall(r"\$[^$\n]+\$|\\[a-zA-Z]{3,}", prose) == [], "TeX that was not turned into maths"


def test_links_inside_the_book_lead_somewhere(page, built, name):
    broken = []
    for link in page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"):
        parts = urlsplit(link)
        if parts.scheme != "file" or "?" in parts.fragment:  # settings of a widget, which reads them itself
            continue
        target = parts._replace(fragment="", query="").geturl()
        path = built / unquote(target.removeprefix(built.as_uri() + "/"))
        if not path.is_file() or (parts.fragment and unquote(parts.fragment) not in anchors(path)):
            broken.append(link.removeprefix(built.as_uri()))
    assert broken == []


def anchors(path):
    return {"", *re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))}


def test_links_to_other_sites_are_whole_addresses(page):
    addresses = page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
    outside = [urlsplit(address) for address in addresses if not re.match(r"[\w./%-]*(#|$)", address)]
    assert [parts.geturl() for parts in outside if parts.scheme not in ("http", "https", "mailto") or " " in parts.geturl()] == []


def test_it_is_light(served, built, name):
    """Everything that a first visit loads: as a static host sends it (compressed), and unpacked."""
    scroll_through(served)
    loaded = served.evaluate("""() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
        .map((entry) => new URL(entry.name).pathname)""")
    assert len(loaded) > 5
    files = {path: (built / unquote(path).lstrip("/")).read_bytes() for path in loaded}
    sent = {path: len(text if path.endswith(".woff2") else gzip.compress(text)) for path, text in files.items()}
    unpacked = {path: len(text) for path, text in files.items()}
    kind = "lesson" if name in NOTEBOOKS else "text"
    for what, sizes, most in (("sent", sent, MOST_SENT[kind]), ("unpacked", unpacked, MOST_UNPACKED[kind])):
        heaviest = ", ".join(f"{path} {sizes[path] / 1000:.0f}" for path in sorted(sizes, key=sizes.get, reverse=True)[:6])
        assert sum(sizes.values()) <= most * 1000, f"{sum(sizes.values()) / 1000:.0f} KB {what}, at most {most}: {heaviest}"


@pytest.mark.parametrize("notebook", NOTEBOOKS)
def test_a_notebooks_page_leads_to_binder_to_its_file_and_to_its_exercises(browser, built, notebook):
    with watched_page(browser, f"{built.as_uri()}/{notebook}.html") as page:
        links = page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href'))")
    places = [parse_qs(urlsplit(link).query).get("urlpath") for link in links if "/v2/gh/" in link]
    assert [f"lab/tree/{notebook}.ipynb"] in places
    assert any(link.endswith(f"{notebook.split('/')[-1]}.ipynb") and "_sources" in link for link in links)
    exercises = notebook.replace("lessons/", "lessons/exercises/")
    if "/exercises/" not in notebook and (ROOT / f"{exercises}.ipynb").is_file():
        assert f"{exercises.removeprefix('lessons/')}.html" in links


def test_every_link_to_binder_names_a_notebook_of_the_course(page):
    links = page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.href)")
    for link in links:
        for place in parse_qs(urlsplit(link).query).get("urlpath", []):
            path = place.removeprefix("lab/tree/")
            assert path.startswith("lessons/") and (ROOT / path).is_file(), link


def test_the_first_address_leads_to_the_first_page(browser, built):
    with watched_page(browser, f"{built.as_uri()}/index.html") as page:
        page.wait_for_url(f"**/{PAGES[0]}.html")
