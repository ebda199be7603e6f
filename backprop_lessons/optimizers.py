"""What to do with a gradient once you have it: gradient descent."""

from ._validation import positive, same_shape


def gradient_descent_step(params, grads, learning_rate):
    """New parameters θ - η ∇C as a list of (W, b); params and grads, lists of (W, b) and (dW, db), stay as they were.

    Raises ValueError for a learning rate that is not a finite number above 0, and for shapes that differ.
    """
    rate = positive("learning_rate", learning_rate)
    if len(params) != len(grads):
        raise ValueError(f"grads: expected one (dW, db) for each of the {len(params)} layers, got {len(grads)}")
    stepped = []
    for (W, b), (dW, db) in zip(params, grads, strict=True):
        same_shape("W", W, "dW", dW)
        same_shape("b", b, "db", db)
        stepped.append((W - rate * dW, b - rate * db))
    return stepped


class GradientDescent:
    """θ <- θ - η ∇C, in the network itself. learning_rate: η, a finite number above 0 (else ValueError)."""

    def __init__(self, learning_rate):
        self.learning_rate = positive("learning_rate", learning_rate)

    def __repr__(self):
        return f"GradientDescent(learning_rate={self.learning_rate:g})"

    def step(self, net, grads):
        """Move the parameters of `net` one step against its Gradients: all slopes first, then all steps."""
        stepped = gradient_descent_step(net.parameters(), list(zip(grads.dW, grads.db, strict=True)), self.learning_rate)
        for layer, (W, b) in enumerate(stepped):
            net.W[layer], net.b[layer] = W, b
