"""Lesson 4: the chain rule on small graphs, and measured slopes; lesson 5: the gradient check in use."""

from .entries import topic

GRAD_XYZ = topic(
    "grad_xyz",
    "grad_xyz(x, y, z)",
    4,
    "Three slopes of (x + y)·z, each equal to the measured one. At (−2, 5, −4) they are −4, −4 and 3.",
    [
        (
            "K01",
            "slopes of the product not exchanged",
            "(3, 3, −4)",
            "How fast a product grows with one factor depends on the size of the other. Nudge z alone and watch.",
            "",
        ),
        (
            "K02",
            "slopes along a route added",
            "(−3, −3, 4)",
            "Two gears in a row: if the first turns twice as fast, what does the last one do?",
            "",
        ),
        (
            "K03",
            "the message from above dropped",
            "(1, 1, 3)",
            "Each slope is right for its own small step. What about the step that follows it?",
            "",
        ),
        (
            "K04",
            "1 for all",
            "(1, 1, 1)",
            "A sum hands a nudge on as it is. Does a product do that as well? Try with z moved by 0.01.",
            "",
        ),
    ],
)

GRAD_DIAMOND = topic(
    "grad_diamond",
    "grad_diamond(x)",
    4,
    "The slope of x² · sin x, equal to the measured one at several x.",
    [
        (
            "K05",
            "one route of two",
            "one of the two terms",
            "The input is used in two places, and a nudge of it is felt in both.",
            "E31",
        ),
        (
            "K06",
            "routes averaged",
            "ratio ½",
            "Two hands push the same door. Do you take the mean of the pushes?",
            "",
        ),
        (
            "K07",
            "routes multiplied",
            "0 wherever one route is 0",
            "Block one of the two routes. Should that silence the other?",
            "",
        ),
        (
            "K08",
            "the product at the end forgotten",
            "2x + cos x",
            "You have both inner slopes. They meet in a product, and each must pass it.",
            "",
        ),
    ],
)

TAPE = topic(
    "backward(tape)",
    "backward(tape)",
    4,
    "Works for any graph of operations; visits every node once; a second call gives the same.",
    [
        (
            "K09",
            "the last message overwrites the others",
            "wrong for x·x and wherever a node has two users",
            "A value that is used twice gets two messages. What happens to the first when the second arrives?",
            "E28",
        ),
        (
            "K10",
            "a node passes on before all its users have reported",
            "wrong where two routes have different lengths",
            "Some node spoke too early. Who must have finished before a node may pass on what it has?",
            "E28",
        ),
    ],
)

NUMERICAL_GRADIENT = topic(
    "numerical_gradient",
    "numerical_gradient(f, theta, h)",
    4,
    "Any shape; theta is as before afterwards. A cubic with h = 0.1 shows the rule itself, not only its limit.",
    [
        (
            "N01",
            "one-sided difference",
            "off by a multiple of h",
            "Halve h and your miss halves with it. There is a fairer choice of the two points.",
            "E29",
        ),
        (
            "N02",
            "divided by half of the distance",
            "ratio 2",
            "Mark the two points on paper. How far is it from the one to the other?",
            "E29",
        ),
        (
            "N03",
            "all parameters moved at once",
            "all entries equal",
            "If everything moves, who is responsible for the change? Turn one knob at a time.",
            "",
        ),
        (
            "N04",
            "a parameter not put back",
            "the first entry is right, later ones drift",
            "The first slope is right. In what state is theta when you come to the second?",
            "E29",
        ),
        (
            "N05",
            "the points in the other order",
            "ratio −1",
            "The size is right. Which of the two values is taken from which?",
            "",
        ),
        (
            "N06",
            "two names for one array",
            "all slopes 0, or theta changed",
            "Is there one array, or two? Change one of them and print the other.",
            "E29",
        ),
        (
            "N07",
            "theta of whole numbers",
            "a theta of integers gives 0",
            "Store the shifted parameter in your array and print it. Has the small step survived?",
            "",
        ),
    ],
)

RELATIVE_ERROR = topic(
    "relative_error",
    "relative_error(a, b)",
    4,
    "The same with a and b exchanged; between 0 and 1; 0 where both are 0.",
    [
        (
            "N08",
            "the plain distance",
            "shrinks when both arrays are made smaller",
            "A difference of 1e-7 is little beside 1, and everything beside 1e-7. Beside what do you look at yours?",
            "E29",
        ),
        (
            "N09",
            "only one of the two lengths below",
            "changes when a and b change places; fails for a = 0",
            "Check a against b, then b against a. Should it matter who comes first?",
            "",
        ),
        (
            "N10",
            "mean of the signed differences",
            "differences of opposite sign cancel",
            "One entry too large, one too small by as much: yours finds nothing. Can differences make up for each other?",
            "",
        ),
        (
            "N11",
            "the length of the sum below",
            "b = −a divides by 0",
            "Two arrows in opposite directions could not be more different. What does yours say of them?",
            "",
        ),
    ],
)

CHECKING = topic(
    "gradient check",
    "The gradient check, in use",
    5,
    "A right gradient is below 1e-7 in float64, away from kinks.",
    [
        (
            "N12",
            "a step of 1e-14, or float32",
            "a right gradient seems off by 1e-3 to 1e-1",
            "Two nearly equal numbers are subtracted, and their last digits are rounding. Which step loses least?",
            "",
        ),
        (
            "N13",
            "a generous threshold, such as 0.5",
            "lets most of this catalogue pass",
            "Plant a fault on purpose and see whether your check objects.",
            "E29",
        ),
        (
            "N14",
            "a measurement across a kink",
            "relu at z = −1e-6 with h = 1e-5: measured 0.45, exactly 0",
            "One of your two points lies on the other side of the kink. Move the inputs away from it; the gradient may be right.",
            "",
        ),
    ],
)

TOPICS = (GRAD_XYZ, GRAD_DIAMOND, TAPE, NUMERICAL_GRADIENT, RELATIVE_ERROR, CHECKING)
