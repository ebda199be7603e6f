"""4.4 numerical_gradient(f, theta, h=1e-5): one knob at a time, a step to both sides."""

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, catalogued
from . import solutions


def reference(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        nudge = np.zeros(theta.shape)
        nudge[place] = h
        slopes[place] = (f(theta + nudge) - f(theta - nudge)) / (2 * h)
    return slopes


def _quadratic(rng, size):
    """t.M.t + c.t with every entry of M filled, so that a parameter that is not put back disturbs the others; its gradient."""
    M, c = rng.uniform(0.3, 1.2, (size, size)), rng.choice([-1.0, 1.0], size) * rng.uniform(0.5, 1.5, size)

    def f(theta):
        t = np.asarray(theta, dtype=float).ravel()
        return float(t @ M @ t + c @ t)

    return f, lambda theta: ((M + M.T) @ theta.ravel() + c).reshape(theta.shape)


def _cubic(rng, size):
    """A cubic in each parameter, and a product of neighbours: here a rule with a step h shows its h."""
    c, d = rng.uniform(0.5, 1.5, size), rng.uniform(0.5, 1.5, size)

    def f(theta):
        t = np.asarray(theta, dtype=float).ravel()
        return float(c @ t**3 + d @ (t**2 * np.roll(t, 1)))

    return f


def _theta(rng, *shape):
    return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.5, 1.8, shape)


def draw(rng):
    """A square of parameters, where row and column can be confused; then a row, then a matrix of two different sizes."""
    return [
        Case("a cubic f of 3×3 parameters and h = 0.1", (_cubic(rng, 9), _theta(rng, 3, 3), 0.1)),
        Case("a quadratic f of 4 parameters and h = 0.001", (_quadratic(rng, 4)[0], _theta(rng, 4), 1e-3)),
        Case("a cubic f of 5 parameters and h = 0.01", (_cubic(rng, 5), _theta(rng, 5), 0.01)),
        Case("a quadratic f of 2×3 parameters and h = 0.01", (_quadratic(rng, 6)[0], _theta(rng, 2, 3), 0.01)),
    ]


def _linear(ask, rng):
    c = _theta(rng, 4)
    slopes = ask(lambda theta: float(c @ np.ravel(theta)), _theta(rng, 4), 0.01)
    return "" if np.allclose(slopes, c, rtol=1e-6, atol=1e-8) else "for a straight f of 4 parameters"


def _parabola(ask, rng):
    """A step to both sides is exact on a parabola, whatever its size."""
    f, gradient = _quadratic(rng, 4)
    theta = _theta(rng, 4)
    return (
        ""
        if np.allclose(ask(f, theta, 0.1), gradient(theta), rtol=1e-7, atol=1e-9)
        else "with h = 0.1 and 4 parameters"
    )


def _whole_numbers(function, rng):
    f = _quadratic(rng, 3)[0]
    theta = rng.integers(1, 4, 3)
    wanted = reference(f, theta, 0.01)
    try:
        found = np.asarray(function(f, theta.copy(), 0.01), dtype=float)
    except Exception as error:  # numpy refuses to add a small step to whole numbers in place
        return f"for theta = {theta.tolist()}: it stops with {type(error).__name__}"
    return (
        ""
        if found.shape == wanted.shape and np.allclose(found, wanted, rtol=1e-6, atol=1e-8)
        else f"for theta = {theta.tolist()}"
    )


def _default(function, rng):
    f, theta = _cubic(rng, 3), _theta(rng, 3)
    try:
        found = np.asarray(function(f, theta.copy()), dtype=float)
    except Exception as error:
        return f"when it is called with f and theta alone: it stops with {type(error).__name__}"
    return (
        ""
        if np.allclose(found, reference(f, theta), rtol=1e-6, atol=1e-7)
        else "when it is called with f and theta alone"
    )


def _one_by_one(rule):
    """A measured gradient with another rule for one entry: rule(f, theta, nudge, h)."""

    def numerical_gradient(f, theta, h=1e-5):
        theta = np.array(theta, dtype=float)
        slopes = np.zeros(theta.shape)
        for place in np.ndindex(theta.shape):
            nudge = np.zeros(theta.shape)
            nudge[place] = h
            slopes[place] = rule(f, theta, nudge, h)
        return slopes

    return numerical_gradient


def _all_at_once(f, theta, h=1e-5):
    return np.full(np.shape(theta), (f(theta + h) - f(theta - h)) / (2 * h))


def _one_number(f, theta, h=1e-5):
    return (f(theta + h) - f(theta - h)) / (2 * h)


def _not_put_back(f, theta, h=1e-5):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        theta[place] += h
        above = f(theta)
        theta[place] -= 2 * h
        slopes[place] = (above - f(theta)) / (2 * h)
    return slopes


def _copy_not_put_back(f, theta, h=1e-5):
    return _not_put_back(f, np.array(theta, dtype=float), h)


def _one_array(f, theta, h=1e-5):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        above, below = theta, theta
        above[place] += h
        below[place] -= h
        slopes[place] = (f(above) - f(below)) / (2 * h)
    return slopes


def _stays_whole(f, theta, h=1e-5):
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        above, below = theta.copy(), theta.copy()
        above[place] += h
        below[place] -= h
        slopes[place] = (f(above) - f(below)) / (2 * h)
    return slopes


def _row_by_row(f, theta, h=1e-5):
    slopes = np.zeros(theta.shape)
    for row in range(len(theta)):
        above, below = theta.copy(), theta.copy()
        above[row] += h
        below[row] -= h
        slopes[row] = (f(above) - f(below)) / (2 * h)
    return slopes


def _theta_left_moved(f, theta, h=1e-5):
    slopes = reference(f, theta, h)
    theta += h
    return slopes


def _rows(theta):
    return float(np.prod(theta, axis=1).sum())


def _small_f(theta):
    t = np.asarray(theta, dtype=float)
    return float(t[0] ** 2 * t[1] + t[1] ** 3)


PART = FunctionPart(
    name="numerical_gradient",
    points=3,
    parameters=("f", "theta", "h=1e-5"),
    reference=reference,
    solution=solutions.numerical_gradient,
    draw=draw,
    tolerance=(1e-7, 1e-8),
    small=(
        Case("f = t0² t1 + t1³ at theta = [1.0, 2.0] with h = 0.1", (_small_f, np.array([1.0, 2.0]), 0.1)),
        Case("the same f at theta = [1, 2], whole numbers", (_small_f, np.array([1, 2]), 0.1)),
        Case(
            "f = the sum of t0 t1 over both rows, at [[1.0, 2.0], [3.0, 4.0]]",
            (_rows, np.array([[1.0, 2.0], [3.0, 4.0]]), 0.1),
        ),
    ),
    properties=(
        Property("straight", "Where f is straight, every step measures its slope exactly.", _linear),
        Property("parabola", "On a parabola a step to both sides is exact, however large it is.", _parabola),
    ),
    late=(
        Property(
            "default",
            "Without an h it takes the step 1e-5.",
            _default,
            idea="Does the first line still say what h is if nobody gives it?",
        ),
        Property(
            "whole numbers", "A theta of whole numbers is measured like any other.", _whole_numbers, mistake="N07"
        ),
    ),
    mistakes=(
        catalogued("N01", _one_by_one(lambda f, t, n, h: (f(t + n) - f(t)) / h)),
        catalogued("N02", _one_by_one(lambda f, t, n, h: (f(t + n) - f(t - n)) / h)),
        catalogued("N03", _all_at_once),
        catalogued("N04", _not_put_back),
        catalogued("N05", _one_by_one(lambda f, t, n, h: (f(t - n) - f(t + n)) / (2 * h))),
        catalogued("N06", _one_array),
        catalogued("N07", _stays_whole),
        Mistake(
            "X4.4a",
            "a copy not put back",
            _copy_not_put_back,
            "Your copy protects the caller. But what does the copy hold when the second parameter's turn comes?",
        ),
        Mistake(
            "X4.4b",
            "one number for all parameters",
            _one_number,
            "One number came back, and each parameter has a slope of its own. Which of them did you move?",
        ),
        Mistake(
            "X4.4c",
            "one-sided, downwards",
            _one_by_one(lambda f, t, n, h: (f(t) - f(t - n)) / h),
            "You look to the lower side only. On a parabola that is off; where would the two points have to lie?",
        ),
        Mistake(
            "X4.4d",
            "multiplied by h at the end",
            _one_by_one(lambda f, t, n, h: (f(t + n) - f(t - n)) / 2 * h),
            "Python works from left to right: by what does yours divide, and what does it do with h?",
        ),
        Mistake(
            "X4.4e",
            "not divided",
            _one_by_one(lambda f, t, n, h: f(t + n) - f(t - n)),
            "That is how far f moves, not how fast. Over which distance did it move?",
        ),
        Mistake(
            "X4.4f",
            "a step of its own",
            lambda f, theta, h=1e-5: reference(f, theta, 1e-5),
            "Yours measures well, but never uses the h that it is given.",
        ),
        Mistake(
            "X4.4g",
            "whole rows moved",
            _row_by_row,
            "Right for a row of parameters. In a matrix, how many numbers does one index of yours move?",
        ),
        Mistake(
            "X4.4h",
            "one side over the whole distance",
            _one_by_one(lambda f, t, n, h: (f(t + n) - f(t)) / (2 * h)),
            "Your two points lie nearer to each other than the distance that you divide by.",
        ),
        Mistake(
            "X4.4i",
            "slopes in one long row",
            lambda f, theta, h=1e-5: reference(f, theta, h).ravel(),
            "Each slope belongs to the parameter at the same place. Which shape should they have together?",
        ),
        Mistake(
            "X4.4j",
            "theta left moved",
            _theta_left_moved,
            "The slopes are right. Print theta before and after the call.",
            small="A small case: give yours a theta of ones, and print theta afterwards.",
        ),
    ),
)

NUMERICAL_GRADIENT = Exercise(
    "4.4",
    "a numerical gradient",
    "code",
    15,
    (PART,),
    "lesson 4, section 4.5 (how far can a measured slope be trusted?)",
)
