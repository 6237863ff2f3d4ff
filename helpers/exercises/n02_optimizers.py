"""Checks of the exercises of notebook 02. The right answers are computed."""
import numpy as np

from helpers.descent import arrival, descend
from helpers.exercises.checks import number, numbers, rule
from helpers.optimizers import Adam, AdamState, Momentum
from helpers.surfaces import valley


def same_path(answer):
    """Which η makes `HeavyBall(η, 0.98)` walk the path of `Momentum(0.5, 0.98)`?"""
    number(answer, 0.5 * (1 - 0.98),
           hint="v adds up what m averages, and m gives each gradient the weight 1 − β",
           why="The average is 1 − β times the sum.")


def simple_adam(answer):
    """(theta, m, r, g, lr, beta, alpha) to theta, m, r: one update of Adam, no bias correction."""
    def reference(theta, m, r, g, lr, beta, alpha):
        adam = Adam(lr, beta, alpha, eps=0.0, bias_correction=False)
        theta, state = adam.update(0, np.array([theta]), np.array([g]), AdamState(m, r))
        return theta[0], state.m[0], state.r[0]
    cases = [(1.0, 0.0, 0.0, 2.0, 0.1, 0.9, 0.9), (-3.0, 0.5, 4.0, -1.0, 0.01, 0.8, 0.99)]
    rule(answer, reference, cases,
         hint="m and σ² come first, and the new θ uses the new m and σ²",
         why="Three lines, and the third joins the first two.")


def fast_on_the_valley(answer, below=60):
    """(lr, beta) with which `Momentum` stays near the minimum after fewer than `below` updates."""
    surface = valley()

    def judge(pair):
        lr, beta = pair.tolist()
        path = descend(surface, Momentum(lr, beta), surface.start, 300)
        updates = arrival(path, surface.minima, 0.05)
        since = f"stays within 0.05 of the star from update {updates:.0f} on"
        found = "does not stay within 0.05 of the star" if np.isnan(updates) else since
        return updates < below, f"with η = {lr:g} and β = {beta:g} it {found}"
    numbers(answer, (2,), "a pair of numbers such as (0.01, 0.98)", judge,
            hint="look for the brightest cells of the map, and read off their η and β",
            why="Less memory crawls along the valley, more of it oscillates.")
