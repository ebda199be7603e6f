"""The tables of a parameter's trace, for print and for the page: (title, header, rows of text)."""

import html
import math
import re
import textwrap

SHOWN_UNITS, SHOWN_LAYERS, SHOWN_FACTORS = 8, 4, 7  # more would make the tables hard to read; the data hold all


def as_text(traced):
    """The whole trace as plain text."""
    tables = [f"{title}\n{_text(header, rows)}" for title, header, rows in _tables(traced)]
    return "\n\n".join([_heading(traced), *tables, _text(None, _result(traced)), textwrap.fill(_remarks(traced), 110)])


def as_html(traced):
    """The whole trace as HTML. Wide tables scroll in their own box, which the keyboard must be able to reach."""
    tables = [_html(*table) for table in (*_tables(traced), ("Result", None, _result(traced)))]
    inside = "".join([f"<p>{html.escape(_heading(traced))}</p>", *tables, f"<p>{html.escape(_remarks(traced))}</p>"])
    label = html.escape(f"Paths from {traced.name} to the cost", quote=True)
    return f'<div class="bl-trace" role="region" tabindex="0" aria-label="{label}" style="overflow-x: auto">{inside}</div>'


def _count(n):
    return f"{n:,}" if n < 10**15 else f"about 10^{math.log10(n):.1f}"


def _number_of_paths(n):
    return "1 path" if n == 1 else f"{_count(n)} paths"


def _six(number, sign=""):
    return f"{number + 0.0:{sign if number else ''}.6g}"  # + 0.0 turns -0 into 0


def _some(items, n):
    """The first and the last rows of a long list, with dots between."""
    return items if len(items) <= 2 * n else [*items[:n], ["..."] * len(items[0]), *items[-n:]]


def _heading(traced):
    network = "-".join(size for (size,) in _some([[str(size)] for size in traced.sizes], 4))
    return (
        f"{traced.name} = {_six(traced.value)} in a {network} network: {_number_of_paths(traced.n_paths)} to the cost C. "
        "Along a path multiply, over paths add."
    )


def _remarks(traced):
    grouped = "A row adds all paths through one unit: reach (what the parameter does to its z) times delta. "
    return (
        ("" if traced.paths else grouped) + traced.note + "Units are counted from 1, indices in brackets from 0: "
        "W2[0,1] leads from the first unit to the second."
    )


def _tables(traced):
    if not traced.paths:
        return _group_tables(traced)
    if len(traced.paths[0].factors) <= SHOWN_FACTORS:
        columns = zip(*([factor.name for factor in path.factors] for path in traced.paths), strict=True)
        header = ["path", *(_common(names) for names in columns), "product"]
        cells = [[_six(factor.value) for factor in path.factors] for path in traced.paths]
    else:
        header = ["path", "factors", "product"]
        cells = [[" * ".join(f"{_six(f.value)} ({f.name})" for f in path.factors)] for path in traced.paths]
    rows = [
        [" > ".join(path.steps), *row, _six(path.product, "+")] for path, row in zip(traced.paths, cells, strict=True)
    ]
    return [("Paths", header, rows)]


def _common(names):
    """One heading for a column: the name itself, or what the names share: "W2", "slope(z) of o", "p of o or -y of o"."""
    if len(set(names)) == 1:
        return names[0]
    return " or ".join(dict.fromkeys(re.sub(r"\[.*\]$|\.\d+$|(?<= of [ho])\d+$", "", name) for name in names))


def _group_tables(traced):
    """Layer by layer; a table for the first and last layers, with their largest units, and one line for those between."""
    tables, between = [], []
    for number, layer in enumerate(traced.groups):
        total = f"{math.fsum(group.product for group in layer) + 0.0:.9g}"
        if SHOWN_LAYERS // 2 <= number < len(traced.groups) - SHOWN_LAYERS // 2:
            between.append([str(layer[0].layer), str(len(layer)), total])
            continue
        if between:
            tables.append(("The layers between", ["layer", "units", "sum"], _some(between, 3)))
            between = []
        largest = sorted(layer, key=lambda group: -abs(group.product))[:SHOWN_UNITS]
        rows = [
            [g.unit, _count(g.n_paths), _six(g.reach), _six(g.delta), _six(g.product, '+')]
            for g in layer if g in largest
        ]  # fmt: skip
        if len(layer) > len(rows):
            rest = [group for group in layer if group not in largest]
            n, share = sum(group.n_paths for group in rest), math.fsum(group.product for group in rest)
            rows.append([f"{len(rest)} others", _count(n), "", "", _six(share, "+")])
        rows.append(["sum", _count(sum(group.n_paths for group in layer)), "", "", total])
        units = "1 unit" if len(layer) == 1 else f"{len(layer)} units"
        tables.append((f"Layer {layer[0].layer}, {units}", ["unit", "paths", "reach", "delta", "product"], rows))
    return tables


def _result(traced):
    size = max(1.0, abs(traced.cost))  # the rounding of C limits what a small step can measure
    decimals = max(0, 9 - math.ceil(math.log10(size)))
    difference = abs(traced.gradient - traced.measured)
    if difference <= 1e-10 * size:
        verdict = "equal, as far as a small step can tell"
    else:
        bound = next((b for b in (1e-6, 1e-4, 1e-2) if traced.relative_error <= b), None)
        verdict = f"relative error below {bound:.0e}" if bound else f"relative error {traced.relative_error:.0e}"
    same = "equal to 12 digits" if traced.sum_error <= 1e-12 else f"relative error {traced.sum_error:.0e}"
    slope = f"({_six(traced.gradient)})" if traced.gradient < 0 else _six(traced.gradient)
    return [
        [f"sum of {_number_of_paths(traced.n_paths)}", f"{traced.total + 0.0:.9g}", ""],
        ["backpropagation", f"{traced.gradient + 0.0:.9g}", same],
        ["measured slope", f"{round(traced.measured, decimals) + 0.0:.{decimals}f}", verdict],
        [f"{traced.name} after one step", f"{traced.updated:.9g}", f"= {_six(traced.value)} - {traced.learning_rate:g} * {slope}"],
    ]


def _text(header, rows):
    """Columns side by side; many factors are wrapped under their path."""
    if header and header[1] == "factors":
        return "\n".join(f"{a}\n{textwrap.indent(textwrap.fill(b, 104), '    ')}\n    = {c}" for a, b, c in rows)
    return "\n".join(_aligned(header, rows))


def _aligned(header, rows):
    lines = [header, *rows] if header else rows
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    left = [i == 0 or (not header and i == 2) for i in range(len(widths))]  # words to the left, numbers to the right
    for line in lines:
        cells = zip(line, widths, left, strict=True)
        yield "  ".join(cell.ljust(width) if words else cell.rjust(width) for cell, width, words in cells).rstrip()


def _html(title, header, rows):
    """Styled in place, without any colour: the same on a page, in a notebook, and in either theme."""
    head = "".join(_cell("th", cell, "col", left=i == 0) for i, cell in enumerate(header or ()))
    head = f"<thead><tr>{head}</tr></thead>" if head else ""
    lines = []
    for first, *rest in rows:
        words = [not header and i == 1 or len(cell) > 60 for i, cell in enumerate(rest)]  # to the left, and numbers to the right
        cells = [_cell("td", cell, left=is_words) for cell, is_words in zip(rest, words, strict=True)]
        lines.append(f"<tr>{_cell('th', first, 'row', left=True)}{''.join(cells)}</tr>")
    caption = f'<caption style="text-align: left">{html.escape(title)}</caption>'
    return f'<table style="margin: .5em 0; font-size: .9em">{caption}{head}<tbody>{"".join(lines)}</tbody></table>'


def _cell(tag, words, scope=None, left=False):
    style = f"padding: .1em .4em; text-align: {'left' if left else 'right'}"
    if scope != "col":  # a heading may be broken; so may a long row, but not too narrow
        style += "; min-width: 12em" if len(words) > 40 else "; white-space: nowrap"
    scope = f' scope="{scope}"' if scope else ""
    return f'<{tag}{scope} style="{style}">{html.escape(words)}</{tag}>'
