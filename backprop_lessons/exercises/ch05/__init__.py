"""Chapter 5, backpropagation: six questions, twenty-two points."""

from .backprop import BACKPROP
from .bug_in_a_net import FIND_BUG
from .by_hand import BY_HAND
from .hidden import HIDDEN_DELTA
from .layer import LAYER_GRADIENTS
from .ratios import RATIOS

EXERCISES = (BY_HAND, HIDDEN_DELTA, LAYER_GRADIENTS, BACKPROP, FIND_BUG, RATIOS)
