"""The answers to the exercises of lesson 00: as the notebook prints them, and others."""

import numpy as np

from helpers.exercises import n00_three_steps


def mended(training, validation, test):
    best = np.argmin(validation)
    return best, test[best]


PRINTED = {  # under "Answers"
    "which_steps": "[2, 3, 1, 1]",
    "needs_data": "Bo",
    "mended_report": (
        "`best = np.argmin(validation)`",
    ),
    "design_deep": "(4, 128)",
}
ARGUMENTS = {
    "mended_report": "training, validation, test",
}
READ = {  # where the words are no Python
    "needs_data": "Bo",
    "mended_report": mended,
}
GIVEN = {  # what the notebook gives a check beside the answer
    "needs_data": ({"Ada": "optimization failed", "Bo": "overfitting", "Chi": "both",
                    "Dee": "neither"},),
}
OTHER = [  # (check, answer, words of what is said)
    ("which_steps", (2, 3, 1, 1), "Right"),
    ("which_steps", (2, 3, 1, 3), "3 of 4 are right"),
    ("which_steps", (1, 1, 1, 1), "2 of 4 are right. Hint: what can be found at all"),
    ("which_steps", (2, 3, 1), "is not four numbers of steps"),
    ("needs_data", "Ada", "would only make the fit harder"),
    ("needs_data", "Chi", "and that comes first"),
    ("needs_data", "Dee", "stays at its best"),
    ("mended_report", n00_three_steps.greedy, "no regularization always looks best"),
    ("mended_report", n00_three_steps.proud, "was chosen for that"),
    ("mended_report", lambda training, validation, test: (3, test[3]), "opened once"),
    ("design_deep", (6, 32), "times the linear model's. Hint: sigmoid layers weaken"),
    ("design_deep", (1, 128), "Not yet"),
    ("design_deep", (2, 128), "one or two learn too slowly"),
    ("design_deep", (3, 128), "Right"),
    ("design_deep", (0, 32), "layers = 0: allowed is a whole number of hidden layers, 1 to 6"),
    ("design_deep", (2.5, 32), "layers = 2.5: allowed is a whole number"),
    ("design_deep", (2, 129), "units = 129: allowed is a whole number of units, 1 to 128"),
]
