"""What a claim is: the words as quoted, a question to predict, an experiment, its figures, and a verdict."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from published import Disagreement, agrees

VERDICTS = {
    "ok": "right as it stands",
    "imprecise": "right once the words are made exact",
    "if": "right under a condition that is not stated",
    "wrong": "not so",
}
NUMBER = r"-?\d[\d,]*\.?\d*(?:e-?\d+)?"


@dataclass(frozen=True)
class Figure:
    """One figure of ours: what it is, and how it is written, which is also what the tests hold it to.

    shown: "0.138499" (within half a unit of the last digit), "45" (exactly), "about 11,856"
    (rounded), "below 1e-15", "above 0.95", or "0.95 to 0.98" for a training run, whose last digits differ from machine to machine.
    """

    label: str
    shown: str

    def numbers(self):
        """The number or numbers of `shown`, as digits without commas."""
        return [text.replace(",", "") for text in re.findall(NUMBER, self.shown)]

    @property
    def is_a_band(self):
        return " to " in self.shown

    def holds(self, value):
        """Whether the value is what is shown."""
        texts = self.numbers()
        if self.is_a_band:
            low, high = map(float, texts)
            return low <= value <= high
        if self.shown.startswith("below "):
            return value < float(texts[0])
        if self.shown.startswith("above "):
            return value > float(texts[0])
        if self.shown.lstrip("-").replace(",", "").isdigit():  # a count, or exactly 0: not rounded
            return abs(value - float(texts[0])) < 1e-9
        return agrees(value, texts[0])


@dataclass(frozen=True)
class Claim:
    """A sentence of one of the two documents, and what became of it.

    id: A… or B… for the document; quote: its own words, letter by letter; ask: what to predict first;
    experiment: a short function that returns the figures, in order; because: when the claim is true, in one sentence;
    section: of a lesson, such as "7.5", where the reader repeats it, "" if nowhere; slow: it trains networks, so that a build
    of the book leaves it to the tests.
    """

    id: str
    quote: str
    verdict: str
    ask: str
    experiment: Callable
    figures: tuple
    because: str
    section: str
    slow: bool = False

    def code(self):
        """The experiment as it is written."""
        return inspect.getsource(self.experiment).replace("  # fmt: skip", "").rstrip()

    def check(self):
        """Run the experiment; Disagreement unless every figure is what is shown."""
        values = [float(value) for value in np.ravel(self.experiment())]
        if len(values) != len(self.figures):
            raise Disagreement(f"{self.id}: {len(values)} results for {len(self.figures)} figures")
        for value, figure in zip(values, self.figures, strict=True):
            if not figure.holds(value):
                raise Disagreement(f"{self.id}, {figure.label}: shown {figure.shown}, computed {value:.12g}")
