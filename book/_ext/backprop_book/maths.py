"""Maths is set by KaTeX while the book is built: four cures for that, and a way out where node is missing."""

import re
import shutil

from docutils import nodes
from sphinx.util import logging
from sphinxcontrib import katex

logger = logging.getLogger(__name__)

# Without node the page sets its maths itself, by the copy of KaTeX that comes with sphinxcontrib-katex.
# The environments are named because amsmath blocks reach the page without further delimiters.
IN_THE_PAGE = r"""{delimiters: [
    {left: "\\(", right: "\\)", display: false},
    {left: "\\[", right: "\\]", display: true},
    {left: "\\begin{align*}", right: "\\end{align*}", display: true},
    {left: "\\begin{align}", right: "\\end{align}", display: true},
    {left: "\\begin{equation*}", right: "\\end{equation*}", display: true},
    {left: "\\begin{equation}", right: "\\end{equation}", display: true},
    {left: "\\begin{gather*}", right: "\\end{gather*}", display: true}
]}"""

set_by_katex = katex.render_latex
LETTER = re.compile(r"[A-Za-z]")
SOURCE = re.compile(r"<annotation\b.*?</annotation>", re.S)


def connect(app):
    app.connect("config-inited", cure)
    app.connect("builder-inited", check_every_formula)


def cure(app, config):
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True  # else bad TeX is printed in red and the build passes
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket  # its UNIX socket races
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # five seconds are few on a busy machine
    katex.render_latex = set_lightly
    if not shutil.which(katex.NODEJS_BINARY):
        logger.info("node was not found: the pages will set their maths themselves, a little later and heavier")
        config.katex_prerender = False
        config.katex_options = IN_THE_PAGE


def set_lightly(latex, options=None):
    """What KaTeX makes of a formula, without the source that it adds for nobody to see; a lone letter needs but its font.

    A lesson holds a hundred formulas and more, and a tenth of their weight goes.
    """
    if LETTER.fullmatch(latex) and not options:
        return f'<span class="katex"><span class="mord mathnormal">{latex}</span></span>'
    return SOURCE.sub("", set_by_katex(latex, options))


def check_every_formula(app):
    """Let a formula that KaTeX refuses be a warning that names the page, not a traceback."""
    registry = app.registry
    for renderers in (registry.html_inline_math_renderers, registry.html_block_math_renderers):
        visit, depart = renderers["katex"]
        renderers["katex"] = (_with_warning(visit), depart)


def _with_warning(visit):
    def visit_formula(translator, node):
        try:
            visit(translator, node)
        except katex.KaTeXError as error:
            logger.warning("KaTeX refuses this formula: %s\n%s", error, node.astext(), location=node)
            raise nodes.SkipNode from error

    return visit_formula
