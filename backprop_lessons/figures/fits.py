"""Straight lines through points, and the vertical distances that a cost looks at."""

import numpy as np

from .style import TEXT, Picture, canvas, styled


@styled
def fitted_lines(x, y, lines, alt, drops=None):
    """Points and lines. x, y: (m,); lines: name -> (slope, intercept); drops: the line to which each point is let down."""
    figure, axes = canvas(height=3.2)
    ends = np.array([np.min(x), np.max(x)])
    for name, (slope, intercept) in lines.items():
        axes.plot(ends, slope * ends + intercept, label=name)
    if drops is not None:
        slope, intercept = lines[drops]
        axes.vlines(x, y, slope * np.asarray(x) + intercept, color=TEXT, linewidth=0.8, linestyle="-", alpha=0.6)
    axes.plot(x, y, "o", color=TEXT, markersize=5, linestyle="none")
    axes.set(xlabel="input x", ylabel="target y, output a")
    axes.legend()
    return Picture(figure, alt)
