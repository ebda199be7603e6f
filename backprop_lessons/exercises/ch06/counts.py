"""6.3: how many updates a run makes, and how large the last batch is."""

from ..exercise import Exercise, Mistake, NumberPart, Sheet

ROWS, SIZE, EPOCHS = 1437, 32, 20


def updates(rows, size, epochs):
    return epochs * -(-rows // size)


def last(rows, size):
    return rows % size or size


PER_EPOCH = "That is one epoch. How many are there?"
NOMINAL = "1,437 is not a multiple of 32. What is left for the last batch?"

UPDATES = NumberPart(
    name="updates",
    points=0.5,
    reference=updates(ROWS, SIZE, EPOCHS),
    tolerance=0.05,
    small="A small case: 10 rows in batches of 4, 3 epochs: 3 batches each time, so 9 updates. Does your way give that?",
    mistakes=(
        Mistake(
            "G16",
            "last, smaller batch not counted",
            880,
            "One update for each batch, also for the last and smaller one. How many batches make an epoch?",
        ),
        Mistake(
            "X6.3a",
            "one update for each row",
            28740,
            "That would be one update for each image. How many images share one?",
        ),
        Mistake(
            "X6.3b",
            "one update for each epoch",
            20,
            "That would be one update for each epoch. How many batches make an epoch?",
        ),
        Mistake("X6.3c", "one epoch only", 45, PER_EPOCH),
        Mistake(
            "X6.3d",
            "a fraction of a batch",
            898.125,
            "There is no eighth of an update. What happens to the rows that do not fill a batch?",
        ),
        Mistake(
            "X6.3e",
            "rounded at the end",
            898,
            "Each epoch ends with its own smaller batch: round up within an epoch, then multiply.",
        ),
        Mistake(
            "X6.3m",
            "rounded up at the end",
            899,
            "Each epoch ends with its own smaller batch: round within an epoch, then multiply.",
        ),
    ),
)

LAST = NumberPart(
    name="last_batch",
    points=0.25,
    reference=last(ROWS, SIZE),
    tolerance=0.05,
    small="A small case: 10 rows in batches of 4 are 4, 4 and 2: the last has 2. Does your way give that?",
    mistakes=(
        Mistake("X6.3f", "all batches alike", 32, NOMINAL),
        Mistake("X6.3g", "what is missing from a full batch", 3, "That is how many are missing. How many are there?"),
        Mistake(
            "X6.3h",
            "number of batches",
            45,
            "That is the number of batches in an epoch. How many rows has the last of them?",
        ),
        Mistake("X6.3i", "one off", 28, "44 full batches take 1,408 rows. Count once more what is left of 1,437."),
    ),
)

SINGLE = NumberPart(
    name="batch_of_one",
    points=0.25,
    reference=updates(ROWS, 1, EPOCHS),
    tolerance=0.05,
    small="A small case: 10 rows in batches of 1, 3 epochs, are 30 updates. Does your way give that?",
    mistakes=(
        Mistake("X6.3c", "one epoch only", 1437, PER_EPOCH),
        Mistake(
            "X6.3j",
            "the number for batches of 32",
            900,
            "That is the number for batches of 32. How many batches are there if each holds one image?",
        ),
        Mistake(
            "X6.3k",
            "32 times the other number",
            28800,
            "That counts each smaller batch as if it were full. How many images are there in an epoch?",
        ),
        Mistake(
            "X6.3l",
            "one update for each epoch",
            20,
            "That is one update for each epoch. Here each image makes its own.",
        ),
    ),
)


def sheet(rng):
    """Other numbers, for the printed sheet."""
    rows, size, epochs = int(rng.integers(200, 2000)), int(rng.choice([10, 16, 25, 50, 64])), int(rng.integers(3, 30))
    question = (
        f"A run over {rows} rows lasts {epochs} epochs, with batches of {size}; the last batch of an epoch may be smaller. "
        "How many updates are made? How many rows has the last batch? And how many updates are made with batches of 1?"
    )
    numbers = (updates(rows, size, epochs), last(rows, size), updates(rows, 1, epochs))
    return Sheet(
        question,
        tuple(zip(("updates", "rows of the last batch", "updates with batches of 1"), map(str, numbers), strict=True)),
    )


COUNTS = Exercise(
    id="6.3",
    title="counting updates",
    kind="number",
    minutes=5,
    parts=(UPDATES, LAST, SINGLE),
    lesson="lesson 6, section 6.6 (epochs and updates)",
    sheet=sheet,
)
