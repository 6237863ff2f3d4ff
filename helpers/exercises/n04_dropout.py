"""Checks of the exercises of lesson 04. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import number as allowed_number
from helpers.descent import descend
from helpers.exercises import checks
from helpers.exercises.checks import choice, number, numbers, rule
from helpers.experiments import n04_dropout as lesson
from helpers.networks.layers import Dropout
from helpers.optimizers import Adam


def compare_dropout(mine):
    """Hold the notebook's (x, u, p) to (y, mask) against `Dropout`."""
    def reference(x, u, p):
        return np.stack(Dropout(p).forward((), x, lambda shape, dtype: u))
    rng = np.random.default_rng(0)
    cases = [(rng.standard_normal((3, 5)), rng.random((3, 5)), p) for p in (0.0, 0.2, 0.5, 0.9)]
    checks.same(mine, reference, cases, "the layer Dropout in helpers/")


def kept_value(answer):
    """What the next layer gets from a unit that gives 3, if it is not dropped at p = 0.2."""
    def highest(shape, dtype):
        return np.ones(shape, dtype)
    kept, _ = Dropout(0.2).forward((), np.full((1, 1), 3.0), highest)
    number(answer, kept.item(),
           hint="with probability 0.8 it is this number, else 0, and the mean must be 3",
           why="It is divided by 1 − p.",
           mistakes={3: "then the mean over many updates would be 0.8 · 3, and not 3",
                     2.4: "2.4 is the mean without the scale; what must it be multiplied by?",
                     15: "p is the probability that a unit is dropped; it is kept with 1 − p"})


def mended_gradient(answer):
    """(W, v, x, target, p, seed) to the gradient of Σ (dropout(x W) v − target)² by W."""
    W, v, x, target = np.array([[1.0, 2.0]]), np.array([1.0, -1.0]), [[1.0], [2.0]], [0.0, 1.0]
    cases = [(W, v, np.array(x), np.array(target), 0.5, seed) for seed in range(4)]
    rule(answer, by_differences, cases,
         hint="the units that are dropped on the way there are those that learn nothing on the "
              "way back",
         why="One mask, there and back.", bug=redrawn,
         mistakes=[(unscaled, "the mask holds 1 / (1 − p), not 1: the scale counts on the way "
                              "back, too"),
                   (unmasked, "a unit that was dropped must learn nothing")])


def by_differences(W, v, x, target, p, seed):
    """The gradient by W."""
    u = np.random.default_rng(seed).random((len(x), len(v)))

    def loss(weights):
        h, _ = Dropout(p).forward((), x @ weights, lambda shape, dtype: u)
        return np.sum((h @ v - target) ** 2)
    return checks.central_differences(loss, W)


def redrawn(W, v, x, target, p, seed):
    """The notebook's code with its bug: the mask is drawn anew on the way back."""
    rng = np.random.default_rng(seed)
    masks = [(rng.random((len(x), len(v))) >= p) / (1 - p) for _ in range(2)]
    return x.T @ (masks[1] * 2 * np.outer(masks[0] * (x @ W) @ v - target, v))


def unscaled(W, v, x, target, p, seed):
    there = np.random.default_rng(seed).random((len(x), len(v))) >= p
    return x.T @ (there * 2 * np.outer(there / (1 - p) * (x @ W) @ v - target, v))


def unmasked(W, v, x, target, p, seed):
    mask = (np.random.default_rng(seed).random((len(x), len(v))) >= p) / (1 - p)
    return x.T @ (2 * np.outer(mask * (x @ W) @ v - target, v))


def needs_dropout(answer, logs):
    """Which of the logs {name: (training loss, validation loss)} asks for dropout?"""
    truth = max(logs, key=lambda name: logs[name][1] / logs[name][0])
    choice(answer, truth, list(logs),
           hint="whose optimization is done, and whose validation loss is far above "
                "the training loss?",
           why="For the others the training loss is still high, and dropout would raise it.")


def design_rates(answer):
    """Do these two rates lower the validation loss of 300 digits by 4 %, over seeds 30 to 34?"""
    def judge(rates):
        for p in map(float, rates):
            allowed_number("p", p, "in [0, 1)")
        without, with_ = [validation_losses(*pair) for pair in ((0.0, 0.0), rates)]
        ratio = np.exp(np.mean(np.log(with_ / without)))
        return ratio <= 0.96, f"the validation loss becomes × {ratio:.2f}"
    numbers(answer, (2,), "a pair of rates", judge,
            hint="nothing dropped changes nothing, and too much dropped is an optimization "
                 "problem; what does the first figure say?",
            why="The geometric mean over five seeds.")


@cache
def validation_losses(first, second, seeds=(30, 31, 32, 33, 34)):
    """Of seeds that no figure uses, each trained with these rates behind the two hidden layers."""
    network = lesson.by_layer(0.0, first, second)
    task, validation, theta = lesson.on_digits(seeds, network, 300)
    for theta in descend(task, Adam(1e-3), theta, 600):
        pass
    return validation.loss(theta)
