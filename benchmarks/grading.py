"""`python -m benchmarks.grading`: grade a class of generated submissions, and measure throughput and memory.

Every submission's honest points are known beforehand, so a wrong mark would be seen. With --save it renews GRADING.md.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from backprop_lessons.exercises.registry import EXERCISES  # noqa: E402
from backprop_lessons.grading import grade  # noqa: E402
from backprop_lessons.grading.assignments import LESSONS  # noqa: E402
from benchmarks import machine  # noqa: E402

KINDS = {"right": 35, "half": 25, "wrong": 15, "blank": 15, "hostile": 10}  # of a hundred
SHARE = 0.02  # of the class hands in the capstone as well, which trains a network
HOSTILE = [
    "import os\nos._exit(0)",
    "import sys\nsys.exit()",
    "def check(*args, **named): return 'right'",
    "a = []\nwhile True: a.append(bytearray(10**8))",
    "import os, time\nif os.fork() == 0:\n    while True: time.sleep(1)",
    "from backprop_lessons.exercises.registry import EXERCISES",
    "for _ in range(300): print('x' * 100_000)",
    "while True: pass",
    "import socket\nsocket.create_connection(('1.1.1.1', 80), 1)",
    "def broken(:",
]


def submission(name, kind, rng):
    """(bytes of the notebook, honest points)."""
    from tests.grading.handed_in import notebook, solved  # here, for it takes seconds to load, and no worker needs it

    right = solved(name)
    functions = [e for e in EXERCISES.values() if f"stub-{e.id.replace('.', '-')}" in right]
    if kind == "right":
        return notebook(name, right), sum(e.points for e in EXERCISES.values() if f"check-{e.id.replace('.', '-')}" in right)
    if kind == "blank":
        return notebook(name, first=[f"seat = {rng.random()}"]), 0
    chosen = functions[: rng.randint(1, len(functions))]  # the first ones: later answers may call earlier ones
    answers = {f"stub-{e.id.replace('.', '-')}": right[f"stub-{e.id.replace('.', '-')}"] for e in chosen}
    points = sum(part.points for e in chosen for part in e.functions)
    if kind == "wrong":  # everything is turned round
        for exercise, id in zip(chosen, list(answers), strict=True):
            answers[id] += "".join(map(_spoilt, exercise.functions))
        return notebook(name, answers), 0
    return notebook(name, answers, first=[rng.choice(HOSTILE)] if kind == "hostile" else []), points


def _spoilt(part):
    """Lines after a right function that make it wrong."""
    return f"\n\nright_{part.name} = {part.name}\ndef {part.name}(*args):\n    right_{part.name}(*args)\n    return 'spoilt'"


def make(folder, students, rng):
    """Write the class into a folder; {(student, notebook): (kind, honest points)}."""
    from tests.grading.handed_in import copied

    expected = {}
    kinds = rng.choices(list(KINDS), weights=KINDS.values(), k=students)
    for k, kind in enumerate(kinds):
        name = LESSONS[k % len(LESSONS)]
        if k >= students * (1 - SHARE):
            name, kind = "capstone", "right"
        content, points = submission(name, kind, rng)
        copied(folder, f"student{k:04}/{name}.ipynb", content)
        expected[f"student{k:04}", name] = kind, points
    return expected


class Memory(threading.Thread):
    """Looks once a second at how much memory the processes below this one hold. To look more often would take a share of a core."""

    def __init__(self):
        super().__init__(daemon=True)
        self.peak, self.running = {"worker": 0, "sandbox": 0}, True

    def run(self):
        import psutil

        me = psutil.Process()
        while self.running:
            for process in me.children(recursive=True):
                try:
                    kind = "sandbox" if "from inside." in " ".join(process.cmdline()) else "worker"
                    self.peak[kind] = max(self.peak[kind], process.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(1.0)


def measure(students, seed, workers):
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        expected = make(Path(folder) / "in", students, rng)
        memory, load, begun = Memory(), os.getloadavg()[0], time.monotonic()
        memory.start()
        outcome = grade(Path(folder) / "in", Path(folder) / "out", workers=workers, progress=_show, limits=(5.0, 60.0))
        seconds = time.monotonic() - begun
        memory.running = False
    results = {(result["student"], result["assignment"]): result for result in outcome.results.values()}
    unfair = {
        who: (kind, points, results.get(who)) for who, (kind, points) in expected.items()
        if who not in results or results[who]["points"] != points
    }  # fmt: skip
    return {
        "students": students, "seed": seed, "workers": workers, "seconds": seconds, "load": load, "unfair": unfair, "peak": memory.peak,
        "kinds": Counter(kind for kind, _ in expected.values()), "spent": Counter(_by_kind(outcome, expected)),
    }  # fmt: skip


def _reasons(result):
    """What a mark that is not the honest one was given for: what stopped, and the sentences of the parts that lost points."""
    yield result["problem"]
    yield from (f"Cell {cell['cell']}: {cell['text']}" for cell in result["cells"])
    for exercise in result["exercises"]:
        yield from (f"{exercise['id']} {part['name']}: {part['status']} {part['where']} {part['idea']}"
                    for part in exercise["parts"] if part["points"] < part["out_of"])  # fmt: skip


def _by_kind(outcome, expected):
    """Seconds spent on each kind of submission."""
    spent = Counter()
    for result in outcome.results.values():
        spent[expected[result["student"], result["assignment"]][0]] += result["seconds"]
    return spent


def _show(done, total):
    if done % 100 == 0 or done == total:
        print(f"   {done} of {total}", flush=True)


def page(found):
    """GRADING.md."""
    rate = found["students"] / found["seconds"] / found["workers"]
    others = [kind for kind in found["kinds"] if kind != "hostile"]
    honest = sum(found["kinds"][kind] for kind in others) / sum(found["spent"][kind] for kind in others)
    kinds = "\n".join(f"| {kind} | {n} | {found['spent'][kind] / n:.2f} |" for kind, n in sorted(found["kinds"].items()))
    about = "\n".join(f"- {what}: {value}" for what, value in machine.describe(["numpy"]) if "load" not in what)
    return f"""# Grading a class: throughput and memory

Made by `python -m benchmarks.grading --save`.

{about}
- load at the start: {found["load"]:.1f}
- seed of the class: {found["seed"]}

| what | measured | goal |
|---|---:|---:|
| submissions | {found["students"]:,} | 1,000 |
| workers | {found["workers"]} | 2 |
| seconds in all | {found["seconds"]:.0f} | |
| submissions per second and core | {rate:.2f} | ≥ 5 |
| the same without the hostile ones (by the workers' clocks) | {honest:.2f} | ≥ 5 |
| largest memory of a worker (MB) | {found["peak"]["worker"] / 1e6:.0f} | ≤ 200 |
| largest memory of a sandbox (MB) | {found["peak"]["sandbox"] / 1e6:.0f} | |
| marks that are not the honest ones | {len(found["unfair"])} | 0 |

| kind | submissions | seconds each (one worker's clock) |
|---|---:|---:|
{kinds}

Every notebook of the eight lessons in turn, and the capstone, which trains a network, for one in {round(1 / SHARE)}. Hostile ones end the
process, fill the memory, fork, loop for ever (stopped after 5 seconds here), and the like.
"""


def main(argv=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.grading", description=__doc__)
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--save", action="store_true", help="renew benchmarks/GRADING.md")
    options = parser.parse_args(argv)
    found = measure(options.students, options.seed, options.workers)
    print(page(found))
    for who, (kind, honest, result) in found["unfair"].items():
        print("NOT HONEST:", *who, kind, "honest", honest, "given", result and result["points"])
        for reason in filter(None, _reasons(result) if result else ()):
            print("   ", reason)
    if options.save:
        (HERE / "GRADING.md").write_text(page(found), encoding="utf-8")
    return 1 if found["unfair"] else 0


if __name__ == "__main__":
    sys.exit(main())
