"""The forward pass of a small network, step by step, with every number in sight and free to be moved."""

import html

from traitlets import Bool, Dict, Int, Unicode, validate

from .._validation import one_of
from .base import table
from .netwidget import NetWidget


class ForwardStepper(NetWidget):
    """Step through x, Z1, A1, Z2, A2; move any input, weight or bias, and see which numbers change.

    network, x (both as in NetWidget), step (0: only the input is shown, up to twice the number of layers) and chosen (the
    number at the slider, by its name in code: "x[0]", "W2[0,1]", "b1[0]") can be read and set from the next cell. What
    differs from the numbers that the widget was made with is marked. Raises ValueError for a network of other sizes
    later on, and for a step or a name that there is not.
    """

    module = "forward_stepper"

    title = Unicode("The forward pass, number by number").tag(sync=True)
    question = Dict(
        {
            "prompt": "First a prediction. In the network below, which weights change the output o2, but not the output o1?",
            "options": [
                "w3 and w4, the second column of W1",
                "w6 and w8, the second row of W2",
                "w7 and w8, the second column of W2",
                "None: every weight changes both outputs",
            ],
            "after": "Now look: press All, then choose the weights one after the other and move each of them.",
        },
        allow_none=True,
    ).tag(sync=True)
    start = Dict(help="the network and the input that the widget was made with").tag(sync=True)
    chosen = Unicode("W1[0,0]", help="the number at the slider").tag(sync=True)
    step = Int(0, help="how much is computed").tag(sync=True)
    live = Bool(True).tag(sync=True)

    def __init__(self, network=None, x=None, y=None, **values):
        super().__init__(network, x, y, **values)
        self.start = {"net": self.net, "x": self.x}
        if self.sizes != [2, 2, 2]:
            self.question = None  # it asks for weights by their names

    @property
    def sizes(self):
        """Units per layer, inputs first."""
        return units_of(self.net)

    @validate("net")
    def _check_net(self, proposal):
        given = super()._check_net(proposal)
        wanted, sizes = [units_of(net) for net in (self.start.get("net", given), given)]
        if sizes != wanted:
            raise ValueError(f"network: expected sizes {wanted}, as at the start, got {sizes}; make a new ForwardStepper for it")
        return given

    @validate("chosen")
    def _check_chosen(self, proposal):
        one_of("chosen", proposal["value"], movable(self.sizes))
        return proposal["value"]

    @validate("step")
    def _check_step(self, proposal):
        last = 2 * len(self.net["W"])
        if not 0 <= proposal["value"] <= last:
            raise ValueError(f"step: expected 0 to {last}, got {proposal['value']}")
        return proposal["value"]

    def page_state(self):
        return {**super().page_state(), "start": self.start, "chosen": self.chosen, "step": self.step, "live": False}

    def fallback(self):
        trace = self.network.forward([self.x])
        last = len(self.sizes) - 1
        rows = [[f"x{k}", f"{value:.6g}"] for k, value in enumerate(self.x, start=1)]
        for layer, (Z, A) in enumerate(zip(trace.Z, trace.A[1:], strict=True), start=1):
            for letter, numbers in (("z", Z[0]), ("a", A[0])):
                named = enumerate(numbers, start=1)
                rows += [[f"{letter} of unit {k}, {'output' if layer == last else f'layer {layer}'}", f"{value:.6g}"] for k, value in named]
        words = f"{self.title}. All numbers of the forward pass; with scripts on, this table becomes a picture that you can move."
        return f"<p>{html.escape(words)}</p>{table(['number', 'value'], rows)}"


def units_of(net):
    """Units per layer of a described network, inputs first."""
    return [len(net["W"][0]), *map(len, net["b"])]


def movable(sizes):
    """The names of all numbers that can be moved, as in code: x[0], …, W1[0,0], …, b1[0], …"""
    names = [f"x[{k}]" for k in range(sizes[0])]
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        names += [f"W{layer}[{i},{j}]" for j in range(n_out) for i in range(n_in)]
        names += [f"b{layer}[{j}]" for j in range(n_out)]
    return names
