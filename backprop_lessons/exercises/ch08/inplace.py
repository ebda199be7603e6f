"""8.4 step_inplace(params, X, Y, eta, work): one step of gradient descent that makes no new large arrays."""

import copy
import tracemalloc
from functools import partial

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable
from . import solutions

ALLOWED = 200_000  # bytes of new memory, where a plain step takes 4.4 million


def buffers(params, m, fill=7.0):
    """(A, back, grads) as in section 8.6, holding what a step before may have left there."""
    A = [np.full((m, len(b)), fill) for _, b in params]
    return A, [np.full_like(a, fill) for a in A], [(np.full_like(W, fill), np.full_like(b, fill)) for W, b in params]


def reference(params, X, Y, eta, work):
    return _step(params, X, Y, eta, work)


def _step(params, X, Y, eta, work, slip=""):
    """One step, in place; `slip` names the known mistake that is built in."""
    A, back, grads = [X, *work[0]], work[1], work[2]
    for layer, (W, b) in enumerate(params):
        Z = np.matmul(A[layer], W, out=A[layer + 1])
        if slip != "no bias":
            Z += b
        if slip != "no relu" and (layer < len(params) - 1 or slip == "relu last"):
            np.maximum(Z, 0, out=Z)
    cost, delta = _finish(Z, Y, slip), Z
    for layer in reversed(range(len(params))):
        (W, b), (dW, db) = params[layer], grads[layer]
        if slip == "added":
            dW += A[layer].T @ delta
            db += delta.sum(axis=0)
        else:
            np.matmul(A[layer].T, delta, out=dW)
            np.sum(delta, axis=0, out=db)
        if slip == "early":
            W -= eta * dW
        if layer > 0:
            delta = np.matmul(delta, W.T, out=back[layer - 1])
            if slip == "own sign":
                delta *= delta > 0
            elif slip != "no mask":
                delta *= A[layer] > 0
        _update(params, layer, eta, slip)(dW, db)
    return cost


def _finish(Z, Y, slip):
    """Scores to deltas, in place; the cost comes back."""
    axis = 0 if slip == "axis" else 1
    if slip != "no shift":
        Z -= Z.max(axis=axis, keepdims=True)
    right = np.vdot(Y, Z)
    np.exp(Z, out=Z)
    total = Z.sum(axis=axis, keepdims=True)
    cost = (np.log(total).sum() - right) / (1 if slip in ("sum", "cost sum") else len(Y))
    Z /= total
    Z -= Y
    if slip != "sum" and slip != "delta sum":
        Z /= Z.size if slip == "per entry" else len(Y)
    return cost


def _update(params, layer, eta, slip):
    W, b = params[layer]

    def update(dW, db):
        if slip == "copies" or (slip == "last only" and layer < len(params) - 1):
            return
        if slip == "replaced":
            params[layer] = (W - eta * dW, b - eta * db)
            return
        dW *= {"uphill": -eta, "no eta": 1.0, "early": 0.0}.get(slip, eta)
        db *= {"uphill": -eta, "no eta": 1.0, "no bias step": 0.0}.get(slip, eta)
        np.subtract(W, dW, out=W)
        np.subtract(b, db, out=b)

    return update


def _after(params, X, Y, eta, work):
    """The cost of the changed parameters."""
    _step(params, X, Y, eta, copy.deepcopy(work))
    return _step(copy.deepcopy(params), X, Y, eta, work)


def _new_arrays(params, X, Y, eta, work):
    return _step(params, X, Y, eta, buffers(params, len(X)))


def _with(slip):
    return lambda params, X, Y, eta, work: _step(params, X, Y, eta, work, slip)


def read(returned, args):
    """The cost, then the parameters as they are after the call, from the last layer down."""
    if isinstance(returned, (tuple, list, dict)):
        raise Unreadable("Asked is the cost alone, one number; the parameters are changed where they are.")
    found = {"cost": returned}
    try:
        for layer in range(len(args[0]), 0, -1):
            found[f"W of layer {layer}"], found[f"b of layer {layer}"] = args[0][layer - 1]
    except (TypeError, ValueError, IndexError):
        raise Unreadable("After the call `params` is no list of pairs any more. Change the arrays in it, not the list.") from None
    return {name: value.copy() if isinstance(value, np.ndarray) else value for name, value in found.items()}


def _inputs(rng, sizes, m, scale=1.0):
    params = [
        (rng.choice([-1.0, 1.0], (n, k)) * rng.uniform(0.3, 1.2, (n, k)), rng.uniform(-0.9, 0.9, k))
        for n, k in zip(sizes, sizes[1:], strict=False)
    ]
    Y = np.eye(sizes[-1])[rng.integers(0, sizes[-1], m)]
    return params, rng.uniform(-1.5, 1.5, (m, sizes[0])) * scale, Y, float(rng.uniform(0.2, 0.8)), buffers(params, m)


def draw(rng):
    """All sizes equal first, where wrong code runs; then all different; then one layer; then scores in the hundreds."""
    return [
        Case("4 examples, sizes 4-4-4-4", _inputs(rng, [4, 4, 4, 4], 4)),
        Case("7 examples, sizes 3-6-5-2", _inputs(rng, [3, 6, 5, 2], 7)),
        Case("5 examples, sizes 4-8-3", _inputs(rng, [4, 8, 3], 5)),
        Case("6 examples, sizes 3-4", _inputs(rng, [3, 4], 6)),
        Case("scores near 1000", _inputs(rng, [5, 3], 8, scale=900.0), stage="extreme"),
    ]


def _same_arrays(function, rng):
    args = _inputs(rng, [3, 5, 4], 6)
    before = [array for pair in args[0] for array in pair]
    function(*args)
    after = [array for pair in args[0] for array in pair]
    same = len(before) == len(after) and all(a is b for a, b in zip(after, before, strict=True))
    return "" if same else "for sizes 3-5-4"


def _memory(function, rng):
    args = _inputs(rng, [64, 256, 256, 10], 256, scale=0.1)
    args[0][:] = [(W * 0.1, b) for W, b in args[0]]
    made = getattr(function, "peak_memory", partial(peak_memory, function))(*args)
    return "" if made <= ALLOWED else f"for 64-256-256-10 and 256 examples: {made / 1000:,.0f} KB"


def peak_memory(function, *args):
    """Bytes of new memory at the worst moment of a second call. A function that works in another process brings its own measure."""
    function(*args)  # first touches belong to no step
    running = tracemalloc.is_tracing()
    if not running:
        tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        function(*args)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        if not running:
            tracemalloc.stop()


SMALL_PARAMS = [
    (np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.5, -0.5])),
    (np.array([[1.0, 0.0], [-1.0, 2.0]]), np.array([0.25, 0.0])),
]
SMALL_X, SMALL_Y = np.array([[1.0, 2.0], [-1.0, 1.0]]), np.array([[1.0, 0.0], [0.0, 1.0]])
SMALL = "W1 = [[1, -1], [0.5, 2]], b1 = [0.5, -0.5], W2 = [[1, 0], [-1, 2]], b2 = [0.25, 0], X = [[1, 2], [-1, 1]], Y = [[1, 0], [0, 1]]"

MISTAKES = (
    Mistake(
        "X8.4a",
        "parameters not changed",
        _with("copies"),
        "The parameters are what they were. A plain minus makes a new array; which sign writes into the one that is there?",
    ),
    Mistake(
        "X8.4b",
        "uphill",
        _with("uphill"),
        "The cost grows by your step. In which direction does a slope point?",
    ),
    Mistake(
        "X8.4c",
        "sums instead of means",
        _with("sum"),
        "Take every example twice: your cost doubles. Should it? It is a mean over the examples.",
    ),
    Mistake(
        "X8.4d",
        "slopes of the sum",
        _with("delta sum"),
        "The cost is a mean and your slopes are those of a sum. Where does the number of examples enter on the way back?",
    ),
    Mistake(
        "X8.4e",
        "cost of the sum",
        _with("cost sum"),
        "The step is that of a mean, and your cost is a sum. Take every example twice: should it double?",
    ),
    Mistake(
        "X8.4f",
        "mean over all entries",
        _with("per entry"),
        "You divide by the number of all scores. A mean over the examples divides by how many?",
    ),
    Mistake(
        "X8.4g",
        "weights changed too early",
        _with("early"),
        "The way back needs the weights of the way forward. Are they still there when delta goes down a layer?",
    ),
    Mistake(
        "X8.4h",
        "slope of ReLU left out",
        _with("no mask"),
        "A unit that put out 0 hears nothing of the cost. Where does your way back know of that?",
    ),
    Mistake(
        "X8.4i",
        "sign of delta instead of z",
        _with("own sign"),
        "You look at the sign of delta. Whose sign decides whether ReLU lets a slope through?",
    ),
    Mistake(
        "X8.4j",
        "left over from the step before",
        _with("added"),
        "The arrays in work still hold the last step. Do you add to them, or overwrite them?",
    ),
    Mistake(
        "X8.4k",
        "learning rate left out",
        _with("no eta"),
        "Halve eta: does your step become half as long?",
    ),
    Mistake(
        "X8.4l",
        "biases stay",
        _with("no bias step"),
        "The weights move and the biases do not. They have slopes, too.",
    ),
    Mistake(
        "X8.4m",
        "last layer only",
        _with("last only"),
        "Your last layer learns. What about the layers below?",
    ),
    Mistake(
        "X8.4n",
        "probabilities over the examples",
        _with("axis"),
        "Which numbers add up to 1: those of one example, or those of one class?",
    ),
    Mistake(
        "X8.4o",
        "ReLU on the scores",
        _with("relu last"),
        "The last layer hands its scores to the softmax. Is there a ReLU between?",
    ),
    Mistake(
        "X8.4p",
        "no ReLU forward",
        _with("no relu"),
        "Print the activations of a hidden layer. Are there negative ones?",
    ),
    Mistake(
        "X8.4q",
        "bias not added",
        _with("no bias"),
        "Feed zeros: what should the first layer hand on?",
    ),
    Mistake(
        "X8.4r",
        "cost after the step",
        _after,
        "The parameters are right, and the cost is that of the new ones. Asked is the cost before the step.",
    ),
    Mistake(
        "X8.4s",
        "exp of large scores",
        _with("no shift"),
        "Scores near 1000 overflow. What may be taken off a row without changing its probabilities?",
        "A small case: the scores (1000, 1001) have the probabilities (0.2689, 0.7311), and so have the scores (0, 1).",
    ),
    Mistake(
        "X8.4t",
        "new arrays in the list",
        _with("replaced"),
        "Someone else may hold the old arrays, as an optimizer does. Write the new numbers into them.",
        "A small case: W = np.zeros(2); V = W; then W -= 1 changes V as well, and W = W - 1 does not.",
    ),
    Mistake(
        "X8.4u",
        "new large arrays",
        _new_arrays,
        "Every product, sum or copy without a place of its own makes a new array. Which of your lines do?",
        "A small case: A + b makes a new array, A += b makes none; eta * dW makes one, too.",
    ),
)

PART = FunctionPart(
    name="step_inplace",
    points=3,
    parameters=("params", "X", "Y", "eta", "work"),
    reference=reference,
    solution=solutions.step_inplace,
    draw=draw,
    read=read,
    changes=("params", "work"),
    tolerance=(1e-10, 1e-12),
    sizes=lambda params, X, Y, eta, work: {"m": len(X), "k": Y.shape[1]},
    small=(
        Case(f"{SMALL}, eta = 0.5", (SMALL_PARAMS, SMALL_X, SMALL_Y, 0.5, buffers(SMALL_PARAMS, 2))),
        Case(
            "one layer, W = [[1, -1], [0, 2]], b = [0, 1], X = [[1, 2], [3, -1]], Y = [[1, 0], [1, 0]], eta = 0.5",
            (
                [(np.array([[1.0, -1.0], [0.0, 2.0]]), np.array([0.0, 1.0]))],
                np.array([[1.0, 2.0], [3.0, -1.0]]),
                np.array([[1.0, 0.0], [1.0, 0.0]]),
                0.5,
                buffers([(np.zeros((2, 2)), np.zeros(2))], 2),
            ),
        ),
        Case("more units, sizes 3-4-3-2", _inputs(np.random.default_rng(1), [3, 4, 3, 2], 4)),
    ),
    late=(
        Property(
            "same arrays",
            "The new numbers belong into the arrays that are there.",
            _same_arrays,
            mistake="X8.4t",
        ),
        Property("memory", "A step makes less than 200 KB of new arrays.", _memory, mistake="X8.4u"),
    ),
    mistakes=MISTAKES,
)

IN_PLACE = Exercise("8.4", "a step without new arrays", "code", 30, (PART,), "lesson 8, section 8.6 (from the textbook to the engine)")
