"""The answers to the exercises of lesson 13: as the notebook prints them, and others."""
import numpy as np

from helpers.exercises import n13_the_table


def mended(without, with_):
    best = [np.log(losses[:, :2]).mean(axis=1).argmin() for losses in (without, with_)]
    before, after = without[best[0]][2:], with_[best[1]][2:]
    return np.exp(np.mean(np.log(after / before)))


PRINTED = {  # under "Answers"
    "new_name": '"1: the loss"',
    "cure_of_ada": '"skip connection"',
    "cure_of_bo": '"more data"',
    "mended_choice": ("`losses[:, :2]`",
                      "`before, after = without[best[0]][2:], with_[best[1]][2:]`"),
    "two_answers": "(0.003, 0.0001)",
    "by_chance": "2",
}
ARGUMENTS = {"mended_choice": "without, with_"}
READ = {"mended_choice": mended}
GIVEN = {"by_chance": (40,)}
OTHER = [  # (check, answer, words of what is said)
    ("new_name", "1: the loss", "Right"),
    ("new_name", "2: the set of functions", "the same functions as before"),
    ("new_name", "3: the search", "what is it asked to make small"),
    ("new_name", "4", "not one of"),
    ("cure_of_ada", "skip connection", "Right"),
    ("cure_of_ada", "more data", "it is not more data"),
    ("cure_of_bo", "Adam", "it is not Adam"),
    ("cure_of_bo", "leaky ReLU", "compare the network's training loss"),
    ("mended_choice", n13_the_table.chosen_on_two, "which seeds judge"),
    ("mended_choice", n13_the_table.judged_on_others, "which seeds choose"),
    ("mended_choice", lambda without, with_: 1.0, "luck has been chosen, too"),
    ("two_answers", (0.001, 0.03), "Right"),
    ("two_answers", (0.0001, 0.003), "it hurts"),
    ("two_answers", (0.002, 0.0001), "η = 0.002: allowed are"),
    ("two_answers", 0.01, "0.01 is not a pair of learning rates"),
    ("by_chance", 38, "these are the intervals that cover the truth"),
    ("by_chance", 40, "too large"),
]
