"""The book's Sphinx extension: its pure functions, and the numbers that the pages on notation and on published numbers print."""

import re
import sys
from pathlib import Path

import numpy as np
import published as data
import pytest
from published import mazur

from backprop_lessons import datasets, numerical_gradient

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import assets, citations, css, maths, published, repository, weight  # noqa: E402

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


def test_code_loses_the_marks_that_colour_nothing_and_keeps_its_words():
    code = (
        '<div class="highlight"><pre><span></span><span class="n">a</span><span class="w"> </span><span class="o">=</span> '
        '<span class="p">(</span><span class="s2">&quot;b&quot;</span><span class="p">,</span> <span class="nb">len</span>\n</pre></div>'
    )
    prose = '<p><span class="n">not code</span></p>'
    lighter = weight.without_idle_marks(prose + code + prose)
    assert lighter.startswith(prose) and lighter.endswith(prose)
    assert re.findall(r'class="(\w+)"', lighter[len(prose) : -len(prose)]) == ["highlight", "o", "s2", "nb"]
    words = [re.sub(r"<[^>]+>", "", text) for text in (prose + code + prose, lighter)]
    assert words[0] == words[1]
    assert weight.without_idle_marks(lighter) == lighter


def test_formulas_are_set_without_their_source_and_letters_by_their_font_alone(monkeypatch):
    made = '<span class="katex"><math><mi>z</mi><annotation encoding="application/x-tex">z\n= 1</annotation></math>z = 1</span>'
    asked = []
    monkeypatch.setattr(maths, "set_by_katex", lambda latex, options: asked.append((latex, options)) or made)
    assert maths.set_lightly("z = 1") == '<span class="katex"><math><mi>z</mi></math>z = 1</span>'
    assert maths.set_lightly("z") == '<span class="katex"><span class="mord mathnormal">z</span></span>'
    assert "annotation" not in maths.set_lightly("z", {"displayMode": True})
    assert asked == [("z = 1", None), ("z", {"displayMode": True})]


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


# --- the page of published numbers

NUMBERS = (ROOT / "book" / "numbers.md").read_text(encoding="utf-8")
PRINTED = data.Row("a", "0.25", 0.2511, lambda: 0.2511, form=".4f")


@pytest.mark.slow
@pytest.mark.parametrize("table", data.TABLES.values(), ids=data.TABLES)
def test_every_row_of_the_page_is_true(table):
    for row in table.rows:
        row.check()


def test_every_table_stands_on_the_page_once():
    assert re.findall(r"^```{published} (\S+)$", NUMBERS, re.M) == list(data.TABLES)


def test_the_prose_holds_no_number_that_no_row_holds():
    known = {text for table in data.TABLES.values() for row in table.rows for text in texts(row)}
    known |= {"0.15", "0.40"}  # a learning rate; 2 times the printed 0.20, which the next test computes
    prose = re.sub(r"```.*?```", "", NUMBERS, flags=re.S)
    numbers = re.findall(r"(?<![\d.])\d+\.\d+", prose)
    assert numbers and set(numbers) <= known


def texts(row):
    if isinstance(row, data.Anchor):
        return {row.shown()}
    return {row.printed, row.printed.lstrip("-"), row.shown(), f"{row.ours():.9f}"}


def test_what_the_prose_says_of_the_two_orders():
    right, other = mazur.right(1)[1], mazur.other_order(1)[1]
    assert f"{right:.6f}" == f"{other:.6f}" and f"{right:.7f}" != f"{other:.7f}"
    assert "agree to six decimals and part at the seventh" in NUMBERS
    off = 1 - mazur.other_order(1)[0][0, 0] / mazur.step().dW1[0]
    assert f"the slope in w1 is {off:.0%} off".replace("%", " %") in NUMBERS
    assert f"{2 * 0.20:.2f}" == "0.40" != f"{2 * 0.196611933241:.2f}" == "0.39"


def test_a_row_that_claims_what_is_not_true_is_refused():
    assert PRINTED.verdict() == "same"
    with pytest.raises(data.Disagreement, match="no reason is given"):
        data.Row("a", "0.24", 0.2511, lambda: 0.2511).verdict()
    with pytest.raises(data.Disagreement, match="is said to differ"):
        data.Row("a", "0.25", 0.2511, lambda: 0.2511, because="of the weather").verdict()
    with pytest.raises(AssertionError, match="of the weather"):
        data.Row("a", "0.24", 0.2511, lambda: 0.2511, because="of the weather", theirs=lambda: 0.26).check()
    with pytest.raises(AssertionError):
        data.Row("a", "", 0.25, lambda: 0.2511).check()


@pytest.mark.parametrize(
    "value, same", [(0.25, True), (0.2549, True), (0.2551, False), (0.2449, False), (-0.25, False)]
)
def test_the_same_means_within_half_a_unit_of_the_last_digit(value, same):
    assert data.agrees(value, "0.25") is same


def test_a_table_says_to_a_screen_reader_what_belongs_to_what():
    text = published.html(data.Table("name", "Title", ("A & B", "https://example.org/?a=1"), (PRINTED,)))
    assert '<caption class="text-start">Title</caption>' in text
    assert 'href="https://example.org/?a=1">A &amp; B</a></p>' in text
    assert text.count('<th scope="col"') == 5 and text.count('<th scope="row"') == 1
    assert ">0.2511</td>" in text and ">0.0011</td>" in text and ">same</td>" in text


def test_decimal_points_stand_below_each_other():
    other = data.Row("b", "3", 3, lambda: 3.0, form=".1f")
    text = published.html(data.Table("name", "Title", ("A", "https://example.org"), (PRINTED, other)))
    assert ">0.25</td>" in text and '>3<span class="invisible" aria-hidden="true">.00</span></td>' in text
    assert ">0.2511</td>" in text and '>3.0<span class="invisible" aria-hidden="true">000</span></td>' in text


def test_a_source_is_named_where_its_tables_begin():
    named = [name for name in data.TABLES if published.source_is_new(data.TABLES, name)]
    assert {"mazur-forward", "nielsen-near", "baydin", "d2l"} <= set(named)
    assert not {"mazur-closing", "nielsen-far", "cs231n-forks"} & set(named)


def test_anchors_say_where_the_plain_formula_ends():
    anchor = data.Anchor("a < b", 1, lambda: 1.0, lambda: np.divide(0.0, 0.0), "nan")
    text = published.html(data.Table("name", "Title", None, (anchor,)))
    assert "Printed by" not in text and "a &lt; b" in text and "<td>nan</td>" in text


@pytest.mark.parametrize(
    "value, text",
    [
        (0.0, "0"),
        (-1.503e-7, "−1.5 · 10<sup>−7</sup>"),
        (0.0033, "0.0033"),
        (-0.004, "−0.004"),
        (9.96e-8, "1.0 · 10<sup>−7</sup>"),
    ],
)
def test_differences_are_short(value, text):
    assert published.power_of_ten(value) == text


def test_digits_are_bold_from_where_they_part():
    assert published.mark_where_they_part("0.2910279", "0.29102777") == (
        "0.291027<strong>9</strong>",
        "0.291027<strong>77</strong>",
    )
    assert published.mark_where_they_part("0.29", "0.291") == ("0.29", "0.29<strong>1</strong>")


def test_the_page_is_made_anew_when_its_numbers_change():
    names = {path.name for path in published.sources()}
    assert {"mazur.py", "rows.py", "published.py", "network.py", "graph.py"} <= names
