"""A rehearsal of Binder: the packages of its own image, the project's pins, its last step; then the notebooks and the widgets.

tests/test_binder.py holds what can be said without installing. Here an environment is made as the image would be.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from binder_image import base_image, image_folder, python_version
from browsing import ROOT
from live import assert_alive, server

import run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="Binder's image is Linux's")]

TO_INSTALL = ("pip", "setuptools", "wheel")  # the image's last step needs them
OTHER_NAMES = {"jupyterhub-singleuser": "jupyterhub"}  # conda's name: that of the package index
NOT_PACKAGES = ("python", "nodejs", "pip")


def asked_for():
    """What repo2docker asks for by name in its image; the rest comes along, at the versions of the same lock."""
    lines = yaml.safe_load((image_folder() / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    names = [re.split(r"[=<>]", line)[0].replace("_", "-") for line in lines]
    return [*(OTHER_NAMES.get(name, name) for name in names if name not in NOT_PACKAGES), *TO_INSTALL]


def python_of_the_image():
    version = python_version()
    if version == run.VERSION:
        return sys.executable
    return shutil.which(f"python{version}") or pytest.skip(f"the rehearsal needs Python {version}, as in binder/runtime.txt")


@pytest.fixture(scope="session")
def image(tmp_path_factory):
    """The project's folder as Binder has it, after the last step; `bin` holds the programs of its environment."""
    home = tmp_path_factory.mktemp("image")
    skipped = shutil.ignore_patterns(".*", "_build", "__pycache__", "*.egg-info", "node_modules", "tests")
    project = shutil.copytree(ROOT, home / "jovyan", ignore=skipped)
    pins = [f"{name}=={version}" for name, version in base_image().items() if re.match(r"[a-z]", name)]
    (home / "base.txt").write_text("\n".join(pins))
    python, uv = home / "env/bin/python", shutil.which("uv")
    if uv:
        subprocess.run([uv, "venv", "-q", "--python", python_of_the_image(), home / "env"], check=True)
        installer = [uv, "pip", "install", "--python", python]
    else:
        subprocess.run([python_of_the_image(), "-m", "venv", home / "env"], check=True)
        installer = [python, "-m", "pip", "install"]
    try:  # two steps, as in the image: the base, and into it what the project adds, which may change nothing there
        run.install([*installer, "-c", home / "base.txt", *asked_for()], 1)
        run.install([*installer, "-c", home / "base.txt", "-r", ROOT / "binder/requirements.txt"], 1)
    except run.Stop as reason:
        if "did not answer" in str(reason):
            pytest.skip(f"the rehearsal needs packages that could not be had: {reason}")
        raise
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | {"PATH": path}
    done = subprocess.run(["bash", "binder/postBuild"], cwd=project, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return Path(project), python


def test_the_image_has_the_versions_of_its_lock(image):
    _, python = image
    ask = "import importlib.metadata as m; print('\\n'.join(f'{d.name} {d.version}' for d in m.distributions()))"
    lines = subprocess.run([python, "-c", ask], capture_output=True, encoding="utf-8", check=True).stdout.splitlines()
    found = {name.lower().replace("_", "-"): version for name, version in map(str.split, lines)}
    base = base_image()
    assert {"jupyterlab", "notebook", "ipywidgets", "ipykernel", "jupyter-server"} <= found.keys()
    assert {name: version for name, version in found.items() if base.get(name, version) != version} == {}


@pytest.mark.parametrize("folder", ["lessons", "lessons/exercises"])
def test_every_notebook_gives_there_what_is_stored(image, folder, tmp_path):
    project, python = image
    kernel = tmp_path / "kernels/image/kernel.json"
    kernel.parent.mkdir(parents=True)
    started = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": started, "display_name": "image", "language": "python"}))
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment |= {"JUPYTER_PATH": str(tmp_path), "BACKPROP_LESSONS_POINTS": "off", "OMP_NUM_THREADS": "1"}
    options = [option for option in run.NOTEBOOK_TESTS if option not in ("--nbval-current-env", "tests/lessons/sanitize.cfg")]
    options += [str(ROOT / "tests/lessons/sanitize.cfg"), "--nbval-kernel-name=image", "-q", "-p", "no:cacheprovider"]
    notebooks = sorted((project / folder).glob("*.ipynb"))
    command = [sys.executable, "-m", "pytest", *options, *notebooks]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, encoding="utf-8")
    assert notebooks and done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


@pytest.mark.browser
@pytest.mark.parametrize("notebook", ["01_neuron.ipynb"])
def test_its_widgets_answer_in_the_images_own_jupyterlab(browser, image, notebook, tmp_path, monkeypatch):
    _, python = image
    monkeypatch.delenv("PYTHONPATH", raising=False)  # the package is the one that the last step installed
    with server(tmp_path, str(python)) as lab:
        assert_alive(browser, lab, notebook)
