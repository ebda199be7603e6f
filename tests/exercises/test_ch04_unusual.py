"""Right answers to the questions of chapter 4 that look unusual are right; and what the checks promise, measured."""

import math
from collections import defaultdict

import numpy as np
from unusual import assert_right, each

from backprop_lessons import gradcheck
from backprop_lessons.exercises import check
from backprop_lessons.exercises.ch04.tape import VALUE
from backprop_lessons.exercises.registry import EXERCISES
from backprop_lessons.graph import Value

PARTS = {part.name: part for exercise in EXERCISES.values() if exercise.chapter == 4 for part in exercise.functions}


def slopes_measured(x, y, z):
    def f(v):
        return (v[0] + v[1]) * v[2]

    return gradcheck.numerical_gradient(f, [x, y, z], 1e-4)


def slopes_in_a_list(x, y, z):
    return [np.float64(z), np.array([z]), x + y]


def slopes_from_the_package(x, y, z):
    x, y, z = Value(x), Value(y), Value(z)
    ((x + y) * z).backward()
    return x.grad, y.grad, z.grad


def diamond_factored(x):
    return x * (2 * np.sin(x) + x * np.cos(x))


def diamond_measured(x, h=1e-4):
    def f(x):
        return x**2 * math.sin(x)

    return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h)


def diamond_with_complex_step(x):
    z = complex(x, 1e-20)
    return (z**2 * np.sin(z)).imag / 1e-20


def paths_in_loops(paths):
    total = 0
    for path in paths:
        product = 1
        for slope in path:
            product = product * slope
        total = total + product
    return total


def paths_one_by_one(paths):
    return np.prod(paths[0]) + paths_one_by_one(paths[1:]) if paths else 0


def paths_as_array(paths):
    return np.array([np.prod(path) for path in paths]).sum()


def gradient_in_place(f, theta, h=1e-5):
    """Steps there and back on the caller's own array: only a rounding is left behind."""
    if theta.dtype.kind != "f":
        theta = theta.astype(float)
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        theta[place] += h
        above = f(theta)
        theta[place] -= 2 * h
        slopes[place] = (above - f(theta)) / (2 * h)
        theta[place] += h
    return slopes


def gradient_flat(f, theta, h=1e-5):
    theta = np.asarray(theta, dtype=float)
    eye = np.eye(theta.size)
    return np.array(
        [(f(theta + h * row.reshape(theta.shape)) - f(theta - h * row.reshape(theta.shape))) / h / 2 for row in eye]
    ).reshape(theta.shape)


def gradient_as_lists(f, theta, h=1e-5):
    return gradient_flat(f, theta, h).tolist()


def gradient_from_both_sides(f, theta, h=1e-5):
    """The mean of the two one-sided slopes."""
    slopes, here = np.empty(theta.shape), f(theta)
    for place in np.ndindex(theta.shape):
        n = np.zeros(theta.shape)
        n[place] = h
        slopes[place] = ((f(theta + n) - here) / h + (here - f(theta - n)) / h) / 2
    return slopes


def error_from_sums(a, b):
    def length(v):
        return math.sqrt(sum(x * x for x in np.ravel(v).tolist()))

    return length(a - b) / (length(a) + length(b)) if length(a) + length(b) > 0 else 0


def error_with_a_tiny_number(a, b):
    return np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b) + 1e-300)


def error_with_equality_first(a, b):
    return 0 if np.array_equal(a, b) else np.array([np.linalg.norm(b - a) / (np.linalg.norm(b) + np.linalg.norm(a))])


def local_slopes(op, values, value):
    rules = {
        "add": lambda: (1, 1),
        "mul": lambda: values[::-1],
        "sin": lambda: (math.cos(values[0]),),
        "exp": lambda: (value,),
    }
    return rules.get(op, tuple)()


def backward_by_pulling(tape):
    """Each line asks all lines below which of them used it."""
    slopes = {len(tape) - 1: 1}
    for line in range(len(tape) - 2, -1, -1):
        slopes[line] = 0.0
        for user in range(line + 1, len(tape)):
            op, inputs, value = tape[user]
            for i, slope in zip(inputs, local_slopes(op, [tape[k][2] for k in inputs], value), strict=True):
                if i == line:
                    slopes[line] += slope * slopes[user]
    return slopes


def backward_counting_users(tape):
    """By a queue, but a line speaks only when all who need it have reported."""
    live, waiting = {len(tape) - 1}, [len(tape) - 1]
    while waiting:
        for i in tape[waiting.pop()][1]:
            if i not in live:
                live.add(i)
                waiting.append(i)
    users = defaultdict(int)
    for line in live:
        for i in tape[line][1]:
            users[i] += 1
    slopes = defaultdict(float)
    slopes[len(tape) - 1] = 1.0
    ready = [len(tape) - 1]
    while ready:
        line = ready.pop(0)
        op, inputs, value = tape[line]
        for i, slope in zip(inputs, local_slopes(op, [tape[k][2] for k in inputs], value), strict=True):
            slopes[i] += slope * slopes[line]
            users[i] -= 1
            if not users[i]:
                ready.append(i)
    for line in range(len(tape)):
        slopes[line] += 0
    return slopes


def backward_by_the_package(tape):
    nodes = []
    for op, inputs, value in tape:
        u = [nodes[i] for i in inputs]
        nodes.append(
            Value(value)
            if op == "input"
            else {"add": lambda u: u[0] + u[1], "mul": lambda u: u[0] * u[1]}[op](u)
            if len(u) == 2
            else getattr(u[0], op)()
        )
    nodes[-1].backward()
    return {line: node.grad for line, node in enumerate(nodes)}


def backward_as_a_list(tape):
    slopes = backward_by_pulling(tape)
    return [slopes[line] for line in range(len(tape))]


def backward_by_forward_sweeps(tape):
    """One sweep for each line: slow, but each look at the tape is counted once per sweep."""
    found = {}
    for source in range(len(tape)):
        moved = []
        for line, (op, inputs, value) in enumerate(tape):
            values = [tape[k][2] for k in inputs]
            pushes = zip(inputs, local_slopes(op, values, value), strict=True)
            moved.append(1.0 if line == source else sum(slope * moved[i] for i, slope in pushes))
        found[source] = moved[-1]
    return found


UNUSUAL = {
    "grad_xyz": [slopes_measured, slopes_in_a_list, slopes_from_the_package],
    "grad_diamond": [diamond_factored, diamond_measured, diamond_with_complex_step],
    "sum_over_paths": [paths_in_loops, paths_one_by_one, paths_as_array],
    "numerical_gradient": [gradient_in_place, gradient_flat, gradient_as_lists, gradient_from_both_sides],
    "relative_error": [error_from_sums, error_with_a_tiny_number, error_with_equality_first],
    "backward": [
        backward_by_pulling,
        backward_counting_users,
        backward_by_the_package,
        backward_as_a_list,
        backward_by_forward_sweeps,
    ],
}


@each(UNUSUAL)
def test_it_is_right(name, answer):
    assert_right(PARTS[name], answer, range(6))


def test_the_package_has_the_same_rule():
    for case in PARTS["relative_error"].draw(np.random.default_rng(0)):
        assert math.isclose(
            PARTS["relative_error"].reference(*case.args), gradcheck.relative_error(*case.args), rel_tol=1e-12
        )
    for case in PARTS["numerical_gradient"].draw(np.random.default_rng(0)):
        np.testing.assert_allclose(
            PARTS["numerical_gradient"].reference(*case.args), gradcheck.numerical_gradient(*case.args), rtol=1e-9
        )


def test_the_slopes_of_every_tape_are_the_measured_ones():
    def last(tape, line, value):
        values = []
        for k, (op, inputs, old) in enumerate(tape):
            values.append(value if k == line else old if op == "input" else VALUE[op](*(values[i] for i in inputs)))
        return values[-1]

    for seed in range(4):
        for case in PARTS["backward"].draw(np.random.default_rng(seed)):
            (tape,) = case.args
            for line, slope in PARTS["backward"].reference(tape).items():
                at, h = tape[line][2], 1e-5
                assert math.isclose(
                    (last(tape, line, at + h) - last(tape, line, at - h)) / (2 * h), slope, rel_tol=1e-5, abs_tol=1e-6
                )


def test_numbers_and_letters_may_be_written_in_other_ways():
    found = check(
        "4.2", routes=("B", "a)"), via_o1=0.0006684, via_o2=np.array([-0.00022983]), total=np.float64(0.0004386)
    )
    assert found.passed
    assert check("4.2", routes="a").points == 0
    assert "rounded too early" in repr(check("4.2", total=0.00044 - 1.2e-6))
    assert check("4.5", error_from_sums, best_h="1e-14", verdict="C").passed


def test_a_sum_of_wrong_routes_is_told_so():
    assert "belongs to your two numbers" in repr(
        [check("4.2", via_o1=0.002, via_o2=0.003, total=0.005) for _ in range(2)][1]
    )


def test_a_dict_that_lives_on_from_call_to_call_is_noticed():
    def backward(tape, slopes={}):  # noqa: B006
        slopes.update(dict.fromkeys(range(len(tape)), 0.0))
        slopes.update(PARTS["backward"].reference(tape))
        return slopes

    assert check("4.6", backward).points == 0


def test_the_form_of_an_answer_is_told():
    assert "has none for line 0" in repr(check("4.6", lambda tape: {len(tape) - 1: 1.0}))
    assert "Asked is a dict" in repr(check("4.6", lambda tape: 1.0))
    assert "your dict has" in repr(check("4.6", lambda tape: dict.fromkeys(range(30), 1.0)))
