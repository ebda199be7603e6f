"""What a stored notebook must not hold. nbval compares outputs; these rules close what it lets through.

A rule takes the notebook and yields (place, sentence); `lint` gathers them all.
"""

import re

VIEW = "application/vnd.jupyter.widget-view+json"
MOST_LINES = 15
IGNORED = {"nbval-ignore-output"}
RAISES = {"raises-exception", "nbval-raises-exception"}
UNPROVED = {"nbval-skip", "skip-execution"}
RULES = []


def rule(function):
    RULES.append(function)
    return function


def lint(nb, name):
    """Every finding in one notebook (parsed JSON), as sentences that begin with its name and the cell."""
    return [f"{name}, {place}: {sentence}" for check in RULES for place, sentence in check(nb)]


# --- reading a notebook


def joined(text):
    """Notebook files keep text as one string or as a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def cells(nb, kind):
    """(place, cell) of each cell of one kind, counted as a reader counts: In [1] is the first code cell."""
    found = [cell for cell in nb["cells"] if cell["cell_type"] == kind]
    return [(f"In [{n}]" if kind == "code" else f"text cell {n}", cell) for n, cell in enumerate(found, start=1)]


def tags(cell):
    return set(cell.get("metadata", {}).get("tags", []))


def texts(output):
    """What a reader or a comparison sees of one output, without pictures and tracebacks."""
    yield joined(output.get("text", ""))
    yield joined(output.get("evalue", ""))
    for mime, content in output.get("data", {}).items():
        if mime.startswith("text/"):
            yield joined(content)


def outputs(nb):
    for place, cell in cells(nb, "code"):
        for output in cell["outputs"]:
            yield place, cell, output


# --- the rules


@rule
def was_run_in_order(nb):
    for number, (place, cell) in enumerate(cells(nb, "code"), start=1):
        if not joined(cell["source"]).strip():
            yield place, "is empty"
        elif cell.get("execution_count") != number:
            yield place, f"has the count {cell.get('execution_count')}, not {number}: run `make refresh`"
            return  # the rest follows from this one


@rule
def has_outputs(nb):
    if not any(cell["outputs"] for _, cell in cells(nb, "code")):
        yield "whole notebook", "no output is stored, so nothing is compared: run `make refresh`"


@rule
def has_no_stderr(nb):
    for place, _, output in outputs(nb):
        if output["output_type"] == "stream" and output.get("name") == "stderr":
            yield place, "wrote to stderr (a warning, a log line or a plain progress bar)"


@rule
def errors_are_announced(nb):
    for place, cell in cells(nb, "code"):
        failed = any(output["output_type"] == "error" for output in cell["outputs"])
        announced = bool(tags(cell) & RAISES)
        if failed and not announced:
            yield place, "holds an error, but has no tag raises-exception"
        if announced and not failed:
            yield place, "has the tag raises-exception, but no error is stored"


@rule
def has_no_addresses(nb):
    for place, _, output in outputs(nb):
        for text in texts(output):
            if found := re.search(r"\b0x[0-9a-fA-F]{6,}", text):
                yield place, f"shows an address in memory, {found.group()}, which changes with every run"


@rule
def ignored_cells_print_nothing(nb):
    for place, cell, output in outputs(nb):
        only_text = set(output.get("data", {"text/html": ""})) == {"text/plain"}
        if tags(cell) & IGNORED and (output["output_type"] == "stream" or only_text):
            yield place, "is not compared (nbval-ignore-output), so it must print nothing: let it show a figure or a table"


@rule
def every_cell_is_proved(nb):
    for place, cell in cells(nb, "code"):
        if found := sorted(tags(cell) & UNPROVED):
            yield place, f"has the tag {found[0]}: a cell that is not run proves nothing"
        if found := re.search(r"^\s*#\s*((NBVAL|PYTEST_VALIDATE)_\w+)", joined(cell["source"]), re.MULTILINE):
            yield place, f"has the comment {found.group(1)} in a learner's view: use a tag"


@rule
def widgets_have_a_page_form(nb):
    for place, _, output in outputs(nb):
        data = output.get("data", {})
        control = re.match(r"\w+\(children=", joined(data.get("text/plain", "")))
        if VIEW in data or (control and set(data) == {"text/plain"}):
            yield place, "shows a widget that a page without a kernel cannot: it needs a text/html form or a picture"


@rule
def code_cells_are_short(nb):
    for place, cell in cells(nb, "code"):
        lines = len(joined(cell["source"]).split("\n"))
        if lines > MOST_LINES:
            yield place, f"has {lines} lines; {MOST_LINES} is the most"


@rule
def prose_goes_before_code(nb):
    before, number = None, 0
    for cell in nb["cells"]:
        if cell["cell_type"] == "code":
            number += 1
            if before != "markdown":
                yield f"In [{number}]", "comes without a text cell before it"
        before = cell["cell_type"]


@rule
def kernel_is_python3(nb):
    name = nb.get("metadata", {}).get("kernelspec", {}).get("name")
    if name != "python3":
        yield "whole notebook", f"asks for the kernel {name!r}; every reader has 'python3'"


@rule
def has_no_absolute_paths(nb):
    folders = r"(?<![\w./:])/(?:home|Users|root|tmp|work|opt|usr|var|private|mnt|content)/[\w.-]+|\b[A-Za-z]:\\\w+"
    places = [(place, joined(cell["source"])) for kind in ("code", "markdown") for place, cell in cells(nb, kind)]
    places += [(place, text) for place, _, output in outputs(nb) for text in texts(output)]
    places += [(place, joined(output.get("traceback", ""))) for place, _, output in outputs(nb)]
    for place, text in places:
        if found := re.search(folders, text):
            yield place, f"names a path of one machine, {found.group()}"


@rule
def text_is_plain_markdown(nb):
    directive = r"^\s*(?:`{3,}|~{3,}|:{3,})\s*\{[\w:-]+\}|(?<!`)\{[a-z][\w:-]*\}`\S|^\([\w-]+\)=\s*$"
    for place, cell in cells(nb, "markdown"):
        if found := re.search(directive, joined(cell["source"]), re.MULTILINE):
            yield place, f"holds {found.group().strip()!r}, which JupyterLab does not render"


@rule
def pictures_have_words(nb):
    places = [(place, joined(cell["source"])) for place, cell in cells(nb, "markdown")]
    places += [(place, text) for place, _, output in outputs(nb) for text in texts(output)]
    for place, text in places:
        for figure in re.findall(r"<figure\b[^>]*>", text):
            if not re.search(r"\baria-label=(\"[^\"]*\w[^\"]*\"|'[^']*\w[^']*')", figure):
                yield place, "shows a figure without an aria-label that says what is to be seen"
        if re.search(r"!\[\s*\]\(", text):
            yield place, "shows a picture without alternative text"
