"""The form that stands in a page: the same every time, readable without scripts, and complete without Python."""

import json
import re

import pytest

from backprop_lessons import quizzes
from backprop_lessons.widgets import GALLERY, Quiz, base, page_scripts, page_style

WIDGETS = {**GALLERY, "quiz": lambda: Quiz(quizzes.NEURON)}


def state_of(page):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.S).group(1))


@pytest.fixture(params=WIDGETS)
def make(request):
    return WIDGETS[request.param]


def test_two_widgets_of_one_kind_give_the_same_page(make):
    assert make().html() == make().html()


def test_the_state_is_plain_json_and_ends_no_script_early(make):
    page = make().html()
    assert state_of(page)
    assert page.count("</script") == 1
    assert "NaN" not in page and "Infinity" not in page


def test_a_reader_without_scripts_gets_words_or_a_table(make):
    fallback = re.search(r'<div class="bl-fallback">(.*)</div></div>$', make().html(), re.S).group(1)
    assert len(re.sub(r"<[^>]+>", "", fallback)) > 100


def test_a_notebook_output_carries_both_forms(make):
    data, _ = make()._repr_mimebundle_()
    assert data["text/html"] == make().html()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert not re.search(r"[0-9a-f]{8}", data["text/plain"])  # no address, no model id


def test_each_module_has_a_script_of_its_own_without_import_or_export():
    scripts = page_scripts()
    assert {path.stem for path in base.HERE.glob("*.js")} == set(scripts)
    for name, script in scripts.items():
        assert name == "mount" or f'["{name}"] = {{ render }}' in script
        assert not re.search(r"^\s*(import|export)\b", script, re.M)


def test_a_module_without_the_agreed_last_line_is_refused(tmp_path, monkeypatch):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/common.js").write_text("", encoding="utf-8")
    (tmp_path / "bad.js").write_text("function render() {}\n", encoding="utf-8")
    monkeypatch.setattr(base, "HERE", tmp_path)
    monkeypatch.setattr(base.PageWidget, "modules", {"bad": ()})
    with pytest.raises(ValueError, match="bad.js.*export default"):
        page_scripts()


def test_no_style_and_no_script_asks_for_another_address():
    assert not re.search(r"https?://(?!www\.w3\.org)", "".join(page_scripts().values()) + page_style())


def test_rounding_keeps_four_digits_and_leaves_words_alone():
    assert base.tidy({"a": (0.123456, 2.0, "x", True)}) == {"a": [0.1235, 2, "x", True]}
