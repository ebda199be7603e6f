"""After the build: style sheets cut to the rules in use, fonts cut to the glyphs in use, code without idle marks.

Sphinx copies whole files again whenever it writes a page, and a mark tells what is cut already. Fonts are always cut
from the originals: what an earlier build had no use for may be needed now.
"""

import logging
import re
from pathlib import Path

from fontTools import subset

from . import css, loading, widgets

CLASSES = re.compile(r'\b(?:class|id)="([^"]*)"')
WORD = re.compile(r"[A-Za-z][\w-]*")
LINKED = re.compile(r'<script[^>]* src="[^"]*?_static/([^"?]+)')
CODE = re.compile(r'<div class="highlight">.*?</pre></div>', re.S)
UNCOLOURED = re.compile(r'<span class="[npw]">([^<]*)</span>')  # names, punctuation, blanks: coloured like what surrounds them
MARK = "/* cut to the rules in use */"
WHOLE = ("book.css", widgets.STYLE)  # our own, and the one for what widgets build at run time
UNUSED = ("vendor/fontawesome/*/js/*.js", "vendor/fontawesome/*/webfonts/*.ttf", "scripts/bootstrap.js*")


def connect(app):
    app.connect("html-page-context", note_page)
    app.connect("build-finished", cut, priority=900)  # after MyST-NB, which copies its style sheet at the very end


def note_page(app, *_):
    app.backprop_book_wrote = True


def cut(app, exception):
    if exception or app.builder.name != "html":
        return
    static = Path(app.outdir, "_static")
    pages = [lighter_page(page) for page in sorted(Path(app.outdir).rglob("*.html"))]
    sheets = cut_sheets(static, words_in_use(pages, static), app.config.katex_prerender)
    if getattr(app, "backprop_book_wrote", False):  # without a page written no font was copied either
        originals = find_fonts(static_folders(app))
        cut_fonts(static, originals, glyphs_in_use(pages, sheets), app.config.katex_prerender)
    for pattern in UNUSED:
        for path in static.glob(pattern):
            path.unlink()
    rewrite(app.outdir, static, app.config.katex_prerender)


def rewrite(folder, static, maths_is_set):
    """Give each page its one sheet, and its scripts their time."""
    found = sorted(path for path in Path(folder).rglob("*.html") if static not in path.parents)  # there lie the theme's templates
    pages = {path: path.read_text(encoding="utf-8") for path in found}
    pages_now = loading.improve(
        pages, static, lambda texts: words_in_use(texts, static), lambda name: stays_whole(Path(name).name, maths_is_set)
    )
    for path, text in pages_now.items():
        if text != pages[path]:
            path.write_text(text, encoding="utf-8")


def lighter_page(path):
    """Write a page without the marks around code that colour nothing, a tenth of a lesson; return its text."""
    text = path.read_text(encoding="utf-8")
    lighter = without_idle_marks(text)
    if lighter != text:
        path.write_text(lighter, encoding="utf-8")
    return lighter


def without_idle_marks(page):
    """A page whose code has no <span> around names, punctuation and blanks. What is to be read stays as it is."""
    return CODE.sub(lambda code: UNCOLOURED.sub(r"\1", code[0]), page)


def static_folders(app):
    """The folders that Sphinx copies into _static, in its order: the later one wins."""
    themes = [Path(folder, "static") for folder in reversed(app.builder.theme.get_theme_dirs())]
    return themes + [Path(app.confdir, folder) for folder in app.config.html_static_path]


def find_fonts(folders):
    """Relative name -> original font."""
    return {path.relative_to(folder).as_posix(): path for folder in folders for path in folder.rglob("*.woff2")}


def words_in_use(pages, static):
    """Every class and id on a page, and every word of the scripts that pages load: scripts add classes too."""
    words = {word for page in pages for names in CLASSES.findall(page) for word in names.split()}
    for name in {name for page in pages for name in LINKED.findall(page)}:
        if (static / name).is_file():
            words.update(WORD.findall((static / name).read_text(encoding="utf-8")))
    return words


def cut_sheets(static, words, maths_is_set):
    """Cut each style sheet that is still whole; return all texts, since they name icons.

    Where pages set their own maths, KaTeX makes up names of classes as it goes: its sheet stays whole.
    """
    texts = []
    for path in sorted(static.rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        if not stays_whole(path.name, maths_is_set) and not text.endswith(MARK):
            text = css.without_idle_movements(css.prune(text, words)) + MARK
            path.write_text(text, encoding="utf-8")
        texts.append(text)
    return texts


def stays_whole(name, maths_is_set):
    return name in WHOLE or ("katex" in name and not maths_is_set)


def glyphs_in_use(pages, sheets):
    """All characters of all pages, and the icons of the style sheets; space for the fonts that ask for it."""
    letters = set(" ").union(*pages)
    return letters.union(*(css.icons(text) for text in [*pages, *sheets]))


def cut_fonts(static, originals, letters, maths_is_set):
    """Cut each font to those letters. Where pages set their own maths, its fonts stay whole."""
    for name, original in originals.items():
        if (static / name).is_file() and (maths_is_set or "katex" not in name):
            cut_font(original, static / name, letters)


def cut_font(source, target, letters):
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table
    options = subset.Options(flavor="woff2", notdef_outline=True, layout_features=["*"])
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(letter) for letter in letters])
    cutter.subset(font)
    subset.save_font(font, str(target), options)
