"""One training step: which networks and batches are timed, against whom, and what is hoped for."""

from dataclasses import dataclass, field

from .measure import Goal
from .problems import name_of

MILLION, TEN_MILLION = (64, 1024, 1024, 10), (784, 2800, 2800, 10)


@dataclass
class Case:
    """sizes and batch of a Problem, who takes part beside the engine, and the goals."""

    sizes: tuple
    batch: int
    goals: list
    others: list = field(default_factory=list)  # who takes part without a goal
    steps: int = 10  # compared before anything is timed

    @property
    def contestants(self):
        named = [goal.against for goal in self.goals] + self.others
        return ["engine", *dict.fromkeys(named)]

    def __str__(self):
        return f"{name_of(self.sizes)}, B {self.batch}"


def faster(**limits):
    """Goals "so many times as fast as": name=(goal, limit)."""
    return [Goal(NAMES.get(name, name), True, *values) for name, values in limits.items()]


def within(**limits):
    """Goals "at most so many times as long as": name=(goal, limit)."""
    return [Goal(NAMES.get(name, name), False, *values) for name, values in limits.items()]


NAMES = {
    "torch": "PyTorch", "jax": "JAX", "scikit_learn": "scikit-learn", "textbook": "textbook numpy",
    "floor_and_update": "floor and update",
}  # fmt: skip

SMALL = faster(torch=(10, 7), jax=(1.5, 1.2), autograd=(20, 15), scikit_learn=(50, 40), textbook=(2, 1.8)) + within(floor=(4, 5))
EVERYBODY = ["PyTorch", "JAX", "autograd", "scikit-learn", "textbook numpy", "floor", "course's textbook road"]
BIG = ["textbook numpy", "floor and update"]


def large(batch):
    """Goals for a million weights and more."""
    if batch >= 128:
        return within(torch=(1.1, 1.3), jax=(1.1, 1.3), floor=(1.15, 1.3), floor_and_update=(1.05, 1.3))
    return within(torch=(1.2, 1.45)) + faster(scikit_learn=(2, 2), autograd=(3, 3))


CASES = [
    Case((64, 32, 10), 1, SMALL + faster(micrograd=(500, 500)), [*EVERYBODY, "course's graph"]),
    Case((64, 32, 10), 8, SMALL, EVERYBODY),
    Case((64, 32, 10), 32, SMALL, EVERYBODY),
    Case(
        (784, 30, 10), 32,
        faster(torch=(5, 4), jax=(1.9, 1.6), autograd=(12, 10), scikit_learn=(28, 22)) + within(floor=(1.5, 1.8)), EVERYBODY,
    ),
    Case((784, 30, 10), 128, faster(torch=(1.9, 1.6)) + within(floor=(1.15, 1.25)), EVERYBODY),
    Case((784, 30, 10), 512, faster(torch=(1.05, 0.95)) + within(floor=(1.15, 1.25)), EVERYBODY),
    Case((784, 128, 64, 10), 32, faster(torch=(2.4, 2), jax=(1, 0.95)) + within(floor=(1.3, 1.5)), EVERYBODY),
    Case((784, 128, 64, 10), 128, faster(torch=(1.4, 1.2), jax=(1, 0.95)) + within(floor=(1.2, 1.4)), EVERYBODY),
    Case((784, 128, 64, 10), 512, faster(torch=(1.05, 0.95), jax=(1, 0.95)) + within(floor=(1.1, 1.25)), EVERYBODY),
    Case(MILLION, 32, large(32), [*BIG, "JAX", "floor"], steps=5),
    Case(MILLION, 128, large(128), BIG, steps=5),
    Case(MILLION, 512, large(512), BIG, steps=3),
    Case(TEN_MILLION, 32, large(32), [*BIG, "JAX", "floor"], steps=3),
    Case(TEN_MILLION, 128, large(128), BIG, steps=3),
    Case(TEN_MILLION, 512, large(512), BIG, steps=2),
]  # fmt: skip

QUICK = [Case((8, 6, 3), 4, faster(textbook=(2, 1.8)) + within(floor=(4, 5)), ["course's textbook road"], steps=3)]
