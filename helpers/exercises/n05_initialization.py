"""Checks of the exercises of notebook 05. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import number, rule
from helpers.networks import initialization
from helpers.surfaces import valley


def right_size(answer):
    """The standard deviation of the weights of a layer with 256 inputs, followed by a ReLU."""
    number(answer, initialization.kaiming(256, 64, False),
           hint="the sum of 256 products has 256 σ² times the mean square of its input, "
                "and the ReLU keeps half of that",
           why="It is √(2 / 256). How many numbers the layer gives plays no part on the way forth.")


def growth(answer):
    """(variance, depth) to the factor of the mean square of h: ReLU layers with n σ² = variance."""
    def reference(variance, depth):
        return (variance / 2) ** depth
    rule(answer, reference, cases=[(2.0, 10), (1.0, 10), (64.0, 3), (0.5, 1), (3.0, 0)],
         hint="one layer multiplies the mean square by n σ², and its ReLU keeps half",
         why="For a plain normal and 64 units n σ² is 64: ten layers make the squares "
             "32¹⁰ times as large.")


def largest_rate_that_stays(answer):
    """The largest η with which gradient descent can stay in a minimum of curvature 8."""
    curvature = valley(8.0).grad(np.array([0.0, 1.0]))[1]
    number(answer, 2 / curvature,
           hint="an update multiplies the distance to the minimum by 1 − 8 η",
           why="Beyond it the factor is below −1, and every update leads farther away: 2 / 8.")
