"""Chapter 7, training a real network: six questions, fourteen points; the last is the capstone, in a notebook of its own."""

from .accuracy import ACCURACY
from .capstone import CAPSTONE
from .curves import FIVE_CURVES
from .predict import PREDICT
from .prepare import PREPARE
from .start import INIT_PARAMS

EXERCISES = (PREPARE, ACCURACY, INIT_PARAMS, PREDICT, FIVE_CURVES, CAPSTONE)
