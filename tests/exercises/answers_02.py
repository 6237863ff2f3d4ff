"""The answers to the exercises of lesson 02: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "same_path": "0.01",
    "simple_adam": (
        "m = beta * m + (1 - beta) * g",
        "r = alpha * r + (1 - alpha) * g**2",
        "return theta - lr * m / np.sqrt(r), m, r",
    ),
    "fast_on_the_valley": "(0.1, 0.7)",
}
ARGUMENTS = {
    "simple_adam": "theta, m, r, g, lr, beta, alpha",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("same_path", 0.5, "too large"),
    (
        "simple_adam",
        lambda theta, m, r, g, lr, beta, alpha: (theta - lr * m / np.sqrt(r), m, r),
        "nan",
    ),
    (
        "simple_adam",
        lambda theta, m, r, g, lr, beta, alpha: theta,
        "gives 1.0, and [0.96837722, 0.2, 0.4] is right",
    ),
    ("fast_on_the_valley", 0.1, "0.1 is not a pair of numbers"),
    ("fast_on_the_valley", (0.2, 0.8), "does not stay"),
    ("fast_on_the_valley", (0.05, 0.8), "from update 79 on"),
    ("fast_on_the_valley", (0.1, 1), "beta = 1.0: allowed"),
]
