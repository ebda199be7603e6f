"""What is handed in together: the questions of one exercise notebook."""

import re
from dataclasses import dataclass

from ..exercises.registry import EXERCISES

LESSONS = (
    "01_neuron", "02_forward", "03_costs", "04_chain_rule", "05_backpropagation", "06_gradient_descent", "07_real_network",
    "08_million_weights",
)  # fmt: skip
CAPSTONE = ("7.6",)  # a notebook of its own


@dataclass(frozen=True)
class Assignment:
    """One exercise notebook: its name, and its questions in order."""

    name: str
    exercises: tuple

    @property
    def points(self):
        return sum(exercise.points for exercise in self.exercises)

    @property
    def outline(self):
        """{exercise: names of its parts}: all that a submission is told about the questions."""
        return {exercise.id: [part.name for part in exercise.parts] for exercise in self.exercises}


def _chapter(number):
    return tuple(exercise for exercise in EXERCISES.values() if exercise.chapter == number and exercise.id not in CAPSTONE)


ASSIGNMENTS = {name: Assignment(name, _chapter(number)) for number, name in enumerate(LESSONS, start=1)}
ASSIGNMENTS["capstone"] = Assignment("capstone", tuple(EXERCISES[id] for id in CAPSTONE))


def recognise(notebook):
    """The assignment that a notebook is about, whatever its file is called; None where nothing in it tells.

    Told by what it checks and by the cells it still has; the one with most of both.
    """
    text = "\n".join(source for _, source in notebook.cells)
    asked = set(re.findall(r"""(?:check|require)\(\s*["'](\d+\.\d+)["']""", text))
    asked |= {f"{chapter}.{number}" for chapter, number in re.findall(r"(?:stub|check|task)-(\d+)-(\d+)", " ".join(notebook.ids))}
    written = set(re.findall(r"(?m)^def (\w+)\(", text))
    claimed = set(map(str, notebook.handed_in.get("points_claimed") or {}))

    def fits(assignment):
        ids = {exercise.id for exercise in assignment.exercises}
        own = {part.name for exercise in assignment.exercises for part in exercise.functions}
        return len(ids & asked), len(ids & claimed), len(own & written)

    best = max(ASSIGNMENTS.values(), key=fits)
    return best if any(fits(best)) else None
