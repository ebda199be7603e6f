"""The bug hunt in its page: each bug is answered by keyboard, and shows what the package measures."""

import re

import numpy as np
import pytest
from browsing import tab_through
from playwright.sync_api import expect

from backprop_lessons import bug_hunt
from backprop_lessons.bugs import BUGS

pytestmark = pytest.mark.browser

LESSON = "lessons/07_real_network.html"


@pytest.fixture
def hunt(visit, built):
    page = visit(f"{built.as_uri()}/{LESSON}", offline=True)
    root = page.locator("section.bl-bug-hunt")
    root.get_by_label("with 4").check()
    root.get_by_role("button", name="Predict").press("Enter")
    return root


@pytest.fixture(scope="module")
def rows():
    """What the package measures, by the name of the bug."""
    return {BUGS[row.bug].name if row.bug else "none: the right code": row for row in bug_hunt.table(seeds=(0, 1))}


def test_one_by_one_each_bug_shows_what_the_package_measures(hunt, rows):
    correct = 0
    for place, (name, row) in enumerate(list(rows.items())[1:]):
        passes = np.mean(row.accuracies) > 0.91
        expect(hunt.locator(".bl-bug-name")).to_have_text(f"Bug {place + 1} of 13: {name}")
        says_shown = place % 2 == 0
        hunt.get_by_role("button", name="It shows the bug" if says_shown else "It lets it pass").press("Enter")
        said = hunt.locator(".bl-feedback")
        right = says_shown != passes
        correct += right
        expect(said).to_contain_text("✓ Right." if right else "✗ Not quite.")
        expect(said).to_contain_text("lets it pass" if passes else "shows it")
        assert hunt.page.evaluate("() => document.activeElement.className").startswith("bl-feedback"), "the keyboard lost its place"
    expect(hunt.locator(".bl-score")).to_have_text(
        f"Right predictions: {correct} of 13. Of 13 bugs accuracy lets 10 pass; the gradient check lets none."
    )


def test_the_table_has_the_measured_ranges(hunt, rows):
    hunt.get_by_role("button", name="Show me all").press("Enter")
    shown = hunt.locator("tbody tr").all()
    assert len(shown) == 14
    for line in shown:
        row = rows[line.locator("th").inner_text()]
        accuracy, relative = line.locator("td").all_inner_texts()[:2]
        ends = sorted({round(100 * end(row.accuracies)) for end in (min, max)})
        assert [int(n) for n in re.findall(r"\d+", accuracy)] == ends
        if row.bug is None:
            assert relative == "below 1e-7" and max(row.relative_errors) < 1e-7
        else:
            found = [float(n) for n in re.findall(r"[\d.]+", relative)]
            assert [found[0], found[-1]] == pytest.approx([min(row.relative_errors), max(row.relative_errors)], rel=0.06)
    expect(hunt.locator(".bl-score")).to_have_text("Of 13 bugs accuracy lets 10 pass; the gradient check lets none.")


def test_it_can_be_begun_again(hunt):
    hunt.get_by_role("button", name="Show me all").press("Enter")
    hunt.get_by_role("button", name="Begin again").press("Enter")
    expect(hunt.locator(".bl-bug-name")).to_contain_text("Bug 1 of 13")
    assert hunt.locator("table").count() == 0


def test_after_an_answer_tab_goes_to_the_next_question(hunt):
    hunt.get_by_role("button", name="It lets it pass").press("Enter")
    stops = tab_through(hunt.page, 3)
    assert [stop["name"] for stop in stops] == ["It shows the bug", "It lets it pass", "Show me all"]
    assert all(stop["outlined"] for stop in stops)
