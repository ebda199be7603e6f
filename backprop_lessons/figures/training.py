"""Pictures of training: curves side by side, bugs by two measures, and where the cost feels an image."""

import numpy as np

from .style import COLORS, Picture, canvas, styled


@styled
def gallery(x, curves, x_label, y_label, alt, columns=3, y_max=None):
    """Small plots side by side on one scale, one for each curve. curves: title -> values, each as long as x."""
    rows = -(-len(curves) // columns)
    figure, axes = canvas(rows=rows, columns=columns, height=1.55 * rows + 0.3, sharex=True, sharey=True, squeeze=False)
    for axis, (title, values) in zip(axes.flat, curves.items(), strict=False):
        axis.plot(x, values)
        axis.set_title(title, fontsize=10)
        axis.set_ylim(0, y_max)
    for axis in axes.flat[len(curves) :]:
        axis.set_axis_off()
    figure.supxlabel(x_label, fontsize=10)
    figure.supylabel(y_label, fontsize=10)
    return Picture(figure, alt)


@styled
def two_measures(points, right, limits, alt):
    """Runs by test accuracy, across, and relative error, upwards. points: name -> (accuracy, relative error).

    right: the name of the run with right code, drawn as a circle, the others as squares; those apart from it have their names.
    limits: (accuracy, relative error), where a run begins to look good.
    """
    figure, axes = canvas(height=3.6)
    accuracy, relative_error = limits
    axes.axvline(accuracy, color=COLORS[2], linestyle="--", linewidth=1.2)
    axes.axhline(relative_error, color=COLORS[2], linestyle="--", linewidth=1.2)
    for name, place in points.items():
        axes.plot(*place, "o" if name == right else "s", color=COLORS[name != right], markersize=7, alpha=0.8)
        if name == right or place[0] < accuracy:
            if place[0] > accuracy:
                axes.text(accuracy - 0.01, place[1], name, ha="right", va="center", fontsize=9)
            else:
                side = "center" if place[0] > 0.3 else "left"
                axes.annotate(_two_lines(name), place, (0, -9), textcoords="offset points", fontsize=9, ha=side, va="top")
    axes.set(xlabel="test accuracy", ylabel="relative error", xlim=(0, 1), ylim=(relative_error / 1e3, 2), yscale="log")
    axes.text(0.02, relative_error, "passes a gradient check below this line", va="bottom", fontsize=9)
    axes.text(accuracy - 0.01, relative_error * 30, "passes by accuracy\nright of this line", ha="right", fontsize=9)
    return Picture(figure, alt)


def _two_lines(words):
    """Words broken near their middle if they are long."""
    spaces = [place for place, letter in enumerate(words) if letter == " "]
    if len(words) < 24 or not spaces:
        return words
    middle = min(spaces, key=lambda place: abs(place - len(words) / 2))
    return f"{words[:middle]}\n{words[middle + 1 :]}"


@styled
def felt(pictures, slopes, titles, alt):
    """Images above, and below each the slopes of the cost in its pixels: orange where ink raises the cost. Both (k, 8, 8)."""
    figure, axes = canvas(rows=2, columns=len(pictures), height=2.3)
    limit = np.abs(slopes).max()
    for column, (picture, slope, title) in enumerate(zip(pictures, slopes, titles, strict=True)):
        axes[0, column].imshow(picture, cmap="gray_r", interpolation="none")
        axes[0, column].set_title(title, fontsize=10)
        shown = axes[1, column].imshow(slope, cmap="PuOr_r", vmin=-limit, vmax=limit, interpolation="none")
        for axis in axes[:, column]:
            axis.set(xticks=[], yticks=[])
            axis.spines[:].set_visible(False)
    figure.colorbar(shown, ax=axes[1, :], label="dC/dx, scaled")
    return Picture(figure, alt)
