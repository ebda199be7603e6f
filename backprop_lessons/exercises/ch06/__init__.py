"""Chapter 6, gradient descent: six questions, twelve points."""

from .batches import MINIBATCHES
from .counts import COUNTS
from .epoch import TRAIN_EPOCH
from .order import ORDER
from .rates import RATES
from .step import GD_STEP

EXERCISES = (GD_STEP, MINIBATCHES, COUNTS, TRAIN_EPOCH, RATES, ORDER)
