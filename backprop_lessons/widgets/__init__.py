"""Controls for the lessons: live in a notebook, and in the built page without any kernel."""

import re

from .activation import ActivationExplorer
from .backward_stepper import BackwardStepper
from .base import HERE, LAST_LINE, PageWidget, module_source, source
from .bug_hunt import BugHunt
from .check_microscope import CheckMicroscope
from .cost import CostExplorer
from .descent import DescentExplorer
from .descentlab import DescentLab
from .digitslab import DigitsLab
from .forward_stepper import ForwardStepper
from .graph_explorer import GraphExplorer
from .path_tracer import PathTracer
from .playground import Playground
from .quiz import Quiz
from .race import CostRace
from .speed_chart import SpeedChart

GALLERY = {
    "activation": ActivationExplorer,
    "backward_stepper": BackwardStepper,
    "bug_hunt": BugHunt,
    "check_microscope": CheckMicroscope,
    "cost": CostExplorer,
    "descent": DescentExplorer,
    "descentlab": DescentLab,
    "digitslab": DigitsLab,
    "forward": ForwardStepper,
    "graph": GraphExplorer,
    "paths": PathTracer,
    "playground": Playground,
    "race": CostRace,
    "speed_chart": SpeedChart,
}

__all__ = [
    "GALLERY",
    "ActivationExplorer",
    "BackwardStepper",
    "BugHunt",
    "CheckMicroscope",
    "CostExplorer",
    "CostRace",
    "DescentExplorer",
    "DescentLab",
    "DigitsLab",
    "ForwardStepper",
    "GraphExplorer",
    "PathTracer",
    "Playground",
    "Quiz",
    "SpeedChart",
    "page_scripts",
    "page_style",
]


def page_scripts():
    """The classic scripts for the built pages: module -> text, and "mount", which comes last on a page.

    A page opened from disk cannot import a module by address, so each one is wrapped in a function of its own.
    """
    scripts = {name: _wrapped(name, shared) for name, shared in sorted(PageWidget.modules.items())}
    return {**scripts, "mount": source("mount.js")}


def page_style():
    """The style sheet of widgets and figures."""
    return source("widgets.css") + "".join(source(path.name) for path in sorted(HERE.glob("*.css")) if path.name != "widgets.css")


def _wrapped(name, shared):
    text = module_source(name, shared)
    if not text.endswith(LAST_LINE):
        raise ValueError(f"{name}.js: expected the last line {LAST_LINE.strip()!r}, got {text.splitlines()[-1]!r}")
    text = re.sub(r"^ *//.*\n", "", text, flags=re.M)  # comments are for who reads the source
    put = f'(window.BackpropWidgets ??= {{}})["{name}"] = {{ render }};'
    return f'(function () {{\n"use strict";\n{text.removesuffix(LAST_LINE)}{put}\n}})();\n'
