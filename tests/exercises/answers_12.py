"""The answers to the exercises of lesson 12: as the notebook prints them, and others."""
PRINTED = {  # under "Answers"
    "library_decay": "0.01",
    "cheapest_unit": "18",
    "own_decay": ("return (1 - 2 * lr * lam) * theta - lr * g",),
}
ARGUMENTS = {
    "own_decay": "theta, g, lr, lam",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("library_decay", 0.02, "too large"),
    ("cheapest_unit", 81, "too large"),
    ("own_decay", lambda theta, g, lr, lam: (1 - lr * lam) * theta - lr * g, "is right"),
]
