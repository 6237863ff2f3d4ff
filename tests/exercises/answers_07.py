"""The answers to the exercises of lesson 07: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "best_of_ten_sigmoids": r"9.5 \cdot 10^{-7}",
    "own_block": ("return a + s * np.maximum(a @ W, 0)",),
    "gate_of_twenty": "0.188",
}
ARGUMENTS = {
    "own_block": "a, W, s",
}
READ = {  # where the words are no Python
    "best_of_ten_sigmoids": 9.5e-7,
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("best_of_ten_sigmoids", 0.25**10, "Right"),
    ("best_of_ten_sigmoids", 0.25**11, "too small"),
    ("own_block", lambda a, W, s: s * (a + np.maximum(a @ W, 0)), "Not yet"),
    ("own_block", lambda a, W, s: s * np.maximum(a @ W, 0), "Not yet"),
    ("own_block", lambda a, W, s: np.maximum(a + s * a @ W, 0), "Not yet"),
    ("gate_of_twenty", 20**-0.5, "too large"),
]
