"""The questions of the in-page quizzes, one list per lesson; every option has an answer of its own."""

from .backpropagation import BACKPROPAGATION
from .chain_rule import CHAIN_RULE
from .costs import COSTS
from .descent import DESCENT
from .forward import FORWARD
from .million_weights import MILLION_WEIGHTS
from .neuron import NEURON
from .real_network import REAL_NETWORK

__all__ = ["BACKPROPAGATION", "CHAIN_RULE", "COSTS", "DESCENT", "FORWARD", "MILLION_WEIGHTS", "NEURON", "REAL_NETWORK"]
