"""The solutions of chapter 3, as a learner might write them."""

import numpy as np

from ...activations import sigmoid, sigmoid_prime, softmax


def quadratic_cost(A, Y):
    return np.sum((A - Y) ** 2) / (2 * len(A))


def binary_cross_entropy(A, Y):
    log_probability = Y * np.log(A) + (1 - Y) * np.log(1 - A)
    return -np.sum(log_probability) / len(A)


def negative_log_likelihood(Z, Y):
    shifted = Z - Z.max(axis=1, keepdims=True)
    log_P = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(Y * log_P) / len(Z)


def output_delta(Z, Y, act, cost):
    A = softmax(Z) if act == "softmax" else sigmoid(Z)
    delta = (A - Y) / len(Z)
    if cost == "quadratic":
        delta = delta * sigmoid_prime(Z)
    return delta
