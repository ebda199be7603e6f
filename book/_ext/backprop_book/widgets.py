"""Widgets in prose pages, and the scripts and the style sheet that bring every widget to life."""

import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import Directive

import backprop_lessons.widgets as widgets

STYLE = "backprop-widgets.css"
MODULE = re.compile(r'data-widget="([\w-]+)"')


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


def scripts_for(body):
    """The scripts that a page with this body loads, in order: one for each kind of widget on it, and the one that mounts them."""
    modules = sorted(set(MODULE.findall(body)))
    return [script(name) for name in (*modules, "mount")] if modules else []


def script(name):
    return f"backprop-{name}.js"


def write_files(app):
    """Write scripts and style sheet before the pages, which name them by their checksums."""
    if app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    static.mkdir(parents=True, exist_ok=True)
    for name, text in widgets.page_scripts().items():
        (static / script(name)).write_text(text, encoding="utf-8")
    (static / STYLE).write_text(widgets.page_style(), encoding="utf-8")
