"""Chapter 2, forward propagation: six questions, twelve points."""

from .collapse import COLLAPSE
from .counts import COUNTS
from .forward import FORWARD
from .layer import LINEAR_FORWARD
from .softmax import SOFTMAX
from .trace import TRACE

EXERCISES = (COUNTS, LINEAR_FORWARD, SOFTMAX, FORWARD, TRACE, COLLAPSE)
