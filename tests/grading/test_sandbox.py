"""The walls: what a submission can see and do, in each way of giving up the rights that there is on this machine."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from handed_in import notebook, solved

from backprop_lessons.grading import mark, session
from backprop_lessons.grading import sandbox as sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox is Linux's")]
SYSTEM = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"

REPORT = """
import ctypes, json, os, resource, socket
facts = {"uid": os.getuid(), "groups": os.getgroups(), "files": sorted(os.listdir("/"))}
facts["seen"] = [p for p in os.listdir("/proc") if p.isdigit()]
facts["links"] = sorted(name for _, name in socket.if_nameindex())
facts["environment"] = sorted(os.environ)
status = open("/proc/self/status").read()
facts["rights"] = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if line.startswith(("Cap", "NoNewPrivs"))}
facts["handles"] = []
for pid in facts["seen"]:
    try:
        facts["handles"] += [os.readlink(f"/proc/{pid}/fd/{n}").split(":")[0] for n in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        pass
facts["limits"] = [resource.getrlimit(getattr(resource, n))[1] for n in ("RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE")]
facts["writable"] = []
for folder, _, _ in os.walk("/"):
    if not folder.startswith(("/proc", "/tmp", "/dev/pts")) and os.access(folder, os.W_OK):
        facts["writable"].append(folder)
facts["checks"] = [f for f, _, names in os.walk("/") if {"registry.py", "examine.py"} <= set(names) or f.endswith("exercises/ch01")]
pids = []
try:
    while len(pids) < 100:
        pid = os.fork()
        if pid == 0:
            import time
            time.sleep(60)
        pids.append(pid)
except OSError:
    pass
facts["processes"] = len(pids)
text = json.dumps(facts)
parts = [text[k : k + 400] for k in range(0, len(text), 400)]
"""


def way(rights, warm):
    """The sandbox that gives up its rights in this way, if this machine has it."""
    chosen = sandboxes.build()
    if bool(rights) != bool(chosen.rights):
        pytest.skip("root has two ways, everybody else one")
    return replace(chosen, rights=rights, warm=warm)


def facts(sandbox, monkeypatch):
    """What a cell in this sandbox finds out."""
    monkeypatch.setattr(session, "_texts", lambda trouble: {key: str(trouble.get(key, "")) for key in ("kind", "message", "line")})
    cells = [(1, REPORT)] + [(k, f"raise RuntimeError(parts[{k - 2}] if {k - 2} < len(parts) else '')") for k in range(2, 40)]
    with session.Session(sandbox, cells, {}, 20, 60) as working:
        working.start()
        return json.loads("".join(working.troubles[k]["message"] for k in range(2, 40)))


@pytest.mark.parametrize("warm", [True, False])
@pytest.mark.parametrize("rights", ["", "before", "inside"])
def test_what_can_be_seen_and_done(rights, warm, monkeypatch, sandbox):
    found = way(rights, warm)
    if rights == "before" and sandboxes.why_not(found):
        if not os.path.exists(SYSTEM):
            pytest.skip("no Python that every user may read")
        monkeypatch.setattr(sandboxes, "interpreter", lambda: Path(SYSTEM))
        monkeypatch.setattr(sys, "base_prefix", "/usr")
    told = facts(found, monkeypatch)
    assert told["uid"] != 0 and set(told["groups"]) <= {told["uid"], 65534}
    assert not set(told["files"]) & {"home", "srv", "mnt", "media", "boot", "sys", "var", "run"}
    assert set(told["seen"]) <= {"1", "2", "3"}  # no process but its own
    assert told["links"] == ["lo"]
    assert not {"SSH_AUTH_SOCK", "GITHUB_TOKEN", "PYTHONPATH"} & set(told["environment"]) and len(told["environment"]) < 15
    rights = dict.fromkeys(["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], "0" * 16)
    assert told["rights"] == rights | {"NoNewPrivs": "1"}
    assert set(told["handles"]) <= {"/dev/null", "pipe", "anon_inode"}  # no socket to the process that forks
    assert told["limits"] == [sandboxes.LIMITS[name] for name in ("RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE")]
    assert told["writable"] == [] and told["checks"] == []
    assert 5 < told["processes"] < 20


def test_secrets_of_the_environment_stay_outside(monkeypatch, sandbox):
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    assert not {"GITHUB_TOKEN", "PYTHONPATH"} & set(facts(sandbox, monkeypatch)["environment"])


def test_a_package_that_is_installed_with_its_checks_is_hidden(tmp_path, monkeypatch, sandbox):
    """As for an instructor who has installed the course with pip: the installed copy holds the checks."""
    site = tmp_path / "site"
    shutil.copytree(sandboxes.PACKAGE, site / "backprop_lessons")
    tmp_path.chmod(0o755)
    folders = [str(site), *sandboxes.packages()]
    monkeypatch.setattr(sandboxes, "packages", lambda: folders)
    told = facts(sandbox, monkeypatch)
    assert told["checks"] == []
    assert mark(notebook("01_neuron", solved("01_neuron")), sandbox)["points"] == 10


def test_the_students_side_holds_no_check_and_no_grader(sandbox):
    names = {path.name for path in Path(sandbox.course).rglob("*")}
    assert {"network.py", "child.py", "codec.py", "cells.py"} <= names
    assert not names & {"exercises", "grading", "checking.py", "registry.py", "solutions.py", "marking.py"}


def test_nothing_is_left_behind(tmp_path):
    """When the grader has ended, and when it has been killed."""
    program = "import os, sys; from pathlib import Path; from backprop_lessons.grading import build_sandbox, mark\n"
    program += "box = build_sandbox(); print(mark(Path(sys.argv[1]).read_bytes(), box)['problem'], box.course)\n"
    (tmp_path / "one.ipynb").write_bytes(notebook("01_neuron"))
    for ending in ("", "os.kill(os.getpid(), 9)"):
        command = [sys.executable, "-c", program + "sys.stdout.flush()\n" + ending, str(tmp_path / "one.ipynb")]
        course = subprocess.run(command, capture_output=True, text=True).stdout.split()[-1]
        assert course.startswith(tempfile.gettempdir())
        psutil.wait_procs(running(course), timeout=10)
        assert not running(course)
        shutil.rmtree(course, ignore_errors=True)


def running(course):
    """The processes that have something to do with this copy of the course."""
    return [process for process in psutil.process_iter() if course in " ".join(told(process))]


def told(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []
