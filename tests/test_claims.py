"""The claims of the page "What the sources say": every figure is computed again, and every entry has what an entry needs."""

import re
from dataclasses import replace

import pytest
from claims import CLAIMS, VERDICTS, Figure
from published import Disagreement


def params():
    return [pytest.param(claim, id=id, marks=[pytest.mark.slow] if claim.slow else []) for id, claim in CLAIMS.items()]


@pytest.mark.parametrize("claim", params())
def test_every_figure_is_what_the_experiment_gives(claim):
    claim.check()


def test_every_claim_of_both_documents_is_there():
    assert list(CLAIMS) == [f"A{n}" for n in range(1, 25)] + [f"B{n}" for n in range(1, 29)]
    assert len({claim.quote for claim in CLAIMS.values()}) == len(CLAIMS)
    assert {claim.verdict for claim in CLAIMS.values()} == set(VERDICTS)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_an_entry_has_all_its_parts(claim):
    assert claim.quote and claim.verdict in VERDICTS
    assert claim.ask.endswith("?")
    assert claim.figures and claim.because.endswith(".")
    assert bool(claim.section) == (claim.id != "B27")
    # a verdict other than ok says what would be true; A9 says it with an "if"
    assert claim.verdict == "ok" or re.search(r"\b[Tt]rue\b", claim.because) or claim.id == "A9"
    assert len(claim.code().splitlines()) <= 1 + 8 and "noqa" not in claim.code()


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_training_runs_show_bands_and_are_left_to_the_tests(claim):
    assert claim.slow == any(figure.is_a_band for figure in claim.figures)


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_the_reasons_hold_no_number_that_was_not_computed(claim):
    shown = {number for figure in claim.figures for number in figure.numbers()}
    assert set(re.findall(r"(?<![\w.])\d+\.\d+", claim.because)) <= shown


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_our_own_words_are_those_of_the_course(claim):
    ours = " ".join([claim.ask, claim.because, *(figure.label for figure in claim.figures)]).lower()
    assert not re.search(r"\bloss\b|\bactual\b(?! output\*)|(?<!relative )\berrors?\b", ours)


# --- what a figure is


@pytest.mark.parametrize(
    "shown, value, holds",
    [
        ("0.25", 0.2549, True),
        ("0.25", 0.2551, False),
        ("-0.25", 0.25, False),
        ("45", 45.0, True),
        ("45", 45.3, False),
        ("0", 1e-15, True),
        ("0", 0.4, False),
        ("568,369,020", 568369020, True),
        ("568,369,020", 568369021, False),
        ("about 11,856", 11855.84, True),
        ("about 11,856", 11855.4, False),
        ("4.5e-5", 4.54e-5, True),
        ("4.5e-5", 4.56e-5, False),
        ("below 1e-15", 9e-16, True),
        ("below 1e-15", 1.1e-15, False),
        ("above 0.96", 1.0, True),
        ("above 0.96", 0.96, False),
        ("0.95 to 0.98", 0.95, True),
        ("0.95 to 0.98", 0.981, False),
        ("0.0001 to 0.01", 0.00009, False),
    ],
)
def test_a_figure_holds_or_does_not(shown, value, holds):
    assert Figure("", shown).holds(value) is holds


def test_a_claim_that_shows_something_else_is_refused():
    claim = CLAIMS["A7"]
    wrong = replace(claim, figures=(*claim.figures[:-1], Figure("too large by", "0.53")))
    with pytest.raises(Disagreement, match=r"A7, too large by: shown 0.53, computed 0.524"):
        wrong.check()
    with pytest.raises(Disagreement, match="A7: 6 results for 5 figures"):
        replace(claim, figures=claim.figures[:-1]).check()
    with pytest.raises(Disagreement, match="nan"):
        replace(claim, experiment=lambda: [float("nan")], figures=(Figure("nothing", "0 to 1"),)).check()
