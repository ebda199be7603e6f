"""How pages load, and the pages that are made from tables: the gallery, the map of the chapters, the promises."""

import json
import re
import sys
from pathlib import Path

import pytest

from backprop_lessons.widgets import GALLERY

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import chapter_map, css, gallery, loading, promises  # noqa: E402
from backprop_book.lessons import LESSONS  # noqa: E402

HEAD = """<head>
    <script>
    document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";
    </script>
    <link href="../_static/styles/theme.css" rel="stylesheet" />
    <link rel="stylesheet" type="text/css" href="../_static/own.css?v=1" />
    <script src="../_static/documentation_options.js?v=2"></script>
    <script src="../_static/a.js?v=3"></script>
    <script defer="defer" src="../_static/b.js"></script>
    <link rel="icon" href="../_static/favicon.svg"/>
</head><p class="used">text</p>"""


@pytest.fixture
def static(tmp_path):
    """A folder _static with two sheets, one of which imports a third, and the settings."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "scripts").mkdir()
    texts = {
        "styles/theme.css": '@charset "utf-8";@import "../base.css";.used{background:url("pic/a.png")}.idle{top:0}',
        "base.css": "p{margin:0}i{background:url(data:image/png;base64,AA)}",
        "own.css": ".idle{color:red}.used{src:url(../x/y.woff2)}",
        "documentation_options.js": "const DOCUMENTATION_OPTIONS = {A: 1};",
        loading.THEME_SCRIPT: f"(function(){{a(){loading.IDLE_WATCH}}})();",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def improved(static, pages, whole=("own.css",)):
    return loading.improve(pages, static, lambda texts: set(re.findall(r"\w+", "".join(texts))), lambda name: name in whole)


def test_one_sheet_takes_the_place_of_all_in_their_order(static):
    text = improved(static, {"one": HEAD})["one"]
    assert text.count('rel="stylesheet"') == 1 and 'rel="icon"' in text
    sheet = (static / re.search(r'href="\.\./_static/(page-\w+\.css)"', text)[1]).read_text(encoding="utf-8")
    assert sheet == (
        "p{margin:0}i{background:url(data:image/png;base64,AA)}.used{background:url(styles/pic/a.png)}"
        ".idle{color:red}.used{src:url(../x/y.woff2)}"
    )


def test_a_second_build_finds_the_parts_again_and_sweeps_up(static):
    once = improved(static, {"one": HEAD})["one"]
    assert improved(static, {"one": once})["one"] == once
    first = set(static.glob("page-*.css"))
    (static / "own.css").write_text(".used{color:blue}", encoding="utf-8")
    twice = improved(static, {"one": once})["one"]
    assert twice != once and len(first) == len(set(static.glob("page-*.css"))) == 1 != len(first | set(static.glob("page-*.css")))


def test_pages_of_one_kind_share_a_sheet(static):
    other = HEAD.replace('    <link rel="stylesheet" type="text/css" href="../_static/own.css?v=1" />\n', "").replace("../", "")
    pages = improved(static, {"one": HEAD, "two": HEAD + "more", "three": other})
    sheets = {name: re.search(r"page-\w+", text)[0] for name, text in pages.items()}
    assert sheets["one"] == sheets["two"] != sheets["three"]
    assert 'href="_static/page-' in pages["three"]


def test_scripts_wait_and_keep_their_order_and_the_settings_are_there_first(static):
    text = improved(static, {"one": HEAD})["one"]
    assert re.findall(r"<script defer[^>]* src=\"\.\./_static/(\w+)", text) == ["a", "b"]
    assert text.index("const DOCUMENTATION_OPTIONS = {A: 1};") < text.index("a.js")
    assert 'src="../_static/documentation_options' not in text


def test_the_page_knows_dark_from_light_at_once(static):
    text = improved(static, {"one": HEAD})["one"]
    assert '"auto";' not in text and "prefers-color-scheme: dark" in text


def test_the_themes_watch_over_every_change_is_out(static):
    improved(static, {"one": HEAD})
    assert (static / loading.THEME_SCRIPT).read_text(encoding="utf-8") == "(function(){a()})();"


def test_the_pinned_theme_has_the_watch_that_is_taken_out():
    import pydata_sphinx_theme

    script = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static" / loading.THEME_SCRIPT
    assert loading.IDLE_WATCH in script.read_text(encoding="utf-8")


def test_variables_that_nothing_reads_are_dropped_and_what_only_they_read():
    sheet = ":root{--a:1px;--b:var(--c);--c:2px;--d:red;--e:url('x;y');--f:3px}p{margin:var(--a);color:var(--none, blue)}"
    assert css.without_idle_variables(sheet, {"f"}) == ":root{--a:1px;--e:url('x;y');--f:3px}p{margin:var(--a);color:var(--none, blue)}"


def test_a_variable_that_a_page_or_a_script_reads_stays(static):
    (static / "own.css").write_text(".used{--here:1;--there:2;--nowhere:3}", encoding="utf-8")
    text = improved(static, {"one": HEAD + '<p style="top: var(--here)">there</p>'})["one"]
    sheet = (static / re.search(r"page-\w+\.css", text)[0]).read_text(encoding="utf-8")
    assert ".used{--here:1;--there:2;}" in sheet


# --- pages from tables


def test_the_gallery_tells_of_every_widget_once():
    assert set(gallery.ENTRIES) == set(GALLERY), "each widget has its entry in gallery.py, in book/_ext/backprop_book"
    texts = [text for entry in gallery.ENTRIES.values() for text in (entry.title, entry.try_this, entry.watch)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("number", LESSONS)
def test_the_map_says_what_the_lesson_says_that_it_needs(number):
    assert number in chapter_map.NEEDS, "name it in NEEDS of chapter_map.py, in book/_ext/backprop_book"
    cells = json.loads((ROOT / f"{LESSONS[number].document}.ipynb").read_text(encoding="utf-8"))["cells"]
    said = re.search(r"You need: (.*)", "".join(cells[0]["source"]))[1]
    lessons = re.sub(r"(\d+) to (\d+)", lambda span: " and ".join(map(str, range(int(span[1]), int(span[2]) + 1))), said)
    named = {int(digit) for words in re.findall(r"lessons? ((?:\d+(?:, | and )?)+)", lessons) for digit in re.findall(r"\d+", words)}
    assert named == set(chapter_map.NEEDS[number])


def test_the_map_draws_each_lesson_and_says_all_in_words():
    drawing = chapter_map.drawing()
    assert all(f"{number}. {lesson.title}" in drawing for number, lesson in LESSONS.items())
    assert drawing.count("<rect") == len(LESSONS) and 'role="img"' in drawing
    words = re.search(r'aria-label="([^"]+)"', drawing)[1]
    assert "5. Backpropagation: builds on 2, 3 and 4" in words
    assert [chapter_map.nearest(number) for number in (2, 5, 8)] == [[1], [4], [6]]


def test_a_new_lesson_has_a_place_of_its_own_below_all_that_it_needs(monkeypatch):
    before = chapter_map.drawing()
    for needs in ((6,), (7, 8), (1,), ()):
        monkeypatch.setattr(chapter_map, "NEEDS", {**chapter_map.NEEDS, 9: needs})
        monkeypatch.setitem(LESSONS, 9, LESSONS[8])
        places = [chapter_map.place(number) for number in chapter_map.NEEDS]
        assert len(set(places)) == len(places)
        for number, needed in chapter_map.NEEDS.items():
            assert all(chapter_map.place(other)[1] < chapter_map.place(number)[1] for other in needed)
        width, height = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', chapter_map.drawing()).groups())
        assert all(x + chapter_map.WIDTH < width and y + chapter_map.HEIGHT < height for x, y in places)
    monkeypatch.undo()
    assert chapter_map.drawing() == before


def test_every_promise_names_files_that_are_there():
    for promise in promises.everything():
        assert promise.files, promise.promise
        assert [file for file in promise.files if not (ROOT / file).is_file()] == []


def test_a_promise_stands_beside_its_files():
    text = promises.html([promises.Promise("A < B.", "By counting.", ("tests/test_counting.py",))], "https://example.org/blob/main")
    assert "A &lt; B." in text and 'href="https://example.org/blob/main/tests/test_counting.py"' in text
