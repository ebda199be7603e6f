"""From one weight to the cost: its paths light up one by one, each with its factors; over the paths the products add up."""

import html

from traitlets import Bool, Int, Unicode, validate

from .._validation import whole
from ..paths import trace
from .base import table
from .netwidget import NetWidget

MOST_UNITS, MOST_LAYERS = 4, 4
QUESTION = {
    "prompt": "First a prediction. w1, the weight from x1 to h1, reaches the cost C by two paths. "
    "The one through o1 has a positive product, the one through o2 a negative one. The slope dC/dw1 is then …",
    "options": ["positive (+)", "negative (−)", "0: the two cancel"],
    "after": "Now look: light up one path after the other. How far off would you be with the first path alone?",
}


class PathTracer(NetWidget):
    """Every path from one weight or bias of a small network to the cost; by default in the worked 2-2-2 example.

    parameter ("W1[0,0]", "b2[1]", …: layers counted from 1, indices from 0), shown (how many of its paths are lit; one more
    shows their sum), network, x and y can be read and set from the next cell; `traced` is the package's `trace` of what is
    shown. Raises ValueError for a parameter that does not exist, and for networks too large to draw.
    """

    module = "path_tracer"
    shared = ("dense", "controls", "netpicture", "paths")
    question = QUESTION

    title = Unicode("From one weight to the cost").tag(sync=True)
    parameter = Unicode("W1[0,0]", help="the weight or bias that is traced").tag(sync=True)
    shown = Int(0, help="how many paths are lit").tag(sync=True)
    live = Bool(True).tag(sync=True)

    @property
    def traced(self):
        """The ParameterTrace of the parameter, by the package, for the numbers that are shown."""
        return trace(self.network, self.x, self.y, self.parameter)

    @validate("net")
    def _check_net(self, proposal):
        given = super()._check_net(proposal)
        sizes = [len(given["W"][0]), *(len(b) for b in given["b"])]
        if len(sizes) > MOST_LAYERS or max(sizes) > MOST_UNITS:
            raise ValueError(f"network: expected at most {MOST_LAYERS} layers of at most {MOST_UNITS} units to draw, got {sizes}")
        return given

    @validate("parameter")
    def _check_parameter(self, proposal):
        if self.net and self.x and self.y:
            trace(self.network, self.x, self.y, proposal["value"])
        return proposal["value"]

    @validate("shown")
    def _check_shown(self, proposal):
        return whole("shown", proposal["value"], least=0)

    def page_state(self):
        return {**super().page_state(), "parameter": self.parameter, "shown": self.shown, "live": False}

    def fallback(self):
        traced = self.traced
        rows = []
        for path in traced.paths:
            factors = " · ".join(f"{factor.value:.4g} ({factor.name})" for factor in path.factors)
            rows.append([" > ".join(path.steps), factors, f"{path.product + 0.0:.4g}"])
        rows += [["sum of the paths", "", f"{traced.total + 0.0:.4g}"], ["measured slope", "", f"{round(traced.measured, 9) + 0.0:.4g}"]]
        sentence = f"The paths from {traced.name} to the cost. With scripts on, you can choose any weight or bias, and move them."
        return f"<p>{html.escape(sentence)}</p>{table(['path', 'factors', 'product'], rows)}"
