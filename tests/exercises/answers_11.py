"""The answers to the exercises of lesson 11: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "entropy_of_an_answer": "0.94",
    "unlike_neighbours": (
        "return np.mean(np.sum((p[edges[:, 0]] - p[edges[:, 1]]) ** 2, axis=-1))",
    ),
    "not_a_flock": "Bo",
}
ARGUMENTS = {
    "unlike_neighbours": "p, edges",
}
READ = {  # where the words are no Python
    "not_a_flock": "Bo",
}
GIVEN = {  # what the notebook gives a check beside the answer
    "not_a_flock": ({"Ada": 0.0, "Bo": 0.07, "Chi": 0.01},),
}
OTHER = [  # (check, answer, words of what is said)
    ("entropy_of_an_answer", 1.39, "too large"),
    (
        "unlike_neighbours",
        lambda p, edges: np.mean((p[edges[:, 0]] - p[edges[:, 1]]) ** 2),
        "is right",
    ),
    ("unlike_neighbours", lambda p, edges: (p[edges[:, 0]] - p[edges[:, 1]]) ** 2, "is right"),
    ("not_a_flock", "Ada", "not Ada"),
]
