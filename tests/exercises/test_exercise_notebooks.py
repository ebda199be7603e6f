"""Every exercise notebook as a learner meets it: what it says of itself, blank, and solved."""

import os
import re
import subprocess
import sys

import nbformat
import pytest
from solving import FOLDER, NOTEBOOKS, exercises_of, run, run_cell, solved

import backprop_lessons.exercises as exercises_package
from backprop_lessons.exercises.points import SWITCH
from backprop_lessons.exercises.registry import EXERCISES
from tools.notebooks import ROOT

WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
STARS = {"★", "★★", "★★★"}


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    found = nbformat.read(request.param, as_version=4)
    found.path = request.param
    return found


@pytest.fixture
def cells(notebook):
    return {cell.id: cell.source for cell in notebook.cells}


def counted(number, noun):
    """ "six questions", "6 questions", in small or capital letters."""
    word = WORDS[int(number)] if number == int(number) and number < len(WORDS) else ""
    return rf"(?i)\b({number:g}|{word or number})\b {noun}"


def test_every_question_of_the_course_stands_in_one_notebook():
    asked = [exercise.id for path in NOTEBOOKS for exercise in exercises_of(nbformat.read(path, as_version=4))]
    assert sorted(asked) == sorted(EXERCISES)


def test_the_intro_says_how_many_questions_points_and_minutes(notebook, cells):
    exercises = exercises_of(notebook)
    points, minutes = sum(e.points for e in exercises), sum(e.minutes for e in exercises)
    intro = cells["intro"]
    assert re.search(counted(len(exercises), "questions?"), intro)
    assert re.search(counted(points, "points"), intro)
    (told,) = re.findall(r"about (\d+) minutes", intro)
    assert abs(int(told) - minutes) <= 5
    for words in ("raise NotImplementedError", "fresh random numbers", "my_points.json", "hand_in", "Binder"):
        assert words in intro, f"how it works: {words} is not explained"


def test_the_intro_says_how_to_keep_the_work_where_nothing_is_kept(cells):
    (told,) = [line for line in cells["intro"].splitlines() if "my_points.json" in line]
    for words in ("On Binder", "ten idle minutes", "download the notebook and that file", "upload both into the same folder"):
        assert words in told, words


def test_what_the_prose_tells_to_call_is_there_to_be_called(notebook):
    """A learner types `hand_in("…")` in a cell of their own: the notebook must have imported it."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    called = {name for name in re.findall(r"`(\w+)\(", prose) if hasattr(exercises_package, name)}
    names = {}
    run_cell(next(cell.source for cell in notebook.cells if cell.id == "setup"), "<setup>", names)
    assert "hand_in" in called and called <= set(names)


def test_every_question_has_its_task_hints_and_check(notebook, cells):
    for exercise in exercises_of(notebook):
        number = exercise.id.replace(".", "-")
        task = cells[f"task-{number}"]
        points = "1 point" if exercise.points == 1 else f"{exercise.points:g} points"
        assert f"## Exercise {exercise.id}:" in task
        assert points in task and f"about {exercise.minutes} minutes" in task
        assert re.search(r"^(★+)", task, re.M).group(1) in STARS
        assert re.search(rf"\[lesson {exercise.chapter}\]\(\.\./{exercise.chapter:02}_\w+\.ipynb\), sections? {exercise.chapter}\.\d", task)
        assert cells[f"check-{number}"] == exercise.call
        for part in exercise.functions:
            assert f"def {part.call}:" in cells[f"stub-{number}"]
        if exercise.functions:
            hints = cells[f"hints-{number}"]
            assert re.findall(r"<summary>(.*?)</summary>", hints) == ["Hint 1", "Hint 2", "Hint 3"]
            assert "A small case" in hints


def test_the_first_question_goes_from_a_worked_example_to_half_of_it_to_ones_own(notebook):
    """Not every question needs one; the notebook has at least one of each, in this order."""
    kinds = [cell.id.split("-")[0] for cell in notebook.cells]
    places = [kinds.index(kind) for kind in ("worked", "faded", "half", "own") if kind in kinds]
    assert len(places) == 4 and places == sorted(places), "one question has cells worked-, faded-, half- and own-, in this order"


def test_the_choices_stand_in_the_task(notebook, cells):
    for exercise in exercises_of(notebook):
        number = exercise.id.replace(".", "-")
        text = "\n".join(source for cell, source in cells.items() if cell.endswith(number) or f"-{number}-" in cell)
        for part in exercise.parts:
            for option in getattr(part, "options", ()):
                assert re.search(rf"(^|\n)- ?(\*\*)?{option.key}\)", text), f"{exercise.id} {part.name}: {option.key}) is missing"


def test_the_blank_notebook_runs_and_gives_what_is_stored(notebook):
    _, values = run(notebook)
    stored = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    checks = {cell_id: value for cell_id, value in values.items() if cell_id.startswith(("check", "progress"))}
    assert len(checks) == len(exercises_of(notebook)) + 1
    for cell_id, value in checks.items():
        assert value._repr_html_() == stored[cell_id][0].data["text/html"]
        assert value.points == 0
    assert all(value.status == "blank" for cell_id, value in checks.items() if cell_id != "progress")


def test_whatever_it_tells_the_learner_to_call_is_there(notebook, cells):
    names, _ = run(notebook)
    told = set(re.findall(r"`(\w+)\(\"", cells["intro"] + cells["points"]))
    assert "hand_in" in told and told <= set(names)


def test_it_shows_what_a_check_says(cells):
    assert "show_feedback(" in cells["demo-run"]


@pytest.mark.slow
def test_a_solved_copy_reaches_all_points_and_runs_without_an_error(notebook, tmp_path):
    """In a real kernel, under nbval, in a folder of its own: every check is right, and the points are written."""
    answers = solved(notebook)
    assert set(answers) <= {cell.id for cell in notebook.cells}
    copy = nbformat.from_dict({key: value for key, value in notebook.items() if key != "path"})
    for cell in copy.cells:
        cell.source = answers.get(cell.id, cell.source)
    points = sum(exercise.points for exercise in exercises_of(notebook))  # a chapter may have two notebooks
    copy.cells[-1] = nbformat.v4.new_code_cell(f"assert progress_report.points == {points}, progress_report", id="proof")
    place = next(k for k, cell in enumerate(copy.cells) if cell.id == "progress")
    copy.cells[place].source = "progress_report = " + copy.cells[place].source
    folder = tmp_path / "exercises"
    folder.mkdir()
    nbformat.write(copy, folder / notebook.path.name)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env"]
    environment = {key: value for key, value in os.environ.items() if key != SWITCH}
    command += ["--nbval-cell-timeout=120", "--rootdir", str(folder), "-c", "/dev/null", str(folder / notebook.path.name)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=600)
    assert done.returncode == 0, done.stdout[-3000:]
    assert (folder / "my_points.json").is_file()


def test_the_folder_holds_nothing_that_a_learner_earned():
    assert not list(FOLDER.glob("my_points.json*")) and ROOT in FOLDER.parents
