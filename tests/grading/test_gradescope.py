"""The autograder's zip, unpacked into a clean folder, set up and run by its own scripts."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest
from handed_in import notebook, solved

from backprop_lessons.grading import gradescope

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the image is Linux's")]
HALF = {"stub-1-2": solved("01_neuron")["stub-1-2"], "stub-1-3": "def sigmoid_prime(z):\n    return '<script>'"}


@pytest.fixture(scope="module")
def installed():
    """A folder as the image has it once it is made: unpacked, and set up by its own script."""
    root = Path(tempfile.mkdtemp(prefix="autograder-"))
    root.chmod(0o755)  # as in a container, any user may walk through it, which pytest's own folders do not allow
    try:
        yield set_up(root)
    finally:
        shutil.rmtree(root)


def set_up(root):
    assert gradescope.main(["build", "-o", str(root / "a.zip"), "--assignment", "01_neuron"]) == 0
    with zipfile.ZipFile(root / "a.zip") as archive:
        archive.extractall(root / "source")
        for entry in archive.infolist():
            (root / "source" / entry.filename).chmod(entry.external_attr >> 16)
    (root / "results").mkdir()
    done = subprocess.run([root / "source/setup.sh"], env=environment(root), capture_output=True, text=True)
    if done.returncode and "No matching distribution" in done.stderr:
        pytest.skip("the package index does not answer")
    assert done.returncode == 0, done.stderr
    return root


def environment(root):
    path = "/usr/sbin:/usr/bin:/sbin:/bin" if os.getuid() == 0 else os.environ["PATH"]  # root can add what is missing there
    return {"PATH": path, "AUTOGRADER": str(root), "HOME": str(root)} | {k: v for k, v in os.environ.items() if "PIP" in k}


def run(root, files, first=""):
    shutil.rmtree(root / "submission", ignore_errors=True)
    (root / "submission").mkdir()
    for name, content in files.items():
        (root / "submission" / name).write_bytes(content)
    env = environment(root)
    env["PATH"] = first + env["PATH"]
    done = subprocess.run([root / "source/run_autograder"], env=env, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stderr
    return json.loads((root / "results/results.json").read_text())


def test_a_submission_is_graded(installed):
    found = run(installed, {"anything.ipynb": notebook("01_neuron", HALF)})
    assert {test["number"]: test["score"] for test in found["tests"]} == {"1.1": 0, "1.2": 2, "1.3": 0, "1.4": 0, "1.5": 0, "1.6": 0}
    assert sum(test["max_score"] for test in found["tests"]) == 10
    assert "text" in next(test["output"] for test in found["tests"] if test["number"] == "1.3")
    assert {found["output_format"], *(test["output_format"] for test in found["tests"])} == {"text"}
    assert found["extra_data"]["sandbox"] == "bubblewrap"


@pytest.mark.parametrize("files", [{}, {"x.txt": b"x"}, {"x.ipynb": b"{"}])
def test_there_is_always_a_result(installed, files):
    found = run(installed, files)
    assert "notebook" in found["output"]
    assert found.get("score", 0) == 0 and all(test["score"] == 0 for test in found.get("tests", []))


def test_the_newest_of_several_counts(installed):
    (installed / "submission").mkdir(exist_ok=True)
    found = run(installed, {"a.ipynb": notebook("01_neuron"), "b.ipynb": notebook("01_neuron", HALF)})
    assert "Several notebooks" in found["output"]


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="takes root, as in the image")
def test_without_walls_the_checks_are_locked_away(installed):
    """As in a container that allows no sandbox: a user without rights, to whom the folders are closed."""
    fake = installed / "bin"
    fake.mkdir(exist_ok=True)
    (fake / "bwrap").write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n")
    (fake / "bwrap").chmod(0o755)
    if not all(folder.stat().st_mode & 0o001 for folder in (installed / "env/bin/python").resolve().parents):
        pytest.skip("Python lies in a folder that only root may enter")
    nosy = (
        "import os\nfound = []\nfor place in ('source', 'results'):\n    try:\n"
        f"        found += os.listdir({str(installed)!r} + '/' + place)\n    except PermissionError:\n        pass\n"
        "if found or os.getuid() == 0:\n    raise RuntimeError(found)"
    )
    found = run(installed, {"x.ipynb": notebook("01_neuron", HALF, first=[nosy])}, f"{fake}:")
    assert found["extra_data"]["sandbox"] == "own user" and "RuntimeError" not in found["output"]
    assert sum(test["score"] for test in found["tests"]) == 2


def test_the_same_package_makes_the_same_zip(tmp_path):
    for name in ("one.zip", "two.zip"):
        gradescope.build(tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
