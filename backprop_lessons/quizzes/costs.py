"""The quiz of lesson 3: what a cost is a mean of, its floor, where it helps, and what it is not."""

COSTS = [
    {
        "prompt": "You put every example of a batch in twice. What happens to the cost C?",
        "right": 1,
        "options": [
            (
                "It doubles: twice as many misses.",
                "The sum over the examples doubles, and so does m, by which it is divided. A mean does not move.",
            ),
            (
                "It stays. Each row of the output delta is halved.",
                "C is a mean, so it stays. Each of the two copies now has half the say, so each row of delta is halved; and the "
                "gradient of the weights, which adds over the rows, stays too.",
            ),
            ("It is halved.", "Then it would be divided by m without the sum having grown. Both double."),
        ],
    },
    {
        "prompt": "An image is so unclear that 70 of 100 people call it a 7 and 30 a 1. The model answers exactly (0.7, 0.3). "
        "What is its cross-entropy against this target?",
        "right": 2,
        "options": [
            (
                "0: the answer equals the target.",
                "It cannot do better, but the best answer need not cost 0. The floor is the entropy of the target itself.",
            ),
            (
                "−log 0.7, about 0.36",
                "That is the cost of the 70 people alone. The other 30 count as well: −0.7 log 0.7 − 0.3 log 0.3.",
            ),
            (
                "About 0.61, and no answer costs less.",
                "H(p, p) = H(p), the entropy of the target: −0.7 log 0.7 − 0.3 log 0.3. Only a sure target, with a single 1, has "
                "the floor 0.",
            ),
        ],
    },
    {
        "prompt": "A network with three sigmoid hidden layers and sigmoid outputs learns slowly. Its cost is changed from quadratic "
        "to cross-entropy. Which slopes of the sigmoid are gone from the gradient?",
        "right": 0,
        "options": [
            (
                "Only those of the output layer.",
                "They cancel where the cost meets the output. Behind it each hidden layer still multiplies by its own slope, at most 1/4.",
            ),
            (
                "Those of all layers.",
                "The cost touches the output layer only. A saturated hidden unit stays as deaf as before.",
            ),
            (
                "None; cross-entropy only measures on another scale.",
                "At the output the slope does cancel: there delta is (a − y)/m, without the slope of the sigmoid.",
            ),
        ],
    },
    {
        "prompt": "Two models put the same 100 test images into the right classes. One gives the right class the probability 0.9 "
        "each time, the other 0.55. What differs?",
        "right": 1,
        "options": [
            (
                "The accuracy: 0.9 against 0.55.",
                "Accuracy asks only which class is on top. Both models have the right one on top every time.",
            ),
            (
                "Only the cost: about 0.105 against 0.598.",
                "The cost sees how large the right probability is: −log 0.9 and −log 0.55. A lower cost is not a higher accuracy.",
            ),
            (
                "Nothing: they answer alike.",
                "The answers are alike, but not how sure they are, and that is what the cost reads.",
            ),
        ],
    },
]
