"""`make refresh`: what it stores does not change from run to run, and a notebook that fails is left as it was."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import notebooks
from tools.notebooks import VIEW, Failed, executed, main, refresh, tidy, write_whole


def store(path, *sources, **metadata):
    cells = []
    for source in sources:
        cells += [new_markdown_cell("Look:"), new_code_cell(source, metadata=metadata)]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_second_refresh_leaves_no_diff(tmp_path, capsys):
    program = "from ipywidgets import FloatSlider, interact\ninteract(lambda rate: print('rate', rate), rate=FloatSlider(0.5));"
    path = store(tmp_path / "small.ipynb", "import os\nprint(os.path.basename(os.getcwd()))", program)
    assert refresh([path]) == 0
    first = path.read_bytes()
    assert b"rate 0.5" in first and VIEW.encode() not in first and b"model_id" not in first
    assert tmp_path.name.encode() in first  # it ran in its own folder
    assert refresh([path]) == 0
    assert path.read_bytes() == first
    assert "nothing changed" in capsys.readouterr().out
    assert [found.name for found in tmp_path.iterdir()] == ["small.ipynb"]


def test_a_notebook_that_fails_is_named_and_left_untouched(tmp_path, capsys):
    path = store(tmp_path / "broken.ipynb", "W = 1", "W / 0", "W = 2")
    other = store(tmp_path / "next.ipynb", "W = 1")
    before = path.read_bytes(), other.read_bytes()
    assert main(["refresh", str(path), str(other)]) == 1
    said = capsys.readouterr().out
    assert "broken.ipynb" in said and "code cell 2 (W / 0)" in said and "ZeroDivisionError: division by zero" in said
    assert (path.read_bytes(), other.read_bytes()) == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["broken.ipynb", "next.ipynb"]


def test_a_cell_that_does_not_end_is_named_after_one_more_try(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 1)
    path = store(tmp_path / "endless.ipynb", "while True: pass")
    target = tmp_path / "out.ipynb"
    assert notebooks.execute(path, target) == notebooks.STALLED
    assert "code cell 1 (while True: pass)" in capsys.readouterr().out
    assert not target.exists()


def test_a_stall_gets_one_more_try_and_an_error_none(tmp_path, capsys, monkeypatch):
    answers = []

    def run(command, **options):
        answer = answers.pop(0)
        if answer is None:
            raise subprocess.TimeoutExpired(command, options["timeout"])
        if answer == 0:
            notebooks.Path(command[-1]).write_text("done", encoding="utf-8")
        return subprocess.CompletedProcess(command, answer, stdout="code cell 1", stderr="")

    monkeypatch.setattr(notebooks.subprocess, "run", run)
    path = tmp_path / "slow.ipynb"
    answers[:] = [None, 0]
    assert executed(path) == "done"
    assert "trying once more" in capsys.readouterr().out
    for given, message in [([4, None], "did not end within 300 seconds"), ([4, 4], "code cell 1"), ([1], "code cell 1")]:
        answers[:] = given
        with pytest.raises(Failed, match=message):
            executed(path)
        assert answers == []
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_breaks_off_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "lesson.ipynb"
    path.write_text("old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(notebooks.os, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_tidying_keeps_the_page_form_and_drops_the_live_one():
    data = {VIEW: {"model_id": "a1"}, "text/html": "<p>1</p>", "text/plain": "Explorer()"}
    cell = new_code_cell("w", outputs=[new_output("display_data", data)], metadata={"scrolled": True, "tags": ["x"]})
    nb = new_notebook(cells=[cell], metadata={"widgets": {"state": 1}, "language_info": {"name": "python", "version": "3"}})
    tidied = tidy(nb)
    assert tidied.cells[0].outputs[0].data == {"text/html": "<p>1</p>", "text/plain": "Explorer()"}
    assert tidied.cells[0].metadata == {"tags": ["x"]}
    assert tidied.metadata == {"kernelspec": notebooks.KERNEL, "language_info": {"name": "python"}}


def test_tidying_leaves_a_widget_without_page_form_for_the_lint():
    nb = new_notebook(cells=[new_code_cell("w", outputs=[new_output("display_data", {VIEW: {"model_id": "a1"}})])])
    assert VIEW in tidy(nb).cells[0].outputs[0].data


def test_tidying_cuts_a_traceback_to_the_learners_own_cell():
    frames = ["-----", "\x1b[36mCell\x1b[39m In[4], line 1", "\x1b[36mFile\x1b[39m ~/network.py:3", "ValueError: no"]
    nb = new_notebook(cells=[new_code_cell("w", outputs=[new_output("error", ename="E", evalue="no", traceback=frames)])])
    assert tidy(nb).cells[0].outputs[0].traceback == [frames[0], frames[1], frames[3]]


def test_a_name_that_is_no_notebook_gets_a_sentence(capsys):
    assert main(["refresh", "lessons/99_none.ipynb"]) == 1
    assert "There is no notebook lessons/99_none.ipynb" in capsys.readouterr().out.replace("\\", "/")


@pytest.mark.slow
@pytest.mark.parametrize("stored, passes", [("0.1000", True), ("0.1001", False)])
def test_the_comparison_sees_a_changed_number_beside_a_drawing_and_not_the_drawing(tmp_path, stored, passes):
    """The settings of `make test` on one notebook: words and tables count, strokes and widget state do not."""
    source = (
        "from IPython.display import HTML\n"
        'HTML(\'<figure aria-label="0.1000"><svg><path d="1\\n2"/></svg></figure>'
        '<div id="bl-0a1b2c"><script type="application/json">[1]</script><td>0.1000</td></div>\')'
    )
    html = (
        f'<figure aria-label="0.1000"><svg><path d="8\n9"/></svg></figure>'
        f'<div id="bl-ffffff"><script type="application/json">[2]</script><td>{stored}</td></div>'
    )
    repr_ = "<IPython.core.display.HTML object>"
    output = new_output("execute_result", {"text/html": html, "text/plain": repr_}, execution_count=1)
    nb = new_notebook(cells=[new_code_cell(source, execution_count=1, outputs=[output])])
    nbformat.write(nb, tmp_path / "one.ipynb")
    config = notebooks.ROOT / "tests/lessons/sanitize.cfg"
    command = [sys.executable, "-m", "pytest", "-q", "--nbval", "--nbval-current-env", "--nbval-sanitize-with", config]
    done = subprocess.run([*command, tmp_path], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert (done.returncode == 0) == passes, done.stdout
    assert passes or "0.1001" in done.stdout
