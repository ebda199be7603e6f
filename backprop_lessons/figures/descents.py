"""Pictures of a descent: its steps on a curve, and its cost against the two ways of counting. Arrays in, a Picture out."""

import numpy as np

from .style import COLORS, TEXT, Picture, canvas, styled


@styled
def steps_on_curve(w, C, paths, alt):
    """The steps of some descents on one cost curve, side by side. w, C: the curve; paths: title -> (places, costs)."""
    figure, axes = canvas(columns=len(paths), width=5.2, height=2.3)
    for axis, (title, (places, costs)) in zip(np.atleast_1d(axes), paths.items(), strict=True):
        reach = 1.15 * np.abs(places).max()
        shown = np.abs(w) <= reach
        axis.plot(w[shown], C[shown], color=TEXT, linestyle="-", linewidth=1, alpha=0.6)
        axis.plot(places, costs, "o-", color=COLORS[1], markersize=4, linewidth=1.2)
        axis.plot(places[:1], costs[:1], "s", color=COLORS[0], markersize=6)
        axis.set_title(title, fontsize=10)
        axis.set(xlabel="weight w", ylim=(-0.04 * np.max(costs), 1.12 * np.max(costs)))
    np.atleast_1d(axes)[0].set_ylabel("cost C")
    return Picture(figure, alt)


@styled
def two_clocks(runs, alt):
    """The same runs twice: cost against epochs above, against updates below. runs: name -> (epochs, updates, costs)."""
    figure, (above, below) = canvas(rows=2, height=5.0)
    for name, (epochs, updates, costs) in runs.items():
        above.plot(epochs, costs, label=name)
        below.plot(updates, costs)
    above.set(xlabel="epochs", ylabel="training cost C", yscale="log")
    below.set(xlabel="updates", ylabel="training cost C", xscale="log", yscale="log")
    for axes in (above, below):
        axes.minorticks_off()  # hundreds of them, and nobody counts
    above.legend(title="images in a batch", ncols=2, fontsize=9)
    return Picture(figure, alt)
