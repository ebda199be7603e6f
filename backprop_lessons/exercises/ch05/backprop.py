"""5.4 backprop(params, X, Y, acts, cost): the whole way back, for any number of layers."""

import numpy as np

from ... import costs
from ...activations import get, sigmoid_prime
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions
from .way_back import RATE, draw_problem, forward, gradients, output_delta

QUADRATIC, ENTROPY, LIKELIHOOD = costs.COSTS


def draw(rng):
    """Square layers first, where wrong code runs; then sizes that all differ, the other pairs, and one layer only."""
    return [
        Case(
            "4 examples, sizes 4-4-4-4, quadratic",
            draw_problem(rng, 4, [4, 4, 4, 4], ("tanh", "sigmoid", "sigmoid"), QUADRATIC),
        ),
        Case("5 examples, sizes 3-4-2, softmax", draw_problem(rng, 5, [3, 4, 2], ("tanh", "softmax"), LIKELIHOOD)),
        Case(
            "6 examples, sizes 2-5-3-4, cross-entropy",
            draw_problem(rng, 6, [2, 5, 3, 4], ("relu", "tanh", "sigmoid"), ENTROPY),
        ),
        Case("7 examples, sizes 3-2, linear", draw_problem(rng, 7, [3, 2], ("linear",), QUADRATIC)),
        Case(
            "4 examples, sizes 2-3-5-4-1, quadratic",
            draw_problem(rng, 4, [2, 3, 5, 4, 1], ("tanh", "linear", "relu", "tanh"), QUADRATIC),
        ),
    ]


def read(returned, args):
    """dW and db from the last layer down, the order in which they are computed."""
    layers = len(args[0])
    if not isinstance(returned, (tuple, list)):
        raise Unreadable("Asked is a list with one pair (dW, db) for each layer, in the order of params.")
    if len(returned) != layers:
        raise Unreadable(
            f"With {layers} layers, the list should hold {layers} pairs (dW, db); yours holds {len(returned)}."
        )
    stages = {}
    for layer in range(layers, 0, -1):
        pair = returned[layer - 1]
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise Unreadable(f"The entry of layer {layer} should be a pair (dW, db).")
        stages[f"dW of layer {layer}"], stages[f"db of layer {layer}"] = pair
    return stages


def _problem(rng):
    return draw_problem(rng, 4, [3, 4, 2], ("tanh", "sigmoid"), QUADRATIC)


def _measured(ask, rng):
    params, X, Y, acts, cost = _problem(rng)
    (W, b), *rest = params
    weight = np.zeros_like(W)
    weight[2, 1] = 1e-5

    def value(dW, db):
        _, Zs = forward([(W + dW, b + db), *rest], X, acts)
        return costs.output_cost(Zs[-1], Y, acts[-1], cost)

    found = ask(params, X, Y, acts, cost)
    for name, yours, dW, db in (
        ("weight [2, 1]", found["dW of layer 1"][2, 1], weight, 0.0),
        ("all biases together", found["db of layer 1"].sum(), 0.0, 1e-5),
    ):
        measured = (value(dW, db) - value(-dW, -db)) / 2e-5
        if not np.isclose(yours, measured, rtol=1e-3, atol=1e-6):
            return f"for {name} of layer 1 (measured {measured:.5g}, yours {yours:.5g})"
    return ""


def _repeated(ask, rng):
    params, X, Y, acts, cost = _problem(rng)
    once, twice = ask(params, X, Y, acts, cost), ask(params, np.vstack([X, X]), np.vstack([Y, Y]), acts, cost)
    for name in once:
        if not np.allclose(once[name], twice[name], rtol=1e-4, atol=1e-7):
            return f"in {name}"
    return ""


def _with(**lines):
    return lambda *args: gradients(*args, **lines)


def _other_cost(A, Z, Y, act, cost):
    """The delta of the cost that does not belong."""
    miss = (A - Y) / len(Y)
    if cost == "quadratic":
        return miss
    return miss * A * (1 - A)


def _each(change):
    """Right, and then each pair changed: `change(dW, db, m)`."""

    def backprop(params, X, Y, acts, cost):
        return [change(dW, db, len(X)) for dW, db in gradients(params, X, Y, acts, cost)]

    return backprop


def _only_last(params, X, Y, acts, cost):
    grads = gradients(params, X, Y, acts, cost)
    return [(0 * dW, 0 * db) for dW, db in grads[:-1]] + grads[-1:]


def _other_weights(params, X, Y, acts, cost):
    return gradients(params, X, Y, acts, cost, back=lambda delta, W, dW, layer: delta @ params[layer - 1][0].T)


def _moves_params(params, X, Y, acts, cost):
    grads = gradients(params, X, Y, acts, cost)
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        W -= RATE * dW
        b -= RATE * db
    return grads


SMALL = (
    [
        (np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([0.5, -0.5])),
        (np.array([[1.0, -2.0], [0.5, 1.0]]), np.array([0.25, 0.0])),
        (np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([0.5, -0.25])),
    ],
    np.array([[1.0, -1.0], [0.0, 2.0]]),
    np.array([[1.0, 0.0], [0.0, 1.0]]),
    ["sigmoid", "tanh", "sigmoid"],
    QUADRATIC,
)
SMALL_TWO = (SMALL[0][:2], SMALL[1], SMALL[2], ["tanh", "sigmoid"], QUADRATIC)
SMALL_ENTROPY = (SMALL[0][:2], SMALL[1], SMALL[2], ["tanh", "sigmoid"], ENTROPY)

PART = FunctionPart(
    name="backprop",
    points=6,
    parameters=("params", "X", "Y", "acts", "cost"),
    reference=gradients,
    solution=solutions.backprop,
    draw=draw,
    read=read,
    small=(
        Case(
            "W1 = [[1, 0], [2, 1]], b1 = [0.5, -0.5], tanh; W2 = [[1, -2], [0.5, 1]], b2 = [0.25, 0], sigmoid, quadratic; "
            "X = [[1, -1], [0, 2]], Y = [[1, 0], [0, 1]]",
            SMALL_TWO,
        ),
        Case("the same with sigmoid and tanh, and W3 = [[1, -1], [2, 1]], b3 = [0.5, -0.25], sigmoid", SMALL),
        Case("the first one again, with binary_cross_entropy", SMALL_ENTROPY),
    ),
    sizes=lambda params, X, Y, acts, cost: {"m": len(X)},
    properties=(
        Property("repeated", "Every example put in twice changes no slope.", _repeated),
        Property("measured", "A slope can be measured: nudge, and see how the cost moves.", _measured),
    ),
    mistakes=(
        catalogued("B21", _with(back=lambda delta, W, dW, layer: delta @ (W - RATE * dW).T)),
        catalogued("B22", _with(dW=lambda As, Zs, delta, layer: As[layer + 1].T @ delta)),
        catalogued("B23", _with(dW=lambda As, Zs, delta, layer: (Zs[layer - 1] if layer else As[0]).T @ delta)),
        catalogued("B24", _with(back=lambda delta, W, dW, layer: delta @ dW.T)),
        catalogued("B25", _with(back=lambda delta, W, dW, layer: delta @ W)),
        catalogued("B26", _with(renew=False)),
        catalogued("B27", _with(slope=lambda act, Z, A, layer: 1.0)),
        catalogued("B28", _with(slope=lambda act, Z, A, layer: get(act).prime(A))),
        catalogued("B29", _with(back=lambda delta, W, dW, layer: delta @ W.T / len(delta))),
        catalogued("B30", _each(lambda dW, db, m: (dW * m, db * m))),
        catalogued("B31", _only_last),
        catalogued("B32", _each(lambda dW, db, m: (-dW, -db))),
        catalogued("B33", _with(first=_other_cost)),
        catalogued("B34", _each(lambda dW, db, m: (dW, 0 * db))),
        catalogued("B35", _other_weights),
        catalogued(
            "B36",
            _moves_params,
            small="A small case: W = [[1]] with the slope 0.2. After the call W should still be [[1]]; after yours it is another.",
        ),
        Mistake(
            "X5.4a",
            "from the last layer down",
            lambda *args: gradients(*args)[::-1],
            "Your slopes come in the order in which you found them. In which order does params list the layers?",
        ),
        Mistake(
            "X5.4b",
            "pairs turned round",
            _each(lambda dW, db, m: (db, dW)),
            "Both parts of each pair seem to be there. Which comes first, the weights or the biases?",
        ),
        Mistake(
            "X5.4c",
            "X enters every layer",
            _with(dW=lambda As, Zs, delta, layer: As[0].T @ delta),
            "Only the first layer sees X. What arrives at the weights of a later one?",
        ),
        Mistake(
            "X5.4d",
            "dW turned round",
            _each(lambda dW, db, m: (dW.T, db)),
            "All numbers are there. Entry (j, k) should join input j to unit k, as it does in W.",
        ),
        Mistake(
            "X5.4e",
            "db averaged instead of summed",
            _each(lambda dW, db, m: (dW, db / m)),
            "Over the examples, dW adds up and db does something else. They should agree.",
        ),
        Mistake(
            "X5.4f",
            "divided by m once more",
            _each(lambda dW, db, m: (dW / m, db / m)),
            "The mean comes in at a single place, the first delta. Search your code for a second division.",
        ),
        Mistake(
            "X5.4g",
            "only the weights",
            lambda *args: [dW for dW, _ in gradients(*args)],
            "Each layer has two kinds of parameters. Where are the slopes of the biases?",
        ),
        Mistake(
            "X5.4h",
            "every hidden layer taken for a sigmoid",
            _with(slope=lambda act, Z, A, layer: sigmoid_prime(Z)),
            "Right for sigmoid layers. Each layer has a name in acts: does your hidden slope look at it?",
        ),
        Mistake(
            "X5.4i",
            "always the matched delta",
            _with(first=lambda A, Z, Y, act, cost: (A - Y) / len(Y)),
            "With two of the costs you are right. With the third, the message also has to pass the squashing of the output.",
        ),
        Mistake(
            "X5.4j",
            "always the slope of the output",
            _with(
                first=lambda A, Z, Y, act, cost: output_delta(
                    A, Z, Y, act if act != "softmax" else "sigmoid", "quadratic"
                )
            ),
            "With the quadratic cost you are right. The matched costs have made up for the slope of the output already.",
        ),
        Mistake(
            "X5.4k",
            "slope of the layer above",
            lambda params, X, Y, acts, cost: gradients(
                params, X, Y, acts, cost, slope=lambda act, Z, A, layer: _prime(acts[layer])(Z)
            ),
            "The message arrives at a layer and passes its units. Whose name in acts did you look up: theirs, or that of the layer above?",
        ),
        Mistake(
            "X5.4l",
            "a step instead of a gradient",
            lambda *args: [
                (W - RATE * dW, b - RATE * db) for (W, b), (dW, db) in zip(args[0], gradients(*args), strict=True)
            ],
            "Yours are new weights. Asked are the slopes only; who walks, and how far, is decided later.",
        ),
    ),
)


def _prime(act):
    return get(act).prime or sigmoid_prime


BACKPROP = Exercise(
    "5.4", "backprop", "code", 45, (PART,), "lesson 5, sections 5.4 and 5.6 (four equations, any depth)"
)
