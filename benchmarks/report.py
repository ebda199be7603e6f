"""The results as a page (RESULTS.md), as data (results.json) and as a picture (results.png)."""

import json
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).parent
VERDICTS = ("holds", "short of the goal", "falls short", "inconclusive", "void")
NOT_DRAWN = ("engine", "floor and update", "course's graph")


def number(value):
    """Three digits, or a whole number with commas."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(measured):
    """median (lower quartile – upper quartile)."""
    if not measured:
        return ""
    low, median, high = measured
    return number(median) if low == high else f"{number(median)} ({number(low)} – {number(high)})"


def table(heads, rows, right=()):
    """A Markdown table; the columns of `right` are aligned to the right."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join("---:" if i in right else "---" for i in range(len(heads))) + "|"]
    return "\n".join(lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows])


def rows_of(rows):
    """The goal table."""
    heads = ["setting", "ratio", "goal", "measured: median (quartiles)", "verdict", "note"]
    cells = [(r["setting"], r["claim"], r["goal"], spread(r["measured"]), r["verdict"], r["note"]) for r in rows]
    return table(heads, cells, right=(2, 3))


def earlier(rows):
    """The table of what has no goal."""
    cells = [(r["setting"], r["claim"], spread(r["measured"]) or r["verdict"], r["note"]) for r in rows]
    return table(["setting", "ratio", "measured: median (quartiles)", "note"], cells, right=(2,))


def steps_of(steps):
    """Microseconds per step, median over the rounds."""
    names = list(dict.fromkeys(name for times in steps.values() for name in times))
    cells = [
        [setting] + [number(1e6 * times[name]) if name in times else "" for name in names] for setting, times in steps.items()
    ]
    return table(["µs per step", *names], cells, right=range(1, len(names) + 1))


def summary(rows):
    """How many goals hold."""
    words = [r["verdict"] for r in rows if r["goal"]]
    counts = {word: sum(w.startswith(word) for w in words) for word in VERDICTS}
    return f"{len(words)} goals: " + ", ".join(f"{n} {word}" for word, n in counts.items() if n)


def page(results):
    """RESULTS.md."""
    machine = "\n".join(f"- {what}: {value}" for what, value in results["machine"])
    missing = f"\nNot installed, so not measured: {', '.join(results['missing'])}.\n" if results["missing"] else ""
    goals = [row for row in results["rows"] if row["goal"]]
    shown = [row for row in results["rows"] if not row["goal"]]
    return f"""# Results

Made by `make bench-peers ARGS=--save` ([how to run it](README.md)). Ratios carry over to other machines better than times do; on
yours, they are what `make bench-peers` prints. Beside these: [grading a class](GRADING.md) and [the book's pages](PAGES.md).

{machine}

How: one process, one thread on one core, CPU time; blocks of steps in turns, the order moving on each round, {results["rounds"]} rounds
or more; the ratio within a round, its median and quartiles. Where the quartiles straddle the goal, the case is measured again with twice
the rounds.
Networks of ReLU layers with a softmax output, float32, B examples a batch; a step is forward, cost, backward, update. Before anything is
timed all contestants take the same first steps, and whoever's weights differ by more than 1 % of the way moved is void.
Floor: the step's matrix products alone. Textbook numpy: the equations line by line, without checks.
{missing}
![Time of a step in units of the engine's, for each network and contestant](results.png)

## Goals

{summary(results["rows"])}.
"Short of the goal": missed, but within the limit that was set beside it; "falls short": beyond that.

{rows_of(goals)}

## Backpropagation against the earlier approaches

Measured in full, by the course's own code, float64; the gradient is `net.forward`, `net.cost` and `net.backward` with all their
checks. Forward mode has no checks inside its sweeps, so it comes off better here than in the count of multiply-adds
(`backprop_lessons.counting`).

{earlier(shown)}

## A step, in microseconds

{steps_of(results["steps"])}
"""


def text(results):
    """What the command prints."""
    lines = [f"{what}: {value}" for what, value in results["machine"]] + [""]
    for row in results["rows"]:
        goal = f"goal {row['goal']}: {row['verdict']}" if row["goal"] else row["verdict"]
        lines.append(f"{row['setting']:<28} {row['claim']:<52} {spread(row['measured']):>26}  {goal}")
    lines += ["", summary(results["rows"])]
    if results["missing"]:
        lines.append(f"Not installed: {', '.join(results['missing'])}")
    return "\n".join(lines)


def as_dict(row):
    """A Row as plain data."""
    return {**asdict(row), "measured": [float(x) for x in row.measured]}


def save(results, folder=HERE):
    """Write RESULTS.md, results.json and results.png into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "RESULTS.md").write_text(page(results), encoding="utf-8")
    (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    try:
        picture(results["steps"], folder / "results.png")
    except ImportError:
        pass  # no matplotlib: the tables are enough


def picture(steps, path):
    """Each contestant's time per step in units of the engine's, one line per network and batch."""
    import matplotlib

    from backprop_lessons.figures.style import COLORS, STYLE, canvas

    steps = {setting: times for setting, times in steps.items() if "engine" in times}
    names = [n for n in dict.fromkeys(n for times in steps.values() for n in times) if n not in NOT_DRAWN]
    markers = ["s", "D", "^", "v", "P", "X", "o", "*"]
    with matplotlib.rc_context({**STYLE, "axes.facecolor": "white", "figure.facecolor": "white"}):
        figure, axes = canvas(width=8.0, height=1.4 + 0.34 * len(steps))
        places = range(len(steps))
        for i, name in enumerate(names):
            points = [(times[name] / times["engine"], y) for y, times in zip(places, steps.values(), strict=True) if name in times]
            axes.plot(*zip(*points, strict=True), linestyle="", marker=markers[i % len(markers)], color=COLORS[i % len(COLORS)], label=name)
        axes.axvline(1, color="#010203", linewidth=1.2, linestyle="-")
        axes.set(xscale="log", yticks=list(places), yticklabels=list(steps), xlabel="time of a step, in units of the engine's (1: as long)")
        axes.grid(axis="y", linewidth=0.4, alpha=0.5)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
        figure.legend(loc="outside upper center", ncols=4)
        figure.savefig(path, dpi=130, metadata={"Software": None})
