"""Backpropagation one stage at a time, through the worked 2-2-2 example: every number in its place, and its formula beside it."""

import html

import numpy as np
from traitlets import Dict, Float, List, Unicode, validate

from .. import activations, costs
from .._validation import one_of, positive
from ..layers import dense_backward
from ..network import Gradients
from ..optimizers import gradient_descent_step
from .base import table
from .netwidget import NetWidget, described

STAGES = ["forward", "cost", "output delta", "passed back", "hidden delta", "gradients", "update"]
BUGS = {
    "none": "none",
    "one path": "drop a path",
    "no slope": "forget the hidden slope",
    "updated W2": "use the updated W2",
}
SIZES = [2, 2, 2]


def gradients_with(bug, net, X, Y, learning_rate=0.5):
    """The Gradients of a net with one hidden layer as a backward pass with this bug has them. X (m, n_in), Y (m, n_out).

    "one path": only the first output reports to the hidden units; "no slope": their deltas lack the slope of the
    activation; "updated W2": the output weights have taken their step already. "none" is the right gradient.
    Raises ValueError for another name and for what `net.forward` and `net.backward` refuse.
    """
    one_of("bug", bug, BUGS)
    forward = net.forward(X)
    delta2 = costs.output_delta(forward.Z[1], Y, net.output, net.cost_name)
    dW2, db2, _ = dense_backward(delta2, forward.A[1], net.W[1])
    W2 = net.W[1] - learning_rate * dW2 if bug == "updated W2" else net.W[1]
    heard = np.where(np.arange(delta2.shape[1]) == 0, delta2, 0.0) if bug == "one path" else delta2
    slope = 1.0 if bug == "no slope" else activations.get(net.activation).prime(forward.Z[0])
    delta1 = (heard @ W2.T) * slope
    dW1, db1, _ = dense_backward(delta1, forward.A[0], net.W[0])
    return Gradients([dW1, dW2], [db1, db2], [delta1, delta2])


class BackwardStepper(NetWidget):
    """Step through forward pass, cost, deltas, gradients and update of a 2-2-2 network; move its weights, plant a bug.

    network, learning_rate, stage (a name of STAGES) and bug (a name of BUGS) can be read and set from the next cell; a new
    network starts at the first stage. `updates` says how many updates were made; the Back button undoes them too.
    """

    module = "backward_stepper"

    title = Unicode("Backwards through the 2-2-2 network").tag(sync=True)
    question = Dict(
        {
            "prompt": "First a prediction. The deltas of the two outputs are 0.1385 and −0.0381. Hidden unit h1 reaches them with the "
            "weights 0.40 and 0.50, and the slope of its sigmoid is 0.24. What is the delta of h1?",
            "options": [
                "positive, and smaller than 0.1385",
                "positive, and larger than 0.1385",
                "negative, since o2 is reached by the larger weight",
                "0: a hidden unit has no target, so no delta",
            ],
            "after": "Now step: the delta of h1 appears at the fifth stage.",
        }
    ).tag(sync=True)
    start = Dict(help="the network that the Start button brings back").tag(sync=True)
    past = List(help="the networks before each update that was made").tag(sync=True)
    learning_rate = Float(0.5, help="learning rate η").tag(sync=True)
    stage = Unicode("forward", help="the stage that is shown").tag(sync=True)
    bug = Unicode("none", help="the bug that is planted").tag(sync=True)

    def __init__(self, network=None, x=None, y=None, **values):
        super().__init__(network, x, y, **values)
        self.start = self.net

    @property
    def network(self):
        """A Network with the numbers that are shown now."""
        return NetWidget.network.fget(self)

    @network.setter
    def network(self, network):
        self.net = described(network)
        self.start, self.past, self.stage = self.net, [], "forward"

    @property
    def updates(self):
        """How many updates were made."""
        return len(self.past)

    @validate("net")
    def _check_net(self, proposal):
        given = super()._check_net(proposal)
        sizes = [len(given["W"][0]), *(len(b) for b in given["b"])]
        if sizes != SIZES:
            raise ValueError(f"network: expected the sizes {SIZES}, got {sizes}")
        return given

    @validate("learning_rate")
    def _check_rate(self, proposal):
        return positive("learning_rate", proposal["value"])

    @validate("stage")
    def _check_stage(self, proposal):
        one_of("stage", proposal["value"], STAGES)
        return proposal["value"]

    @validate("bug")
    def _check_bug(self, proposal):
        one_of("bug", proposal["value"], BUGS)
        return proposal["value"]

    def page_state(self):
        more = {name: getattr(self, name) for name in ("start", "past", "learning_rate", "stage", "bug")}
        return {**super().page_state(), **more}

    def fallback(self):
        net, X, Y = self.network, [self.x], [self.y]
        forward = net.forward(X)
        grads = net.backward(forward, Y)
        params = list(zip(grads.dW, grads.db, strict=True))
        stepped = net.from_parameters(
            gradient_descent_step(net.parameters(), params, self.learning_rate), net.activation, net.output, net.cost_name
        )
        passed = dense_backward(grads.delta[1], forward.A[1], net.W[1])[2]
        rows = [
            ["forward: a of h1, h2", *forward.A[1][0]],
            ["forward: a of o1, o2", *forward.A[2][0]],
            ["cost C", net.cost(forward, Y)],
            ["output delta: δ of o1, o2", *grads.delta[1][0]],
            ["passed back: da of h1, h2", *passed[0]],
            ["hidden delta: δ of h1, h2", *grads.delta[0][0]],
            ["gradients: W1[0,0], W1[0,1]", *grads.dW[0][0]],
            ["update: new W1[0,0], W1[0,1]", *stepped.W[0][0]],
            ["cost C after the update", stepped.cost(stepped.forward(X), Y)],
        ]
        rows += [[f"slope of W1[0,0], bug: {label}", self._first_slope(bug)] for bug, label in BUGS.items()]
        numbers = [[name, *(f"{value:.4g}" for value in values)] for name, *values in rows]
        sentence = f"{self.title}. With scripts on, this table becomes a network that you can step through."
        return f"<p>{html.escape(sentence)}</p>{table(['stage', 'first', 'second'], [(row + [''])[:3] for row in numbers])}"

    def _first_slope(self, bug):
        return float(gradients_with(bug, self.network, [self.x], [self.y], self.learning_rate).dW[0][0, 0])
