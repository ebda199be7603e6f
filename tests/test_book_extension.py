"""The book's Sphinx extension: its pure functions, and the numbers that its notation page prints."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from backprop_lessons import datasets, numerical_gradient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import assets, citations, css, repository, weight  # noqa: E402

# --- the repository's address

CONFIGURED = "https://github.com/owner/name"


def test_the_configured_address_is_used_elsewhere():
    assert repository.address(CONFIGURED + "/", {}) == CONFIGURED


def test_a_fork_links_to_itself():
    assert repository.address(CONFIGURED, {"GITHUB_REPOSITORY": "me/fork"}) == "https://github.com/me/fork"


def test_a_fork_on_another_server_links_to_itself():
    environment = {"GITHUB_REPOSITORY": "me/fork", "GITHUB_SERVER_URL": "https://git.example.org/"}
    assert repository.address(CONFIGURED, environment) == "https://git.example.org/me/fork"


def test_an_empty_variable_changes_nothing():
    assert repository.address(CONFIGURED, {"GITHUB_REPOSITORY": "", "GITHUB_SERVER_URL": ""}) == CONFIGURED


def test_binder_opens_the_file_in_jupyterlab():
    link = repository.binder_address("https://mybinder.org/", "https://github.com/me/fork", "main", "lessons/x.ipynb")
    assert link == "https://mybinder.org/v2/gh/me/fork/main?urlpath=lab/tree/lessons/x.ipynb"


def test_the_address_stands_in_one_place():
    address = re.search(r"^  url: https://(\S+)$", (ROOT / "_config.yml").read_text(), re.M).group(1)
    pages = [path for kind in ("*.md", "*.py", "*.html", "*.js") for path in (ROOT / "book").rglob(kind)]
    assert pages and not [path.name for path in pages if address in path.read_text(encoding="utf-8")]


# --- style sheets

SHEET = """
@charset "utf-8";
.used,.idle{color:red}
.idle{color:blue}
a:not(.idle)::after{content:"}{;"}
.used [data-x="a,b"],#idle{margin:0}
.a\\:b{top:0}
@media (min-width:1px){.idle{color:red}.used:is(.p,.q){color:green}}
@media print{.idle{color:red}}
@keyframes turn{from{top:0}to{top:1px}}
@keyframes rest{from{top:0}to{top:1px}}
.used{animation:turn 1s}
"""


def test_rules_are_taken_apart_with_strings_and_nesting():
    preludes = [prelude for prelude, body in css.rules(SHEET)]
    assert preludes[:3] == ['@charset "utf-8"', ".used,.idle", ".idle"]
    assert preludes[-1] == ".used" and len(preludes) == 11


def test_commas_inside_brackets_do_not_separate_selectors():
    assert css.split_selectors('a:is(.b,.c),[x="d,e"] f') == ["a:is(.b,.c)", '[x="d,e"] f']


@pytest.mark.parametrize(
    "selector, expected",
    [("p", True), (".used", True), (".used.idle", False), ("#idle", False), ("a:not(.idle)", True), (r".a\:b", True)],
)
def test_a_selector_can_match_what_exists(selector, expected):
    assert css.can_match(selector, {"used", "a:b"}) is expected


def test_only_rules_that_can_never_match_are_dropped():
    cut = css.without_idle_movements(css.prune(SHEET, {"used", "a:b"}))
    assert cut == (
        '@charset "utf-8";.used{color:red}a:not(.idle)::after{content:"}{;"}.used [data-x="a,b"]{margin:0}'
        ".a\\:b{top:0}@media (min-width:1px){.used:is(.p,.q){color:green}}"
        "@keyframes turn{from{top:0}to{top:1px}}.used{animation:turn 1s}"
    )


def test_a_sheet_in_full_use_keeps_every_rule():
    words = {"used", "idle", "a:b"}
    assert [rule[0] for rule in css.rules(css.prune(SHEET, words))] == [rule[0] for rule in css.rules(SHEET)]


def test_icons_hide_in_variables_and_in_plain_characters():
    assert css.icons(':root{--icon:"\\f05a"} .x::before{content:"\uf0c9"} .y{content:"a\\201c"}') == {
        "\uf05a",
        "\uf0c9",
    }


# --- what a page loads


@pytest.mark.parametrize(
    "filename, body, expected",
    [
        ("_static/styles/theme.css", "", True),
        ("_static/mystnb." + "0" * 64 + ".css?v=1", "<p>text</p>", False),
        ("_static/mystnb." + "0" * 64 + ".css?v=1", '<div class="cell docutils">', True),
        ("_static/copybutton.js?v=2", '<div class="highlight-python">', True),
        ("vendor/katex/katex.min.css", "no maths", False),
        ("_static/togglebutton.js", '<details class="sd-dropdown">', False),
    ],
)
def test_a_page_loads_what_it_has_use_for(filename, body, expected):
    assert assets.needed(filename, body) is expected


def test_words_come_from_pages_and_from_the_scripts_they_load(tmp_path):
    (tmp_path / "a.js").write_text('node.classList.add("scrolled")')
    (tmp_path / "b.js").write_text('node.classList.add("never")')
    page = '<i class="one two" id="three"></i><script src="../_static/a.js?v=1"></script>'
    words = weight.words_in_use([page], tmp_path)
    assert {"one", "two", "three", "scrolled"} <= words and "never" not in words


def test_glyphs_are_all_letters_and_all_icons():
    assert weight.glyphs_in_use(["<p>δ</p>"], ['.x{content:"\\f0c9"}']) == set(" <p>δ/\uf0c9")


def test_references_are_list_items():
    assert citations.mended('<div class="citation" role="doc-biblioentry">') == '<div class="citation" role="listitem">'


# --- the numbers of the notation page

NOTATION = (ROOT / "book" / "notation.md").read_text(encoding="utf-8")


def slope_in_w5(squared_cost):
    """The measured slope of a cost of (A, Y) in w5, with the worked example in the batch twice."""
    net, X, Y = datasets.worked_example()
    X, Y = np.vstack([X, X]), np.vstack([Y, Y])

    def cost(w5):
        net.W[1][0, 0] = w5[0]
        return squared_cost(net.predict(X), Y)

    return numerical_gradient(cost, np.array([0.40]))[0]


@pytest.mark.parametrize(
    "text, cost",
    [
        ("this course, Nielsen", lambda A, Y: ((A - Y) ** 2).sum(axis=1).mean() / 2),
        ("CS231n", lambda A, Y: ((A - Y) ** 2).sum(axis=1).mean()),
        ("UDL", lambda A, Y: ((A - Y) ** 2).sum()),
        ("D2L", lambda A, Y: ((A - Y) ** 2 / 2).mean()),
        ("Mazur (one example)", lambda A, Y: ((A[:1] - Y[:1]) ** 2).sum() / 2),
    ],
)
def test_one_gradient_in_each_convention(text, cost):
    printed = re.search(rf"^\| {re.escape(text)} \|[^|]*\| ([\d.]+) \|$", NOTATION, re.M).group(1)
    assert float(printed) == pytest.approx(slope_in_w5(cost), rel=0, abs=1.5e-9)


def test_the_turned_matrix_gives_the_printed_wrong_numbers():
    net, X, _ = datasets.worked_example()
    right, wrong = X @ net.W[0] + net.b[0], X @ net.W[0].T + net.b[0]
    assert f"({right[0, 0]:.4f},\\; {right[0, 1]:.4f})" in NOTATION
    assert f"({wrong[0, 0]:.4f},\\; {wrong[0, 1]:.4f})" in NOTATION
