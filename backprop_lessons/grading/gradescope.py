"""An autograder for Gradescope: `… gradescope build` writes the zip to upload, and inside its container `… gradescope` grades.

A container there holds one submission, and as a rule cannot make a sandbox of its own. Then the submission runs as a user without
rights, from whom the checks, the references and the results are locked away; each result says which it was.
"""

import argparse
import json
import os
import sys
import zipfile
from pathlib import Path

from .._files import write_whole
from . import collect, sandbox
from .assignments import ASSIGNMENTS
from .marking import mark

PACKAGE = Path(__file__).parents[1]
NEEDED = ("numpy", "matplotlib", "tqdm")  # what the cells of the released notebooks import
CHOSEN = "assignment.txt"
SETUP = """#!/usr/bin/env bash
# Once, when the image is made: a sandbox, a Python, and the packages of the exercise notebooks.
set -euo pipefail
root="${AUTOGRADER:-/autograder}"
command -v bwrap >/dev/null || { apt-get update && apt-get install -y bubblewrap; }
fits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; }
for python in python3.13 python3.12 python3.11 python3; do
    if fits "$python"; then break; fi
    python=""
done
if [ -z "$python" ]; then
    apt-get update && apt-get install -y python3.11 python3.11-venv
    python=python3.11
fi
"$python" -m venv "$root/env"
"$root/env/bin/python" -m pip install --disable-pip-version-check -q -r "$root/source/requirements.txt"
"""
RUN = """#!/usr/bin/env bash
# For each submission.
root="${AUTOGRADER:-/autograder}"
chmod 700 "$root/source" "$root/results"
cd "$root/source" && exec "$root/env/bin/python" -m backprop_lessons.grading.gradescope grade "$root"
"""


def build(target, assignment=None):
    """Write the zip file: the package, the two scripts, and which notebook is asked for."""
    pins = [f"{name}=={_version(name)}" for name in NEEDED]
    files = {"setup.sh": SETUP, "run_autograder": RUN, "requirements.txt": "\n".join(pins) + "\n", CHOSEN: assignment or ""}
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            files[path.relative_to(PACKAGE.parent).as_posix()] = path.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))  # a fixed time: the same package makes the same zip
            entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)


def _version(name):
    from importlib.metadata import version

    return version(name)


def grade(root):
    """Grade root/submission into root/results/results.json, as Gradescope wants it. Always writes a result."""
    (root / "results").mkdir(exist_ok=True)
    try:
        found = _results(root)
    except collect.NothingThere:
        found = {"score": 0, "output": "No notebook (.ipynb) was handed in."}
    write_whole(root / "results" / "results.json", json.dumps(found, indent=1))


def _results(root):
    assignment = (root / "source" / CHOSEN).read_text(encoding="utf-8").strip() or None
    submissions, _ = collect.collect(root / "submission", assignment)
    newest = max(submissions, key=lambda submission: submission.time)
    result = mark(newest.content, _shut_in(), newest.assignment)
    lines = [result["problem"], *(f"Cell {cell['cell']}: {cell['text']}" for cell in result["cells"])]
    if len(submissions) > 1:
        lines.append(f"Several notebooks were handed in; the newest was graded: {newest.file}.")
    lines.append(f"Fresh random numbers, seed {result['seed']}; sandbox: {result['sandbox']}.")
    return {
        "output": "\n".join(line for line in lines if line),
        "output_format": "text",  # what a student wrote stays text
        "tests": [_test(exercise) for exercise in result["exercises"]],
        **({} if result["exercises"] else {"score": 0}),
        "extra_data": {key: result[key] for key in ("seed", "sandbox", "notes", "claimed", "version", "questions", "sha256")},
    }


def _shut_in():
    try:
        return sandbox.build()
    except sandbox.NoSandbox:
        return sandbox.build("before" if os.getuid() == 0 else True)


def _test(exercise):
    """One question as Gradescope shows it."""
    lines = []
    for part in exercise["parts"]:
        lines.append(f"{part['name']}: {part['status']}, {part['points']:g} of {part['out_of']:g}")
        lines += [part[key] for key in ("where", "idea") if part["status"] == "wrong" and part[key]]
    right = all(part["status"] == "right" for part in exercise["parts"])
    return {
        "number": exercise["id"], "name": exercise["title"], "score": exercise["points"], "max_score": exercise["out_of"],
        "status": "passed" if right else "failed", "output": "\n".join(lines), "output_format": "text", "visibility": "visible",
    }  # fmt: skip


def main(words=None):
    parser = argparse.ArgumentParser(prog="python -m backprop_lessons.grading.gradescope", description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    builder = commands.add_parser("build", help="write the zip file to upload")
    builder.add_argument("-o", "--out", type=Path, default=Path("autograder.zip"))
    builder.add_argument("--assignment", choices=list(ASSIGNMENTS), help="the notebook that is asked for; without it each file tells")
    grader = commands.add_parser("grade", help="inside the container")
    grader.add_argument("root", type=Path, nargs="?", default=Path("/autograder"))
    options = parser.parse_args(words)
    if options.command == "grade":
        grade(options.root)
        return 0
    build(options.out, options.assignment)
    print(f"Written: {options.out} ({options.out.stat().st_size / 1000:,.0f} KB). Upload it as the autograder of your assignment.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
