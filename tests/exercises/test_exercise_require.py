"""require: the check as an exception, and the two graders of others that want one; their cells are those of the page for instructors."""

import functools
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from solving import right

from backprop_lessons.exercises import check, require
from backprop_lessons.exercises.checking import examine
from backprop_lessons.exercises.exercise import FunctionPart
from backprop_lessons.exercises.points import FILE, POINTS
from backprop_lessons.exercises.registry import EXERCISES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")
RIGHT = "import numpy as np\n\ndef sigmoid(z):\n    return np.exp(-np.logaddexp(0, -z))\n"
WRONG = "import numpy as np\n\ndef sigmoid(z):\n    return 1 / (1 + np.exp(z))\n"
SENTENCE = "Large positive z should push the neuron towards 1."


@pytest.mark.parametrize("id", EXERCISES)
def test_right_answers_give_the_points_of_the_question(id):
    exercise = EXERCISES[id]
    answers = [part.solution or part.reference if isinstance(part, FunctionPart) else right(part) for part in exercise.parts]
    assert require(id, *answers) == exercise.points


@pytest.mark.parametrize("id", EXERCISES)
def test_a_blank_answer_is_refused_in_words(id):
    with pytest.raises(AssertionError, match="not attempted yet"):
        require(id)


@pytest.mark.parametrize("id", ["1.2", "1.3", "1.6"])
def test_the_words_are_those_of_the_check(id):
    """For each known mistake, with the same numbers."""
    (part,) = EXERCISES[id].functions
    for mistake in part.mistakes:
        seed = int(np.random.default_rng().integers(1_000_000))
        with pytest.raises(AssertionError) as refused:
            require(id, **{part.name: mistake.wrong}, seed=seed)
        finding, told = examine(part, {part.name: mistake.wrong}, seed), str(refused.value)
        assert finding.where in told and finding.idea in told and f"{part.name}: " in told, mistake.id
        assert f"seed={seed})" in told


def test_only_what_is_wrong_is_told():
    with pytest.raises(AssertionError) as refused:
        require("1.1", z=1, a=0.7311, slope=0.7311)
    told = str(refused.value)
    assert "\nslope: " in told and "That is the height of the curve" in told
    assert "\nz: " not in told and "\na: " not in told


def test_the_seed_it_prints_brings_the_same_words_back():
    with pytest.raises(AssertionError) as refused:
        require("1.3", lambda z: z * 0.2)
    first, *rest = str(refused.value).splitlines()
    seed = int(re.search(r"seed=(\d+)", rest[-1])[1])
    where = examine(EXERCISES["1.3"].parts[0], {"sigmoid_prime": lambda z: z * 0.2}, seed).where
    assert where in str(refused.value) and where in str(check("1.3", lambda z: z * 0.2, seed=seed))


def test_nothing_is_counted_and_nothing_is_written(own_folder):
    for _ in range(3):
        with pytest.raises(AssertionError):
            require("1.2", np.tanh)
    require("1.2", EXERCISES["1.2"].parts[0].solution)
    assert not POINTS.points and not POINTS.attempts and not (own_folder / FILE).exists()


@pytest.mark.parametrize(
    "call, words",
    [
        (lambda: require("9.9", np.tanh), "There is no exercise '9.9'"),
        (lambda: require("1.2", np.tanh, np.tanh), r'checked with check\("1.2", sigmoid\)'),
        (lambda: require("1.2", tanh=np.tanh), r'checked with check\("1.2", sigmoid\)'),
        (lambda: require("1.2", np.tanh, seed=-1), "seed is a whole number"),
    ],
)
def test_a_call_that_makes_no_sense_is_the_writers_and_no_wrong_answer(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# --- nbgrader and otter-grader, with the cells of the page


def block(words):
    """The one code block of the page for instructors with these words in it."""
    found = [code for code in re.findall(r"(?ms)^```python\n(.*?)^```$", PAGE) if words in code]
    assert len(found) == 1, words
    return found[0]


def run_notebook(*cells):
    """Like nbgrader's autograding: all cells in a kernel, errors are kept as outputs. The outputs of the last cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=120, allow_errors=True, kernel_name="python3", resources={"metadata": {"path": ROOT}}).execute()
    return notebook.cells[-1].outputs


@pytest.mark.slow
@pytest.mark.parametrize("answer, points", [(RIGHT, "2"), (WRONG, None)], ids=["right", "wrong"])
def test_an_autograder_cell_of_nbgrader(answer, points):
    """nbgrader takes an output of type error, or anything on stderr, for no points, and a lone number for so many points."""
    (output,) = run_notebook(answer, block("import require\n\nrequire("))
    if points:
        assert output.output_type == "execute_result" and output.data["text/plain"] == points
    else:
        assert (output.output_type, output.ename) == ("error", "AssertionError") and SENTENCE in output.evalue


OTTER = """
import sys
from pathlib import Path
import otter
names = {}
exec(Path(sys.argv[1]).read_text(), names)
found = otter.Notebook(tests_dir="tests").check("q1_2", global_env=names)
print(found.score, "of", found.possible)
print(repr(found))
"""


@functools.lru_cache
def python_with_otter(folder):
    """A Python of its own with otter-grader; "" and the reason where it cannot be had."""
    uv = shutil.which("uv")
    if not uv:
        return "", "uv is not here"
    python = folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    begin, install = ["venv", "-q", "-p", sys.executable, folder / "venv"], ["pip", "install", "-q", "-p", python, "otter-grader==7.*"]
    for words in (begin, install):
        done = subprocess.run([uv, *words], capture_output=True, text=True)
        if done.returncode:
            return "", (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
    return python, ""


@pytest.mark.slow
@pytest.mark.parametrize("answer, score", [(RIGHT, "2.0 of 2.0"), (WRONG, "0 of 2.0")], ids=["right", "wrong"])
def test_a_test_file_of_otter_grader(answer, score, tmp_path, tmp_path_factory, monkeypatch):
    python, why_not = python_with_otter(tmp_path_factory.getbasetemp())
    if why_not:
        pytest.skip(f"otter-grader cannot be installed: {why_not}")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "q1_2.py").write_text(block("OK_FORMAT"))
    (tmp_path / "answer.py").write_text(answer)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    done = subprocess.run([python, "-c", OTTER, "answer.py"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert score in done.stdout
    assert ("All test cases passed" in done.stdout) == (answer is RIGHT) and (SENTENCE in done.stdout) == (answer is WRONG)
