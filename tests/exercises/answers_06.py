"""The answers to the exercises of lesson 06: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "parameters_of_a_layer": "12,832",
    "seen_after": ("return 1 + (kernel - 1) * sum(stride**k for k in range(layers))",),
    "upright_line": "[[-1, 2, -1]] * 3",
}
ARGUMENTS = {
    "seen_after": "kernel, stride, layers",
}
READ = {  # where the words are no Python
    "parameters_of_a_layer": 12832,
    "upright_line": [[-1, 2, -1]] * 3,
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("parameters_of_a_layer", 5 * 5 * 16 * 32, "12800 is too small"),
    ("parameters_of_a_layer", 12833, "too large"),
    ("upright_line", [[0, 1, 0]] * 3, "3 to an upright line, 1 to a lying line, 3 to even ink"),
    ("upright_line", np.zeros((3, 3)), "Not yet"),
    ("upright_line", [[-1] * 3, [2] * 3, [-1] * 3], "Not yet"),
    ("upright_line", [1, 2, 3], "[1, 2, 3] is not three rows of three numbers"),
]
