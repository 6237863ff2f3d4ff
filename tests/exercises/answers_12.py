"""The answers to the exercises of lesson 12: as the notebook prints them, and others."""
from helpers.exercises import n12_regularization as checks

PRINTED = {  # under "Answers"
    "library_decay": "0.01",
    "mended_penalty": ("`return g + 2 * lam * theta`",),
    "design_fit": "(9, 0.002)",
}
ARGUMENTS = {
    "mended_penalty": "X, y, theta, lam",
}
READ = {  # where the words are no Python
    "mended_penalty": lambda X, y, theta, lam: checks.data_gradient(X, y, theta) + 2 * lam * theta,
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("library_decay", 0.02, "the gradient of θ² is not θ"),
    ("library_decay", 0.002, "multiplies both gradients alike"),
    ("library_decay", 0.04, "the other way round"),
    ("library_decay", 1.0, "too large"),
    ("mended_penalty", checks.averaged, "is not a mean over the examples"),
    ("mended_penalty", checks.half, "the gradient of θ² is 2 θ"),
    ("mended_penalty", lambda X, y, theta, lam: theta, "one term of the loss"),
    ("design_fit", (9, 1e-8), "too small a λ believes the noise"),
    ("design_fit", (9, 1.0), "the median test loss"),
    ("design_fit", (20, 0.01), "degree = 20: allowed is a whole number from 0 to 15"),
    ("design_fit", (3, -1), "λ = -1.0: allowed is a finite number ≥ 0"),
    ("design_fit", 9, "9 is not a pair"),
]
