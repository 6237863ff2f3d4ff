"""What is trained for the rows about the loss itself. As in `trials`, a trial takes the seeds and returns {contender: Outcome}.

Losses have different units, so all contenders are judged by one number: `trained`, `clean` and `validation` are the share of
wrong answers there. Float64, because one rounded score can change an answer.
"""
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from helpers.datasets import points, sampling
from helpers.experiments import verdict as compare
from helpers.experiments.verdict import Row
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy, Hinge, some_class
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, GradientDescent
from helpers.experiments.n04_dropout import on_digits

LINEAR = Network((Flatten((8, 8)), Linear(64, 10)))  # 650 parameters
SMOOTH = {"cross-entropy": CrossEntropy(), "hinge": Hinge()}


@dataclass(frozen=True)
class ErrorRate:
    """The share of wrong answers, 1 − accuracy. `grad` raises and lowers every score by `nudge`, and divides what
    changes by 2 nudge.

    A tiny nudge gives the derivative, wherever there is one. A wide one gives the slope of a straight line across the steps.
    """
    nudge: float = 1e-6

    def check(self, y):
        some_class(y)

    def wrong(self, scores, y):
        return scores.argmax(axis=-1) != y.argmax(axis=-1)

    def loss(self, scores, y):
        return self.wrong(scores, y).mean(axis=-1)

    def grad(self, scores, y):
        moves, scores, y = self.nudge * np.eye(y.shape[-1]), scores[..., None, :], y[..., None, :]
        rises = self.wrong(scores + moves, y) * 1.0 - self.wrong(scores - moves, y)
        return rises / (2 * self.nudge * y.shape[-3])


def counted(seeds, n):
    """n digits and 700 others as tasks whose loss is the error rate, for the linear network, and where it starts."""
    task, validation, theta = on_digits(seeds, LINEAR, n)
    return *(replace(each, criterion=ErrorRate()) for each in (task, validation)), theta.astype(float)


def descended(seeds, n=300, lr=0.5, steps=300):
    """A linear classifier of digits, by plain descent on four losses."""
    task, validation, theta = counted(seeds, n)
    asked = {"error rate": ErrorRate(), "error rate, nudge 1": ErrorRate(1.0)} | SMOOTH
    return {name: compare.outcome(task, validation, GradientDescent(lr), theta, steps, replace(task, criterion=criterion))
            for name, criterion in asked.items()}


def swept(task, validation, start, lams, optimizer, steps):
    """Cross-entropy and hinge loss, each with every λ times ‖θ‖²: {"hinge, λ = 0": Outcome, …}."""
    asked = {f"{name}, λ = {lam:g}": Sum(replace(task, criterion=criterion), lam, L2(task.size))
             for name, criterion in SMOOTH.items() for lam in lams}
    return {name: compare.outcome(task, validation, optimizer, start, steps, objective) for name, objective in asked.items()}


def hinge(seeds, n):
    return swept(*counted(seeds, n), (0, 1e-4, 1e-3, 1e-2, 1e-1), Adam(0.01), 1000)


# What the metric itself would choose, where it can be found by trying everything

def clouds(n, astray, generator, far=6.0):
    """Points x (n, 2) of two normal clouds around (∓1, 0), and y (n, 2); a share `astray` lies around (±far, 0)."""
    x, labels = points.blobs(n, ((-1, 0), (1, 0)), 1.0, generator)
    lost = generator.random(n) < astray
    x[lost, 0] = (1 - 2 * labels[lost]) * far + 0.3 * x[lost, 0]
    return x, sampling.one_hot(labels, 2)


def fewest(x, y, angles=180):
    """theta (6,) of the straight line with the fewest errors on x and y: all thresholds are tried, in `angles` directions."""
    turns = 2 * np.pi * np.arange(angles) / angles
    along = x @ np.stack([np.cos(turns), np.sin(turns)])
    places = np.sort(along, axis=0)
    cuts = np.concatenate([places[:1] - 1, (places[1:] + places[:-1]) / 2, places[-1:] + 1])
    errors = np.sum((along > cuts[:, None]) != (y[:, 1:] > 0), axis=1)
    k, angle = np.unravel_index(errors.argmin(), errors.shape)
    return np.array([0, np.cos(turns[angle]), 0, np.sin(turns[angle]), 0, -cuts[k, angle]])


def metric(seeds, astray):
    """The line through 100 points of two clouds with the fewest training errors, and those of both losses, λ = 0 and 10.

    4,000 other points validate.
    """
    drawn = [[clouds(n, astray, np.random.default_rng([seed, n])) for seed in seeds] for n in (100, 4000)]
    task, validation = (Task(mlp(2, 2), ErrorRate(), *map(np.stack, zip(*pairs)), seeds=seeds) for pairs in drawn)
    best = np.stack([fewest(*pair) for pair in drawn[0]])
    judged = compare.Outcome(task.loss(best), task.loss(best), validation.loss(best), validation.accuracy(best))
    return {"fewest errors": judged} | swept(task, validation, 0 * best, (0, 10), Adam(0.05), 500)


ROWS = {
    "cross_entropy": Row("cross-entropy instead of accuracy", 1,
                         "300 digits, linear, 300 updates of plain descent 0.5, all judged by the error rate", descended),
    "metric": Row("smooth losses against the metric", 1,
                  "100 points of two clouds, a straight line, λ‖θ‖², judged by the error rate", partial(metric, astray=0)),
    "metric_astray": Row("smooth losses, points astray", 1,
                         "a tenth of the points far on the wrong side, else as in the row metric", partial(metric, astray=0.1)),
    "hinge": Row("hinge loss", 1, "300 digits, linear, 1,000 updates of Adam 0.01, λ‖θ‖², judged by the error rate",
                 partial(hinge, n=300)),
    "hinge_50": Row("hinge loss, 50 digits", 1, "50 digits, else as in the row hinge", partial(hinge, n=50)),
}
