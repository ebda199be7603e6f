"""The printed sheet: fresh numbers for each seed, the same for one, and a key that the checks agree with."""

import re

import numpy as np
import pytest

from backprop_lessons.exercises import worksheet
from backprop_lessons.exercises.exercise import FunctionPart
from backprop_lessons.exercises.registry import EXERCISES

PRINTED = [exercise for exercise in EXERCISES.values() if exercise.sheet]


def test_every_question_without_code_has_a_printed_form():
    without_code = [exercise for exercise in EXERCISES.values() if not any(isinstance(p, FunctionPart) for p in exercise.parts)]
    assert without_code and all(exercise.sheet for exercise in without_code)


@pytest.mark.parametrize("exercise", PRINTED, ids=lambda exercise: exercise.id)
def test_a_seed_gives_one_sheet_and_seeds_give_many(exercise):
    sheets = [exercise.sheet(np.random.default_rng(seed)) for seed in (1, 1, *range(2, 12))]
    assert sheets[0] == sheets[1]
    assert len({(sheet.question, sheet.answers) for sheet in sheets}) > 3
    for sheet in sheets:
        assert sheet.question and sheet.answers and all(label and answer for label, answer in sheet.answers)
        assert not any(re.search(r"(?<![\d.])" + re.escape(a) + r"(?![\d.])", sheet.question) for _, a in sheet.answers if len(a) > 4)


def test_sheet_and_key_are_two_files_that_print(tmp_path):
    sheet, key = worksheet.write(7, tmp_path)
    text, answers = sheet.read_text(encoding="utf-8"), key.read_text(encoding="utf-8")
    for exercise, made in worksheet.questions(7):
        assert made.question in text and exercise.id in text and exercise.id in answers
        assert all(answer in answers for _, answer in made.answers)
    assert "@media print" in text and "http" not in text


def test_the_command_says_where_the_files_are_and_refuses_what_makes_no_sense(tmp_path, capsys):
    assert worksheet.main(["7", "--folder", str(tmp_path), "--chapters", "1"]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "worksheet-7.html") in said and str(tmp_path / "worksheet-7-key.html") in said
    for wrong, sentence in ((["-3"], "seed: expected a whole number"), (["1", "--chapters", "99"], "--chapters: expected some of")):
        with pytest.raises(SystemExit):
            worksheet.main([*wrong, "--folder", str(tmp_path)])
        assert sentence in capsys.readouterr().err


def test_the_key_of_1_1_is_the_neuron_on_the_sheet():
    for seed in range(20):
        sheet = EXERCISES["1.1"].sheet(np.random.default_rng(seed))
        w1, w2, b, x1, x2 = (int(n.replace("−", "-")) for n in re.findall(r"−?\d+", sheet.question))
        z = w1 * x1 + w2 * x2 + b
        a = 1 / (1 + np.exp(-z))
        wanted = [z, a, a * (1 - a)]
        np.testing.assert_allclose([float(answer.replace("−", "-")) for _, answer in sheet.answers], wanted, atol=1e-4)
