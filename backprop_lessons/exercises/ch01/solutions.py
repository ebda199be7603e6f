"""The solutions of chapter 1, as a learner might write them."""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def sigmoid_prime(z):
    a = sigmoid(z)
    return a * (1 - a)


def relu(z):
    return np.maximum(z, 0)


def relu_prime(z):
    return np.where(z > 0, 1.0, 0.0)


def tanh_prime(z):
    return 1 - np.tanh(z) ** 2


def neuron(X, w, b, act):
    return act(X @ w + b)


def logistic_gradient(X, y, w, b):
    delta = (sigmoid(X @ w + b) - y) / len(y)
    dw = X.T @ delta
    db = delta.sum()
    return dw, db
