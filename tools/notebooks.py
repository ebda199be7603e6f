"""Run the lessons anew, tidy what they put out, and store it: `python -m tools.notebooks refresh [NOTEBOOK …]`.

A stored notebook holds nothing that changes from run to run, so a refresh with nothing new leaves no diff.
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbstripout import strip_output

from backprop_lessons._files import write_whole
from tools.notebook_lint import lint

ROOT = Path(__file__).resolve().parents[1]
VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_SECONDS = 60
NOTEBOOK_SECONDS = 300
STALLED = 4  # exit code of a run that stood still, which is not the notebook's fault


class Failed(Exception):
    """A notebook did not run to its end; the message says where and why."""


def paths():
    """Every notebook of the course, lessons first."""
    lessons = ROOT / "lessons"
    return sorted(lessons.glob("*.ipynb")) + sorted(lessons.glob("exercises/*.ipynb"))


def shown(path):
    """The path as a person at the project's root would write it."""
    path = Path(path).resolve()
    return path.relative_to(ROOT).as_posix() if ROOT in path.parents else str(path)


# --- tidying


def tidy(nb):
    """Drop what differs from run to run; put a live control's picture in the control's place."""
    models = nb.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [still for output in cell.outputs for still in still_forms(output, models)]
    strip_output(
        nb,
        keep_output=True,
        keep_count=True,
        keep_id=True,
        extra_keys=[
            "metadata.widgets",
            "metadata.language_info.version",
            "cell.metadata.execution",
            "cell.metadata.ExecuteTime",
            "cell.metadata.collapsed",
            "cell.metadata.scrolled",
        ],
    )
    nb.metadata["kernelspec"] = dict(KERNEL)
    return nb


def still_forms(output, models):
    """What is stored for one output: itself without its live view, or the pictures inside a control without page form."""
    if output.output_type == "error":
        output.traceback = own_frames(output.traceback)
    view = output.get("data", {}).get(VIEW)
    if view is None:
        return [output]
    inside = list(outputs_inside(view["model_id"], models))
    if "text/html" in output.data or not inside:
        # Without either form the view stays, and the lint names the cell
        if "text/html" in output.data:
            del output.data[VIEW]
        return [output]
    return [nbformat.from_dict(found) for found in inside]


def outputs_inside(model_id, models):
    """The outputs that a control drew below itself (`interact` keeps them in an Output widget)."""
    state = models.get(model_id, {}).get("state", {})
    yield from state.get("outputs", [])
    for child in state.get("children", []):
        yield from outputs_inside(child.removeprefix("IPY_MODEL_"), models)


def own_frames(traceback):
    """A traceback without the frames in files: their paths are of one machine, and the message is what teaches."""
    plain = [re.sub(r"\x1b\[[\d;]*m", "", part) for part in traceback]
    return [part for part, text in zip(traceback, plain, strict=True) if not text.startswith("File ")]


# --- running


def execute(source, target):
    """Run one notebook in its own folder and write the tidied result to `target`; return an exit code."""
    os.environ["BACKPROP_LESSONS_POINTS"] = "off"  # a stored exercise is a blank one, whatever somebody has earned here
    nb = nbformat.read(source, as_version=4)
    at = {"number": 0, "line": ""}

    def remember(cell, cell_index):
        if cell.cell_type == "code":
            at["number"] += 1
            at["line"] = cell.source.strip().split("\n")[0]

    client = NotebookClient(
        nb,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        on_cell_start=remember,
        resources={"metadata": {"path": str(Path(source).resolve().parent)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        what = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else str(error).split("\n")[0]
        print(f"code cell {at['number']} ({at['line']})\n    {what}")
        return STALLED if isinstance(error, CellTimeoutError) else 1
    nbformat.write(tidy(nb), target)
    return 0


def executed(path, seconds=NOTEBOOK_SECONDS):
    """The notebook's text after a run in a process of its own. A stall, which a busy machine can cause, gets a new try."""
    target = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    command = [sys.executable, "-m", "tools.notebooks", "execute", str(path), str(target)]
    try:
        for last_try in (False, True):
            try:
                run = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=seconds)
            except subprocess.TimeoutExpired:
                code, said = STALLED, f"the notebook did not end within {seconds:g} seconds"
            else:
                code, said = run.returncode, run.stdout.strip() or run.stderr.strip()
            if code == 0:
                return target.read_text(encoding="utf-8")
            if code != STALLED or last_try:
                raise Failed(f"{shown(path)} did not run: {said}\nThe stored notebook was left as it was.")
            print(f"   {shown(path)} stood still, which happens on a busy machine; trying once more", flush=True)
    finally:
        target.unlink(missing_ok=True)


def refresh(notebooks):
    """Run and store each notebook; stop at the first that fails. Returns the number of lint findings."""
    findings = 0
    for number, path in enumerate(notebooks, start=1):
        print(f"-- {number} of {len(notebooks)}: {shown(path)}", flush=True)
        started = time.monotonic()
        text = executed(path)
        if changed := text != path.read_text(encoding="utf-8"):
            write_whole(path, text)
        print(f"   run in {time.monotonic() - started:.0f} s, {'stored' if changed else 'nothing changed'}", flush=True)
        for finding in lint(json.loads(text), shown(path)):
            findings += 1
            print("   " + finding)
    return findings


def main(argv):
    command, *names = argv or ["help"]
    if command == "execute":
        return execute(*names)
    notebooks = [Path(name) for name in names] or paths()
    if missing := [str(path) for path in notebooks if not path.is_file()]:
        print(f"There is no notebook {missing[0]}.")
        return 1
    if command == "refresh":
        try:
            return 1 if refresh(notebooks) else 0
        except Failed as reason:
            print(f"\n{reason}")
            return 1
    if command == "lint":
        found = [line for path in notebooks for line in lint(json.loads(path.read_text(encoding="utf-8")), shown(path))]
        print("\n".join(found + [f"{len(notebooks)} notebooks looked at, {len(found)} findings"]))
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
