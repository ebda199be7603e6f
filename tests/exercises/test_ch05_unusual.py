"""Right answers to the questions of chapter 5 that look unusual are right."""

import numpy as np
from unusual import assert_right, each

from backprop_lessons import costs
from backprop_lessons.activations import get
from backprop_lessons.exercises import check
from backprop_lessons.exercises.ch05 import solutions
from backprop_lessons.exercises.registry import EXERCISES

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 5 for part in exercise.functions}


def hidden_by_einsum(delta_next, W_next, Z, act_prime):
    return np.einsum("ij,kj,ik->ik", delta_next, W_next, act_prime(Z))


def hidden_in_loops(delta_next, W_next, Z, act_prime):
    slopes = act_prime(Z)
    result = []
    for i in range(len(Z)):
        heard = [sum(d * w for d, w in zip(delta_next[i], row, strict=True)) for row in W_next]
        result.append([float(h * slopes[i, k]) for k, h in enumerate(heard)])
    return result


def hidden_turned_twice(delta_next, W_next, Z, act_prime):
    return (W_next @ delta_next.T).T * act_prime(Z)


def hidden_in_float32(delta_next, W_next, Z, act_prime):
    return (delta_next.astype(np.float32) @ W_next.T.astype(np.float32)) * act_prime(Z.astype(np.float32))


def layer_example_by_example(delta, A_prev):
    dW = sum(np.outer(a, d) for a, d in zip(A_prev, delta, strict=True))
    return [dW, sum(delta)]


def layer_with_a_row_of_ones(delta, A_prev):
    both = np.hstack([A_prev, np.ones((len(A_prev), 1))]).T @ delta
    return both[:-1], both[-1]


def layer_as_lists(delta, A_prev):
    return np.einsum("ij,ik->jk", A_prev, delta).tolist(), (np.ones(len(delta)) @ delta).tolist()


def run(params, X, acts):
    As, Zs = [X], []
    for (W, b), act in zip(params, acts, strict=True):
        Zs.append(As[-1] @ W + b)
        As.append(get(act).function(Zs[-1]))
    return As, Zs


def backprop_that_calls_itself(params, X, Y, acts, cost):
    def down(A, layer):
        if layer == len(params):
            return None, []
        W, b = params[layer]
        Z = A @ W + b
        out = get(acts[layer]).function(Z)
        message, later = down(out, layer + 1)
        delta = costs.output_delta(Z, Y, acts[layer], cost) if message is None else message * get(acts[layer]).prime(Z)
        return delta @ W.T, [(A.T @ delta, delta.sum(axis=0)), *later]

    return tuple(down(X, 0)[1])


def backprop_example_by_example(params, X, Y, acts, cost):
    each = [backprop_that_calls_itself(params, x[None], y[None], acts, cost) for x, y in zip(X, Y, strict=True)]
    return [[np.mean([g[k][part] for g in each], axis=0).tolist() for part in (0, 1)] for k in range(len(params))]


def backprop_on_copies(params, X, Y, acts, cost):
    params = [(W.copy(), b.copy()) for W, b in params]
    grads = solutions.backprop(params, X.copy(), Y, acts, cost)
    for W, b in params:
        W *= 0
        b *= 0
    return (pair for pair in grads)


def find_bug_with_numbers_of_numpy(net):
    ours = backprop_that_calls_itself(net.params, net.X, net.Y, net.acts, net.cost)
    for layer in reversed(range(len(ours))):
        off = [np.linalg.norm(a - b) / np.linalg.norm(a + b) > 1e-6 for a, b in zip(ours[layer], net.gradients()[layer], strict=True)]
        if any(off):
            return [np.int64(layer + 1), "delta" if all(off) else ("dW", "db")[off.index(True)]]


def find_bug_by_nudging(net):
    def cost_of(params):
        Z = run(params, net.X, net.acts)[1][-1]
        return costs.output_cost(Z, net.Y, net.acts[-1], net.cost)

    params = [[W.copy(), b.copy()] for W, b in net.params]
    for layer in range(len(params), 0, -1):
        off = []
        for array, claimed in zip(params[layer - 1], net.gradients()[layer - 1], strict=True):
            measured = np.zeros(array.shape)
            for index in np.ndindex(array.shape):
                array[index] += 1e-5
                high = cost_of(params)
                array[index] -= 2e-5
                measured[index] = (high - cost_of(params)) / 2e-5
                array[index] += 1e-5
            off.append(not np.allclose(measured, claimed, rtol=1e-5, atol=1e-8))
        if any(off):
            return float(layer), {(True, True): "delta", (True, False): "dW", (False, True): "db"}[tuple(off)]


def find_bug_from_a_list(net):
    ours = solutions.backprop(net.params, net.X, net.Y, net.acts, net.cost)
    found = []
    for layer, (right, yours) in enumerate(zip(ours, net.gradients(), strict=True), 1):
        wrong = [name for name, a, b in zip(("dW", "db"), right, yours, strict=True) if not np.allclose(a, b)]
        if wrong:
            found.append((layer, wrong[0] if len(wrong) == 1 else "delta"))
    return max(found)


UNUSUAL = {
    "hidden_delta": [hidden_by_einsum, hidden_in_loops, hidden_turned_twice, hidden_in_float32],
    "layer_gradients": [layer_example_by_example, layer_with_a_row_of_ones, layer_as_lists],
    "backprop": [backprop_that_calls_itself, backprop_example_by_example, backprop_on_copies],
    "find_bug": [find_bug_with_numbers_of_numpy, find_bug_by_nudging, find_bug_from_a_list],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(6))


def test_numbers_and_letters_may_be_written_in_other_ways():
    assert check("5.5", find_bug_from_a_list, seen=("E", "c", "a")).passed
    assert check("5.6", growth="A", nudging="more than 500 times as long", back=1.4, differences=np.float64(2700)).passed
    assert not check("5.6", growth="a", nudging="b", back=0.9, differences=490).passed


def test_a_right_gradient_here_is_that_of_the_package():
    part = PARTS["backprop"]
    for case in part.draw(np.random.default_rng(1)):
        for (dW, db), (dW2, db2) in zip(part.reference(*case.args), backprop_that_calls_itself(*case.args), strict=True):
            assert np.allclose(dW, dW2, rtol=1e-12) and np.allclose(db, db2, rtol=1e-12)
