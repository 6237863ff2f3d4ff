"""Checks of the exercises of notebook 01. The right answers are computed."""
import numpy as np

from helpers.descent import losses, trace
from helpers.exercises.checks import number, numbers
from helpers.optimizers import GradientDescent
from helpers.regression import lectures
from helpers.surfaces import valley


def largest_safe_rate(answer):
    """Below which η does gradient descent not diverge on the valley (x² + 100 y²) / 2?"""
    largest_curvature = valley(100.0).grad(np.array([0.0, 1.0]))[1]
    number(answer, 2 / largest_curvature,
           hint="one update multiplies y by some number: it must lie between −1 and 1",
           why="It is 2 divided by the steepest bend, here 2 / 100.")


def two_rates(answer, near=0.1):
    """(η of w, η of b) that lead gradient descent to within `near` of the star in 100 updates."""
    surface = lectures()

    def judge(rates):
        path = trace(surface, GradientDescent(rates), surface.start, 100)
        away = np.linalg.norm(path[-1] - surface.minima[0])
        first, *_, last = losses(surface, path)
        return away <= near, f"it ends {away:.2g} from the star" if last < first else "it diverges"
    numbers(answer, (2,), "a pair of numbers such as (0.0001, 0.01)", judge,
            hint="the diagonal of surface.hessian() says how strongly the ground bends "
                 "along w and along b",
            why="One rate for each parameter is enough here.")


def leaky_unit(answer):
    """∂L/∂w3 of slide 21's network if its units had slope 0.01 below zero in place of 0."""
    def loss(w3):
        h2 = 0.01 * (w3 * 1 - 2 * 2)  # i2 is negative
        return (-1 * 4 + 3 * h2 + 2 * 5 - 3) ** 2
    number(answer, (loss(1 + 1e-5) - loss(1 - 1e-5)) / 2e-5,
           hint="h2 is no longer 0, so the output changes too; then go back along w8, "
                "the slope 0.01 and x1",
           why="A unit that is off still passes one percent on, so its weights can learn again.")
