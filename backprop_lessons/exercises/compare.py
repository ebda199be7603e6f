"""Compare the learner's numbers with ours: equal or not, a constant factor, and where they differ first."""

import numpy as np

TOLERANCE = {np.dtype(np.float64): (1e-7, 1e-12), np.dtype(np.float32): (1e-5, 1e-6)}  # relative, absolute


def fit(yours, ours):
    """`yours` as a plain number where one number is asked and an array holds just one."""
    return yours.reshape(()) if ours.ndim == 0 and yours.size == 1 else yours


def wrong_entries(yours, ours, tolerance=None):
    """True where an entry differs; both have one shape. tolerance: (relative, absolute) instead of the usual ones."""
    usual = TOLERANCE[yours.dtype]
    relative, absolute = tolerance or usual if yours.dtype == np.float64 else np.maximum(tolerance or usual, usual)
    return ~np.isclose(yours, ours, rtol=relative, atol=absolute)


def agree(yours, ours, tolerance=None):
    return yours.shape == ours.shape and not wrong_entries(yours, ours, tolerance).any()


def same_outcome(one, other):
    """Do two outcomes show the same behaviour? The same numbers in the same shape, or the same kind of exception; and the
    same arguments left changed."""
    if one.trouble or other.trouble:
        told = one.trouble == "error" or one.message == other.message  # an error is known by its type, the rest by the sentence
        return one.trouble == other.trouble and one.error == other.error and told
    if one.changed != other.changed or one.names != other.names:
        return False
    return len(one.results) == len(other.results) and all(
        a.shape == b.shape
        and np.allclose(a, b, rtol=1e-5 if a.dtype == np.float32 else 1e-7, atol=1e-10, equal_nan=True)
        for a, b in zip(one.results, other.results, strict=True)
    )


def constant_factor(yours, ours):
    """c if yours is c times ours in every entry, c neither 1 nor 0; else None."""
    if yours.shape != ours.shape or not np.isfinite(yours).all():
        return None
    scale = float(np.sum(ours * ours))
    if scale == 0:
        return None
    factor = float(np.sum(yours * ours)) / scale
    if abs(factor) < 1e-9 or abs(factor - 1) < 1e-7:
        return None
    return factor if np.allclose(yours, factor * ours, rtol=1e-6, atol=1e-12) else None


def name_factors(factors, sizes):
    """One sentence-part for the factors met in several cases, whose sizes are given; "" if they are no one thing."""
    if any(factor is None for factor in factors):
        return ""
    if np.allclose(factors, factors[0], rtol=1e-6):
        return _plain_factor(factors[0])
    for letter in sizes[0]:
        counts = np.array([size[letter] for size in sizes], dtype=float)
        for sign, minus in ((1, ""), (-1, "minus ")):
            if np.allclose(factors, sign * counts, rtol=1e-6):
                return f"{minus}{letter} times ours ({letter} = {', then '.join(f'{c:g}' for c in counts)})"
            if np.allclose(factors, sign / counts, rtol=1e-6):
                return f"{minus}1/{letter} of ours ({letter} = {', then '.join(f'{c:g}' for c in counts)})"
    return ""


def _plain_factor(factor):
    known = {-1.0: "of the right size, with the opposite sign", 2.0: "twice ours", 0.5: "half of ours"}
    for value, words in known.items():
        if abs(factor - value) < 1e-6:
            return words
    return f"right up to the constant factor {factor:.6g}"


def pair(yours, ours):
    """Two numbers as text, with as many digits as it takes to tell them apart."""
    for digits in (6, 10, 17):
        texts = f"{yours:.{digits}g}", f"{ours:.{digits}g}"
        if texts[0] != texts[1]:
            break
    return f"yours {texts[0]}, ours {texts[1]}"
