"""Checks of the exercises of notebook 09. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import number, rule
from helpers.networks.losses import CrossEntropy, Hinge


def most_likely_coin(answer):
    """The probability of heads with the lowest cross-entropy, for 7 heads in 10 throws."""
    p = np.linspace(0.001, 0.999, 999)
    truth = p[np.argmin(-0.7 * np.log(p) - 0.3 * np.log(1 - p))]
    number(answer, truth,
           hint="it is the probability that makes these ten throws most likely",
           why="The most likely distribution has the shares of the data.")


def slope_of_scores(answer):
    """(scores (C,), k) to the gradient of the cross-entropy of one image of class k."""
    def reference(scores, k):
        return CrossEntropy().grad(scores[None], np.eye(len(scores))[[k]])[0]
    two, equal, three = np.array([2.0, 1.0]), np.zeros(3), np.array([-1.0, 3.0, 0.5])
    rule(answer, reference, [(two, 1), (equal, 0), (three, 2)],
         hint="for the lecture's scores 2 and 1 and the second class it is (0.7311, −0.7311)",
         why="Softmax minus one-hot: what the model says minus what is true.")


def mean_hinge(answer):
    """The mean hinge loss of three images with the margins 3, 0.4 and −2."""
    scores = np.array([[3.0, 0.0], [0.4, 0.0], [-2.0, 0.0]])
    number(answer, Hinge().loss(scores, np.array([[1.0, 0.0]] * 3)),
           hint="a margin above 1 costs nothing; below, what is missing up to 1",
           why="The first picture has enough, the others lack 0.6 and 3.")
