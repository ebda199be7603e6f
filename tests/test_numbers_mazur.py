"""Published numbers: Mazur's 2-2-2 net, every figure that the article prints, and the three that are wrong.

Source: M. Mazur, "A Step by Step Backpropagation Example" (2015). Biases are not updated there; the learning rate is .5.
The printed figures are rows in published/mazur.py, from which the book's page is made too: compared within half a unit of
their last digit, and ours, recomputed in float64, within rtol 1e-9. Here too: the other order, free biases, slips, conventions.
"""

import numpy as np
import pytest
from published import mazur as article
from published.mazur import RATE, from_printed_weights, other_order, right
from published.rows import agrees
from strategies import ATOL, RTOL

from backprop_lessons import Network, costs, datasets
from backprop_lessons.activations import sigmoid_prime, softmax
from backprop_lessons.layers import dense_forward
from backprop_lessons.optimizers import gradient_descent_step


def close(actual, expected, rtol=RTOL, atol=ATOL):
    np.testing.assert_allclose(np.ravel(actual), expected, rtol=rtol, atol=atol)


@pytest.fixture
def example():
    net, X, Y = datasets.worked_example()
    trace = net.forward(X)
    return net, X, Y, trace, net.backward(trace, Y)


def rows(tables):
    return [row for table in tables for row in table.rows]


@pytest.mark.slow
@pytest.mark.parametrize("row", rows(article.TABLES), ids=lambda row: row.quantity)
def test_the_article_line_by_line(row):
    """Ours is the recomputed number, and the printed one too, or the row says why not and proves it."""
    row.check()


def test_the_printed_numbers_are_all_there():
    """Nothing slipped out of the rows: 17 figures of the two passes, 8 weights, 5 at the end."""
    printed = [[bool(row.printed) for row in table.rows].count(True) for table in article.TABLES]
    assert printed == [9, 8, 8, 5]


def test_the_bias_slopes_are_the_deltas():
    step = article.step()
    close(step.db1, step.delta1)
    close(step.db2, step.delta2)


def test_a_path_printed_from_rounded_factors(example):
    """-0.019049119 in the article is the product of rounded factors: one unit of the last digit away."""
    net, _, _, _, grads = example
    assert (grads.delta[1] * net.W[1])[0, 1] == pytest.approx(-0.019049119, abs=1.5e-9)


def test_the_trace_of_w1_path_by_path(example):
    """Columns multiply, rows add."""
    net, X, Y, trace, grads = example
    factors = [
        [
            trace.A[2][0, o] - Y[0, o],
            sigmoid_prime(trace.Z[1])[0, o],
            net.W[1][0, o],
            sigmoid_prime(trace.Z[0])[0, 0],
            X[0, 0],
        ]
        for o in range(2)
    ]
    close(factors[0], [0.741365069552, 0.186815601809, 0.40, 0.241300708572, 0.05])
    close(factors[1], [-0.217071534679, 0.175510052817, 0.50, 0.241300708572, 0.05])
    products = np.prod(factors, axis=1)
    close(products, [0.000668396021, -0.000229828287])
    close(products.sum(), [0.000438567734])
    close(grads.dW[0][0, 0], products.sum(), rtol=1e-14)


# --- the right order and the wrong one ---------------------------------------------------------------------------------


def test_the_update_of_the_page_is_the_packages_own():
    """With biases frozen: their slopes taken as 0."""
    net, X, Y = datasets.worked_example()
    grads = net.backward(net.forward(X), Y)
    frozen = [(dW, np.zeros_like(db)) for dW, db in zip(grads.dW, grads.db, strict=True)]
    stepped = gradient_descent_step(net.parameters(), frozen, RATE)
    article.all_gradients_first(net, X, Y)
    for (W, b), (W_page, b_page) in zip(stepped, net.parameters(), strict=True):
        close(W, W_page.ravel())
        np.testing.assert_array_equal(b, b_page)


WRONG_COST_1, RIGHT_COST_1 = 0.291027923905, 0.291027773694


def test_cost_after_one_step():
    """At least 8 digits: the two orders agree to 6."""
    _, cost, _ = right(1)
    assert cost == pytest.approx(RIGHT_COST_1, rel=1e-9)
    assert f"{cost:.9f}" == "0.291027774"
    assert abs(cost - 0.291027924) > 1e-7


def test_the_printed_new_weights_give_the_right_cost():
    """The article's own eight weights contradict its next line."""
    assert from_printed_weights() == pytest.approx(0.291027774, abs=1e-9)


def test_the_other_order_prints_what_the_article_prints_after_one_step():
    dW1, cost, _ = other_order(1)
    close(dW1.T, [0.000364722878, 0.000729445755, 0.000423629604, 0.000847259209])
    assert cost == pytest.approx(WRONG_COST_1, rel=1e-9)
    assert agrees(cost, "0.291027924")
    # 17 % off in the gradient of w1, 1.5e-7 in the cost: no cost curve shows it
    net, X, Y = datasets.worked_example()
    grads = net.backward(net.forward(X), Y)
    assert dW1[0, 0] / grads.dW[0][0, 0] == pytest.approx(0.83, abs=0.005)
    error = np.linalg.norm(dW1 - grads.dW[0]) / (np.linalg.norm(dW1) + np.linalg.norm(grads.dW[0]))
    assert error == pytest.approx(0.086, abs=5e-4)
    assert cost - RIGHT_COST_1 == pytest.approx(1.5e-7, rel=0.01)


def test_after_10_000_steps():
    _, cost, A2 = right(10_000)
    assert cost == pytest.approx(3.510187783e-05, rel=1e-6)
    close(A2, [0.015913620444, 0.984064273515], rtol=1e-6)


def test_the_other_order_prints_what_the_article_prints_after_10_000_steps():
    _, cost, A2 = other_order(10_000)
    assert cost == pytest.approx(3.508478630e-05, rel=1e-6)
    assert agrees(cost, "0.000035085")  # the first edition
    close(A2, [0.015912196326, 0.984065734486], rtol=1e-6)
    assert agrees(A2[0], "0.015912196") and agrees(A2[1], "0.984065734")


def test_the_package_prints_none_of_the_three_wrong_figures():
    net, cost, A2 = right(10_000)
    _, first_cost, _ = right(1)
    assert f"{first_cost:.9f}" != "0.291027924"
    assert f"{cost:.9f}" != "0.000035085"
    assert [f"{a:.9f}" for a in A2] == ["0.015913620", "0.984064274"]
    np.testing.assert_array_equal(net.b[0], [0.35, 0.35])  # frozen means frozen
    np.testing.assert_array_equal(net.b[1], [0.60, 0.60])


def test_0_0000351085_is_a_slip_or_one_step_less():
    _, cost, _ = right(9_999)
    assert cost == pytest.approx(3.510854812e-05, rel=1e-6)


# --- biases trained too --------------------------------------------------------------------------------------------------


def run_free(steps, shared):
    """One bias per neuron, as the course has it, or one shared bias per layer."""
    net, X, Y = datasets.worked_example()
    for _ in range(steps):
        grads = net.backward(net.forward(X), Y)
        db = [np.full_like(g, g.sum()) if shared else g for g in grads.db]
        for layer, (W, b) in enumerate(
            gradient_descent_step(net.parameters(), list(zip(grads.dW, db, strict=True)), RATE)
        ):
            net.W[layer], net.b[layer] = W, b
    trace = net.forward(X)
    return net, net.cost(trace, Y), trace.A[-1]


FREE = {
    False: ([0.280471446791], [0.345614322655, 0.345022872647], [0.530750719186, 0.619049118258],
            2.447562236e-06, [0.011587527391, 0.988458935026]),
    True: ([0.285750886699], [0.340637195303] * 2, [0.549799837444] * 2,
           4.355321066e-06, [0.012102159123, 0.987928389720]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True], ids=["one per neuron", "one per layer"])
def test_with_biases_trained(shared):
    first_cost, b1, b2, last_cost, outputs = FREE[shared]
    net, cost, _ = run_free(1, shared)
    close(cost, first_cost)
    close(net.b[0], b1)
    close(net.b[1], b2)
    _, cost, A2 = run_free(10_000, shared)
    assert cost == pytest.approx(last_cost, rel=1e-6)
    close(A2, outputs, rtol=1e-6)


def test_train_trains_the_biases():
    from backprop_lessons import train

    net, X, Y = datasets.worked_example()
    history = train(net, X, Y, learning_rate=RATE, batch_size=1, epochs=1, rng=np.random.default_rng(0))
    close(net.cost(net.forward(X), Y), FREE[False][0])
    close(history.cost[0], [0.298371108760])


# --- fingerprints of the usual slips -----------------------------------------------------------------------------------------


def fingerprints():
    """dW1[0, 0] as each slip computes it; the package gives none of them."""
    net, X, Y = datasets.worked_example()
    W2, (Z1, Z2), (_, A1, A2) = net.W[1], *net.forward(X)
    miss, s1, s2 = A2 - Y, sigmoid_prime(Z1), sigmoid_prime(Z2)
    d2 = miss * s2

    def dW1(d1):
        return (X.T @ d1)[0, 0]

    return {
        "W2 for W2.T": (dW1((d2 @ W2) * s1), 0.000461550563),
        "no hidden slope": (dW1(d2 @ W2.T), 0.001817515320),
        "slope taken at a": (dW1((d2 @ W2.T) * sigmoid_prime(A1)), 0.000416630569),  # of the hidden layer
        "path o1 only": (dW1((d2[:, :1] @ W2.T[:1]) * s1), 0.000668396021),
        "no output slope": (dW1((miss @ W2.T) * s1), 0.002268350454),
        "updated W2": (dW1((d2 @ (W2 - RATE * A1.T @ d2).T) * s1), 0.000364722878),
        "no 1/2 in the cost": (dW1((2 * d2 @ W2.T) * s1), 0.000877135469),
        "sign": (dW1((-d2 @ W2.T) * s1), -0.000438567734),
    }


@pytest.mark.parametrize("slip", fingerprints())
def test_fingerprints(slip, example):
    value, recorded = fingerprints()[slip]
    close(value, [recorded])
    assert abs(example[-1].dW[0][0, 0] - recorded) > 2e-5


# --- the same net under other costs ----------------------------------------------------------------------------------------------


def same_net(output, cost):
    net, X, _ = datasets.worked_example()
    return Network.from_parameters(net.parameters(), output=output, cost=cost), X


def test_binary_cross_entropy_summed_over_outputs():
    net, X = same_net("sigmoid", "binary_cross_entropy")
    Y = np.array([[0.01, 0.99]])
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    close(net.cost(trace, Y), [1.650528531812])
    close(costs.binary_cross_entropy(trace.A[-1], Y), [1.650528531812])
    close(grads.delta[1], [0.741365069552, -0.217071534679])
    close(grads.delta[0], [0.045367009073, 0.051545394206])


def test_softmax_with_class_1():
    net, X = same_net("softmax", "negative_log_likelihood")
    Y = np.array([[0.0, 1.0]])
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    close(softmax(trace.Z[-1]), [0.470281212208, 0.529718787792])
    close(net.cost(trace, Y), [0.635409002319])
    close(grads.delta[1], [0.470281212208, -0.470281212208])
    close(grads.delta[0], [-0.011347918973, -0.011315596954])


# --- the convention card: the same net as others would write it ----------------------------------------------------------------------
# Each function is that source's way to cost and gradients, and shares no line with the package. It returns
# (C, dW1, db1, dW2, db2) in the source's own shapes; `times` is what our slopes must be multiplied by.


def _columns(X, Y, W1, b1, W2, b2):
    """Columns: examples side by side, W (n_out, n_in), the forward pass of Nielsen and of Prince's book."""
    x, y, w1, w2, c1, c2 = X.T, Y.T, W1.T, W2.T, b1[:, None], b2[:, None]
    a1 = 1 / (1 + np.exp(-(w1 @ x + c1)))
    a2 = 1 / (1 + np.exp(-(w2 @ a1 + c2)))
    return x, y, w2, a1, a2


def nielsen(X, Y, W1, b1, W2, b2):
    """One example at a time in columns; slopes are added up and divided by the number of examples in the update."""
    total, cost = None, 0.0
    for i in range(len(X)):
        x, y, w2, a1, a2 = _columns(X[i : i + 1], Y[i : i + 1], W1, b1, W2, b2)
        d2 = (a2 - y) * a2 * (1 - a2)
        d1 = (w2.T @ d2) * a1 * (1 - a1)
        one = [d1 @ x.T, d1[:, 0], d2 @ a1.T, d2[:, 0]]
        total = one if total is None else [s + g for s, g in zip(total, one, strict=True)]
        cost += np.sum((a2 - y) ** 2)
    return cost / (2 * len(X)), *(s / len(X) for s in total)


def udl(X, Y, W1, b1, W2, b2):
    """Columns, all examples at once, no 1/2, and a sum over the examples: 1/m enters nowhere."""
    x, y, w2, a1, a2 = _columns(X, Y, W1, b1, W2, b2)
    d2 = 2 * (a2 - y) * a2 * (1 - a2)
    d1 = (w2.T @ d2) * a1 * (1 - a1)
    return np.sum((a2 - y) ** 2), d1 @ x.T, d1.sum(axis=1), d2 @ a1.T, d2.sum(axis=1)


def _rows(X, Y, W1, b1, W2, b2, dC_dA):
    a1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ W2 + b2)))
    d2 = dC_dA(a2) * a2 * (1 - a2)
    d1 = (d2 @ W2.T) * a1 * (1 - a1)
    return a2, X.T @ d1, d1.sum(axis=0), a1.T @ d2, d2.sum(axis=0)


def cs231n(X, Y, W1, b1, W2, b2):
    """Rows, no 1/2, mean over the examples, 1/m in dscores."""
    a2, *slopes = _rows(X, Y, W1, b1, W2, b2, lambda a: 2 * (a - Y) / len(X))
    return np.sum((a2 - Y) ** 2) / len(X), *slopes


def d2l(X, Y, W1, b1, W2, b2):
    """Rows, 1/2, mean over all entries."""
    a2, *slopes = _rows(X, Y, W1, b1, W2, b2, lambda a: (a - Y) / Y.size)
    return np.mean((a2 - Y) ** 2 / 2), *slopes


def mazur(X, Y, W1, b1, W2, b2):
    """One example, number by number, w1 to w8 by name."""
    (i1, i2), (t1, t2) = X[0], Y[0]
    (w1, w3), (w2, w4) = W1
    (w5, w7), (w6, w8) = W2

    def squash(net):
        return 1 / (1 + np.exp(-net))

    h1, h2 = squash(w1 * i1 + w2 * i2 + b1[0]), squash(w3 * i1 + w4 * i2 + b1[1])
    o1, o2 = squash(w5 * h1 + w6 * h2 + b2[0]), squash(w7 * h1 + w8 * h2 + b2[1])
    d1, d2 = (o1 - t1) * o1 * (1 - o1), (o2 - t2) * o2 * (1 - o2)
    e1, e2 = (d1 * w5 + d2 * w7) * h1 * (1 - h1), (d1 * w6 + d2 * w8) * h2 * (1 - h2)
    return (
        (t1 - o1) ** 2 / 2 + (t2 - o2) ** 2 / 2,
        np.array([[e1 * i1, e2 * i1], [e1 * i2, e2 * i2]]), np.array([e1, e2]),
        np.array([[d1 * h1, d2 * h1], [d1 * h2, d2 * h2]]), np.array([d1, d2]),
    )  # fmt: skip


# source -> (its way, W turned there?, what our dC is multiplied by)
CARD = {
    "Nielsen": (nielsen, True, lambda m, n_out: 1),
    "CS231n": (cs231n, False, lambda m, n_out: 2),
    "UDL": (udl, True, lambda m, n_out: 2 * m),
    "D2L": (d2l, False, lambda m, n_out: 1 / n_out),
    "Mazur": (mazur, False, lambda m, n_out: 1),
}


def assert_translates(source, net, X, Y):
    way, turned, factor = CARD[source]
    times = factor(len(X), Y.shape[1])
    trace = net.forward(X)
    grads = net.backward(trace, Y)
    cost, dW1, db1, dW2, db2 = way(X, Y, net.W[0], net.b[0], net.W[1], net.b[1])
    close(cost, times * net.cost(trace, Y))
    for theirs, ours in zip([dW1, dW2], grads.dW, strict=True):
        np.testing.assert_allclose(theirs, times * (ours.T if turned else ours), rtol=RTOL, atol=ATOL)
    for theirs, ours in zip([db1, db2], grads.db, strict=True):
        np.testing.assert_allclose(theirs, times * ours, rtol=RTOL, atol=ATOL)


@pytest.mark.parametrize("source", CARD)
def test_the_convention_card_on_the_worked_example(source):
    assert_translates(source, *datasets.worked_example())


@pytest.mark.parametrize("source", [s for s in CARD if s != "Mazur"])
def test_the_convention_card_on_a_batch_of_unequal_sizes(source):
    """m = 1 and two outputs would hide a factor of m, and a 2-2-2 net a matrix left unturned."""
    rng = np.random.default_rng(0)
    net = Network([4, 3, 5], rng=rng, scale=1.0)
    net.b = [rng.normal(size=3), rng.normal(size=5)]
    assert_translates(source, net, rng.normal(size=(7, 4)), rng.random((7, 5)))


def test_copied_unturned_the_example_gives_another_z():
    """The usual (n_out, n_in) matrix put into our rows: z_h1 = .3825 instead of .3775."""
    net, X, _ = datasets.worked_example()
    close(dense_forward(X, net.W[0].T, net.b[0])[0, 0], [0.3825])
