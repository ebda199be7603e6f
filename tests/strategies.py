"""What the unit tests share: the measuring stick, the legal pairs, and the hypothesis strategies.

Nothing here uses the package's own gradient check. The measured slopes below are a second, independent ruler, so a fault in
`gradcheck` cannot hide a fault in `network`.
"""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

STEP = 1e-5
SLOPE_RTOL, SLOPE_ATOL = 1e-6, 1e-8  # measured against computed slopes
RTOL, ATOL = 1e-9, 1e-12  # recomputed published values

# (m, n_in, n_out): a batch of one, unequal sizes, and one square case in which a missing transpose would run
SIZES = [(1, 1, 1), (1, 3, 2), (5, 3, 2), (3, 3, 3)]

ELEMENTWISE = ["sigmoid", "tanh", "relu", "leaky_relu", "identity"]
KINKED = {"relu", "leaky_relu"}
PAIRS = [(name, "quadratic") for name in ELEMENTWISE] + [
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "negative_log_likelihood"),
]
REFUSED_PAIRS = (
    [("softmax", "quadratic"), ("softmax", "binary_cross_entropy")]
    + [(name, "binary_cross_entropy") for name in ELEMENTWISE if name != "sigmoid"]
    + [(name, "negative_log_likelihood") for name in ELEMENTWISE]
)

# The same examples on every machine and in every run, and no file written
steady = settings(derandomize=True, deadline=None, max_examples=40, database=None)


def numbers(size):
    """Strategy: ordinary floats between -size and size."""
    return st.floats(-size, size, allow_nan=False, allow_infinity=False, width=64)


def matrices(size=10.0, min_rows=1, max_rows=6, min_columns=1, max_columns=5):
    """Strategy: a float64 matrix (m, n) with entries between -size and size."""
    shapes = st.tuples(st.integers(min_rows, max_rows), st.integers(min_columns, max_columns))
    return shapes.flatmap(lambda shape: arrays(np.float64, shape, elements=numbers(size)))


@st.composite
def matrix_pairs(draw, left, right):
    """Strategy: two matrices of one shape, with entries from the strategies `left` and `right`."""
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 5)))
    return draw(arrays(np.float64, shape, elements=left)), draw(arrays(np.float64, shape, elements=right))


@st.composite
def scores_and_classes(draw, size=10.0):
    """Strategy: scores Z (m, k) and one-hot targets Y of the same shape."""
    Z = draw(matrices(size, max_columns=5))
    classes = draw(st.lists(st.integers(0, Z.shape[1] - 1), min_size=len(Z), max_size=len(Z)))
    return Z, np.eye(Z.shape[1])[classes]


def off_the_kink(z, margin=1e-3):
    """The same array with every entry at least `margin` away from 0, where relu has no slope to measure."""
    return np.where(np.abs(z) < margin, np.where(z < 0, -1.0, 1.0) * 2 * margin, z)


def targets(cost, shape, rng):
    """Targets (m, k) that suit the cost: any numbers, numbers in [0, 1] (hard ones among them), or one-hot rows."""
    if cost == "quadratic":
        return rng.normal(size=shape)
    if cost == "binary_cross_entropy":
        Y = rng.uniform(size=shape)
        Y.flat[::2] = np.round(Y.flat[::2])
        return Y
    return np.eye(shape[1])[rng.integers(shape[1], size=shape[0])]


def measured_slope(f, theta, direction, step=STEP):
    """Central difference of the number f(theta) along a direction of theta's shape."""
    return (f(theta + step * direction) - f(theta - step * direction)) / (2 * step)


def assert_gradient(f, theta, gradient, rng, directions=3):
    """Compare a gradient with measured slopes of f in random directions; a failure shows both numbers."""
    assert np.shape(gradient) == np.shape(theta), f"gradient {np.shape(gradient)}, variable {np.shape(theta)}"
    for _ in range(directions):
        direction = rng.normal(size=np.shape(theta))
        np.testing.assert_allclose(
            np.vdot(gradient, direction), measured_slope(f, theta, direction), rtol=SLOPE_RTOL, atol=SLOPE_ATOL
        )


def snapshot(arrays_):
    """Bytes of several arrays, to show later that nobody wrote into them."""
    return [np.asarray(a).tobytes() for a in arrays_]


def message_of(refusal):
    """The text of a caught exception, as a reader would see it."""
    return str(refusal.value)
