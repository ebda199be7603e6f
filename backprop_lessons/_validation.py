"""Input checks shared by the whole package: each error names what was given and what was expected."""

import numpy as np


def as_float(values):
    """`values` as a float array; float32 stays float32, everything else becomes float64."""
    array = np.asarray(values)
    return array if array.dtype in (np.float32, np.float64) else array.astype(np.float64)


def finite(name, values):
    """`values` as a float array; ValueError if it holds nan or inf, or is no array of numbers."""
    try:
        array = as_float(values)
    except (OverflowError, TypeError, ValueError):
        raise ValueError(f"{name}: expected an array of numbers, got {values!r}") from None
    if not np.isfinite(array).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}: expected finite numbers, got {array[where]} at {name}{list(where)}")
    return array


def same_shape(name_a, a, name_b, b):
    """ValueError unless both arrays have one shape: numpy would stretch one of them without a word."""
    if a.shape != b.shape:
        raise ValueError(f"{name_a} and {name_b} must have the same shape, got {a.shape} and {b.shape}")
    if a.ndim == 0 or a.size == 0:
        raise ValueError(f"{name_a} and {name_b}: expected at least one example, got shape {a.shape}")


def shape(name, array, *expected):
    """ValueError unless `array` has the expected shape; a string in `expected` stands for any size."""
    fits = array.ndim == len(expected) and all(
        isinstance(size, str) or size == actual for size, actual in zip(expected, array.shape, strict=True)
    )
    if not fits:
        wanted = "(" + ", ".join(str(size) for size in expected) + ("," if len(expected) == 1 else "") + ")"
        raise ValueError(f"{name}: expected shape {wanted}, got {array.shape}")


def one_of(name, value, legal):
    """ValueError unless `value` is one of the legal names."""
    if not isinstance(value, str) or value not in legal:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, legal))}, got {value!r}")


def positive(name, value):
    """`value` as a float; ValueError unless it is a finite number above 0."""
    try:
        number = None if isinstance(value, (str, bytes, bool, np.bool_)) else float(value)
    except (OverflowError, TypeError, ValueError):
        number = None
    if number is None or not np.isfinite(number) or number <= 0:
        raise ValueError(f"{name}: expected a finite number above 0, got {value!r}")
    return number


def not_negative(name, value):
    """`value` as a float; ValueError unless it is a finite number of at least 0."""
    try:
        return 0.0 if value == 0 and not isinstance(value, (bool, np.ndarray)) else positive(name, value)
    except ValueError:
        raise ValueError(f"{name}: expected a finite number of at least 0, got {value!r}") from None


def whole(name, value, least=1):
    """`value` as an int; ValueError unless it is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}: expected a whole number of at least {least}, got {value!r}")
    return int(value)


def generator(rng):
    """ValueError unless `rng` is a numpy random generator: no number is drawn from hidden global state."""
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng: expected a random generator such as np.random.default_rng(0), got {rng!r}")
    return rng
