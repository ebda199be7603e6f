"""What README.md, CONTRIBUTING.md and the other documents tell a reader to type: it exists, it is accepted, it runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
import yaml

import run

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "benchmarks/README.md", "book/how_to_study.md")
FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^\1```", re.M | re.S)
TYPED = re.compile(r"(?:make|(?:python3?|py) run\.py|run\.py) ([a-z][a-z-]*)(?= |$)")


def text_of(document):
    return (ROOT / document).read_text(encoding="utf-8")


def code_in(text):
    """Every line of the fenced blocks, and what stands between single backticks in the prose around them."""
    lines = [line.strip() for _, _, block in FENCE.findall(text) for line in block.splitlines()]
    return lines + re.findall(r"`([^`\n]+)`", FENCE.sub("", text))


def typed_in(document):
    """What the document gives to type: (its words, the command, the arguments that reach run.py)."""
    found = {}
    for code in code_in(text_of(document)):
        command = TYPED.match(code)
        if command and "…" not in code:
            words = shlex.split(code, comments=True)
            rest = words[words.index(command[1]) + 1 :]
            # ARGS="-k softmax" is a variable of make, whose words come after the command
            arguments = [word for item in rest for word in shlex.split(re.sub(r"^[A-Z]+=", "", item))]
            found[" ".join(words)] = (words, command[1], arguments)
    return list(found.values())


TYPED_IN = [(document, *typed) for document in DOCUMENTS for typed in typed_in(document)]
every_command = pytest.mark.parametrize("document, words, command, arguments", TYPED_IN, ids=lambda value: str(value)[:60])


def test_the_documents_are_read():
    assert {document for document, *_ in TYPED_IN} == set(DOCUMENTS)
    text = 'a `make test ARGS="-k x"` b\n```\nmake book  # c\npython run.py clean --all\nmaker\n```\n`run.py test --no-browser`, `make …`'
    codes = [code for code in code_in(text) if TYPED.match(code)]
    assert codes == ["make book  # c", "python run.py clean --all", 'make test ARGS="-k x"', "run.py test --no-browser"]


@every_command
def test_the_command_is_one(document, words, command, arguments):
    assert command in run.COMMANDS


def outside_make():
    """Surroundings without what a make that started these tests hands on: its flags, and its ARGS."""
    return {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT") if key in os.environ}


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed, and the commands without it are tested above")
@every_command
def test_make_hands_it_to_run_py(document, words, command, arguments):
    if words[0] == "make":
        done = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, env=outside_make(), capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        handed = done.stdout.strip().splitlines()[-1].split(" run.py ")[1]
        assert shlex.split(handed) == [command, *arguments]


@every_command
def test_the_files_it_names_exist(document, words, command, arguments):
    named = [word.split("::")[0] for word in arguments if re.search(r"\.(py|ipynb)(::|$)", word)]
    assert [name for name in named if not (ROOT / name).is_file()] == []


@pytest.mark.slow
@every_command
def test_its_options_are_accepted(document, words, command, arguments, monkeypatch, tmp_path):
    options = [word for word in arguments if word.startswith("-")]
    if not options:
        return
    started = started_by(command, arguments, monkeypatch, tmp_path)
    if "pytest" in started:
        words = started[started.index("pytest") + 1 :]
        words = [str(ROOT / word) if word.endswith(".cfg") else word for word in words]
        given = [word for word in words if word.startswith(("-", "/")) or not (ROOT / word.split("::")[0]).exists()]
        program = tuple(started[: started.index("pytest") + 1])
        told = collected(program, tuple("x" if k and given[k - 1] == "-k" else word for k, word in enumerate(given)))
        assert told == (pytest.ExitCode.NO_TESTS_COLLECTED, ""), told  # nothing here to test, and no complaint
    elif started:
        said = help_of(tuple(started[: started.index("-m") + 2]))
        assert [option for option in options if option not in said] == []
    else:
        assert command == "clean" and options == ["--all"]


@lru_cache
def collected(program, words):
    """What pytest says to these words in an empty folder; many commands of the documents differ only in what is looked for."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([*program, "--collect-only", "-q", *words], cwd=folder, capture_output=True, encoding="utf-8")
    return done.returncode, done.stderr


@lru_cache
def help_of(program):
    return subprocess.run([*program, "--help"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout


def started_by(command, arguments, monkeypatch, tmp_path):
    """The tests that the command starts, or else its first program, if any. Nothing is started, built or removed."""
    calls = []
    for name in ("book", "environment"):
        monkeypatch.setattr(run, name, lambda: None)
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(run.subprocess, "call", lambda words, **_: calls.append([str(word) for word in words]) or 0)
    for name in ("BUILD", "PAGES", "VENV"):
        monkeypatch.setattr(run, name, tmp_path / name)
    monkeypatch.setattr(run, "ROOT", tmp_path if command == "clean" else ROOT)
    assert run.main([command, *arguments]) == 0
    monkeypatch.undo()
    return next((words for words in calls if "pytest" in words), calls[0] if calls else [])


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "benchmarks/README.md"])
def test_its_python_runs(document, tmp_path):
    for _, language, block in FENCE.findall(text_of(document)):
        if language == "python":
            done = subprocess.run([sys.executable, "-W", "error", "-c", block], cwd=tmp_path, capture_output=True, encoding="utf-8")
            assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_files_and_folders_it_speaks_of_exist(document):
    text = FENCE.sub("", text_of(document))
    named = set(re.findall(r"\]\((?!https?:)([^)#]+)", text))
    named |= set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|py|toml|yml|txt|in|cff))`", text))
    others = r"_build/|my_points.json|text/html|(.*[/_])?name\."  # made by the commands, no file, or still to be written
    named = {name.rstrip("/") for name in named if not re.match(others, name)}
    # A short name, such as widgets/shared/, is enough where the text has said in which folder it is
    tops = [top for top in ROOT.iterdir() if top.name not in ("_build", ".venv", ".git", "node_modules")]
    there = [path.relative_to(ROOT).as_posix() for top in tops for path in [top, *top.rglob("*")]]
    assert named and {name for name in named if not any(f"/{path}".endswith(f"/{name}") for path in there)} == set()


def test_the_readme_lists_the_commands_that_help_lists(capsys):
    run.main(["help"])
    helped = re.findall(r"^  ([a-z-]+) ", capsys.readouterr().out, re.M)
    assert sorted(re.findall(r"^\| `make ([a-z-]+)", text_of("README.md"), re.M)) == sorted(helped) == sorted(run.COMMANDS)


@pytest.mark.parametrize("path", [".github/workflows/book.yml", ".github/workflows/publish.yml"])
def test_what_the_build_machine_types_is_a_command(path):
    jobs = yaml.safe_load(text_of(path))["jobs"].values()
    typed = [TYPED.match(step["run"]) for job in jobs for step in job["steps"] if "run.py" in step.get("run", "")]
    assert typed and {command[1] for command in typed} <= set(run.COMMANDS)
