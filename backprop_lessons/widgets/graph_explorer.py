"""A small graph of numbers, step by step: values forwards, slopes backwards, and what happens where paths meet."""

import html

from traitlets import Bool, Dict, Int, List, Unicode, observe, validate

from .._validation import finite, one_of
from .base import PageWidget, table
from .circuits import CIRCUITS, Circuit, build, described, names_of

QUESTION = {
    "prompt": "First a prediction, for f = 2 · (x · y + max(z, w)) with z = 2 and w = −1. w grows a little. How fast does f move?",
    "options": ["2 times as fast as w", "as fast as w", "the other way, since w is negative", "not at all"],
    "after": "Now look: choose that circuit and step to the end. Then move w above z, and see the slopes change places.",
}


class GraphExplorer(PageWidget):
    """Step through a small graph: every value forwards, every grad backwards, and a measured slope beside it.

    function: your own, of Values, with its inputs by name: GraphExplorer(lambda x, y: x * y + x.sin(), {"x": 1.0, "y": 2.0}).
    Without one, the circuits of the lesson. circuit (which one), inputs (name -> number), step (0: only the inputs are there)
    and overwrite (the bug of = for +=) can be read and set from the next cell; `graph` is the output as a Value.
    Raises ValueError for names and numbers that do not fit, and for graphs of more than 24 nodes.
    """

    module = "graph_explorer"
    shared = ("dense", "controls", "circuit", "graphpicture")

    title = Unicode("Forwards for values, backwards for slopes").tag(sync=True)
    circuits = List().tag(sync=True)
    circuit = Unicode(help="which of the circuits").tag(sync=True)
    inputs = Dict(help="the numbers that go in, by name").tag(sync=True)
    step = Int(0, help="how many steps have been made: first forwards, then backwards").tag(sync=True)
    overwrite = Bool(False, help="= instead of += where messages meet: a bug to watch").tag(sync=True)
    live = Bool(True).tag(sync=True)

    def __init__(self, function=None, inputs=None, **values):
        self._known = CIRCUITS
        if function is not None:
            self._known = {"yours": _own(function, inputs or {})}
            values.setdefault("title", f"Step by step: {self._known['yours'].label}")
        first = values.pop("circuit", next(iter(self._known)))
        one_of("circuit", first, self._known)
        inputs = {**self._known[first].inputs, **(inputs or {})}
        circuits = [described(name, circuit) for name, circuit in self._known.items()]
        super().__init__(circuits=circuits, circuit=first, inputs=inputs, **values)

    @property
    def graph(self):
        """The output as a Value, computed by the package from the inputs that are shown; its backward() has been called."""
        output = build(self._known[self.circuit].function, self.inputs)
        output.backward()
        return output

    @validate("circuit")
    def _check_circuit(self, proposal):
        one_of("circuit", proposal["value"], self._known)
        return proposal["value"]

    @observe("circuit")
    def _start_again(self, change):
        if set(self.inputs) != set(self._known[change["new"]].inputs):
            self.inputs, self.step = dict(self._known[change["new"]].inputs), 0

    @validate("inputs")
    def _check_inputs(self, proposal):
        known = self._known[self.circuit].inputs
        for name, number in proposal["value"].items():
            one_of("inputs", name, known)
            finite(name, number)
        return {**known, **{name: float(number) for name, number in proposal["value"].items()}}

    @validate("step")
    def _check_step(self, proposal):
        if proposal["value"] < 0:
            raise ValueError(f"step: expected a whole number from 0, got {proposal['value']}")
        return proposal["value"]

    def page_state(self):
        names = ("title", "circuits", "circuit", "inputs", "step", "overwrite")
        question = {} if "yours" in self._known else {"question": QUESTION}
        return {**{name: getattr(self, name) for name in names}, "live": False, **question}

    def fallback(self):
        nodes = self.graph.nodes()
        names = names_of(nodes)
        rows = []
        for node in nodes:
            sources = ", ".join(names[source] for source, _ in node.inputs)
            rows.append([names[node], node.operation, sources, f"{node.value:.4g}", f"{node.grad + 0.0:.4g}"])
        sentence = f"The graph of {self._known[self.circuit].label}. With scripts on, you can step through it and move its inputs."
        return f"<p>{html.escape(sentence)}</p>{table(['node', 'operation', 'of', 'value', 'grad'], rows)}"


def _own(function, inputs):
    """The circuit of a reader's own function; its sliders reach as far to both sides as the number is large, and at least 2."""
    label = getattr(function, "__name__", "f").replace("<lambda>", "your function")
    inputs = {name: float(finite(name, number)) for name, number in inputs.items()}
    reach = {name: max(2.0, 2 * abs(number)) for name, number in inputs.items()}
    return Circuit(label, function, inputs, {name: (inputs[name] - r, inputs[name] + r, r / 20) for name, r in reach.items()})
