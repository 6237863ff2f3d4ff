"""The answers to the exercises of lesson 01: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n01_gradient_descent as checks

PRINTED = {  # under "Answers"
    "mended_descent": ("`g = H @ theta`",),
    "two_rates": "0.0002 and 0.3",
    "largest_safe_rate": "0.02",
    "leaky_unit": "0.1746",
}
ARGUMENTS = {
    "mended_descent": "H, theta, lr, steps",
}
READ = {  # where the words are no Python
    "mended_descent": checks.on_a_quadratic,
    "two_rates": (0.0002, 0.3),
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("mended_descent", checks.uphill, "the gradient points uphill"),
    ("mended_descent", lambda H, theta, lr, steps: theta, "print g at every update"),
    ("largest_safe_rate", 2, "that is the limit along x"),
    ("largest_safe_rate", 0.01, "jumps to the other side, which is allowed"),
    ("largest_safe_rate", 1, "what happens to y?"),
    ("leaky_unit", 0.18, "the output is no longer 6"),
    ("leaky_unit", 17.46, "its slope is 0.01"),
    ("largest_safe_rate", 0.03, "0.03 is too large"),
    ("largest_safe_rate", 0.01, "0.01 is too small"),
    ("largest_safe_rate", np.nan, "nan is not a number"),
    ("largest_safe_rate", np.inf, "inf is too large"),
    ("largest_safe_rate", -(10**400), "is too small"),
    ("largest_safe_rate", "2/100", "'2/100' is not a number"),
    ("largest_safe_rate", 1j, "1j is not a number"),
    ("largest_safe_rate", ..., "Ellipsis is not a number"),
    ("two_rates", (0.0001, 0.0001), "ends 17 from the star"),
    ("two_rates", (0.001, 0.3), "diverges"),
    ("two_rates", (0.0002, 2), "diverges"),
    ("two_rates", (1e300, 1), "diverges"),
    ("two_rates", (-1, 2), "allowed is a finite number ≥ 0"),
    ("two_rates", ..., "is not a pair of numbers"),
    ("two_rates", 0.1, "0.1 is not a pair of numbers"),
    ("two_rates", [1, 2, 3], "is not a pair of numbers"),
    ("leaky_unit", 0.18, "too large"),  # what comes of leaving the output at 6
]
