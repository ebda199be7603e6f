"""What an exercise is: data that the notebook, the proof in the tests and the grading all read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

STAGES = ("moderate", "extreme", "overflow")


@dataclass(frozen=True)
class Case:
    """One set of arguments for the learner's function, and words for it that go after "with".

    A check looks at the cases of one stage before it goes on to the next. In the stage "overflow" a number
    that grows past the largest float on the way is an error too, even if the result is right.
    """

    name: str
    args: tuple
    stage: str = "moderate"


@dataclass(frozen=True)
class Property:
    """A fact that every right answer has. `broken(ask, rng)` says where it fails, or gives "" if it holds.

    `ask(*args)` calls the learner's function and returns arrays of the right shape.
    """

    name: str
    sentence: str
    broken: Callable[..., str]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners really give, and what to tell them about it.

    `wrong` is a function with the mistake in it; for a number it is the wrong number, or a function
    of all the answers given (a mistake that follows from an earlier one).
    """

    id: str
    name: str
    wrong: Any
    feedback: str
    small: str = ""  # instead of a small case with numbers, where there is none that shows it


@dataclass(frozen=True)
class FunctionPart:
    """A function to write. `draw(rng)` gives its cases, `small` are cases to show at the third attempt."""

    name: str
    points: float
    parameters: tuple[str, ...]
    reference: Callable
    draw: Callable[..., list[Case]]
    small: tuple[Case, ...]
    properties: tuple[Property, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    results: tuple[str, ...] = ()  # names of the results where there are several
    elementwise: bool = False  # every output belongs to the input at the same place
    sizes: Callable[..., dict[str, int]] = field(
        default=lambda *args: {}
    )  # {"m": 7, ...}: a factor may be one of these

    @property
    def call(self):
        """How the function is called, for messages: `neuron(X, w, b, act)`."""
        return f"{self.name}({', '.join(self.parameters)})"


@dataclass(frozen=True)
class NumberPart:
    """A number to find, right when it is within `tolerance`. `small` is a like question with its answer."""

    name: str
    points: float
    reference: float
    tolerance: float
    small: str
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One question of an exercise notebook."""

    id: str
    title: str
    kind: str  # "code" or "number"
    minutes: int
    parts: tuple[FunctionPart | NumberPart, ...]
    lesson: str  # where in the lesson this is explained

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    @property
    def chapter(self):
        return int(self.id.split(".")[0])

    @property
    def call(self):
        """How its check is called, for messages."""
        ending = "=..." if self.kind == "number" else ""
        answers = ", ".join(part.name + ending for part in self.parts)
        return f'check("{self.id}", {answers})'
