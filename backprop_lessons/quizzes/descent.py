"""The quiz of lesson 6: who moves the weights, plateaus, one step of many rows, counting updates."""

DESCENT = [
    {
        "prompt": "A program calls net.backward a thousand times and does nothing else. What has become of the cost?",
        "right": 2,
        "options": [
            (
                "It is at a minimum: backpropagation finds the weights that minimise it.",
                "Backpropagation finds slopes, not weights. Nobody has taken a step.",
            ),
            (
                "It is a little lower each time, since it follows the gradient.",
                "Only an update follows the gradient, and none was made here.",
            ),
            (
                "It is what it was.",
                "The gradient says where to go. Going there is the update: subtract the learning rate times the gradient.",
            ),
        ],
    },
    {
        "prompt": "The cost of a run has stood still at 0.125 for hundreds of updates. Has it reached a local minimum?",
        "right": 1,
        "options": [
            ("Yes: where the gradient is nearly 0 there is a minimum.", "Plateaus and saddles have a gradient of nearly 0 as well."),
            (
                "That cannot be told from the cost curve.",
                "Most XOR runs above stood at 0.125 in the same way, and three in four of all solved the problem later.",
            ),
            (
                "No: a descent never stops in a local minimum.",
                "It can: the neuron with one weight above ended at w = 2.2, where its cost is not the lowest.",
            ),
        ],
    },
    {
        "prompt": "One update with the mean gradient of 100 rows, or 100 updates with one row each, same learning rate. The same result?",
        "right": 1,
        "options": [
            (
                "Yes: a mean of 100 is what 100 single ones amount to.",
                "Then each of the 100 would have to be a hundredth as long. They are not.",
            ),
            (
                "No: 100 updates go much further, and the weights move in between.",
                "Each row's gradient is taken at the place to which the rows before have led.",
            ),
            (
                "No: the 100 single updates only tremble and cancel each other.",
                "They are noisy, but right on average. Above they lowered the cost far more than the one long look.",
            ),
        ],
    },
    {
        "prompt": "1,437 training examples, batches of 32. How many updates is one epoch?",
        "right": 2,
        "options": [
            ("1: an iteration is an epoch.", "An epoch is one pass over all rows. Each batch in it makes an update of its own."),
            ("44: 1,437 / 32 rounded down.", "44 batches hold 1,408 rows. What becomes of the other 29?"),
            ("45", "44 full batches, and one of the last 29 rows: their gradient is divided by 29."),
            ("1,437: one for each example.", "That would be batches of one."),
        ],
    },
]
