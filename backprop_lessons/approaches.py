"""The earlier approaches to the gradient, as working code. All give what backpropagation gives; none is as cheap.

Each takes a network and its examples, X (m, n_in) and Y (m, n_out), and returns Gradients with dW[l] and db[l] in the shapes of
W[l] and b[l]; the deltas belong to backpropagation alone, so that list is empty. The network stays as it was.
How many multiply-adds each of them takes is counted in `counting`.
"""

from itertools import product

import numpy as np

from . import activations, costs
from ._validation import generator, positive, whole
from .network import Gradients


def central_differences(net, X, Y, step=1e-5):
    """Each parameter a step up and a step down: (C(θ + h) - C(θ - h)) / 2h. X (m, n_in), Y (m, n_out).

    2P forward passes for P parameters; the error is of the order h². Raises ValueError as `net.forward` and `net.cost` do,
    and for a step that is not a finite number above 0.
    """
    return _one_at_a_time(net, X, Y, lambda cost: (cost(step) - cost(-step)) / (2 * step), positive("step", step))


def one_sided_differences(net, X, Y, step=1e-7):
    """Each parameter a step up: (C(θ + h) - C(θ)) / h. X (m, n_in), Y (m, n_out).

    P + 1 forward passes, half as many as central differences, but an error of the order h. ValueError as there.
    """
    step = positive("step", step)
    start = net.cost(net.forward(X), Y)
    return _one_at_a_time(net, X, Y, lambda cost: (cost(step) - start) / step, step)


def _one_at_a_time(net, X, Y, slope, step):
    """Gradients whose entries are slope(cost), where cost(h) is the cost with one parameter moved by h."""
    probe = net.copy()

    def arrays_of_slopes(parameters):
        return [_slopes(probe, X, Y, array, slope) for array in parameters]

    return Gradients(arrays_of_slopes(probe.W), arrays_of_slopes(probe.b), [])


def _slopes(probe, X, Y, array, slope):
    slopes = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        start = array[index]

        def cost(h, index=index, start=start):
            array[index] = start + h
            return probe.cost(probe.forward(X), Y)

        slopes[index] = slope(cost)
        array[index] = start
    return slopes


def forward_mode(net, X, Y):
    """Slopes that travel with the values, forwards: one sweep through the whole net per parameter. X (m, n_in), Y (m, n_out).

    The tangent dZ says how fast Z moves when the one parameter does; exact, like backpropagation, but P sweeps instead of one.
    Raises ValueError as `net.forward` and `net.backward` do.
    """
    trace = net.forward(X)
    weights = [W for W, _ in net.parameters()]
    dC_dZ = costs.output_delta(trace.Z[-1], Y, net.output, net.cost_name)  # how the cost answers to the outputs
    slopes = [activations.get(net.activation).prime(Z) for Z in trace.Z[:-1]]

    def sweep(layer, unit, start):
        """The slope of the cost if Z[layer][:, unit] moves at the speed `start`, (m,), and nothing else does by itself."""
        dA = np.zeros_like(trace.A[0])  # the inputs stand still
        for here, W in enumerate(weights):
            dZ = dA @ W
            if here == layer:
                dZ[:, unit] += start
            if here < len(slopes):
                dA = dZ * slopes[here]
        return np.sum(dC_dZ * dZ)

    dW, db = [], []
    for layer, W in enumerate(weights):
        inputs = trace.A[layer]
        dW.append(np.array([[sweep(layer, j, inputs[:, i]) for j in range(W.shape[1])] for i in range(W.shape[0])]))
        db.append(np.array([sweep(layer, j, 1.0) for j in range(W.shape[1])]))
    return Gradients(dW, db, [])


def weight_perturbation(net, X, Y, rng, directions=1, step=1e-5):
    """All parameters at once, each up or down at random: an estimate of the gradient from two forward passes per direction.

    For signs s the measured slope along s, times s, is right on average, because different signs average out to 0; the mean
    over many directions comes closer, its error falling with their square root. X (m, n_in), Y (m, n_out).
    Raises ValueError as `central_differences` does, and for directions below 1. Source: Spall, 1992.
    """
    step, directions, rng = positive("step", step), whole("directions", directions), generator(rng)
    parameters, probe = net.parameters(), net.copy()
    sums = [(np.zeros_like(W), np.zeros_like(b)) for W, b in parameters]

    def cost(signs, h):
        for layer, ((W, b), (up_W, up_b)) in enumerate(zip(parameters, signs, strict=True)):
            probe.W[layer], probe.b[layer] = W + h * up_W, b + h * up_b
        return probe.cost(probe.forward(X), Y)

    for _ in range(directions):
        signs = [(rng.choice([-1.0, 1.0], W.shape), rng.choice([-1.0, 1.0], b.shape)) for W, b in parameters]
        slope = (cost(signs, step) - cost(signs, -step)) / (2 * step)
        for (sum_W, sum_b), (up_W, up_b) in zip(sums, signs, strict=True):
            sum_W += slope * up_W
            sum_b += slope * up_b
    return Gradients([W / directions for W, _ in sums], [b / directions for _, b in sums], [])


def path_by_path(net, X, Y):
    """Every path from a parameter to an output: its factors multiplied, the products added. X (m, n_in), Y (m, n_out).

    The chain rule taken literally, with nothing stored: each path starts anew, and their number is exponential in the depth.
    Raises ValueError as `net.forward` and `net.backward` do.
    """
    trace = net.forward(X)
    weights = [W for W, _ in net.parameters()]
    dC_dZ = costs.output_delta(trace.Z[-1], Y, net.output, net.cost_name)
    slopes = [activations.get(net.activation).prime(Z) for Z in trace.Z[:-1]]
    dW, db = [np.zeros_like(W) for W in weights], [np.zeros(W.shape[1]) for W in weights]
    for layer, W in enumerate(weights):
        later = [range(V.shape[1]) for V in weights[layer:]]  # one unit in each layer from here to the outputs
        for units in product(*later):
            db[layer][units[0]] += np.sum(_path(1.0, units, layer, weights, slopes, dC_dZ))
            for i in range(W.shape[0]):
                dW[layer][i, units[0]] += np.sum(_path(trace.A[layer][:, i], units, layer, weights, slopes, dC_dZ))
    return Gradients(dW, db, [])


def _path(start, units, layer, weights, slopes, dC_dZ):
    """The product along one path, (m,): activation, slope, weight, slope, weight, …, slope of the cost."""
    value = start
    for k, (unit, following) in enumerate(zip(units[:-1], units[1:], strict=True), start=layer):
        value = value * slopes[k][:, unit] * weights[k + 1][unit, following]
    return value * dC_dZ[:, units[-1]]
