"""How a submission is shut in: bubblewrap on Linux, with nothing to read but Python, its packages and the student's side of the course."""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent
KEPT_OUT = ("exercises", "grading")  # of the package: checks, references, known mistakes, and the grader itself
LIMITS = {
    "RLIMIT_AS": 1 << 30,  # bytes of one process
    "RLIMIT_NPROC": 16,  # processes and threads
    "RLIMIT_FSIZE": 32 << 20,  # bytes of one file
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CPU": 600,  # seconds of one process
    "RLIMIT_CORE": 0,
}
LOADED = ["numpy.random", "zipfile", "inside.codec"]  # beside what the exercise notebooks import of the course:
LOADED += [f"backprop_lessons.{name}" for name in ("network", "gradcheck", "datasets", "approaches", "timing")]
ROOM = 64 << 20  # bytes of the one place that can be written to
FIRST_UID = 60_000  # where the grader is started by root, each sandbox gets a user of its own above this number
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "MPLBACKEND": "agg", "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1",
}  # fmt: skip


class NoSandbox(Exception):
    """There is no sandbox here; says why, and what to do."""


@dataclass(frozen=True)
class Sandbox:
    """How a child is started. shut_in=False is for --no-sandbox: the same program, with the rights of whoever grades.

    Root's limits on processes do not bind, so where root grades the rights are given up: before bubblewrap starts
    (`rights="before"`), or, where Python lies in a folder that only root may enter, by the child itself ("inside").
    """

    course: str  # the student's side of the package
    shut_in: bool = True
    rights: str = ""  # "" for whoever is not root
    warm: bool = False  # True where children are forked from a process that has loaded numpy (inside/forkserver.py)

    @property
    def name(self):
        """As results say it: "own user" is one without rights, and no walls."""
        return "bubblewrap" if self.shut_in else "own user" if self.rights else "none"

    def uid(self):
        """The user that the child becomes, a fresh one each time, since limits count per user; None where it stays who it is."""
        return FIRST_UID + secrets.randbelow(5000) if self.rights == "inside" else None

    def start(self, command, **options):
        """Start bubblewrap, with the rights of this process or without."""
        if self.rights == "before":
            uid = FIRST_UID + secrets.randbelow(5000)
            options |= {"user": uid, "group": uid, "extra_groups": []}
        return subprocess.Popen(command, start_new_session=True, **options)

    def paths(self):
        """Where the child finds packages, in this order."""
        return [self.course, *packages()]

    def command(self):
        """What is started: the submission's own process, or the one that forks them."""
        main, arguments = ("forkserver", (self.paths(), LOADED, ROOM, self.in_tmp())) if self.warm else ("child", ())
        begin = f"import sys; sys.path.insert(0, {self.course!r}); from inside.{main} import main; main(*{arguments!r})"
        program = [str(interpreter()), "-I", "-S", "-B", "-c", begin]
        return [*self.walls(), "--", *program] if self.shut_in else program

    def in_tmp(self):
        """What has to be read and lies where submissions may write; a parent is there before what is in it."""
        return sorted(path for path in [*readable(), self.course] if path.startswith("/tmp/"))

    def needed(self):
        """The rights that are needed behind the walls, to change the user and to build more walls; a submission has none of them."""
        change = ["SETUID", "SETGID"] if self.rights == "inside" else []
        build = ["SYS_ADMIN"] if self.warm else []
        end = ["KILL"] if change and build else []  # what a changed user has started
        return change + build + end + ["SETPCAP"] * bool(change + build)

    def walls(self):
        """bubblewrap and its options."""
        walls = [shutil.which("bwrap") or "bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
        walls += ["--unshare-uts", "--hostname", "sandbox", "--unshare-cgroup-try", "--cap-drop", "ALL"]
        for right in self.needed():
            walls += ["--cap-add", f"CAP_{right}"]
        if self.rights != "inside":
            walls += ["--unshare-user", "--disable-userns"]
        walls += ["--perms", "1777", "--size", str(ROOM), "--tmpfs", "/tmp"]
        for path in parents([*readable(), self.course]):
            walls += ["--perms", "0755", "--dir", path]  # else a user without rights could not walk through
        for path in readable():
            walls += ["--symlink", os.readlink(path), path] if os.path.islink(path) else ["--ro-bind", path, path]
        for folder in packages():
            if (Path(folder) / PACKAGE.name).exists():
                walls += ["--tmpfs", f"{folder}/{PACKAGE.name}"]
        walls += ["--ro-bind", self.course, self.course, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev"]
        walls += ["--remount-ro", "/"]  # the folders made above are in memory, and would take any amount of it
        walls += ["--chdir", "/tmp", "--clearenv"]
        for name, value in ENVIRONMENT.items():
            walls += ["--setenv", name, value]
        return walls


def interpreter():
    """Python itself, and not the link to it in an environment."""
    return Path(os.path.realpath(sys.executable))


def packages():
    """The folders with numpy and whatever else is installed."""
    return list(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib")))


def readable():
    """What a submission may read: the system's libraries, Python, and the installed packages. Links stay links."""
    system = ["/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"]
    own = [sys.base_prefix, str(interpreter().parent.parent), *packages()]
    paths = [path for path in system if os.path.lexists(path)]
    for path in own:
        if not any(Path(path).is_relative_to(known) for known in paths):
            paths.append(path)
    return paths


def parents(paths):
    """All folders above these paths, from the top."""
    above = {str(folder) for path in paths for folder in Path(path).parents}
    return sorted(above - {"/", "/tmp"})


def students_side(folder):
    """Copy what a student may see of the course into a folder: the package without checks, references and grader."""
    target = Path(folder) / PACKAGE.name
    shutil.copytree(PACKAGE, target, ignore=lambda path, names: {"__pycache__"} | (set(KEPT_OUT) if Path(path) == PACKAGE else set()))
    shutil.copytree(HERE / "inside", Path(folder) / "inside", ignore=lambda path, names: {"__pycache__"})
    import compileall

    compileall.compile_dir(folder, quiet=2)
    for path in [Path(folder), *Path(folder).rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@lru_cache(maxsize=2)
def build(allowed_without=False):
    """The sandbox of this machine, tried out; raises NoSandbox. The student's side is copied once for a process.

    allowed_without: True for the same program with the rights of whoever grades; "before" for that program as a user without
    rights, which takes root and is for a container that holds one submission and no walls.
    """
    holder = tempfile.TemporaryDirectory(prefix="backprop-course-")
    atexit.register(holder.cleanup)
    students_side(holder.name)
    if os.name != "posix":
        raise NoSandbox("The grader needs Linux, or macOS with --no-sandbox. On Windows run it in WSL.")
    if allowed_without:
        return Sandbox(holder.name, shut_in=False, rights=allowed_without if allowed_without == "before" else "")
    for rights in ("before", "inside") if os.name == "posix" and os.getuid() == 0 else ("",):
        sandbox = Sandbox(holder.name, rights=rights)
        reason = refusal() or why_not(sandbox)
        if not reason:
            warm = replace(sandbox, warm=True)
            return warm if forks(warm) else sandbox
    raise NoSandbox(reason)


def why_not(sandbox):
    """Try the sandbox: why it does not start, "" if it does."""
    program = f"import sys; sys.path += {sandbox.paths()!r}; import numpy"
    command = [*sandbox.walls(), "--", str(interpreter()), "-I", "-S", "-c", program]
    try:
        process = sandbox.start(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except OSError as reason:
        return f"bubblewrap is here, but it does not start: {reason}."
    told = process.communicate()[1].strip().splitlines() or ["it gave no reason"]
    if process.returncode == 0:
        return ""
    return f"bubblewrap is here, but it does not start: {told[-1][:300]}. In a container, user namespaces may be off."


def forks(sandbox):
    """Try a warm sandbox with a submission of no cells: does a child come to life, and answer?"""
    from .session import Broken, Session  # which needs this module

    try:
        with Session(sandbox, [], {}) as session:
            session.start()
    except Broken:
        return False
    return True


def refusal():
    """Why there can be no sandbox here, "" if there can."""
    if not sys.platform.startswith("linux"):
        return "The sandbox needs Linux. On other systems grade in a Linux virtual machine, a container, or WSL."
    if not shutil.which("bwrap"):
        return "bubblewrap was not found. Install it (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap)."
    return ""
