"""Chapter 3, cost functions: six questions, fourteen points."""

from .delta import OUTPUT_DELTA
from .entropy import BINARY_CROSS_ENTROPY
from .likelihood import NEGATIVE_LOG_LIKELIHOOD
from .pairs import PAIRS
from .quadratic import QUADRATIC_COST
from .race import RACE

EXERCISES = (QUADRATIC_COST, BINARY_CROSS_ENTROPY, NEGATIVE_LOG_LIKELIHOOD, OUTPUT_DELTA, RACE, PAIRS)
