"""Lesson 2: one layer forward, the softmax, the whole forward pass."""

from .entries import topic

LINEAR_FORWARD = topic(
    "linear_forward",
    "linear_forward(A_prev, W, b)",
    2,
    "Row i of the result depends on example i only; a single example works as well.",
    [
        (
            "F01",
            "W turned round",
            "runs only where W is square",
            "Which part of W belongs to unit k: a row or a column? Set one column to 0 and see which outputs notice.",
            "E9",
        ),
        (
            "F02",
            "the factors in the other order",
            "runs only where all sizes are equal",
            "Change one example. If more than one row of your result moves, examples are being mixed.",
            "E9",
        ),
        (
            "F03",
            "bias along the wrong axis",
            "runs only where m = n_out; the bias differs from example to example",
            "A bias belongs to a unit and is the same for all examples. Along which axis does yours change?",
            "E21",
        ),
        ("F04", "no bias", "inputs of 0 give 0", "Send in zeros only. Something should still come out.", ""),
        (
            "F05",
            "entries multiplied one by one",
            "runs only where the shapes are equal; nothing is added up",
            "Each unit adds up over all its inputs. Where in your line does the adding happen?",
            "",
        ),
    ],
)

SOFTMAX = topic(
    "softmax",
    "softmax(Z)",
    2,
    "Every row adds up to 1; adding one number to a whole row changes nothing; finite at ±1000.",
    [
        (
            "F06",
            "over the examples instead of the classes",
            "columns add up to 1, rows do not",
            "For one example the classes share a probability of 1. Is that what your sums run over?",
            "E10",
        ),
        (
            "F07",
            "one total for the whole matrix",
            "only all entries together add up to 1",
            "Take two examples instead of one. Should the probabilities of the first shrink?",
            "E10",
        ),
        (
            "F08",
            "scores exponentiated as they are",
            "a row near 1000 gives nan",
            "Right on paper. e to the power of 1000 is no float; but a row may be moved up or down as a whole.",
            "E11",
        ),
        (
            "F09",
            "one maximum for the whole batch",
            "a row far below the others becomes 0 divided by 0",
            "Rows are independent of each other, and in yours a large one decides for all. Who should decide for a row?",
            "E11",
        ),
        (
            "F10",
            "row sums that lost their axis",
            "runs only where m = k; divides entry (i, j) by the sum of row j",
            "Print the shape of your sums beside that of the scores. Which axis do they line up with?",
            "",
        ),
        (
            "F11",
            "sigmoids, divided by their sum",
            "add 5 to a row, and the result changes",
            "Rows add up to 1, well. Now add 5 to every score of a row: the probabilities should not care.",
            "",
        ),
        (
            "F12",
            "softmax applied twice",
            "no probability of 10 classes is above 0.232",
            "Even a very clear winner gets little in yours. Are these still scores when your softmax receives them?",
            "E12",
        ),
        (
            "F13",
            "scores with the sign turned",
            "the lowest score gets the most",
            "Who wins in yours, the highest score or the lowest?",
            "",
        ),
    ],
)

FORWARD = topic(
    "forward",
    "forward(params, X, acts) → (As, Zs)",
    2,
    "As begins with X; each further activation belongs to the z before it; X stays as it was.",
    [
        (
            "F14",
            "output layer left without its activation",
            "outputs beyond 0 and 1, or rows that do not add up to 1",
            "All layers but one do two things. Look at the last.",
            "",
        ),
        (
            "F15",
            "output activation applied twice",
            "sigmoid outputs all between 0.5 and 0.731",
            "Sure or unsure, everything your network says lies just above one half. What happens to a number "
            "in the last layer, and how many times?",
            "E13",
        ),
        (
            "F16",
            "inputs squashed as well",
            "the first array of As is not X",
            "The inputs are given, not computed. At which layer does your loop begin?",
            "",
        ),
        (
            "F17",
            "hidden layers without activation",
            "the last z changes in proportion to the input",
            "Without a bend between them, how much more can three layers do than one?",
            "E14",
        ),
        (
            "F18",
            "biases left out",
            "inputs of 0 give the same output whatever the biases are",
            "Change a bias and run again. Which line should have noticed?",
            "",
        ),
        (
            "F19",
            "every layer reads X",
            "the weights of the first layer do not matter",
            "Even with all first weights at 0 nothing changes in your output. What does the second layer read?",
            "",
        ),
        (
            "F20",
            "the caller's X changed",
            "X is another array after the call",
            "The outputs are right, and the caller's data are not what they were. Which line writes into an array that is not yours?",
            "E16",
        ),
        (
            "F21",
            "z overwritten by the activation",
            "each z equals the activation that follows it",
            "The way back needs z as well as a. Do your two lists hold two arrays, or two names of one?",
            "E16",
        ),
    ],
)

TOPICS = (LINEAR_FORWARD, SOFTMAX, FORWARD)
