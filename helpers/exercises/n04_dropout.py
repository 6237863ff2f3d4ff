"""Checks of the exercises of notebook 04. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import choice, number, rule
from helpers.networks.layers import Dropout


def kept_value(answer):
    """What the next layer gets from a unit that gives 3, if it is not dropped at p = 0.2."""
    def highest(shape, dtype):
        return np.ones(shape, dtype)
    kept, _ = Dropout(0.2).forward((), np.full((1, 1), 3.0), highest)
    number(answer, kept.item(),
           hint="with probability 0.8 it is this number, else 0, and the mean must be 3",
           why="It is divided by 1 − p.")


def own_dropout(answer):
    """(x, u, p, training) to x with dropout of rate p; u are random numbers of x's shape."""
    def reference(x, u, p, training):
        draw = (lambda shape, dtype: u) if training else None
        return Dropout(p).forward((), x, draw)[0]
    x, u = np.array([[1.0, -2.0, 3.0, 4.0]]), np.array([[0.1, 0.7, 0.2, 0.9]])
    cases = [(x, u, p, training) for p in (0.0, 0.2, 0.5) for training in (True, False)]
    rule(answer, reference, cases,
         hint="a unit is there if its u is at least p; two things happen in training, "
              "nothing when predicting",
         why="One line, and a switch.")


def needs_dropout(answer, logs):
    """Which of the logs {name: (training loss, validation loss)} asks for dropout?"""
    truth = max(logs, key=lambda name: logs[name][1] / logs[name][0])
    choice(answer, truth, list(logs),
           hint="whose optimization is done, and whose validation loss is far above "
                "the training loss?",
           why="For the others, dropout would make an optimization problem worse.")
