"""Not slips of code but of thought: what is believed, the question that brings it to light, and what is the case."""

from .entries import topic

FACTS = "Beliefs rather than bugs. A question brings each to light."


def ideas(lesson, *rows):
    return topic(f"ideas {lesson}", "Ideas", lesson, FACTS, [(*row, seen) for *row, seen in rows])


TOPICS = (
    ideas(
        1,
        (
            "M14",
            "ReLU never saturates",
            "What does a unit learn whose z is negative for every example?",
            "Nothing: left of 0 the slope is exactly 0. ReLU is open on one side only.",
            "E6",
        ),
        (
            "M19",
            "height and slope of the sigmoid are one thing",
            "At z = 1, which of 0.73 and 0.20 is the slope?",
            "The smaller one. 0.73 is how high the curve is, 0.20 how fast it rises.",
            "",
        ),
    ),
    ideas(
        2,
        (
            "M18",
            "more layers are more powerful, even without activation functions",
            "Three linear layers in a row: what single layer does the same?",
            "One whose weights are the product of the three. A straight line after a straight line is straight.",
            "E14",
        ),
    ),
    ideas(
        3,
        (
            "M12",
            "a lower cost is a higher accuracy",
            "Two models are equally often right and have costs 0.105 and 0.598. How?",
            "One is surer. Cost asks how sure, accuracy asks which class.",
            "",
        ),
        (
            "M13",
            "cross-entropy cures vanishing slopes",
            "How long is the first delta beside the last, with eight hidden layers of sigmoids?",
            "About a hundred-thousandth. The cost helps in the output layer; each hidden sigmoid still makes slopes smaller.",
            "",
        ),
    ),
    ideas(
        4,
        (
            "M06",
            "the cost is divided among the weights, like a bill",
            "Multiply each weight by its slope and add up. Is that the cost?",
            "No, and it need not be. Slopes say what a nudge does; they are not shares.",
            "E9",
        ),
        (
            "M07",
            "a parameter that is 0 has slope 0",
            "A bias is 0. Does the cost move when you nudge it?",
            "Usually it does. Where a parameter stands and what a nudge of it does are two things.",
            "E35",
        ),
        (
            "M10",
            "a slope tells what a large change does",
            "Predict f(x + 1) from the slope at x.",
            "A slope is local. It promises something about small steps only.",
            "",
        ),
    ),
    ideas(
        5,
        (
            "M01",
            "backpropagation is gradient descent",
            "`backprop` has returned. What has changed in the network?",
            "Nothing at all. Slopes have come back; a step is somebody else's work.",
            "",
        ),
        (
            "M05",
            "every unit has a cost of its own",
            "What is the cost of hidden unit 1?",
            "There is none. One cost for the whole network, and one slope of it for each unit.",
            "",
        ),
        (
            "M08",
            "weight gradients of the last layer are passed back",
            "All hidden activations are 0, so dW of the last layer is 0. Is dW of the layer below?",
            "It need not be. What travels is delta; weight gradients stay where they are.",
            "E33",
        ),
        (
            "M09",
            "on the way back the signal runs through the same activation functions",
            "Double the delta at the output. What happens to all others?",
            "They double as well. The way back only multiplies by slopes, which were fixed on the way forward.",
            "",
        ),
    ),
    ideas(
        6,
        (
            "M02",
            "training finds the best weights",
            "XOR, two hidden units, 200 random starts: how many solve it?",
            "About three in four. The others rest where no small step helps.",
            "",
        ),
        (
            "M03",
            "a local minimum is the lowest cost",
            "Two valleys, one deeper. Where does a ball that starts on the wrong side end?",
            "In its own valley. Local says: no better place nearby.",
            "",
        ),
        (
            "M04",
            "who is stuck is in a local minimum",
            "A sigmoid neuron with w = b = 2 and target 0 hardly moves. Is it in a minimum?",
            "No: its slope is small, 0.017 at first, and not 0. After a long plateau the cost does fall.",
            "",
        ),
        (
            "M15",
            "smaller batches learn less in an epoch",
            "1,437 rows: how many updates with batches of 32, and how many with one batch of all?",
            "It is 45 against 1. Smaller batches make more updates from the same rows.",
            "",
        ),
        (
            "M16",
            "one step on the mean of 100 examples is 100 single steps",
            "After the first of 100 single steps, where are the weights for the second?",
            "Somewhere else already. Each single step starts from the last; the mean is taken at one place.",
            "",
        ),
    ),
    ideas(
        7,
        (
            "M17",
            "a falling cost proves that the gradient is right",
            "Plant a bug in `backward` and train. Will the accuracy tell?",
            "Seldom. Learning forgives a lot, and the cost falls all the same; a gradient check forgives nothing.",
            "",
        ),
        (
            "M20",
            "training needs labels made by people",
            "Take the picture itself as the target. Does anything have to change in `backward`?",
            "Nothing. A cost with a slope is all it asks for.",
            "",
        ),
        (
            "M21",
            "a network goes on learning while it is used",
            "You ask a trained network about a thousand pictures. Which weights have changed?",
            "None. Weights move in training only, by an update.",
            "",
        ),
    ),
    ideas(
        8,
        (
            "M11",
            "n parameters take n passes, so backpropagation takes n passes",
            "A million parameters: how many forward passes' worth of arithmetic is the whole gradient?",
            "Less than three. Measuring each slope by itself takes a pass for each; the way back shares its work.",
            "",
        ),
    ),
)
