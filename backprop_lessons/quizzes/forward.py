"""The quiz of lesson 2: legal products, depth without squashing, scores, the bias."""

FORWARD = [
    {
        "prompt": "Five examples of three numbers, A (5, 3), enter a layer of four units, W (3, 4). Which product is the layer's?",
        "right": 2,
        "options": [
            ("A @ W.T", "(5, 3) @ (4, 3): the inner sizes, 3 and 4, do not meet. Turned by reflex, W only fits where it is square."),
            (
                "W @ A",
                "(3, 4) @ (5, 3) does not fit. And the rows of the result have to be examples, so A stands on the left.",
            ),
            ("A @ W", "(5, 3) @ (3, 4) → (5, 4): one row for each example, one column for each unit."),
            ("A.T @ W", "(3, 5) @ (3, 4) does not fit: that sum would run over examples, not over inputs."),
        ],
    },
    {
        "prompt": "Two layers without activation functions, 64-30-10, and one layer, 64-10: what can the two do that the one cannot?",
        "right": 0,
        "options": [
            ("Nothing.", "(X W1 + b1) W2 + b2 = X (W1 W2) + (b1 W2 + b2): one product and one bias again."),
            (
                "XOR, and other curved boundaries.",
                "For that something must bend between the layers. A flat map of a flat map is flat.",
            ),
            (
                "More, since they have more parameters.",
                "They have 2,260 numbers instead of 650, and yet each setting of them equals some setting of the one layer.",
            ),
        ],
    },
    {
        "prompt": "You add 5 to every score in one row. What happens to the softmax of that row?",
        "right": 1,
        "options": [
            ("All its probabilities grow.", "They cannot: they still add up to 1. Scores have no zero point."),
            ("Nothing.", "The factor e to the 5 stands above and below the line. Only differences between scores count."),
            (
                "It becomes more even, since 5 is large beside the differences.",
                "So it would be if the scores themselves were divided. But a sum in the exponent is a factor, and it cancels.",
            ),
            (
                "The largest probability comes nearer to 1.",
                "That is what multiplying all scores by 5 does: it stretches the differences. Adding leaves them as they are.",
            ),
        ],
    },
    {
        "prompt": "A sigmoid network gets an input of zeros. Which statement is true?",
        "right": 2,
        "options": [
            (
                "Its output is 0: nothing comes in, so nothing comes out.",
                "The biases come in at every layer, and the sigmoid of 0 is one half, not 0.",
            ),
            (
                "All its outputs are exactly one half.",
                "Only if the weighted input of each output unit is 0. The biases and the hidden units make it something else.",
            ),
            (
                "Its output depends on the biases, and on all weights behind the first layer.",
                "The first weights are multiplied by 0. All that follows works as ever.",
            ),
        ],
    },
]
