"""An exercise notebook filled in: with the solutions, or with whatever a test wants in its cells."""

import ast
import inspect
import linecache
from pathlib import Path

from backprop_lessons.exercises.exercise import ChoicePart
from backprop_lessons.exercises.registry import EXERCISES

FOLDER = Path(__file__).parents[2] / "lessons" / "exercises"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def solved(notebook):
    """{cell id: source} that answers every question of this notebook rightly."""
    answers = {}
    for exercise in exercises_of(notebook):
        number = exercise.id.replace(".", "-")
        if exercise.functions:
            answers[f"stub-{number}"] = "\n\n".join(inspect.getsource(part.solution) for part in exercise.functions)
        given = ", ".join(part.name if part in exercise.functions else f"{part.name}={right(part)!r}" for part in exercise.parts)
        answers[f"check-{number}"] = f'check("{exercise.id}", {given})'
    return answers


def right(part):
    """The right number, letter or list of letters."""
    if not isinstance(part, ChoicePart):
        return float(part.reference)
    return list(part.right) if isinstance(part.right, tuple) else part.right or part.options[0].key


def exercises_of(notebook):
    """The questions that a notebook asks, in its order."""
    ids = [cell.id.removeprefix("check-").replace("-", ".") for cell in notebook.cells if cell.id.startswith("check-")]
    return [EXERCISES[id] for id in ids]


def run(notebook, answers=(), times=1):
    """Run the code cells in order, each check `times` times; all names, and the last value of each cell by its id."""
    names, values = {}, {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            source = dict(answers).get(cell.id, cell.source)
            for _ in range(times if cell.id.startswith("check") else 1):
                values[cell.id] = run_cell(source, f"<cell {cell.id}>", names)
    return names, values


def run_cell(source, filename, names):
    """Like a notebook: the value of the last expression is the cell's; the source can be looked up by line."""
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, filename, "exec"), names)
    if last is not None:
        return eval(compile(ast.Expression(last.value), filename, "eval"), names)
    return None
