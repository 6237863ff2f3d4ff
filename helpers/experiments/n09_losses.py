"""What is measured for lesson 09: the loss itself.

Losses have different units, so all contenders are judged by one number, the share of wrong answers.
Float64, because one rounded score can change an answer.
"""
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from helpers.datasets import points, sampling
from helpers.experiments.common import on_digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy, Hinge, some_class
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, GradientDescent

LINEAR = Network((Flatten((8, 8)), Linear(64, 10)))  # 650 parameters
SMOOTH = {"cross-entropy": CrossEntropy(), "hinge": Hinge()}
STRENGTHS = (0, 1e-4, 1e-3, 1e-2, 1e-1)


@dataclass(frozen=True)
class ErrorRate:
    """The share of wrong answers, 1 − accuracy. `grad` raises and lowers every score by `nudge`,
    and divides what
    changes by 2 nudge.

    A tiny nudge gives the derivative, wherever there is one. A wide one gives the slope of a
    straight line across the steps.
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


ASKED = {"error rate": ErrorRate(), "error rate, nudge 1": ErrorRate(1.0)} | SMOOTH


def counted(seeds, n):
    """n digits and 700 others as tasks whose loss is the error rate, for the linear network, and
    where it starts."""
    task, validation, theta = on_digits(seeds, LINEAR, n, dtype=float)
    return *(replace(each, criterion=ErrorRate()) for each in (task, validation)), theta


def descended(seeds, name, lr, n=300, updates=300):
    """A linear classifier of digits, by gradient descent on one of the losses ASKED."""
    task, validation, theta = counted(seeds, n)
    asked = replace(task, criterion=ASKED[name])
    return Training(task, validation, GradientDescent(lr), theta, updates, asked)


def penalized(task, name, lam):
    """One of the losses SMOOTH plus λ ‖θ‖²."""
    return Sum(replace(task, criterion=SMOOTH[name]), lam, L2(task.size))


def with_l2(seeds, name, lam, n, lr=0.01):
    """The same with Adam and a penalty."""
    task, validation, theta = counted(seeds, n)
    return Training(task, validation, Adam(lr), theta, 1000, penalized(task, name, lam))


def losses():
    return {name: Contender(partial(descended, name=name), {"lr": Steps(0.3)}) for name in ASKED}


def by_strength(n):
    """Cross-entropy and hinge loss, each with every λ, each at its best rate: "hinge, λ = 0", …"""
    return {f"{name}, λ = {lam:g}": Contender(partial(with_l2, name=name, lam=lam, n=n),
                                              {"lr": Steps(0.01)})
            for name in SMOOTH for lam in STRENGTHS}


# What the metric itself would choose, where it can be found by trying everything

def clouds(n, outliers, generator, far=6.0):
    """Points x (n, 2) of two normal clouds around (∓1, 0), and y (n, 2); a share `outliers` lies
    around (±far, 0)."""
    x, labels = points.blobs(n, ((-1, 0), (1, 0)), 1.0, generator)
    lost = generator.random(n) < outliers
    x[lost, 0] = (1 - 2 * labels[lost]) * far + 0.3 * x[lost, 0]
    return x, sampling.one_hot(labels, 2)


def fewest(x, y, angles=180):
    """theta (6,) of the straight line with the fewest errors on x and y: all thresholds are tried,
    in `angles` directions."""
    turns = 2 * np.pi * np.arange(angles) / angles
    along = x @ np.stack([np.cos(turns), np.sin(turns)])
    places = np.sort(along, axis=0)
    cuts = np.concatenate([places[:1] - 1, (places[1:] + places[:-1]) / 2, places[-1:] + 1])
    errors = np.sum((along > cuts[:, None]) != (y[:, 1:] > 0), axis=1)
    k, angle = np.unravel_index(errors.argmin(), errors.shape)
    return np.array([0, np.cos(turns[angle]), 0, np.sin(turns[angle]), 0, -cuts[k, angle]])


def on_clouds(seeds, outliers):
    """100 points of two clouds, and 4,000 others to validate on: tasks whose loss is the error
    rate."""
    tasks = []
    for n in (100, 4000):
        pairs = [clouds(n, outliers, np.random.default_rng([seed, n])) for seed in seeds]
        x, y = (np.stack(arrays) for arrays in zip(*pairs, strict=True))
        tasks.append(Task(mlp(2, 2), ErrorRate(), x, y, seeds=seeds))
    return tasks


def found(seeds, outliers):
    """The straight line with the fewest training errors: found, not trained."""
    task, validation = on_clouds(seeds, outliers)
    best = np.stack([fewest(x, y) for x, y in zip(task.x, task.y, strict=True)])
    return Training(task, validation, Adam(0.05), best, 0)


def smooth_line(seeds, outliers, name, lam):
    """The line of a smooth loss with a penalty."""
    task, validation = on_clouds(seeds, outliers)
    theta = np.zeros((len(seeds), task.size))
    return Training(task, validation, Adam(0.05), theta, 500, penalized(task, name, lam))


def metric(outliers):
    return {"fewest errors": Contender(partial(found, outliers=outliers))} | {
        f"{name}, λ = {lam:g}": Contender(partial(smooth_line, outliers=outliers, name=name,
                                                  lam=lam))
        for name in SMOOTH for lam in (0, 10)}


JUDGED = {"guessing": 0.9}  # all losses are error rates
EXPERIMENTS = {
    "cross_entropy": Experiment(
        "cross-entropy instead of accuracy", 1,
        "300 digits, linear, 300 updates of gradient descent, each at its best, all judged by the "
        "error rate",
        losses, improves="optimization", **JUDGED),
    "metric": Experiment("smooth losses against the metric", 1,
                         "100 points of two clouds, a straight line, λ‖θ‖², judged by the error "
                         "rate",
                         partial(metric, outliers=0), guessing=0.5),
    "metric_outliers": Experiment("smooth losses, outliers", 1,
                                  "a tenth of the points far on the wrong side, else as in the "
                                  "experiment metric",
                                  partial(metric, outliers=0.1), guessing=0.5),
    "hinge": Experiment(
        "hinge loss", 1,
        "300 digits, linear, 1,000 updates of Adam, λ‖θ‖², each at its best, judged by the error "
        "rate",
        partial(by_strength, n=300), **JUDGED),
    "hinge_50": Experiment("hinge loss, 50 digits", 1, "50 digits, else as in the experiment hinge",
                           partial(by_strength, n=50), **JUDGED),
}
