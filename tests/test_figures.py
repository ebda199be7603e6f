"""Figures: described in words, free of ids and styles that would leak into the page, the same at every run."""

import re

import numpy as np
import pytest

from backprop_lessons import datasets, figures

Z = np.linspace(-3, 3, 31)


BUGS = {"right": (0.95, 1e-9), "a bug that passes": (0.94, 0.1), "one that is seen": (0.5, 0.2), "and a third one": (0.1, 0.3)}


def some_pictures():
    X, y = datasets.xor()
    return {
        "lines": figures.lines(Z, {"a": Z, "b": Z**2}, "x", "y", alt="two curves"),
        "curve_and_slope": figures.curve_and_slope(Z, {"f": Z**2}, {"f": 2 * Z}, alt="a parabola", tangent=(1, 1, 2)),
        "images": figures.images(datasets.digits().images[:3], ["0", "1", "2"], alt="three digits"),
        "weights": figures.weights(np.outer(Z[:8], Z[:8]), alt="weights"),
        "shapes": figures.shapes([64, 3, 2], alt="a network"),
        "answers": figures.answers(datasets.digits().images[:2], np.full((2, 10), 0.1), alt="two answers"),
        "plane": figures.plane(X, y, alt="four points", output=np.ones((5, 5)) / 2),
        "gallery": figures.gallery(Z, {"a": Z, "b": Z**2, "c": Z, "d": Z}, "x", "y", alt="four curves"),
        "two_measures": figures.two_measures(BUGS, "right", (0.9, 1e-7), alt="four dots"),
        "felt": figures.felt(datasets.digits().images[:2], np.ones((2, 8, 8)), ["0", "1"], alt="two digits"),
    }


PICTURES = some_pictures()


@pytest.mark.parametrize("name", PICTURES)
def test_svg_keeps_to_itself_and_follows_the_theme(name):
    page = PICTURES[name]._repr_html_()
    assert "<style" not in page and "<metadata" not in page
    assert not re.search(r'<g id=', page)
    assert "currentColor" in page
    assert "#010203" not in page
    assert page.startswith('<figure class="bl-figure" role="img" aria-label="') and 'aria-hidden="true"' in page


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_figure_is_the_same_at_every_run(name):
    assert PICTURES[name]._repr_html_() == some_pictures()[name]._repr_html_()


def test_curves_can_be_told_apart_without_colour():
    lines = PICTURES["lines"].figure.axes[0].get_lines()
    assert len({line.get_linestyle() for line in lines}) == len(lines)


def test_bugs_and_right_code_have_markers_of_their_own_and_stand_where_they_were_measured():
    axes = PICTURES["two_measures"].figure.axes[0]
    dots = {line.get_marker(): [] for line in axes.get_lines() if line.get_marker() in "os"}
    for line in axes.get_lines():
        if line.get_marker() in dots:
            dots[line.get_marker()].append((line.get_xdata()[0], line.get_ydata()[0]))
    assert dots == {"o": [BUGS["right"]], "s": [place for name, place in BUGS.items() if name != "right"]}
    named = " ".join(text.get_text().replace("\n", " ") for text in axes.texts)
    assert "one that is seen" in named and "a bug that passes" not in named


def test_a_gallery_has_one_scale_and_a_title_for_each_curve():
    axes = [axis for axis in PICTURES["gallery"].figure.axes if axis.axison]
    assert [axis.get_title() for axis in axes] == list("abcd")
    assert len({axis.get_ylim() for axis in axes}) == 1


@pytest.mark.parametrize("alt", ["", "  ", None])
def test_a_figure_without_a_description_is_refused(alt):
    with pytest.raises(ValueError, match="alt: expected a sentence"):
        figures.lines(Z, {"a": Z}, "x", "y", alt=alt)


def test_the_description_is_escaped():
    page = figures.lines(Z, {"a": Z}, "x", "y", alt='a "quoted" <word>')._repr_html_()
    assert 'aria-label="a &quot;quoted&quot; &lt;word&gt;"' in page


def test_the_readers_own_plot_settings_do_not_reach_the_figures():
    import matplotlib

    with matplotlib.rc_context({"text.color": "red", "axes.labelcolor": "red"}):
        assert "red" not in figures.lines(Z, {"a": Z}, "x", "y", alt="one curve")._repr_html_()


def test_every_arrow_of_a_network_carries_the_shapes_of_its_arrays():
    rng = np.random.default_rng()
    sizes = rng.integers(1, 80, size=3).tolist()
    words = [text.get_text() for text in figures.shapes(sizes, alt="a network").figure.axes[0].texts]
    for layer, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:], strict=True), start=1):
        assert f"@ W{layer} ({n_in}, {n_out})" in words and f"+ b{layer} ({n_out},)" in words
        assert f"Z{layer}, A{layer}\n(m, {n_out})" in words


@pytest.mark.parametrize("sizes", [[2], [64, 30, 20, 10]])
def test_more_layers_than_can_be_read_are_refused(sizes):
    with pytest.raises(ValueError, match="sizes: expected two or three numbers"):
        figures.shapes(sizes, alt="a network")


def test_answers_draw_one_bar_for_each_class_as_long_as_the_output():
    outputs = np.random.default_rng().dirichlet(np.ones(10), size=3)
    below = figures.answers(datasets.digits().images[:3], outputs, alt="three answers").figure.axes[3:]
    assert np.allclose([[bar.get_width() for bar in axes.patches] for axes in below], outputs)
