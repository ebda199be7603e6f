"""Chapter 1, a neuron that learns: six questions, ten points."""

from .by_hand import BY_HAND
from .logistic import LOGISTIC_GRADIENT
from .neuron import NEURON
from .sigmoid import SIGMOID, SIGMOID_PRIME
from .slopes import RELU_AND_SLOPES

EXERCISES = (BY_HAND, SIGMOID, SIGMOID_PRIME, RELU_AND_SLOPES, NEURON, LOGISTIC_GRADIENT)
