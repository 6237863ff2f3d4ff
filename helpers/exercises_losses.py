"""Checks of the exercises of notebooks 09, 10, 11 and 12, one function each. The right answers are computed."""
import numpy as np

from helpers.exercises import number, rule
from helpers.losses import CrossEntropy, Hinge


# 09 Losses

def most_likely_coin(answer):
    """The probability of heads with the lowest cross-entropy, for a coin that showed heads in 7 of 10 throws."""
    chances = np.linspace(0.001, 0.999, 999)
    truth = chances[np.argmin(-0.7 * np.log(chances) - 0.3 * np.log(1 - chances))]
    number(answer, truth, hint="it is the probability that makes these ten throws most likely",
           why="The most likely distribution has the shares of the data.")


def slope_of_scores(answer):
    """A function of (scores, k): the gradient of the cross-entropy of one picture of class k with respect to its scores (C,)."""
    def reference(scores, k):
        return CrossEntropy().grad(scores[None], np.eye(len(scores))[[k]])[0]
    cases = [(np.array(scores), k) for scores, k in (((2.0, 1.0), 1), ((0.0, 0.0, 0.0), 0), ((-1.0, 3.0, 0.5), 2))]
    rule(answer, reference, cases, hint="for the lecture's scores 2 and 1 and the second class it is (0.7311, −0.7311)",
         why="Softmax minus one-hot: what the model says minus what is true.")


def mean_hinge(answer):
    """The mean hinge loss of three pictures with the margins 3, 0.4 and −2."""
    scores = np.array([[3.0, 0.0], [0.4, 0.0], [-2.0, 0.0]])
    number(answer, Hinge().loss(scores, np.array([[1.0, 0.0]] * 3)), hint="a margin above 1 costs nothing; below, what is missing up to 1",
           why="The first picture has enough, the others lack 0.6 and 3.")
