"""Lesson 6: the step, the mini-batches, the epoch."""

from .entries import topic

GD_STEP = topic(
    "gd_step",
    "gd_step(params, grads, learning_rate)",
    6,
    "New parameters, the old ones untouched; a learning rate of 0 changes nothing. Look at new minus old.",
    [
        (
            "G01",
            "uphill",
            "the displacement has ratio −1",
            "The gradient points to where the cost rises. Where do you want to go?",
            "E27",
        ),
        (
            "G02",
            "learning rate not used",
            "the displacement has ratio 1/learning rate",
            "Try two learning rates. Is there any difference?",
            "E46",
        ),
        (
            "G03",
            "the parameter replaced by the step",
            "new does not depend on old",
            "A step needs a place to start from. Where has the old weight gone?",
            "",
        ),
        (
            "G04",
            "the parameter scaled instead of moved",
            "what is 0 stays 0",
            "A weight at 0 can never leave it in yours. Is a step something one adds, or something one multiplies by?",
            "",
        ),
        (
            "G05",
            "only the sign of the slope",
            "every step has the same length",
            "Near the bottom slopes get small. Your steps do not.",
            "",
        ),
        (
            "G06",
            "only the first array moves",
            "all others unchanged",
            "Compare every array before and after. How many have moved, and how many are there?",
            "E15",
        ),
        (
            "G07",
            "the caller's arrays changed",
            "the old parameters are gone",
            "The numbers are right, but whoever called you has lost the old ones. Which operator writes in place?",
            "E16",
        ),
        (
            "G08",
            "a loop variable gets a new value, the list does not",
            "nothing changes",
            "In the loop everything is right, and after it the list is as before. What does the list know of your variable?",
            "",
        ),
        (
            "G09",
            "the bias added twice",
            "a learning rate of 0 doubles b",
            "Take a step of length 0. The weights stay, the biases do not: read that line once more.",
            "E46",
        ),
    ],
)

MINIBATCHES = topic(
    "minibatches",
    "minibatches(X, Y, batch_size, rng)",
    6,
    "Every row once, each with its own target; the last batch may be smaller; the order comes from rng.",
    [
        (
            "G10",
            "not shuffled",
            "the same order in every epoch; on digits sorted by class about half the accuracy is lost",
            "Suppose the file holds all zeros first, then all ones. What would the net think of the world "
            "after some batches?",
            "",
        ),
        (
            "G11",
            "the last, smaller batch dropped",
            "23 rows in batches of 5: 20 used",
            "Count the rows that came out. Some never do.",
            "E36",
        ),
        (
            "G12",
            "rows drawn with replacement",
            "fewer different rows than there are",
            "Collect the row numbers of an epoch and look for doubles. Each row should come once.",
            "E39",
        ),
        (
            "G13",
            "a shuffle that is not made for arrays",
            "some rows twice, others gone",
            "That shuffle exchanges views, and a view follows its array. Print the rows afterwards: some are copies.",
            "E37",
        ),
        (
            "G14",
            "slices one too short",
            "batches of one row less",
            "Add up the sizes of your batches. Where does a slice end, before its last index or after it?",
            "",
        ),
        (
            "G15",
            "inputs and targets shuffled apart",
            "targets no longer belong to their rows",
            "Look at a picture and its label after shuffling. Do they still match?",
            "E38",
        ),
        (
            "G16",
            "updates miscounted",
            "1,437 rows, batches of 32, 20 epochs: 880, 28,740 or 20 instead of 900",
            "One update for each batch, also for the last and smaller one. How many batches make an epoch?",
            "",
        ),
    ],
)

TRAIN_EPOCH = topic(
    "train_epoch",
    "train_epoch(…)",
    6,
    "One pass over the data; reports the mean cost over all examples. Batches of 4, 4 and 3 show what goes wrong. B21 is met here, too.",
    [
        (
            "G17",
            "the step divided by the batch size again",
            "one batch: the displacement has ratio 1/m",
            "The gradient is a mean already. Your steps are too short by a factor that you know.",
            "E19",
        ),
        (
            "G18",
            "divided by the nominal batch size",
            "only the last batch is wrong",
            "All is well until the last batch, which is smaller. Does your divisor know?",
            "E40",
        ),
        (
            "G19",
            "the mean of the batch means",
            "parameters right, reported cost not",
            "Three rows count as much as four in your mean. Should they?",
            "E40",
        ),
        (
            "G20",
            "gradients carried over from batch to batch",
            "the first update is right, the second too long",
            "The first step is right. Print your gradients just before the second batch comes in.",
            "E41",
        ),
    ],
)

TOPICS = (GD_STEP, MINIBATCHES, TRAIN_EPOCH)
