"""Widgets in prose pages, and the one script and the one style sheet that bring every widget to life."""

from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

import backprop_lessons.widgets as widgets

SCRIPT = "backprop-widgets.js"
STYLE = "backprop-widgets.css"


class WidgetDirective(Directive):
    """```{widget} NAME``` puts the page form of a widget of the gallery into a prose page."""

    required_arguments = 1

    def run(self):
        name = self.arguments[0]
        if name not in widgets.GALLERY:
            raise self.error(f"no widget is called {name!r}; the gallery has {', '.join(sorted(widgets.GALLERY))}")
        environment = self.state.document.settings.env
        for source in sources():
            environment.note_dependency(str(source))
        return [nodes.raw("", widgets.GALLERY[name]().html(), format="html")]


def sources():
    """The Python files that a widget's page form depends on."""
    return sorted(Path(widgets.__file__).parent.glob("*.py"))


def connect(app):
    app.add_directive("widget", WidgetDirective)
    app.connect("builder-inited", write_files)


def write_files(app):
    """Write script and style sheet before the pages, which name them by their checksums."""
    if app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    for name, text in ((SCRIPT, widgets.page_script()), (STYLE, widgets.page_style())):
        (static / name).write_text(text, encoding="utf-8")
