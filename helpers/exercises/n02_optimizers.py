"""Checks of the exercises of lesson 02. The right answers are computed."""
import numpy as np

from helpers.descent import arrival, descend, trace
from helpers.exercises import checks
from helpers.exercises.checks import number, numbers, rule
from helpers.optimizers import (
    Adagrad,
    Adam,
    AdamState,
    Momentum,
    MomentumState,
    Nesterov,
    RMSProp,
    SquareState,
)
from helpers.surfaces import from_formula, valley

THETA, G = np.array([1.0, -3.0, 0.5]), np.array([2.0, -0.1, 40.0])
M, R = np.array([0.5, 0.0, -1.0]), np.array([4.0, 0.01, 300.0])


def one_update(optimizer, t, theta, g, state):
    """The new theta and all that the optimizer then remembers, in one array."""
    theta, state = optimizer.update(t, theta, g, state)
    return np.stack([theta, *state[:2]])


def compare_adagrad(mine):
    """Hold the notebook's (theta, g, r, lr) to (theta, r) against `Adagrad`."""
    def reference(theta, g, r, lr):
        return one_update(Adagrad(lr), 0, theta, g, SquareState(r))
    cases = [(THETA, G, 0 * R, 1.0), (THETA, G, R, 0.1)]
    checks.same(mine, reference, cases, "Adagrad in helpers/")


def compare_rmsprop(mine):
    """Hold the notebook's (theta, g, r, lr, alpha) to (theta, r) against `RMSProp`."""
    def reference(theta, g, r, lr, alpha):
        return one_update(RMSProp(lr, alpha), 0, theta, g, SquareState(r))
    cases = [(THETA, G, None, 0.01, 0.9), (THETA, G, R, 0.1, 0.9), (THETA, G, R, 0.1, 0.99)]
    checks.same(mine, reference, cases, "RMSProp in helpers/")


def compare_momentum(mine):
    """Hold the notebook's (theta, g, m, lr, beta) to (theta, m) against `Momentum`."""
    def reference(theta, g, m, lr, beta):
        return one_update(Momentum(lr, beta), 0, theta, g, MomentumState(m))
    cases = [(THETA, G, 0 * M, 0.01, 0.9), (THETA, G, M, 0.1, 0.995)]
    checks.same(mine, reference, cases, "Momentum in helpers/")


def compare_nesterov(mine):
    """Hold the notebook's (theta, grad, v, lr, beta) to (theta, v) against `Nesterov`.

    The slide's v is our −η v; and its gradient is a function, here that of a valley.
    """
    surface = valley()

    def reference(theta, v, lr, beta):
        rule, state = Nesterov(lr, beta), MomentumState(-v / lr)
        g = surface.grad(rule.lookahead(0, theta, state))
        theta, state = rule.update(0, theta, g, state)
        return np.stack([theta, -lr * state.m])

    def on_the_valley(theta, v, lr, beta):
        return mine(theta, surface.grad, v, lr, beta)
    cases = [(THETA[:2], 0 * M[:2], 0.01, 0.9), (THETA[:2], M[:2], 0.001, 0.99)]
    checks.same(on_the_valley if callable(mine) else mine, reference, cases, "Nesterov in helpers/")


def compare_adam(mine):
    """Hold the notebook's (t, theta, g, m, r, lr, beta, alpha) to (theta, m, r) against `Adam`."""
    def reference(t, theta, g, m, r, lr, beta, alpha):
        state = AdamState(m, r, beta**t, alpha**t)
        return one_update(Adam(lr, beta, alpha), t, theta, g, state)
    cases = [(0, THETA, G, 0 * M, 0 * R, 0.1, 0.9, 0.999), (7, THETA, G, M, R, 0.01, 0.8, 0.9)]
    checks.same(mine, reference, cases, "Adam in helpers/")


def hundredth_step(answer):
    """How long is step 100 of Adagrad, in η, on a gradient that stays the same?"""
    plane = from_formula("3*x", start=(0.0, 0.0))
    path = trace(plane, Adagrad(1.0), plane.start, 100)[:, 0]
    number(answer, path[99] - path[100],
           hint="σ² is the sum of 100 equal squares, and the gradient stands above it, too",
           why="Adagrad's steps shrink like 1/√t, even where nothing gets steeper.",
           mistakes={0.01: "σ is the root of the sum", 1: "that is the first step, t = 1",
                     1 / 30: "the gradient itself is not 1, but it cancels"})


def rolling(answer):
    """(theta, gradients, lr, beta) to theta after one update of momentum for each gradient."""
    cases = [(1.0, np.array([2.0, 2.0, -1.0]), 0.1, 0.9), (0.0, np.array([1.0, 4.0]), 0.5, 0.5)]
    rule(answer, rolled, cases,
         hint="what is m when the second gradient comes?",
         why="What an optimizer remembers is made once, before the loop.",
         bug=forgetful,
         mistakes=[(summed, "the new gradient weighs 1 − β"),
                   (thrown, "that is the slides' m⁰ = g⁰; here m begins at 0")])


def rolled(theta, gradients, lr, beta):
    m = 0
    for g in gradients:
        m = beta * m + (1 - beta) * g
        theta = theta - lr * m
    return theta


def forgetful(theta, gradients, lr, beta):
    """The notebook's code with its bug: m is made anew in each update."""
    return theta - lr * (1 - beta) * np.sum(gradients)


def summed(theta, gradients, lr, beta):
    return theta + rolled(0.0, gradients, lr, beta) / (1 - beta)


def thrown(theta, gradients, lr, beta):
    m = gradients[0]
    for g in gradients:
        m = beta * m + (1 - beta) * g
        theta = theta - lr * m
    return theta


def same_path(answer):
    """Which η makes `HeavyBall(η, 0.98)` walk the path of `Momentum(0.5, 0.98)`?"""
    number(answer, 0.5 * (1 - 0.98),
           hint="v adds up what m averages, and m gives each gradient the weight 1 − β",
           why="The average is 1 − β times the sum.",
           mistakes={0.5: "with the same η, each gradient would push 1/(1 − β) = 50 times as hard",
                     25: "v is the larger one of the two, so its η is the smaller one",
                     0.49: "multiply by 1 − β, not by β"})


def first_step(answer):
    """How long is Adam's first step, in η, if the bias correction is forgotten?"""
    plane = from_formula("5*x", start=(0.0, 0.0))
    path = trace(plane, Adam(1.0, bias_correction=False), plane.start, 1)[:, 0]
    number(answer, path[0] - path[1],
           hint="after one update m is (1 − β) g, and σ² is (1 − α) g²",
           why="m is too small by 1 − β, σ by √(1 − α), and the second is the smaller one.",
           mistakes={1: "that is the corrected one", 100: "σ is the root of σ²",
                     10**1.5: "m is too small, too",
                     0.1: "σ is too small, too, and it stands below"})


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
            why="A smaller β crawls along the valley, a larger one oscillates.")
