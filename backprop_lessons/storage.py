"""Keep a network in a file and take it up again: an npz archive of plain arrays, without pickle.

The archive holds W1, b1, W2, b2 … (counted from 1, as in "W1[0,1]") and the names activation, output and cost. Reading it
runs no code of the file's author, and an error leaves everything as it was.
"""

import os
import zlib
from pathlib import Path

import numpy as np

from .network import Network

NAMES = ("activation", "output", "cost")
DAMAGED = (ValueError, EOFError, KeyError, OSError, zlib.error, NotImplementedError, MemoryError)


def save(net, path):
    """Write `net` to the file `path`, exactly that name. A file that is there is replaced in one go, or not at all.

    Raises ValueError for parameters that are not finite or do not fit together, OSError where nothing can be written.
    """
    path = Path(path)
    arrays = dict(zip(NAMES, (net.activation, net.output, net.cost_name), strict=True))
    for layer, (W, b) in enumerate(net.copy().parameters(), start=1):  # a copy has been checked
        arrays[f"W{layer}"], arrays[f"b{layer}"] = W, b
    half_done = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with half_done.open("wb") as file:
            np.savez(file, **arrays)
        half_done.replace(path)
    finally:
        half_done.unlink(missing_ok=True)


def load(path):
    """The Network in the file `path`. FileNotFoundError if there is none; ValueError, naming the file, if it holds none."""
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such file; expected a network written by backprop_lessons.save")
    arrays = _read(path)
    parameters = []
    while f"W{len(parameters) + 1}" in arrays:
        layer = len(parameters) + 1
        parameters.append((arrays.pop(f"W{layer}"), arrays.pop(f"b{layer}", None)))
    _complain_about_names(path, arrays, parameters)
    try:
        return Network.from_parameters(parameters, *(str(arrays[name]) for name in NAMES))
    except (TypeError, ValueError) as wrong:
        raise ValueError(f"{path}: {wrong}") from None


def load_into(net, path):
    """Set the parameters of `net` to those in the file `path`; `net` stays as it was if anything is wrong.

    Raises as `load` does, and ValueError unless the file holds a network of the same sizes, activations and cost.
    """
    stored = load(path)
    for name in ("sizes", "activation", "output", "cost_name"):
        ours, theirs = getattr(net, name), getattr(stored, name)
        if ours != theirs:
            raise ValueError(f"{path}: expected a network with {name.removesuffix('_name')} {ours!r}, got {theirs!r}")
    net.W, net.b = stored.W, stored.b


def _read(path):
    """All arrays of the archive, read to the end, so that a damaged one is found here."""
    from zipfile import BadZipFile  # loaded only when a file is read

    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise ValueError("one array, not an archive")
            with archive:
                return {name: archive[name] for name in archive.files}
    except (*DAMAGED, BadZipFile) as reason:
        raise ValueError(
            f"{path}: expected a network written by backprop_lessons.save (npz), cannot read it: {reason}"
        ) from None


def _complain_about_names(path, rest, parameters):
    """ValueError unless the archive holds W1, b1 … and the three names, and nothing else."""
    missing = [name for name in NAMES if name not in rest]
    missing += [f"b{layer}" for layer, (_, b) in enumerate(parameters, start=1) if b is None]
    missing += [] if parameters else ["W1", "b1"]
    if missing:
        raise ValueError(f"{path}: expected the arrays W1, b1 … and {', '.join(NAMES)}; missing: {', '.join(missing)}")
    unknown = [name for name in rest if name not in NAMES]
    if unknown:
        raise ValueError(f"{path}: expected the arrays W1, b1 … and {', '.join(NAMES)}; unknown: {', '.join(unknown)}")
