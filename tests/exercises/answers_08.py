"""The answers to the exercises of lesson 08: as the notebook prints them, and others."""


PRINTED = {  # under "Answers"
    "normalized_eight": "3.717",
    "own_layer_norm": (
        "return gain * (x - x.mean(-1, keepdims=True)) "
        "/ np.sqrt(x.var(-1, keepdims=True) + eps) + shift",
    ),
    "same_turn": "9",
}
ARGUMENTS = {
    "own_layer_norm": "x, gain, shift, eps",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("normalized_eight", 1.359, "too small"),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: gain * ((x.T - x.mean(1)) / (x.var(1) + eps) ** 0.5).T + shift,
        "Right",
    ),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: gain * (x - x.mean(0)) / (x.var(0) + eps) ** 0.5 + shift,
        "is right",
    ),
    (
        "own_layer_norm",
        lambda x, gain, shift, eps: x - x.mean(1),
        "raises ValueError: operands could not",
    ),
    ("same_turn", 3, "too small"),
]
