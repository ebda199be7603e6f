"""Points outlive the kernel: every check writes them beside the notebook, and a new kernel finds them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backprop_lessons.exercises import check, load_progress, progress, save_progress
from backprop_lessons.exercises.points import FILE, POINTS, SWITCH
from backprop_lessons.exercises.registry import EXERCISES

ROOT = Path(__file__).resolve().parents[2]
BY_HAND = {"z": 1, "a": 0.7311, "slope": 0.1966}


def new_kernel():
    POINTS.reset()


def test_points_are_there_again_in_a_new_kernel(own_folder):
    check("1.1", **BY_HAND)
    new_kernel()
    assert progress(1).points == 1
    new_kernel()
    assert check("1.4", ...).status == "blank" and progress(1).points == 1


def test_attempts_are_there_again_too(own_folder):
    check("1.1", z=4)
    new_kernel()
    assert "with x = (0, 0)" in repr(check("1.1", z=4)), "the second attempt says what to look at"


def test_a_blank_check_writes_nothing(own_folder):
    check("1.1", z=..., a=..., slope=...)
    assert list(own_folder.iterdir()) == []


def test_two_notebooks_of_one_folder_do_not_overwrite_each_other(own_folder):
    check("1.1", **BY_HAND)
    new_kernel()
    POINTS.read = True  # a kernel that had begun before the file was there
    check("1.4", EXERCISES["1.4"].parts[0].reference)
    new_kernel()
    assert progress(1).points == 1.5


def test_a_broken_file_is_set_aside_and_said(own_folder):
    (own_folder / FILE).write_text("{broken")
    report = check("1.1", **BY_HAND)
    assert report.points == 1 and f"kept as {FILE}.unreadable" in repr(report)
    assert (own_folder / f"{FILE}.unreadable").read_text() == "{broken"
    assert json.loads((own_folder / FILE).read_text())["points"]


@pytest.mark.parametrize("points", [{"1.1 z": 99, "9.9 x": 5, "1.1 a": True, "1.1 slope": "1"}, {"1.1 z": float("nan")}])
def test_points_that_no_check_gives_are_not_taken_over(own_folder, points):
    (own_folder / FILE).write_text(json.dumps({"points": points, "attempts": {"1.1 z": -3, "1.1 a": "x"}}))
    assert progress().points == 0


def test_where_nothing_can_be_written_the_check_says_so_and_goes_on(own_folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("backprop_lessons.exercises.points.os.replace", full)
    report = check("1.1", **BY_HAND)
    assert report.points == 1 and "could not be saved" in repr(report) and "No space left" in repr(report)
    assert [path.name for path in own_folder.iterdir()] == []


def test_a_download_and_an_upload_keep_the_points(own_folder):
    check("1.1", **BY_HAND)
    text = (own_folder / FILE).read_text()
    (own_folder / FILE).unlink()
    new_kernel()
    assert progress(1).points == 0
    (own_folder / "uploaded.json").write_text(text)
    load_progress("uploaded.json")
    assert progress(1).points == 1
    new_kernel()
    assert progress(1).points == 1, "they are written beside the notebook from now on"


def in_a_new_process(folder, code):
    """What the code prints, run in that folder by a Python of its own, as a kernel is."""
    environment = {key: value for key, value in os.environ.items() if key != SWITCH} | {"PYTHONPATH": str(ROOT)}
    code = f"from backprop_lessons.exercises import check, progress\n{code}"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_work_that_was_downloaded_goes_on_elsewhere(tmp_path):
    """Binder today, Binder tomorrow: the notebook and the file travel, and the points are there before anything is checked."""
    today, tomorrow = tmp_path / "today", tmp_path / "tomorrow"
    shutil.copytree(ROOT / "lessons/exercises", today, ignore=shutil.ignore_patterns(".*", "my_points*", "handed_in"))
    shutil.copytree(today, tomorrow)  # a new container has the blank notebooks again
    assert in_a_new_process(today, "check('1.1', z=1, a=0.7311, slope=0.1966); print('%g' % progress(1).points)") == "1"
    for name in ("01_neuron.ipynb", FILE):
        shutil.copy(today / name, tomorrow)
    assert in_a_new_process(tomorrow, "print('%g %g' % (progress(1).points, progress().points))") == "1 1"
    reference = "from backprop_lessons import activations"
    assert in_a_new_process(tomorrow, f"{reference}; check('1.2', activations.sigmoid); print('%g' % progress(1).points)") == "3"
    assert in_a_new_process(today, "print('%g' % progress(1).points)") == "1"  # the folder left behind is as it was


def test_a_file_of_ones_own_name_can_be_written(own_folder):
    check("1.1", **BY_HAND)
    assert "Saved to mine.json" in repr(save_progress("mine.json"))
    assert json.loads((own_folder / "mine.json").read_text()) == json.loads((own_folder / FILE).read_text())


def test_progress_over_several_chapters_has_a_line_for_each(monkeypatch):
    other = EXERCISES["1.1"].__class__("2.1", "counts", "number", 5, EXERCISES["1.1"].parts, "lesson 2")
    monkeypatch.setitem(EXERCISES, "2.1", other)
    report = progress()
    assert [chapter for chapter, *_ in report.chapters()][:2] == [1, 2]
    assert "Chapter 1: 0 of 10 points" in repr(report)
    assert "Chapter 1" in report._repr_html_() and "Chapter" not in repr(progress(1))
