"""The claims beside the training step: forward passes, earlier approaches, digits to 97 %, import, allocation.

Each function yields Rows. `turns` is measure.take_turns with the rounds of the run.
"""

import inspect
import subprocess
import sys
import tracemalloc
from dataclasses import dataclass

import numpy as np

from backprop_lessons import Network, approaches, datasets
from backprop_lessons.counting import count_operations, count_parameters
from backprop_lessons.training import train

from . import contestants
from .cases import MILLION, TEN_MILLION
from .measure import CLOCK, Contestant, Goal, quartiles, settle
from .peers import torch_network
from .problems import Problem, disagreement, name_of

SIZES = [(64, 32, 10), (784, 30, 10), (784, 128, 64, 10)]


@dataclass
class Row:
    """One line of the table: setting, what is compared, the goal, the measured quartiles, the verdict, a note."""

    setting: str
    claim: str
    goal: str = ""
    measured: tuple = ()
    verdict: str = ""
    note: str = ""


def judge(setting, claim, people, goal, ours, turns, scale=1.0, note=""):
    """One Row for one goal: who is named in it against `ours`; scale: their time is for so small a part of the whole."""

    def times(again=False):
        measured = turns(people, again=again)
        return {**measured, goal.against: measured[goal.against] * scale}

    _, judged = settle([goal], times(), lambda: times(again=True), ours)
    return Row(setting, claim, str(goal), *judged[0], note)


def forward_passes(turns, sizes, batches, goal, limit):
    """Cost and gradient, in forward passes (forward and cost); beside it the count."""
    for batch in batches:
        problem = Problem(sizes, batch)
        for road in (contestants.Textbook(problem), contestants.engine_road(problem)):
            if road is None:
                continue
            people = [Contestant("forward", road.cost), Contestant("gradient", road.cost_and_gradient)]
            counted = f"counted: {count_operations(sizes).gradient_in_forwards:.2f}"
            claim = f"cost and gradient, in forward passes ({road.name})"
            yield judge(str(problem), claim, people, Goal("forward", False, goal, limit), "gradient", turns, note=counted)


def against_differences(turns, sizes, parameters=200):
    """Central differences against a gradient, both by textbook numpy: some parameters moved, scaled up to all of them."""
    problem = Problem(sizes, 32)
    road, n = contestants.Textbook(problem), count_parameters(sizes)
    theta = [array.reshape(-1) for pair in road.parameters for array in pair]
    places = np.random.default_rng(0).choice(n, min(parameters, n), replace=False)
    ends = np.cumsum([len(array) for array in theta])
    places = [(int(np.searchsorted(ends, p, side="right")), int(p)) for p in places]
    places = [(k, p - int(ends[k] - len(theta[k]))) for k, p in places]

    h = np.float32(1e-2)

    def differences():
        for k, p in places:
            start = theta[k][p]
            theta[k][p] = start + h
            up = road.cost()
            theta[k][p] = start - h
            down = road.cost()
            theta[k][p] = start
        return up - down

    people = [Contestant("differences", differences), Contestant("gradient", road.cost_and_gradient)]
    note = f"n = {n:,}" + (f", measured on {len(places)} parameters and scaled up" if len(places) < n else "")
    goal = Goal("differences", True, 1.1 * n, 0.8 * n)
    claim = "central differences / gradient (textbook numpy)"
    yield judge(str(problem), claim, people, goal, "gradient", turns, scale=n / len(places), note=note)


def earlier_approaches(turns, sizes=(64, 32, 10), batch=32):
    """Each earlier approach in full, as the course has it as code, against net.backward: the same gradient, the times."""
    problem = Problem(sizes, batch)
    net, X, Y = problem.net, problem.X.astype(float), problem.Y.astype(float)
    roads = {"central differences": approaches.central_differences, "one-sided differences": approaches.one_sided_differences,
             "forward mode": approaches.forward_mode}  # fmt: skip
    for name, road in roads.items():
        yield _approach(str(problem), name, road, net, X, Y, turns)
    deep = [4] * (8 if sum(sizes) > 50 else 4)
    net = Network(deep, rng=np.random.default_rng(0), scale=1.0)
    X, Y = np.random.default_rng(1).normal(size=(1, 4)), np.full((1, 4), 0.5)
    setting = f"{name_of(deep)}, B 1, {count_operations(deep).paths:,} paths"
    yield _approach(setting, "path by path", approaches.path_by_path, net, X, Y, turns)


def _approach(setting, name, road, net, X, Y, turns):
    def gradient():
        trace = net.forward(X)
        net.cost(trace, Y)
        return net.backward(trace, Y)

    exact, found = gradient(), road(net, X, Y)
    zero = [(0 * W, 0 * b) for W, b in net.parameters()]
    error = disagreement(zero, *(list(zip(g.dW, g.db, strict=True)) for g in (exact, found)))
    row = Row(setting, f"{name} / gradient (course's code, in full)", note=f"same gradient to {error:.0e}")
    if error > 1e-4:
        row.verdict = f"void: the gradients differ by {error:.1g}"
        return row
    times = turns([Contestant("theirs", lambda: road(net, X, Y)), Contestant("ours", gradient)], few=True)
    row.measured = quartiles(times["theirs"] / times["ours"])
    return row


# --- digits to 97 %

TARGET = 0.97
DIGITS = [((64, 64, 10), 32, 0.5), ((64, 32, 10), 8, 0.2)]  # sizes, batch size, learning rate


def digits_to_97(turns, sizes, batch_size, rate, peers=True, most=20, seed=0):
    """The 8x8 digits to 97 % of the test set right, everybody from the same start and in the same order."""
    digits = datasets.digits()
    problem = Problem(sizes, batch_size, rate)
    setting = f"digits, {problem}, rate {rate:g}"

    def ours(epochs=None):
        net = Network.from_parameters(problem.start, "relu", "softmax", "negative_log_likelihood")
        single = {"dtype": np.float32} if "dtype" in inspect.signature(train).parameters else {}
        history = train(
            net, digits.X_train, digits.Y_train, learning_rate=rate, batch_size=batch_size, epochs=epochs or needed,
            rng=np.random.default_rng(seed), X_test=digits.X_test, Y_test=digits.Y_test, **single,
        )  # fmt: skip
        found["engine"] = history.test_accuracy[-1], net.parameters()
        return history

    found, needed = {}, most
    reached = np.flatnonzero(np.array(ours().test_accuracy) >= TARGET)
    needed = int(reached[0]) + 1 if reached.size else 0
    word = "holds" if 0 < needed <= 12 else "falls short"
    yield Row(setting, "epochs to 97 %", "≤ 12", (needed,) * 3, word, note=f"seed {seed}")
    if not (peers and needed):
        return
    people = [Contestant("engine", ours)]
    for name, build in {"PyTorch": _torch_digits, "scikit-learn": _sklearn_digits}.items():
        try:
            people.append(Contestant(name, build(problem, digits, needed, seed, found)))
        except ImportError:
            continue
    for person in people:
        person.run()
    goals = {"PyTorch": Goal("PyTorch", True, 7, 4), "scikit-learn": Goal("scikit-learn", True, 5, 3)}
    for person in people[1:]:
        error = disagreement(problem.start, found["engine"][1], found[person.name][1])
        note = f"{person.name} {found[person.name][0]:.3f}, ours {found['engine'][0]:.3f} right; weights agree to {error:.0e}"
        claim = f"{person.name} / train(), to 97 %"
        if error > 0.05:
            yield Row(setting, claim, str(goals[person.name]), (), f"void: the weights differ by {error:.2g} of the way")
        else:
            yield judge(setting, claim, [people[0], person], goals[person.name], "engine", turns, note=note)


def _orders(count, batch_size, epochs, seed):
    """The rows of each batch, epoch by epoch, in the order in which `train` draws them."""
    rng = np.random.default_rng(seed)
    for _ in range(epochs):
        order = rng.permutation(count)
        yield [order[start : start + batch_size] for start in range(0, count, batch_size)]


def _torch_digits(problem, digits, epochs, seed, found):
    import torch as t

    t.set_num_threads(1)
    X, X_test = (t.from_numpy(a.astype(np.float32)) for a in (digits.X_train, digits.X_test))
    labels, labels_test = (t.from_numpy(a.astype(np.int64)) for a in (digits.labels_train, digits.labels_test))

    def run():
        model, optimizer, weights = torch_network(t, problem)
        for batches in _orders(len(X), problem.batch, epochs, seed):
            for rows in batches:
                rows = t.from_numpy(rows)
                optimizer.zero_grad()
                t.nn.functional.cross_entropy(model(X[rows]), labels[rows]).backward()
                optimizer.step()
            with t.no_grad():
                accuracy = float((model(X_test).argmax(1) == labels_test).float().mean())
        found["PyTorch"] = accuracy, weights()

    return run


def _sklearn_digits(problem, digits, epochs, seed, found):
    from sklearn.neural_network import MLPClassifier

    X, X_test = digits.X_train.astype(np.float32), digits.X_test.astype(np.float32)
    labels, classes = digits.labels_train, np.arange(10)

    def run():
        model = MLPClassifier(
            problem.sizes[1:-1], solver="sgd", alpha=0, batch_size=problem.batch, learning_rate_init=problem.rate,
            momentum=0, nesterovs_momentum=False, shuffle=False, random_state=0,
        )  # fmt: skip
        model.partial_fit(X[: problem.batch], labels[: problem.batch], classes=classes)  # makes its arrays
        for W, b, (W0, b0) in zip(model.coefs_, model.intercepts_, problem.start, strict=True):
            W[...], b[...] = W0, b0
        for batches in _orders(len(X), problem.batch, epochs, seed):
            order = np.concatenate(batches)
            model.partial_fit(X[order], labels[order])
            accuracy = model.score(X_test, digits.labels_test)
        found["scikit-learn"] = float(accuracy), list(zip(model.coefs_, model.intercepts_, strict=True))

    return run


# --- import and allocation

IMPORT = "import time; t = time.{0}(); import {1}; print(time.{0}() - t)"


def importing(rounds):
    """`import backprop_lessons` against `import numpy`, each in a new Python, in turns."""
    times = {"numpy": [], "backprop_lessons": []}
    for turn in range(rounds + 1):
        for name in sorted(times, reverse=bool(turn % 2)):
            done = subprocess.run([sys.executable, "-c", IMPORT.format(CLOCK.__name__, name)], capture_output=True, text=True, check=True)
            times[name].append(float(done.stdout))
    times = {name: np.array(seconds[1:]) for name, seconds in times.items()}  # the first fills the disk's cache
    return times


def import_row(rounds=15):
    """The Row of the import."""
    goal = Goal("numpy", False, 1.1, 1.2)
    _, judged = settle([goal], importing(rounds), lambda: importing(2 * rounds), "backprop_lessons")
    return Row("new Python", "import backprop_lessons / import numpy", str(goal), *judged[0])


def allocation(sizes=(784, 128, 64, 10), batch=512):
    """The most new memory during a step of the engine after warm-up; numpy's own small buffers inside a call are made tiny."""
    problem = Problem(sizes, batch)
    run = contestants.engine(problem).run
    usual = np.setbufsize(16)
    tracemalloc.start()
    try:
        for _ in range(5):
            run()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        run()
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
        np.setbufsize(usual)
    word = "holds" if peak <= 2048 else "falls short"
    note = f"Python's own objects are in it; an array of one number per example alone takes {4 * batch:,}"
    yield Row(str(problem), "new memory at the peak of a step, bytes", "no array over 1024", (peak,) * 3, word, note)


def all_claims(turns, peers, quick):
    """Every claim in turn, as functions that yield Rows: a list of (name, function)."""
    if quick:
        return [
            ("forward passes", lambda: forward_passes(turns, (8, 6, 3), [4], 2.2, 3)),
            ("central differences", lambda: against_differences(turns, (8, 6, 3), 20)),
            ("earlier approaches", lambda: earlier_approaches(turns, (8, 6, 3), 4)),
            ("allocation", lambda: allocation((64, 32, 10))),
        ]
    claims = [(f"forward passes {name_of(s)}", lambda s=s: forward_passes(turns, s, [32, 128], 2.2, 3)) for s in SIZES]
    claims += [(f"forward passes {name_of(s)}", lambda s=s: forward_passes(turns, s, [128], 3.3, 4)) for s in (MILLION, TEN_MILLION)]
    claims += [(f"central differences {name_of(s)}", lambda s=s: against_differences(turns, s)) for s in SIZES]
    return [
        *claims,
        ("earlier approaches", lambda: earlier_approaches(turns)),
        *((f"digits to 97 %, {name_of(d[0])}", lambda d=d: digits_to_97(turns, *d, peers)) for d in DIGITS),
        ("import", lambda: [import_row()]),
        ("allocation", lambda: allocation()),
    ]
