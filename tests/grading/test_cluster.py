"""The same marks from a Dask cluster, and nothing is lost when a worker is killed in the middle."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from handed_in import copied, notebook, solved

from backprop_lessons.grading import cli, grade

distributed = pytest.importorskip("distributed", reason="dask.distributed is not installed")
pytestmark = pytest.mark.slow

RIGHT = solved("01_neuron")
KINDS = [{}, {"stub-1-2": RIGHT["stub-1-2"]}, {**RIGHT, "stub-1-5": "def neuron(X, w, b, act):\n    return X @ w"}, RIGHT]


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, each a process of its own, on this machine's loopback only; (address, workers)."""
    programs = []

    def start(*words):
        log = open(tmp_path / f"dask{len(programs)}.txt", "w")  # noqa: SIM115  closed with the process
        programs.append(subprocess.Popen([sys.executable, "-m", *words], stdout=log, stderr=log, cwd=tmp_path, start_new_session=True))
        return programs[-1]

    file = tmp_path / "scheduler.json"
    start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    worker = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    workers = [start("distributed.cli.dask_worker", *worker, "--scheduler-file", str(file)) for _ in range(2)]
    with distributed.Client(scheduler_file=str(file), timeout=60, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client.scheduler.address, workers
    for program in programs:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()


@pytest.fixture
def handed_in(tmp_path):
    for k in range(24):
        content = notebook("01_neuron", KINDS[k % 4], first=["import os\nos._exit(0)"] if k % 7 == 0 else [f"x = {k}"])
        copied(tmp_path / "in", f"student{k:02}.ipynb", content)
    return tmp_path / "in"


def marks(out):
    with open(out / "grades.csv", encoding="utf-8") as file:
        return [(row["student"], row["points"], row["out_of"], row["status"]) for row in csv.DictReader(file)]


@pytest.mark.filterwarnings("ignore")  # dask warns of whatever ends around it
def test_a_killed_worker_loses_nothing_and_the_marks_are_the_same(handed_in, tmp_path, cluster, sandbox):
    address, workers = cluster
    killed = []

    def progress(done, total):
        if done >= 5 and not killed:
            killed.append(done)
            os.killpg(workers[0].pid, signal.SIGKILL)

    outcome = grade(handed_in, tmp_path / "cluster", scheduler=address, progress=progress)
    assert killed and workers[0].wait(10) == -signal.SIGKILL and workers[1].poll() is None
    assert (len(outcome.results), outcome.failed) == (24, [])
    grade(handed_in, tmp_path / "here", workers=2)
    assert marks(tmp_path / "cluster") == marks(tmp_path / "here")
    assert Counter(points for _, points, *_ in marks(tmp_path / "here")) == {"0": 6, "2": 6, "9": 6, "10": 6}


@pytest.mark.filterwarnings("ignore")
def test_no_cluster_there_is_a_sentence(handed_in, tmp_path, capsys):
    begun = time.monotonic()
    assert cli.main([str(handed_in), "-o", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err
    assert time.monotonic() - begun < 60
