"""The answers to the exercises of lesson 05: as the notebook prints them, and others."""
PRINTED = {  # under "Answers"
    "right_size": "0.088",
    "growth": ("return (variance / 2) ** depth",),
    "largest_rate_that_stays": "0.25",
}
ARGUMENTS = {
    "growth": "variance, depth",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("right_size", (2 / 256) ** 0.5, "Right"),
    ("right_size", (1 / 256) ** 0.5, "too small"),
    ("right_size", 2 / 256, "too small"),
    ("right_size", (2 / 64) ** 0.5, "too large"),
    ("growth", lambda variance, depth: variance**depth, "is right"),  # no ReLU
    ("growth", lambda variance, depth: variance / 2 * depth, "is right"),
    ("largest_rate_that_stays", 0.24, "too small"),
    ("largest_rate_that_stays", 0.26, "too large"),
]
