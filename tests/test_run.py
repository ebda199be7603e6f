"""run.py, the commands' one file: what it says when something is missing, and that it does no work twice."""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tools import chromium, serve

ROOT = Path(__file__).resolve().parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


def load(folder):
    """run.py as the command of another folder."""
    shutil.copy(ROOT / "run.py", folder)
    shutil.copytree(ROOT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    spec = importlib.util.spec_from_file_location("run_elsewhere", folder / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(tmp_path):
    return load(tmp_path)


def program(folder, name, script):
    path = folder / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)


# --- Python


def test_an_old_python_can_read_it():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", ["3.8", "3.10", "3.14"])
def test_a_python_that_does_not_fit_gets_a_sentence(run, monkeypatch, capsys, tmp_path, version):
    monkeypatch.setattr(run, "VERSION", version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.main(["book"]) == 1
    said = capsys.readouterr().err
    assert f"Python 3.11, 3.12 or 3.13 is needed, and this is Python {version}." in said
    assert "Install one from" in said and "Traceback" not in said


@posix
def test_another_python_on_the_path_is_found_and_asked(run, monkeypatch, tmp_path):
    program(tmp_path, "python3.13", "exit 127\n")  # a shim that leads nowhere
    program(tmp_path, "python3.12", "echo 3.9\n")  # a name that lies
    program(tmp_path, "python3.11", "echo 3.11\n")
    monkeypatch.setattr(run, "VERSION", "3.14")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run.suitable_python() == [str(tmp_path / "python3.11")]


def test_an_unknown_command_is_answered_with_the_known_ones(run, capsys):
    assert run.main(["bokk"]) == 1
    assert "no command 'bokk'. The commands are: book, test, check" in capsys.readouterr().err


def test_help_names_every_command(run, capsys):
    assert run.main([]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in run.COMMANDS)


def test_the_makefile_and_the_readme_name_the_same_commands(run):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f".PHONY: {' '.join(run.COMMANDS)}\n" in makefile
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in run.COMMANDS if f"| `make {name}" not in readme] == []


# --- the environment


def wheel(path, name):
    """The smallest wheel: one module, so that installing needs no network."""
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project of two tiny packages, one from requirements.txt and its own, with everything installed by run.py."""
    folder = tmp_path_factory.mktemp("project")
    wheel(folder / "stone-1.0-py3-none-any.whl", "stone")
    wheel(folder / "own.whl", "own")
    (folder / "requirements.txt").write_text("./stone-1.0-py3-none-any.whl\n")
    (folder / "pyproject.toml").write_text('[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n')
    (folder / "backend.py").write_text(
        "import shutil\n"
        "def build_editable(folder, *rest):\n"
        "    shutil.copy('own.whl', folder + '/own-1.0-py3-none-any.whl')\n"
        "    return 'own-1.0-py3-none-any.whl'\n"
        "build_wheel = build_editable\n"
    )
    run = load(folder)
    with pytest.MonkeyPatch.context() as patch:
        without_network(patch)
        run.environment()
    return run


def without_network(patch):
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        patch.delenv(name)
    patch.setenv("PIP_CONFIG_FILE", os.devnull)
    patch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    patch.setenv("PIP_RETRIES", "0")
    patch.setattr(shutil, "which", lambda name, which=shutil.which: None if name == "uv" else which(name))


@pytest.mark.slow
def test_everything_is_installed_into_the_projects_own_folder(project):
    code = "import stone, own, sys; print(sys.prefix)"
    done = subprocess.run([project.PYTHON, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert Path(done.stdout.strip()) == project.VENV
    assert project.INSTALLED.read_text() == project.fingerprint()


@pytest.mark.slow
def test_a_second_time_nothing_is_installed(project, monkeypatch):
    monkeypatch.setattr(project, "follow", lambda *_: pytest.fail("a program was started"))
    monkeypatch.setattr(project.subprocess, "check_output", lambda *_, **__: pytest.fail("a program was started"))
    project.environment()


@pytest.mark.slow
def test_no_network_gets_a_sentence_and_is_tried_again(project, monkeypatch, capsys):
    without_network(monkeypatch)
    requirements = project.ROOT / "requirements.txt"
    before = requirements.read_text()
    requirements.write_text(before + "left-pad-of-nowhere==1.0\n")
    assert project.main(["book"]) == 1
    said = capsys.readouterr()
    assert "The package index did not answer. Check the network" in said.err and "Traceback" not in said.err
    assert "Making .venv" not in said.out  # the old environment is good enough to install into
    requirements.write_text(before)
    assert not project.INSTALLED.exists()  # what broke off is not taken for done
    project.environment()
    assert project.INSTALLED.read_text() == project.fingerprint()


@pytest.mark.slow
def test_an_environment_that_was_moved_or_is_of_another_python_is_made_anew(project):
    assert project.reusable(project.fingerprint())
    assert not project.reusable(project.fingerprint() + "/elsewhere")
    project.VERSION, version = "3.99", project.VERSION
    assert not project.reusable("")
    project.VERSION = version


@posix
def test_a_python_without_venv_gets_a_sentence(run, monkeypatch, tmp_path):
    program(tmp_path, "bare", "echo The virtual environment was not created because ensurepip is not available.; exit 1\n")
    monkeypatch.setattr(run.sys, "_base_executable", str(tmp_path / "bare"))
    with pytest.raises(run.Stop, match=r"apt install python3\.\d+-venv"):
        run.make_venv(None)
    assert not run.VENV.exists()


# --- the book


@pytest.fixture
def small_book(run, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "environment", lambda: None)
    monkeypatch.setattr(run, "fingerprint", lambda: "")
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    (tmp_path / "_config.yml").write_text("title: Small\nonly_build_toc_files: true\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    (tmp_path / "intro.md").write_text("# Small\n")
    return run


@pytest.mark.slow
def test_the_book_is_built_and_a_mistake_is_not_forgotten(small_book, tmp_path, capsys):
    assert small_book.main(["book"]) == 0
    said = capsys.readouterr().out
    assert "Building every page" in said
    index = tmp_path / "_build/html/index.html"
    assert f"The book is at {index}" in said and index.as_uri() in said
    (tmp_path / "intro.md").write_text("# Small\n\nSee [this](nowhere.md).\n")
    for _ in range(2):  # Sphinx alone would say nothing the second time
        assert small_book.main(["book"]) == 1
        said = capsys.readouterr()
        assert "intro.md:3: WARNING" in said.err and "nowhere.md" in said.err and "Traceback" not in said.err
        assert "The book is at" not in said.out


@pytest.mark.parametrize("changed", [False, True])
def test_a_change_behind_the_pages_builds_every_page(small_book, monkeypatch, tmp_path, capsys, changed):
    def follow(command, progress):
        (tmp_path / "_build/html").mkdir(parents=True, exist_ok=True)
        (tmp_path / "_build/html/index.html").touch()
        return 0, []

    monkeypatch.setattr(small_book, "follow", follow)
    code = tmp_path / "backprop_lessons" / "costs.py"
    code.parent.mkdir()
    code.write_text("C = 1")
    small_book.book()
    capsys.readouterr()
    if changed:
        code.write_text("C = 2")
    small_book.book()
    assert ("every page" if changed else "what has changed") in capsys.readouterr().out


def test_a_missing_node_is_only_noted(small_book, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(small_book, "follow", lambda *_: (1, ["x.md:1: WARNING: no"]))
    assert small_book.main(["book"]) == 1
    assert "Node.js was not found" in capsys.readouterr().out


# --- the tests' own command


@pytest.fixture
def started(run, monkeypatch, tmp_path):
    """What `run.py test` starts, instead of starting it."""
    calls = []
    monkeypatch.setattr(run, "book", lambda: None)
    monkeypatch.setattr(run.subprocess, "call", lambda command, **options: calls.append(command) or 5)
    for name in ("tests", "lessons"):
        (tmp_path / name).mkdir()
    return calls


def test_everything_is_tested_in_one_pytest(run, started):
    assert run.main(["test"]) == 5  # pytest's own exit code
    (command,) = started
    assert command[1:3] == ["-m", "pytest"] and command[-2:] == ["tests", "lessons"]
    assert {"--nbval", "--nbval-current-env", "loadfile"} <= set(command)


def test_arguments_reach_pytest_and_a_path_limits_it(run, started, tmp_path):
    (tmp_path / "tests/test_costs.py").touch()
    run.main(["test", "-k", "softmax"])
    run.main(["test", "tests/test_costs.py::test_one", "-x"])
    assert started[0][-4:] == ["-k", "softmax", "tests", "lessons"]
    assert started[1][-2:] == ["tests/test_costs.py::test_one", "-x"]


def test_a_missing_chromium_is_said_and_can_be_left_out(run, started, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    run.main(["test"])
    said = capsys.readouterr().out
    assert "Chromium was not found. Install it" in said and "--no-browser" in said
    assert "not browser" not in started[0]  # the browser tests are run, and fail with that sentence
    run.main(["test", "--no-browser"])
    assert "browser tests are not run" in capsys.readouterr().out
    assert "not browser" in started[1] and "--no-browser" not in started[1]


@posix
def test_a_browser_is_looked_for_on_the_path_and_by_name(monkeypatch, tmp_path):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "PLACES", [str(tmp_path / "Chrome")])
    assert chromium.find() is None
    (tmp_path / "Chrome").touch()
    assert chromium.find() == str(tmp_path / "Chrome")
    program(tmp_path, "google-chrome", "")
    assert chromium.find() == str(tmp_path / "google-chrome")
    program(tmp_path, "mine", "")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert chromium.find() == str(tmp_path / "mine")


# --- reading on localhost, and the style of the code


def test_a_busy_port_is_left_to_its_owner(tmp_path):
    (tmp_path / "index.html").write_text("the book")
    with serve.server(tmp_path, range(8100, 8200)) as first, serve.server(tmp_path, range(first.server_port, 8200)) as second:
        assert second.server_port > first.server_port
        import threading

        threading.Thread(target=second.handle_request, daemon=True).start()
        with urllib.request.urlopen(f"http://127.0.0.1:{second.server_port}/") as answer:
            assert answer.read() == b"the book"


def test_the_code_keeps_the_style():
    done = subprocess.run([sys.executable, "-m", "ruff", "check"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
