"""The benchmarks' judgement: turns, quartiles, verdicts, and the refusal of whoever computes something else. No time is asserted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import claims, contestants, machine, peers, problems, report, runner
from benchmarks.cases import CASES, Case, faster
from benchmarks.measure import (
    Contestant,
    Goal,
    Quartiles,
    one_block,
    quartiles,
    settle,
    steps_per_block,
    take_turns,
    verdict,
)

ROOT = Path(__file__).resolve().parents[1]
AT_LEAST, AT_MOST = Goal("peer", True, 10, 7), Goal("peer", False, 1.5, 1.8)


class Clock:
    """A clock that only steps move."""

    now = 0.0

    def __call__(self):
        return self.now


def person(clock, name, seconds, log):
    def run():
        clock.now += seconds
        log.append(name)

    return Contestant(name, run)


# --- turns


def test_a_block_is_filled_with_steps():
    clock, log = Clock(), []
    assert steps_per_block(person(clock, "quick", 0.0001, log), block=0.014, clock=clock) == 140
    assert steps_per_block(person(clock, "slow", 0.5, log), block=0.014, clock=clock) == 1


def test_a_first_step_that_compiles_does_not_count():
    clock = Clock()
    costs = iter([3.0] + [0.001] * 1000)
    compiles_first = Contestant("compiler", lambda: setattr(clock, "now", clock.now + next(costs)))
    assert steps_per_block(compiles_first, block=0.014, clock=clock) == 14


def test_work_in_the_background_is_waited_for():
    clock = Clock()
    later = Contestant("later", lambda: None, finish=lambda: setattr(clock, "now", clock.now + 0.3))
    assert one_block(later, 3, clock) == pytest.approx(0.1)


def test_everybody_has_a_turn_in_each_round_and_the_order_moves_on():
    clock, log = Clock(), []
    people = [person(clock, name, 1.0, log) for name in "abc"]
    times = take_turns(people, rounds=4, block=0.1, clock=clock)
    assert "".join(log[-12:]) == "abc" "bca" "cab" "abc"
    assert {name: list(seconds) for name, seconds in times.items()} == {name: [1.0] * 4 for name in "abc"}


# --- statistics and verdicts


def test_ratios_are_taken_within_a_round():
    """The machine gets ten times slower half way through, and no ratio notices."""
    mood = np.array([1, 1, 10, 10])
    times = {"engine": 2.0 * mood, "peer": 6.0 * mood}
    assert quartiles(AT_LEAST.ratios(times, "engine")) == (3, 3, 3)
    assert quartiles(AT_MOST.ratios(times, "engine")) == pytest.approx((1 / 3,) * 3)


def test_quartiles():
    assert quartiles([5, 1, 2, 4, 3]) == Quartiles(2, 3, 4)


@pytest.mark.parametrize(
    ("goal", "measured", "word"),
    [
        (AT_LEAST, (11, 12, 13), "holds"),
        (AT_LEAST, (10, 10, 10), "holds"),
        (AT_LEAST, (9, 11, 13), "inconclusive"),
        (AT_LEAST, (9, 9.5, 10.5), "inconclusive"),
        (AT_LEAST, (7, 8, 9), "short of the goal"),
        (AT_LEAST, (5, 6, 9), "falls short"),
        (AT_MOST, (1.1, 1.2, 1.3), "holds"),
        (AT_MOST, (1.4, 1.45, 1.6), "inconclusive"),
        (AT_MOST, (1.6, 1.7, 1.9), "short of the goal"),
        (AT_MOST, (1.9, 2.0, 2.1), "falls short"),
    ],
)
def test_verdicts(goal, measured, word):
    assert verdict(goal, Quartiles(*measured)) == word


def times_of(*ratios):
    return {"engine": np.ones(len(ratios)), "peer": np.array(ratios, float)}


def test_inconclusive_is_measured_once_more_and_may_stand():
    asked = []

    def again(result):
        asked.append(result)
        return result

    clear, unclear = times_of(12, 12, 12), times_of(8, 9, 11, 12)
    assert settle([AT_LEAST], clear, lambda: again(unclear))[1][0] == ((12, 12, 12), "holds") and not asked
    assert settle([AT_LEAST], unclear, lambda: again(clear))[1][0][1] == "holds" and len(asked) == 1
    assert settle([AT_LEAST], unclear, lambda: again(unclear))[1][0][1] == "inconclusive" and len(asked) == 2


def test_a_goal_against_somebody_absent_is_not_judged():
    assert settle([Goal("absent", True, 2, 1)], times_of(1), None)[1] == {}


# --- the same weights, or void


@pytest.mark.parametrize("name", ["engine", *contestants.ALONE])
def test_who_needs_only_numpy_agrees(name):
    problem = problems.Problem((8, 6, 5, 3), 4)
    assert problems.void(problem, [contestants.ALONE[name](problem)], steps=10) == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", [*peers.SCALARS, *peers.PEERS])
def test_peers_agree(name):
    modules = {**runner.PACKAGES, "micrograd": "numpy", "course's graph": "numpy"}
    pytest.importorskip(modules[name], reason=f"{name} is not installed")
    problem = problems.Problem((8, 6, 3), 1)
    assert problems.void(problem, [{**peers.SCALARS, **peers.PEERS}[name](problem)], steps=10) == {}


def test_the_reference_moves():
    problem = problems.Problem((8, 6, 3), 4)
    assert problems.disagreement(problem.start, problem.after(5), problem.after(5)) == 0
    assert problems.disagreement(problem.start, problem.after(5), problem.start) == pytest.approx(1)
    assert problems.disagreement(problem.start, problem.after(5), problem.after(4)) > 0.1


def spoiled(problem, spoil):
    """The textbook's step with a mistake."""
    road = contestants.Textbook(problem)

    def run():
        road.step()
        spoil(road)

    return Contestant("spoiled", run, lambda: road.parameters)


def forget_biases(road):
    for _, b in road.parameters:
        b[...] = 0


MISTAKES = {
    "biases never updated": forget_biases,
    "twice the learning rate": lambda road: setattr(road, "rate", np.float32(0.1)),
    "an update left out": lambda road: setattr(road, "parameters", road.parameters[:1] + [(W * 1.001, b) for W, b in road.parameters[1:]]),
    "nan": lambda road: road.parameters[0][0].__setitem__((0, 0), np.nan),
    "another shape": lambda road: setattr(road, "parameters", [(W[:, :2], b[:2]) for W, b in road.parameters]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_another_result_is_void(mistake):
    problem = problems.Problem((8, 6, 3), 4)
    steps = 1 if mistake == "another shape" else 5
    reasons = problems.void(problem, [contestants.textbook(problem), spoiled(problem, MISTAKES[mistake])], steps)
    assert list(reasons) == ["spoiled"] and reasons["spoiled"].startswith(f"void: after {steps} steps its weights differ by")


def test_a_void_contestant_is_neither_timed_nor_judged():
    case = Case((8, 6, 3), 4, faster(textbook=(2, 1.8), spoiled=(2, 1)), steps=5)
    people = {**contestants.ALONE, "spoiled": lambda problem: spoiled(problem, forget_biases)}
    timed, steps = [], {}

    def turns(people, again=False):
        timed.extend(p.name for p in people)
        return {p.name: np.ones(3) for p in people}

    rows = runner.one_case(case, people, turns, steps)
    assert "spoiled" not in timed and "spoiled" not in steps["8-6-3, B 4"]
    assert [row.verdict.split(":")[0] for row in rows] == ["falls short", "void"]
    assert rows[1].measured == ()


def test_an_engine_that_is_wrong_voids_its_whole_case():
    case = Case((8, 6, 3), 4, faster(textbook=(2, 1.8)), steps=5)
    people = {**contestants.ALONE, "engine": lambda problem: Contestant("engine", *spoiled_parts(problem))}
    rows = runner.one_case(case, people, lambda *_, **__: pytest.fail("timed"), {})
    assert [row.verdict.split(":")[0] for row in rows] == ["void"]


def spoiled_parts(problem):
    wrong = spoiled(problem, forget_biases)
    return wrong.run, wrong.weights


def test_a_wrong_gradient_of_an_earlier_approach_is_void():
    problem = problems.Problem((4, 3, 2), 2)

    def doubled(net, X, Y):
        grads = net.backward(net.forward(X), Y)
        return grads._replace(dW=[2 * dW for dW in grads.dW])

    row = claims._approach("small", "doubled", doubled, problem.net, problem.X, problem.Y, lambda *_, **__: pytest.fail("timed"))
    assert row.verdict.startswith("void") and row.measured == ()


# --- the cases, and the page


def test_the_cases_are_those_of_the_goals():
    known = {*contestants.ALONE, *peers.PEERS, *peers.SCALARS}
    assert all(set(case.contestants) <= known for case in CASES)
    assert all((goal.limit <= goal.value) == goal.at_least or goal.limit == goal.value for case in CASES for goal in case.goals)
    assert len({str(case) for case in CASES}) == len(CASES) == 15


def test_the_floor_has_the_products_of_a_step():
    problem = problems.Problem((8, 6, 5, 3), 4)
    products = contestants._products(problem)
    assert len(products) == 3 + 3 + 2
    work = sum(a.shape[0] * a.shape[1] * b.shape[1] for _, a, b, _ in products)
    assert work == 4 * (3 * (48 + 30 + 15) - 48)


def test_the_machine_is_described():
    described = dict(machine.describe(["numpy", "no-such-package"]))
    assert described["versions"] == f"numpy {np.__version__}"
    assert described["processor"] and described["BLAS"]


RESULTS = {
    "machine": [("processor", "an abacus")],
    "rounds": 9,
    "missing": ["JAX"],
    "rows": [
        report.as_dict(claims.Row("8-6-3, B 4", "PyTorch / engine", "≥ 10", (11.0, 12.34, 1300.0), "holds")),
        report.as_dict(claims.Row("8-6-3, B 4", "engine / floor", "≤ 4", (), "void: its weights | differ")),
        report.as_dict(claims.Row("8-6-3, B 4", "forward mode / gradient", "", (1.0, 2.0, 3.0), "", "same gradient to 1e-16")),
    ],
    "steps": {"8-6-3, B 4": {"engine": 2e-5, "PyTorch": 2.4e-4, "floor": 1e-5}},
}


def test_the_page(tmp_path):
    report.save(RESULTS, tmp_path)
    page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| 8-6-3, B 4 | PyTorch / engine | ≥ 10 | 12.3 (11 – 1,300) | holds |  |" in page
    assert "its weights \\| differ" in page and "an abacus" in page and "not measured: JAX" in page
    assert "2 goals: 1 holds, 1 void" in page
    assert "| 8-6-3, B 4 | 20 | 240 | 10 |" in page
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["rows"] == RESULTS["rows"]
    assert (tmp_path / "results.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_in_the_repository_is_that_of_its_data():
    stored = json.loads((report.HERE / "results.json").read_text(encoding="utf-8"))
    assert (report.HERE / "RESULTS.md").read_text(encoding="utf-8") == report.page(stored)


@pytest.mark.slow
def test_it_runs(tmp_path):
    """One tiny network, by the command itself: a table comes out, and all agree."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("COV_")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--into", tmp_path], cwd=ROOT, env=env, capture_output=True, text=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert "textbook numpy / engine" in done.stdout and "void" not in done.stdout
    assert "1 thread" in done.stdout or "unknown" in done.stdout
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert {"engine", "floor", "textbook numpy"} <= set(results["steps"]["8-6-3, B 4"])


def test_what_is_missing_is_said(monkeypatch):
    monkeypatch.setattr(runner.importlib.util, "find_spec", lambda name: None)
    results = runner.run(with_peers=True, only="no such case")
    assert results["missing"] == list(runner.PACKAGES) and results["rows"] == []
    assert runner.how_to_install().endswith("-r benchmarks/requirements-peers.txt")
