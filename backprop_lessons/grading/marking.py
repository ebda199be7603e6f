"""mark(): one submission in, its result out. The engines (a folder, a cluster, Gradescope) all map this one function."""

import ast
import hashlib
import secrets
import time
from functools import lru_cache
from pathlib import Path

from .. import __version__
from ..exercises import registry
from ..exercises.checking import examine, replay, seconds_for
from ..exercises.exercise import FunctionPart
from . import reader
from .assignments import ASSIGNMENTS, recognise
from .session import GRACE, Broken, RemoteFunction, Session

SEEDS = 1_000_000_000


def mark(content, sandbox, assignment=None, seed=None, cell_seconds=30.0, total_seconds=300.0):
    """The result of one notebook: points, and for each question what was found.

    content: the file's bytes. assignment: the name of the notebook that was asked for; without it the notebook tells.
    seed: of the fresh numbers; drawn anew without it, and in the result either way, so that a mark can be repeated.
    Never raises for anything that a submission holds. Returns a dict of plain values, which json can dump.
    """
    begun = time.monotonic()
    seed = secrets.randbelow(SEEDS) if seed is None else int(seed)
    result = unmarked(content, assignment) | {"sandbox": sandbox.name, "seed": seed}
    try:
        notebook = reader.read(content)
        found = ASSIGNMENTS[assignment] if assignment else recognise(notebook)
        if found is None:
            raise reader.Unreadable("No question of the course was found in this notebook.")
        result |= {"assignment": found.name, "notes": notes(notebook), "claimed": claimed(notebook, found)}
        result["exercises"] = _examined(notebook, found, sandbox, result, cell_seconds, total_seconds)
    except reader.Unreadable as reason:
        result["problem"] = str(reason)
        expected = ASSIGNMENTS.get(assignment)
        result["exercises"] = [_missed(exercise, "not read") for exercise in expected.exercises] if expected else []
    result["points"] = sum(exercise["points"] for exercise in result["exercises"])
    result["out_of"] = sum(exercise["out_of"] for exercise in result["exercises"])
    result["seconds"] = round(time.monotonic() - begun, 2)
    return result


def unmarked(content, assignment, problem=""):
    """The result of a notebook that nobody has looked into yet, or that could not be looked into."""
    return {
        "version": __version__, "questions": questions_hash(), "sha256": fingerprint(content), "sandbox": "", "seed": None,
        "assignment": assignment, "problem": problem, "cells": [], "notes": [], "claimed": None, "exercises": [],
        "points": 0, "out_of": 0, "seconds": 0,
    }  # fmt: skip


def fingerprint(content):
    """By which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def _examined(notebook, assignment, sandbox, result, cell_seconds, total_seconds):
    """Run the cells, then every question."""
    with Session(sandbox, notebook.cells, assignment.outline, cell_seconds, total_seconds) as session:
        try:
            session.start()
        except Broken as reason:
            result["problem"] = f"The notebook could not be run: {reason}."
            return [_missed(exercise, "not run") for exercise in assignment.exercises]
        result["cells"] = _troubles(session, notebook)
        return [_exercise(exercise, session, notebook, result["seed"]) for exercise in assignment.exercises]


def _exercise(exercise, session, notebook, seed):
    """The result of one question, part by part."""
    answers = {part.name: _candidates(session, exercise, part) for part in exercise.parts}
    given = {name: pairs[0][0] for name, pairs in answers.items()}
    parts = [_part(exercise, part, given, answers[part.name], notebook, seed) for part in exercise.parts]
    points = sum(part["points"] for part in parts)
    return {
        "id": exercise.id, "title": exercise.title, "lesson": exercise.lesson, "points": points, "out_of": exercise.points, "parts": parts
    }  # fmt: skip


def _candidates(session, exercise, part):
    """The answers to one part, the last one first, as (answer, cell) pairs; without the blank ones, and never none at all."""
    pairs = session.answers.get((exercise.id, part.name), [])
    return [(answer, cell) for answer, cell in pairs if answer is not None and answer is not Ellipsis] or [(None, None)]


def _part(exercise, part, given, candidates, notebook, seed):
    """The last answer counts, unless it turns out to be an empty stub: then the one before."""
    for answer, cell in candidates:  # noqa: B007
        if isinstance(answer, RemoteFunction):
            answer.until = time.monotonic() + seconds_for(part)
        finding = examine(part, given | {part.name: answer}, seed, slack=2 * GRACE)
        if finding.status != "blank":
            break
    right = finding.status == "right"
    return {
        "name": part.name, "points": part.points if right else 0, "out_of": part.points, "status": finding.status,
        "mistake": finding.mistake, "where": finding.where, "idea": finding.idea, "small": finding.small,
        "replay": replay(exercise, seed) if isinstance(part, FunctionPart) else "",
        "cell": cell, "code": dict(notebook.cells).get(cell, "")[:20_000],
    }  # fmt: skip


def _missed(exercise, why):
    """A question that was not looked at."""
    parts = [
        {"name": part.name, "points": 0, "out_of": part.points, "status": why, "mistake": "", "where": "", "idea": "", "small": "",
         "replay": "", "cell": None, "code": ""}
        for part in exercise.parts
    ]  # fmt: skip
    return {"id": exercise.id, "title": exercise.title, "lesson": exercise.lesson, "points": 0, "out_of": exercise.points, "parts": parts}


def _troubles(session, notebook):
    """Cells that stopped, with a sentence each."""
    sources = dict(notebook.cells)
    found = [(number, f"This cell was left out: {why}.") for number, why in session.fatal.items()]
    for number, trouble in session.troubles.items():
        if trouble["kind"] == "OutOfTime":
            text = f"This cell was {trouble['message']}."
        elif trouble["kind"] == "EOFError":
            text = "This cell waits for somebody to type, and nobody is there when a notebook is graded."
        else:
            text = ": ".join(part for part in (f"This cell stopped with {trouble['kind']}", trouble["message"]) if part)
            text += f"\n{trouble['line']}" if trouble["line"] else ""
        found.append((number, text))
    return [{"cell": number, "text": text, "code": sources[number][:20_000]} for number, text in sorted(found)]


# --- for whoever grades


def notes(notebook):
    """What an instructor may want to look at: parts of the course's own package that the released notebook does not import."""
    found = set()
    for _, source in notebook.cells:
        if "import" not in source:  # the word is always spelled like this, which is not so with names: they may hold other letters
            continue
        try:
            steps = list(ast.walk(ast.parse(source)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for step in steps:
            if isinstance(step, ast.Import):
                found |= {alias.name for alias in step.names}
            elif isinstance(step, ast.ImportFrom) and step.module:
                found |= {f"{step.module}.{alias.name}" for alias in step.names}
    more = sorted(name for name in found - released_imports() if name.split(".")[0] == "backprop_lessons")
    return [f"imports {name}, which the notebook that was handed out does not" for name in more]


@lru_cache(maxsize=1)
def released_imports():
    """Names of the package that the exercise notebooks themselves import."""
    listed = (Path(__file__).parent / "released_imports.txt").read_text(encoding="utf-8")
    return set(listed.split())


def claimed(notebook, assignment):
    """The points that hand_in wrote into the notebook, as far as they are numbers; None without them."""
    points = notebook.handed_in.get("points_claimed")
    if not isinstance(points, dict):
        return None
    ids = [exercise.id for exercise in assignment.exercises]
    return sum(points[id] for id in ids if type(points.get(id)) in (int, float) and 0 <= points[id] <= 100)


@lru_cache(maxsize=1)
def questions_hash():
    """What the marks depend on: the code of the questions and of the checks. A result of other questions is not kept."""
    digest = hashlib.sha256()
    folder = Path(registry.__file__).parent
    for path in sorted([*folder.rglob("*.py"), *Path(__file__).parent.glob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
