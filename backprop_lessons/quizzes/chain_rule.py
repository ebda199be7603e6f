"""The quiz of lesson 4: along a path, over paths, the step of a measured slope, value and slope."""

CHAIN_RULE = [
    {
        "prompt": "u = 3x and f = 4u. x grows by 0.01. By how much does f grow?",
        "right": 1,
        "options": [
            ("0.07", "3 + 4 = 7: the slopes were added. But u grows by 0.03, and f by 4 times that."),
            ("0.12", "u grows by 0.03, f by 4 · 0.03 = 0.12. Slopes in a row multiply: 3 · 4 = 12."),
            ("0.04", "That would be right if u moved as fast as x. It moves three times as fast."),
        ],
    },
    {
        "prompt": "x reaches f along two routes. Along the first the slopes multiply to 2, along the second to −3. What is df/dx?",
        "right": 2,
        "options": [
            ("−6", "Slopes multiply along one route. Two routes push f side by side, so what do their pushes do together?"),
            ("−0.5", "An average would mean that the routes share one nudge. Both get the whole nudge of x."),
            ("−1", "A nudge of 0.01 moves f by +0.02 on one route and by −0.03 on the other: −0.01 in all. Routes add."),
            ("−3, the larger one", "The other route does not go away because it is weaker."),
        ],
    },
    {
        "prompt": "You measure a slope with (C(w + h) − C(w − h)) / 2h in float64. Does a smaller h always give a better number?",
        "right": 0,
        "options": [
            (
                "No, below about 1e-5 it usually gets worse.",
                "The two costs become almost equal, and their difference keeps fewer and fewer digits. That is the V of section 4.5.",
            ),
            (
                "Yes, a slope is the limit for h towards 0.",
                "On paper. With 16 digits the difference of two nearly equal costs is mostly rounding, and h below it magnifies that.",
            ),
            ("No, h makes no difference.", "Try h = 0.1: the curve bends within the step, and the bend is measured too."),
        ],
    },
    {
        "prompt": "A weight of the first layer is exactly 0 at the moment. What follows for its slope dC/dw?",
        "right": 2,
        "options": [
            (
                "It is 0 too: nothing passes through.",
                "Nothing passes through it at the moment. But nudge it to 0.01, and something does: that is what the slope measures.",
            ),
            (
                "It cannot be computed.",
                "The factors of its paths are its input, slopes and later weights. Its own value is not among them.",
            ),
            (
                "Nothing: its own value is no factor of its paths.",
                "The first factor is its input. A weight of 0 silences the paths that lead through it, not those that begin at it.",
            ),
        ],
    },
]  # fmt: skip
