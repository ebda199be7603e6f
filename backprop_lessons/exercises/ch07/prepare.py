"""7.1 prepare(X, y, test_fraction, rng): scaled, one-hot, split, and nothing of the test part in the training part.

Every split is as good as every other, so the rows of an answer are first traced back to the pictures they came from.
"""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions

NAMES = ("Xtr", "Ytr", "Xte", "Yte")


def pictures(rng, m, n=5):
    """Pixels from 0 to 12, one picture with a 16; labels sorted, as in data that nobody has shuffled."""
    X = rng.uniform(0.5, 12, (m, n))
    X[rng.integers(m), rng.integers(n)] = 16.0
    return X, np.sort(np.arange(m) % 10)


def draw(rng):
    return [
        Case(
            f"{m} pictures, test_fraction {fraction}",
            (*pictures(rng, m, n), fraction, np.random.default_rng(int(rng.integers(2**31)))),
        )
        for m, n, fraction in ((20, 20, 0.5), (40, 5, 0.5), (30, 4, 0.2), (24, 6, 0.25))
    ]


def read(returned, args):
    """What every right answer has in common, in the order of the given pictures."""
    X, y, fraction, _ = args
    parts = _parts(returned, X, round(fraction * len(X)))
    training, test = (_origins(part, X) for part in (parts[0], parts[2]))
    found = np.concatenate([training, test])
    if (found < 0).any():
        raise Unreadable(
            "Each row of Xtr and Xte should be a picture of X divided by one number. In yours there are rows that are not."
        )
    if len(set(found)) < len(X):
        twice = (
            "some pictures stand in Xtr and in Xte" if set(training) & set(test) else "some pictures stand there twice"
        )
        raise Unreadable(f"Each picture should stand in Xtr or in Xte, once. In yours {twice}.")
    order, rows = np.argsort(found), np.concatenate([parts[0], parts[2]])
    scale = rows.sum(axis=1) / X[found].sum(axis=1) * X[training].max()
    block = np.ptp(test) == len(test) - 1
    return {
        "pixels, as a share of the largest training pixel": scale[order],
        "one-hot targets": np.concatenate([parts[1], parts[3]])[order],
        "test part that is one block of the rows": float(block),
    }


def _parts(returned, X, n_test):
    if not isinstance(returned, (tuple, list)) or len(returned) != 4:
        raise Unreadable("Asked are four arrays, Xtr, Ytr, Xte and Yte, in this order.")
    parts = [np.asarray(part, dtype=float) for part in returned]
    wanted = [(len(X) - n_test, X.shape[1]), (len(X) - n_test, 10), (n_test, X.shape[1]), (n_test, 10)]
    for name, part, shape in zip(NAMES, parts, wanted, strict=True):
        if part.shape != shape:
            raise Unreadable(f"{name} should have shape {shape}; yours has shape {part.shape}.")
        if not np.isfinite(part).all():
            raise Unreadable(f"{name} holds numbers that are not finite.")
    return parts


def _origins(rows, X):
    """For each row the picture that it is a multiple of; -1 where there is none."""
    ours = X / np.linalg.norm(X, axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    likeness = rows / np.where(length == 0, 1, length) @ ours.T
    return np.where(likeness.max(axis=1) > 1 - 1e-7, likeness.argmax(axis=1), -1)


def _leak(ask, rng):
    for _ in range(10):
        X, y = pictures(rng, 12)
        scale = ask(X, y, 0.5, np.random.default_rng(int(rng.integers(2**31))))[
            "pixels, as a share of the largest training pixel"
        ]
        if not np.allclose(scale, 1, rtol=1e-4):
            return "for 12 pictures"
    return ""


def _same_split(function, rng):
    X, y = pictures(rng, 40)
    first, second = (np.asarray(function(X.copy(), y.copy(), 0.5, np.random.default_rng(seed))[2]) for seed in (1, 2))
    return "for two generators" if np.array_equal(first, second) else ""


def _prepare(scale=None, split=None, targets=lambda Y: Y, pick=lambda *parts: parts, own=None):
    """The right answer with one thing done differently."""

    def prepare(X, y, test_fraction, rng):
        n_test = round(test_fraction * len(X))
        order = (own() if own else rng).permutation(len(X))
        training, test = split(len(X), n_test, order) if split else (order[n_test:], order[:n_test])
        s = scale(X, training, test) if scale else (X[training].max(),) * 2
        Y = np.eye(10)[y]
        return pick(X[training] / s[0], targets(Y[training]), X[test] / s[1], targets(Y[test]))

    return prepare


def _apart(X, y, test_fraction, rng):
    Xtr, _, Xte, _ = _prepare()(X, y, test_fraction, rng)
    _, Ytr, _, Yte = _prepare()(X, y, test_fraction, rng)
    return Xtr, Ytr, Xte, Yte


SMALL_X, SMALL_Y = np.array([[16.0, 4.0], [2.0, 8.0], [6.0, 3.0], [5.0, 10.0]]), np.array([0, 1, 2, 3])
BLOCK = "A small case: of six pictures with the labels 0, 0, 1, 1, 2, 2 the last two become the test part. Which label was never learned?"
SHAPES = "A small case: 4 pictures of 2 pixels, half for the test. Xtr and Xte have the shape (2, 2), Ytr and Yte the shape (2, 10)."
LEAK = "A small case: the training pictures have pixels up to 12, one test picture has a 16. What are the training pixels divided by?"

PART = FunctionPart(
    name="prepare",
    points=2,
    parameters=("X", "y", "test_fraction", "rng"),
    reference=solutions.prepare,
    solution=solutions.prepare,
    draw=draw,
    read=read,
    small=(
        Case(
            "X = [[16, 4], [2, 8], [6, 3], [5, 10]], y = [0, 1, 2, 3], test_fraction 0.5",
            (SMALL_X, SMALL_Y, 0.5, np.random.default_rng(0)),
        ),
    ),
    properties=(Property("no leak", "The largest pixel of the training part becomes 1.", _leak),),
    late=(Property("the generator decides", "Another generator gives another split.", _same_split, mistake="X7.1d"),),
    mistakes=(
        catalogued("T01", _prepare(scale=lambda X, training, test: (X.max(),) * 2), LEAK),
        catalogued(
            "T02",
            _prepare(scale=lambda X, training, test: (1.0, 1.0)),
            "A small case: a picture (16, 4) in the training part should become (1, 0.25).",
        ),
        catalogued("T03", _prepare(targets=lambda Y: Y.T), SHAPES),
        Mistake(
            "X7.1a",
            "the last rows are the test part",
            _prepare(split=lambda m, n, order: (np.arange(m - n), np.arange(m - n, m))),
            "Your test part is one block of the rows, and these rows are sorted by label. Which digits does the training part never see?",
            BLOCK,
        ),
        Mistake(
            "X7.1b",
            "pictures and labels shuffled apart",
            _apart,
            "Follow one picture: is the target in its row still its own? Both need the same order.",
            "A small case: picture 3 has the label 5. After the shuffle it stands in row 0. Where does the 5 stand?",
        ),
        Mistake(
            "X7.1c",
            "a part of the training data used as test data",
            _prepare(split=lambda m, n, order: (order[: m - n], order[:n])),
            "A picture that was trained on says nothing about new ones. What should remain when the test part is taken away?",
            "A small case: of the rows 0 1 2 3 the test part has 2 and 0. The training part has 1 and 3.",
        ),
        Mistake(
            "X7.1d",
            "a generator of its own",
            _prepare(own=lambda: np.random.default_rng(0)),
            "Whatever generator is given, your split is the same. Is rng used at all?",
            "A small case: with default_rng(1) and default_rng(2) the test parts of 40 pictures should differ.",
        ),
        Mistake(
            "X7.1e",
            "results in another order",
            _prepare(pick=lambda Xtr, Ytr, Xte, Yte: (Xtr, Xte, Ytr, Yte)),
            "All four seem to be there. In which order are they asked for?",
            SHAPES,
        ),
        Mistake(
            "X7.1f",
            "labels left as they are",
            _prepare(targets=lambda Y: Y.argmax(axis=1)),
            "The output layer has ten units. What should each of them say for the digit 3?",
            "A small case: the label 3 becomes 0 0 0 1 0 0 0 0 0 0.",
        ),
        Mistake(
            "X7.1h",
            "each part scaled by its own largest pixel",
            _prepare(scale=lambda X, training, test: (X[training].max(), X[test].max())),
            "The same ink becomes two different numbers, one in each part. Both parts need one ruler.",
            "A small case: the largest training pixel is 16, the largest test pixel 8. A test pixel of 8 should become 0.5.",
        ),
        Mistake(
            "X7.1i",
            "each picture scaled by itself",
            lambda X, y, test_fraction, rng: _prepare()(X / X.max(axis=1, keepdims=True), y, test_fraction, rng),
            "In yours every picture has a pixel that is 1, so pale and dark pictures look alike. One number should serve all.",
            "A small case: (16, 4) and (2, 8), both in the training part, become (1, 0.25) and (0.125, 0.5).",
        ),
    ),
)

PREPARE = Exercise("7.1", "prepare the data", "code", 12, (PART,), "lesson 7, section 7.1 (the data, without leaks)")
