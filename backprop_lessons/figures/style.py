"""One style for all figures, and the way they reach the page: as SVG that follows the reader's light or dark theme."""

import functools
import html
import io
import re

import matplotlib
from matplotlib.figure import Figure

COLORS = ["#0072b2", "#c04f00", "#007f5c", "#a8497e", "#2a7fae", "#8a6100"]  # apart under every common colour blindness
DASHES = ["-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1))]  # and apart without any colour
TEXT = "#010203"  # stands for the page's own text colour

STYLE = {
    "axes.edgecolor": TEXT,
    "axes.facecolor": "none",
    "axes.labelcolor": TEXT,
    "axes.prop_cycle": matplotlib.cycler(color=COLORS, linestyle=DASHES),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.facecolor": "none",
    "font.size": 10,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "svg.fonttype": "none",
    "svg.hashsalt": "backprop-lessons",
    "text.color": TEXT,
    "xtick.color": TEXT,
    "ytick.color": TEXT,
}


def styled(draw):
    """Runs a drawing function in the course's style, whatever the reader has set for their own plots."""

    @functools.wraps(draw)
    def drawn(*arguments, **options):
        with matplotlib.rc_context(STYLE):
            return draw(*arguments, **options)

    return drawn


@styled
def canvas(rows=1, columns=1, width=5.2, height=2.8, **options):
    """A new matplotlib figure in the course's style, and its axes; no global state, nothing shown twice.

    width, height: inches. Up to 5.2 inches the letters can still be read on a phone.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **options)


class Picture:
    """A figure with its description: what is to be seen, in words, for readers who cannot see it.

    `figure` is the matplotlib figure itself. Raises ValueError for an empty description.
    """

    def __init__(self, figure, alt):
        if not isinstance(alt, str) or not alt.strip():
            raise ValueError(f"alt: expected a sentence that says what is to be seen, got {alt!r}")
        self.figure, self.alt = figure, alt.strip()

    def __repr__(self):
        return f"<Picture: {self.alt}>"

    def _repr_html_(self):
        label = html.escape(self.alt, quote=True)
        return f'<figure class="bl-figure" role="img" aria-label="{label}">{self.svg}</figure>'

    @functools.cached_property  # drawn once: drawing again would move pictures by a hair, and the page would differ
    def svg(self):
        """The drawing as SVG for a page: the page's font and text colour, theme colours as CSS variables."""
        return self._draw()

    @styled
    def _draw(self):
        text = io.StringIO()
        self.figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        return _for_page(text.getvalue())


def _for_page(svg):
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"<style .*?</style>", "", svg, flags=re.S)  # it would reach the whole page
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    svg = re.sub(r'<(g|image)\b([^>]*?) id="[^"]*"', r"<\1\2", svg)  # unused, and images get a new one at each run
    # a hundredth of a point is fine enough, and half the size; inside the tags only, never in what is to be read
    svg = re.sub(r"<[^>]+>", lambda tag: re.sub(r"(\.\d\d)\d+", r"\1", tag[0]), svg)
    svg = svg.replace("<svg ", '<svg aria-hidden="true" style="stroke-linejoin: round; stroke-linecap: butt" ', 1)
    svg = re.sub(r"(font(?:-family)?: ?[^;\"]*?)'[^;\"]*", r"\1inherit", svg)
    for number, color in enumerate(COLORS, start=1):
        svg = svg.replace(color, f"var(--bl-c{number}, {color})")
    return re.sub(r"\s*\n\s*", " ", svg.replace(TEXT, "currentColor"))
