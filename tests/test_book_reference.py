"""The pages of reference and the parts of the extension that make them: links to lessons, claims, pitfalls, glossary."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import claims as data
import pytest
from docutils import nodes

from backprop_lessons.exercises import catalogue

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from backprop_book import assets, claims, lessons, pitfalls  # noqa: E402


def page(name):
    return (ROOT / "book" / f"{name}.md").read_text(encoding="utf-8")


# --- links to lessons


@pytest.fixture
def inliner():
    """What a role meets while Sphinx reads a page: only lesson 1 is in the contents."""
    noted, said = [], []
    environment = SimpleNamespace(
        found_docs={"book/intro", "lessons/01_neuron"},
        docname="book/sources",
        note_dependency=noted.append,
        noted=noted,
    )
    reporter = SimpleNamespace(error=lambda message, line: said.append(message) or message)
    document = SimpleNamespace(settings=SimpleNamespace(env=environment))
    return SimpleNamespace(document=document, reporter=reporter, said=said)


def test_a_lesson_in_the_contents_is_a_link(inliner):
    (node,), messages = lessons.role("lesson", "", "1", 7, inliner)
    assert messages == [] and node.tagname == "pending_xref" and node.astext() == "lesson 1"
    assert (node["refdomain"], node["reftype"], node["reftarget"]) == ("std", "doc", "/lessons/01_neuron")


def test_a_lesson_to_come_is_plain_text_and_the_page_waits_for_it(inliner):
    (node,), messages = lessons.role("lesson", "", "5", 7, inliner)
    assert messages == [] and type(node) is nodes.inline and node.astext() == "lesson 5"
    assert inliner.document.settings.env.noted == [str(ROOT / "_toc.yml")]


def test_a_link_may_have_words_of_its_own(inliner):
    (node,), _ = lessons.role("lesson", "", "Lesson 1, on one neuron", 7, inliner)
    assert node.astext() == "Lesson 1, on one neuron"


def test_a_section_is_a_link_to_its_anchor(inliner):
    environment = inliner.document.settings.env
    node = lessons.section(environment, "1.5")
    assert node["refuri"] == "../lessons/01_neuron.html#one-step-of-learning" and node.astext() == "section 1.5"
    assert type(lessons.section(environment, "5.2")) is nodes.inline
    assert str(ROOT / "lessons" / "05_backpropagation.ipynb") in environment.noted


@pytest.mark.parametrize("number", ["1.99", "7"])
def test_a_section_that_does_not_exist_is_refused(number):
    with pytest.raises(ValueError, match=f"has no section {number}"):
        lessons.anchor(number)


@pytest.mark.parametrize("text", ["99", "0", "the next one"])
def test_a_lesson_that_does_not_exist_is_refused(inliner, text):
    found, messages = lessons.role("lesson", "", text, 7, inliner)
    assert found == [] and len(messages) == 1
    assert inliner.said == [f"lesson: expected one of the numbers 1 to {max(lessons.LESSONS)}, got {text!r}"]


def test_the_table_of_lessons_is_that_of_the_notebooks():
    there = [f"lessons/{path.stem}" for path in sorted((ROOT / "lessons").glob("*.ipynb"))]
    assert [lesson.document for lesson in lessons.LESSONS.values()] == there, "name the notebook in LESSONS of lessons.py"
    assert list(lessons.LESSONS) == [int(re.search(r"\d+", name)[0]) for name in there] == list(range(1, len(there) + 1))


def test_the_titles_of_lessons_are_those_of_the_introduction_and_of_the_pitfalls():
    intro, headings = page("intro"), page("pitfalls").lower()
    with_pitfalls = {topic.lesson for topic in catalogue.TOPICS}
    for number, lesson in lessons.LESSONS.items():
        assert f"**{lesson.title}**" in intro, "its sentence is missing in book/intro.md"
        heading = f"\n## lesson {number}: {lesson.title.lower()}\n"
        assert (heading in headings) == (number in with_pitfalls), "book/pitfalls.md has a heading for each lesson with known mistakes"


# --- claims


def test_the_page_shows_every_claim_once_and_in_order():
    shown = [
        claim.id
        for pair in re.findall(r"^```{claims} (\S+) (\S+)$", page("sources"), re.M)
        for claim in claims.between(*pair)
    ]
    assert shown == list(data.CLAIMS)


def test_every_claim_leads_to_a_section_that_a_lesson_has():
    assert all(lessons.anchor(claim.section) for claim in data.CLAIMS.values() if claim.section)


def test_a_range_of_claims_is_checked():
    assert [claim.id for claim in claims.between("A24", "B2")] == ["A24", "B1", "B2"]
    with pytest.raises(ValueError, match="'A25'; there are A1 to B28"):
        claims.between("A25", "B1")
    with pytest.raises(ValueError, match="B1 comes after A1"):
        claims.between("B1", "A1")


def test_an_entry_says_all_in_words_and_folds_the_finding_away():
    before, after = claims.html(data.CLAIMS["A7"])
    assert 'id="a7"' in before and "<q>we can only know the cost of each neuron" in before
    assert before.index("Predict first") < before.index("<details>") < before.index("0.055399425")
    assert "<dd>−0.019049118</dd>" in before and before.count("<dt>") == before.count("<dd>") == 6
    assert '<pre tabindex="0">' in after and "def one_path_and_both():" in after
    whole = before + after
    assert all(
        len(re.findall(rf"<{tag}[ >]", whole)) == whole.count(f"</{tag}>")
        for tag in ("details", "summary", "dl", "div", "p", "q")
    )
    assert whole.count('class="visually-hidden"> for A7</span>') == 2  # two folds of one page never have one name


def test_what_stands_in_code_and_quotations_is_escaped():
    before, _ = claims.html(data.CLAIMS["A4"])
    assert "weights &amp; bias" in before
    assert claims.marked("a < b, `x & y`, *so*, 2 * 3") == "a &lt; b, <code>x &amp; y</code>, <em>so</em>, 2 * 3"


@pytest.mark.parametrize(
    "shown, text",
    [
        ("0.25", "0.25"),
        ("-0.741365", "−0.741365"),
        ("below 1e-15", "below 10<sup>−15</sup>"),
        ("8.9e-5", "8.9 · 10<sup>−5</sup>"),
        ("1.0e-5", "1.0 · 10<sup>−5</sup>"),
        ("0.95 to 0.98", "0.95 to 0.98"),
        ("568,369,020", "568,369,020"),
    ],
)
def test_figures_are_written_for_readers(shown, text):
    assert claims.figure_text(shown) == text


def test_the_summary_counts_and_leads_to_every_claim():
    table = claims.summary(data.CLAIMS.values())
    assert re.findall(r'href="#(\w+)"', table) and set(re.findall(r'href="#(\w+)"', table)) == {
        id.lower() for id in data.CLAIMS
    }
    counts = [int(number) for number in re.findall(r"<strong>(\d+)</strong>:", table)]
    assert sum(counts) == len(data.CLAIMS) == 52 and "<strong>24</strong>" in table and "<strong>28</strong>" in table
    assert claims.ids([]) == "none"


def test_the_pages_are_made_anew_when_their_data_change():
    assert {"setting.py", "a_costs.py", "claims.py", "network.py"} <= {path.name for path in claims.sources()}
    assert {"ideas.py", "evidence.py", "pitfalls.py"} <= {path.name for path in pitfalls.sources()}


# --- pitfalls


def test_the_page_shows_every_topic_once_under_its_lesson():
    sections = re.split(r"^## Lesson (\d+).*$", page("pitfalls"), flags=re.M)[1:]
    shown = {
        int(number): re.findall(r"^```{pitfalls} (.+)$", text, re.M)
        for number, text in zip(sections[::2], sections[1::2], strict=True)
    }
    expected = {}
    for topic in catalogue.TOPICS:
        expected.setdefault(topic.lesson, []).append(topic.key)
    assert {number: sorted(keys) for number, keys in shown.items()} == {n: sorted(keys) for n, keys in expected.items()}
    assert page("pitfalls").count("```{reports}") == 1


@pytest.mark.parametrize("topic", catalogue.TOPICS, ids=lambda topic: topic.key)
def test_an_entry_has_an_id_its_name_how_it_shows_and_where_to_look(topic):
    text = pitfalls.html(topic)
    assert text.count("<dt ") == text.count("<dd>") == len(topic.mistakes)
    for mistake in topic.mistakes:
        assert f'<dt id="{mistake.id.lower()}"><strong>{mistake.id}</strong>' in text
        assert pitfalls.marked(mistake.look) in text and pitfalls.marked(mistake.sign) in text
    assert ("True of every right answer" in text) != topic.key.startswith("ideas")


def test_reports_are_links_and_a_doubted_line_is_told_in_words():
    text = pitfalls.reports()
    assert 'href="https://github.com/karpathy/micrograd/issues/2">karpathy/micrograd#2</a>' in text
    assert "jcjohnson/pytorch-examples#5</a> (a right line doubted)" in text
    assert set(re.findall(r'<dt id="(e\d+)">', text)) == {key.lower() for key in catalogue.EVIDENCE}


def test_ids_on_the_page_of_pitfalls_are_all_different():
    text = pitfalls.reports() + "".join(map(pitfalls.html, catalogue.TOPICS))
    ids = re.findall(r'\bid="(\w+)"', text)
    assert len(ids) == len(set(ids)) == len(catalogue.CATALOGUE) + len(catalogue.EVIDENCE)
    assert set(re.findall(r'href="#(\w+)"', text)) <= set(ids)


@pytest.mark.parametrize(
    "body, expected", [('<div class="claim" id="a1">', True), ('<dl class="pitfalls">', True), ("<p>", False)]
)
def test_only_these_pages_load_their_style(body, expected):
    assert assets.needed("_static/reference.css?v=1", body) is expected


# --- glossary

TERMS = dict(re.findall(r"^([A-Za-z][^\n:]*)\n {4}(.+)$", page("glossary").split("```{glossary}")[1], re.M))
EXEMPT = {"bug"}  # belongs to no lesson


def test_every_term_is_explained_in_short_and_leads_to_a_lesson():
    assert len(TERMS) > 75
    for term, text in TERMS.items():
        numbers = [int(number) for number in re.findall(r"{lesson}`(?:[Ll]esson )?(\d+)", text)]
        assert term in EXEMPT or numbers, term
        assert len(re.findall(r"[.?](?: |$)", re.sub(r"`[^`]*`", "", text))) <= 5, term
        assert text.endswith(".") and not re.search(
            r"\berrors?\b", re.sub("(relative|squared) error", "", text.lower())
        ), term


def test_terms_stand_in_the_order_of_the_alphabet():
    assert list(TERMS) == sorted(TERMS, key=str.lower)


def test_the_glossary_has_every_name_of_the_notation():
    rows = re.findall(r"^\| (.*?) \| (`.*?) \|", page("notation").split("## One layer")[0], re.M)
    text = page("glossary")
    assert len(rows) > 12
    for _, code in rows:
        for name in re.findall(r"`(.+?)`", code):
            if name not in ("*", "A @ B"):  # signs, not terms
                assert f"`{name}" in text, name


def test_the_glossary_uses_no_word_that_the_course_avoids():
    text = page("glossary")
    assert "actual output" not in text
    assert re.findall(r"\bloss\b", text) == ["loss"] and "in many texts called loss" in text
