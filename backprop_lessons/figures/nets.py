"""A small network drawn twice: forward with its activations, backward with its deltas. Nothing is computed here."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from .style import COLORS, TEXT, Picture, canvas, styled

WIDTH, HEIGHT = 0.95, 0.42  # of a box, in inches
PAGE, PANEL, ROW = 5.2, 2.0, 1.0  # the figure, each of its two nets, and the rows of units within one
LETTERS = "xho"


@styled
def twin_nets(A, W, delta, dW, alt):
    """The same edges twice: above, arrows forward, a weight on each edge and a in every unit; below, arrows turned round,
    the slope of the weight on each edge and delta in every unit.

    A: activations of each column, inputs first, [(n,), …]; W, dW: [(n_in, n_out), …]; delta: one array for each column but
    the first. For three columns of one or two units.
    """
    figure, (above, below) = canvas(rows=2, width=PAGE, height=2 * PANEL + 0.5)
    forward = [[_short(x) for x in A[0]], *([f"a {_short(a)}" for a in column] for column in A[1:])]
    back = [["" for _ in A[0]], *([f"δ {_short(d)}" for d in column] for column in delta)]
    _net(above, "Forward: a weight on each edge, a in every unit", forward, W, COLORS[0], "->")
    _net(below, "Backward: a slope dC/dw on each edge, δ in every unit", back, dW, COLORS[1], "<-")
    return Picture(figure, alt)


def _short(number):
    return f"{number:.4g}".replace("-", "−")


def _net(axes, title, words, numbers, color, arrow):
    axes.set(xlim=(0, PAGE), ylim=(0, PANEL))
    axes.set_axis_off()
    axes.set_title(title, fontsize=10, loc="left", color=color)
    columns = np.linspace(WIDTH / 2 + 0.02, PAGE - WIDTH / 2 - 0.02, len(words))
    places = [
        [(x, PANEL / 2 - (k - (len(column) - 1) / 2) * ROW) for k in range(len(column))]
        for x, column in zip(columns, words, strict=True)
    ]
    for layer, matrix in enumerate(numbers):
        for (i, j), number in np.ndenumerate(matrix):
            _edge(axes, places[layer][i], places[layer + 1][j], _short(number), color, arrow)
    for layer, column in enumerate(words):
        for k, text in enumerate(column):
            _unit(axes, *places[layer][k], f"{LETTERS[layer]}{k + 1}", text)


def _unit(axes, x, y, name, text):
    corner = (x - WIDTH / 2 + 0.02, y - HEIGHT / 2 + 0.02)
    shape = "round,pad=0,rounding_size=0.06"
    axes.add_patch(FancyBboxPatch(corner, WIDTH - 0.04, HEIGHT - 0.04, boxstyle=shape, facecolor="none", edgecolor=TEXT, linewidth=1))
    middle = {"ha": "center", "va": "center", "fontsize": 10}
    axes.text(x, y + (0.095 if text else 0), name, fontweight="bold", **middle)
    if text:
        axes.text(x, y - 0.095, text, **middle)


def _edge(axes, start, end, text, color, arrow):
    """A line with its number in a gap: level ones in the middle, crossing ones nearer to their start, where they are apart."""
    start, end = np.array(start) + (WIDTH / 2, 0), np.array(end) - (WIDTH / 2, 0)
    along = end - start
    level = abs(along[1]) < 1e-9
    middle = start + (0.5 if level else 0.27) * along
    half = 0.039 * len(text) + 0.05  # the label, in inches; a steep line leaves it sooner
    gap = half / abs(along[0]) if level else min(half / abs(along[0]), 0.11 / abs(along[1]))
    line = {"color": TEXT, "linewidth": 0.8, "linestyle": "-", "alpha": 0.7}
    before, after = middle - gap * along, middle + gap * along
    axes.plot(*np.transpose([start, before] if arrow == "->" else [after, end]), **line)
    tip = (after, end) if arrow == "->" else (start, before)
    axes.add_patch(FancyArrowPatch(*tip, arrowstyle=arrow, mutation_scale=9, shrinkA=0, shrinkB=0, **line))
    axes.text(*middle, text, color=color, ha="center", va="center", fontsize=10)
