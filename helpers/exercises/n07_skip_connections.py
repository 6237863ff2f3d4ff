"""Checks of the exercises of notebook 07. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import number, rule
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Linear, Residual


def best_of_ten_sigmoids(answer):
    """The largest number that the slopes of ten sigmoid layers leave of a gradient of 1."""
    unit = Sigmoid()
    steepest, _ = unit.backward((), unit.forward((), np.zeros(1))[1], np.ones(1))
    number(answer, steepest.item() ** 10,
           hint="the slope is σ (1 − σ); where is it largest, and how often is it multiplied?",
           why="A quarter to the power of ten, about one millionth.")


def own_block(answer):
    """(a, W, s) to the rows of a after a residual block a + s ReLU(a W)."""
    def reference(a, W, s):
        block = Residual((Linear(*W.shape), ReLU()), s)
        return block.forward((W, np.zeros((1, W.shape[1]))), a)[0]
    a, W = np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([[0.2, -1.0], [0.7, 0.4]])
    rule(answer, reference, [(a, W, 1.0), (a, W, 0.25), (a, -W, 0.5)],
         hint="the road is a itself; W, the ReLU and s belong to the branch",
         why="One line, and a deep network can be trained.")


def gate_of_twenty(answer):
    """The residual scale s with which twenty blocks double the variance.

    The branches have mean 0 and the variance of what they are added to.
    """
    number(answer, np.sqrt(2 ** (1 / 20) - 1),
           hint="one block multiplies the variance by 1 + s², twenty by its 20th power",
           why="A little less than 1/√20, which gives (1 + 1/20)²⁰ = 2.65.")
