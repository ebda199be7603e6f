"""Program text on the pages loses the marks that change nothing, and no letter of it."""

import html
import re
import sys
from pathlib import Path

import pytest
from pygments import highlight, token
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.styles import get_style_by_name

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import listings  # noqa: E402

CODE = 'for W, dW in zip(net.W, grads.dW):\n    print(f"{W - 0.5 * dW:.3f} <b>", "a & b")  # a comment\n'


def text_of(markup):
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


def test_the_text_stays_and_what_is_coloured_keeps_its_mark():
    page = highlight(CODE, PythonLexer(), HtmlFormatter())
    light = listings.lightened(page)
    assert text_of(light) == text_of(page) and CODE.strip() in text_of(light)
    assert len(light) < 0.75 * len(page)
    assert '<span class="k">for</span>' in light and '<span class="mf">0.5</span>' in light and '<span class="c1">' in light
    assert not re.search(r'class="(n|p|w)"', light)


def test_outside_of_program_text_nothing_changes():
    prose = '<p>a <span class="n">name</span></p><span class="p">.</span>'
    assert listings.lightened(prose) == prose


@pytest.mark.parametrize("style", ["a11y-high-contrast-light", "a11y-high-contrast-dark"])
def test_what_loses_its_mark_looks_like_plain_text(style):
    colours = get_style_by_name(style)
    plain = colours.style_for_token(token.Text)
    for kind in (token.Name, token.Punctuation, token.Text.Whitespace):
        assert colours.style_for_token(kind) == plain
