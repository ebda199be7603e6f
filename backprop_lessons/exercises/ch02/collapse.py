"""2.6 collapse(params): linear layers in a row are worth one."""

import numpy as np

from ..exercise import Case, ChoicePart, Exercise, FunctionPart, Mistake, Option, Property
from . import solutions


def reference(params):
    W, b = params[0]
    for W_next, b_next in params[1:]:
        W, b = W @ W_next, b @ W_next + b_next
    return W, b


def _params(rng, sizes):
    return [
        (rng.uniform(-1.2, 1.2, (n, k)), rng.choice([-1.0, 1.0], k) * rng.uniform(0.4, 1.2, k))
        for n, k in zip(sizes, sizes[1:], strict=False)
    ]


def draw(rng):
    """Square layers first, then sizes that all differ, then two layers and one."""
    return [
        Case("three layers, sizes 3-3-3-3", (_params(rng, [3, 3, 3, 3]),)),
        Case("three layers, sizes 2-4-3-5", (_params(rng, [2, 4, 3, 5]),)),
        Case("two layers, sizes 4-2-3", (_params(rng, [4, 2, 3]),)),
        Case("four layers, sizes 2-3-4-3-2", (_params(rng, [2, 3, 4, 3, 2]),)),
        Case("one layer, sizes 3-2", (_params(rng, [3, 2]),)),
    ]


def _same_output(ask, rng):
    params = _params(rng, [3, 3, 3, 3])
    W, b = ask(params)
    A = X = rng.uniform(-1, 1, (4, 3))
    for w, v in params:
        A = A @ w + v
    return "" if np.allclose(X @ W + b, A, rtol=1e-5, atol=1e-7) else "for 4 examples and three layers"


def _biases(rule):
    def collapse(params):
        W, b = reference(params)
        return W, rule(params, W, b)

    return collapse


def _product(params):
    W = params[0][0]
    for w, _ in params[1:]:
        W = W @ w
    return W


def _backwards(params):
    W = params[-1][0]
    for w, _ in params[-2::-1]:
        W = W @ w
    return W, reference(params)[1]


def _turned(params):
    W, b = params[0]
    for w, v in params[1:]:
        W, b = W @ w.T, b @ w.T + v
    return W, b


def _bias_one_late(params):
    W, b = params[0]
    for w, v in params[1:]:
        W, b = W @ w, (b + v) @ w
    return W, b


PART = FunctionPart(
    name="collapse",
    points=1.5,
    parameters=("params",),
    results=("W", "b"),
    reference=reference,
    solution=solutions.collapse,
    draw=draw,
    small=(
        Case(
            "W1 = [[1, 0], [2, 1]], b1 = [1, 0], W2 = [[0, 1], [1, 1]], b2 = [0, 10]",
            (
                [
                    (np.array([[1.0, 0.0], [2.0, 1.0]]), np.array([1.0, 0.0])),
                    (np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([0.0, 10.0])),
                ],
            ),
        ),
        Case(
            "W1 = [[1, 2]], b1 = [3, 4], W2 = [[1], [1]], b2 = [5], W3 = [[2, 0]], b3 = [0, 1]",
            (
                [
                    (np.array([[1.0, 2.0]]), np.array([3.0, 4.0])),
                    (np.array([[1.0], [1.0]]), np.array([5.0])),
                    (np.array([[2.0, 0.0]]), np.array([0.0, 1.0])),
                ],
            ),
        ),
    ),
    properties=(Property("same output", "The one layer gives what all layers together give.", _same_output),),
    mistakes=(
        Mistake(
            "X2.6a",
            "biases only added up",
            _biases(lambda params, W, b: sum(v.sum() for _, v in params) * np.ones(W.shape[1])),
            "Your bias is one sum. Follow the bias of the first layer: through which weights does it go before it reaches the output?",
        ),
        Mistake(
            "X2.6b",
            "last bias only",
            _biases(lambda params, W, b: params[-1][1]),
            "Feed zeros: the first layers still put out their biases. Where do these end up?",
        ),
        Mistake(
            "X2.6c",
            "biases left out",
            _biases(lambda params, W, b: np.zeros(W.shape[1])),
            "Feed zeros into all the layers. Do zeros come out?",
        ),
        Mistake(
            "X2.6d",
            "product in the other order",
            _backwards,
            "The order of a product matters. Which W does the input meet first?",
        ),
        Mistake(
            "X2.6e",
            "weights turned",
            _turned,
            "Column k of W belongs to unit k, in every layer. Which way round do yours enter the product?",
        ),
        Mistake(
            "X2.6f",
            "each bias one layer late",
            _bias_one_late,
            "The bias of a layer is added after its own weights. In yours it goes through them.",
        ),
        Mistake(
            "X2.6g",
            "entry by entry",
            lambda params: (
                np.prod([w for w, _ in params], axis=0) if len({w.shape for w, _ in params}) == 1 else 1 / 0,
                reference(params)[1],
            ),
            "The star multiplies entry by entry; layers in a row need sums over what lies between.",
        ),
        Mistake(
            "X2.6h",
            "weights added",
            lambda params: (sum(w for w, _ in params), reference(params)[1]),
            "One layer works on what the other has put out. Is that adding, or multiplying?",
        ),
        Mistake(
            "X2.6i",
            "only two layers",
            lambda params: reference(params[:2]),
            "Right for two layers. What becomes of a third?",
        ),
        Mistake(
            "X2.6j",
            "results in the other order",
            lambda params: reference(params)[::-1],
            "Both results seem to be there. In which order are they asked for?",
        ),
    ),
)

PREDICTION = ChoicePart(
    name="layers",
    points=0.5,
    options=(
        Option(
            "a", "one", "So it is: each layer is a product and a sum, and a product of products is a product again."
        ),
        Option(
            "b",
            "two",
            "One is enough: whatever two layers do, one product and one sum do as well; and then the third joins them.",
        ),
        Option(
            "c",
            "three",
            "It looks like three times the power. But a product of products is one product: one layer is enough.",
        ),
        Option(
            "d",
            "it depends on the weights",
            "It holds for any weights. What makes more layers worth more is the squashing between them.",
        ),
    ),
)

COLLAPSE = Exercise(
    "2.6", "collapse", "mixed", 15, (PART, PREDICTION), "lesson 2, section 2.6 (three layers, worth one)"
)
