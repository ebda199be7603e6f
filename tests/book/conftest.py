"""One small web server, and pages that are watched while a test uses them."""

import contextlib
import threading

import pytest
from browsing import BUILT, watched_page
from live import server as lab_server
from playwright.sync_api import expect

from tools import serve

expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def built():
    """The folder of the built pages."""
    if not (BUILT / "index.html").is_file():
        pytest.fail("The book is not built: run `make book` (or `python run.py book`) first.", pytrace=False)
    return BUILT


@pytest.fixture(scope="session")
def web(built):
    """The address of the built pages on a web server of this machine."""
    with serve.server(built, ports=[0]) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The address of a JupyterLab on a copy of the lessons, and its token; at home in an empty folder."""
    with lab_server(tmp_path_factory.mktemp("lab")) as where:
        yield where


@pytest.fixture
def visit(browser):
    """visit(address, **options of the browser context): open a page. In the end nothing may have gone wrong behind it."""
    pages = []
    with contextlib.ExitStack() as opened:

        def open_page(address, **options):
            pages.append(opened.enter_context(watched_page(browser, address, **options)))
            return pages[-1]

        yield open_page
    assert [fault for page in pages for fault in page.faults] == []
