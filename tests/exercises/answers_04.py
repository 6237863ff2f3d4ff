"""The answers to the exercises of lesson 04: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n04_dropout


def mended(W, v, x, target, p, seed):
    mask = (np.random.default_rng(seed).random((len(x), len(v))) >= p) / (1 - p)
    error = (mask * (x @ W)) @ v - target
    return x.T @ (mask * 2 * np.outer(error, v))


PRINTED = {  # under "Answers"
    "kept_value": "3.75",
    "mended_gradient": (
        "`h, mask = dropout(x @ W, rng.random((len(x), len(v))), p)`",
    ),
    "needs_dropout": "Bo",
    "design_rates": "(0.3, 0.3)",
}
ARGUMENTS = {
    "mended_gradient": "W, v, x, target, p, seed",
}
READ = {  # where the words are no Python
    "mended_gradient": mended,
    "needs_dropout": "Bo",
}
GIVEN = {  # what the notebook gives a check beside the answer
    "needs_dropout": ({"Ada": (0.31, 0.36), "Bo": (0.0006, 0.18), "Chi": (0.2, 0.24)},),
}
OTHER = [  # (check, answer, words of what is said)
    ("kept_value", 3 / 0.8, "Right"),
    ("kept_value", 3, "too small"),
    ("kept_value", 3 * 0.8, "too small"),
    ("kept_value", 3 / 0.2, "too large"),
    ("kept_value", True, "True is not a number"),
    ("kept_value", 3, "then the mean over many updates"),
    ("kept_value", 2.4, "is the mean without the scale"),
    ("kept_value", 15, "it is kept with 1 − p"),
    ("mended_gradient", n04_dropout.unscaled, "the scale counts on the way back, too"),
    ("mended_gradient", n04_dropout.unmasked, "must learn nothing"),
    ("mended_gradient", lambda W, v, x, target, p, seed: 0 * W, "are dropped on the way there"),
    ("needs_dropout", "Ada", "not Ada"),
    ("needs_dropout", "Chi", "not Chi"),
    ("needs_dropout", "Dan", "not one of"),
    ("design_rates", (0, 0), "the validation loss becomes × 1.00"),
    ("design_rates", (0.9, 0.9), "too much dropped is an optimization problem"),
    ("design_rates", (1.2, 0), "p = 1.2: allowed is a finite number in [0, 1)"),
    ("design_rates", 0.5, "0.5 is not a pair of rates"),
]
