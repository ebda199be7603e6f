"""hand_in: a copy of the notebook with your name and your points, ready to be sent or uploaded."""

import json
import os
import re
import sys
from datetime import datetime
from pathlib import Path

from .._files import write_whole
from .feedback import Note, points_text
from .points import POINTS, remember
from .registry import EXERCISES

FOLDER = "handed_in"
SESSION = "JPY_SESSION_NAME"  # where JupyterLab and Notebook 7 write which notebook this kernel belongs to
BINDER = "BINDER_LAUNCH_HOST"  # where Binder writes from where it was started


def hand_in(name, notebook=None):
    """Write handed_in/NOTEBOOK-NAME.ipynb: the saved notebook with your name and the points you claim in its metadata.

    name: yours. notebook: its file, where it cannot be found out. Save the notebook first: what is on the disk is handed in.
    Warns of answer cells and checks that have not been run. The points are a claim; whoever grades checks them again.
    """
    if not isinstance(name, str) or not name.strip():
        return Note('Whose work is it? Write hand_in("Ada Lovelace").')
    path = Path(notebook) if notebook else Path(Path(os.environ.get(SESSION, "")).name)  # a kernel runs in its notebook's folder
    if not path.is_file():
        return Note("The notebook's file was not found. Name it: " + 'hand_in("Ada Lovelace", notebook="01_neuron.ipynb").')
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = content["cells"]
        metadata = content["metadata"]
    except (OSError, ValueError, KeyError, TypeError):
        return Note(f"{path} is not a notebook that can be read. Nothing was written.")
    remember()
    chapters = _exercises_in(cells)
    claimed = {exercise.id: POINTS.of(exercise) for exercise in chapters}
    time = datetime.now().astimezone().isoformat(timespec="seconds")
    metadata["hand_in"] = {"name": name.strip(), "time": time, "points_claimed": claimed}
    target = path.parent / FOLDER / f"{path.stem}-{_plain(name)}.ipynb"
    try:
        _write(target, content)
    except OSError as error:
        return Note(f"The copy could not be written to {target}: {error.strerror}.")
    total = points_text(sum(claimed.values()), sum(exercise.points for exercise in chapters))
    lines = [f"Written: {target}. Points claimed: {total}.", *_warnings(cells, path)]
    if os.environ.get(BINDER):
        lines.append(f"Binder forgets it when you leave: open the folder {FOLDER} in the list of files, right click, Download.")
    return Note("\n".join(lines))


def _exercises_in(cells):
    """The exercises that this notebook checks."""
    asked = set(re.findall(r'check\("([\d.]+)"', "\n".join("".join(cell.get("source", "")) for cell in cells)))
    return [exercise for exercise in EXERCISES.values() if exercise.id in asked]


def _warnings(cells, path):
    """Sentences on cells that were not run, or not in the order in which they stand."""
    code = [cell for cell in cells if cell.get("cell_type") == "code" and _source(cell)]
    asked = [(number, cell) for number, cell in enumerate(code, start=1) if "hand_in(" not in _source(cell)]
    ran = _run_here()
    unrun = [number for number, cell in asked if not cell.get("execution_count") or (ran is not None and _source(cell) not in ran)]
    counts = [cell["execution_count"] for _, cell in asked if cell.get("execution_count")]
    lines = []
    if unrun:
        which = f"code cell{'s' * (len(unrun) > 1)} {', '.join(map(str, unrun[:8]))}{' …' * (len(unrun) > 8)} of {len(code)}"
        lines.append(f"Not run as saved, since this kernel started: {which}. Run all cells, save, and hand in again.")
    if counts != sorted(counts):
        lines.append("The cells were not run from top to bottom. Restart the kernel and run all, to see that it still works in that order.")
    age = datetime.now().timestamp() - path.stat().st_mtime
    if age > 120:
        lines.append(f"The notebook was last saved {_ago(age)} ago. If you have changed it since, save it and hand in again.")
    return lines


def _source(cell):
    return "".join(cell.get("source", "")).strip()


def _run_here():
    """The sources that this kernel has run, None outside of one. A notebook is handed out with counts, so these alone say little."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell and {source.strip() for source in shell.history_manager.input_hist_raw}


def _ago(seconds):
    minutes = round(seconds / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"


def _plain(name):
    """The name as a part of a file's name."""
    return re.sub(r"[^\w-]+", "_", name.strip()).strip("_") or "unnamed"


def _write(target, content):
    target.parent.mkdir(exist_ok=True)
    write_whole(target, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
