"""7.5: five trainings that went wrong, and the five reasons."""

import numpy as np

from ..exercise import ChoicePart, Exercise, Option, Sheet

EPOCHS = (1, 2, 5, 10, 20)
# mean cost of these epochs, test accuracy at the end, relative error of the gradient (measured, 64-30-10, ReLU, batches of 32, seed 0)
MEASURED = {
    "curve_1": ((2.49, 2.39, 2.22, 2.04, 1.72), 0.56, "0.82"),
    "curve_2": ((2.30, 2.30, 2.30, 2.30, 2.30), 0.09, "below 1e-7"),
    "curve_3": ((3.48, 2.35, 2.35, 2.34, 2.36), 0.11, "below 1e-7"),
    "curve_4": ((2.54, 2.49, 2.39, 2.29, 2.15), 0.24, "below 1e-7"),
    "curve_5": ((1.64, 1.31, 0.60, 0.35, 0.18), 0.74, "below 1e-7"),
}
REASONS = {
    "a": "the learning rate is much too large",
    "b": "the learning rate is much too small",
    "c": "the rows are sorted by class and not shuffled",
    "d": "all weights start at 0",
    "e": "the gradient is divided by m twice",
}
KEY = {"curve_1": "e", "curve_2": "d", "curve_3": "a", "curve_4": "b", "curve_5": "c"}
RIGHT = {
    "curve_1": "Right: slow, like a small learning rate; only the gradient check tells the two apart.",
    "curve_2": "Right: the cost stays at ln 10, the best guess without a look at the image, since the first layer hears nothing.",
    "curve_3": "Right: the first steps throw the cost up, and units that died on the way do not come back.",
    "curve_4": "Right: the gradient is correct and the cost falls in every epoch, only far too slowly.",
    "curve_5": "Right: the cost of each batch falls, since the batch before was of the same class; new images show that little is known.",
}
WRONG = {
    "a": "With steps that are much too long the cost jumps above its first value. Where does it do so?",
    "b": "With short steps and a right gradient the cost falls slowly and steadily. Look at the last column, too.",
    "c": "Then the training cost looks good, and the test accuracy does not. Which row has this contrast?",
    "d": "Then all ten classes get one tenth, and it stays like that. Which cost belongs to it?",
    "e": "Then the gradient itself is wrong, and one of the columns says so at once.",
}
SMALL = "A small case: a rate of 0 gives a cost that is the same in every epoch; with random weights it is above ln 10 = 2.303."


def _curve(name):
    options = tuple(Option(key, text, RIGHT[name] if key == KEY[name] else WRONG[key]) for key, text in REASONS.items())
    return ChoicePart(name, 0.2, options, KEY[name], SMALL)


def sheet(rng):
    """The five runs in another order, with costs a little moved."""
    names = [f"curve_{k}" for k in rng.permutation(np.arange(1, 6))]
    rows = []
    for number, name in enumerate(names, start=1):
        costs, accuracy, check = MEASURED[name]
        moved = [cost + rng.integers(0, 3) / 100 * (name != "curve_2") for cost in costs]
        rows.append(
            f"run {number}: cost {', '.join(f'{cost:.2f}' for cost in moved)}; test accuracy {accuracy:.2f}; gradient check {check}"
        )
    reasons = "; ".join(f"{key}) {text}" for key, text in REASONS.items())
    runs = "<br>".join(rows)
    question = f"Five trainings went wrong; mean costs of epochs 1, 2, 5, 10 and 20 are:<br>{runs}<br>Which reason is whose? {reasons}."
    return Sheet(question, tuple((f"run {number}", KEY[name]) for number, name in enumerate(names, start=1)))


FIVE_CURVES = Exercise(
    "7.5",
    "five curves",
    "choice",
    8,
    tuple(map(_curve, MEASURED)),
    "lesson 7, sections 7.1 to 7.8 (leaks, first costs, symmetry, bugs that accuracy hides)",
    sheet,
)
