"""Chapter 4, the chain rule: six questions, sixteen points."""

from .circuit import GRAD_XYZ
from .diamond import DIAMOND
from .measured import NUMERICAL_GRADIENT
from .relative import RELATIVE_ERROR
from .routes import ROUTES
from .tape import BACKWARD

EXERCISES = (GRAD_XYZ, ROUTES, DIAMOND, NUMERICAL_GRADIENT, RELATIVE_ERROR, BACKWARD)
