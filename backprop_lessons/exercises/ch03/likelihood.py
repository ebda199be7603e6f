"""3.3 negative_log_likelihood(Z, Y): from scores, for one of k classes, at any size of the scores."""

import numpy as np

from ...activations import log_softmax, softmax
from ...costs import negative_log_likelihood as reference
from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def _targets(rng, m, k):
    """One-hot rows, not all of one class."""
    labels = rng.permutation(np.arange(m) % (k - 1) if k > 2 else np.arange(m) % 2)
    return np.eye(k)[labels]


def _inputs(rng, m, k):
    return rng.uniform(-3, 3, (m, k)), _targets(rng, m, k)


def draw(rng):
    """As many examples as classes, then not; then rows near 1000 and -1000, and scores 900 apart."""
    near = np.array([[1000.0, 1001.0, 1002.5], [-1000.0, -1001.0, -999.0], [1001.0, 999.0, 1000.0], [0.3, -1.2, 0.7]])
    apart = np.array([[0.0, 900.0, 899.0], [900.0, 0.0, -0.5], [1.0, 899.0, 900.0], [899.0, 900.0, 1.0]])
    shake = rng.uniform(-0.2, 0.2, (4, 3))
    return [
        Case("4 examples and 4 classes", _inputs(rng, 4, 4)),
        Case("5 examples and 3 classes", _inputs(rng, 5, 3)),
        Case("6 examples and 7 classes", _inputs(rng, 6, 7)),
        Case("scores near 1000 and -1000", (near + shake, np.eye(3)[[0, 1, 2, 0]]), "extreme"),
        Case("scores 900 apart", (apart + shake, np.eye(3)[[0, 1, 1, 0]]), "extreme"),
    ]


def _shift(ask, rng):
    Z, Y = _inputs(rng, 4, 4)
    shifted = ask(Z + np.array([[5.0], [0.0], [-3.0], [1.0]]), Y)
    return "" if np.allclose(shifted, ask(Z, Y), rtol=1e-4, atol=1e-6) else "when 5 is added to the first row"


def _equal(ask, rng):
    cost = float(ask(np.full((4, 4), rng.uniform(-1, 1)), _targets(rng, 4, 4)))
    return "" if np.isclose(cost, np.log(4), rtol=1e-5) else f"for 4 equal scores, where yours is {cost:.4g}"


def _sure(ask, rng):
    Y = _targets(rng, 4, 4)
    cost = float(ask(30 * Y, Y))
    return "" if np.abs(cost) < 1e-6 else f"where the true class is ahead by 30: {cost:.4g}"


def _of(log_P):
    """The cost with another rule for the logarithms of the probabilities."""
    return lambda Z, Y: -np.sum(Y * log_P(Z)) / len(Z)


def _naive(Z):
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))


def _one_shift(Z):
    return (Z - Z.max()) - np.log(np.exp(Z - Z.max()).sum(axis=1, keepdims=True))


def _as_coins(Z, Y):
    P = softmax(Z)
    return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(Z)


PART = FunctionPart(
    name="negative_log_likelihood",
    points=3,
    parameters=("Z", "Y"),
    reference=reference,
    solution=solutions.negative_log_likelihood,
    draw=draw,
    small=(
        Case(
            "Z = [[0, 1], [2, 0]], Y = [[1, 0], [1, 0]]", (np.array([[0.0, 1], [2, 0]]), np.array([[1.0, 0], [1, 0]]))
        ),
        Case("Z = [[0, 1, 3]], Y = [[0, 1, 0]]", (np.array([[0.0, 1, 3]]), np.array([[0.0, 1, 0]]))),
        Case(
            "Z = [[1000, 1001], [-1000, -1001]], Y = [[1, 0], [1, 0]]",
            (np.array([[1000.0, 1001], [-1000, -1001]]), np.array([[1.0, 0], [1, 0]])),
        ),
        Case(
            "Z = [[0, 900], [1, 0]], Y = [[1, 0], [1, 0]]",
            (np.array([[0.0, 900], [1, 0]]), np.array([[1.0, 0], [1, 0]])),
        ),
    ),
    sizes=lambda Z, Y: {"m": Z.shape[0], "k": Z.shape[1]},
    properties=(
        Property("shift", "Adding one number to a whole row of scores changes nothing.", _shift),
        Property("equal scores", "For k equal scores the cost is the logarithm of k.", _equal),
        Property("sure and right", "A sure and right answer costs next to nothing.", _sure),
    ),
    mistakes=(
        catalogued("C16", _of(lambda Z: log_softmax(softmax(Z)))),
        catalogued("C17", _of(lambda Z: np.log(softmax(Z)))),
        catalogued("C18", _of(lambda Z: np.log(np.maximum(softmax(Z), 1e-8)))),
        catalogued("C19", lambda Z, Y: -np.sum(Y * log_softmax(Z))),
        catalogued("C20", lambda Z, Y: reference(Z, np.roll(Y, -1, axis=1))),
        Mistake(
            "X3.3a",
            "powers of the scores overflow",
            _of(_naive),
            "Right for moderate scores; e to the 1000 is no number any more. What may be taken off a row without changing its answer?",
        ),
        Mistake(
            "X3.3b",
            "one shift for all rows",
            _of(_one_shift),
            "You shift all rows by one number. What is left of a row near -1000 when another one is near 1000?",
        ),
        Mistake(
            "X3.3c",
            "scores of the true class only",
            _of(lambda Z: Z),
            "Add 5 to a whole row: yours changes. The true class competes with the others; where are they?",
        ),
        Mistake(
            "X3.3d",
            "softmax down the columns",
            _of(lambda Z: log_softmax(Z.T).T),
            "In yours the examples compete for each class. Which numbers should add up to 1?",
        ),
        Mistake(
            "X3.3e",
            "minus forgotten",
            lambda Z, Y: -reference(Z, Y),
            "A probability is at most 1, its logarithm at most 0. A cost should not be below 0.",
        ),
        Mistake(
            "X3.3f",
            "all classes count",
            lambda Z, Y: -np.sum(log_softmax(Z)) / len(Z),
            "The targets play no part in yours. Of which class should the probability be large?",
        ),
        Mistake(
            "X3.3g",
            "averaged over the classes too",
            lambda Z, Y: -np.mean(Y * log_softmax(Z)),
            "You divide by examples and by classes. What counts as one example?",
        ),
        Mistake(
            "X3.3h",
            "no logarithm",
            _of(softmax),
            "Yours averages the probabilities themselves. A chance of one in a million should cost much more than one in ten.",
        ),
        Mistake(
            "X3.3i",
            "a coin for each class",
            _as_coins,
            "Yours asks one yes-or-no question for each class. Here one of the classes is drawn: only the true one counts.",
        ),
        Mistake(
            "X3.3j",
            "one cost for each example",
            lambda Z, Y: -np.sum(Y * log_softmax(Z), axis=1),
            "Each example has its own number in yours. The cost is one number for all of them.",
        ),
        Mistake(
            "X3.3k",
            "scores taken for probabilities",
            _of(np.log),
            "Scores may be negative, and then they have no logarithm. What turns them into probabilities first?",
        ),
        Mistake(
            "X3.3l",
            "sigmoids where a softmax belongs",
            _of(lambda Z: -np.log1p(np.exp(-Z))),
            "In yours the classes do not compete. For two equal scores, what chance should each class have?",
        ),
        Mistake(
            "X3.3m",
            "logarithm to the base 2",
            _of(lambda Z: log_softmax(Z) / np.log(2)),
            "Your logarithm has another base. Two equal scores should cost 0.693.",
        ),
        Mistake(
            "X3.3n",
            "divided by the number of classes",
            lambda Z, Y: -np.sum(Y * log_softmax(Z)) / Z.shape[1],
            "You divide by a size of the wrong axis. With 5 examples and 3 classes, is the mean over 5 or over 3?",
        ),
    ),
)

NEGATIVE_LOG_LIKELIHOOD = Exercise(
    "3.3",
    "negative_log_likelihood",
    "code",
    15,
    (PART,),
    "lesson 3, sections 3.6 and 3.8 (where the costs come from, costs from the scores)",
)
