"""The answers to the exercises of lesson 08: as the notebook prints them, and others."""
import numpy as np

from helpers.exercises import n08_normalization


def mended(x_new, x_train, W, gamma, beta):
    h = x_train @ W
    return gamma * (x_new @ W - h.mean(0)) / np.sqrt(h.var(0) + 1e-5) + beta


PRINTED = {  # under "Answer"
    "normalized_eight": "3.717",
    "same_turn": "9",
    "design_two_rates": "(30, 0.3)",
    "mended_evaluation": (
        "`h = x_train @ W`",
        "`return gamma * (x_new @ W - h.mean(0)) / np.sqrt(h.var(0) + 1e-5) + beta`",
    ),
}
ARGUMENTS = {"mended_evaluation": "x_new, x_train, W, gamma, beta"}
READ = {"mended_evaluation": mended}
GIVEN = {}  # what the notebook gives a check beside the answer
OTHER = [  # (check, answer, words of what is said)
    ("normalized_eight", 1.359, "γ and β are still missing"),
    ("normalized_eight", 4.717, "first times γ, then plus β"),
    ("normalized_eight", 3.219, "divided by 3 here, not by 2"),
    ("normalized_eight", 1.923, "not by the variance"),
    ("normalized_eight", 8, "too large"),
    ("same_turn", 3, "the weights that it turns are longer"),
    ("same_turn", 1, "the gradient by W is not"),
    ("same_turn", 1 / 9, "turns even less"),
    ("same_turn", 27, "too large"),
    ("design_two_rates", (0.3, 0.3), "Not yet: 8"),
    ("design_two_rates", (3, 3), "where is no normalization behind them"),
    ("design_two_rates", (30, 30), "10.1 % of the new digits"),
    ("design_two_rates", (-1, 1), "allowed is"),
    ("design_two_rates", 30, "30 is not a pair of rates"),
    ("mended_evaluation", n08_normalization.by_all, "those of the training data alone"),
    ("mended_evaluation", n08_normalization.by_row, "this is layer normalization"),
    ("mended_evaluation", n08_normalization.without_eps, "under the root is missing"),
    ("mended_evaluation", lambda x_new, x_train, W, gamma, beta: 0 * x_new, "whose mean and"),
]
