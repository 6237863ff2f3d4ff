"""The answers to the exercises of lesson 04: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "kept_value": "3.75",
    "own_dropout": ("return x * (u >= p) / (1 - p) if training else x",),
    "needs_dropout": "Bo",
}
ARGUMENTS = {
    "own_dropout": "x, u, p, training",
}
READ = {  # where the words are no Python
    "needs_dropout": "Bo",
}
GIVEN = {  # what the notebook gives a check beside the answer
    "needs_dropout": ({"Ada": (0.31, 0.36), "Bo": (0.0006, 0.18), "Chi": (0.2, 0.24)},),
}
OTHER = [  # (check, answer, words of what is said)
    ("kept_value", 3 / 0.8, "Right"),
    ("kept_value", 3, "too small"),
    ("kept_value", 3 * 0.8, "too small"),
    ("kept_value", 3 / 0.2, "too large"),
    ("kept_value", True, "True is not a number"),
    (
        "own_dropout",
        lambda x, u, p, training: np.where(u < p, 0, x / (1 - p)) if training else x,
        "Right",
    ),
    (
        "own_dropout",
        lambda x, u, p, training: x * (u >= p) if training else x,  # no scale
        "function gives [[0.0, -2.0, 3.0, 4.0]], and [[0.0, -2.5, 3.75, 5.0]] is right",
    ),
    (
        "own_dropout",
        lambda x, u, p, training: x * (u >= p) if training else x * (1 - p),
        "is right",
    ),
    ("own_dropout", lambda x, u, p, training: x * (u >= p) / (1 - p), "False) your function"),
    ("own_dropout", lambda x, u, p, training: x * (u < p) / (1 - p) if training else x, "is right"),
    (
        "own_dropout",
        lambda x, u, p, training: x[0],
        "gives array([ 1., -2., 3., 4.]), and [[1.0, -2.0, 3.0, 4.0]] is right",
    ),
    ("own_dropout", lambda x, u, p, training: "x", "gives 'x', and"),
    ("needs_dropout", "Ada", "not Ada"),
    ("needs_dropout", "Chi", "not Chi"),
    ("needs_dropout", "Dan", "not one of"),
]
