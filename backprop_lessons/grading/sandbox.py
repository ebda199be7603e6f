"""How a submission is shut in: bubblewrap on Linux, with nothing to read but Python, its packages and the student's side of the course."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent
KEPT_OUT = ("exercises", "grading")  # of the package: checks, references, known mistakes, and the grader itself
LIMITS = {
    "RLIMIT_AS": 2 << 30,  # bytes of one process
    "RLIMIT_NPROC": 16,  # processes and threads
    "RLIMIT_FSIZE": 32 << 20,  # bytes of one file
    "RLIMIT_NOFILE": 64,
    "RLIMIT_CPU": 600,  # seconds of one process
    "RLIMIT_CORE": 0,
}
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
    """How a child is started. shut_in=False is for --no-sandbox: the same program, with the rights of whoever grades."""

    course: str  # the student's side of the package
    shut_in: bool = True
    own_user: bool = False  # started by root: the child becomes a user without rights, rather than bubblewrap's

    @property
    def name(self):
        return "bubblewrap" if self.shut_in else "none"

    def uid(self):
        return FIRST_UID + os.getpid() % 5000 if self.own_user else None

    def paths(self):
        """Where the child finds packages, in this order."""
        return [self.course, f"{self.course}/inside", *packages()]

    def command(self):
        program = [str(interpreter()), "-I", "-S", "-B", f"{self.course}/inside/child.py"]
        return [*self.walls(), "--", *program] if self.shut_in else program

    def walls(self):
        """bubblewrap and its options."""
        walls = [shutil.which("bwrap") or "bwrap", "--die-with-parent", "--new-session", "--unshare-ipc", "--unshare-pid", "--unshare-net"]
        walls += ["--unshare-uts", "--hostname", "sandbox", "--unshare-cgroup-try", "--cap-drop", "ALL"]
        if self.own_user:  # the child itself gives these two up, with all else that root may do
            walls += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
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
    inside = Path(folder) / "inside"
    inside.mkdir()
    for name in ("child.py", "codec.py"):
        shutil.copy(HERE / name, inside / name)
    import compileall

    compileall.compile_dir(folder, quiet=2)
    for path in [Path(folder), *Path(folder).rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


@lru_cache(maxsize=2)
def build(allowed_without=False):
    """The sandbox of this machine, tried out; raises NoSandbox. The student's side is copied once for a process."""
    holder = tempfile.TemporaryDirectory(prefix="backprop-course-")
    _HOLDERS.append(holder)
    students_side(holder.name)
    as_root = hasattr(os, "getuid") and os.getuid() == 0
    if allowed_without:
        return Sandbox(holder.name, shut_in=False, own_user=False)
    problem = refusal()
    if problem:
        raise NoSandbox(problem)
    sandbox = Sandbox(holder.name, own_user=as_root)
    program = f"import sys; sys.path += {sandbox.paths()!r}; import numpy"
    tried = subprocess.run([*sandbox.walls(), "--", str(interpreter()), "-I", "-S", "-c", program], capture_output=True, text=True)
    if tried.returncode:
        reason = tried.stderr.strip().splitlines()[-1:] or ["it gave no reason"]
        raise NoSandbox(f"bubblewrap is here, but it does not start: {reason[0][:300]}. In a container, user namespaces may be off.")
    return sandbox


_HOLDERS = []  # the folders are removed when Python ends


def refusal():
    """Why there can be no sandbox here, "" if there can."""
    if not sys.platform.startswith("linux"):
        return "The sandbox needs Linux. On other systems grade in a Linux virtual machine or container."
    if not shutil.which("bwrap"):
        return "bubblewrap was not found. Install it (Debian, Ubuntu: apt install bubblewrap; Fedora: dnf install bubblewrap)."
    return ""
