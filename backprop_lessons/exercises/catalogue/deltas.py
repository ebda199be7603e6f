"""Lesson 3: delta of the output layer, for three pairs of activation and cost."""

from .entries import topic

FACTS = "Has the shape of Z; equals the measured slope of the mean cost in Z."

SIGMOID_QUADRATIC = topic(
    "output_delta: sigmoid, quadratic",
    "output_delta: sigmoid with the quadratic cost",
    3,
    FACTS,
    [
        (
            "D01",
            "slope of the sigmoid left out",
            "the delta of cross-entropy",
            "What you have is right for another cost. With this one, the message also has to pass the squashing.",
            "E25",
        ),
        (
            "D02",
            "target minus output",
            "ratio −1",
            "Take an output that is too high and raise it a bit more. Up or down, the cost? Your sign says the opposite.",
            "E27",
        ),
        (
            "D03",
            "a factor 2",
            "ratio 2",
            "There is a ½ in the cost. What becomes of it when one differentiates a square?",
            "E17",
        ),
        (
            "D04",
            "slope taken at a",
            "the slope factor is never below 0.1966",
            "Even a very sure output learns briskly in yours. At which of the two did you take the slope?",
            "E1",
        ),
        (
            "D05",
            "the miss measured on z",
            "z = 0 with target 0 gives 0",
            "What the network answers is a. Compare the target with that.",
            "",
        ),
        (
            "D06",
            "the 1/m left out",
            "ratio m",
            "These are the slopes of a sum over the examples. With twice as many, each has half the say in a mean.",
            "E18",
        ),
        (
            "D07",
            "the 1/m taken twice",
            "ratio 1/m",
            "The mean comes in at a single place. Search your code for a second division.",
            "E19",
        ),
    ],
)

SIGMOID_ENTROPY = topic(
    "output_delta: sigmoid, cross-entropy",
    "output_delta: sigmoid with binary cross-entropy",
    3,
    FACTS,
    [
        (
            "D08",
            "slope of the sigmoid multiplied in",
            "the delta of the quadratic cost",
            "With this cost the flat ends of the sigmoid have been made up for already. Measure at z = 5 and compare.",
            "E25",
        ),
        (
            "D09",
            "target minus output",
            "ratio −1",
            "Where the output is too high, a little more should cost more. Check the sign there.",
            "E27",
        ),
        (
            "D10",
            "the 1/m left out",
            "ratio m",
            "Right for one example. For a batch, of which cost is this the slope: the sum or the mean?",
            "E18",
        ),
        (
            "D11",
            "softmax where sigmoids belong",
            "every row adds up to 0",
            "Your outputs share one probability among them. Are these answers that exclude each other?",
            "",
        ),
    ],
)

SOFTMAX_LIKELIHOOD = topic(
    "output_delta: softmax, likelihood",
    "output_delta: softmax with negative log-likelihood",
    3,
    FACTS + " Every row adds up to 0.",
    [
        (
            "D12",
            "a slope of the softmax multiplied in again",
            "entry by entry too small, by a factor of at most ¼",
            "The simple result has the slope of the softmax inside. Measure one entry before you multiply by more.",
            "E25",
        ),
        (
            "D13",
            "target minus probability",
            "ratio −1",
            "Raise the score of the true class. The cost should fall; what does your sign say?",
            "E27",
        ),
        (
            "D14",
            "softmax of probabilities",
            "all classes nearly alike",
            "Everything is close to even, however sure the network is. Did you squash what was squashed?",
            "E12",
        ),
        (
            "D15",
            "stopped at the slope in the probabilities",
            "0 for every wrong class",
            "Only the true class gets a push in yours. Between probabilities and scores one more step is waiting.",
            "E26",
        ),
        (
            "D16",
            "each probability depends on its own score only",
            "rows do not add up to 0",
            "One score up, and all other probabilities go down: yours leaves no room for that. What is the "
            "sum of a row?",
            "E26",
        ),
        (
            "D17",
            "the 1/m left out",
            "ratio m",
            "Twice the batch, same mean: each row should then weigh half. Does it?",
            "E18",
        ),
    ],
)

TOPICS = (SIGMOID_QUADRATIC, SIGMOID_ENTROPY, SOFTMAX_LIKELIHOOD)
