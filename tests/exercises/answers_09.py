"""The answers to the exercises of lesson 09: as the notebook prints them, and others."""

import numpy as np


def softmax(scores):
    return np.exp(scores) / np.exp(scores).sum()


PRINTED = {  # under "Answers"
    "most_likely_coin": "0.7",
    "slope_of_scores": ("p = np.exp(scores) / np.exp(scores).sum(); p[k] -= 1; return p",),
    "mean_hinge": "1.2",
}
ARGUMENTS = {
    "slope_of_scores": "scores, k",
}
READ = {}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("most_likely_coin", 1.0, "too large"),
    ("slope_of_scores", lambda scores, k: softmax(scores) - np.eye(len(scores))[k], "Right"),
    (
        "slope_of_scores",
        lambda scores, k: np.eye(len(scores))[k] - softmax(scores),
        "gives [-0.73105858, 0.73105858], and [0.73105858, -0.73105858] is right",
    ),
    ("mean_hinge", (0.6 + 3) / 2, "too large"),
    ("mean_hinge", (0 + 0.6 + 3) / 3, "Right"),
]
