"""The folder to upload, made from the built book as it stands: every page and whatever they name, and nothing else."""

import re
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from browsing import PAGES, watched_page
from playwright.sync_api import expect

from tools import serve, site

KINDS = {".html", ".js", ".css", ".svg", ".png", ".woff2", ".txt", ".inv", ".ipynb", ".md", ""}


@pytest.fixture(scope="module")
def made(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("upload") / "site"
    site.make(built, folder, "The title")
    return folder


def names(folder, pattern="*"):
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def test_it_has_every_page_of_the_contents_and_no_other(made):
    others = {"index.html", "search.html", "genindex.html", "404.html"}
    assert names(made, "*.html") == {f"{page}.html" for page in PAGES} | others


def test_nothing_foreign_is_uploaded(made):
    found = names(made)
    assert [name for name in found if re.search(r"(^|/)\.", name)] == [".nojekyll"]
    assert {Path(name).suffix for name in found} <= KINDS
    sources = {name.removeprefix("_sources/").rsplit(".", 1)[0] for name in found if name.startswith("_sources/")}
    assert sources == set(PAGES)


def test_whatever_a_page_names_is_there(made):
    missing, seen = set(), 0
    for page in made.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^"]+)"', page.read_text(encoding="utf-8")):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            seen += 1
            if not (page.parent / unquote(parts.path)).is_file():
                missing.add((page.name, link))
    for sheet in made.rglob("*.css"):
        for address in re.findall(r"url\(['\"]?([^)'\"]+)", sheet.read_text(encoding="utf-8")):
            path = re.split("[?#]", address)[0]  # .ttf: the second choice of a browser that knows no woff2, which is not shipped
            if path and not path.startswith("data:") and not path.endswith(".ttf") and not (sheet.parent / path).is_file():
                missing.add((sheet.name, address))
    assert seen > 1000 and missing == set()


@pytest.fixture
def host(made, tmp_path):
    """The site as a static host serves it, below the folder /course/, with 404.html for whatever is not there."""
    (tmp_path / "course").symlink_to(made, target_is_directory=True)
    with serve.server(tmp_path, ports=[0]) as server:
        missing = (made / "404.html").read_text(encoding="utf-8")

        class Handler(server.RequestHandlerClass.func):
            def send_error(self, code, message=None, explain=None):
                self.send_response(code)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(missing.encode())

        server.RequestHandlerClass = lambda *args: Handler(*args, directory=str(tmp_path))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("lost", ["nowhere", "nowhere/", "lessons/nowhere.html", "lessons/exercises/a/b/c/nowhere.html?x=1#y"])
def test_from_any_depth_the_page_for_what_is_missing_leads_back(browser, host, lost):
    with watched_page(browser, f"{host}/course/{lost}") as page:
        link = page.get_by_role("link", name="the first page")
        expect(link).to_be_visible()
        assert link.evaluate("link => link.href") == f"{host}/course/index.html"
        link.click()
        page.wait_for_url(f"{host}/course/{PAGES[0]}.html")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()


@pytest.mark.browser
def test_where_no_book_is_found_no_dead_link_is_shown(browser, host, made):
    with watched_page(browser, f"{host}/elsewhere/nowhere") as page:
        expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.get_by_role("link").count() == 0
