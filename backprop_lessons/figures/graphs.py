"""The picture of a graph: a box for each node, an arrow for each input, in the order in which the numbers were computed."""

import itertools

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from .style import COLORS, TEXT, Picture, styled

WIDTH, HEIGHT = 1.06, 0.62  # of a box, in inches
GAP, LABEL_GAP = 0.14, 0.5  # between boxes side by side, and where an arrow and its label must fit between them
PAGE = 7.4  # wider pictures are made smaller by the page, and so are their words
LARGEST = 80
PLACES = (0.45, 0.28, 0.64, 0.2, 0.74)  # for the label of an arrow, the first that is free


@styled
def graph(value, alt=None):
    """The graph that a Value was made by: number and grad in every box, the local slope on every arrow.

    The grads are shown once `value.backward()` has been called. It runs from left to right, or downwards where that would be
    wider than a page; up to about 25 nodes can be read with ease. alt: what is to be seen, in words; by default all nodes in
    order. Raises ValueError for more than 80 nodes.
    """
    nodes = value.nodes()
    if len(nodes) > LARGEST:
        raise ValueError(f"graph: expected at most {LARGEST} nodes to draw, got {len(nodes)}; draw a smaller part of it")
    places, size, downwards = _places(nodes)
    figure = Figure(figsize=size)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, size[0]), ylim=(0, size[1]))
    axes.set_axis_off()
    with_grads = value.grad == 1  # what backward leaves at its start
    arrows, labels = [], []
    for node in nodes:
        for number, (source, slope) in enumerate(node.inputs):
            route = [places[source], *places.get((node, number), ()), places[node]]
            twins = [i for i, (other, _) in enumerate(node.inputs) if other is source]
            arrows.append((np.array(route), slope, twins.index(number) - (len(twins) - 1) / 2))
        _box(axes, *places[node], node, with_grads)
    for arrow in sorted(arrows, key=lambda arrow: np.hypot(*(arrow[0][1] - arrow[0][0]))):  # long ones have more room to give way
        _arrow(axes, *arrow, downwards, labels)
    return Picture(figure, alt or _words(nodes, with_grads, downwards))


def _places(nodes):
    """(places, (width, height), downwards): the middle of each box; for (node, number of the input) the bends of its arrow."""
    depth, across = layout(nodes)
    deep, broad = max(depth.values()), max(across.values())
    downwards = (deep + 1) * WIDTH + deep * LABEL_GAP > PAGE
    if downwards:
        one_across, one_on = WIDTH + GAP, HEIGHT + 0.8 * LABEL_GAP
        size = broad * one_across + WIDTH, deep * one_on + HEIGHT
        middle = {item: (across[item] * one_across, depth[item] * one_on) for item in depth}
    else:
        one_across, one_on = HEIGHT + GAP, WIDTH + LABEL_GAP
        size = deep * one_on + WIDTH, broad * one_across + HEIGHT
        middle = {item: (depth[item] * one_on, across[item] * one_across) for item in depth}
    middle = {item: (x + WIDTH / 2, size[1] - HEIGHT / 2 - y) for item, (x, y) in middle.items()}
    places = {node: middle[node] for node in nodes}
    for item in sorted((item for item in depth if isinstance(item, tuple)), key=depth.get):
        places.setdefault(item[:2], []).append(middle[item])
    return places, size, downwards


def layout(nodes):
    """(depth, across) of every node, and of every bend (node, number of the input, depth) where an arrow passes a column.

    nodes: as Value.nodes() gives them. depth counts the columns from 0, across is a place in the column, neighbours at least 1 apart.
    """
    depth, users = {}, {node: [] for node in nodes}
    for node in nodes:
        for source, _ in node.inputs:
            users[source].append(node)
    for node in reversed(nodes):  # as late as its users allow, so that numbers stand beside where they are used
        depth[node] = min((depth[user] for user in users[node]), default=1) - 1
    first = min(depth.values())
    depth = {node: depth[node] - first for node in nodes}
    neighbours = {node: [] for node in nodes}
    for node in nodes:
        for number, (source, _) in enumerate(node.inputs):
            bends = [(node, number, d) for d in range(depth[source] + 1, depth[node])]
            depth |= {bend: bend[2] for bend in bends}
            for left, right in itertools.pairwise([source, *bends, node]):
                neighbours.setdefault(left, []).append(right)
                neighbours.setdefault(right, []).append(left)
    columns = [[item for item in depth if depth[item] == d] for d in range(depth[nodes[-1]] + 1)]
    return depth, _across(columns, neighbours)


def _across(columns, neighbours):
    """A place in its column for every node and bend: near its neighbours, and at least 1 from the next."""
    across = {item: float(row) for items in columns for row, item in enumerate(items)}
    for sweep in range(60):
        for items in columns if sweep % 2 else reversed(columns):
            near = {item: [across[other] for other in neighbours[item] or [item]] for item in items}
            wanted = {item: sum(places) / len(places) for item, places in near.items()}
            items.sort(key=wanted.get)
            across |= zip(items, _spread([wanted[item] for item in items]), strict=True)
    least = min(across.values())
    return {item: place - least for item, place in across.items()}


def _spread(wanted):
    """Rising places, as near to the wanted ones as a distance of 1 allows: those that are too close share their middle."""
    blocks = []  # (sum of the wanted places of a block's first member, number of members)
    for number, place in enumerate(wanted):
        total, members = place - number, 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / members:
            before, more = blocks.pop()
            total, members = total + before, members + more
        blocks.append((total, members))
    starts = [total / members for total, members in blocks for _ in range(members)]
    return [start + number for number, start in enumerate(starts)]


def _box(axes, x, y, node, with_grads):
    corner, shape = (x - WIDTH / 2 + 0.03, y - HEIGHT / 2 + 0.03), "round,pad=0,rounding_size=0.08"
    line = 0.8 if node.operation else 1.7  # numbers that were given have a thicker outline
    box = FancyBboxPatch(corner, WIDTH - 0.06, HEIGHT - 0.06, boxstyle=shape, facecolor="none", edgecolor=TEXT, linewidth=line)
    axes.add_patch(box)
    text = {"ha": "center", "va": "center", "fontsize": 9}
    lines = [(_title(node), {"fontweight": "bold"}), (_short(node.value), {})]
    if with_grads:
        digits = next((d for d in (4, 3) if len(_short(node.grad, d)) <= 8), 2)
        lines.append((f"grad {_short(node.grad, digits)}", {"color": COLORS[1]}))
    for place, (words, style) in zip(np.linspace(1, -1, len(lines)), lines, strict=True):
        axes.text(x, y + 0.09 * (len(lines) - 1) * place, words, **text, **style)


def _arrow(axes, route, slope, sideways, downwards, labels):
    """Along the route; the local slope stands in a gap of its first piece, with × because backward multiplies by it."""
    out = np.array([0, -HEIGHT / 2]) if downwards else np.array([WIDTH / 2, 0])
    bends = [point + side * out for point in route[1:-1] for side in (-1, 1)]
    points = np.array([route[0] + out, *bends, route[-1] - out]) + 0.22 * sideways * np.sign(np.abs(out[::-1]))
    label = f"×{_short(slope, 3)}"
    along = points[1] - points[0]
    size = np.array([0.066 * len(label) + 0.06, 0.16])
    clashes = [(sum((abs(points[0] + t * along - other) < (size + room) / 2).all() for other, room in labels), t) for t in PLACES]
    middle = points[0] + min(clashes, key=lambda clash: clash[0])[1] * along
    labels.append((middle, size))
    # half of the gap, as a part of the line: where it leaves the box around the label
    gap = min(0.4, *(half / length for half, length in zip(size / 2, np.abs(along), strict=True) if length))
    gap = min(gap, *(abs(end - middle).max() / abs(along).max() for end in points[:2]))
    line = {"color": TEXT, "linewidth": 0.8, "linestyle": "-", "alpha": 0.7}
    axes.plot(*np.transpose([points[0], middle - gap * along]), **line)
    rest = [middle + gap * along, *points[1:]]
    axes.plot(*np.transpose(rest[:-1]), **line)
    axes.add_patch(FancyArrowPatch(rest[-2], rest[-1], arrowstyle="->", mutation_scale=8, shrinkA=0, shrinkB=0, **line))
    axes.text(*middle, label, color=COLORS[0], ha="center", va="center", fontsize=8)


def _short(number, digits=4):
    return f"{number + 0.0:.{digits}g}"  # + 0.0 turns -0 into 0


def _title(node):
    name = node.name or node.operation or "number"
    both = f"{node.name} = {node.operation}"
    return both if node.name and node.operation and len(both) <= 13 else name[:13]


def _words(nodes, with_grads, downwards):
    """The picture in words, node by node: each after those that it was made from."""
    said = {node: node.name or f"node {number}" for number, node in enumerate(nodes, start=1)}
    sentences = []
    for node in nodes:
        parts = " and ".join(f"{said[source]} (local slope {_short(slope, 3)})" for source, slope in node.inputs)
        made = f", {node.operation} of {parts}" if parts else ""
        grad = f", grad {_short(node.grad)}" if with_grads else ""
        sentences.append(f"{said[node]}{made}: {_short(node.value)}{grad}.")
    order = "downwards" if downwards else "from left to right"
    return f"A graph of {len(nodes)} {'node' if len(nodes) == 1 else 'nodes'}, {order}. {' '.join(sentences)}"
