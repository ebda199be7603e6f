"""Rehearsals of Binder's image: what would be built, whether its packages go together, and whether the last step works."""

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from binder_image import BINDER, base_image
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="repo2docker and its images are Linux's")


def pins(path):
    """{name: version} of a file of exact pins. Any other line (-e, -r, -c, a range) makes this fail."""
    lines = [re.sub(r"\s*(;|#).*", "", line) for line in path.read_text(encoding="utf-8").splitlines()]
    return dict(line.lower().split("==") for line in lines if line.strip())


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """The project's files without anything that was built or installed."""
    target = tmp_path_factory.mktemp("binder") / "course"
    skipped = shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info", "node_modules", "tests")
    shutil.copytree(ROOT, target, ignore=skipped)
    return target


def test_the_pins_are_the_locks():
    lock = pins(ROOT / "requirements.txt")
    assert {name: lock[name] for name in pins(BINDER / "requirements.txt")} == pins(BINDER / "requirements.txt")


def test_there_is_one_binder_folder_and_one_python():
    assert not (ROOT / ".binder").exists()
    assert (BINDER / "runtime.txt").read_text() == "python-3.11\n"


@only_linux
def test_nothing_is_installed_that_the_image_has():
    assert pins(BINDER / "requirements.txt").keys() & base_image().keys() == set()


@only_linux
def test_the_pins_and_the_image_are_all_that_the_lessons_need():
    present = base_image() | pins(BINDER / "requirements.txt")
    wanted = [Requirement(line) for line in importlib.metadata.requires("backprop-lessons")]
    wanted += [
        Requirement(line)
        for name in pins(BINDER / "requirements.txt")
        for line in importlib.metadata.requires(name) or []
        if "extra" not in line
    ]
    linux = {"python_version": "3.11", "sys_platform": "linux", "platform_system": "Linux", "extra": "lessons"}
    wanted = [need for need in wanted if need.marker is None or need.marker.evaluate(linux)]
    assert len(wanted) > 10
    unmet = [str(need) for need in wanted if not need.specifier.contains(present.get(need.name.lower(), "0"))]
    assert unmet == []


@only_linux
def test_the_image_that_would_be_built(checkout):
    # repo2docker prints the image's recipe without building it
    program = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run([*program, checkout], capture_output=True, encoding="utf-8", timeout=60)
    recipe = done.stdout + done.stderr
    assert done.returncode == 0, recipe[-2000:]
    assert "environment-2epy-2d3-2e11" in recipe  # Python 3.11
    steps = ['pip install --no-cache-dir -r "binder/requirements.txt"', "COPY --chown=1000:1000 src/ ", "RUN ./binder/postBuild"]
    places = [recipe.find(step) for step in steps]
    # Packages come before the files: a commit that changes a lesson does not install them anew
    assert -1 not in places and places == sorted(places)
    assert recipe.count("pip install") == 1


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="postBuild is a shell script, run in a Linux image")
def test_the_last_step_installs_the_package_and_imports_it(checkout, tmp_path):
    # A copy of this environment's interpreter, which sees the packages here and installs into its own folder
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv/bin/python"
    subprocess.run([python, "-m", "pip", "uninstall", "-y", "-q", "setuptools"], check=True)  # an old one, before Python 3.12
    ask = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    own = Path(subprocess.run(ask, capture_output=True, check=True, encoding="utf-8").stdout.strip())
    here = [entry for entry in sys.path if entry.endswith("site-packages")]
    (own / "zz_outer.pth").write_text("\n".join(here))
    env = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(["bash", "binder/postBuild"], cwd=checkout, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "venv/share/jupyter/lab/settings/overrides.json").read_text() == (BINDER / "lab/overrides.json").read_text()
    where = [python, "-c", "import backprop_lessons; print(backprop_lessons.__file__)"]
    found = subprocess.run(where, cwd=tmp_path, capture_output=True, check=True, encoding="utf-8").stdout
    assert Path(found.strip()).is_relative_to(checkout)
