"""The quiz of lesson 1: height and slope, saturation, the bias."""

NEURON = [
    {
        "prompt": "A sigmoid neuron has the output a = 0.73. Is 0.73 also the slope of the sigmoid at its z?",
        "right": 1,
        "options": [
            (
                "Yes, the output is the slope.",
                "0.73 is the height of the curve. The slope says how fast the height changes: here about 0.20.",
            ),
            ("No, the slope there is about 0.20.", "a(1 − a) = 0.73 · 0.27 ≈ 0.20. Height and slope are different things."),
            ("No, the slope is always 0.25.", "0.25 is the slope at z = 0 only, the steepest place of the curve."),
        ],
    },
    {
        "prompt": "What is the slope of ReLU at z = −3?",
        "right": 0,
        "options": [
            ("0", "Left of 0 the output does not move at all. A unit that stays there for every example cannot learn."),
            ("1: ReLU never saturates.", "That holds on the right side only. Left of 0 ReLU is completely flat."),
            ("−3", "That is z itself. ReLU gives 0 for every negative z, so what is its slope there?"),
        ],
    },
    {
        "prompt": "All weights of a sigmoid neuron are 0 and its bias is 2. What does it answer?",
        "right": 2,
        "options": [
            ("0.5, since the weights are 0.", "The inputs have no say, but the bias has: z = 2, not 0."),
            (
                "About 0.12: a bias is a threshold to get over.",
                "A threshold would be subtracted. The bias is added, so a larger one makes the neuron more eager.",
            ),
            ("About 0.88, whatever the input is.", "z = 2 for every input, and the sigmoid of 2 is about 0.88."),
        ],
    },
    {
        "prompt": "Somebody's sigmoid_prime(0) returns 0. What did they probably write?",
        "right": 1,
        "options": [
            ("sigmoid(z) · (1 − sigmoid(z))", "That is right, and gives 0.5 · 0.5 = 0.25 at z = 0."),
            ("z · (1 − z)", "The short form a(1 − a) was used on z instead of a. At z = 0 it gives 0, at z = 3 even −6."),
            ("sigmoid(z)", "That would give 0.5 at z = 0: the height instead of the slope."),
        ],
    },
]
