"""grade(): all submissions of a class, side by side, with what is done kept if it is interrupted."""

import json
import os
import threading
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from .._files import write_whole
from . import collect, report, sandbox
from .marking import fingerprint, mark, questions_hash, unmarked

OURS = "The grader itself failed on this submission; look at it by hand."
CONNECT = 15  # seconds for a scheduler to answer
_ONE_AT_A_TIME = threading.Lock()  # a worker of a cluster may have several threads, and a check silences the whole process


@dataclass
class Outcome:
    """What a run has done: results by key, keys of those kept from earlier, students of the roster without a submission."""

    results: dict = field(default_factory=dict)
    kept: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    others: list = field(default_factory=list)

    @property
    def failed(self):
        """Keys of submissions that have no full mark: not read, not run, or the grader's own fault."""
        return [key for key, result in self.results.items() if result["problem"]]


def grade(
    place, out, assignment=None, roster=None, due=None, workers=None, scheduler=None, sandboxed=True, again=False, seed=None, book="",
    progress=None, limits=(30.0, 300.0),
):  # fmt: skip
    """Grade a folder or a zip file into the folder `out`: results/*.json, feedback/*.html and grades.csv. Returns an Outcome.

    place, assignment, due: as for collect(). roster: a csv file. workers: processes; the cores of this machine without it.
    scheduler: the address of a Dask scheduler instead. sandboxed=False: without bubblewrap, which every result then says.
    again: also those that were graded before and have not changed. seed: the same fresh numbers for all.
    book: the address of the course's book, for links. progress(done, total) is called now and then.
    limits: seconds for one cell and for one submission.

    Raises NothingThere for a place without submissions, and NoSandbox.
    """
    out = Path(out)
    submissions, others = collect.collect(place, assignment, due)
    rows = collect.roster(roster) if roster else []
    outcome = Outcome(others=others, missing=collect.missing(rows, [submission.student for submission in submissions]))
    for folder in ("results", "feedback"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    todo = []
    for submission in submissions:
        earlier = None if again else kept(out, submission, sandboxed)
        if earlier:
            outcome.kept.append(submission.key)
            outcome.results[submission.key] = _about(earlier, submission)
        else:
            todo.append(submission)
    tell = progress or (lambda done, total: None)
    tell(len(outcome.kept), len(submissions))
    engine = on_cluster(scheduler) if scheduler else on_this_machine(workers or cores())
    settings = {"allowed_without": not sandboxed, "seed": seed, "limits": limits}
    if todo and not scheduler:
        settings["sandbox"] = sandbox.build(not sandboxed)  # refuses here, before anything is begun

    def write_feedback(key):
        write_whole(out / "feedback" / f"{key}.html", report.page(outcome.results[key], book))

    for key in outcome.kept:
        write_feedback(key)
    for submission, result in engine(todo, settings):
        outcome.results[submission.key] = _about(result, submission)
        write_whole(out / "results" / f"{submission.key}.json", json.dumps(outcome.results[submission.key], indent=1))
        write_feedback(submission.key)
        tell(len(outcome.results), len(submissions))
    write_whole(out / "grades.csv", report.grades([outcome.results[submission.key] for submission in submissions], outcome.missing))
    return outcome


def cores():
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def kept(out, submission, sandboxed=True):
    """The result of an earlier run for exactly this file and these questions, None if there is none."""
    try:
        found = json.loads((out / "results" / f"{submission.key}.json").read_text(encoding="utf-8"))
        same = (found["sha256"], found["questions"]) == (fingerprint(submission.content), questions_hash())
        return found if same and found["sandbox"] == ("bubblewrap" if sandboxed else "none") and not _to_repeat(found) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _to_repeat(result):
    return result["problem"].startswith(OURS)


def _about(result, submission):
    """The result with whose it is."""
    whose = {"student": submission.student, "file": submission.file, "handed_in": submission.time.isoformat(timespec="seconds")}
    return {**result, **whose, "late": submission.late, "older": submission.older, "problem": submission.problem or result["problem"]}


# --- engines: (submissions, settings) -> (submission, result) pairs, as they come


def grade_one(content, assignment, settings):
    """One submission, in whatever process this is; a fault of the grader's own becomes a result that says so."""
    cell_seconds, total_seconds = settings["limits"]
    with _ONE_AT_A_TIME:
        shut_in = settings.get("sandbox") or sandbox.build(settings["allowed_without"])
        try:
            return mark(content, shut_in, assignment, settings["seed"], cell_seconds, total_seconds)
        except Exception as error:
            told = "".join(traceback.format_exception_only(error)).strip()
            return unmarked(content, assignment, f"{OURS} ({told[:300]})")


def on_this_machine(workers):
    """Processes of this machine, twice if need be; what is then still left, because its worker was ended, one by one."""

    def engine(submissions, settings):
        left = {id(submission): submission for submission in submissions}
        for _ in range(2):
            try:
                for submission, result in _in_processes(left.values(), settings, workers):
                    del left[id(submission)]
                    yield submission, result
            except BrokenProcessPool:
                continue
            return
        yield from _one_by_one(left.values(), settings)

    return engine


def _in_processes(submissions, settings, workers):
    context = get_context("forkserver")
    context.set_forkserver_preload([grade_one.__module__])  # loaded once for all workers
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = {pool.submit(grade_one, s.content, s.assignment, settings): s for s in list(submissions)}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        except (KeyboardInterrupt, GeneratorExit):
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _one_by_one(submissions, settings):
    """Each in a process of its own: which of them ends its worker?"""
    for submission in submissions:
        try:
            yield from _in_processes([submission], settings, 1)
        except BrokenProcessPool:
            yield submission, unmarked(submission.content, submission.assignment, f"{OURS} (Its worker was ended from outside.)")


def on_cluster(address):
    """Map over the workers of a Dask cluster. What a lost worker had in hand is done again by another one."""

    def engine(submissions, settings):
        try:
            from distributed import Client
            from distributed import as_completed as completed
        except ImportError:
            raise collect.NothingThere("--scheduler needs dask.distributed: pip install distributed") from None
        try:
            client = Client(address, set_as_default=False, timeout=CONNECT)
        except (OSError, ValueError) as reason:
            raise collect.NothingThere(f"No Dask scheduler answers at {address} ({type(reason).__name__}).") from None
        with client:
            client.submit(sandbox.build, settings["allowed_without"], pure=False).result()  # refuses here, as on one machine
            futures = {
                client.submit(grade_one, s.content, s.assignment, settings, pure=False, retries=3): s for s in submissions
            }
            for future in completed(futures, loop=client.loop):
                submission = futures[future]
                problem = future.exception()
                if problem is not None:
                    yield submission, unmarked(submission.content, submission.assignment, f"{OURS} ({type(problem).__name__})")
                else:
                    yield submission, future.result()

    return engine
