"""The quiz of lesson 7: what a falling cost proves, equal starts, labels, and a network in use."""

REAL_NETWORK = [
    {
        "prompt": "The training cost falls in every epoch. Does that prove that the gradient is right?",
        "right": 2,
        "options": [
            (
                "Yes: a wrong gradient would not lead downhill.",
                "It often does. Many bugs keep the sign of most entries, and every direction less than a right angle away from "
                "the true one leads downhill for a short step.",
            ),
            (
                "Yes, if the accuracy on the test set is above 90 % as well.",
                "Ten of the thirteen bugs of this lesson pass that test, and one of them is better than right code.",
            ),
            (
                "No: only a comparison with measured slopes shows that.",
                "Training is no test of a gradient. A check on a small network and ten examples sees all thirteen bugs.",
            ),
        ],
    },
    {
        "prompt": "All weights of a network start at 0.5. Can the 30 units of its hidden layer come to differ?",
        "right": 0,
        "options": [
            (
                "No: they receive the same delta and take the same steps for ever.",
                "Same inputs, same weights in and out: same activation, same delta, same gradient. Only a random start tells them apart.",
            ),
            (
                "Yes, since 0.5 is not 0: only a start at zero is harmful.",
                "At zero the hidden layer hears nothing at all; at 0.5 it hears, but all thirty units hear the same.",
            ),
            (
                "Yes, after enough epochs, because the images differ.",
                "Every image is shown to all thirty units alike. What differs from image to image does not differ from unit to unit.",
            ),
        ],
    },
    {
        "prompt": "Does backpropagation need labels that people have given?",
        "right": 1,
        "options": [
            (
                "Yes, without a right answer there is no cost.",
                "A cost needs a target, and any array can serve as one. The autoencoder of this lesson takes the input itself.",
            ),
            (
                "No, a cost that can be differentiated is enough.",
                "Where the target comes from does not enter the four equations. Labels are one way to get a cost.",
            ),
            (
                "Yes, but a few for each class are enough.",
                "Nothing in the backward pass counts labels or classes: it fitted a sine, too.",
            ),
        ],
    },
    {
        "prompt": "A trained network is used on new images, forward passes only. Does it go on learning?",
        "right": 2,
        "options": [
            (
                "Yes, each new image makes it a little better.",
                "It would need a target, a cost, a backward pass and a step. A forward pass changes no weight.",
            ),
            (
                "Yes, but only where it was wrong.",
                "It cannot know where it was wrong: without a target there is no miss, and without a step nothing moves.",
            ),
            (
                "No, nothing moves unless somebody takes the step.",
                "Forward computes, backward measures slopes, and only the update moves weights.",
            ),
        ],
    },
]
