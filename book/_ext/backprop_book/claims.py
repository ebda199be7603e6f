"""The page "What the sources say": claims, figures and verdicts, made at each build from what the tests check."""

import importlib
import re
import sys
from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive

from . import lessons
from .published import ROOT, TESTS

# What stands behind the figures: the claims, this file, and the package without its figures and widgets
SOURCES = ("tests/claims/*.py", "book/_ext/backprop_book/claims.py", "backprop_lessons/*.py")


class ClaimsDirective(Directive):
    """```{claims} A1 A5``` puts the claims from A1 to A5 into a page; a figure that is not true stops the build."""

    required_arguments = 2

    def run(self):
        environment = self.state.document.settings.env
        for source in sources():
            environment.note_dependency(str(source))
        try:
            found = between(*self.arguments)
            for claim in found:
                if not claim.slow:  # the tests train the networks
                    claim.check()
            return [node for claim in found for node in self.entry(claim, environment)]
        except ValueError as problem:
            raise self.error(str(problem)) from problem

    def entry(self, claim, environment):
        """The nodes of one claim: its words and the question, and folded away what was measured."""
        words, messages = self.state.inline_text(claim.because, self.lineno)
        verdict = nodes.strong(claim.verdict, claim.verdict, classes=["verdict"])
        finding = nodes.paragraph("", "", verdict, nodes.Text(" "), *words, classes=["finding"])
        if claim.section:
            finding += [nodes.Text(" Repeat it in "), lessons.section(environment, claim.section), nodes.Text(".")]
        before, after = html(claim)
        return [nodes.raw("", before, format="html"), finding, nodes.raw("", after, format="html"), *messages]


class VerdictsDirective(Directive):
    """```{verdicts}``` counts the verdicts of both documents and leads to each claim."""

    def run(self):
        environment = self.state.document.settings.env
        for source in sources():
            environment.note_dependency(str(source))
        return [nodes.raw("", summary(claims().CLAIMS.values()), format="html")]


def claims():
    """The tests' package `claims`: their data, not their code."""
    if str(TESTS) not in sys.path:
        sys.path.append(str(TESTS))
    return importlib.import_module("claims")


def between(first, last):
    """The claims from the one id to the other, both included. Raises ValueError for ids that are not there, or not in order."""
    everything = claims().CLAIMS
    ids = list(everything)
    for id in (first, last):
        if id not in everything:
            raise ValueError(f"no claim is called {id!r}; there are {ids[0]} to {ids[-1]}")
    if ids.index(first) > ids.index(last):
        raise ValueError(f"{first} comes after {last}")
    return [everything[id] for id in ids[ids.index(first) : ids.index(last) + 1]]


def sources():
    """The files that the page depends on."""
    return sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))


def connect(app):
    app.add_directive("claims", ClaimsDirective)
    app.add_directive("verdicts", VerdictsDirective)


# --- in HTML


def html(claim):
    """What stands before the finding of a claim, and what after it. New lines part the words for the search."""
    id = claim.id
    figures = "".join(
        f"<dt>{marked(figure.label)}</dt>\n<dd>{figure_text(figure.shown)}</dd>\n" for figure in claim.figures
    )
    before = (
        f'<div class="claim" id="{id.lower()}">\n<p><strong>{id}</strong> <q>{escape(claim.quote)}</q></p>\n'
        f"<p><em>Predict first.</em> {marked(claim.ask)}</p>\n"
        f'<details><summary>What we measured<span class="visually-hidden"> for {id}</span></summary>\n'
        f"<dl>\n{figures}</dl>\n"
    )
    after = (
        f'<details><summary>The code<span class="visually-hidden"> for {id}</span></summary>\n'
        f'<pre tabindex="0"><code>{escape(claim.code())}</code></pre></details></details></div>'
    )
    return before, after


def marked(text):
    """Backticks make code, stars make emphasis; all else is text."""
    text = re.sub("`(.+?)`", r"<code>\1</code>", escape(text, quote=False))
    return re.sub(r"(?<!\*)\*([^*]+)\*(?!\*)", r"<em>\1</em>", text)


def figure_text(shown):
    """A figure as it is read: a true minus sign, and powers of ten."""
    text = re.sub(r"(?<![\w.])-(?=\d)", "−", shown)
    text = re.sub(r"(?<![\d.])1e-(\d+)", r"10<sup>−\1</sup>", text)
    return re.sub(r"([\d.]+)e-(\d+)", r"\1 · 10<sup>−\2</sup>", text)


def summary(everything):
    """How many claims have which verdict, in each document, with a link to each of them."""
    everything = list(everything)
    letters = sorted({claim.id[0] for claim in everything})
    rows = ""
    for verdict, meaning in claims().VERDICTS.items():
        cells = "".join(
            f"<td>{ids([claim for claim in everything if (claim.id[0], claim.verdict) == (letter, verdict)])}</td>"
            for letter in letters
        )
        rows += f'<tr><th scope="row">{verdict} <span class="fw-normal">{meaning}</span></th>{cells}</tr>\n'
    totals = "".join(f"<td><strong>{sum(c.id[0] == letter for c in everything)}</strong></td>" for letter in letters)
    heads = "".join(f'<th scope="col">document {letter}</th>' for letter in letters)
    return (
        '<div class="pst-scrollable-table-container"><table class="table verdicts">'
        f'<caption class="text-start">{len(everything)} claims and what became of them</caption>'
        f'<thead><tr><th scope="col">verdict</th>{heads}</tr></thead>\n'
        f'<tbody>{rows}<tr><th scope="row">all</th>{totals}</tr></tbody></table></div>'
    )


def ids(found):
    """How many, and links to them."""
    if not found:
        return "none"
    links = " ".join(f'<a href="#{claim.id.lower()}">{claim.id}</a>' for claim in found)
    return f"<strong>{len(found)}</strong>: {links}"
