"""Pictures of networks: their shapes, and what they answer."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from .style import COLORS, TEXT, Picture, canvas, styled

MOST = 5  # units of a layer that are drawn; larger layers show fewer, and dots


@styled
def shapes(sizes, alt):
    """A dense network with the shape of every array: units as circles, and what turns each layer into the next on an arrow.

    sizes: units per layer, inputs first, such as [2, 2, 2]. Raises ValueError for more than three numbers, whose shapes would
    lie on each other, and for fewer than two.
    """
    if not 2 <= len(sizes) <= 3:
        raise ValueError(f"sizes: expected two or three numbers, such as [64, 30, 10], got {sizes}")
    figure = Figure(figsize=(4.6, 2.9))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 4.6), ylim=(0, 2.9))
    axes.set_axis_off()
    columns = np.linspace(0.5, 4.1, len(sizes))
    rows = [_rows(n) for n in sizes]
    words = {"ha": "center", "va": "center", "fontsize": 10}
    for left, right, here, there in zip(columns, columns[1:], rows, rows[1:], strict=False):
        for y in here:
            for other in there:
                axes.plot([left, right], [y, other], color=TEXT, linewidth=0.6, linestyle="-", alpha=0.35)
    for layer, (x, n) in enumerate(zip(columns, sizes, strict=True)):
        axes.plot(np.full(len(rows[layer]), x), rows[layer], "o", markersize=15, markerfacecolor=COLORS[0], markeredgecolor=TEXT)
        if n > MOST:
            axes.text(x, 1.2, "⋮", **{**words, "fontsize": 15})
        axes.text(x, 0.12, f"{n} {'unit' if layer else 'input'}{'s' if n > 1 else ''}", **words)
        axes.text(x, 2.45, f"Z{layer}, A{layer}\n(m, {n})" if layer else f"X\n(m, {n})", **words)
    for layer, (left, right) in enumerate(zip(columns, columns[1:], strict=False), start=1):
        ends, middle = ((left + 0.36, 2.45), (right - 0.36, 2.45)), (left + right) / 2
        axes.add_patch(FancyArrowPatch(*ends, arrowstyle="->", mutation_scale=11, shrinkA=0, shrinkB=0, color=TEXT))
        n_in, n_out = sizes[layer - 1], sizes[layer]
        axes.text(middle, 2.65, f"@ W{layer} ({n_in}, {n_out})", color=COLORS[1], **words)
        axes.text(middle, 2.25, f"+ b{layer} ({n_out},)", color=COLORS[1], **words)
    return Picture(figure, alt)


def _rows(n):
    """Where the units of a layer are drawn: all of a small one, two above and two below the dots of a large one."""
    if n > MOST:
        return np.array([1.95, 1.6, 0.8, 0.45])
    return 1.2 + min(0.9, 1.5 / max(n - 1, 1)) * (np.arange(n)[::-1] - (n - 1) / 2)


@styled
def answers(pictures, outputs, alt):
    """Images side by side, and below each one the network's output for every class. pictures: (k, 8, 8), outputs: (k, n)."""
    figure, (above, below) = canvas(
        rows=2, columns=len(pictures), width=5.2, height=3.3, squeeze=False, sharex="row", sharey="row", height_ratios=[1, 2.2]
    )
    classes = np.arange(len(outputs[0]))
    for axis, picture in zip(above, pictures, strict=True):
        axis.imshow(picture, cmap="gray_r", interpolation="none")
        axis.set_axis_off()
    for axis, output in zip(below, outputs, strict=True):
        axis.barh(classes, output, color=COLORS[0])
        axis.set(xlabel="output a", xlim=(0, 1), yticks=classes)
    below[0].set_ylabel("class")
    below[0].invert_yaxis()
    return Picture(figure, alt)
