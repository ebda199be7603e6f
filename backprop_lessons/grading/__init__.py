"""Grading: a folder of notebooks in, marks that the notebooks cannot forge out. `python -m backprop_lessons.grading --help`.

A submission runs in a sandbox that holds no checks and no answers. It is asked for its answers and its functions are called from
outside; the checks are the same ones that the learner saw in the notebook, with fresh random numbers.
"""

from .batch import Outcome, grade
from .collect import NothingThere
from .marking import mark
from .sandbox import NoSandbox
from .sandbox import build as build_sandbox

__all__ = ["NoSandbox", "NothingThere", "Outcome", "build_sandbox", "grade", "mark"]
