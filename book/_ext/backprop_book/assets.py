"""Each page loads only the scripts and style sheets that something on it needs."""

import re

from . import widgets

TOGGLE = ('class="toggle', " toggle", 'class="dropdown', " dropdown")
# File: what must stand in the page's body for the file to be of use
NEEDED_WHEN = {
    "vendor/katex/katex.min.css": ('class="katex', 'class="math'),
    "katex-math.css": ('class="katex', 'class="math'),
    "katex.min.js": ('class="math',),
    "auto-render.min.js": ('class="math',),
    "katex_autorenderer.js": ('class="math',),
    "mystnb.css": ('class="cell',),
    "sphinx-design.min.css": ('class="sd-',),
    "design-tabs.js": ('class="sd-tab',),
    "togglebutton.css": TOGGLE,
    "togglebutton.js": TOGGLE,
    "reference.css": ('class="claim"', 'class="pitfalls'),
    "copybutton.css": ('class="highlight',),
    "copybutton.js": ('class="highlight',),
    "clipboard.min.js": ('class="highlight',),
    "pygments.css": ('class="highlight', 'class="code'),
}


def needed(filename, body):
    """Whether a page with this body has use for the file; files not listed are always needed."""
    name = re.sub(r"^_static/|\.[0-9a-f]{64}(?=\.css$)", "", filename.split("?")[0])
    return name not in NEEDED_WHEN or any(mark in body for mark in NEEDED_WHEN[name])


def connect(app):
    app.connect("html-page-context", choose, priority=900)


def choose(app, pagename, templatename, context, doctree):
    body = context.get("body", "")
    scripts = widgets.scripts_for(body)
    if scripts or "bl-figure" in body:
        app.add_css_file(widgets.STYLE)
    for name in scripts:
        app.add_js_file(name, loading_method="defer", priority=150)  # before doctools and what comes with it: readers wait for these
    for kind in ("css_files", "script_files"):
        context[kind] = [item for item in context[kind] if needed(str(getattr(item, "filename", item) or ""), body)]
