"""Checks of the exercises of notebook 12. The right answers are computed."""
import numpy as np

from helpers.exercises.checks import number, rule
from helpers.objectives import L2


def library_decay(answer):
    """The lecture's λ of λ‖θ‖², where a library says η = 0.1 and weight_decay = 0.02."""
    number(answer, 0.02 / 2,
           hint="the library adds weight_decay · θ to the gradient; what does the penalty "
                "add to it?",
           why="The gradient of λ‖θ‖² is 2 λ θ. The learning rate plays no part.")


def cheapest_unit(answer):
    """The smallest ‖θ‖² with which one ReLU unit w2 relu(w1 x) can have the slope 9."""
    w1 = np.linspace(1, 9, 8001)
    number(answer, np.min(w1**2 + (9 / w1) ** 2),
           hint="w1 w2 = 9, and the penalty likes both weights alike",
           why="Three and three: twice the slope. L2 prefers balanced layers.")


def own_decay(answer):
    """(theta, g, lr, lam) to the next theta: descent whose decay is the penalty λ‖θ‖²."""
    def reference(theta, g, lr, lam):
        return theta - lr * (g + lam * L2(theta.size).grad(theta))
    theta, g = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.0, -1.0])
    cases = [(theta, g, lr, lam) for lr in (0.1, 0.5) for lam in (0.0, 0.01, 0.3)]
    rule(answer, reference, cases,
         hint="first make θ smaller by the factor 1 − 2 η λ, then take the usual step",
         why="No loss was mentioned, and it is L2.")
