"""What a gradient costs, by four roads: exact counts of multiply-adds for any widths, and seconds from a measured pace."""

from traitlets import Dict, Int, validate

from .._validation import whole
from ..counting import count_operations
from ..pace import OURS, Pace, measure_pace, seconds
from ..timing import in_words
from .base import PageWidget, table
from .explorer import Slider

HIDDEN = [2**k for k in range(1, 13)]  # 2 … 4,096
WIDTHS = {
    "n_in": ("Inputs", [2, 4, 8, 16, 32, 64, 128, 256, 512, 784]),
    "n_hidden_1": ("Hidden layer 1", HIDDEN),
    "n_hidden_2": ("Hidden layer 2", HIDDEN),
    "n_out": ("Outputs", [1, 2, 5, 10, 20, 50, 100]),
}
MOST = 10_000
ROADS = {
    "forward": "forward pass",
    "gradient": "backpropagation",
    "central": "central differences",
    "forward_mode": "forward mode",
    "path_by_path": "path by path",
}


class SpeedChart(PageWidget):
    """Multiply-adds for one gradient of a net with two hidden layers, by four roads, on a logarithmic axis; seconds beside them.

    n_in, n_hidden_1, n_hidden_2, n_out (whole numbers, 1 to 10,000) can be read and set from the next cell. The seconds are
    those of our machine until `calibrate()` has measured yours. Raises ValueError for other widths; nothing changes then.
    """

    module = "speed_chart"
    shared = ("controls",)

    n_in = Int(64).tag(sync=True)
    n_hidden_1 = Int(32, help="units of the first hidden layer").tag(sync=True)
    n_hidden_2 = Int(32, help="units of the second hidden layer").tag(sync=True)
    n_out = Int(10).tag(sync=True)
    pace = Dict(help="where the seconds come from, see pace.Pace").tag(sync=True)
    spec = Dict().tag(sync=True)

    def __init__(self, **widths):
        super().__init__(pace=OURS._asdict(), spec=_spec(), **widths)

    @validate(*WIDTHS)
    def _check_width(self, proposal):
        name, value = proposal["trait"].name, whole(proposal["trait"].name, proposal["value"])
        if value > MOST:
            raise ValueError(f"{name}: expected at most {MOST:,}, got {value}")
        return value

    @property
    def sizes(self):
        """The widths as a list, inputs first."""
        return [getattr(self, name) for name in WIDTHS]

    @property
    def counts(self):
        """The exact Counts of the net that is shown."""
        return count_operations(self.sizes)

    @property
    def seconds(self):
        """Road -> seconds for one gradient of a batch, at the pace that is shown."""
        return seconds(self.counts, Pace(**self.pace))

    def calibrate(self):
        """Measure the pace of this machine (a second or two of CPU time): from now on the seconds are yours."""
        self.pace = measure_pace()._asdict()

    def page_state(self):
        return {"spec": self.spec, "pace": self.pace, "live": False, **dict(zip(WIDTHS, self.sizes, strict=True))}

    def fallback(self):
        rows = []
        for sizes in ([64, 32, 32, 10], [64, 64, 64, 10], [64, 1024, 1024, 10]):
            counts, times = count_operations(sizes), seconds(count_operations(sizes), Pace(**self.pace))
            cells = [f"{getattr(counts, road):,} ({in_words(times[road])})" for road in ROADS]
            rows.append(["-".join(map(str, sizes)), *cells])
        text = "Multiply-adds per example, exact, and in brackets the time for a batch. With scripts on, the widths can be moved."
        return f"<p>{text} Times: {self.pace['machine']}.</p><div class='bl-scroll'>{table(['net', *ROADS.values()], rows)}</div>"


def _spec():
    return {
        "title": "What one gradient costs",
        "question": {
            "prompt": "First a prediction. In the net 64-32-32-10, backpropagation takes 2.4 times the multiply-adds of a forward pass. "
            "Double both hidden widths: what happens to that ratio?",
            "options": ["×1: it stays about the same", "×2: it doubles", "×4: it grows as the weights do"],
            "after": "Now press “Double both hidden widths” five times and read gradient / forward.",
        },
        "controls": [
            Slider(name, label, values, [f"{value:,}" for value in values])._asdict() for name, (label, values) in WIDTHS.items()
        ],
        "roads": ROADS,
    }
