"""The order of the modules, and what importing the package may load: it is read in one direction, and it is light."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import backprop_lessons

PACKAGE = Path(backprop_lessons.__file__).parent

# Teaching order: each module may import only from those before it. Folders come last, and nothing above knows them.
LINE = [
    "activations", "costs", "layers", "initialisation", "network", "storage", "gradcheck", "graph", "paths", "optimizers",
    "datasets", "program", "engine", "training", "counting", "approaches", "bugs", "bug_hunt", "timing", "pace",
    "figures", "quizzes", "widgets", "exercises", "grading",
]  # fmt: skip
MATHEMATICS = LINE[: LINE.index("figures")]
HEAVY = ["matplotlib", "ipywidgets", "anywidget", "tqdm", "IPython", "scipy", "sklearn", "traitlets", "pandas"]


def module_files():
    """Every module file of the package -> the place on the line it belongs to ('_x' for what is shared by all)."""
    files = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if "__pycache__" not in parts and parts != ("__init__",):
            files[path] = parts[0]
    return files


def own_imports(text, folder=()):
    """Places on the line that the text of a module imports from, wherever in the text it does so."""
    found, inside = set(), [PACKAGE.name, *folder]
    for node in ast.walk(ast.parse(text)):
        targets = []
        if isinstance(node, ast.Import):
            targets = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = inside[: len(inside) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            targets = [[*base, alias.name] for alias in node.names]
        found |= {target[1] for target in targets if target[0] == PACKAGE.name and len(target) > 1}
    return found


def outside_imports(path):
    """Names of the packages from elsewhere that a file imports, wherever in the file it does so."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {PACKAGE.name}


def test_every_module_has_its_place():
    places = {place for place in module_files().values() if not place.startswith("_")}
    assert places <= set(LINE), f"not on the line: {places - set(LINE)}"


@pytest.mark.parametrize("path", module_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_import_only_from_those_above(path):
    place = module_files()[path]
    # what begins with an underscore stands above everything and may itself import nothing of the package
    above = [] if place.startswith("_") else LINE[: LINE.index(place)]
    names = {*LINE, *module_files().values()}
    allowed = {*above, place, *([] if place.startswith("_") else [name for name in names if name.startswith("_")])}
    imports = own_imports(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).parent.parts)
    wrong = {name for name in imports if name in names and name not in allowed}
    assert not wrong, f"{path.relative_to(PACKAGE)} imports {wrong}, which come after it"


@pytest.mark.parametrize("path", module_files(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_from_outside_the_mathematics_needs_numpy_only(path):
    place = module_files()[path]
    if place in MATHEMATICS or place.startswith("_"):
        allowed = {"numpy"} | ({"tqdm"} if place == "training" else set())
        assert outside_imports(path) <= allowed


def test_no_way_to_write_an_import_goes_unseen():
    text = (
        "from . import network\nfrom .costs import quadratic_cost\nimport backprop_lessons.layers as la\n"
        "from backprop_lessons import graph\nfrom backprop_lessons.paths import trace\n"
        "def f():\n    from .datasets import digits\n"
    )
    assert own_imports(text) == {"network", "costs", "layers", "graph", "paths", "datasets"}
    assert own_imports("from ..training import train\nfrom . import style\nfrom .style import c1", ["figures"]) == {
        "training",
        "figures",
    }


def fresh(code):
    """Run code in a new Python process; returns what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    return done.stdout


def loaded_by(imports):
    return set(json.loads(fresh(f"import sys, json\n{imports}\nprint(json.dumps(sorted(sys.modules)))")))


def test_importing_loads_numpy_and_nothing_heavy():
    loaded = loaded_by("import backprop_lessons")
    assert "numpy" in loaded
    assert not [name for name in HEAVY if name in loaded]
    # beside what numpy itself brings: the standard library, and this package
    more = {name.split(".")[0] for name in loaded - loaded_by("import numpy")}
    assert more - set(sys.stdlib_module_names) == {PACKAGE.name}


def test_learning_needs_numpy_only():
    loaded = loaded_by(
        "import numpy as np\n"
        "from backprop_lessons import Network, datasets, train\n"
        "from backprop_lessons.gradcheck import check\n"
        "X, Y = datasets.xor(); rng = np.random.default_rng(0); net = Network([2, 2, 1], rng=rng)\n"
        "train(net, X, Y, learning_rate=1.0, batch_size=4, epochs=2, rng=rng); check(net, X, Y); datasets.digits()"
    )
    assert not [name for name in HEAVY if name in loaded]


def test_importing_does_nothing_else():
    """No word, no warning, no random number drawn, no numpy setting changed."""
    out = fresh(
        "import random, numpy as np\n"
        "np.random.seed(0); random.seed(0)\n"
        "state = np.random.get_state()[1].tobytes(), random.getstate(), np.geterr(), str(np.get_printoptions())\n"
        "import backprop_lessons\n"
        "assert state == (np.random.get_state()[1].tobytes(), random.getstate(), np.geterr(), str(np.get_printoptions()))\n"
    )
    assert out == ""


def test_the_first_lines_a_learner_types():
    from backprop_lessons import Network, activations, costs, datasets, gradcheck, layers, optimizers, train  # noqa: F401

    for name in backprop_lessons.__all__:
        assert hasattr(backprop_lessons, name)


# --- docstrings ------------------------------------------------------------------------------------------


def public_things():
    """(module.name, object) for every public function, class and method of the mathematics."""
    things = []
    for place in MATHEMATICS:
        if not (PACKAGE / f"{place}.py").exists():
            continue
        module = __import__(f"{PACKAGE.name}.{place}", fromlist=["*"])
        for name, thing in vars(module).items():
            if name.startswith("_") or getattr(thing, "__module__", None) != module.__name__:
                continue
            if inspect.isfunction(inspect.unwrap(thing)) or inspect.isclass(thing):
                things.append((f"{place}.{name}", thing))
            if inspect.isclass(thing):
                things += [
                    (f"{place}.{name}.{member}", method)
                    for member, method in vars(thing).items()
                    if not member.startswith("_")
                    and (inspect.isfunction(method) or isinstance(method, property | classmethod))
                ]
    return things


@pytest.mark.parametrize("thing", public_things(), ids=lambda t: t[0])
def test_everything_public_says_what_it_is(thing):
    name, value = thing
    doc = inspect.getdoc(value.__func__ if isinstance(value, classmethod) else value)
    assert doc and len(doc) > 20, f"{name} has no docstring"
    assert "loss" not in doc.lower().split()


def test_every_module_opens_with_a_sentence():
    for path in module_files():
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert doc and doc.splitlines()[0].rstrip().endswith((".", "?")), path.name


TAKES_ARRAYS = {"X", "Y", "A", "Z", "z", "W", "A_prev", "delta", "theta", "params"}
CHECKS = {
    "shape",
    "finite",
    "same_shape",
    "positive",
    "whole",
    "one_of",
    "generator",
    "_pair",
    "_distributions",
    "check_pair",
}


def functions_of_arrays():
    return [
        (name, value)
        for name, value in public_things()
        if not inspect.isclass(value)
        and not isinstance(value, property | classmethod)
        and TAKES_ARRAYS & set(inspect.signature(value).parameters)
    ]


@pytest.mark.parametrize("thing", functions_of_arrays(), ids=lambda t: t[0])
def test_what_takes_arrays_names_their_shapes(thing):
    doc = inspect.getdoc(thing[1])
    assert any(word in doc for word in ("(m", "(n", "shape", "(W, b)"))


def functions_that_refuse():
    """Every public function with a `raise` of its own, or that calls one of the package's checks."""
    found = []
    for place in MATHEMATICS:
        path = PACKAGE / f"{place}.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else ():
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            calls = {n.func.id for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            if calls & CHECKS or any(isinstance(n, ast.Raise) for n in ast.walk(node)):
                found.append((f"{place}.{node.name}", ast.get_docstring(node) or ""))
    return found


@pytest.mark.parametrize("thing", functions_that_refuse(), ids=lambda t: t[0])
def test_what_refuses_says_so(thing):
    name, doc = thing
    assert "ValueError" in doc, f"{name} does not say what it refuses"
