"""One process forks a child for every submission: what one leaves behind, the next does not find."""

import contextlib
import os
import sys
import time
from dataclasses import replace

import psutil
import pytest
from handed_in import notebook, solved

from backprop_lessons.grading import forkserver, mark, session
from backprop_lessons.grading import sandbox as sandboxes

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox is Linux's")]


@pytest.fixture
def warm(sandbox):
    if not sandbox.warm:
        pytest.skip("this machine lets no process fork children into walls of their own; each is started anew")
    return sandbox


def troubles(sandbox, *cells):
    """What the cells of one submission stopped with."""
    with session.Session(sandbox, list(enumerate(cells, 1)), {}, 10, 30) as working:
        working.start()
        return {number: trouble["message"] for number, trouble in working.troubles.items()}


def idle(sandbox):
    return forkserver._IDLE.get(sandbox, [])


def test_where_it_does_not_work_each_submission_starts_anew(warm, monkeypatch):
    """As where the kernel gives nobody the right to make namespaces inside a sandbox."""
    monkeypatch.setattr(sandboxes.Sandbox, "needed", lambda self, real=sandboxes.Sandbox.needed: real(replace(self, warm=False)))
    chosen = sandboxes.build.__wrapped__()
    assert chosen.shut_in and not chosen.warm
    assert mark(notebook("01_neuron", solved("01_neuron")), chosen)["points"] == 10


def end_from_outside(server):
    """All that runs behind the outer bubblewrap, as the kernel might; when the first has ended the others may be gone already."""
    for process in psutil.Process(server.process.pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


LEFT = """
import os, sys, signal, numpy, builtins
open("/tmp/left", "w").write("here")
numpy.exp, builtins.left, sys.left = None, 1, 1
os.environ["LEFT"] = "1"
numpy.random.seed(1)
if os.fork() == 0:
    signal.pause()
"""
FIND = """
import os, sys, numpy, builtins
found = [os.path.exists("/tmp/left"), numpy.exp is None, hasattr(builtins, "left"), hasattr(sys, "left"), "LEFT" in os.environ]
found += [numpy.random.random() == numpy.random.RandomState(1).random(), len([p for p in os.listdir("/proc") if p.isdigit()]) > 3]
assert not any(found), found
"""


def test_a_submission_finds_nothing_of_the_one_before(warm):
    assert troubles(warm, LEFT, FIND)[2] == "[True, True, True, True, True, True, False]", "it must be able to fail"
    assert troubles(warm, LEFT) == {}
    server = idle(warm)[-1]
    assert troubles(warm, FIND) == {}
    assert idle(warm)[-1] is server, "both were children of the same process"


def test_two_submissions_draw_different_numbers(warm):
    cell = "import random, numpy; raise RuntimeError(f'{random.random()} {numpy.random.random()}')"
    first, second = troubles(warm, cell)[1].split(), troubles(warm, cell)[1].split()
    assert first[0] != second[0] and first[1] != second[1]


def test_when_a_submission_is_stopped_nothing_of_it_runs_on(warm):
    mark(notebook("01_neuron"), warm)
    before = set(psutil.Process().children(recursive=True))
    cell = "import subprocess, sys\nfor k in range(5): subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with session.Session(warm, [(1, cell)], {}, 10, 30) as working:
        working.start()
        assert len(set(psutil.Process().children(recursive=True)) - before) >= 5
    assert set(psutil.Process().children(recursive=True)) <= before


def test_a_deaf_submission_is_ended_and_the_process_serves_on(warm):
    cell = "import signal, time\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except OSError: pass\n"
    cell += "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\nwhile True: time.sleep(1)"
    mark(notebook("01_neuron"), warm)
    server = idle(warm)[-1]
    with session.Session(warm, [(1, cell)], {}, 0.5, 30) as working:
        working.start()
        assert "did not stop" in working.fatal[1]
    assert idle(warm)[-1] is server


def test_a_child_can_be_ended_before_its_walls_stand(warm, monkeypatch):
    """Whenever it is ended: a part of it that lived on would be waited for without end."""
    monkeypatch.setattr(forkserver, "ANSWERS", 10.0)
    server = forkserver.ForkServer(warm)
    try:
        for wait in [0.0] * 30 + [0.0005 * k for k in range(30)]:
            ends = server.fork(warm.uid())
            time.sleep(wait)
            server.stop()
            for end in ends:
                os.close(end)
    finally:
        server.close()


def test_two_at_a_time_have_a_process_each(warm):
    with session.Session(warm, [(1, "x = 1")], {}) as one, session.Session(warm, [(1, "x = 2")], {}) as other:
        one.start()
        other.start()
        assert one.child.server is not other.child.server


def test_a_process_that_was_ended_from_outside_is_replaced(warm):
    content = notebook("01_neuron", solved("01_neuron"))
    assert mark(content, warm)["points"] == 10
    for server in idle(warm):
        end_from_outside(server)
    assert mark(content, warm)["points"] == 10


def test_an_end_in_the_middle_is_no_fault_of_the_next_cell(warm):
    """The kernel may take the process that forks when memory runs out."""
    with session.Session(warm, [(1, "x = 1"), (2, "def sigmoid(z): return z")], {"1.2": ["sigmoid"]}) as working:
        working.start()
        end_from_outside(working.child.server)
        ((function, cell),) = working.answers["1.2", "sigmoid"]
        assert cell == 2
        with pytest.raises(Exception, match="came to an end"):
            function(1.0)
    assert mark(notebook("01_neuron", solved("01_neuron")), warm)["points"] == 10
