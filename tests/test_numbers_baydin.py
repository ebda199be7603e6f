"""Published numbers: Baydin's f = ln x1 + x1 x2 - sin x2 at (2, 5), forwards and backwards, on the graph.

Source: Baydin et al., Automatic Differentiation in Machine Learning: a Survey, JMLR 18(153), 2018, tables 2 and 3.
"""

import math

import numpy as np
import pytest
from strategies import ATOL, RTOL

from backprop_lessons.graph import Value


def close(values, expected):
    np.testing.assert_allclose(values, expected, rtol=RTOL, atol=ATOL)


@pytest.fixture
def f():
    """(x1, x2, steps): the steps of the tables by their names there."""
    x1, x2 = Value(2, "x1"), Value(5, "x2")
    v = {"v1": x1.log(), "v2": x1 * x2, "v3": x2.sin()}
    v["v4"] = v["v1"] + v["v2"]
    v["v5"] = v["v4"] - v["v3"]
    return x1, x2, v


def test_forward_values(f):
    _, _, v = f
    close(
        [v[name].value for name in ("v1", "v2", "v3", "v4", "v5")],
        [0.693147180560, 10, -0.958924274663, 10.693147180560, 11.652071455223],
    )
    assert f"{v['v5'].value:.3f}" == "11.652"


def test_one_backward_sweep_gives_both_slopes(f):
    x1, x2, v = f
    v["v5"].backward()
    close([x1.grad, x2.grad], [5.5, 1.716337814537])
    assert [f"{x1.grad:.1f}", f"{x2.grad:.3f}"] == ["5.5", "1.716"]
    # the adjoints of table 3
    assert [v[name].grad for name in ("v5", "v4", "v3", "v2", "v1")] == [1, 1, -1, 1, 1]


def test_two_forward_sweeps_give_both_slopes(f):
    x1, x2, v = f
    close([v["v5"].forward_slope(x1), v["v5"].forward_slope(x2)], [5.5, 1.716337814537])
    # the tangents of table 2, for x1
    close([v[name].forward_slope(x1) for name in ("v1", "v2", "v3", "v4")], [0.5, 5, 0, 5.5])


def test_path_by_path(f):
    """x1 reaches f through ln and through the product; x2 through the product and through the sine."""
    x1, x2, v = f
    v["v5"].backward()
    messages = {
        (name, source.name): slope * v[name].grad for name in ("v1", "v2", "v3") for source, slope in v[name].inputs
    }
    close([messages["v1", "x1"], messages["v2", "x1"]], [0.5, 5])
    close([messages["v2", "x2"], messages["v3", "x2"]], [2, -0.283662185463])
    close([x1.grad, x2.grad], [0.5 + 5, 2 - math.cos(5)])
