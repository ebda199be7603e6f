"""Changed programs that still compute the same, found by reading them one by one: name -> why."""

EQUAL = {
    "sigmoid: sigmoid: GtE to Gt: return np.where(z > 0, 1, small) / (1 + small)": "at z = 0 both branches give one half",
    "relu: relu: arguments swapped: return np.maximum(0, z)": "the larger of two numbers, in either order",
    "relu_prime: relu_prime: arguments swapped: return np.where(1.0, z > 0, 0.0)": "1.0 counts as true: the comparison is returned",
    "neuron: neuron: .T added right: return act(X @ w.T + b)": "a row of weights turned round is the same row",
    "logistic_gradient: logistic_gradient: .T added right: dw = X.T @ delta.T": "a row of deltas turned round is the same row",
    "logistic_gradient: logistic_gradient: .T added right: delta = (sigmoid(X @ w.T + b) - y) / len(y)": (
        "a row of weights turned round is the same row"
    ),
    "logistic_gradient: logistic_gradient: y to X: delta = (sigmoid(X @ w + b) - y) / len(X)": "as many rows as targets",
}

# chapter 2
EQUAL |= {
    "softmax: softmax: 1 to -1: return powers / powers.sum(axis=-1, keepdims=True)": "in a matrix the last axis is axis 1",
    "softmax: softmax: 1 to -1: powers = np.exp(Z - Z.max(axis=-1, keepdims=True))": "in a matrix the last axis is axis 1",
    "forward: forward: strict dropped: for (W, b), act in zip(params, acts):": "there is one activation for each layer anyway",
    "forward: forward: True to False: for (W, b), act in zip(params, acts, strict=False):": "there is one activation for each layer anyway",
    "collapse: collapse: .T added left: b = b.T @ W_next + b_next": "a row of biases turned round is the same row",
}

# chapter 3
EQUAL |= {
    "quadratic_cost: quadratic_cost: sides swapped: return np.sum((Y - A) ** 2) / (2 * len(A))": "a square does not know the sign",
    "quadratic_cost: quadratic_cost: A to Y: return np.sum((A - Y) ** 2) / (2 * len(Y))": "as many rows of targets as of outputs",
    "binary_cross_entropy: binary_cross_entropy: A to Y: return -np.sum(log_probability) / len(Y)": "as many rows of targets as of outputs",
    "binary_cross_entropy: binary_cross_entropy: A to log_probability: return -np.sum(log_probability) / len(log_probability)": (
        "one row of logarithms for each row of outputs"
    ),
    "negative_log_likelihood: negative_log_likelihood: Z to Y: return -np.sum(Y * log_P) / len(Y)": "as many rows of targets as of scores",
    "negative_log_likelihood: negative_log_likelihood: Z to log_P: return -np.sum(Y * log_P) / len(log_P)": "one row for each row",
    "negative_log_likelihood: negative_log_likelihood: Z to shifted: return -np.sum(Y * log_P) / len(shifted)": (
        "one row for each row of scores"
    ),
    "negative_log_likelihood: negative_log_likelihood: 1 to -1: shifted = Z - Z.max(axis=-1, keepdims=True)": (
        "in a matrix the last axis is axis 1"
    ),
    "negative_log_likelihood: negative_log_likelihood: 1 to -1: log_P = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))": (
        "in a matrix the last axis is axis 1"
    ),
    "output_delta: output_delta: Z to A: delta = (A - Y) / len(A)": "one row of outputs for each row of weighted inputs",
    "output_delta: output_delta: Z to Y: delta = (A - Y) / len(Y)": "as many rows of targets as of weighted inputs",
}

# chapter 4
EQUAL |= {
    "numerical_gradient: numerical_gradient: 1e-05 to -1e-05: def numerical_gradient(f, theta, h=-1e-05):": (
        "both points change places, and so does the sign of their distance"
    ),
    "numerical_gradient: numerical_gradient: theta to slopes: for place in np.ndindex(slopes.shape):": "both have the same shape",
    "relative_error: relative_error: sides swapped: return np.linalg.norm(b - a) / size": "an arrow and its opposite are of one length",
    "backward: backward: strict dropped: for i, slope in zip(inputs, local):": "there is one local slope for each input anyway",
    "backward: backward: True to False: for i, slope in zip(inputs, local, strict=False):": "one local slope for each input anyway",
    "backward: backward: tape to slopes: slopes[len(slopes) - 1] = 1.0": "as many slopes as lines",
    "backward: backward: tape to slopes: for line in reversed(range(len(slopes))):": "as many slopes as lines",
    "backward: backward: 1 to -1: local = [values[-1], values[0]]": "of two values the last is number 1",
    "backward: backward: 0 to -1: local = [math.cos(values[-1])]": "the only value is the first and the last",
}

# chapter 5
EQUAL |= {
    "backprop: backprop: strict dropped: for (W, b), act in zip(params, acts):": "there is one activation for each layer anyway",
    "backprop: backprop: True to False: for (W, b), act in zip(params, acts, strict=False):":
        "there is one activation for each layer anyway",
    "backprop: backprop: X to Y: delta = (As[-1] - Y) / len(Y)": "as many rows as targets",
    "backprop: backprop: params to Zs: for layer in range(len(Zs) - 1, -1, -1):": "as many weighted inputs as layers",
    "backprop: backprop: params to acts: for layer in range(len(acts) - 1, -1, -1):": "as many activations as layers",
    "find_bug: find_bug: 0 to -1: for layer in range(len(right), -1, -1):": "a net with a bug never lets the loop come that far",
    "find_bug: find_bug: arguments swapped: same = [np.allclose(ours, yours) "
    "for yours, ours in zip(net.gradients()[layer - 1], right[layer - 1], strict=True)]":
        "equal is equal from both sides; the tolerance is far smaller than any bug",
    "find_bug: find_bug: arguments swapped: same = [np.allclose(yours, ours) "
    "for yours, ours in zip(right[layer - 1], net.gradients()[layer - 1], strict=True)]":
        "equal is equal from both sides; the tolerance is far smaller than any bug",
    "find_bug: find_bug: strict dropped: same = [np.allclose(yours, ours) "
    "for yours, ours in zip(net.gradients()[layer - 1], right[layer - 1])]":
        "both are pairs anyway",
    "find_bug: find_bug: True to False: same = [np.allclose(yours, ours) "
    "for yours, ours in zip(net.gradients()[layer - 1], right[layer - 1], strict=False)]":
        "both are pairs anyway",
}

# chapter 6
PAIRS_MATCH, SAME_ROWS = "there is one pair of slopes for each layer anyway", "there are as many targets and row numbers as inputs"
STEP = "[(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(params, grads"
EQUAL |= {
    "train_epoch: train_epoch: params to Zs: for layer in reversed(range(len(Zs))):": "there are as many weighted inputs as layers",
    "train_epoch: train_epoch: 1 to -1: delta = dA * acts[layer][-1](Zs[layer])": "the second of two is the last of two",
    f"gd_step: gd_step: strict dropped: return {STEP})]": PAIRS_MATCH,
    f"gd_step: gd_step: True to False: return {STEP}, strict=False)]": PAIRS_MATCH,
    f"train_epoch: train_epoch: strict dropped: params = {STEP})]": PAIRS_MATCH,
    f"train_epoch: train_epoch: True to False: params = {STEP}, strict=False)]": PAIRS_MATCH,
    "train_epoch: train_epoch: strict dropped: for (W, b), (act, _) in zip(params, acts):": PAIRS_MATCH,
    "train_epoch: train_epoch: True to False: for (W, b), (act, _) in zip(params, acts, strict=False):": PAIRS_MATCH,
    "minibatches: minibatches: X to Y: order = rng.permutation(len(Y))": SAME_ROWS,
    "minibatches: minibatches: X to Y: for start in range(0, len(Y), batch_size):": SAME_ROWS,
    "minibatches: minibatches: X to order: for start in range(0, len(order), batch_size):": SAME_ROWS,
    "train_epoch: train_epoch: X to Y: for start in range(0, len(Y), batch_size):": SAME_ROWS,
    "train_epoch: train_epoch: X to order: for start in range(0, len(order), batch_size):": SAME_ROWS,
    "train_epoch: train_epoch: X to Y: order, total = (rng.permutation(len(Y)), 0.0)": SAME_ROWS,
    "train_epoch: train_epoch: X to Y: return (params, total / len(Y))": SAME_ROWS,
    "train_epoch: train_epoch: X to order: return (params, total / len(order))": SAME_ROWS,
}

# chapter 7
EQUAL |= {
    "init_params: init_params: strict dropped: for n_in, n_out in zip(sizes[:-1], sizes[1:]):": "both parts of the list have one length",
    "init_params: init_params: True to False: for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=False):": "both parts have one length",
    "prepare: prepare: X to y: order = rng.permutation(len(y))": "as many labels as pictures",
    "prepare: prepare: X to y: n_test = round(test_fraction * len(y))": "as many labels as pictures",
    "accuracy: accuracy: 1 to -1: return np.mean(P.argmax(axis=-1) == y)": "in a matrix the last axis is axis 1",
}

# chapter 8
EQUAL |= {
    "count_operations: count_operations: arguments swapped: weights = sum((n_in * n_out for n_in, n_out in zip(sizes[1:], sizes[:-1], strict=True)))": (  # noqa: E501
        "a product of two sizes, in either order"
    ),
    "count_operations: count_operations: strict dropped: weights = sum((n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:])))": (
        "as many sizes before as after each layer"
    ),
    "count_operations: count_operations: True to False: weights = sum((n_in * n_out for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=False)))": (  # noqa: E501
        "as many sizes before as after each layer"
    ),
    "count_paths: count_paths: strict dropped: for n_in, n_out in zip(sizes[-2::-1], sizes[:0:-1]):": (
        "as many sizes before as after each layer"
    ),
    "count_paths: count_paths: True to False: for n_in, n_out in zip(sizes[-2::-1], sizes[:0:-1], strict=False):": (
        "as many sizes before as after each layer"
    ),
    "step_inplace: step_inplace: arguments swapped: right = np.vdot(Z, Y)": "a scalar product, in either order",
    "step_inplace: step_inplace: X to Y: Z /= len(Y)": "as many rows as examples",
    "step_inplace: step_inplace: X to Z: Z /= len(Z)": "as many rows as examples",
    "step_inplace: step_inplace: X to total: Z /= len(total)": "as many rows as examples",
    "step_inplace: step_inplace: arguments swapped: np.maximum(0, Z, out=Z)": "the larger of two numbers, in either order",
    "step_inplace: step_inplace: 1 to -1: Z -= Z.max(axis=-1, keepdims=True)": "in a matrix the last axis is axis 1",
    "step_inplace: step_inplace: 1 to -1: total = Z.sum(axis=-1, keepdims=True)": "in a matrix the last axis is axis 1",
    "step_inplace: step_inplace: X to Y: cost = (np.log(total).sum() - right) / len(Y)": "as many rows as examples",
    "step_inplace: step_inplace: X to Z: cost = (np.log(total).sum() - right) / len(Z)": "as many rows as examples",
    "step_inplace: step_inplace: X to total: cost = (np.log(total).sum() - right) / len(total)": "as many rows as examples",
    "step_inplace: step_inplace: params to back: for layer in reversed(range(len(back))):": "one entry for each layer, as in params",
    "step_inplace: step_inplace: params to grads: for layer in reversed(range(len(grads))):": "one entry for each layer, as in params",
    "step_inplace: step_inplace: params to back: if layer < len(back) - 1:": "one entry for each layer, as in params",
    "step_inplace: step_inplace: params to grads: if layer < len(grads) - 1:": "one entry for each layer, as in params",
}
