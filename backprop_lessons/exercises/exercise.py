"""What an exercise is: data that the notebook, the proof in the tests and the grading all read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .catalogue import known

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

    `ask(*args)` calls the learner's function and returns arrays of the right shape. `idea` is for the second attempt;
    without it a known mistake speaks, or one number of the learner's beside ours.
    """

    name: str
    sentence: str
    broken: Callable[..., str]
    idea: str = ""
    mistake: str = ""  # id of the known mistake that breaks it, for facts that numbers do not show


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


def catalogued(id, wrong, small=""):
    """A mistake of the catalogue, with its name and its sentence, and the wrong answer that shows it."""
    told = known(id)
    return Mistake(id, told.name, wrong, told.look, small)


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
    read: Callable[..., dict] | None = None  # (returned, args) -> {"Z of layer 1": array, …}, in the order of computation
    elementwise: bool = False  # every output belongs to the input at the same place
    scalable: bool = True  # whether "twice ours" says something about the answer
    late: tuple[Property, ...] = ()  # facts looked at last; their `broken` is given the learner's function itself
    tolerance: tuple[float, float] | None = None  # relative and absolute, where the usual ones do not fit
    seconds: float | None = None  # after which the check gives up, where the usual limit is too short
    changes: tuple[str, ...] = ()  # parameters that the function is asked to change; `read` then sees them after the call
    solution: Callable | None = None  # the reference as a learner might write it, for the page of solutions
    sizes: Callable[..., dict[str, int]] = field(
        default=lambda *args: {}
    )  # {"m": 7, ...}: a factor may be one of these

    @property
    def call(self):
        """How the function is called, for messages: `neuron(X, w, b, act)`."""
        return f"{self.name}({', '.join(self.parameters)})"


@dataclass(frozen=True)
class NumberPart:
    """A number to find, right when it is within `tolerance`. `small` is a like question with its answer.

    A number that is measured is right between `low` and `high`; `tolerance` then belongs to the known mistakes.
    """

    name: str
    points: float
    reference: float
    tolerance: float
    small: str
    mistakes: tuple[Mistake, ...] = ()
    rounded: bool = True  # whether a near miss may come from rounding; not where a whole range is right
    low: float | None = None
    high: float | None = None


class Unreadable(Exception):
    """Raised by a part's `read` with a sentence: the answer is not built as asked."""


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: its letter, its text, and what to say to whoever chose it."""

    key: str
    text: str
    feedback: str


@dataclass(frozen=True)
class ChoicePart:
    """An answer to choose. `right` is its letter, or a tuple of letters that are all asked for.

    Without `right` it is a prediction: any of the answers earns the points, and the feedback says what really happens.
    """

    name: str
    points: float
    options: tuple[Option, ...]
    right: str | tuple[str, ...] | None = None
    small: str = ""  # said at the third attempt


@dataclass(frozen=True)
class Sheet:
    """A question for a printed sheet, with numbers of its own, and its answers: (label, answer) pairs."""

    question: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exercise:
    """One question of an exercise notebook."""

    id: str
    title: str
    kind: str  # "code", "number", "choice" or "mixed"
    minutes: int
    parts: tuple[FunctionPart | NumberPart | ChoicePart, ...]
    lesson: str  # where in the lesson this is explained
    sheet: Callable[..., Sheet] | None = None  # sheet(rng): the question for a printed sheet, with fresh numbers

    @property
    def points(self):
        return sum(part.points for part in self.parts)

    @property
    def chapter(self):
        return int(self.id.split(".")[0])

    @property
    def functions(self):
        return [part for part in self.parts if isinstance(part, FunctionPart)]

    @property
    def call(self):
        """How its check is called, for messages: functions by their place, numbers and letters by name."""
        answers = ", ".join(part.name + ("" if part in self.functions else "=...") for part in self.parts)
        return f'check("{self.id}", {answers})'
