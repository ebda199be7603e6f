"""The page for the student and the table for the instructor: nothing that a student wrote is more than text there."""

import csv
import html.parser
import io
import json
import re

import pytest
from handed_in import notebook, solved

from backprop_lessons.grading import mark, report
from backprop_lessons.grading.marking import unmarked

TAG = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WHOSE = {"student": f"Ada {TAG}", "file": f"{TAG}.ipynb", "handed_in": "2026-11-01T12:00:00", "late": True, "older": [TAG, "x.ipynb"]}
HOSTILE = {
    "stub-1-3": f"def sigmoid_prime(z):  # {TAG}\n    raise ValueError('{TAG}')",
    "stub-1-4": f"def relu(z): return '{TAG}'\ndef relu_prime(z): return type('{TAG}', (), {{}})()\n"
    f"def tanh_prime(z): return {{'{TAG}': 1}}",
    "check-1-1": f"check('1.1', z='{TAG}', a=0.5, slope=...)",
}


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def hostile(sandbox):
    content = notebook("01_neuron", HOSTILE, first=[f"raise RuntimeError('''{TAG}''')"])
    found = json.loads(content)
    found["metadata"]["hand_in"] = {"name": TAG, "points_claimed": {"1.1": 1}}
    return mark(json.dumps(found).encode(), sandbox) | WHOSE


def test_tags_of_the_student_are_text(hostile):
    page = report.page(hostile, "https://example.org/book/")
    tags = Tags(page)
    assert not {tag for tag, _ in tags.seen} & {"script", "img", "iframe", "object", "form", "link", "base"}
    assert not [name for _, attrs in tags.seen for name in attrs if name.startswith("on")]
    assert "".join(tags.texts).count("<script>alert(1)</script>") > 5  # name, file, code, message: all shown
    addresses = {attrs["href"] for tag, attrs in tags.seen if tag == "a"}
    assert addresses == {f"#q{k}" for k in range(1, 7)} | {"https://example.org/book/lessons/01_neuron.html"}
    assert "default-src 'none'" in page  # and if one were not, it could load and run nothing


def test_a_page_needs_no_other_file_and_says_what_it_should(hostile):
    page = report.page(hostile)
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)
    text = " ".join(Tags(page).texts)
    for words in ("late", "The newest file counts", "Cells that stopped", "not answered", "not yet right", f"seed {hostile['seed']}"):
        assert words in text
    assert "claims 1 points" in text


def test_the_code_beside_the_sentence_is_the_cell_that_defines_it(hostile):
    parts = {part["name"]: part for exercise in hostile["exercises"] for part in exercise["parts"]}
    assert parts["sigmoid_prime"]["code"] == HOSTILE["stub-1-3"]
    assert parts["relu"]["code"] == parts["tanh_prime"]["code"] == HOSTILE["stub-1-4"]
    assert parts["z"]["code"] == HOSTILE["check-1-1"]


def test_right_answers_are_praised_without_their_code(sandbox):
    result = mark(notebook("01_neuron", solved("01_neuron")), sandbox) | WHOSE | {"older": []}
    page = report.page(result)
    assert "10 of 10 points" in page and "not yet right" not in page and "<details" not in page


def test_a_wrong_function_is_shown_and_not_the_call_of_its_check(sandbox):
    """One cell with two wrong functions is shown once; a blank stub is not shown at all; code between backticks is code."""
    both = "def relu(z):\n    return z\n\ndef relu_prime(z):\n    return z\n\ndef tanh_prime(z):\n    raise NotImplementedError"
    answers = {"stub-1-3": "def sigmoid_prime(z):\n    return z / 0.0 if True else nothing", "stub-1-4": both}
    answers["stub-1-5"] = "def neuron(X, w, b, act):\n    return missing_name"
    result = mark(notebook("01_neuron", answers), sandbox) | WHOSE
    codes = {part["name"]: part["code"] for exercise in result["exercises"] for part in exercise["parts"] if part["status"] == "wrong"}
    assert codes == {"sigmoid_prime": answers["stub-1-3"], "relu": both, "relu_prime": both, "neuron": answers["stub-1-5"]}
    page = report.page(result)
    assert page.count("<summary>Your cell") == 3
    assert "<code>return missing_name</code>" in page and "`" not in page


def test_a_page_about_a_file_that_was_not_read_says_only_that(sandbox):
    page = report.page(mark(b"{", sandbox, assignment="01_neuron") | WHOSE)
    assert "Not graded." in page and "0 of 10 points" in page
    assert "not looked at" not in page and "<table" not in page and "seed" not in page


@pytest.mark.parametrize(
    "row, name",
    [
        ({"name": "Ada Lovelace", "email": "alove@uni.example"}, "Ada Lovelace"),
        ({"first": "Ada", "last": "Lovelace", "id": "17"}, "Ada Lovelace"),
        ({"id": "17", "name": "Ada Lovelace"}, "Ada Lovelace"),
        ({"id": "17"}, "17"),
    ],
)
def test_a_missing_student_is_called_by_name(row, name):
    (found,) = csv.DictReader(io.StringIO(report.grades([], [row])))
    assert found["student"] == name and found["status"] == "missing"


def test_the_table_can_be_read_and_starts_no_formula(hostile):
    evil = {**hostile, "student": "=cmd|' /C calc'!A0", "file": "@SUM(1)", "older": ["+1"], "late": False}
    broken = unmarked(b"", None, "The file is empty.") | WHOSE
    rows = list(csv.DictReader(io.StringIO(report.grades([evil, broken], [{"name": "-Grace"}]))))
    assert [row["status"] for row in rows] == ["graded", "The file is empty.", "missing"]
    assert all(not (cell or "").startswith(("=", "+", "@", "-")) for row in rows for cell in row.values())
    assert rows[0]["1.3"] == "0" and rows[0]["claimed"] == "1" and rows[1]["late"] == "late" and rows[2]["points"] == "0"
    assert float(rows[0]["points"]) == sum(float(rows[0][f"1.{k}"]) for k in range(1, 7))


def test_an_unreadable_file_has_a_page_too():
    page = report.page(unmarked(b"", None, "The file is empty.") | WHOSE)
    assert "Not graded." in page and "The file is empty." in page
