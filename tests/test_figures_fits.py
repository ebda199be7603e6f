"""Lines through points: what is drawn are the lines and distances that were given."""

import numpy as np

from backprop_lessons import figures

LINES = {"one": (2.0, 1.0), "other": (-0.5, 3.0)}


def picture(**options):
    rng = np.random.default_rng(0)
    return figures.fitted_lines(np.arange(5.0), rng.standard_normal(5), LINES, alt="points and two lines", **options)


def test_each_line_has_its_slope_its_intercept_and_its_name():
    axes = picture().figure.axes[0]
    for line, (name, (slope, intercept)) in zip(axes.get_lines(), LINES.items(), strict=False):
        x, y = line.get_data()
        assert line.get_label() == name and np.allclose(y, slope * x + intercept)
    assert len({line.get_linestyle() for line in axes.get_lines()[:2]}) == 2, "apart by colour alone"


def test_points_are_let_down_vertically_on_the_named_line():
    axes = picture(drops="other").figure.axes[0]
    points = axes.get_lines()[-1].get_xydata()
    for segment, (x, y) in zip(axes.collections[0].get_segments(), points, strict=True):
        assert np.allclose(segment, [(x, y), (x, -0.5 * x + 3.0)])
    assert not picture().figure.axes[0].collections


def test_it_keeps_to_itself_follows_the_theme_and_is_the_same_at_every_run():
    page = picture(drops="one")._repr_html_()
    assert "currentColor" in page and "#010203" not in page and "<style" not in page
    assert page == picture(drops="one")._repr_html_()


def test_a_cost_and_its_slope_can_carry_labels_of_their_own():
    z = np.linspace(-1, 1, 5)
    plain = figures.curve_and_slope(z, {"f": z}, {"f": z}, alt="a line").figure.axes
    named = figures.curve_and_slope(z, {"f": z}, {"f": z}, alt="a line", y_labels=("cost C", "slope dC/dz")).figure.axes
    assert [axes.get_ylabel() for axes in plain] == ["activation a", "slope da/dz"]
    assert [axes.get_ylabel() for axes in named] == ["cost C", "slope dC/dz"]
