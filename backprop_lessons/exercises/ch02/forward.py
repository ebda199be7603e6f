"""2.4 forward(params, X, acts): any number of layers, and everything kept."""

import numpy as np

from ...activations import identity, relu, sigmoid, softmax, tanh
from ..exercise import Case, Exercise, FunctionPart, Mistake, Unreadable, catalogued
from ..exercise import Property as Fact
from . import solutions


def _params(rng, sizes):
    """Weights of order 1 and both signs, so that z stays moderate; biases that matter."""
    return [
        (
            rng.choice([-1.0, 1.0], (n, k)) * rng.uniform(0.5, 1.1, (n, k)) / np.sqrt(n) * 1.3,
            rng.choice([-1.0, 1.0], k) * rng.uniform(0.3, 0.9, k),
        )
        for n, k in zip(sizes, sizes[1:], strict=False)
    ]


def _inputs(rng, m, sizes, acts):
    return _params(rng, sizes), rng.uniform(-1.5, 1.5, (m, sizes[0])), list(acts)


def draw(rng):
    """Square layers first, where wrong code runs; then sizes that all differ, other activations, and one layer only."""
    return [
        Case("4 examples, sizes 4-4-4-4", _inputs(rng, 4, [4, 4, 4, 4], (tanh, sigmoid, sigmoid))),
        Case("5 examples, sizes 3-4-2", _inputs(rng, 5, [3, 4, 2], (sigmoid, softmax))),
        Case("6 examples, sizes 2-5-3-4", _inputs(rng, 6, [2, 5, 3, 4], (relu, tanh, sigmoid))),
        Case("1 example, sizes 3-2", _inputs(rng, 1, [3, 2], (tanh,))),
    ]


def read(returned, args):
    """As and Zs as one row of stages, in the order in which they are computed."""
    layers = len(args[0])
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        raise Unreadable("Asked are two lists, As and Zs, in this order: `return As, Zs`.")
    As, Zs = (list(part) if isinstance(part, (list, tuple, np.ndarray)) else None for part in returned)
    if As is None or Zs is None:
        raise Unreadable("As and Zs should be lists with one array for each layer.")
    if (len(As), len(Zs)) != (layers + 1, layers):
        swapped = " They seem to come in the other order." if (len(As), len(Zs)) == (layers, layers + 1) else ""
        raise Unreadable(
            f"With {layers} layers, As should hold {layers + 1} arrays (the first is X) and Zs {layers}; "
            f"yours hold {len(As)} and {len(Zs)}.{swapped}"
        )
    stages = {"A of layer 0": As[0]}
    for layer in range(layers):
        stages[f"Z of layer {layer + 1}"] = Zs[layer]
        stages[f"A of layer {layer + 1}"] = As[layer + 1]
    return stages


def _run(params, X, acts, first=None, enter=None, bias=1.0, keep=None):
    """A forward pass with one thing done differently."""
    As, Zs = [X if first is None else first], []
    for layer, ((W, b), act) in enumerate(zip(params, acts, strict=True)):
        source = As[-1] if enter is None else enter(layer, As, Zs)
        Z = source @ W + bias * b
        A = act(Z)
        Zs.append(Z if keep is None else keep(Z, A))
        As.append(A)
    return As, Zs


def _overwrites_x(params, X, acts):
    X -= 0.0  # in place, and X is not as it was
    X += 1.0
    As, Zs = _run(params, X - 1.0, acts)
    return As, Zs


def _last_without(params, X, acts):
    return _run(params, X, [*acts[:-1], identity])


def _last_twice(params, X, acts):
    last = acts[-1]
    return _run(params, X, [*acts[:-1], lambda Z: last(last(Z))])


def _squashed_input(params, X, acts):
    return _run(params, X, acts, first=acts[0](X))


def _no_hidden(params, X, acts):
    return _run(params, X, [identity] * (len(acts) - 1) + [acts[-1]])


def _wrong_way(params, X, acts):
    As, Zs = [X], []
    for (W, b), act in zip(params, acts, strict=True):
        Zs.append(As[-1] @ W.T + b)
        As.append(act(Zs[-1]))
    return As, Zs


def _reversed(params, X, acts):
    return _run(params[::-1], X, acts)


def _one_act(params, X, acts):
    return _run(params, X, [acts[0]] * len(acts))


def _all_same_array(params, X, acts):
    """Zs[l] squashed in place: the record of z is gone."""
    return _run(params, X, acts, keep=lambda Z, A: A)


def _bias_after(params, X, acts):
    As, Zs = [X], []
    for (W, b), act in zip(params, acts, strict=True):
        Zs.append(As[-1] @ W)
        As.append(act(Zs[-1]) + b)
    return As, Zs


SMALL = (
    [(np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([0.5, -0.5])), (np.array([[1.0], [-1.0]]), np.array([0.25]))],
    np.array([[1.0, -1.0], [0.0, 2.0]]),
    [tanh, sigmoid],
)


def _one_example(ask, rng):
    params, X, acts = _inputs(rng, 4, [3, 4, 2], (tanh, sigmoid))
    other = X.copy()
    other[1] += 1
    before, after = ask(params, X, acts), ask(params, other, acts)
    last = list(before)[-1]
    changed = np.abs(before[last] - after[last]).max(axis=1) > 1e-12
    return "" if list(changed) == [False, True, False, False] else "when example 1 of 4 changes"


PART = FunctionPart(
    name="forward",
    points=3,
    parameters=("params", "X", "acts"),
    reference=_run,
    solution=solutions.forward,
    draw=draw,
    read=read,
    small=(
        Case(
            "W1 = [[1, 0], [2, 1]], b1 = [0.5, -0.5], W2 = [[1], [-1]], b2 = [0.25], tanh then sigmoid, X = [[1, -1], [0, 2]]",
            SMALL,
        ),
    ),
    sizes=lambda params, X, acts: {"m": len(X)},
    properties=(Fact("one example", "If one example changes, only its row of the output changes.", _one_example),),
    mistakes=(
        catalogued("F14", _last_without),
        catalogued("F15", _last_twice),
        catalogued("F16", _squashed_input),
        catalogued("F17", _no_hidden),
        catalogued("F18", lambda params, X, acts: _run(params, X, acts, bias=0.0)),
        catalogued("F19", lambda params, X, acts: _run(params, X, acts, enter=lambda layer, As, Zs: X)),
        catalogued(
            "F20", _overwrites_x, small="A small case: write `X = np.ones(2)`, call your function, and print X again."
        ),
        catalogued("F21", _all_same_array),
        Mistake(
            "X2.4a",
            "W turned in every layer",
            _wrong_way,
            "Column k of each W belongs to unit k. Which way round does your product read it?",
        ),
        Mistake(
            "X2.4b", "layers from the back", _reversed, "You begin with the last layer. Which one does X enter first?"
        ),
        Mistake(
            "X2.4c",
            "one activation for all layers",
            _one_act,
            "Each layer has an activation of its own in acts. Yours uses the first one everywhere.",
        ),
        Mistake(
            "X2.4d",
            "the weighted input handed on",
            lambda params, X, acts: _run(params, X, acts, enter=lambda layer, As, Zs: Zs[-1] if Zs else X),
            "What does the next layer listen to: to the weighted input of this one, or to what this one puts out?",
        ),
        Mistake(
            "X2.4e",
            "bias after the squashing",
            _bias_after,
            "The bias comes too late: it should be squashed together with the sum.",
        ),
        Mistake(
            "X2.4f",
            "bias subtracted",
            lambda params, X, acts: _run(params, X, acts, bias=-1.0),
            "A larger bias should make a unit more eager. Which way does yours go?",
        ),
        Mistake(
            "X2.4g",
            "lists in the other order",
            lambda params, X, acts: _run(params, X, acts)[::-1],
            "Both lists seem to be there. In which order are they asked for?",
        ),
        Mistake(
            "X2.4h",
            "X not kept",
            lambda params, X, acts: (_run(params, X, acts)[0][1:], _run(params, X, acts)[1]),
            "The first entry of As is the input itself: the way back will need it.",
        ),
        Mistake(
            "X2.4i",
            "only the last layer kept",
            lambda params, X, acts: (_run(params, X, acts)[0][-1], _run(params, X, acts)[1][-1]),
            "Asked are the arrays of all layers, not only of the last: the way back will read every one.",
        ),
    ),
)

FORWARD = Exercise(
    "2.4",
    "forward",
    "code",
    15,
    (PART,),
    "lesson 2, sections 2.3 and 2.7 (many examples in one product, keep everything)",
)
