"""The quiz of lesson 8: what grows with the weights, what is exact, which direction, and what fast does not mean."""

MILLION_WEIGHTS = [
    {
        "prompt": "A network gets ten times as many weights. What happens to the ratio of cost and gradient to a forward pass, "
        "counted in multiply-adds?",
        "right": 2,
        "options": [
            (
                "It becomes ten times as large: each weight needs its own slope.",
                "Each weight does need its own slope, but one multiply-add gives it. The forward pass has one for each weight, too.",
            ),
            (
                "It becomes a hundred times as large.",
                "That is how central differences grow: ten times as many passes, each ten times as long. A ratio of two "
                "things that both grow tenfold?",
            ),
            (
                "It stays below 3.",
                "3S − S₁ against S. For 64-30-10 it is 2.14, for 64-1024-1024-10, with about 500 times as many parameters, 2.94.",
            ),
        ],
    },
    {
        "prompt": "Backpropagation takes so much less arithmetic than nudging every weight. What does it give up for that?",
        "right": 1,
        "options": [
            (
                "Precision: it leaves out the small paths.",
                "It leaves out none. All paths through a unit share what comes after it, and that is computed once.",
            ),
            (
                "Nothing: it is exact up to rounding. Nudging is the approximation.",
                "A nudge of size h has a miss of the order h². Backpropagation has no h at all; what it takes is memory for the trace.",
            ),
            (
                "It is right for small learning rates only.",
                "The learning rate comes later, in the update. The gradient is the same whatever you do with it.",
            ),
        ],
    },
    {
        "prompt": "A network has one input and 1,000 outputs. You want the slope of every output in that one input. Which way "
        "takes fewer sweeps?",
        "right": 0,
        "options": [
            ("Forward: one sweep.", "One input moves, and the sweep carries its effect to all outputs at once. Backward takes 1,000."),
            (
                "Backward: it is always the cheap direction.",
                "It is cheap where one number is asked for, like a cost. Here it would take one sweep for each of the outputs.",
            ),
            ("Both the same.", "They give the same numbers. But how many inputs and how many outputs are there?"),
        ],
    },
    {
        "prompt": "The gradient of a million weights takes milliseconds. Are the best weights found quickly, then?",
        "right": 1,
        "options": [
            (
                "Yes: enough quick steps lead to the lowest cost.",
                "XOR with two hidden units: from some starts thousands of exact gradients lead to a place where nothing moves any more.",
            ),
            (
                "Good ones often, the best ones nobody promises.",
                "The gradient is a direction. Where it leads depends on the start, the learning rate and the landscape.",
            ),
            (
                "Yes, since backpropagation returns the weights that minimise the cost.",
                "It returns slopes, in the shapes of the weights. The weights themselves are moved by gradient descent.",
            ),
        ],
    },
]
