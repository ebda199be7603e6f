"""6.2 minibatches(X, Y, batch_size, rng): each row once, its target with it, in an order of the learner's own."""

import random

import numpy as np

from ..exercise import Case, Exercise, FunctionPart, Mistake, Property, Unreadable, catalogued
from . import solutions


def _data(rng, m, n, k):
    return rng.uniform(-2, 2, (m, n)), rng.uniform(-2, 2, (m, k))


def draw(rng):
    """All sizes equal first; then a last batch that is smaller; one batch for all; batches of one."""
    wanted = ((16, 4, 4, 4), (11, 3, 2, 4), (23, 2, 3, 5), (5, 3, 2, 8), (4, 2, 1, 1))
    return [
        Case(
            f"{m} rows in batches of {size}",
            (*_data(rng, m, n, k), size, np.random.default_rng(int(rng.integers(1 << 30)))),
        )
        for m, n, k, size in wanted
    ]


def _batches(returned, args):
    """The batches as pairs of arrays; raises Unreadable with a sentence where they are none."""
    X, Y, size, _ = args
    if isinstance(returned, np.ndarray) or not isinstance(returned, (list, tuple)):
        raise Unreadable("Asked are batches, one after another: `yield Xb, Yb`, or a list of pairs (Xb, Yb).")
    pairs = []
    for batch in returned:
        if not isinstance(batch, (list, tuple)) or len(batch) != 2:
            raise Unreadable("Each batch should be a pair (Xb, Yb).")
        pair = [np.asarray(part) for part in batch]
        if any(part.dtype.kind not in "biuf" for part in pair):
            raise Unreadable("Each batch should hold two arrays of numbers, Xb and Yb.")
        if any(part.ndim != 2 or part.shape[1] != full.shape[1] for part, full in zip(pair, (X, Y), strict=True)):
            raise Unreadable(
                f"Xb should have shape (rows, {X.shape[1]}) and Yb (rows, {Y.shape[1]}); one of yours has {pair[0].shape} and {pair[1].shape}."  # noqa: E501
            )
        pairs.append(pair)
    sizes = [len(Xb) for Xb, _ in pairs]
    asked = [min(size, len(X) - start) for start in range(0, len(X), size)]
    if sizes != asked or sizes != [len(Yb) for _, Yb in pairs]:
        raise Unreadable(
            f"{len(X)} rows in batches of {size} should have the sizes {_few(asked)}; yours have {_few(sizes)}."
        )
    return pairs


def _few(sizes):
    shown = ", ".join(map(str, sizes[:6])) or "none at all"
    return shown + (", …" if len(sizes) > 6 else "")


def _sorted(rows):
    return rows[np.lexsort(rows.T[::-1])]


def read(returned, args):
    """All rows of the batches, sorted: in which order they came is the learner's own."""
    pairs = _batches(returned, args)
    n = args[0].shape[1]
    rows = _sorted(np.hstack([np.vstack([Xb for Xb, _ in pairs]), np.vstack([Yb for _, Yb in pairs])]))
    return {"the inputs, sorted,": rows[:, :n], "the targets beside them": rows[:, n:]}


def _apart(ask, rng):
    X, Y = _data(rng, 12, 3, 2)
    found = ask(X, Y, 4, np.random.default_rng(1))
    inputs, targets = found.values()
    same_sets = np.allclose(inputs, _sorted(X), atol=1e-5) and np.allclose(_sorted(targets), _sorted(Y), atol=1e-5)
    paired = np.allclose(targets, Y[np.lexsort(X.T[::-1])], atol=1e-5)
    return "with 12 rows in batches of 4" if same_sets and not paired else ""


def _copies(ask, rng):
    """Python's own shuffle on two rows of an array can only double the first, never the second."""
    X, Y = np.array([[0.0], [1.0]]), np.array([[0.0], [1.0]])
    sums = [float(list(ask(X, Y, 2, np.random.default_rng(seed)).values())[0].sum()) for seed in range(30)]
    return "with two rows: the first came twice, the second not at all" if 0.0 in sums and 2.0 not in sums else ""


def _doubles(ask, rng):
    X, Y = np.arange(20.0)[:, None], np.arange(20.0)[:, None]
    inputs = list(ask(X, Y, 4, np.random.default_rng(2)).values())[0]
    known = np.isin(inputs, X).all()
    return (
        f"with 20 rows: {len(np.unique(inputs))} different ones came" if known and len(np.unique(inputs)) < 20 else ""
    )


def _orders(function, generators):
    """The row numbers, batch by batch, that come out for each generator."""
    X = np.arange(17.0)[:, None]
    return [
        [np.asarray(Xb).ravel().astype(int).tolist() for Xb, _ in function(X.copy(), X.copy(), 4, rng)]
        for rng in generators
    ]


def _seeded(seeds):
    return [np.random.default_rng(seed) for seed in seeds]


def _as_in_the_file(function, rng):
    orders = _orders(function, _seeded(range(4)))
    return (
        "with 17 rows: they came as they stand in X"
        if all(sum(order, []) == list(range(17)) for order in orders)
        else ""
    )


def _neighbours(function, rng):
    orders = _orders(function, _seeded(range(6)))
    together = all(max(batch) - min(batch) < len(batch) for order in orders for batch in order)
    return "with 17 rows: those that are neighbours in X always met in one batch" if together else ""


def _always_the_same(function, rng):
    one = np.random.default_rng(5)
    for generators in (_seeded(range(4)), [one, one, one]):
        orders = _orders(function, generators)
        if all(order == orders[0] for order in orders):
            return "with 17 rows: the order was the same each time"
    return ""


def _from_elsewhere(function, rng):
    first, second = _orders(function, _seeded([3, 3]))
    return "with 17 rows: two generators in the same state gave two orders" if first != second else ""


def _cut(order, X, Y, size, stop=None):
    return [(X[order[k : k + size]], Y[order[k : k + size]]) for k in range(0, len(X) if stop is None else stop, size)]


def _not_shuffled(X, Y, size, rng):
    return _cut(np.arange(len(X)), X, Y, size)


def _last_dropped(X, Y, size, rng):
    return _cut(rng.permutation(len(X)), X, Y, size, len(X) // size * size)


def _with_replacement(X, Y, size, rng):
    return _cut(rng.integers(0, len(X), len(X)), X, Y, size)


def _pythons_shuffle(X, Y, size, rng):
    rows = np.hstack([X, Y])
    random.shuffle(rows)
    return _cut(np.arange(len(X)), rows[:, : X.shape[1]], rows[:, X.shape[1] :], size)


def _one_too_short(X, Y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[k : k + size - 1]], Y[order[k : k + size - 1]]) for k in range(0, len(X), size)]


def _shuffled_apart(X, Y, size, rng):
    return _cut(np.arange(len(X)), X[rng.permutation(len(X))], Y[rng.permutation(len(X))], size)


def _only_inputs(X, Y, size, rng):
    return _cut(np.arange(len(X)), X[rng.permutation(len(X))], Y, size)


def _own_seed(X, Y, size, rng):
    return _cut(np.random.default_rng(0).permutation(len(X)), X, Y, size)


def _own_generator(X, Y, size, rng):
    return _cut(np.random.default_rng().permutation(len(X)), X, Y, size)


def _whole_batches(X, Y, size, rng):
    batches = _not_shuffled(X, Y, size, rng)
    return [batches[k] for k in rng.permutation(len(batches))]


def _in_place(X, Y, size, rng):
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return _cut(np.arange(len(X)), X.copy(), Y.copy(), size)


def _that_many(X, Y, size, rng):
    return [(X[rows], Y[rows]) for rows in np.array_split(rng.permutation(len(X)), size)]


def _filled_up(X, Y, size, rng):
    order = rng.permutation(len(X))
    return _cut(np.concatenate([order, order, order]), X, Y, size)


def _right(X, Y, size, rng):
    return _cut(rng.permutation(len(X)), X, Y, size)


PART = FunctionPart(
    name="minibatches",
    points=3,
    parameters=("X", "Y", "batch_size", "rng"),
    reference=_right,
    solution=solutions.minibatches,
    draw=draw,
    read=read,
    scalable=False,
    small=(
        Case(
            "X = [[1], [2], [3]], Y = [[10], [20], [30]], batches of 2",
            (np.array([[1.0], [2.0], [3.0]]), np.array([[10.0], [20.0], [30.0]]), 2, np.random.default_rng(3)),
        ),
        Case(
            "X = [[1], [2], [3], [4], [5]], Y ten times X, batches of 2",
            (np.arange(1.0, 6)[:, None], 10 * np.arange(1.0, 6)[:, None], 2, np.random.default_rng(7)),
        ),
    ),
    properties=(
        Property("pairs", "Each target stays with its row.", _apart, mistake="G15"),
        Property("no copies", "A shuffle loses no row.", _copies, mistake="G13"),
        Property("once", "Each row comes once.", _doubles, mistake="G12"),
    ),
    late=(
        Property("shuffled", "The rows come in a new order.", _as_in_the_file, mistake="G10"),
        Property("mixed", "Any two rows can meet in a batch.", _neighbours, mistake="X6.2c"),
        Property("new order", "Every epoch has an order of its own.", _always_the_same, mistake="X6.2a"),
        Property("from rng", "The order comes from rng.", _from_elsewhere, mistake="X6.2b"),
    ),
    mistakes=(
        catalogued(
            "G10",
            _not_shuffled,
            "A small case: rows 0 to 7 in batches of 4 come as 0 1 2 3 and 4 5 6 7, in every epoch.",
        ),
        catalogued("G11", _last_dropped, "A small case: 3 rows in batches of 2 make a batch of 2 and a batch of 1."),
        catalogued("G12", _with_replacement, "A small case: of 3 rows an epoch may use 2, 0, 1, but not 2, 0, 2."),
        catalogued(
            "G13",
            _pythons_shuffle,
            "A small case: two rows, (0) and (1). Shuffle them ten times, and print both each time.",
        ),
        catalogued("G14", _one_too_short, "A small case: 3 rows in batches of 2 make a batch of 2 and a batch of 1."),
        catalogued(
            "G15", _shuffled_apart, "A small case: rows 1, 2, 3 with targets 10, 20, 30. Row 2 should bring 20 along."
        ),
        Mistake(
            "X6.2a",
            "the same order in every epoch",
            _own_seed,
            "A generator that begins anew at each call always gives the same order. Whose generator should be asked?",
            "A small case: call your function twice with one rng, and print both orders.",
        ),
        Mistake(
            "X6.2b",
            "the order does not come from rng",
            _own_generator,
            "Whoever hands you a generator wants to be able to repeat the run. Does your order ask it?",
            "A small case: call your function with np.random.default_rng(3), then once more with a new one of the same seed.",
        ),
        Mistake(
            "X6.2c",
            "batches shuffled, rows not",
            _whole_batches,
            "Your batches hold neighbours of the file. If the file is sorted, each batch knows one class only. What should be shuffled: the batches, or the rows?",  # noqa: E501
            "A small case: rows 0 to 3 in batches of 2. Can 0 and 3 ever meet in yours?",
        ),
        Mistake(
            "X6.2d",
            "the caller's data shuffled",
            _in_place,
            "The caller's own rows have changed places. Shuffle row numbers instead, and leave the data as they are.",
            "A small case: keep X, call your function, and print the X that you kept.",
        ),
        Mistake(
            "X6.2e",
            "number and size of the batches exchanged",
            _that_many,
            "You make as many batches as one batch should have rows. Which of the two does batch_size mean?",
            "A small case: 6 rows in batches of 2 make three batches, not two.",
        ),
        Mistake(
            "X6.2f",
            "last batch filled up",
            _filled_up,
            "Your last batch is as long as the others: some rows come a second time. It may be smaller.",
            "A small case: 3 rows in batches of 2 make a batch of 2 and a batch of 1.",
        ),
        Mistake(
            "X6.2g",
            "one batch only",
            lambda X, Y, size, rng: _right(X, Y, size, rng)[:1],
            "One batch comes, and then no more. Does your loop end in its first round?",
            "A small case: 4 rows in batches of 2 make two batches.",
        ),
        Mistake(
            "X6.2h",
            "everything in one batch",
            lambda X, Y, size, rng: _right(X, Y, len(X), rng),
            "All rows come at once. Where does batch_size enter?",
            "A small case: 4 rows in batches of 2 make two batches.",
        ),
        Mistake(
            "X6.2i",
            "targets before inputs",
            lambda X, Y, size, rng: [(Yb, Xb) for Xb, Yb in _right(X, Y, size, rng)],
            "Both arrays of a batch seem to be there. In which order are they asked for?",
            "A small case: X = [[1], [2]] with Y = [[10], [20]] in one batch. The first array should hold 1 and 2.",
        ),
    ),
)

MINIBATCHES = Exercise(
    "6.2", "minibatches", "code", 15, (PART,), "lesson 6, sections 6.5 and 6.6 (batches, epochs and updates)"
)
