#!/usr/bin/env python3
"""The course's commands, with nothing but Python: `python run.py book` builds the book, `run.py help` lists the rest.

This file must be readable by any Python 3.6, so that an old one gets a sentence and not a SyntaxError.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLED = VENV / "installed.txt"  # what the environment was made from
BUILD = ROOT / "_build"
PAGES = BUILD / "html"
LAB_SETTINGS = ROOT / "binder" / "lab"  # JupyterLab asks nobody whether to fetch news
BUILT_FROM = BUILD / "built_from.txt"  # the code behind the pages, which Sphinx does not watch
SUPPORTED = ["3.13", "3.12", "3.11"]
NOTEBOOK_TESTS = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=60"]
NOTEBOOK_TESTS += ["--nbval-sanitize-with", "tests/lessons/sanitize.cfg"]
VERSION = ".".join(map(str, sys.version_info[:2]))
TELL_VERSION = "import sys; print('%d.%d' % sys.version_info[:2])"


class Stop(Exception):
    """A command cannot go on; the message is a sentence for the person who typed it."""


def say(text):
    print(text, flush=True)


def child_environment():
    """The surroundings of every program started here: the environment's own, one thread, UTF-8."""
    env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "PYTHONHOME", "PYTHONPATH")}
    env.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1", VECLIB_MAXIMUM_THREADS="1")
    env.update(PYTHONUTF8="1", PIP_DISABLE_PIP_VERSION_CHECK="1", VIRTUAL_ENV=str(VENV))
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", "")
    return env


def follow(command, progress):
    """Run a command, show `progress(line)` of its output now and then; return (exit code, all lines)."""
    lines, shown, live = [], time.time(), sys.stdout.isatty()
    with subprocess.Popen(
        [str(word) for word in command], cwd=str(ROOT), env=child_environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace",
    ) as process:  # fmt: skip
        for line in process.stdout:
            lines.append(re.sub(r"\x1b\[[\d;]*m", "", line).rstrip())
            text = progress(lines)
            if text and live:
                print(f"\r   {text[:76]:76}", end="", flush=True)
            elif text and time.time() - shown > 5:
                shown = time.time()
                say("   " + text[:76])
    if live and lines:
        print("\r" + " " * 79 + "\r", end="", flush=True)
    return process.returncode, lines


# --- the environment


def suitable_python():
    """The command of a supported Python: this one, or another on this machine; Stop where there is none."""
    if VERSION in SUPPORTED:
        return [sys.executable]
    tries = [["python" + version] for version in SUPPORTED] + [["py", "-" + version] for version in SUPPORTED]
    for name, *options in tries + [["python3"], ["python"]]:
        program = shutil.which(name)
        try:  # a name on the PATH can be a shim that leads nowhere, so each is asked
            if program and ask([program] + options) in SUPPORTED:
                return [program] + options
        except (OSError, subprocess.SubprocessError):
            continue
    raise Stop(
        f"Python 3.11, 3.12 or 3.13 is needed, and this is Python {VERSION}.\nInstall one from "
        "https://www.python.org/downloads/ or with your system's package manager, and run the same command again."
    )


def ask(python):
    answer = subprocess.check_output(python + ["-c", TELL_VERSION], stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return answer.decode().strip()


def fingerprint():
    """What the environment depends on: Python's version, where the project lies, and the two lists of packages."""
    contents = b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml"))
    return f"{VERSION} {hashlib.sha256(contents).hexdigest()} {ROOT}"


def environment():
    """Make .venv and install everything into it, unless that is done already."""
    wanted = fingerprint()
    stored = INSTALLED.read_text(encoding="utf-8") if INSTALLED.is_file() else ""
    if PYTHON.exists() and stored == wanted:
        return
    uv = shutil.which("uv")
    if VENV.exists() and not reusable(stored):
        say("-- The environment in .venv is of another Python or another folder: making it anew")
        shutil.rmtree(str(VENV))
    if INSTALLED.exists():
        INSTALLED.unlink()
    if not VENV.exists():
        say(f"-- Making .venv with Python {VERSION}")
        make_venv(uv)
    if not uv and subprocess.call([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL):
        subprocess.check_call([str(PYTHON), "-m", "ensurepip", "--default-pip"], stdout=subprocess.DEVNULL)
    installer = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install"]
    total = len(re.findall(r"^[a-z0-9].*==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M))
    say(f"-- Installing the {total} packages of requirements.txt (once; a minute or three)")
    install(installer + ["-r", "requirements.txt"], total)
    say("-- Installing this course's own package, backprop_lessons")
    install(installer + ["--no-deps", "--no-build-isolation", "-e", "."], 1)
    INSTALLED.write_text(wanted, encoding="utf-8")


def reusable(stored):
    """Can what lies in .venv be installed into? It must start, be of this version, and not have been moved."""
    moved = bool(stored) and not stored.endswith(" " + str(ROOT))
    try:
        return not moved and ask([str(PYTHON)]) == VERSION
    except (OSError, subprocess.SubprocessError):
        return False


def make_venv(uv):
    base = getattr(sys, "_base_executable", None) or sys.executable  # a copy of a copy breaks when the first goes
    if uv:
        code, lines = follow([uv, "venv", "--python", base, VENV], lambda lines: None)
    else:
        code, lines = follow([base, "-m", "venv", VENV], lambda lines: None)
    if code:
        shutil.rmtree(str(VENV), ignore_errors=True)
        if "ensurepip" in "".join(lines) or "No module named venv" in "".join(lines):
            raise Stop(
                "This Python cannot make virtual environments. On Debian or Ubuntu, install the missing part:\n"
                f"    sudo apt install python{VERSION}-venv"
            )
        raise Stop("The environment could not be made:\n" + "\n".join(lines[-10:]))


def install(command, total):
    def progress(lines):
        name = re.match(r"Collecting ([\w.-]+)", lines[-1])
        if name:
            return f"{sum(line.startswith('Collecting') for line in lines)} of {total}: {name.group(1)}"
        return lines[-1] if lines[-1].startswith(("Installing", "Prepared", "Resolved")) else None

    code, lines = follow(command, progress)
    if code:
        last = "\n".join("    " + line[:200] for line in lines[-8:])
        offline = r"name resolution|NewConnectionError|new connection|dns error|Could not connect|Connection refused"
        offline += r"|error sending request|unreachable|timed out|from versions: none|Failed to fetch|getaddrinfo"
        if re.search(offline, "\n".join(lines)):
            why = "\n".join(last.split("\n")[-2:])
            raise Stop("The package index did not answer. Check the network, then run the command again.\n" + why)
        raise Stop("The packages could not be installed:\n" + last)


# --- the commands


def book(args=()):
    """build the whole book into _build/html"""
    environment()
    if not shutil.which("node"):
        say("-- Note: Node.js was not found, so a script in the page sets the formulas. With it they come ready set")
    now = code_behind_pages()
    if BUILT_FROM.exists() and BUILT_FROM.read_text() == now:
        say("-- Building what has changed")
    else:
        say("-- Building every page")
        shutil.rmtree(str(BUILD / ".doctrees"), ignore_errors=True)
    if BUILT_FROM.exists():
        BUILT_FROM.unlink()  # put back when the build is good: a second try must not skip the page with the mistake

    def progress(lines):
        step = re.match(r"(reading sources|writing output)\.* *\[ *(\d+%)\] *(\S*)", lines[-1])
        return " ".join(step.groups()) if step else None

    jupyter_book = [PYTHON, "-c", "from jupyter_book.cli.main import main; main()"]
    code, lines = follow(jupyter_book + ["build", "-W", "-n", "--keep-going", "."], progress)
    if code or not (PAGES / "index.html").is_file():
        telling = [line for line in lines if re.search(r"WARNING|ERROR|CRITICAL|[a-z]Error\b|Exception", line)]
        telling = [line[max(line.find(str(ROOT)), 0) :].replace(str(ROOT) + os.sep, "") for line in telling]
        telling = list(dict.fromkeys(telling))[:40] or lines[-25:]
        raise Stop("The book was not built; a warning counts as an error. What Sphinx said:\n\n" + "\n".join(telling))
    BUILT_FROM.write_text(now)
    say(f"The book is at {PAGES / 'index.html'}")
    say(f"Open it with  {(PAGES / 'index.html').as_uri()}")


def code_behind_pages():
    """A hash over what shapes the pages without being a page: the package, the extension, the maths renderer."""
    digest = hashlib.sha256(f"{fingerprint()} {bool(shutil.which('node'))}".encode())
    for folder in ("backprop_lessons", "book/_ext", "book/_static", "tests/published"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def test(args=()):
    """prove everything: unit tests, every notebook run and compared, the pages in a browser"""
    args = list(args)
    book()
    sys.path.insert(0, str(ROOT))
    from tools import chromium

    options = NOTEBOOK_TESTS + ["-n", "2", "--dist", "loadfile"]
    if "--no-browser" in args:
        args.remove("--no-browser")
        options += ["-m", "not browser"]
        say("-- The browser tests are not run (--no-browser)")
    elif not chromium.find():
        say("-- " + chromium.HOW_TO_INSTALL)
        say("   Without it the browser tests fail; `run.py test --no-browser` leaves them out")
    if not names_files(args):
        args += [folder for folder in ("tests", "lessons") if (ROOT / folder).is_dir()]
    say("-- Running the tests and every notebook")
    env = dict(child_environment(), BACKPROP_LESSONS_POINTS="off")  # points that somebody has earned here change no output
    return subprocess.call([str(PYTHON), "-m", "pytest"] + options + args, cwd=str(ROOT), env=env)


def names_files(args):
    """Do the words for pytest say which files or folders to test?"""
    return any((ROOT / arg.split("::")[0]).exists() for arg in args if not arg.startswith("-"))


def check(args=()):
    """what a commit needs at least, in about a minute: the style, and the package's tests but the slow ones; no book, no browser"""
    args = list(args)
    if lint():
        return 1
    if not names_files(args):
        args += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").glob("test_*.py"))]
    say("-- Running the package's tests; `run.py test` runs all, and every notebook")
    return tool("pytest", ["-q", "-n", "2", "--dist", "loadfile", "-m", "not browser and not slow"] + args)


def serve(args=()):
    """build the book and read it on localhost"""
    book()
    sys.path.insert(0, str(ROOT))
    from tools import serve

    return serve.forever(PAGES)


def site(args=()):
    """make _build/site, the folder to upload to any static host"""
    shutil.rmtree(str(PAGES), ignore_errors=True)  # written anew: a page that has left the contents is not uploaded
    book()
    return tool("tools.site", args)


def lab(args=()):
    """open the lessons in JupyterLab"""
    environment()
    say("-- Starting JupyterLab; its address is printed below (Ctrl-C twice ends it)")
    command = [str(PYTHON), "-m", "jupyterlab", "--ServerApp.root_dir=lessons", f"--LabApp.app_settings_dir={LAB_SETTINGS}"]
    return subprocess.call(command + list(args), cwd=str(ROOT), env=child_environment())


def tool(name, args):
    environment()
    return subprocess.call([str(PYTHON), "-m"] + name.split() + list(args), cwd=str(ROOT), env=child_environment())


def refresh(args=()):
    """run the lessons anew and store their outputs; name a notebook to limit it"""
    return tool("tools.notebooks refresh", args)


def lint(args=()):
    """check the notebooks' form and the code's style"""
    return tool("tools.notebooks lint", args) or tool("ruff check", [])


def bench(args=()):
    """measure the speed claims that need no other library; --only TEXT limits it"""
    return tool("benchmarks", args)


def bench_peers(args=()):
    """the same beside PyTorch, JAX, autograd and scikit-learn, where installed"""
    return tool("benchmarks --peers", args)


def bench_pages(args=()):
    """measure every page: weight, Lighthouse's scores, first control; renews benchmarks/PAGES.md"""
    book()
    return tool("tools.lighthouse", args)


def links(args=()):
    """list the addresses of other sites, and ask each whether it is still there"""
    book()
    return tool("tools.links", args)


def worksheet(args=()):
    """write a printable exercise sheet with fresh numbers, and its key; SEED=7 chooses the numbers"""
    return tool("backprop_lessons.exercises.worksheet", args)


def grade(args=()):
    """grade a folder or zip file of notebooks: grade SUBMISSIONS -o OUT; --help lists the options"""
    if not args:
        raise Stop("Which submissions? Name a folder or a zip file:  make grade SUBMISSIONS=folder  (python run.py grade folder)")
    return tool("backprop_lessons.grading", args)


def gradescope(args=()):
    """write the zip file that Gradescope grades with; --assignment NAME fixes the notebook"""
    return tool("backprop_lessons.grading.gradescope build", ["-o", "_build/autograder.zip", *args])


def clean(args=()):
    """remove what was built; with --all the environment too"""
    made = [BUILD] + [ROOT / name for name in (".pytest_cache", ".ruff_cache", ".hypothesis")]
    for path in made + [VENV] * ("--all" in args):
        if path.exists():
            shutil.rmtree(str(path))
            say(f"removed {path.relative_to(ROOT)}")


def help(args=()):
    """print this list"""
    say("python run.py COMMAND, or make COMMAND:\n")
    for name, command in COMMANDS.items():
        say(f"  {name:11} {command.__doc__}")


COMMANDS = (
    book, test, check, serve, site, lab, worksheet, grade, gradescope, refresh, lint, links, bench, bench_peers, bench_pages, clean, help
)  # fmt: skip
COMMANDS = {command.__name__.replace("_", "-"): command for command in COMMANDS}


def main(argv):
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a letter shows a question mark
            stream.reconfigure(errors="replace")
    name = argv[0] if argv else "help"
    if name in ("-h", "--help"):
        name = "help"
    try:
        if name not in COMMANDS:
            raise Stop(f"There is no command {name!r}. The commands are: {', '.join(COMMANDS)}.")
        python = [sys.executable] if name in ("help", "clean") else suitable_python()
        if python != [sys.executable]:
            return subprocess.call(python + [str(Path(__file__).resolve())] + argv)
        return COMMANDS[name](argv[1:]) or 0
    except Stop as reason:
        print(f"\nrun.py {name}: {reason}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
