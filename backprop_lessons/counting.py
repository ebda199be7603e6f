"""How much arithmetic is a gradient? Multiply-adds, counted exactly, for backpropagation and for the earlier approaches.

Counted, for one example: each multiplication by a weight, or of an activation into dW, together with the addition it feeds.
Not counted: what happens once per unit rather than once per weight (biases, activation functions, the cost).
S is the number of weights, S1 that of the first layer, P that of the parameters (weights and biases).
"""

from itertools import pairwise
from math import prod
from typing import NamedTuple

from ._validation import whole


class Counts(NamedTuple):
    """Multiply-adds per example, by road to the gradient; `paths` is the number of paths from a weight to an output."""

    sizes: tuple
    weights: int
    parameters: int
    forward: int
    gradient: int
    one_sided: int
    central: int
    forward_mode: int
    paths: int
    path_by_path: int

    @property
    def gradient_in_forwards(self):
        """Cost and gradient by backpropagation, in forward passes: always below 3."""
        return self.gradient / self.forward

    @property
    def gain(self):
        """How many times as many multiply-adds central differences take as backpropagation."""
        return self.central / self.gradient

    def __repr__(self):
        rows = "\n".join(f"  {name:<{WIDTH}} {value}" for name, value in _rows(self))
        return f"Multiply-adds per example, {_name(self.sizes)}\n{rows}"


def count_operations(sizes):
    """The Counts of a network with these sizes, such as [64, 30, 10]. Every number is an exact whole number.

    Raises ValueError for anything but a list of at least two whole numbers above 0.
    """
    sizes = _sizes(sizes)
    weights, parameters = count_weights(sizes), count_parameters(sizes)
    return Counts(
        sizes=sizes,
        weights=weights,
        parameters=parameters,
        forward=weights,
        gradient=gradient_operations(sizes),
        one_sided=one_sided_passes(parameters) * weights,
        central=central_passes(parameters) * weights,
        forward_mode=parameters * weights,
        paths=count_paths(sizes),
        path_by_path=path_operations(sizes),
    )


def count_weights(sizes):
    """S: the number of weights, which is also the number of multiply-adds of one forward pass. ValueError as above."""
    return sum(n_in * n_out for n_in, n_out in pairwise(_sizes(sizes)))


def count_parameters(sizes):
    """P: the number of weights and biases. ValueError as above."""
    return count_weights(sizes) + sum(sizes[1:])


def gradient_operations(sizes):
    """Cost and gradient by backpropagation: 3 S - S1. ValueError as above.

    Forward S; dW = A_prev.T @ delta another S; delta @ W.T another S, but for the first layer: nobody asks for dX.
    """
    sizes = _sizes(sizes)
    return 3 * count_weights(sizes) - sizes[0] * sizes[1]


def one_sided_passes(parameters):
    """Forward passes of one-sided differences: one for each parameter moved, and one with all in place. ValueError below 1.

    A million weights: 1,000,001 passes (Nielsen, chapter 2).
    """
    return whole("parameters", parameters) + 1


def central_passes(parameters):
    """Forward passes of central differences: each parameter a step up and a step down. ValueError below 1."""
    return 2 * whole("parameters", parameters)


def count_paths(sizes):
    """Paths from a weight to an output, over all weights. ValueError as above.

    A weight into layer l has as many as there are ways to choose one unit in each later layer.
    """
    sizes = _sizes(sizes)
    return sum(prod(sizes[layer:]) for layer in range(len(sizes) - 1))


def path_operations(sizes):
    """Multiply-adds of multiplying out every path and adding up, for weights and biases. ValueError as above.

    A path takes one for each weight after the parameter, and for a weight one for the activation that enters it.
    Nothing is shared between paths; the forward values are taken as known.
    """
    sizes = _sizes(sizes)
    total = 0
    for layer in range(len(sizes) - 1):
        later = len(sizes) - 2 - layer
        from_weights, from_biases = prod(sizes[layer:]), prod(sizes[layer + 1 :])
        total += from_weights * (later + 1) + from_biases * later
    return total


class CountTable:
    """Several networks side by side: a table in text, and in HTML where a notebook shows it. Rows are the Counts."""

    def __init__(self, nets):
        self.counts = [count_operations(sizes) for sizes in nets]

    def __repr__(self):
        columns = [[name for name, _ in _rows(self.counts[0])]] + [[value for _, value in _rows(c)] for c in self.counts]
        heads = ["multiply-adds per example", *(_name(c.sizes) for c in self.counts)]
        widths = [max(map(len, [head, *column])) for head, column in zip(heads, columns, strict=True)]
        lines = [heads, *zip(*columns, strict=True)]
        return "\n".join(_line(cells, widths) for cells in lines)

    def _repr_html_(self):
        heads = "".join(f'<th scope="col">{_name(c.sizes)}</th>' for c in self.counts)
        rows = ""
        for cells in zip(*(_rows(c) for c in self.counts), strict=True):
            values = "".join(f'<td style="text-align: right; padding-left: 1em">{value}</td>' for _, value in cells)
            rows += f'<tr><th scope="row" style="text-align: left">{cells[0][0]}</th>{values}</tr>'
        return (
            f'<table class="bl-counts"><thead><tr><th scope="col" style="text-align: left">multiply-adds per example</th>'
            f"{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )


def table(*nets):
    """The CountTable of several networks: table([2, 2, 2], [64, 30, 10]). ValueError for none, and as above."""
    if not nets:
        raise ValueError("nets: expected at least one list of sizes, got none")
    return CountTable(nets)


def _rows(counts):
    """What a table shows of one network: (name, text) pairs."""
    whole_numbers = [
        ("parameters", counts.parameters),
        ("forward pass", counts.forward),
        ("cost and gradient, backpropagation", counts.gradient),
        ("one-sided differences", counts.one_sided),
        ("central differences", counts.central),
        ("forward mode, dense sweeps", counts.forward_mode),
        ("path by path", counts.path_by_path),
        ("paths from weights to outputs", counts.paths),
    ]
    rows = [(name, f"{value:,}") for name, value in whole_numbers]
    rows.append(("gradient / forward", f"{counts.gradient_in_forwards:.2f}"))
    rows.append(("central differences / gradient", f"{counts.gain:,.0f}" if counts.gain > 100 else f"{counts.gain:.1f}"))
    return rows


WIDTH = len("cost and gradient, backpropagation")


def _line(cells, widths):
    first, *others = (f"{cell:<{w}}" if i == 0 else f"{cell:>{w}}" for i, (cell, w) in enumerate(zip(cells, widths, strict=True)))
    return "  ".join([first, *others]).rstrip()


def _name(sizes):
    return "-".join(str(size) for size in sizes)


def _sizes(sizes):
    try:
        sizes = tuple(whole("sizes", size) for size in sizes)
    except TypeError:
        raise ValueError(f"sizes: expected a list such as [64, 30, 10], got {sizes!r}") from None
    if len(sizes) < 2:
        raise ValueError(f"sizes: expected at least inputs and outputs, such as [2, 1], got {list(sizes)}")
    return sizes
