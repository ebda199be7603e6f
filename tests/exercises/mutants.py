"""Wrong programs made from right ones: one small change each, in an operator, a number, a turned matrix, an axis, a name.

A mutant is the source of a solution with one node of its syntax tree changed. Small and our own: the mutation tools for whole
projects change files and run test suites, and here one function is to be called.
"""

import ast
import copy
import inspect
import textwrap
import warnings

SWAPS = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult], ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult], ast.FloorDiv: [ast.Div],
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq],
}  # fmt: skip
CALLS = {"sum": ["mean", "max"], "mean": ["sum"], "max": ["min", "sum"], "maximum": ["minimum"], "exp": ["log1p"], "log": ["exp"]}


def mutants(function):
    """(what was changed, function) for every single change to the source of `function`."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    tree.body[0].decorator_list = []
    seen = {ast.unparse(tree)}
    own = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    for number, node in enumerate(ast.walk(tree)):
        for words, change in [*changes(node), *other_names(node, own)]:
            other = copy.deepcopy(tree)
            place = next(n for k, n in enumerate(ast.walk(other)) if k == number)
            change(place, other)
            ast.fix_missing_locations(other)
            text = ast.unparse(other)
            if text not in seen:
                seen.add(text)
                yield f"{function.__name__}: {words}: {line_of(text, seen, tree)}", compiled(other, function)


def line_of(text, seen, tree):
    """The changed line, to be read by a person."""
    before, after = ast.unparse(tree).splitlines(), text.splitlines()
    changed = [line.strip() for line in after if line not in before]
    missing = [line.strip() for line in before if line not in after]
    return changed[0] if changed else f"without {missing[0] if missing else 'a second such line'}"


def compiled(tree, function):
    names = dict(function.__globals__)
    names |= inspect.getclosurevars(function).nonlocals
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a strange program is what is wanted here
        exec(compile(tree, f"<mutant of {function.__name__}>", "exec"), names)
    return names[function.__name__]


def changes(node):
    """(words, change) for all changes at one node; change(the same node in a copy, that copy)."""
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for kind in SWAPS.get(type(node.op), ()):
            yield f"{type(node.op).__name__} to {kind.__name__}", lambda n, tree, kind=kind: setattr(n, "op", kind())
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Sub, ast.MatMult, ast.Div)):
        yield "sides swapped", lambda n, tree: n.__dict__.update(left=n.right, right=n.left)
    if isinstance(node, ast.BinOp):
        yield "left side only", lambda n, tree: replace(tree, n, n.left)
        yield "right side only", lambda n, tree: replace(tree, n, n.right)
    if isinstance(node, ast.AugAssign):
        yield "= for an operation", lambda n, tree: replace(tree, n, ast.Assign(targets=[n.target], value=n.value))
    if isinstance(node, ast.Compare):
        for kind in SWAPS.get(type(node.ops[0]), ()):
            yield f"{type(node.ops[0]).__name__} to {kind.__name__}", lambda n, tree, kind=kind: n.ops.__setitem__(0, kind())
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for value in {node.value + 1, node.value - 1, -node.value} - {node.value}:
            yield f"{node.value} to {value}", lambda n, tree, value=value: setattr(n, "value", value)
    if isinstance(node, ast.Constant) and node.value is True:
        yield "True to False", lambda n, tree: setattr(n, "value", False)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "minus dropped", lambda n, tree: replace(tree, n, n.operand)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield ".T dropped", lambda n, tree: replace(tree, n, n.value)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in ("left", "right"):
            yield f".T added {side}", lambda n, tree, side=side: setattr(n, side, ast.Attribute(getattr(n, side), "T", ast.Load()))
    if isinstance(node, ast.Attribute):
        for name in CALLS.get(node.attr, ()):
            yield f"{node.attr} to {name}", lambda n, tree, name=name: setattr(n, "attr", name)
    if isinstance(node, ast.Call) and len(node.args) == 1:
        yield "call dropped", lambda n, tree: replace(tree, n, n.args[0])
    if isinstance(node, ast.Call) and len(node.args) >= 2:
        yield "arguments swapped", lambda n, tree: n.args.__setitem__(slice(0, 2), [n.args[1], n.args[0]])
    if isinstance(node, ast.Call):
        for k, keyword in enumerate(node.keywords):
            yield f"{keyword.arg} dropped", lambda n, tree, k=k: n.keywords.pop(k)
    if isinstance(node, ast.If):
        yield "condition turned", lambda n, tree: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    for name in ("body", "orelse"):
        for k, line in enumerate(getattr(node, name, ()) if isinstance(getattr(node, name, ()), list) else ()):
            if isinstance(line, (ast.AugAssign, ast.Expr, ast.Assign)) and len(node.__dict__[name]) > 1:
                yield "line dropped", lambda n, tree, name=name, k=k: n.__dict__[name].pop(k)


def other_names(node, own):
    """One variable of the function put in the place of another."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in own:
        for name in sorted(own - {node.id}):
            yield f"{node.id} to {name}", lambda n, tree, name=name: setattr(n, "id", name)


def replace(tree, old, new):
    """Put `new` where `old` stands."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if item is old else item for item in value]
