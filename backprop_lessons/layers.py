"""One dense layer: what goes forward through it, and what comes back.

Examples are rows. Column j of W and entry j of b belong to unit j of the layer.
"""

from ._validation import as_float, shape


def dense_forward(A_prev, W, b):
    """Z = A_prev @ W + b: (m, n_in) @ (n_in, n_out) + (n_out,) -> (m, n_out).

    Raises ValueError for shapes that do not fit; numpy alone would stretch some of them without a word.
    """
    A_prev, W, b = as_float(A_prev), as_float(W), as_float(b)
    shape("W", W, "n_in", "n_out")
    shape("b", b, W.shape[1])
    shape("A_prev", A_prev, "m", W.shape[0])
    return A_prev @ W + b


def dense_backward(delta, A_prev, W):
    """From delta = dC/dZ of this layer to its gradients, and to what is handed back.

    dW = A_prev.T @ delta      (n_in, m) @ (m, n_out) -> (n_in, n_out)
    db = delta summed over the examples               -> (n_out,)
    dA_prev = delta @ W.T      (m, n_out) @ (n_out, n_in) -> (m, n_in)

    No 1/m here: delta already belongs to the mean cost. Raises ValueError for shapes that do not fit.
    Source: Nielsen, chapter 2, BP2 to BP4, in rows.
    """
    delta, A_prev, W = as_float(delta), as_float(A_prev), as_float(W)
    shape("W", W, "n_in", "n_out")
    shape("A_prev", A_prev, "m", W.shape[0])
    shape("delta", delta, A_prev.shape[0], W.shape[1])
    return A_prev.T @ delta, delta.sum(axis=0), delta @ W.T
