"""Lesson 1: activation functions, their slopes, and one neuron."""

from .entries import topic

SIGMOID = topic(
    "sigmoid",
    "sigmoid(z)",
    1,
    "Lies between 0 and 1; the values at z and −z add up to 1; no overflow at ±800; z stays as it was.",
    [
        (
            "A01",
            "the exponent has the wrong sign",
            "gives the value for −z: f(2) = 0.119",
            "A neuron with a large positive z should say yes. Put in z = 5 and see what yours says.",
            "E3",
        ),
        (
            "A02",
            "the plain formula: right, with an overflow on the way",
            "at z = −800 a number passes the largest float, although the result is right",
            "Your numbers are right. On the way to one of them a number grew too large: is there a form in which the exponent is "
            "never positive?",
            "E2",
        ),
        (
            "A03",
            "a quotient of two exponentials",
            "f(800) is nan",
            "Fine where z is moderate. Print numerator and denominator at z = 800, one at a time.",
            "E2",
        ),
        (
            "A04",
            "brackets missing around the denominator",
            "leaves the interval: f(0) = 2",
            "Some of your outputs are above 1. Put brackets around what Python does first, and look again.",
            "E4",
        ),
    ],
)

SIGMOID_PRIME = topic(
    "sigmoid_prime",
    "sigmoid_prime(z)",
    1,
    "Equals the measured slope; the same at z and −z; largest at 0, where it is ¼.",
    [
        (
            "A05",
            "the slope of a value that is squashed already",
            "never falls below 0.1966; f(1) = 0.219, not 0.197",
            "One squashing too many, it seems. Which of the two is handed to this function, z or a?",
            "E1",
        ),
        (
            "A06",
            "the short form for a, used on z",
            "f(3) = −6, f(0) = 0",
            "The short form you know is about one quantity, and you were given the other. Which is which?",
            "E1",
        ),
        (
            "A07",
            "the sigmoid itself",
            "f(0) = 0.5, not 0.25",
            "You give how high the curve is at z. The question is how fast it climbs there.",
            "",
        ),
        (
            "A08",
            "the slope rule of tanh",
            "f(0) = 0.75",
            "Every squashing function has a rule of its own, and this one belongs to a neighbour. Compare at z = 0.",
            "",
        ),
        (
            "A09",
            "a call where a product is meant",
            "f(0) = 0.622",
            "Read the line aloud: do two things get multiplied, or does one go into the other?",
            "E5",
        ),
    ],
)

RELU_PRIME = topic(
    "relu_prime",
    "relu_prime(z)",
    1,
    "Takes the values 0 and 1 only, and 0 at z = 0.",
    [
        (
            "A10",
            "the function itself",
            "f(2) = 2",
            "To the right of 0 the line is equally steep everywhere. Does yours say so?",
            "E6",
        ),
        (
            "A11",
            "1 at the kink",
            "differs at z = 0 only",
            "All right but for a single point. At the kink any value from 0 to 1 could be defended; look up the one this course takes.",
            "E7",
        ),
        (
            "A12",
            "inequality turned round",
            "f(2) = 0",
            "On one side of the kink a signal passes, on the other it does not. Did the two change places?",
            "",
        ),
        (
            "A13",
            "1 everywhere",
            "f(−1) = 1",
            "No unit is ever off in yours. If you test a value that can never be below 0, the test always says yes.",
            "E6",
        ),
    ],
)

TANH_PRIME = topic(
    "tanh_prime",
    "tanh_prime(z)",
    1,
    "The same at z and −z; never above 1.",
    [
        (
            "A14",
            "the slope of a value that is squashed already",
            "f(1) = 0.588, not 0.420",
            "Squashed once too often, as can happen with the sigmoid: follow z from the call to the result.",
            "E1",
        ),
        (
            "A15",
            "z in the rule where a belongs",
            "f(2) = −3",
            "The rule is the right one, and something else has to be squared. A slope of tanh is never negative.",
            "E8",
        ),
        (
            "A16",
            "the slope rule of the sigmoid",
            "f(0) = 0, not 1",
            "That rule fits a curve from 0 to 1. Where is tanh steepest, and how steep?",
            "E8",
        ),
    ],
)

NEURON = topic(
    "neuron",
    "neuron(X, w, b, act)",
    1,
    "One number for each row of X; with w = 0 it is act(b); changing the order of w and of the columns of X together changes nothing.",
    [
        (
            "A17",
            "bias forgotten",
            "w = 0 gives 0.5, whatever b is (sigmoid)",
            "Put in weights of 0. Should b still make a difference?",
            "",
        ),
        (
            "A18",
            "activation forgotten",
            "outputs beyond 0 and 1 (sigmoid)",
            "Adding up is the first half of what a neuron does. Where is the second?",
            "",
        ),
        (
            "A19",
            "bias added after the activation",
            "with b above 1 the output is above 1 (sigmoid)",
            "Is the bias part of what is squashed, or does it come afterwards?",
            "",
        ),
        (
            "A20",
            "bias subtracted, like a threshold",
            "w = 0, b = 2 gives 0.119, not 0.881 (sigmoid)",
            "Raise b. Does your neuron say yes more readily, or less?",
            "",
        ),
    ],
)

TOPICS = (SIGMOID, SIGMOID_PRIME, RELU_PRIME, TANH_PRIME, NEURON)
