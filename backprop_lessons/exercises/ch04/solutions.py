"""The solutions of chapter 4, as a learner might write them."""

import math

import numpy as np


def grad_xyz(x, y, z):
    # the product gives each side the other factor; the sum passes on what it gets
    return z, z, x + y


def grad_diamond(x):
    u, v = x**2, math.sin(x)
    via_u = v * 2 * x
    via_v = u * math.cos(x)
    return via_u + via_v


def sum_over_paths(paths):
    total = 0.0
    for path in paths:
        total += math.prod(path)
    return total


def numerical_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        there = theta[place]
        theta[place] = there + h
        above = f(theta)
        theta[place] = there - h
        below = f(theta)
        theta[place] = there
        slopes[place] = (above - below) / (2 * h)
    return slopes


def relative_error(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    if size == 0:
        return 0.0
    return np.linalg.norm(a - b) / size


def backward(tape):
    slopes = dict.fromkeys(range(len(tape)), 0.0)
    slopes[len(tape) - 1] = 1.0
    for line in reversed(range(len(tape))):
        op, inputs, value = tape[line]
        values = [tape[i][2] for i in inputs]
        if op == "add":
            local = [1.0, 1.0]
        elif op == "mul":
            local = [values[1], values[0]]
        elif op == "sin":
            local = [math.cos(values[0])]
        elif op == "exp":
            local = [value]
        else:
            local = []
        for i, slope in zip(inputs, local, strict=True):
            slopes[i] += slope * slopes[line]
    return slopes
