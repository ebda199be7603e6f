"""hand_in: a copy with name and points, and a warning of what was not run."""

import json
import os
import shutil
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from backprop_lessons.exercises import check, hand_in
from backprop_lessons.exercises.handin import BINDER, SESSION

NOTEBOOK = Path(__file__).parents[2] / "lessons" / "exercises" / "01_neuron.ipynb"


@pytest.fixture
def work(own_folder, monkeypatch):
    """A learner's folder with the notebook in it, as JupyterLab starts a kernel there."""
    monkeypatch.setenv(SESSION, "exercises/01_neuron.ipynb")
    shutil.copy(NOTEBOOK, own_folder)
    return own_folder


def test_the_copy_has_the_name_and_the_points_and_all_cells(work):
    check("1.1", z=1, a=0.7311, slope=0.1966)
    said = repr(hand_in("Ada Lovelace"))
    copy = work / "handed_in" / "01_neuron-Ada_Lovelace.ipynb"
    assert f"Written: {copy.relative_to(work)}" in said and "Points claimed: 1 of 10 points" in said
    content = json.loads(copy.read_text())
    assert content["metadata"]["hand_in"]["name"] == "Ada Lovelace"
    assert content["metadata"]["hand_in"]["points_claimed"] == {"1.1": 1, "1.2": 0, "1.3": 0, "1.4": 0, "1.5": 0, "1.6": 0}
    assert content["cells"] == json.loads(NOTEBOOK.read_text())["cells"]
    nbformat.validate(nbformat.reads(copy.read_text(), as_version=4))
    assert "Not run" not in said and "top to bottom" not in said


def test_on_binder_it_says_that_the_copy_must_be_downloaded(work, monkeypatch):
    monkeypatch.delenv(BINDER, raising=False)
    assert "Binder" not in repr(hand_in("Ada"))
    monkeypatch.setenv(BINDER, "https://mybinder.org/")
    assert "Binder forgets it when you leave: open the folder handed_in" in repr(hand_in("Ada"))


def test_cells_that_were_not_run_are_named(work):
    nb = json.loads((work / "01_neuron.ipynb").read_text())
    code = [cell for cell in nb["cells"] if cell["cell_type"] == "code"]
    code[2]["execution_count"] = None
    code[4]["execution_count"], code[5]["execution_count"] = 9, 3
    (work / "01_neuron.ipynb").write_text(json.dumps(nb))
    said = repr(hand_in("Ada"))
    assert f"Not run as saved, since this kernel started: code cell 3 of {len(code)}" in said
    assert "not run from top to bottom" in said


@pytest.fixture
def kernel(monkeypatch):
    """A shell like a kernel's, which remembers what it ran."""
    shell = InteractiveShell()
    shell.history_manager.enabled = False  # nothing goes to the history of whoever runs this test
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    return shell


def test_cells_that_only_came_with_their_counts_were_not_run(work, kernel):
    """The notebook is handed out with its outputs: a count says that somebody ran the cell, not that the learner did."""
    nb = nbformat.read(work / "01_neuron.ipynb", as_version=4)
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    nb.cells.append(nbformat.v4.new_code_cell('hand_in("Ada Lovelace")'))
    for number, cell in enumerate(code, start=1):
        kernel.history_manager.store_inputs(number, "an earlier try" if number in (3, 5) else f"{cell.source}\n")
    nbformat.write(nb, work / "01_neuron.ipynb")
    assert f"Not run as saved, since this kernel started: code cells 3, 5 of {len(code) + 1}" in repr(hand_in("Ada"))


def test_the_cell_that_hands_in_is_not_missed(work):
    """Whoever saves first, as told, has not run this cell yet."""
    nb = nbformat.read(work / "01_neuron.ipynb", as_version=4)
    nb.cells.append(nbformat.v4.new_code_cell('hand_in("Ada Lovelace")'))
    nbformat.write(nb, work / "01_neuron.ipynb")
    assert len(repr(hand_in("Ada")).split("\n")) == 1


def test_an_old_file_is_pointed_out(work):
    os.utime(work / "01_neuron.ipynb", (0, 0))
    assert "last saved" in repr(hand_in("Ada"))


@pytest.mark.parametrize("name", ["", "  ", None, 7])
def test_a_name_is_asked_for(work, name):
    assert "Whose work is it?" in repr(hand_in(name))
    assert not (work / "handed_in").exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "Ægir Ø", "a" * 40, "<script>", "Ada\nLovelace", "..."])
def test_any_name_stays_inside_the_folder(work, name):
    hand_in(name)
    (copy,) = (work / "handed_in").iterdir()
    assert copy.parent == work / "handed_in" and copy.suffix == ".ipynb"
    assert json.loads(copy.read_text())["metadata"]["hand_in"]["name"] == name.strip()


def test_without_a_notebook_it_asks_for_its_name(work, monkeypatch):
    monkeypatch.delenv(SESSION)
    assert 'notebook="01_neuron.ipynb"' in repr(hand_in("Ada"))
    assert "Written" in repr(hand_in("Ada", notebook="01_neuron.ipynb"))
    assert "not found" in repr(hand_in("Ada", notebook="none.ipynb"))


def test_what_is_no_notebook_is_left_alone(work):
    (work / "01_neuron.ipynb").write_text("{}")
    assert "not a notebook" in repr(hand_in("Ada"))
    assert not (work / "handed_in").exists()
