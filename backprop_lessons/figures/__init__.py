"""Figures of the lessons: arrays in, a Picture out. Nothing is computed here."""

from .descents import steps_on_curve, two_clocks
from .fits import fitted_lines
from .graphs import graph
from .nets import twin_nets
from .networks import answers, shapes
from .plots import curve_and_slope, images, lines, plane, weights
from .style import Picture, canvas
from .training import felt, gallery, two_measures

__all__ = [
    "Picture",
    "answers",
    "canvas",
    "curve_and_slope",
    "felt",
    "fitted_lines",
    "gallery",
    "graph",
    "images",
    "lines",
    "plane",
    "shapes",
    "steps_on_curve",
    "twin_nets",
    "two_clocks",
    "two_measures",
    "weights",
]
