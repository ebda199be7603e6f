"""Widgets over one small network: the reader moves its numbers, and the arithmetic is done where the reader is."""

from traitlets import Dict, List, Unicode, validate

from .. import datasets
from .._validation import finite, shape
from ..network import Network
from .base import PageWidget


class NetWidget(PageWidget):
    """A network, one example, and a module that draws them; by default the worked 2-2-2 example.

    `network` is a Network with the numbers that are shown now; set it from the next cell, and the picture follows. x (n_in)
    and y (n_out) are the example, as lists. In the page and in the notebook alike, shared/dense.js computes all that follows
    from these numbers. Raises ValueError for shapes that do not fit and for nan or inf; nothing changes then.
    """

    shared = ("dense", "controls", "netpicture")
    question = None

    title = Unicode().tag(sync=True)
    net = Dict(help="the network: W, b, activation, output, cost").tag(sync=True)
    x = List(help="inputs").tag(sync=True)
    y = List(help="targets").tag(sync=True)

    def __init__(self, network=None, x=None, y=None, **values):
        example, X, Y = datasets.worked_example()
        if network is None:
            network, x, y = example, X[0] if x is None else x, Y[0] if y is None else y
        elif x is None or y is None:
            raise ValueError("x and y: a network of your own needs an example of its own, got none")
        super().__init__(net=described(network), x=list(map(float, x)), y=list(map(float, y)), **values)

    @property
    def network(self):
        """A Network with the numbers that are shown now."""
        parameters = list(zip(self.net["W"], self.net["b"], strict=True))
        return Network.from_parameters(parameters, self.net["activation"], self.net["output"], self.net["cost"])

    @network.setter
    def network(self, network):
        self.net = described(network)

    @validate("net")
    def _check_net(self, proposal):
        given = proposal["value"]
        parameters = zip(given["W"], given["b"], strict=True)
        checked = Network.from_parameters(list(parameters), given["activation"], given["output"], given["cost"])
        if self.x:
            shape("x", finite("x", self.x), checked.sizes[0])
            shape("y", finite("y", self.y), checked.sizes[-1])
        return given

    @validate("x")
    def _check_x(self, proposal):
        if self.net:
            shape("x", finite("x", proposal["value"]), self.network.sizes[0])
        return proposal["value"]

    @validate("y")
    def _check_y(self, proposal):
        if self.net:
            shape("y", finite("y", proposal["value"]), self.network.sizes[-1])
        return proposal["value"]

    def page_state(self):
        state = {"title": self.title, "net": self.net, "x": self.x, "y": self.y}
        return {**state, "question": self.question} if self.question else state


def described(network):
    """A Network as plain lists and names, ready for the page."""
    W, b = zip(*network.parameters(), strict=True)
    return {
        "W": [array.tolist() for array in W],
        "b": [array.tolist() for array in b],
        "activation": network.activation,
        "output": network.output,
        "cost": network.cost_name,
    }
