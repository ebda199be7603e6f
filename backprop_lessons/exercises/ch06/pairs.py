"""Parameters as a list of pairs (W, b): read the learner's, and say by how much each array has moved."""

import numpy as np

from ..exercise import Unreadable


def random_pairs(rng, sizes):
    """One pair (W, b) for each layer, every number away from 0, of both signs."""

    def numbers(*shape):
        return rng.choice([-1.0, 1.0], shape) * rng.uniform(0.3, 1.1, shape)

    return [(numbers(n, k), numbers(k)) for n, k in zip(sizes, sizes[1:], strict=False)]


def changes(returned, old):
    """{"change of W of layer 2": new minus old, …} from the last layer down, the order in which the slopes are found."""
    if isinstance(returned, np.ndarray) or not isinstance(returned, (list, tuple)):
        raise Unreadable("The parameters should come as a list of pairs (W, b), one for each layer.")
    if len(returned) != len(old):
        raise Unreadable(
            f"There are {len(old)} layers, so {len(old)} pairs (W, b) are asked; yours has {len(returned)} entries."
        )
    found = {}
    for layer in reversed(range(len(old))):
        pair = returned[layer]
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise Unreadable(f"Entry {layer} of your list should be a pair (W, b).")
        for name, new, before in zip("Wb", pair, old[layer], strict=True):
            found[f"change of {name} of layer {layer + 1}"] = _moved(new, before)
    return found


def _moved(new, before):
    """new minus old, in the learner's precision; what has another shape is left as it is, and the check says so."""
    try:
        array = np.asarray(new)
        if array.dtype.kind not in "biuf" or array.shape != np.shape(before):
            return new
        return (array - before).astype(np.float32 if array.dtype == np.float32 else np.float64)
    except ValueError:
        return new
