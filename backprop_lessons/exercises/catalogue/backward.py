"""Lesson 5: the way back, for one unit, one layer, and all of them."""

from .entries import topic

HIDDEN_DELTA = topic(
    "hidden_delta",
    "hidden_delta(delta_next, W_next, Z, act_prime)",
    5,
    "Doubles with delta_next; 0 wherever the slope is 0.",
    [
        (
            "B01",
            "slope of the unit left out",
            "the ratio to ours is that slope, entry by entry",
            "Yours stops at the weights. Behind them the unit itself stands in the way, and it may be half deaf.",
            "E30",
        ),
        (
            "B02",
            "W_next not turned",
            "runs only where W_next is square",
            "On the way back a unit hears from those it sent to. Are they listed along a row of W_next, or along a column?",
            "E9",
        ),
        (
            "B03",
            "slope taken at a",
            "the slope factor is never below 0.1966 (sigmoid)",
            "A saturated unit should hardly answer, and yours does. What did you hand to act_prime?",
            "E1",
        ),
        (
            "B04",
            "the short form for a, used on z",
            "slope factors below 0, even below −1",
            "Some of your slopes are negative, which no rising curve has. To which quantity does that short form belong?",
            "E1",
        ),
        (
            "B05",
            "activation instead of slope",
            "z = 5: a factor of 0.99, not 0.007",
            "How loud a unit is and how much it can still change are two things. Which one is needed here?",
            "E30",
        ),
        (
            "B06",
            "only the first unit of the next layer",
            "changing the second column of W_next has no effect",
            "This unit is heard by all units of the next layer. How many of them answer in yours?",
            "E31",
        ),
        (
            "B07",
            "weights scaled to shares of the blame",
            "ten times W_next changes nothing",
            "Make all weights ten times as large. Should a nudge now matter more? What travels is a slope, "
            "and slopes need not add up to 1.",
            "E9",
        ),
        (
            "B08",
            "weights without their sign",
            "wrong as soon as a weight is negative",
            "A negative weight turns a push into a pull. Does your message turn with it?",
            "",
        ),
    ],
)

LAYER_BACKWARD = topic(
    "layer_backward",
    "layer_backward(delta, A_prev, W) → (dW, db, dA_prev)",
    5,
    "dW, db and dA_prev have the shapes of W, b and A_prev; two batches below each other add up.",
    [
        (
            "B09",
            "dW turned round",
            "turned back, it is right; runs unnoticed where W is square",
            "All numbers are there. Entry (j, k) should join input j to unit k, as it does in W.",
            "E9",
        ),
        (
            "B10",
            "divided by m once more",
            "ratio 1/m in dW and db",
            "Look at where delta comes from: there the mean was taken. Who divides the second time?",
            "E19",
        ),
        (
            "B11",
            "multiplied by m, to undo the mean",
            "ratio m in dW and db",
            "With twice the examples your slopes double. Does the cost that your network reports do so, too?",
            "E18",
        ),
        (
            "B12",
            "averages multiplied",
            "right for a single example only",
            "Multiply within an example, then add over the examples; the other order mixes them up. Test with two examples.",
            "",
        ),
        (
            "B13",
            "db averaged instead of summed",
            "db has ratio 1/m, dW is right",
            "Over the examples, dW adds up and db does something else. They should agree.",
            "E35",
        ),
        (
            "B14",
            "one number for all of db",
            "all entries equal, or no axis left",
            "There are as many biases as units. Over which axis may one add up?",
            "E35",
        ),
        (
            "B15",
            "db of the first example",
            "right for a single example only",
            "Change the last example and watch db. It should care.",
            "E35",
        ),
        (
            "B16",
            "db taken from dW",
            "inputs of 0 make it vanish",
            "Set A_prev to 0. The bias still moves z, so its slope cannot depend on those inputs.",
            "E35",
        ),
        (
            "B17",
            "db = 0",
            "all 0",
            "A bias that is 0 now can still have a slope. Nudge it.",
            "E35",
        ),
        (
            "B18",
            "W not turned for dA_prev",
            "runs only where W is square",
            "An input has gone to every unit of this layer, so it hears from all of them. Along which axis "
            "of W do they stand?",
            "E9",
        ),
        (
            "B19",
            "dA_prev carries the slope of the layer below",
            "the ratio to ours is that slope, entry by entry",
            "You went a step too far: what is handed back ends at the activations, before the layer below takes over.",
            "E34",
        ),
        (
            "B20",
            "message sent through dW",
            "ten times W changes nothing",
            "What did the signal pass on its way forward, the weights or their slopes? The message takes the same road.",
            "E33",
        ),
    ],
)

BACKPROP = topic(
    "backprop",
    "backprop(params, X, Y, acts, cost)",
    5,
    "One pair (dW, db) for each layer, in the order of params, which stay as they were; a doubled batch changes nothing.",
    [
        (
            "B21",
            "hidden delta from weights that have moved already",
            "the last layer is right; on the worked example dC/dw1 is 0.000364723 instead of 0.000438568, "
            "and the cost after one step 0.291027924 instead of 0.291027774",
            "A gradient belongs to one point. When you compute the hidden delta, are all weights still where they were?",
            "E32",
        ),
        (
            "B22",
            "a layer's own output in its dW",
            "runs only where all layers have one size",
            "A weight is met by what flows into it. Which activation is that?",
            "E34",
        ),
        (
            "B23",
            "z in place of a in dW",
            "the first layer is right, later ones are not",
            "What arrives at a weight is what the unit below has sent, after squashing.",
            "",
        ),
        (
            "B24",
            "message sent through dW",
            "the last layer is right, all others wrong",
            "The last layer is fine. For the one before it, compare what the signal passed on its way "
            "forward with what your message passes.",
            "E33",
        ),
        (
            "B25",
            "W not turned on the way back",
            "runs only for square layers; the last one is right",
            "The last layer is right. Going back, whom does a hidden unit hear: those that feed it, or those it feeds?",
            "E9",
        ),
        (
            "B26",
            "the output delta used for every layer",
            "the last layer is right; shows from three layers on",
            "Each layer has a delta of its own, made from the one just found. Where does yours get renewed?",
            "E34",
        ),
        (
            "B27",
            "no slope in the hidden layers",
            "the last layer is right, all others wrong",
            "Up to the last layer all is well. Your hidden_delta does one thing more at each unit than this does.",
            "E30",
        ),
        (
            "B28",
            "slope taken at a in the hidden layers",
            "the last layer is right, the others are off by little",
            "Only the hidden layers differ. Look at what goes into their slope: the trace holds two arrays for each.",
            "E1",
        ),
        (
            "B29",
            "divided by m again at every layer",
            "ratios 1, 1/m, 1/m² from the last layer down",
            "Your slopes shrink from layer to layer by the same factor, and it is the size of the batch.",
            "E19",
        ),
        (
            "B30",
            "summed, not averaged",
            "ratio m everywhere",
            "The whole gradient grows with the batch. Double the batch: should the direction get longer?",
            "E18",
        ),
        (
            "B31",
            "only the last layer",
            "zeros for all others",
            "All but the last layer claim that they do not matter. Move one of their weights by a little and "
            "see for yourself.",
            "",
        ),
        (
            "B32",
            "opposite sign",
            "ratio −1 everywhere",
            "Every number has the right size. Did you compute where the cost rises, or already where you want to go?",
            "E27",
        ),
        (
            "B33",
            "delta of another cost",
            "already the last layer is off, by the slope of the output",
            "Not even the first number on the way back fits. Which cost was the network built with, and "
            "which one did you differentiate?",
            "E25",
        ),
        (
            "B34",
            "no bias gradients",
            "every dW right, every db 0",
            "The weights are done. What would a small push of a bias do to the cost?",
            "E15",
        ),
        (
            "B35",
            "the weights of another layer on the way back",
            "the last layer is right; runs only where sizes agree",
            "Draw two neighbouring layers. Which matrix stands between them?",
            "E34",
        ),
        (
            "B36",
            "parameters changed inside",
            "params are others after the call",
            "The slopes are right, but call it twice and they change. Who has moved the network in between?",
            "E32",
        ),
    ],
)

TOPICS = (HIDDEN_DELTA, LAYER_BACKWARD, BACKPROP)
