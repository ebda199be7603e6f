"""Lesson 7: data, accuracy, the start."""

from .entries import topic

PREPARE = topic(
    "prepare",
    "prepare(X, y, test_fraction, rng)",
    7,
    "Inputs between 0 and 1, targets one-hot, no row in both parts; nothing about the training data depends on the test data.",
    [
        (
            "T01",
            "test data leak into training",
            "other test rows change the training data",
            "Replace the test pictures by blank ones. If a number used in training changes, it knew too much.",
            "E42",
        ),
        (
            "T02",
            "pixels left from 0 to 16",
            "ratio 16",
            "Print the smallest and the largest input. With weights of ordinary size, where on its curve "
            "does a unit end up?",
            "",
        ),
        (
            "T03",
            "one-hot targets turned round",
            "shape (10, m)",
            "Examples are rows here, targets included. Which axis of Y is which?",
            "",
        ),
    ],
)

ACCURACY = topic(
    "accuracy",
    "accuracy(P, y)",
    7,
    "A fraction between 0 and 1, a multiple of 1/m.",
    [
        (
            "T04",
            "the largest in each column",
            "k answers instead of m",
            "How many answers do you expect, one for each example or one for each class?",
            "E44",
        ),
        (
            "T05",
            "the largest of the whole matrix",
            "one answer for all",
            "A single number came out for the whole batch. Along which axis should one search?",
            "E44",
        ),
        (
            "T06",
            "the fraction that is wrong",
            "1 minus ours",
            "A better network gets a lower number from you.",
            "",
        ),
        ("T07", "a count", "ratio m", "How many are right is half of it. Out of how many?", ""),
        (
            "T08",
            "mean probability of the true class",
            "no multiple of 1/m",
            "An answer can be right with little confidence. You measured confidence.",
            "",
        ),
        (
            "T09",
            "entries compared with one half",
            "(k − 1)/k for a network that says no to everything",
            "Let a network answer 0 to everything, and see what you give it for that.",
            "",
        ),
    ],
)

INIT_PARAMS = topic(
    "init_params",
    "init_params(sizes, rng, scheme)",
    7,
    "Biases 0; the spread of the weights follows the number of inputs, within 5 % at width 400; layers are independent draws.",
    [
        (
            "T10",
            "all weights 0",
            "hidden units equal after training; accuracy about 0.09 on the digits",
            "After some training, print the weights of two hidden units side by side. Who could tell one "
            "from the other?",
            "E45",
        ),
        (
            "T11",
            "all weights one number",
            "hidden units equal for ever",
            "Not 0, and still all the same. What could ever make two equal units differ?",
            "E45",
        ),
        (
            "T12",
            "spread 1 whatever the number of inputs",
            "the spread of z grows with the root of n_in",
            "How widely is z spread when a unit has 64 inputs, and when it has 4? A start should not depend on that.",
            "E45",
        ),
        (
            "T13",
            "variance taken for spread",
            "the spread is the square of the right one",
            "Measure the spread of what you drew. Compare it with the one you wanted, and with its square.",
            "",
        ),
        (
            "T14",
            "the same seed in every layer",
            "the first numbers of two layers are proportional",
            "Divide the first numbers of one layer by those of the next. Should the ratio be constant?",
            "",
        ),
        (
            "T15",
            "shape (n_out, n_in)",
            "the first product refuses, unless the layer is square",
            "Print the shapes of W and of the input it meets. Books differ in this; which way round is it here?",
            "",
        ),
    ],
)

TOPICS = (PREPARE, ACCURACY, INIT_PARAMS)
