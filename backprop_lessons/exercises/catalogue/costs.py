"""Lesson 3: three cost functions."""

from .entries import topic

QUADRATIC_COST = topic(
    "quadratic_cost",
    "quadratic_cost(A, Y)",
    3,
    "0 only where A equals Y; the same with every example put in twice; twice the miss costs four times as much.",
    [
        (
            "C01",
            "the ½ left out",
            "ratio 2 to ours",
            "Twice ours, everywhere: a convention, not a slip of thought. Whatever you choose, the slope must match.",
            "E17",
        ),
        (
            "C02",
            "summed over the examples",
            "ratio m",
            "Hand every example in twice. Has the network become twice as bad?",
            "E18",
        ),
        (
            "C03",
            "averaged over the outputs too",
            "ratio 1/k, for k outputs",
            "You divide by more than the number of examples. What counts as one example, and what as its parts?",
            "",
        ),
        (
            "C04",
            "absolute values instead of squares",
            "twice the miss costs twice as much",
            "Double all misses. A quadratic cost should grow by more than yours does.",
            "",
        ),
        (
            "C05",
            "misses added before they are squared",
            "misses of +1 and −1 cost nothing together",
            "One output too high, the other too low by as much: yours calls that perfect. What comes first?",
            "",
        ),
        (
            "C06",
            "a root taken at the end",
            "twice the miss costs twice as much, and one output gives its plain size",
            "That is a distance. The cost of this course keeps the square of it.",
            "E20",
        ),
        (
            "C07",
            "a column minus a row grows to a table",
            "one output and targets in a flat array: m times m differences",
            "How many differences should there be for m examples? Print the shape of yours.",
            "E21",
        ),
    ],
)

BINARY_CROSS_ENTROPY = topic(
    "binary_cross_entropy",
    "binary_cross_entropy(A, Y)",
    3,
    "Never negative; the same if outputs and targets are both turned round.",
    [
        (
            "C08",
            "minus forgotten",
            "ratio −1",
            "Yours falls below 0. The logarithm of a probability is never positive; a cost is never negative.",
            "E22",
        ),
        (
            "C09",
            "only examples with target 1 count",
            "an example with target 0 costs nothing",
            "A network that says 0.99 where 0 is asked for pays nothing in yours. It should pay dearly.",
            "E22",
        ),
        (
            "C10",
            "output and target change places",
            "inf or nan: the logarithm of 0",
            "Targets are exactly 0 or 1, and one of those has no logarithm. Whose logarithm is it?",
            "E23",
        ),
        (
            "C11",
            "the minus reaches one term only",
            "an example with target 0 has a negative cost",
            "One example with target 1 is fine. Now take one with target 0, by itself, and watch the sign.",
            "E22",
        ),
        (
            "C12",
            "summed over the examples",
            "ratio m",
            "The same data twice over should cost the same. A sum and a mean differ just there.",
            "E18",
        ),
        (
            "C13",
            "averaged over the outputs too",
            "ratio 1/k",
            "Outputs of one example are added up in this course; only examples are averaged. Which axis do you average?",
            "",
        ),
        (
            "C14",
            "the 1 stands outside the logarithm",
            "wrong for target 0 only",
            "Half of it is right: target 1. In the other half, count the brackets.",
            "E22",
        ),
        (
            "C15",
            "targets turned round",
            "the cost that the opposite answers would have",
            "A sure and right answer is dear in yours, a sure and wrong one cheap. Which factor goes with which logarithm?",
            "",
        ),
    ],
)

NEGATIVE_LOG_LIKELIHOOD = topic(
    "negative_log_likelihood",
    "negative_log_likelihood(Z, Y)",
    3,
    "Takes scores and one-hot targets; ln k for k equal scores; near 0 for a sure and right answer; finite at ±1000.",
    [
        (
            "C16",
            "softmax applied twice",
            "never below 0.551 for 3 classes, 0.744 for 4, 1.461 for 10",
            "A perfect answer should be free. What comes in: scores, or probabilities that are finished already?",
            "E12",
        ),
        (
            "C17",
            "the logarithm of a finished softmax",
            "scores 900 apart give inf or nan",
            "A probability was rounded to 0 before its logarithm was taken. Do you need the probability itself at all?",
            "E24",
        ),
        (
            "C18",
            "probabilities cut off at 1e-8",
            "never above 18.42",
            "Below the cut all answers cost the same, so nothing pulls a hopeless one back. Is there a way without a cut?",
            "E24",
        ),
        (
            "C19",
            "summed over the examples",
            "ratio m",
            "Copy the batch below itself. If your cost doubles, what is missing?",
            "E18",
        ),
        (
            "C20",
            "classes shifted by one column",
            "the cost of other labels",
            "Columns are counted from 0. To which digit does your first column belong?",
            "E43",
        ),
    ],
)

TOPICS = (QUADRATIC_COST, BINARY_CROSS_ENTROPY, NEGATIVE_LOG_LIKELIHOOD)
