"""The folder to upload to a static host, made from the built book: `python -m tools.site`.

A build leaves more than pages: what Sphinx remembers for the next build, templates, translations of the theme. And it
leaves out what only a host needs: the page for an address that does not exist, and the mark that tells GitHub Pages
to serve folders that begin with an underscore.
"""

import html
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

import yaml

ROOT = Path(__file__).resolve().parents[1]
PAGES, SITE = ROOT / "_build" / "html", ROOT / "_build" / "site"
LEFTOVERS = ("_static/*.html", "_static/readme.png", "*.map", "*.po", "*.mo")
SOURCE_LINK = re.compile(r'href="[^"]*?(_sources/[^"#?]+)"')


def wanted(path, sources):
    """Whether the site needs a file of the built book: no hidden one, no leftover, no source that no page offers."""
    if any(part.startswith(".") for part in path.parts) or any(path.match(pattern) for pattern in LEFTOVERS):
        return False
    return path.parts[0] != "_sources" or path.as_posix() in sources


def make(pages, site, title):
    """Make the folder anew; return its files."""
    files = [path.relative_to(pages) for path in sorted(pages.rglob("*")) if path.is_file()]
    texts = [(pages / path).read_text(encoding="utf-8") for path in files if path.suffix == ".html"]
    sources = {unquote(source) for text in texts for source in SOURCE_LINK.findall(text)}
    shutil.rmtree(site, ignore_errors=True)
    for path in files:
        if wanted(path, sources):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pages / path, site / path)
    (site / ".nojekyll").touch()
    missing = Path(__file__).with_name("404.html").read_text(encoding="utf-8")
    (site / "404.html").write_text(missing.replace("{title}", html.escape(title)), encoding="utf-8")
    return [path for path in sorted(site.rglob("*")) if path.is_file()]


def main():
    title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    files = make(PAGES, SITE, title)
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"The site is in {SITE}\n{len(files)} files, {size:.1f} MB: upload the whole folder, .nojekyll too")


if __name__ == "__main__":
    sys.exit(main())
