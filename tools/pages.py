"""The book's pages, for what opens them in a browser: their names, two screens, how Chromium starts, what axe looks for."""

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# For tests: whatever slips past their watch finds no address either
LOCAL_ONLY = [*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]  # axe's names for WCAG 2.2 at level AA

# A condition in the browser: page.js has come to the end, and nothing is left out of the layout any more
LAID_OUT = """[...document.querySelectorAll(".bd-article *")].every((node) => getComputedStyle(node).contentVisibility === "visible")"""


def of_contents():
    """The names of all pages that _toc.yml lists, in its order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [contents["root"], *(chapter["file"] for part in contents["parts"] for chapter in part["chapters"])]
