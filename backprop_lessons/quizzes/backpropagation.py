"""The quiz of lesson 5: one cost, a gradient and nothing more, slopes that are no shares, one pass for all."""

BACKPROPAGATION = [
    {
        "prompt": "In the 2-2-2 network the cost is C = 0.298. What is the cost of hidden unit h1?",
        "right": 2,
        "options": [
            ("0.298 / 4, its part of the whole", "Nothing is divided: there are four units, and still only one cost."),
            (
                "0.0088, what backpropagation hands to it",
                "0.0088 is its delta: how fast the one cost moves when the z of h1 moves. A slope, not a cost.",
            ),
            (
                "There is none: the network has one cost.",
                "A cost compares outputs with targets, and h1 has no target. What h1 gets is a delta, the slope of the one cost.",
            ),
        ],
    },
    {
        "prompt": "You have called net.backward(net.forward(X), Y) a hundred times. What has changed in the network?",
        "right": 0,
        "options": [
            ("Nothing.", "A gradient is a set of slopes. It takes an update, another line of code, to move a weight."),
            (
                "The weights are a hundred small steps better.",
                "That would be gradient descent, which uses the gradient. Here it was only computed, a hundred times the same.",
            ),
            (
                "The gradients have added up to a hundred times their size.",
                "Some frameworks keep adding until they are told to stop. Here each call starts afresh and returns new arrays.",
            ),
        ],
    },
    {
        "prompt": "Take every weight w of the 2-2-2 network times its slope dC/dw, and add all eight up. What comes out?",
        "right": 1,
        "options": [
            (
                "0.298, the cost: each weight's share of it",
                "Slopes say how the cost moves when a weight moves. They are no shares, and nothing makes them add up to C.",
            ),
            (
                "0.047: no number with a name",
                "Right: the trace from the cost to a weight is exact, but what it traces is sensitivity, not blame.",
            ),
            ("0: at a minimum and everywhere", "At a minimum every slope is 0. This network has not even begun to learn."),
        ],
    },
    {
        "prompt": "A network 64-30-10 has 2,260 parameters. How much arithmetic is its whole gradient, counted in forward passes?",
        "right": 1,
        "options": [
            (
                "2,260: one for each parameter",
                "That is what nudging costs, and more. The way back shares its work: each delta serves all weights of its unit.",
            ),
            (
                "About 2, the forward pass included",
                "4,740 multiply-adds beside 2,220. However many weights there are, it stays below 3.",
            ),
            (
                "Less than 1, since going back needs no activations",
                "Going back multiplies by every weight but the first layer's, and makes a slope for each weight besides.",
            ),
        ],
    },
]
