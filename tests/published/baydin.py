"""Baydin's trace: f = ln x1 + x1 x2 - sin x2 at (2, 5), forwards and backwards (tables 2 and 3 of the survey)."""

from functools import lru_cache

from backprop_lessons.graph import Value

from .rows import Row, Table

SOURCE = (
    "Baydin, Pearlmutter, Radul and Siskind, Automatic differentiation in machine learning: a survey, tables 2 and 3",
    "https://jmlr.org/papers/v18/17-468.html",
)


@lru_cache
def trace():
    """Every node by its name, after one reverse sweep."""
    x1, x2 = Value(2.0), Value(5.0)
    log, product, sine = x1.log(), x1 * x2, x2.sin()
    both = log + product
    f = both - sine
    f.backward()
    return {"x1": x1, "x2": x2, "log": log, "product": product, "sine": sine, "sum": both, "f": f}


def value(quantity, name, printed, recomputed):
    return Row(quantity, printed, recomputed, lambda: trace()[name].value)


def reverse(quantity, name, printed, recomputed):
    return Row(quantity, printed, recomputed, lambda: trace()[name].grad)


def forward(quantity, name, printed, recomputed):
    return Row(quantity, printed, recomputed, lambda: trace()["f"].forward_slope(trace()[name]))


ROWS = (
    value("ln x1", "log", "0.693", 0.693147180560),
    value("x1 x2", "product", "10", 10),
    Row("− sin x2", "0.959", 0.958924274663, lambda: -trace()["sine"].value),
    value("ln x1 + x1 x2", "sum", "10.693", 10.693147180560),
    value("f", "f", "11.652", 11.652071455223),
    reverse("slope in x1, one sweep backwards", "x1", "5.5", 5.5),
    reverse("slope in x2, the same sweep", "x2", "1.716", 1.716337814537),
    forward("slope in x1, one sweep forwards", "x1", "5.5", 5.5),
    forward("slope in x2, a second sweep forwards", "x2", "", 1.716337814537),
)

TABLES = [Table("baydin", "f = ln x1 + x1 x2 − sin x2 at x1 = 2, x2 = 5", SOURCE, ROWS)]
