"""A class at once: what is written, what is kept, and what happens when something ends in the middle."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from handed_in import copied, notebook, solved

from backprop_lessons._files import write_whole
from backprop_lessons.grading import NoSandbox, batch, cli, grade
from backprop_lessons.grading import sandbox as sandboxes

pytestmark = pytest.mark.slow

HALF = {"stub-1-2": solved("01_neuron")["stub-1-2"]}
CLASS = {
    "ada/01_neuron.ipynb": (notebook("01_neuron", solved("01_neuron")), 10),
    "bob/01_neuron.ipynb": (notebook("01_neuron", HALF), 2),
    "cleo/01_neuron.ipynb": (notebook("01_neuron"), 0),
    "dan/01_neuron.ipynb": (b"{", 0),
    "eve/01_neuron.ipynb": (notebook("01_neuron", HALF, first=["import os\nos._exit(0)"]), 2),
}


@pytest.fixture
def handed_in(tmp_path):
    for name, (content, _) in CLASS.items():
        copied(tmp_path / "in", name, content)
    return tmp_path / "in"


def rows(out):
    with open(out / "grades.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def run(*words):
    command = [sys.executable, "-m", "backprop_lessons.grading", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_a_class_is_graded_and_only_what_has_changed_is_graded_again(handed_in, tmp_path, sandbox):
    (tmp_path / "class.csv").write_text("name\nada\nbob\ncleo\ndan\neve\nGrace Hopper\n")
    out = tmp_path / "out"
    done = run(handed_in, "-o", out, "--roster", tmp_path / "class.csv", "-j", 2)
    assert done.returncode == 1, done.stderr  # dan's file cannot be read, and the list says so
    assert "dan" in done.stdout and "only a part" in done.stdout and "missing: Grace Hopper" in done.stdout
    points = {row["student"]: row["points"] for row in rows(out)}
    assert points == {name.split("/")[0]: str(wanted) for name, (_, wanted) in CLASS.items()} | {"Grace Hopper": "0"}
    results = {path.name: json.loads(path.read_text()) for path in (out / "results").glob("*.json")}
    assert {result["student"]: result["points"] for result in results.values()} == {n.split("/")[0]: p for n, (_, p) in CLASS.items()}
    assert {path.stem for path in (out / "feedback").glob("*.html")} == {name.removesuffix(".json") for name in results}

    copied(handed_in, "cleo/01_neuron.ipynb", notebook("01_neuron", HALF))
    again = run(handed_in, "-o", out, "-j", 2)
    assert "1 new, 4 kept" in again.stdout
    assert {row["student"]: row["points"] for row in rows(out)}["cleo"] == "2"
    kept = {name: json.loads((out / "results" / name).read_text()) for name in results}
    assert {name for name in results if kept[name]["seed"] != results[name]["seed"]} == {n for n in results if n.startswith("cleo")}
    assert not list(out.rglob("*.new"))


def test_nothing_wrong_ends_with_0_and_no_place_with_2(handed_in, tmp_path, sandbox):
    (handed_in / "dan/01_neuron.ipynb").unlink()
    assert run(handed_in, "-o", tmp_path / "out").returncode == 0
    done = run(tmp_path / "nowhere")
    assert done.returncode == 2 and "does not exist" in done.stderr and "Traceback" not in done.stderr


def test_a_dry_run_lists_and_does_nothing(handed_in, tmp_path, capsys):
    copied(handed_in, "ada/older.ipynb", CLASS["ada/01_neuron.ipynb"][0])
    os.utime(handed_in / "ada/older.ipynb", (0, 0))
    copied(handed_in, "ada/notes.txt", b"")
    assert cli.main([str(handed_in), "-o", str(tmp_path / "out"), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "ada: 01_neuron (ada/01_neuron.ipynb): would be graded" in said and "older, does not count: ada/older.ipynb" in said
    assert "left alone: ada/notes.txt" in said and not (tmp_path / "out").exists()


@pytest.mark.parametrize("words", [["--due", "tomorrow"], ["-j", "0"], ["--seed", "-1"], ["--assignment", "09_x"], ["--cell-seconds", "x"]])
def test_options_that_make_no_sense_are_named(words, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["somewhere", *words])
    assert end.value.code == 2 and words[1] in capsys.readouterr().err


def test_a_killed_run_goes_on_where_it_was(tmp_path, sandbox):
    for k in range(12):
        copied(tmp_path / "in", f"student{k}/01_neuron.ipynb", notebook("01_neuron", HALF, first=[f"x = {k}"]))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "backprop_lessons.grading", str(tmp_path / "in"), "-o", str(out), "-j", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + 120
    while len(list(out.glob("results/*.json"))) < 3 and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    done = {path.name: path.read_text() for path in out.glob("results/*.json")}
    assert 3 <= len(done) < 12
    for text in done.values():
        json.loads(text)
    again = run(tmp_path / "in", "-o", out)
    assert f"{12 - len(done)} new, {len(done)} kept" in again.stdout and len(rows(out)) == 12
    assert {name: (out / "results" / name).read_text() for name in done} == done


def dies(content, assignment, settings):
    if b"deadly" in content:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.unmarked(content, assignment, "") | {"points": 1}


def test_a_worker_that_is_ended_takes_no_other_submission_with_it(tmp_path, monkeypatch, sandbox):
    """As when the machine runs out of memory: the guilty one is named, the rest is graded."""
    for k in range(6):
        copied(tmp_path / "in", f"student{k}.ipynb", notebook("01_neuron", first=["deadly = 1" if k == 2 else f"x = {k}"]))
    monkeypatch.setattr(batch, "grade_one", dies)
    monkeypatch.setattr(batch, "get_context", lambda kind: __import__("multiprocessing").get_context("fork"))
    outcome = grade(tmp_path / "in", tmp_path / "out", workers=2)
    assert {result["student"]: bool(result["problem"]) for result in outcome.results.values()} == {f"student{k}": k == 2 for k in range(6)}
    assert "worker was ended" in next(result["problem"] for result in outcome.results.values() if result["problem"])


def test_a_fault_of_the_graders_own_is_a_result_and_is_tried_again(monkeypatch, tmp_path, sandbox):
    monkeypatch.setattr(batch, "mark", lambda *args: 1 / 0)
    result = batch.grade_one(b"{}", None, {"allowed_without": False, "seed": None, "limits": (1, 1), "sandbox": sandbox})
    assert batch.OURS in result["problem"] and "ZeroDivisionError" in result["problem"]
    assert batch._to_repeat(result)


def test_without_bubblewrap_nothing_is_graded(handed_in, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sandboxes.shutil, "which", lambda name: None)
    sandboxes.build.cache_clear()
    assert cli.main([str(handed_in), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert "apt install bubblewrap" in said and "--no-sandbox" in said
    sandboxes.build.cache_clear()


def test_a_sandbox_that_does_not_start_is_named(tmp_path, monkeypatch):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    fake.chmod(0o755)
    sandboxes.build.cache_clear()
    monkeypatch.setattr(sandboxes.shutil, "which", lambda name: str(fake))
    with pytest.raises(NoSandbox, match="No permissions to create new namespace"):
        sandboxes.build()
    sandboxes.build.cache_clear()


def test_no_sandbox_grades_and_says_so(handed_in, tmp_path, capsys):
    assert cli.main([str(handed_in), "-o", str(tmp_path / "out"), "--no-sandbox"]) == 1
    assert "WITHOUT a sandbox" in capsys.readouterr().out
    assert {row["sandbox"] for row in rows(tmp_path / "out")} == {"none"}
    assert {row["student"]: row["points"] for row in rows(tmp_path / "out")}["ada"] == "10"
    assert "Graded without a sandbox" in next((tmp_path / "out/feedback").glob("ada*.html")).read_text()


def test_results_of_other_questions_are_not_kept(handed_in, tmp_path, monkeypatch, sandbox):
    only = tmp_path / "one"
    copied(only, "ada.ipynb", CLASS["ada/01_neuron.ipynb"][0])
    grade(only, tmp_path / "out", workers=1)
    assert len(grade(only, tmp_path / "out", workers=1).kept) == 1
    assert len(grade(only, tmp_path / "out", workers=1, again=True).kept) == 0
    monkeypatch.setattr(batch, "questions_hash", lambda: "other")
    assert len(grade(only, tmp_path / "out", workers=1).kept) == 0


def test_a_worker_holds_less_than_200_mb(sandbox):
    program = (
        "import re, resource, sys; from pathlib import Path; from backprop_lessons.grading import build_sandbox, mark\n"
        "mark(Path(sys.argv[1]).read_bytes(), build_sandbox())\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "print(peak, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    path = Path(__file__).parents[2] / "lessons/exercises/05_backpropagation.ipynb"
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    own, child = map(int, done.stdout.split())
    assert own < 200_000 and child < 200_000, done.stdout  # KB


def test_a_result_is_never_half_written(tmp_path, monkeypatch):
    """The disk fills up in the middle: the old result is still there, whole, and nothing beside it."""
    path = tmp_path / "a.json"
    write_whole(path, "old")
    real = Path.write_text

    def half(self, text, **named):
        real(self, text[: len(text) // 2], **named)
        raise OSError("No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new and longer")
    assert path.read_text() == "old" and [file.name for file in tmp_path.iterdir()] == ["a.json"]
