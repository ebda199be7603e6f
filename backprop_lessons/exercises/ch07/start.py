"""7.3 init_params(sizes, rng, scheme): the first weights, measured where the layers are wide."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions

VARIANCE = {
    "lecun": lambda n_in, n_out: 1 / n_in,
    "xavier": lambda n_in, n_out: 2 / (n_in + n_out),
    "he": lambda n_in, n_out: 2 / n_in,
}


def draw(rng):
    """Square layers, where a wrong shape runs; then sizes that all differ, once for each scheme."""
    cases = [([400, 400], "he")] + [([410, 200, 420, 100], scheme) for scheme in VARIANCE]
    return [
        Case(
            f"sizes {'-'.join(map(str, sizes))}, {scheme}",
            (sizes, np.random.default_rng(int(rng.integers(2**31))), scheme),
        )
        for sizes, scheme in cases
    ]


def read(returned, args):
    """The shapes, then what can be measured of numbers that were drawn: biases, spread, signs, likeness of two layers."""
    sizes, _, scheme = args
    if not isinstance(returned, (list, tuple)) or len(returned) != len(sizes) - 1:
        raise Unreadable(f"Asked is a list of {len(sizes) - 1} pairs (W, b), one for each layer.")
    found, last = {}, None
    for layer, (pair, n_in, n_out) in enumerate(zip(returned, sizes[:-1], sizes[1:], strict=True), start=1):
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Unreadable(f"Layer {layer} should be a pair (W, b).")
        W, b = (np.asarray(part, dtype=float) for part in pair)
        for name, part, shape in (("W", W, (n_in, n_out)), ("b", b, (n_out,))):
            if part.shape != shape:
                raise Unreadable(f"{name} of layer {layer} should have shape {shape}; yours has shape {part.shape}.")
        spread = np.sqrt(np.mean(W**2) / VARIANCE[scheme](n_in, n_out))
        found[f"largest bias of layer {layer}"] = _rounded(np.abs(b).max())
        found[f"spread of W in layer {layer}, in units of the right one"] = _rounded(spread)
        found[f"share of positive weights in layer {layer}"] = (
            0.5 if abs(np.mean(W > 0) - 0.5) < 0.03 else _rounded(np.mean(W > 0))
        )
        if last is not None:
            found[f"likeness of layers {layer - 1} and {layer}"] = _likeness(last, W.ravel())
        last = W.ravel()
    return found


def _rounded(value):
    """1 within 5 percent; else two digits, which do not depend on what was drawn."""
    return 1.0 if abs(value - 1) <= 0.05 else float(f"{value:.1e}")


def _likeness(one, other):
    size = min(len(one), len(other))
    one, other = one[:size] - one[:size].mean(), other[:size] - other[:size].mean()
    scale = np.sqrt(np.sum(one**2) * np.sum(other**2))
    return float(np.round(np.sum(one * other) / scale, 1)) + 0.0 if scale > 1e-9 else 0.0


def _same_numbers(function, rng):
    first, second = (np.asarray(function([40, 30], np.random.default_rng(seed), "he")[0][0]) for seed in (1, 2))
    return "for two generators" if np.array_equal(first, second) else ""


def _start(
    variance=None, draw=lambda rng, shape: rng.standard_normal(shape), biases=lambda rng, n: np.zeros(n), spread=None
):
    """The right start with one thing done differently."""

    def init_params(sizes, rng, scheme):
        params = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
            v = (
                (variance or VARIANCE[scheme])(n_in, n_out)
                if not isinstance(variance, dict)
                else variance[scheme](n_in, n_out)
            )
            W = (spread(v) if spread else np.sqrt(v)) * draw(rng, (n_in, n_out))
            params.append((W, biases(rng, n_out)))
        return params

    return init_params


SHAPE = "A small case: sizes [3, 2] has one layer; its W has the shape (3, 2), its b the shape (2,)."
SMALL = tuple(
    Case(f"sizes [400, 300, 200], {scheme!r}", ([400, 300, 200], np.random.default_rng(0), scheme))
    for scheme in VARIANCE
)

PART = FunctionPart(
    name="init_params",
    points=2,
    parameters=("sizes", "rng", "scheme"),
    reference=solutions.init_params,
    solution=solutions.init_params,
    draw=draw,
    read=read,
    small=SMALL,
    late=(Property("the generator decides", "Another generator gives other weights.", _same_numbers, mistake="X7.3f"),),
    mistakes=(
        catalogued("T10", _start(spread=lambda v: 0.0)),
        catalogued("T11", _start(spread=lambda v: 0.5, draw=lambda rng, shape: np.ones(shape))),
        catalogued("T12", _start(spread=lambda v: 1.0)),
        catalogued("T13", _start(spread=lambda v: v)),
        catalogued("T14", _start(draw=lambda rng, shape: np.random.default_rng(0).standard_normal(shape))),
        catalogued(
            "T15", lambda sizes, rng, scheme: [(W.T, b) for W, b in solutions.init_params(sizes, rng, scheme)], SHAPE
        ),
        Mistake(
            "X7.3a",
            "outputs counted instead of inputs",
            _start(variance={"lecun": lambda n, k: 1 / k, "xavier": VARIANCE["xavier"], "he": lambda n, k: 2 / k}),
            "A weighted input is a sum. Over how many terms: as many as the layer has inputs, or units?",
        ),
        Mistake(
            "X7.3b",
            "the same spread for all schemes",
            _start(variance=VARIANCE["lecun"]),
            "Your spread does not ask for the scheme. For relu units, half of which are silent, it should be larger.",
        ),
        Mistake(
            "X7.3c",
            "Xavier without its 2",
            _start(variance={**VARIANCE, "xavier": lambda n, k: 1 / (n + k)}),
            "With as many inputs as outputs, Xavier and LeCun agree. Do yours?",
        ),
        Mistake(
            "X7.3d",
            "random biases",
            _start(biases=lambda rng, n: np.ones(n)),
            "The weights already tell the units apart. Where do biases start?",
        ),
        Mistake(
            "X7.3e",
            "positive weights only",
            _start(draw=lambda rng, shape: np.abs(rng.standard_normal(shape))),
            "None of your weights is negative. What becomes of a sum of 400 positive terms?",
        ),
        Mistake(
            "X7.3f",
            "a generator of its own",
            lambda sizes, rng, scheme: solutions.init_params(sizes, np.random.default_rng(0), scheme),
            "Whatever generator is given, your weights are the same. Is rng used at all?",
            "A small case: with default_rng(1) and default_rng(2) the first weight should differ.",
        ),
        Mistake(
            "X7.3g",
            "uniform up to the spread",
            _start(draw=lambda rng, shape: rng.uniform(-1, 1, shape)),
            "Numbers that are uniform between -1 and 1 have a spread below 1. Measure it: how much below?",
        ),
    ),
)

INIT_PARAMS = Exercise(
    "7.3", "the first weights", "code", 12, (PART,), "lesson 7, sections 7.3 and 7.4 (symmetry, saturation)"
)
