"""After the build: how a page loads. One style sheet instead of a dozen, scripts that wait for the text, the theme at once.

Only the way is changed, not what arrives: the sheet holds the theme's rules and ours in their order, as far as a page of
its kind can use them, and the scripts run in their order.
"""

import hashlib
import posixpath
import re
from pathlib import Path

from . import css

SHEET = re.compile(r'[ \t]*<link\b[^>]*\brel="stylesheet"[^>]*>\n*')
TARGET = re.compile(r'\bhref="([^"]*?_static/)([^"?]+)')
PARTS = re.compile(r'\bdata-parts="([^"]+)"')
IMPORT = re.compile(r'@import "([^"]+)";?')
ADDRESS = re.compile(r"url\((?![\"']?data:|[\"']?#)[\"']?([^)\"']+)[\"']?\)")
SCRIPT = re.compile(r'<script(?! defer)( src="[^":]*\.js[^"]*">)')
SETTINGS = re.compile(r'<script src="[^"]*?_static/(documentation_options\.js)[^"]*"></script>')
FROM_DISK = 'if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;'  # it would read other pages
THEME_LATER = re.compile(r'(document\.documentElement\.dataset\.theme = localStorage\.getItem\("theme"\) \|\| )"auto";')
THEME_NOW = r'\1(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");'

VARIABLE = re.compile(r"(?<=--)[A-Za-z][\w-]*")
THEME_SCRIPT = "scripts/pydata-sphinx-theme.js"
# It makes every box that scrolls reachable by keyboard, at the price of a layout for each box at each change; page.js does it for less
IDLE_WATCH = ',"complete"===document.readyState?T():window.addEventListener("load",T)'


def improve(pages, static, words_of, whole):
    """Rewrite the pages, {path: text}, and write their sheets. `words_of` says which words pages use, `whole` which sheets are not cut."""
    pages = {path: with_waiting_scripts(text, static) for path, text in pages.items()}
    kinds = {}
    for path, text in pages.items():
        kinds.setdefault(parts(text), []).append(path)
    calm(static / THEME_SCRIPT)
    written = set()
    for names, paths in kinds.items():
        if not names:
            continue
        texts = [pages[path] for path in paths]
        words = words_of(texts)
        sheet = "".join(part(static, name, None if whole(name) else words) for name in names)
        sheet = css.without_idle_variables(sheet, words.union(*map(VARIABLE.findall, texts)))
        target = f"page-{hashlib.sha256(sheet.encode()).hexdigest()[:10]}.css"
        (static / target).write_text(sheet, encoding="utf-8")
        written.add(target)
        for path in paths:
            pages[path] = with_one_sheet(pages[path], names, target)
    for old in static.glob("page-*.css"):
        if old.name not in written:
            old.unlink()
    return pages


def calm(script):
    """The theme's script without its watch over every change of the page."""
    text = script.read_text(encoding="utf-8")
    if IDLE_WATCH in text:
        script.write_text(text.replace(IDLE_WATCH, ""), encoding="utf-8")


def with_waiting_scripts(text, static):
    """Scripts from files wait; the few settings that others read first stand in the page, and it knows its theme from the start."""
    settings = SETTINGS.search(text)
    if settings:
        words = (static / settings[1]).read_text(encoding="utf-8").strip()
        text = text.replace(settings[0], f"<script>{words} {FROM_DISK}</script>")
    return THEME_LATER.sub(THEME_NOW, SCRIPT.sub(r"<script defer\1", text))


def parts(text):
    """The sheets that a page asks for, in order, below _static; of a page that an earlier build has rewritten too."""
    found = []
    for link in SHEET.findall(text):
        known, target = PARTS.search(link), TARGET.search(link)
        found += known[1].split() if known else [target[2]] if target else []
    return tuple(found)


def with_one_sheet(text, names, target):
    """The page with one link in the place of all."""
    links = list(SHEET.finditer(text))
    prefix = TARGET.search(links[0][0])[1]
    link = f'    <link rel="stylesheet" href="{prefix}{target}" data-parts="{" ".join(names)}" />\n'
    start = links[0].start()
    return text[:start] + link + SHEET.sub("", text[start:])


def part(static, name, words):
    """One sheet of the bundle, its imports taken in, its addresses as seen from _static; cut to the words unless they are None."""
    folder = posixpath.dirname(name)
    text = re.sub(r"@charset [^;]*;", "", Path(static, name).read_text(encoding="utf-8"))
    imported = "".join(part(static, posixpath.normpath(posixpath.join(folder, other)), words) for other in IMPORT.findall(text))
    text = ADDRESS.sub(lambda found: f"url({posixpath.normpath(posixpath.join(folder, found[1]))})", IMPORT.sub("", text))
    return imported + (text if words is None else css.prune(text, words))
