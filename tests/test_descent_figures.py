"""The pictures of descents: what is drawn is what was given, and runs can be told apart without colour."""

import numpy as np

from backprop_lessons import figures

W = np.linspace(-3, 3, 61)
PATHS = {"η = 0.05": (np.array([1, 0.5, 0.25]), np.array([5, 1.25, 0.3])), "η = 0.25": (np.array([1, -1.5, 2.25]), np.array([5, 11, 25]))}
RUNS = {
    size: (np.arange(1, 4), np.arange(1, 4) * per_epoch, np.array([2.0, 1.0, 0.5]) / per_epoch)
    for size, per_epoch in (("1", 30), ("all", 1))
}


def test_each_descent_stands_on_its_part_of_the_curve():
    picture = figures.steps_on_curve(W, 5 * W**2, PATHS, alt="two descents on a parabola")
    for axes, (title, (places, costs)) in zip(picture.figure.axes, PATHS.items(), strict=True):
        curve, steps, start = axes.get_lines()
        assert axes.get_title() == title and axes.get_xlabel() == "weight w"
        assert np.array_equal(steps.get_xdata(), places) and np.array_equal(steps.get_ydata(), costs)
        assert start.get_xdata()[0] == places[0] and start.get_marker() != steps.get_marker()
        assert np.abs(curve.get_xdata()).max() <= 1.15 * np.abs(places).max()


def test_both_clocks_show_the_same_costs():
    picture = figures.two_clocks(RUNS, alt="two runs counted twice")
    above, below = picture.figure.axes
    for (epochs, updates, costs), first, second in zip(RUNS.values(), above.get_lines(), below.get_lines(), strict=True):
        assert np.array_equal(first.get_xdata(), epochs) and np.array_equal(second.get_xdata(), updates)
        assert np.array_equal(first.get_ydata(), costs) and np.array_equal(second.get_ydata(), costs)
    assert (above.get_xlabel(), below.get_xlabel()) == ("epochs", "updates")
    assert [text.get_text() for text in above.get_legend().get_texts()] == list(RUNS)
    assert len({line.get_linestyle() for line in above.get_lines()}) == len(RUNS)


def test_they_keep_to_the_rules_of_all_figures():
    for picture in (figures.steps_on_curve(W, W**2, PATHS, alt="paths"), figures.two_clocks(RUNS, alt="clocks")):
        page = picture._repr_html_()
        assert "<style" not in page and "currentColor" in page and "#010203" not in page
        assert picture.figure.get_size_inches()[0] <= 5.2
