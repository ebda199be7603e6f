"""The catalogue of known mistakes: complete, kind, and true to its numbers. What the exercises know by name is in it."""

import itertools
import re

import numpy as np
import pytest
from published import agrees, mazur

from backprop_lessons import activations, costs, datasets, numerical_gradient, relative_error
from backprop_lessons.activations import relu, sigmoid, sigmoid_prime, softmax
from backprop_lessons.exercises.catalogue import CATALOGUE, EVIDENCE, TOPICS, known, links
from backprop_lessons.exercises.exercise import FunctionPart
from backprop_lessons.exercises.registry import EXERCISES

LAST = {"A": 20, "F": 21, "C": 20, "D": 17, "K": 10, "N": 14, "B": 36, "G": 20, "T": 15, "M": 21}
MISTAKES = list(CATALOGUE.values())


def by_id(mistake):
    return mistake.id


def by_key(topic):
    return topic.key


# --- complete


def test_every_id_is_there_once():
    ids = [mistake.id for topic in TOPICS for mistake in topic.mistakes]
    assert len(ids) == len(set(ids))
    assert set(ids) == {f"{letter}{number:02d}" for letter, last in LAST.items() for number in range(1, last + 1)}


def test_every_topic_belongs_to_a_lesson_and_every_lesson_has_one():
    assert [topic.lesson for topic in TOPICS] == sorted(topic.lesson for topic in TOPICS)
    taught = {topic.lesson for topic in TOPICS}
    assert set(range(1, 9)) <= taught <= {exercise.chapter for exercise in EXERCISES.values()}
    assert len({topic.key for topic in TOPICS}) == len(TOPICS)
    for topic in TOPICS:
        assert topic.title and topic.facts.endswith(".") and topic.mistakes
        assert all((mistake.topic, mistake.lesson) == (topic.key, topic.lesson) for mistake in topic.mistakes)


def test_a_mistake_is_found_by_its_id():
    assert known("A05").topic == "sigmoid_prime" and known("A05").lesson == 1
    with pytest.raises(ValueError, match="'A99'"):
        known("A99")


def test_reports_are_named_whole_and_all_are_used():
    assert list(EVIDENCE) == [f"E{number}" for number in range(1, 47)]
    assert {key for mistake in MISTAKES for key in mistake.seen} == set(EVIDENCE)
    for key, (about, reports) in EVIDENCE.items():
        assert about and len(set(reports.split())) == len(reports.split())
        assert all(re.fullmatch(r"[\w.-]+/[\w.-]+#\d+\*?", report) for report in reports.split()), key
    assert links("E3")[0] == (
        "ljvmiranda921/pyswarms#145",
        "https://github.com/ljvmiranda921/pyswarms/issues/145",
        False,
    )
    assert links("E1")[0][2] and not links("E1")[0][0].endswith("*")
    with pytest.raises(ValueError, match="'E47'"):
        links("E47")


# --- kind, and never the answer


def test_no_two_mistakes_are_told_the_same():
    for field in ("look", "name"):
        texts = [getattr(mistake, field).lower() for mistake in MISTAKES]
        if field == "name":  # the same thing may be done in two functions
            texts = [mistake.topic + mistake.name for mistake in MISTAKES]
        assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize("mistake", MISTAKES, ids=by_id)
def test_what_is_said_is_short_and_whole(mistake):
    assert mistake.name and mistake.sign
    assert mistake.look[0].isupper() and mistake.look[-1] in ".?"
    assert 4 <= len(mistake.look.split()) <= 40
    said = f" {mistake.name} {mistake.sign} {mistake.look} ".lower()
    for word in (" error", " loss", "stupid", "obviously", "of course", "simply", "mistake"):
        assert word not in said, word


EVERYWHERE = (
    "@",
    ".T",
    "return",
    "np.",
    "axis=",
    "keepdims",
    "lambda",
    "1 / (",
    "1/(",
    "exp(",
    " ** ",
    "a(1",
    "σ(1",
    "(1 −",
)
FORBIDDEN = {
    "sigmoid": ("-z", "|z|", "abs"),
    "sigmoid_prime": ("σ", "1 − ", "e^", "times one minus"),
    "relu_prime": ("> 0", "z >", "positive"),
    "tanh_prime": ("1 − ", "tanh²", "one minus"),
    "neuron": ("act(", "X ", "w + b"),
    "linear_forward": ("A_prev", "+ b"),
    "forward": ("act(", "A_prev"),
    "softmax": ("subtract the", "max(", "Z −"),
    "quadratic_cost": ("A − Y", "sum(", "/ m", "2m"),
    "binary_cross_entropy": ("log(", "1 − a", "y log", "log a"),
    "negative_log_likelihood": ("log_softmax", "log-sum", "log(", "Y ·"),
    "output_delta: sigmoid, quadratic": ("A − Y", "a − y", "σ′"),
    "output_delta: sigmoid, cross-entropy": ("A − Y", "a − y", "output minus target"),
    "output_delta: softmax, likelihood": ("s − y", "p − y", "probability minus"),
    "grad_xyz": ("= z", "x + y", "-4", "−4"),
    "grad_diamond": ("cos", "2x", "x²"),
    "backward(tape)": ("+=", "topolog"),
    "numerical_gradient": ("2h", "f(θ", "theta + h", "two-sided"),
    "relative_error": ("|a", "a − b", "/ ("),
    "hidden_delta": ("delta_next ·", "transposed", "turn W"),
    "layer_backward": ("A_prev ·", "transposed", "sum(", "delta ·"),
    "backprop": ("transposed", "delta ·", "A −"),
    "gd_step": ("W −", "learning rate times", "minus"),
    "minibatches": ("permutation", "ceil"),
    "train_epoch": ("len(", "sum("),
    "prepare": ("/ 16", "divide by 16"),
    "accuracy": ("argmax", "mean("),
    "init_params": ("√", "sqrt", "2/n", "1/n"),
}


def test_every_function_has_its_own_list_of_what_must_not_be_said():
    assert set(FORBIDDEN) == {topic.key for topic in TOPICS if not topic.key.startswith("ideas")} - {"gradient check"}


@pytest.mark.parametrize("topic", TOPICS, ids=by_key)
def test_no_sentence_gives_the_formula(topic):
    for mistake in topic.mistakes:
        for fragment in (*EVERYWHERE, *FORBIDDEN.get(topic.key, ())):
            assert fragment not in mistake.look, (mistake.id, fragment)


# --- the exercises of lesson 1

# What only one question of lesson 1 knows, and its nearest relative here; "" where it is a slip of that question alone
RELATIVES = {
    "X1.1a": "", "X1.1b": "F01", "X1.1c": "", "X1.1d": "A08", "X1.1e": "", "X1.1f": "", "X1.1g": "", "X1.1h": "",
    "X1.2a": "A08", "X1.2b": "A01", "X1.2c": "D11", "X1.2d": "", "X1.2e": "A02",
    "X1.3a": "", "X1.3b": "A03", "X1.3c": "B32", "X1.3d": "K02",
    "X1.4a": "A12", "X1.4b": "", "X1.4c": "A10", "X1.4d": "", "X1.4e": "", "X1.4f": "", "X1.4g": "", "X1.4h": "",
    "X1.4i": "A11", "X1.4j": "A07", "X1.4k": "", "X1.4l": "A16", "X1.4m": "", "X1.4n": "A03",
    "X1.5a": "", "X1.5b": "F05", "X1.5c": "F07", "X1.5d": "", "X1.5e": "F02", "X1.5f": "F16", "X1.5g": "A19", "X1.5h": "F15",
    "X1.5i": "B15",
    "X1.6a": "A17", "X1.6b": "B14", "X1.6c": "B09", "X1.6d": "B12", "X1.6e": "B13", "X1.6f": "B11", "X1.6g": "B15", "X1.6h": "",
    "X1.6i": "C07", "X1.6j": "T08", "X1.6k": "",
}  # fmt: skip


def test_what_the_exercises_of_lesson_1_know_by_name_is_covered():
    first = [exercise for exercise in EXERCISES.values() if exercise.chapter == 1]
    ids = {mistake.id for exercise in first for part in exercise.parts for mistake in part.mistakes}
    assert {id for id in ids if not id.startswith("X")} <= set(CATALOGUE)
    assert {id for id in ids if id.startswith("X")} == set(RELATIVES)
    assert set(RELATIVES.values()) - {""} <= set(CATALOGUE)
    assert {mistake.id for topic in TOPICS[:5] for mistake in topic.mistakes} <= ids | {"M14", "M19"}


# --- the numbers

SLIPS = {
    mistake.id: mistake.wrong
    for exercise in EXERCISES.values()
    for part in exercise.parts
    if isinstance(part, FunctionPart)
    for mistake in part.mistakes
}
X0, W0 = np.ones((1, 2)), np.zeros(2)


def squashed_again(prime):
    """The least slope of a sigmoid that is taken at a value between 0 and 1."""
    return prime(np.linspace(0, 1, 1001)).min()


def first_slope_of_the_saturated_neuron():
    a = sigmoid(4.0)
    return a * sigmoid_prime(4.0)


def kink():
    return numerical_gradient(lambda z: relu(z)[0], np.array([-1e-6]))[0]


def likelihood(p):
    return costs.negative_log_likelihood(np.log([[p, 1 - p]]), np.array([[1.0, 0.0]]))


def softmax_twice(k):
    return costs.negative_log_likelihood(softmax(1000 * np.eye(k)), np.eye(k))


def wrong_product(name):
    """Slopes of (x + y) z at (-2, 5, -4), with the slip of that id."""
    x, y, z = -2, 5, -4
    q = x + y
    return {"K01": (q, q, z), "K02": (z + 1, z + 1, q + 1), "K03": (1, 1, q), "K04": (1, 1, 1), "right": (z, z, q)}[
        name
    ]


# id: the numbers that stand in its sentences, computed
NUMBERS = {
    "A05": lambda: (squashed_again(sigmoid_prime), SLIPS["A05"](1.0), sigmoid_prime(1.0)),
    "A07": lambda: (SLIPS["A07"](0.0), sigmoid_prime(0.0)),
    "A14": lambda: (SLIPS["A14"](1.0), activations.tanh_prime(1.0)),
    "A17": lambda: [SLIPS["A17"](X0, W0, b, sigmoid)[0] for b in (-1.0, 3.0)],
    "A20": lambda: (SLIPS["A20"](X0, W0, 2.0, sigmoid)[0], sigmoid(2.0)),
    "F12": lambda: [softmax(softmax(1000 * np.eye(10))).max()],
    "F15": lambda: (sigmoid(sigmoid(-800.0)), sigmoid(sigmoid(800.0))),
    "C16": lambda: [softmax_twice(k) for k in (3, 4, 10)],
    "C18": lambda: [-np.log(1e-8)],
    "D04": lambda: [squashed_again(sigmoid_prime)],
    "B03": lambda: [squashed_again(sigmoid_prime)],
    "B05": lambda: (sigmoid(5.0), sigmoid_prime(5.0)),
    "B21": lambda: (
        mazur.other_order(1)[0][0, 0], mazur.step().dW1[0], mazur.other_order(1)[1], mazur.right(1)[1],
    ),
    "N14": lambda: [kink()],
    "T10": lambda: [(datasets.digits().labels_test == d).mean() for d in range(10)],  # one answer for all
    "M04": lambda: [first_slope_of_the_saturated_neuron()],
    "M12": lambda: (likelihood(0.9), likelihood(0.55)),
    "M19": lambda: (sigmoid(1.0), sigmoid_prime(1.0)),
}  # fmt: skip
# Numbers that are given, not found: a learning rate, a step, an output to try
GIVEN = {"A07": {"0.25"}, "C09": {"0.99"}, "K04": {"0.01"}}


def numbers_in(mistake):
    return re.findall(r"-?\d+\.\d+", f"{mistake.sign} {mistake.look}".replace("−", "-"))


@pytest.mark.parametrize("mistake", [mistake for mistake in MISTAKES if numbers_in(mistake)], ids=by_id)
def test_every_number_with_a_point_is_computed(mistake):
    printed = [text for text in numbers_in(mistake) if text not in GIVEN.get(mistake.id, ())]
    printed = [text for text in printed if text not in of_calls(mistake)]
    found = [float(value) for value in NUMBERS[mistake.id]()] if printed else []
    for text in printed:
        assert any(agrees(value, text) for value in found), (text, found)


def of_calls(mistake):
    return {value for _, value in CALL.findall(mistake.sign.replace("−", "-"))}


CALL = re.compile(r"f\((-?\d+)\) = (-?\d+\.?\d*)")


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if CALL.search(m.sign.replace("−", "-"))], ids=by_id)
def test_a_value_of_a_slip_is_what_the_slip_gives(mistake):
    for z, value in CALL.findall(mistake.sign.replace("−", "-")):
        assert agrees(float(SLIPS[mistake.id](np.array(float(z)))), value)
    if mistake.id == "A03":
        with np.errstate(all="ignore"):
            assert np.isnan(SLIPS["A03"](800.0))


@pytest.mark.parametrize("id", ["K01", "K02", "K03", "K04"])
def test_the_slips_on_the_small_circuit(id):
    assert known(id).sign.replace("−", "-") == str(wrong_product(id))
    measured = numerical_gradient(lambda v: (v[0] + v[1]) * v[2], np.array([-2.0, 5.0, -4.0]))
    assert np.allclose(measured, wrong_product("right"))


def test_ratios_and_counts():
    rng = np.random.default_rng(0)
    A, Y = rng.random((2, 7, 3))
    whole = ((A - Y) ** 2).sum()
    ours = costs.quadratic_cost(A, Y)
    assert whole / len(A) / ours == pytest.approx(2)  # C01
    assert whole / 2 / ours == pytest.approx(len(A))  # C02
    assert whole / 2 / A.size / ours == pytest.approx(1 / 3)  # C03
    slopes = softmax(rng.standard_normal((50, 4)))
    assert (slopes * (1 - slopes)).max() <= 0.25 and "¼" in known("D12").sign
    assert (1437 // 32 * 20, 20 * 1437, -(-1437 // 32) * 20) == (880, 28_740, 900)
    assert all(text in known("G16").sign for text in ("880", "28,740", "900"))
    assert (
        (23 // 5 * 5, -(-1437 // 32)) == (20, 45)
        and "20 used" in known("G11").sign
        and "45 against 1" in known("M15").look
    )
    assert -3 * (1 - -3) < -1 and "below −1" in known("B04").sign


def test_a_right_gradient_seems_wrong_with_a_tiny_step_or_in_float32():
    net, X, Y = datasets.worked_example()
    exact = np.concatenate([dW.ravel() for dW in net.backward(net.forward(X), Y).dW])

    def measured(step, kind=float):
        def cost(theta):
            net.W[0], net.W[1] = theta[:4].reshape(2, 2), theta[4:].reshape(2, 2)
            return kind(net.cost(net.forward(X), Y))

        start = np.concatenate([W.ravel() for W in datasets.worked_example()[0].W])
        return relative_error(exact, numerical_gradient(cost, start, step))

    assert 1e-3 < measured(1e-14) < 1 and 1e-3 < measured(1e-5, np.float32) < 1 and measured(1e-5) < 1e-7


def test_one_answer_for_all_digits_is_right_about_one_time_in_eleven():
    shares = [(datasets.digits().labels_test == digit).mean() for digit in range(10)]
    assert min(abs(share - 0.09) for share in shares) < 0.005


def test_every_pair_of_topics_is_told_apart_by_its_title():
    for one, other in itertools.combinations(TOPICS, 2):
        assert (one.title, one.lesson) != (other.title, other.lesson)
