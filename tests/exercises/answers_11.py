"""The answers to the exercises of lesson 11: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n11_semi_supervised as lesson
from helpers.networks.losses import log_softmax, softmax


def mended(scores):
    return np.mean(-np.sum(softmax(scores) * log_softmax(scores), axis=-1))


PRINTED = {  # under "Answers"
    "entropy_of_an_answer": "0.94",
    "mended_term": (
        "`return np.mean(-np.sum(softmax(scores) * log_softmax(scores), axis=-1))`",
    ),
    "pseudo_labels": (
        "return np.where(p.max(axis=-1) >= threshold, p.argmax(axis=-1), -1)",
    ),
    "not_smooth": "Bo",
    "design_graph": "(6, 300)",
}
ARGUMENTS = {
    "mended_term": "scores",
    "pseudo_labels": "p, threshold",
}
READ = {  # where the words are no Python
    "mended_term": mended,
    "not_smooth": "Bo",
}
GIVEN = {  # what the notebook gives a check beside the answer
    "not_smooth": ({"Ada": 0.0, "Bo": 0.07, "Chi": 0.01},),
}
OTHER = [  # (check, answer, words of what is said)
    ("entropy_of_an_answer", 1.39, "favours no class"),
    ("entropy_of_an_answer", 1.357, "in bits"),
    ("entropy_of_an_answer", -0.94, "the minus makes the entropy positive"),
    ("entropy_of_an_answer", 0.48, "three classes with 0.1"),
    ("entropy_of_an_answer", 2.0, "every class adds a positive number"),
    ("mended_term", lesson.summed, "not their sum"),
    ("mended_term", lesson.one_number_a_class, "sum over them"),
    ("mended_term", lambda scores: 1.0, "two certain answers must cost 0"),
    ("pseudo_labels", lambda p, threshold: p.argmax(axis=-1), "below the threshold get no label"),
    ("pseudo_labels", lambda p, threshold: np.where(p[:, 1] >= threshold, 1, -1),
     "may also be class 0"),
    ("pseudo_labels", lambda p, threshold: p.max(axis=-1), "how certain each answer is"),
    ("not_smooth", "Ada", "a small share is good"),
    ("not_smooth", "Chi", "wrong most often"),
    ("not_smooth", "Dan", "not one of"),
    ("design_graph", (6, 0), "the mean accuracy changes by +0 points"),
    ("design_graph", (6, -1), "λ = -1.0: allowed is"),
    ("design_graph", (6, 1000), "a strong one silences the labels"),
    ("design_graph", 300, "300 is not a pair"),
]
