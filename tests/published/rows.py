"""What a row is, and when two numbers are the same: within half a unit of the last printed digit."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

RTOL, ATOL = 1e-9, 1e-12
NOTHING = 1e-14  # a difference below this is the rounding of our own arithmetic


class Disagreement(ValueError):
    """A row claims what its numbers do not show."""


@dataclass(frozen=True)
class Row:
    """One number of a source. quantity: what it is (code between backticks); printed: the digits in the source, "" if none.

    recomputed: what we must get, worked out apart from the package; ours: computes it through the package.
    because: for a printed number that differs, the reason; theirs: computes the printed number in that way, as proof.
    form: how our number is written; note: what a reader of the verdict should know besides.
    """

    quantity: str
    printed: str
    recomputed: float
    ours: Callable
    because: str = ""
    theirs: Callable | None = None
    form: str = ".12f"
    note: str = ""
    rtol: float = RTOL

    def shown(self):
        """Our number, as it is written on the page."""
        return format(self.ours(), self.form)

    def difference(self):
        """Ours minus printed; None where nothing is printed."""
        if not self.printed:
            return None
        difference = float(self.ours()) - float(self.printed)
        return 0.0 if abs(difference) < NOTHING else difference

    def verdict(self):
        """The word "same" or "differs"; "" where nothing is printed. Raises Disagreement if the row claims something else."""
        if not self.printed:
            return ""
        same = agrees(self.ours(), self.printed)
        if same and self.because:
            raise Disagreement(f"{self.quantity}: {self.printed} is said to differ, but ours is {self.shown()}")
        if not same and not self.because:
            raise Disagreement(f"{self.quantity}: printed {self.printed}, ours {self.shown()}, and no reason is given")
        return "same" if same else "differs"

    def check(self):
        """Everything that the row says is true, or an AssertionError or a Disagreement."""
        np.testing.assert_allclose(self.ours(), self.recomputed, rtol=self.rtol, atol=ATOL, err_msg=self.quantity)
        if self.verdict() == "differs":
            assert self.theirs, f"{self.quantity}: a reason needs its proof"
            assert agrees(self.theirs(), self.printed), f"{self.quantity}: {self.because} gives {self.theirs()}"


@dataclass(frozen=True)
class Anchor:
    """A number that must come out where the plain formula fails. naive: the plain formula; naive_gives: what it ends in."""

    quantity: str
    value: float
    ours: Callable
    naive: Callable
    naive_gives: str
    form: str = ".10g"

    def shown(self):
        """Our number, as it is written on the page."""
        return format(self.ours() + 0.0, self.form)  # + 0.0 turns -0 into 0

    def naive_result(self):
        """What the plain formula ends in. A number that comes with a warning says so; nan and inf always do."""
        warnings = []
        with np.errstate(all="call", under="ignore", call=lambda kind, _: warnings.append(kind)):
            result = self.naive() + 0.0
        return f"{result:.8g}" + (", with a warning" if warnings and np.isfinite(result) else "")

    def check(self):
        """Ours is the value, without a warning, and the plain formula ends where the row says."""
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            ours = self.ours()
        np.testing.assert_allclose(ours, self.value, rtol=RTOL, atol=0 if self.value else 1e-300, err_msg=self.quantity)
        assert self.naive_result() == self.naive_gives, self.quantity


@dataclass(frozen=True)
class Table:
    """Rows under one caption. source: (name, address) of what printed them, or None for our own anchors."""

    name: str
    caption: str
    source: tuple | None
    rows: tuple


def agrees(value, printed):
    """Is the value, rounded, the printed digits? Within half a unit of the last one."""
    unit = Decimal(1).scaleb(Decimal(printed).as_tuple().exponent)
    return abs(float(value) - float(printed)) <= float(unit) / 2 * (1 + 1e-6)
