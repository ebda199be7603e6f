"""How long something takes on this machine. Times are shown, never compared: they belong to one machine and one moment.

CPU time is taken, the work of all cores added up, so that other programs matter little.
"""

import html
import math
import time

from ._validation import positive, whole

BLOCK = 0.01  # seconds: long against the clock's tick, short against the machine's moods
ROUNDS = 9
# CPU time; on Windows its tick is as long as a block, so there it is the wall's clock
CLOCK = time.process_time if time.get_clock_info("process_time").resolution < 1e-4 else time.perf_counter
CAPTION = "CPU time, all cores added up, measured when this cell was run; in the book, when the page was made. Yours will differ."

UNITS = [(1e-3, 1e-6, "µs"), (1, 1e-3, "ms"), (100, 1, "seconds"), (6000, 60, "minutes"), (172_800, 3600, "hours")]
UNITS += [(63_115_200, 86_400, "days")]  # (up to so many seconds, one unit in seconds, its name)
YEAR = 31_557_600
MANY_YEARS = [(1e4, 1, "years"), (1e6, 1e3, "thousand years"), (1e9, 1e6, "million years"), (1e12, 1e9, "billion years")]


def measure(calls, rounds=ROUNDS):
    """name -> CPU seconds of one call, for calls: name -> function without arguments.

    Each is called once for nothing (first touches of memory belong to no call). Then they take turns, a block of calls each
    per round, so that whatever slows the machine for a moment meets all of them; the median over the rounds counts.
    Raises ValueError for no calls, and for rounds below 1.
    """
    rounds = whole("rounds", rounds)
    if not calls:
        raise ValueError("calls: expected at least one function to time, got none")
    repeats = {name: _per_block(call) for name, call in calls.items()}
    spent = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            spent[name].append(_block(call, repeats[name]))
    return {name: sorted(times)[len(times) // 2] for name, times in spent.items()}


def once(call):
    """(result, CPU seconds) of a single call, for what takes long enough to be timed once."""
    start = CLOCK()
    result = call()
    return result, CLOCK() - start


def _per_block(call):
    call()
    repeats = 1
    while True:
        spent = _block(call, repeats) * repeats
        if spent >= BLOCK / 2:
            return max(1, round(repeats * BLOCK / spent))
        repeats *= 2


def _block(call, repeats):
    """CPU seconds per call over a block of calls."""
    start = CLOCK()
    for _ in range(repeats):
        call()
    return (CLOCK() - start) / repeats


def in_words(seconds):
    """A time to two digits, in the unit that a person would choose: "5.2 ms", "1.1 hours", "40 million years".

    Raises ValueError for anything but a finite number above 0.
    """
    seconds = positive("seconds", seconds)
    rounded = float(f"{seconds:.3g}")  # 0.9996 seconds are no 1,000 ms
    for limit, unit, name in UNITS:
        if rounded < limit:
            number = _short(seconds / unit)
            return f"{number} {'second' if (number, name) == ('1', 'seconds') else name}"
    years = seconds / YEAR
    for limit, unit, name in MANY_YEARS:
        if rounded / YEAR < limit:
            return f"{_short(years / unit)} {name}"
    return f"10{str(math.floor(math.log10(years))).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))} years and more"


def _short(number):
    return f"{float(f'{number:.2g}'):,.10g}"


def _on_one_line(cell):
    """A cell for HTML. What is short stays on one line on a narrow screen: a number and its unit belong together."""
    return html.escape(cell.replace(" ", "\u00a0") if len(cell) <= 16 else cell)


class TimeTable:
    """A table of times and what belongs to them: header and rows are words. Its text is the same for all times.

    Raises ValueError for a row of another length than the header.
    """

    def __init__(self, header, rows, caption=CAPTION):
        self.header, self.rows, self.caption = [str(cell) for cell in header], [[str(cell) for cell in row] for row in rows], caption
        for row in self.rows:
            if len(row) != len(self.header):
                raise ValueError(f"rows: expected {len(self.header)} cells like the header, got {len(row)}: {row}")

    def __repr__(self):
        return f"TimeTable of {len(self.rows)} rows: {', '.join(row[0] for row in self.rows)}"

    def _repr_html_(self):
        first, *others = map(_on_one_line, self.header)
        left, right = 'style="text-align: left"', 'style="text-align: right; padding-left: .8em"'
        head = f'<th scope="col" {left}>{first}</th>' + "".join(f'<th scope="col" {right}>{cell}</th>' for cell in others)
        body = ""
        for row in self.rows:
            name, *cells = map(_on_one_line, row)
            body += f'<tr><th scope="row" {left}>{name}</th>' + "".join(f"<td {right}>{cell}</td>" for cell in cells) + "</tr>"
        return (
            f'<table class="bl-times"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
            f'<p class="bl-times-note"><small>{html.escape(self.caption)}</small></p>'
        )
