"""What all contestants are given: the same start, the same batch, the same learning rate. And the proof that they did the same."""

from dataclasses import dataclass

import numpy as np

from backprop_lessons import Network

RATE = 0.05
TOLERANCE = 0.01  # of the distance moved: float32 rounds each step, and large nets move each weight by little


@dataclass
class Problem:
    """ReLU hidden layers, softmax output, negative log-likelihood; float32. X (batch, n_in), Y one-hot, labels (batch,)."""

    sizes: tuple
    batch: int
    rate: float = RATE

    def __post_init__(self):
        rng = np.random.default_rng(sum(self.sizes) + self.batch)
        self.net = Network(
            self.sizes, activation="relu", output="softmax", cost="negative_log_likelihood", rng=rng, scale=None
        )
        self.start = [(W.astype(np.float32), b.astype(np.float32)) for W, b in self.net.parameters()]
        self.X = rng.random((self.batch, self.sizes[0]), dtype=np.float32)
        self.labels = rng.integers(self.sizes[-1], size=self.batch)
        self.Y = np.eye(self.sizes[-1], dtype=np.float32)[self.labels]

    def __str__(self):
        return f"{name_of(self.sizes)}, B {self.batch}"

    @property
    def n_parameters(self):
        return sum(W.size + b.size for W, b in self.start)

    def copies(self):
        """The start once more, in arrays of one's own."""
        return [(W.copy(), b.copy()) for W, b in self.start]

    def after(self, steps):
        """The weights after so many steps of the textbook road, in float64: what everybody is held to."""
        net = Network.from_parameters(self.start, self.net.activation, self.net.output, self.net.cost_name)
        for _ in range(steps):
            grads = net.backward(net.forward(self.X), self.Y)
            net.W = [W - self.rate * dW for W, dW in zip(net.W, grads.dW, strict=True)]
            net.b = [b - self.rate * db for b, db in zip(net.b, grads.db, strict=True)]
        return net.parameters()


def name_of(sizes):
    """64-32-10."""
    return "-".join(map(str, sizes))


def disagreement(start, reference, found):
    """How far `found` is from `reference`, as a fraction of the way from start to reference; lists of (W, b)."""
    if [a.shape for pair in found for a in pair] != [a.shape for pair in reference for a in pair]:
        return np.inf
    squares = [0.0, 0.0]
    for s, r, f in zip(start, reference, found, strict=True):
        for a, b, c in zip(s, r, f, strict=True):
            squares[0] += np.sum((np.asarray(c, float) - b) ** 2)
            squares[1] += np.sum((b - np.asarray(a, float)) ** 2)
    error = float(np.sqrt(squares[0] / squares[1]))
    return error if np.isfinite(error) else np.inf


def void(problem, contestants, steps):
    """Let everybody do so many first steps. Returns {name: why} for those whose weights are not the reference's: void."""
    reference, reasons = problem.after(steps), {}
    for contestant in contestants:
        for _ in range(steps):
            contestant.run()
        if contestant.finish:
            contestant.finish()
        if contestant.weights:
            error = disagreement(problem.start, reference, contestant.weights())
            if error > TOLERANCE:
                reasons[contestant.name] = f"void: after {steps} steps its weights differ by {error:.2g} of the way"
    return reasons
