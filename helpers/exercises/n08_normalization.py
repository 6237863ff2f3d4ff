"""Checks of the exercises of notebook 08. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import number, rule
from helpers.networks.normalization import BatchNorm, LayerNorm


def normalized_eight(answer):
    """What batch normalization with γ = 2 and β = 1 makes of the 8 in a batch of 1, 3 and 8."""
    y, _ = BatchNorm((1,), eps=0.0).forward((2.0, 1.0), np.array([[1.0], [3.0], [8.0]]))
    number(answer, y[-1, 0],
           hint="subtract the mean, divide by the root of the variance; gain and shift come last",
           why="1.359 deviations above the mean, times 2, plus 1.")


def own_layer_norm(answer):
    """(x, gain, shift, eps) to the layer normalization of x (examples, units)."""
    def reference(x, gain, shift, eps):
        return LayerNorm(x.shape[-1:], eps).forward((gain, shift), x)[0]
    x = np.array([[1.0, 2.0, 6.0], [-3.0, 0.0, 0.5]])
    gain, shift = np.array([1.0, 2.0, 0.5]), np.array([0.0, 1.0, -1.0])
    cases = [(x, gain, shift, 1e-5), (10 * x, gain, shift, 0.1), (x.T, gain[:2], shift[:2], 0.0)]
    rule(answer, reference, cases,
         hint="mean and variance run over axis −1, and need keepdims=True",
         why="No example knows of another.")


def same_turn(answer, times=3.0):
    """The factor of η that goes with `times` larger weights before batch normalization."""
    layer, draw = BatchNorm((2,), eps=0.0), np.random.default_rng(0).standard_normal
    x, v, W = draw((8, 4)), draw((8, 2)), draw((4, 2))

    def turn(W):
        """Of a small update, divided by η."""
        _, cache = layer.forward((1.0, 0.0), x @ W)
        gradient = x.T @ layer.backward((1.0, 0.0), cache, v)[0]
        return np.linalg.norm(gradient) / np.linalg.norm(W)
    number(answer, turn(W) / turn(times * W),
           hint="the gradient gets smaller, and the weights to be turned are longer",
           why="Only η / ‖W‖² counts.")
