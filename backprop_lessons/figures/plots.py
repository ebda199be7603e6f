"""The plots themselves. Every function takes arrays and `alt`, the sentence that says what is to be seen."""

import numpy as np

from .style import COLORS, Picture, canvas, styled


@styled
def lines(x, curves, x_label, y_label, alt, log_x=False, log_y=False):
    """Curves over one axis. curves: name -> values, each as long as x."""
    figure, axes = canvas()
    for name, values in curves.items():
        axes.plot(x, values, label=name)
    axes.set(xlabel=x_label, ylabel=y_label, xscale="log" if log_x else "linear", yscale="log" if log_y else "linear")
    if len(curves) > 1:
        axes.legend()
    return Picture(figure, alt)


@styled
def curve_and_slope(z, curves, slopes, alt, tangent=None, y_labels=("activation a", "slope da/dz")):
    """Functions of z above, their slopes below. curves, slopes: name -> values; tangent: (z0, a0, slope at z0)."""
    figure, (above, below) = canvas(rows=2, height=4.0, sharex=True)
    for axes, values in ((above, curves), (below, slopes)):
        for name, heights in values.items():
            axes.plot(z, heights, label=name)
    if tangent:
        z0, a0, slope = tangent
        reach = np.array([-2.0, 2.0])
        above.plot(z0 + reach, a0 + slope * reach, color=COLORS[1], linestyle="--")
        above.plot(z0, a0, "o", color=COLORS[1])
        below.plot(z0, slope, "o", color=COLORS[1])
    above.set(ylabel=y_labels[0])
    below.set(xlabel="weighted input z", ylabel=y_labels[1])
    if len(curves) > 1:
        above.legend()
    return Picture(figure, alt)


@styled
def images(pictures, titles, alt):
    """Grey pictures side by side, dark where the number is large. pictures: (k, 8, 8)."""
    figure, axes = canvas(columns=len(pictures), width=min(5.2, 0.9 * len(pictures)), height=0.95)
    for axis, picture, title in zip(np.atleast_1d(axes), pictures, titles, strict=True):
        axis.imshow(picture, cmap="gray_r", interpolation="none")
        axis.set_title(title, fontsize=10)
        axis.set_axis_off()
    return Picture(figure, alt)


@styled
def weights(picture, alt, label="weight"):
    """Signed numbers as a picture, purple below zero, orange above. picture: (8, 8)."""
    figure, axes = canvas(width=3.8, height=3.0)
    limit = np.abs(picture).max()
    shown = axes.imshow(picture, cmap="PuOr_r", vmin=-limit, vmax=limit, interpolation="none")
    axes.set(xlabel="column", ylabel="row")
    figure.colorbar(shown, label=label)
    return Picture(figure, alt)


@styled
def plane(X, y, alt, output=None):
    """Points of two classes in the plane, and, if given, the output over it. output: (k, k) over [-0.5, 1.5] squared."""
    figure, axes = canvas(width=3.8, height=3.4)
    if output is not None:
        extent = (-0.5, 1.5, -0.5, 1.5)
        shown = axes.imshow(output, extent=extent, origin="lower", cmap="PuOr_r", vmin=0, vmax=1, alpha=0.7, interpolation="none")
        figure.colorbar(shown, label="output a")
    for target, marker in ((0, "o"), (1, "s")):
        chosen = np.ravel(y) == target
        axes.plot(X[chosen, 0], X[chosen, 1], marker, color=COLORS[target], markersize=9, markeredgecolor="white", label=f"target {target}")
    axes.set(xlabel="x₁", ylabel="x₂", xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.15), ncols=2)
    return Picture(figure, alt)


