"""The answers to the exercises of lesson 01: as the notebook prints them, and others."""

import numpy as np

PRINTED = {  # under "Answers"
    "largest_safe_rate": "0.02",
    "two_rates": "0.0002 and 0.3",
    "leaky_unit": "0.1746",
}
ARGUMENTS = {}
READ = {  # where the words are no Python
    "two_rates": (0.0002, 0.3),
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
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
