"""Checks of the exercises of lesson 01. The right answers are computed."""
import numpy as np

from helpers.descent import losses, trace
from helpers.exercises import checks
from helpers.exercises.checks import number, numbers, rule
from helpers.optimizers import GradientDescent
from helpers.regression import Regression, lectures
from helpers.surfaces import valley


def compare_descent(mine):
    """Hold the notebook's (x, y, theta, lr, steps) to theta against `GradientDescent`."""
    def reference(x, y, theta, lr, steps):
        return trace(Regression(x, y), GradientDescent(lr), theta, steps)[-1]
    surface = lectures()
    cases = [(surface.x, surface.y, np.array(surface.start), lr, steps)
             for lr, steps in ((1e-4, 1), (1e-4, 100), (4e-4, 30), (1e-6, 7))]
    checks.same(mine, reference, cases, "GradientDescent in helpers/optimizers.py")


def mended_descent(answer):
    """(H, theta, lr, steps) to theta after so many updates on θᵀHθ/2."""
    H, theta = np.array([[2.0, 1.0], [1.0, 3.0]]), np.array([1.0, -2.0])
    rule(answer, on_a_quadratic, [(H, theta, 0.1, steps) for steps in (1, 2, 3)],
         hint="print g at every update: what is in it that is not the gradient at this theta?",
         why="Every update has its own gradient. In PyTorch, zero_grad() forgets the old one.",
         bug=summed, mistakes=[(uphill, "the gradient points uphill")])


def on_a_quadratic(H, theta, lr, steps):
    """In closed form: every update multiplies theta by 1 − ηH."""
    return np.linalg.matrix_power(np.eye(len(H)) - lr * H, steps) @ theta


def summed(H, theta, lr, steps):
    """The notebook's code with its bug: old gradients stay in the sum."""
    g = np.zeros(len(theta))
    for _ in range(steps):
        g += H @ theta
        theta = theta - lr * g
    return theta


def uphill(H, theta, lr, steps):
    return on_a_quadratic(H, theta, -lr, steps)


def two_rates(answer, near=0.1):
    """(η of w, η of b) that lead gradient descent to within `near` of the star in 100 updates."""
    surface = lectures()

    def judge(rates):
        path = trace(surface, GradientDescent(rates), surface.start, 100)
        away = np.linalg.norm(path[-1] - surface.minima[0])
        first, *_, last = losses(surface, path)
        return away <= near, f"it ends {away:.2g} from the star" if last < first else "it diverges"
    numbers(answer, (2,), "a pair of numbers such as (0.0001, 0.01)", judge,
            hint="the diagonal of surface.hessian() has the curvatures along w and b",
            why="One rate for each parameter is enough here.")


def largest_safe_rate(answer):
    """Below which η does gradient descent not diverge on the valley (x² + 100 y²) / 2?"""
    largest_curvature = valley(100.0).grad(np.array([0.0, 1.0]))[1]
    number(answer, 2 / largest_curvature,
           hint="one update multiplies y by some number: it must lie between −1 and 1",
           why="It is 2 divided by the largest curvature, here 2 / 100.",
           mistakes={2: "that is the limit along x; y has the larger curvature",
                     0.01: "with 1/100, y is at the minimum after one update; a larger rate jumps "
                           "to the other side, which is allowed",
                     1: "that is one step along x; what happens to y?"})


def leaky_unit(answer):
    """∂L/∂w3 of slide 21's network if its units had slope 0.01 below zero in place of 0."""
    def loss(w3):
        h2 = 0.01 * (w3 * 1 - 2 * 2)  # i2 is negative
        return (-1 * 4 + 3 * h2 + 2 * 5 - 3) ** 2
    number(answer, (loss(1 + 1e-5) - loss(1 - 1e-5)) / 2e-5,
           hint="h2 is no longer 0, so the output changes too; then go back along w8, "
                "the slope 0.01 and x1",
           mistakes={0.18: "with h2 = −0.03 the output is no longer 6",
                     17.46: "back through the unit: its slope is 0.01"},
           why="A unit that is off still passes one percent on, so its weights can learn again.")
