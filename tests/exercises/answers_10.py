"""The answers to the exercises of lesson 10: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n10_augmentation


def mended(x, column, seed):
    by = np.random.default_rng(seed).integers(-2, 3, len(x))
    x = np.stack([np.roll(image, k, axis=1) for image, k in zip(x, by, strict=True)])
    ink = x.sum(axis=1) @ np.arange(x.shape[2]) / x.sum(axis=(1, 2))
    return np.stack([ink, column + by])


PRINTED = {  # under "Answer"
    "versions_of_one": "50",
    "mended_move": ("`return np.stack([ink, column + by])`",),
    "label_that_survives": "left-right",
    "least_mixup_loss": "0.693",
    "design_strengths": "(1, 0.1)",
}
ARGUMENTS = {
    "mended_move": "x, column, seed",
}
READ = {  # where the words are no Python
    "mended_move": mended,
    "label_that_survives": "left-right",
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("versions_of_one", 25, "may be mirrored, too"),
    ("versions_of_one", 10, "do they add up"),
    ("versions_of_one", 20, "do they add up"),
    ("versions_of_one", 32, "0 is one of them"),
    ("versions_of_one", 7, "count the places"),
    ("versions_of_one", 49, "too small"),
    ("mended_move", n10_augmentation.backwards, "moves to the right"),
    ("mended_move", n10_augmentation.stopped, "no image is new"),
    ("mended_move", lambda x, column, seed: np.zeros((2, 2)), "when its image moves"),
    ("label_that_survives", "half turn", "moves ink to the other half"),
    ("label_that_survives", "up-down", "what was above is now below"),
    ("label_that_survives", "none", "not one of"),
    ("least_mixup_loss", 0.5, "too small"),
    ("least_mixup_loss", np.log(2), "Right"),
    ("least_mixup_loss", 0, "but is its loss 0?"),
    ("least_mixup_loss", 1, "that is in bits"),
    ("least_mixup_loss", 0.3466, "one of the two terms"),
    ("design_strengths", (0, 0.3), "Teach that, no more"),
    ("design_strengths", (1, 0), "Right"),
    ("design_strengths", (0.5, 0), "shift = 0.5: allowed are"),
    ("design_strengths", (1, -1), "deviation = -1"),
    ("design_strengths", 0.3, "is not a pair"),
]
