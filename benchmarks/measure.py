"""How a time is taken, and when two times may be compared.

All contestants of a case take turns: one block of steps each per round, in an order that moves on by one every round, so that
whatever slows the machine for a moment meets all of them. The statistic is the ratio within a round, its median and quartiles.
"""

import time
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

BLOCK = 0.014  # seconds: long against the clock's tick, short against the machine's moods
ROUNDS = 9
# CPU time; on Windows its tick is as long as a block, so there it is the wall's clock
CLOCK = time.process_time if time.get_clock_info("process_time").resolution < 1e-4 else time.perf_counter


@dataclass
class Contestant:
    """Somebody's training step. run(): one step; weights(): the list of (W, b) as numpy arrays, (n_in, n_out) and (n_out,).

    finish(): wait until all steps are really done, for those who work in the background; weights is None for a contestant
    that computes no gradient (the floor).
    """

    name: str
    run: object
    weights: object = None
    finish: object = None


class Quartiles(NamedTuple):
    """The spread of the ratios: a quarter of them lies below `low`, a quarter above `high`."""

    low: float
    median: float
    high: float


@dataclass
class Goal:
    """A ratio to reach. at_least: how many times as long as ours they take; else, as how long ours may take against theirs.

    limit: from there on the goal is not just missed but far.
    """

    against: str
    at_least: bool
    value: float
    limit: float

    def ratios(self, times, ours):
        """The ratios, one per round. times: name -> seconds per round; ours: whose time is the other side of the ratio."""
        theirs, mine = times[self.against], times[ours]
        return theirs / mine if self.at_least else mine / theirs

    def __str__(self):
        return f"{'≥' if self.at_least else '≤'} " + (f"{self.value:,.0f}" if self.value >= 100 else f"{self.value:g}")


def quartiles(ratios):
    """Quartiles of some ratios."""
    return Quartiles(*(float(q) for q in np.percentile(ratios, [25, 50, 75])))


def verdict(goal, q):
    """In a word: holds, short of the goal, falls short (beyond the limit), or inconclusive (the quartiles straddle the goal)."""
    if min(q.low, q.high) < goal.value < max(q.low, q.high):
        return "inconclusive"
    worst_first = 1 if goal.at_least else -1
    if worst_first * q.median >= worst_first * goal.value:
        return "holds"
    return "short of the goal" if worst_first * q.median >= worst_first * goal.limit else "falls short"


def settle(goals, first, again, ours="engine"):
    """Judge the goals by the times `first`; while one is inconclusive, measure once more with `again()`, and judge anew.

    Returns (times, {goal index: (Quartiles, verdict)}). A second "inconclusive" stands.
    """
    times = first
    for attempt in range(2):
        judged = {i: quartiles(goal.ratios(times, ours)) for i, goal in enumerate(goals) if goal.against in times}
        judged = {i: (q, verdict(goals[i], q)) for i, q in judged.items()}
        if attempt or all(word != "inconclusive" for _, word in judged.values()):
            return times, judged
        times = again()


def steps_per_block(contestant, block=BLOCK, clock=CLOCK):
    """How many steps fill a block. A first step is left out: compiling, first touches of memory, caches belong to no step."""
    one_block(contestant, 1, clock)
    steps = 1
    while True:
        spent = one_block(contestant, steps, clock) * steps
        if spent >= block / 2:
            return max(1, round(steps * block / spent))
        steps *= 2


def one_block(contestant, steps, clock=CLOCK):
    """CPU seconds per step over a block of steps."""
    run, start = contestant.run, clock()
    for _ in range(steps):
        run()
    if contestant.finish:
        contestant.finish()
    return (clock() - start) / steps


def take_turns(contestants, rounds=ROUNDS, block=BLOCK, clock=CLOCK, tick=lambda: None):
    """name -> seconds per step, one entry per round. The order moves on by one every round."""
    steps = [steps_per_block(contestant, block, clock) for contestant in contestants]
    times = np.empty((rounds, len(contestants)))
    for turn in range(rounds):
        for place in range(len(contestants)):
            who = (turn + place) % len(contestants)
            times[turn, who] = one_block(contestants[who], steps[who], clock)
        tick()
    return {contestant.name: times[:, who] for who, contestant in enumerate(contestants)}
