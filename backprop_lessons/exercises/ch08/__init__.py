"""Chapter 8, a million weights: four questions, ten points."""

from .counts import OPERATIONS
from .inplace import IN_PLACE
from .paths import PATHS
from .ratios import RATIOS

EXERCISES = (OPERATIONS, PATHS, RATIOS, IN_PLACE)
