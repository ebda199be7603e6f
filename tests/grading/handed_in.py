"""Notebooks as students hand them in: the released ones, filled in, left blank, or worse."""

import copy
import json
from functools import lru_cache
from pathlib import Path

import nbformat

from tests.exercises import solving

RELEASED = {path.stem: path for path in solving.NOTEBOOKS}


@lru_cache
def released(name):
    return nbformat.read(RELEASED[name], as_version=4)


def notebook(name, answers=(), first=(), last=(), without=()):
    """The bytes of a notebook with other sources in some cells (by id), cells before and after, and cells left out."""
    found = copy.deepcopy(released(name))
    answers = dict(answers)
    found.cells = [cell for cell in found.cells if cell.id not in without]
    for cell in found.cells:
        cell.source = answers.get(cell.id, cell.source)
    found.cells = [*map(nbformat.v4.new_code_cell, first), *found.cells, *map(nbformat.v4.new_code_cell, last)]
    return nbformat.writes(found).encode()


def solved(name):
    """{cell id: source} that answers everything rightly."""
    return solving.solved(released(name))


def plain(sources):
    """A notebook of these code cells and nothing else."""
    cells = [{"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def ids(name):
    return [cell.id for cell in released(name).cells]


def copied(path, name, content):
    path = Path(path) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
