"""The answers to the exercises of lesson 10: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "least_mixup_loss": "0.693",
    "own_mixup": ("return r * a + (1 - r) * b",),
    "label_that_survives": "left-right",
}
ARGUMENTS = {
    "own_mixup": "a, b, r",
}
READ = {  # where the words are no Python
    "label_that_survives": "left-right",
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("least_mixup_loss", 0.5, "too small"),
    ("least_mixup_loss", np.log(2), "Right"),
    ("own_mixup", lambda a, b, r: b + r * (a - b), "Right"),
    ("own_mixup", lambda a, b, r: r * b + (1 - r) * a, "gives [0.3, 0.7], and [0.7, 0.3] is right"),
    ("label_that_survives", "half turn", "not half turn"),
    ("label_that_survives", "up-down", "not up-down"),
]
