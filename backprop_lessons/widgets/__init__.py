"""Controls for the lessons: live in a notebook, and in the built page without any kernel."""

from .activation import ActivationExplorer
from .base import HERE, LAST_LINE, source
from .descent import DescentExplorer
from .quiz import Quiz

GALLERY = {"activation": ActivationExplorer, "descent": DescentExplorer}

__all__ = ["GALLERY", "ActivationExplorer", "DescentExplorer", "Quiz", "page_script", "page_style"]


def page_script():
    """One classic script for the built pages: every module of this folder, then the mounting.

    A page opened from disk cannot import a module by address, so each one is wrapped in a function of its own.
    """
    parts = []
    for path in sorted(HERE.glob("*.js")):
        if path.stem not in ("common", "mount"):
            body = source("common.js") + _without_export(path.name)
            parts.append(f'(function () {{\n{body}\nwindow.BackpropWidgets["{path.stem}"] = {{ render }};\n}})();\n')
    return '"use strict";\nwindow.BackpropWidgets = {};\n' + "".join(parts) + source("mount.js")


def page_style():
    """The style sheet of widgets and figures."""
    return source("widgets.css")


def _without_export(name):
    text = source(name)
    if not text.endswith(LAST_LINE):
        raise ValueError(f"{name}: expected the last line {LAST_LINE.strip()!r}, got {text.splitlines()[-1]!r}")
    return text.removesuffix(LAST_LINE)
