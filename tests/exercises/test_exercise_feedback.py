"""What the learner sees: levels, replays, points, progress, as text and as HTML."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from backprop_lessons import activations
from backprop_lessons.exercises import check, load_progress, progress, save_progress
from backprop_lessons.exercises.compare import constant_factor

SEED_LINE = re.compile(r"`(check\(.*, seed=(\d+)\))`")


def reversed_sigmoid(z):
    return activations.sigmoid(-z)


def new_mistake(z):
    """Wrong in a way that no catalogue knows: only right of 1."""
    return np.where(z > 1, activations.sigmoid(z) + 0.01 * (z - 1), activations.sigmoid(z))


def blank(z):
    raise NotImplementedError


def test_feedback_grows_with_the_attempts_and_then_stays():
    texts = [SEED_LINE.sub("", repr(check("1.2", reversed_sigmoid))).split("\n") for _ in range(4)]
    assert [len(text) for text in texts] == [3, 4, 8, 8]
    assert texts[2][1] == "  Right for z = 0; wrong for z < 0 and z > 0."
    assert texts[2][3:6] == ["  A small case, z = 2:", "    yours: 0.119203", "    right: 0.880797"]
    assert texts[2][6] == "  To read again: lesson 1, sections 1.2 and 1.4 (height and slope, saturation)."


def test_blank_attempts_do_not_count():
    for _ in range(5):
        check("1.2", blank)
    assert "Try z = 5" not in repr(check("1.2", reversed_sigmoid))


def test_a_mistake_that_no_catalogue_knows_is_located_with_one_number_beside_ours():
    texts = [repr(check("1.4", relu=lambda z: np.where(z > 0, z + 0.01 * z**2, 0))) for _ in range(3)]
    assert "Right for z < 0 and z = 0; wrong for z > 0." in texts[0]
    assert re.search(r"The first that differs, at z = [\d.]+: yours [\d.]+, ours [\d.]+\.", texts[1])
    assert "A small case, z = [-2, 3]:\n      yours: [0, 3.09]\n      right: [0, 3]" in texts[2]


def test_a_wrong_property_is_told_in_a_sentence():
    assert re.search(
        r"The outputs for z and for -z add up to 1\. Yours breaks this at z = ", repr(check("1.2", new_mistake))
    )


def test_which_of_two_results_is_right():
    def wrong_db(X, y, w, b):
        delta = (activations.sigmoid(X @ w + b) - y) / len(y)
        return X.T @ delta, delta.sum() + 0.1 * delta[1]

    assert "in db; dw is right" in repr(check("1.6", wrong_db)) or "Yours breaks this in db." in repr(
        check("1.6", wrong_db)
    )


def test_a_right_result_is_not_called_right_up_to_a_factor():
    ours = np.array([0.3, -0.7])
    assert constant_factor(ours * (1 + 1e-12), ours) is None  # rounded another way
    assert constant_factor(-ours, ours) == -1


def test_right_with_one_activation_and_wrong_with_another():
    text = repr(check("1.5", lambda X, w, b, act: activations.sigmoid(X @ w + b)))
    assert "Right with 4 examples of 4 inputs, act = sigmoid; wrong with 7 examples of 3 inputs, act = tanh." in text


def test_a_failed_check_can_be_replayed_with_the_same_numbers():
    def strange(z):
        return activations.sigmoid(z) + 0.01 * np.sin(3 * z) ** 2

    first = repr(check("1.2", strange))
    command, seed = SEED_LINE.search(first).groups()
    again = eval(command, {"check": check, "sigmoid": strange})
    assert repr(again) == first
    assert repr(check("1.2", strange, seed=int(seed) + 1)) != first


def test_each_check_draws_fresh_numbers():
    seeds = {SEED_LINE.search(repr(check("1.2", reversed_sigmoid))).group(2) for _ in range(5)}
    assert len(seeds) > 1


def test_answers_by_heart_do_not_pass():
    seen = {}

    def remembers(z):
        return seen.setdefault(z.tobytes(), activations.sigmoid(z))

    assert check("1.2", remembers).passed
    table = dict(seen)
    assert not check("1.2", lambda z: table.get(z.tobytes(), np.full(z.shape, 0.5))).passed


def test_a_replay_is_no_new_attempt():
    for _ in range(5):
        text = repr(check("1.2", reversed_sigmoid, seed=3))
    assert "Try z = 5" not in text


def test_part_of_the_points():
    result = check("1.4", activations.relu, lambda z: (z >= 0) * 1.0, ...)
    assert result.points == 0.5 and not result.passed
    assert repr(result).split("\n")[:3] == [
        "◐ 1.4 relu, relu_prime, tanh_prime: partly right (0.5 of 2 points)",
        "  ✓ relu: correct (0.5 of 0.5 points)",
        "  ✗ relu_prime: not right yet (0 of 0.5 points)",
    ]
    assert check("1.1", z=1, a=0.7311).points == 0.5
    assert repr(check("1.1", z=1, a=0.7311, slope=0.1966)) == "✓ 1.1 one neuron by hand: correct (1 of 1 point)"


def test_a_number_that_follows_from_a_wrong_one_is_told_so():
    for _ in range(2):
        text = repr(check("1.1", z=4, a=0.982, slope=0.0177))
    assert "with x = (0, 0), what should z be?" in text
    assert "Your a belongs to your z." in text and "Your slope belongs to your z." in text


def test_progress_of_a_blank_notebook():
    lines = repr(progress(chapter=1)).split("\n")
    assert lines[0] == "○ 1.1  one neuron by hand               0 of 1  not attempted yet"
    assert lines[-1] == "[....................] 0 of 10 points"
    assert len(lines) == 7


def test_progress_counts_the_best_of_each_part():
    check("1.2", activations.sigmoid)
    check("1.2", reversed_sigmoid)
    check("1.4", relu=activations.relu)
    check("1.3", reversed_sigmoid)
    text = repr(progress(1))
    assert "✓ 1.2  sigmoid                          2 of 2  correct" in text
    assert "✗ 1.3  sigmoid_prime                    0 of 2  not right yet" in text
    assert "◐ 1.4  relu, relu_prime, tanh_prime   0.5 of 2  partly right" in text
    assert text.endswith("[#####...............] 2.5 of 10 points")


def test_progress_of_a_chapter_that_is_not_there():
    assert repr(progress(chapter=99)).startswith("There are no exercises for chapter 99. There are some for: 1")


def test_progress_survives_the_kernel_when_it_is_saved(tmp_path, no_points_yet):
    from backprop_lessons.exercises.points import POINTS

    file = tmp_path / ".progress.json"
    check("1.2", activations.sigmoid)
    for _ in range(2):
        check("1.3", reversed_sigmoid)
    before = repr(progress())
    assert "Saved to" in repr(save_progress(file))
    POINTS.reset()
    assert "Read from" in repr(load_progress(file))
    assert repr(progress()) == before
    assert "A small case" in repr(check("1.3", reversed_sigmoid))  # the third attempt


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"points": 3, "attempts": {}}', '{"points": {}}', "\x00"])
def test_a_spoilt_file_changes_nothing(tmp_path, text):
    file = tmp_path / "saved.json"
    file.write_text(text)
    assert "cannot be read as saved points" in repr(load_progress(file))
    assert progress().points == 0


def test_points_that_nobody_could_earn_are_not_read(tmp_path):
    file = tmp_path / "saved.json"
    points = {
        "1.2 sigmoid": 99,
        "1.3 sigmoid_prime": "2",
        "1.5 neuron": True,
        "9.9 x": 1,
        "1.4 relu": -1,
        "1.6 logistic_gradient": 1,
    }
    file.write_text(json.dumps({"points": points, "attempts": {"1.2 sigmoid": "x", "1.3 sigmoid_prime": -1}}))
    load_progress(file)
    assert progress().points == 0


def test_a_missing_or_closed_place_gets_a_sentence(tmp_path):
    assert "There is no file" in repr(load_progress(tmp_path / "none.json"))
    assert "could not be saved" in repr(save_progress(tmp_path / "no folder" / "x.json"))


class Words(HTMLParser):
    """The words of an HTML page, and a check that its tags are closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.words = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def plain(text):
    return re.sub(r"[\s`]+", " ", text.replace("\xa0", " ")).strip()


@pytest.mark.parametrize(
    "result",
    [
        lambda: check("1.2", blank),
        lambda: check("1.2", reversed_sigmoid),
        lambda: check("1.2", lambda z: z < "a"),
        lambda: check("1.4", activations.relu, activations.relu, ...),
        lambda: check("1.7"),
    ],
)
def test_the_html_says_the_same_words_as_the_text(result):
    result = result()
    html = result._repr_html_()
    words = Words(html.replace("<div", " <div")).words
    assert plain("".join(words)) == plain(repr(result))
    assert "color:" not in html  # the reader's own colours, light or dark


def test_progress_as_html_has_the_same_numbers_and_a_named_bar():
    check("1.2", activations.sigmoid)
    html = progress(1)._repr_html_()
    words = " ".join(Words(html).words)
    assert "1.2 sigmoid 2 of 2 ✓ correct" in words and "2 of 10 points" in words
    assert 'role="img" aria-label="2 of 10 points"' in html and 'scope="col"' in html and "width: 20%" in html


def test_what_a_learner_wrote_is_shown_and_not_run_as_html():
    def evil(z):
        raise ValueError("<script>alert(1)</script>")

    assert "<script>" not in check("1.2", evil)._repr_html_()
