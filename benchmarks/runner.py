"""One run: every case and every claim, in turn, with a bar that says how far it is."""

import gc
import importlib.util
import sys
import time

import numpy as np

from . import claims, contestants, machine, peers
from .cases import CASES, QUICK
from .measure import BLOCK, ROUNDS, settle, take_turns
from .problems import Problem, void

PACKAGES = {"PyTorch": "torch", "JAX": "jax", "autograd": "autograd", "scikit-learn": "sklearn"}
VERSIONS = ["numpy", "torch", "jax", "jaxlib", "autograd", "scikit-learn"]


def run(with_peers=False, quick=False, only=""):
    """All results as plain data: machine, rounds, missing, rows, steps."""
    rounds, block = (3, 0.001) if quick else (ROUNDS, BLOCK)
    missing = [name for name, module in PACKAGES.items() if with_peers and not importlib.util.find_spec(module)]
    if with_peers and "JAX" not in missing:
        import jax

        jax.config.update("jax_cpu_enable_async_dispatch", False)  # short steps are quicker so
    people = {**contestants.ALONE, **peers.SCALARS}
    people |= {name: build for name, build in peers.PEERS.items() if with_peers and name not in missing}

    def turns(contestants, again=False, few=False):
        gc.collect()
        gc.freeze()  # what is there already is no contestant's garbage: the collector need not go through it in their time
        try:
            return take_turns(contestants, max(3, rounds // 3) if few else rounds * (1 + again), block)
        finally:
            gc.unfreeze()

    results = {"machine": machine.describe(VERSIONS if with_peers else ["numpy"]), "rounds": rounds}
    results |= {"missing": missing, "rows": [], "steps": {}}
    jobs = [(str(case), lambda case=case: one_case(case, people, turns, results["steps"])) for case in (QUICK if quick else CASES)]
    jobs += claims.all_claims(turns, with_peers, quick)
    jobs = [(name, job) for name, job in jobs if only in name]
    from .report import as_dict

    for done, (name, job) in enumerate(jobs):
        bar(done, len(jobs), name)
        results["rows"] += [as_dict(row) for row in job()]
        gc.collect()
    bar(len(jobs), len(jobs), "")
    if machine.load():
        results["machine"].append(("load at the end", machine.load()))
    return results


def one_case(case, people, turns, steps):
    """Rows for one network and batch: first everybody's weights, then everybody's times."""
    problem = Problem(case.sizes, case.batch)
    taking_part = [people[name](problem) for name in case.contestants if name in people]
    reasons = void(problem, taking_part, case.steps)
    taking_part = [contestant for contestant in taking_part if contestant.name not in reasons]
    goals = [goal for goal in case.goals if goal.against in people]
    if "engine" in reasons:
        return [row(problem, goal, (), reasons["engine"]) for goal in goals]
    times, judged = settle(goals, turns(taking_part), lambda: turns(taking_part, again=True))
    steps[str(problem)] = {name: float(np.median(seconds)) for name, seconds in times.items()}
    return [row(problem, goal, *judged.get(i, ((), reasons.get(goal.against)))) for i, goal in enumerate(goals)]


def row(problem, goal, measured, word):
    """The Row of a goal."""
    claim = f"{goal.against} / engine" if goal.at_least else f"engine / {goal.against}"
    return claims.Row(str(problem), claim, str(goal), measured, word)


def bar(done, total, name, start=time.monotonic()):  # noqa: B008 (the time at which the program started)
    """How far it is, on one line of the terminal; a plain line per case where the output is no terminal."""
    filled = 30 * done // max(total, 1)
    line = f"[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}  {time.monotonic() - start:4.0f} s  {name}"
    live = sys.stderr.isatty()
    print(f"\r{line[:100]:100}" if live else line, end="\n" if done == total or not live else "", file=sys.stderr, flush=True)


def how_to_install():
    """The command that installs the peers into this Python."""
    pip = f"{sys.executable} -m pip install" if importlib.util.find_spec("pip") else f"uv pip install --python {sys.executable}"
    return f"{pip} -r benchmarks/requirements-peers.txt"
