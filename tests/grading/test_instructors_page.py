"""The page for instructors: its commands are accepted, its examples are what really comes out, its question of one's own works."""

import html.parser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from handed_in import copied, notebook, solved

from backprop_lessons.exercises import check
from backprop_lessons.exercises.examine import examine_function
from backprop_lessons.grading import cli, grade, mark
from backprop_lessons.grading import sandbox as sandboxes
from backprop_lessons.grading.assignments import ASSIGNMENTS
from backprop_lessons.grading.collect import collect
from backprop_lessons.grading.inside import codec

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"(?ms)^```text\n(.*?)^```$", PAGE)
SLIP = "def sigmoid_prime(z):\n    return sigmoid(z)"


def block(words):
    (found,) = [text for text in BLOCKS if words in text]
    return found


def rows(heading):
    """The rows of the table whose first heading is this, as lists of cells."""
    lines = PAGE[PAGE.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# --- what is handed out and collected


def test_the_table_of_notebooks_is_right():
    wanted = [[f"`{a.name}`", f"{len(a.exercises)}", f"{a.points:g}"] for a in ASSIGNMENTS.values()]
    assert rows("notebook") == wanted
    assert {path.stem for path in (ROOT / "lessons/exercises").glob("*.ipynb")} == {row[0].strip("`") for row in wanted}


@pytest.mark.parametrize("row", rows("where it comes from"), ids=lambda row: row[0])
def test_the_names_of_the_platforms_are_understood(row, tmp_path):
    copied(tmp_path, row[1].strip("`"), notebook("01_neuron"))
    (found,), others = collect(tmp_path)
    assert found.student in ("Ada Lovelace", "ada", "lovelaceada") and found.assignment == "01_neuron" and not others


# --- the commands and what they say


def commands():
    lines = [line for text in BLOCKS for line in text.splitlines() if line.startswith("python -m backprop_lessons.grading")]
    return [shlex.split(line)[3:] for line in lines]


def test_the_commands_are_accepted():
    assert len(commands()) == 2
    for words in commands():
        options = cli.parser().parse_args(words)
        assert (options.submissions, options.out, options.roster) == ("handed_in.zip", "graded", "class.csv")


def test_every_option_is_in_the_table_and_no_other():
    def of_parser():
        for action in cli.parser()._actions:
            if action.option_strings and action.dest != "help":
                yield ", ".join(f"`{name}`" for name in action.option_strings)

    assert sorted(row[0] for row in rows("option")) == sorted(of_parser())


def test_the_limits_on_the_page_are_those_of_the_sandbox():
    said, limits = " ".join(map(" ".join, rows("shut"))), sandboxes.LIMITS
    options = cli.parser().parse_args(["x"])
    for words in (
        f"{sandboxes.ROOM >> 20} MB", f"{limits['RLIMIT_AS'] >> 30} GB for each process", f"{limits['RLIMIT_NPROC']} at most",
        f"{options.cell_seconds} s for a cell", f"{options.seconds // 60} minutes in all",
        f"an array up to {codec.MAX_BYTES // 10**6} MB, {codec.MAX_ITEMS:,} items, {codec.MAX_DEPTH} lists deep",
    ):  # fmt: skip
        assert words in said


@pytest.mark.slow
def test_what_the_command_says_and_writes(tmp_path, monkeypatch, capsys, sandbox):
    copied(tmp_path, "in/01_neuron-Ada_Lovelace.ipynb", notebook("01_neuron", solved("01_neuron")))
    copied(tmp_path, "in/01_neuron-Grace_Hopper.ipynb", notebook("01_neuron", {"stub-1-3": SLIP}))
    copied(tmp_path, "in/01_neuron-Emmy_Noether.ipynb", b'{"cells": [')
    people = ["Ada Lovelace", "Grace Hopper", "Emmy Noether", "Alan Turing"]
    addresses = [f"{name},{name.split()[0].lower()}@uni.example" for name in people]
    (tmp_path / "class.csv").write_text("\n".join(["name,email", *addresses]))
    shutil.make_archive(tmp_path / "handed_in", "zip", tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    dry, real = commands()
    assert cli.main(dry) == 0 and "missing: Alan Turing" in capsys.readouterr().out
    assert cli.main(real) == 1
    assert capsys.readouterr().out == block("kept from an earlier run")
    for row in rows("what is written"):
        assert list((tmp_path / "graded").glob(row[0].strip("`"))), row[0]


class Lines(html.parser.HTMLParser):
    """The text of a page, a line for each block."""

    ENDS = {"p", "h1", "h2", "h3", "pre", "summary", "div", "td", "th", "caption"}

    def __init__(self, text):
        super().__init__()
        self.text = ""
        self.feed(text)

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        self.text += "\n" if tag in self.ENDS else ""

    def lines(self):
        return [line.rstrip() for line in self.text.splitlines() if line.strip()]


@pytest.mark.slow
def test_the_feedback_on_the_page_is_what_a_student_reads(tmp_path, sandbox):
    answers = {"stub-1-2": solved("01_neuron")["stub-1-2"], "stub-1-3": SLIP}
    copied(tmp_path, "in/grace.ipynb", notebook("01_neuron", answers))
    grade(tmp_path / "in", tmp_path / "out", seed=7, workers=1)
    (written,) = (tmp_path / "out/feedback").glob("*.html")
    lines = Lines(written.read_text(encoding="utf-8")).lines()
    begin = lines.index("1.3 sigmoid_prime: 0 of 2 points")
    end = next(k for k, line in enumerate(lines) if k > begin and line.startswith("1.4 "))
    assert lines[begin:end] == block("1.3 sigmoid_prime").splitlines()


@pytest.mark.slow
def test_what_the_page_calls_parts_of_a_result_is_there(tmp_path, sandbox):
    result = mark(notebook("01_neuron", {"stub-1-3": SLIP}), sandbox)
    (part,) = result["exercises"][2]["parts"]
    for first, second in rows("in the result"):
        for name in re.findall(r"`(\w+)`", first):
            assert name in result or name in result["exercises"][2], name
        if "parts" in first:
            assert set(re.findall(r"`(\w+)`", second)) <= set(part)


# --- a question of one's own

INSTRUCTION = re.search(
    r"Save it as `(?P<file>\S+)` in `(?P<folder>\S+)`.*?In `(?P<chapter>\S+)` beside it, import `(?P<name>\w+)`", PAGE, re.S
)
TRIES = """
import json
import numpy as np
from backprop_lessons.exercises import check
from backprop_lessons.grading import build_sandbox, mark
from backprop_lessons.grading.assignments import ASSIGNMENTS
answers = {
    "right": "def leaky_relu(z):\\n    return np.maximum(z, z / 10)",
    "mistaken": "def leaky_relu(z):\\n    return np.maximum(z, 0)",
    "blank": "def leaky_relu(z):\\n    raise NotImplementedError",
}
found = {"out_of": ASSIGNMENTS["01_neuron"].points}
for name, answer in answers.items():
    names = {"np": np}
    exec(answer, names)
    found[name] = [str(check("1.7", names["leaky_relu"]))]
    cells = ["import numpy as np\\nfrom backprop_lessons.exercises import check", answer, 'check("1.7", leaky_relu)']
    cells = [{"cell_type": "code", "source": cell} for cell in cells]
    result = mark(json.dumps({"cells": cells}).encode(), build_sandbox())
    part = result["exercises"][-1]["parts"][0]
    found[name] += [result["assignment"], result["points"], part["status"], part["mistake"]]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def course_of_ones_own(tmp_path_factory):
    """The package with the question in it, put there as the page says."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "backprop_lessons", root / "backprop_lessons", ignore=shutil.ignore_patterns("__pycache__"))
    folder, name = root / INSTRUCTION["folder"], INSTRUCTION["name"]
    shutil.copy(ROOT / "tests/grading/leaky.py", folder / INSTRUCTION["file"])
    chapter = folder / INSTRUCTION["chapter"]
    chapter.write_text(chapter.read_text() + f"\nfrom .leaky import {name}\n\nEXERCISES = (*EXERCISES, {name})\n")
    return root


@pytest.mark.slow
def test_the_question_of_ones_own_is_checked_and_graded(course_of_ones_own, sandbox):
    environment = os.environ | {"PYTHONPATH": str(course_of_ones_own), "BACKPROP_LESSONS_POINTS": "off"}
    done = subprocess.run([sys.executable, "-c", TRIES], env=environment, cwd=course_of_ones_own, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["out_of"] == ASSIGNMENTS["01_neuron"].points + 1
    assert "correct (1 of 1 point)" in found["right"][0] and found["right"][1:] == ["01_neuron", 1, "right", ""]
    assert "not right yet" in found["mistaken"][0] and found["mistaken"][1:] == ["01_neuron", 0, "wrong", "X1.7a"]
    assert "not attempted yet" in found["blank"][0] and found["blank"][1:4] == ["01_neuron", 0, "blank"]


def test_the_question_of_ones_own_knows_its_mistake_and_asks_no_more_than_the_fact(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    import leaky

    for seed in np.random.default_rng().integers(1_000_000, size=20):
        rng = np.random.default_rng(seed)
        assert examine_function(leaky.PART, leaky.reference, rng).status == "right"
        found = examine_function(leaky.PART, leaky.PART.mistakes[0].wrong, rng)
        assert (found.status, found.mistake) == ("wrong", "X1.7a") and found.idea == leaky.PART.mistakes[0].feedback, seed


def test_a_question_that_only_the_grader_has_does_not_stop_the_students_notebook():
    assert "There is no exercise '1.7'" in str(check("1.7", np.abs))
