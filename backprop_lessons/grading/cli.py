"""The command line of the grader."""

import argparse
import sys
from datetime import datetime

from . import batch, collect, sandbox
from .assignments import ASSIGNMENTS

ENDS = "exit status: 0 all graded, 1 some were not (the list says which and why), 2 nothing was begun"


def parser():
    words = argparse.ArgumentParser(
        prog="python -m backprop_lessons.grading",
        description="Grade a folder of notebooks, or the zip file of a learning platform (Moodle, Canvas, or one folder for each student).",
        epilog=ENDS,
    )
    words.add_argument("submissions", help="a folder or a zip file; whose a notebook is, its folder or its name says")
    words.add_argument("-o", "--out", default="graded", help="where results/, feedback/ and grades.csv go (default: graded)")
    words.add_argument("--assignment", choices=list(ASSIGNMENTS), help="the notebook that was asked for; without it each file tells")
    words.add_argument("--roster", metavar="CSV", help="the class, to list who is missing: a csv file with a heading")
    words.add_argument("--due", metavar="TIME", type=_time, help="such as 2026-12-01T23:59; later files are marked as late")
    words.add_argument("--book", metavar="URL", default="", help="the address of the course's book, for links to its lessons")
    words.add_argument("-j", "--workers", type=_positive, metavar="N", help="processes (default: one for each core)")
    words.add_argument("--scheduler", metavar="ADDRESS", help="of a Dask cluster, to grade there")
    words.add_argument("--seed", type=_whole, help="the fresh random numbers of a result, to repeat its mark exactly")
    words.add_argument("--again", action="store_true", help="also those that were graded before and have not changed")
    words.add_argument("--dry-run", action="store_true", help="only list what would be done")
    words.add_argument("--cell-seconds", type=_positive, default=30, metavar="S", help="for one cell (default: 30)")
    words.add_argument("--seconds", type=_positive, default=300, metavar="S", help="for one submission in all (default: 300)")
    words.add_argument(
        "--no-sandbox", action="store_true",
        help="run submissions with YOUR rights: they can read your files and change them. Every result then says so",
    )  # fmt: skip
    return words


def _time(text):
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-12-01T23:59") from None


def _positive(text):
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"a whole number of 1 or more is expected, not {text}")
    return number


def _whole(text):
    if not text.isdigit():
        raise argparse.ArgumentTypeError(f"a whole number is expected, not {text!r}")
    return int(text)


def main(words=None):
    options = parser().parse_args(words)
    try:
        if options.dry_run:
            return dry_run(options)
        outcome = _run(options)
    except (collect.NothingThere, sandbox.NoSandbox) as reason:
        print(reason, file=sys.stderr)
        if isinstance(reason, sandbox.NoSandbox):
            print("--no-sandbox grades without it; read first what that means (--help).", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. What was graded is kept; the same command goes on from there.", file=sys.stderr)
        return 130
    _tell(outcome, options)
    return 1 if outcome.failed else 0


def _run(options):
    from tqdm import tqdm

    with tqdm(unit="", desc="grading", disable=None, file=sys.stderr) as bar:

        def progress(done, total):
            bar.total = total
            bar.update(done - bar.n)

        return batch.grade(
            options.submissions, options.out, assignment=options.assignment, roster=options.roster, due=options.due,
            workers=options.workers, scheduler=options.scheduler, sandboxed=not options.no_sandbox, again=options.again, seed=options.seed,
            book=options.book, progress=progress, limits=(options.cell_seconds, options.seconds),
        )  # fmt: skip


def _tell(outcome, options):
    """What was done, in a few lines."""
    new = len(outcome.results) - len(outcome.kept)
    failed = f"; of these, {len(outcome.failed)} could not be graded" if outcome.failed else ""
    print(f"{new} new, {len(outcome.kept)} kept from an earlier run{failed}.")
    for key in outcome.failed:
        result = outcome.results[key]
        print(f"  not graded: {result['student']} ({result['file']}): {result['problem']}")
    for row in outcome.missing:
        print(f"  missing: {', '.join(value for value in row.values() if value)}")
    if options.no_sandbox:
        print("Graded WITHOUT a sandbox, as every result says.")
    print(f"Marks: {options.out}/grades.csv; pages for the students: {options.out}/feedback/; everything: {options.out}/results/")


def dry_run(options):
    """List whose files there are, which count, and what would be done with them."""
    submissions, others = collect.collect(options.submissions, options.assignment, options.due)
    rows = collect.roster(options.roster) if options.roster else []
    for submission in submissions:
        known = not options.again and batch.kept(batch.Path(options.out), submission, not options.no_sandbox)
        what = "is graded already" if known else "would be graded"
        late = ", late" if submission.late else ""
        print(f"{submission.student}: {submission.assignment or 'not recognised'} ({submission.file}{late}): {what}")
        for older in submission.older:
            print(f"    older, does not count: {older}")
    for row in collect.missing(rows, [submission.student for submission in submissions]):
        print(f"missing: {', '.join(value for value in row.values() if value)}")
    for other in others:
        print(f"no notebook, left alone: {other}")
    return 0
