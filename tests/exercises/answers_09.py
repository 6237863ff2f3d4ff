"""The answers to the exercises of lesson 09: as the notebook prints them, and others."""
import numpy as np

from helpers.exercises import n09_losses as checks
from helpers.networks.losses import CrossEntropy, softmax

PRINTED = {  # under "Answers"
    "slope_of_scores": ("p = np.exp(scores) / np.exp(scores).sum(); p[k] -= 1; return p",),
    "mended_loss": ("`loss, _ = cross_entropy(scores, y)`",),
    "design_huber": "25",
    "mean_hinge": "1.2",
}
ARGUMENTS = {
    "slope_of_scores": "scores, k",
    "mended_loss": "scores, y",
}
READ = {  # where the words are no Python
    "mended_loss": CrossEntropy().loss,
}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("slope_of_scores", lambda scores, k: softmax(scores) - np.eye(len(scores))[k], "Right"),
    ("slope_of_scores", lambda scores, k: np.eye(len(scores))[k] - softmax(scores),
     "the other way round"),
    ("slope_of_scores", lambda scores, k: softmax(scores), "what is true is missing"),
    ("slope_of_scores", lambda scores, k: scores, "for the lecture's scores"),
    ("mended_loss", checks.summed, "not their sum"),
    ("mended_loss", lambda scores, y: 0.0, "with its first argument?"),
    ("design_huber", 1, "is the absolute error"),
    ("design_huber", 1000, "off by 10.63 minutes"),
    ("design_huber", -3, "Not yet"),
    ("mean_hinge", (0.6 + 3) / 2, "the first image counts, too"),
    ("mean_hinge", (0.6 + 3 - 2) / 3, "it earns nothing either"),
    ("mean_hinge", (0 + 0.6 + 3) / 3, "Right"),
]
