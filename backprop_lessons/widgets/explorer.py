"""Explorers: Python computes, one module draws. A new explorer needs no JavaScript.

A subclass declares one trait per control, and gives

- `describe()`: the constant part: title, controls, panels with their layers, readouts, and series that never change;
- `compute(**values)`: the series (name -> list of numbers) for one setting of the controls.

A layer names its series. "{cost}" in such a name stands for the setting of the control `cost`. shared/panels.js lists the
kinds of layers. A series called `note`, a sentence or one for each update, is shown with the readouts. In a page every
setting of the sliders and choices is computed beforehand; with a kernel Python answers for any value.
"""

import html
import itertools
from typing import NamedTuple

from traitlets import Bool, Dict

from .base import PageWidget, table, tidy


class Slider(NamedTuple):
    """A slider over `values`, in order; `labels` are what the reader sees, `log` says how the values are spaced."""

    name: str
    label: str
    values: list
    labels: list
    kind: str = "slider"


class Choice(NamedTuple):
    """A choice of one value.

    asked=False: it only picks among series by their names ("{name}" in them), so no setting is computed for it.
    """

    name: str
    label: str
    values: list
    labels: list
    kind: str = "choice"
    asked: bool = True


class Player(NamedTuple):
    """A slider over 0 … last, with a play button: how much of the timed layers is shown. Python is not asked.

    stride: how many updates one tenth of a second of playing shows.
    """

    name: str
    label: str
    last: int
    stride: int = 1
    kind: str = "player"


class Explorer(PageWidget):
    """See the module's text. `spec`, `frame` and `live` are what the drawing module reads."""

    module = "explorer"
    shared = ("dense", "controls", "panels")

    spec = Dict().tag(sync=True)
    frame = Dict().tag(sync=True)
    live = Bool(True).tag(sync=True)

    def __init__(self, **values):
        super().__init__(**values)
        self.spec = tidy(self.describe())
        self._answer()
        self.observe(self._answer, names=[control.name for control in self.asked()])

    def describe(self):
        raise NotImplementedError

    def compute(self, **values):
        raise NotImplementedError

    def summary(self):
        """(sentence, header, rows) for readers without scripts."""
        raise NotImplementedError

    def controls(self):
        raise NotImplementedError

    def asked(self):
        """The controls that Python answers for."""
        return [control for control in self.controls() if control.kind != "player" and getattr(control, "asked", True)]

    def _answer(self, change=None):
        self.frame = tidy(self.compute(**{control.name: getattr(self, control.name) for control in self.asked()}))

    def page_state(self):
        asked = self.asked()
        frames = {}
        for places in itertools.product(*(range(len(control.values)) for control in asked)):
            values = {control.name: control.values[place] for control, place in zip(asked, places, strict=True)}
            frames[",".join(map(str, places))] = tidy(self.compute(**values))
        start = {control.name: tidy(getattr(self, control.name)) for control in self.controls()}
        return {"spec": self.spec, "frames": frames, "live": False, **start}

    def fallback(self):
        sentence, header, rows = self.summary()
        return f"<p>{html.escape(sentence)}</p>{table(header, rows)}"
