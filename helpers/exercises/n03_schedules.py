"""Checks of the exercises of notebook 03. The right answers are computed."""
import numpy as np

from helpers import schedules
from helpers.descent import losses, trace
from helpers.exercises.checks import choice, numbers, rule
from helpers.optimizers import Adagrad
from helpers.surfaces import ravine


def transformer(answer):
    """(t, lr, warm_up) to η: a straight rise to lr in `warm_up` updates, then lr √(warm_up / t)."""
    def reference(t, lr, warm_up):
        return schedules.warmup(schedules.inverse_sqrt(lr, tau=warm_up), warm_up)(t)
    cases = [(0, 1.0, 4), (3, 1.0, 4), (4, 1.0, 4), (100, 0.5, 25), (9, 0.2, 10), (4000, 0.2, 10)]
    rule(answer, reference, cases,
         hint="two formulas, and `if t < warm_up` decides between them",
         why="It rises, and then every fourfold t halves the rate.")


def both_sums(answer):
    """Which schedule has an infinite sum of rates and a finite sum of their squares?"""
    kinds = {
        "constant": schedules.constant(1.0),
        "exponential": schedules.exponential(1.0, 0.99),
        "inverse time": schedules.inverse_time(1.0),
        "inverse square root": schedules.inverse_sqrt(1.0),
        "cosine": schedules.cosine(1.0, 1000),
    }
    endless = {name for name, rate in kinds.items() if grows_for_ever(rate)}
    calming = {name for name, rate in kinds.items() if not grows_for_ever(squared(rate))}
    truth, = endless & calming
    choice(answer, truth, list(kinds),
           hint="compare the sums of 1/√t, 1/t and 1/t²: which grow for ever?",
           why="Its steps can lead anywhere, and its noise dies out.")


def grows_for_ever(rate):
    """Does the sum of a schedule? It does if updates 10⁴ to 10⁵ add no less than 10³ to 10⁴ did."""
    early = np.sum(rate(np.arange(1e3, 1e4)))
    late = np.sum(rate(np.arange(1e4, 1e5)))
    return late > 0.99 * early > 0


def squared(rate):
    return lambda t: rate(t) ** 2


def calm_and_fast(answer):
    """(lr, tau) with which Adagrad's mean form is stable after 1,000 updates, and ends at 1e-20."""
    surface = ravine()

    def judge(pair):
        lr, tau = pair.tolist()
        optimizer = Adagrad(schedules.inverse_time(lr, tau), mean=True)
        path = trace(surface, optimizer, surface.start, 3000)
        off = np.abs(path[1000:, 1] - 0.01 * path[1000:, 0]).max()
        loss = losses(surface, path[-1])
        stays = f"after update 1,000 it stays within {off:.1g} of the floor"
        return off <= 0.15 and loss < 1e-20, f"{stays}; its loss ends at {loss:.0e}"
    numbers(answer, (2,), "a pair such as (0.3, 300)", judge,
            hint="look for the dark corner of the second map",
            why="The large rate makes it fast, and the decay makes it stable.")
