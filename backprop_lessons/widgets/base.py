"""One output, two forms: live with a kernel (anywidget), plain HTML in the built page, both drawn by the same module."""

import hashlib
import html
import json
from pathlib import Path

import anywidget
import numpy as np

HERE = Path(__file__).parent
LAST_LINE = "export default { render };\n"


def source(name):
    """The text of a file of this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def module_source(name, shared=()):
    """The ES module NAME.js with what it shares with others in front: one file, as anywidget asks."""
    return "".join(source(f"shared/{part}.js") for part in ("common", *shared)) + source(f"{name}.js")


def style_source(name):
    """The style sheet for all widgets, and NAME.css behind it where there is one."""
    own = HERE / f"{name}.css"
    return source("widgets.css") + (own.read_text(encoding="utf-8") if own.is_file() else "")


def tidy(value):
    """Numbers rounded to four significant digits, arrays as lists: small, and the same on every machine."""
    if isinstance(value, dict):
        return {key: tidy(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [tidy(item) for item in value]
    if isinstance(value, (float, np.floating)):
        number = float(f"{value:.4g}")
        return int(number) if number == int(number) else number
    if isinstance(value, np.integer):
        return int(value)
    return value


def table(header, rows):
    """A small HTML table; the first cell of each row names the row."""
    head = "".join(f'<th scope="col">{html.escape(str(cell))}</th>' for cell in header)
    body = "".join(
        f'<tr><th scope="row">{html.escape(str(first))}</th>' + "".join(f"<td>{html.escape(str(c))}</td>" for c in rest) + "</tr>"
        for first, *rest in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class PageWidget(anywidget.AnyWidget):
    """A widget that can also stand in a page without a kernel.

    A subclass names its `module` (the .js file beside it; a .css file of that name is taken along), the files of shared/
    that it builds on, and gives `page_state()`, what the module needs to draw without Python, and `fallback()`, HTML that can
    be read where no script runs.
    """

    module = ""
    shared = ()
    modules = {}  # name of a module -> what it shares, for the pages

    def __init_subclass__(cls, **kwargs):
        if "module" in vars(cls):  # not for the classes that traitlets derives behind the scenes
            cls._esm, cls._css = module_source(cls.module, cls.shared), style_source(cls.module)
            PageWidget.modules[cls.module] = cls.shared
        super().__init_subclass__(**kwargs)

    def page_state(self):
        raise NotImplementedError

    def fallback(self):
        raise NotImplementedError

    def html(self):
        """The form for pages: state as JSON, and the fallback that the module replaces once it runs."""
        state = json.dumps(self.page_state(), separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
        name = hashlib.sha256((self.module + state).encode()).hexdigest()[:10]
        return (
            f'<div class="bl-widget" id="bl-{name}" data-widget="{self.module}">'
            f'<script type="application/json">{state}</script>'
            f'<div class="bl-fallback">{self.fallback()}</div></div>'
        )

    def __repr__(self):
        return f"{type(self).__name__}()"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        return {**data, "text/plain": repr(self), "text/html": self.html()}, metadata
