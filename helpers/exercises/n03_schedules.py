"""Checks of the exercises of lesson 03. The right answers are computed."""
import numpy as np

from helpers import schedules
from helpers.datasets import tables
from helpers.descent import descend, losses
from helpers.exercises import checks
from helpers.exercises.checks import choice, numbers, rule
from helpers.optimizers import GradientDescent
from helpers.regression import Regression


def warmed_cosine(t, lr, steps, warm):
    """A straight rise in `warm` updates, then a cosine that ends after `steps`."""
    return schedules.warmup(schedules.cosine(lr, steps - warm), warm)(t)


def compare_schedule(mine):
    """Hold the notebook's (t, lr, steps, warm) to η against `warmup` and `cosine`."""
    cases = [(t, lr, steps, warm) for lr, steps, warm in ((1.0, 100, 10), (0.3, 600, 0), (2, 9, 4))
             for t in (0, 3, 5, steps // 2, steps - 1)]
    checks.same(mine, warmed_cosine, cases, "warmup and cosine in helpers/")


def mended_rates(answer):
    """(epochs, batches, lr) to the rates of all updates, one warm-up of one epoch."""
    rule(answer, all_updates, [(2, 3, 1.0), (3, 4, 0.5), (4, 2, 1.0)],
         hint="which number of updates has gone by, over all epochs?",
         why="One rise and one fall in the whole training.", bug=anew_each_epoch,
         mistakes=[(by_the_epoch, "`epoch` counts epochs, but steps and warm count updates"),
                   (added, "after one whole epoch, `batches` updates have gone by, not one")])


def all_updates(epochs, batches, lr):
    steps = epochs * batches
    return np.array([float(warmed_cosine(t, lr, steps, batches)) for t in range(steps)])


def anew_each_epoch(epochs, batches, lr):
    """The notebook's code with its bug: the count begins anew in every epoch."""
    return np.tile(all_updates(epochs, batches, lr)[:batches], epochs)


def by_the_epoch(epochs, batches, lr):
    return np.repeat(all_updates(epochs, batches, lr)[:epochs], batches)


def added(epochs, batches, lr):
    rates = all_updates(epochs, batches, lr)
    return np.concatenate([rates[epoch:epoch + batches] for epoch in range(epochs)])


def in_150_updates(answer):
    """(lr, T) of a cosine that brings 150 updates of one lecture each to an excess loss of 0.3."""
    slides, minutes = tables.lectures()
    lecture, seeds = Regression(slides / 100, minutes), range(30, 80)
    lowest = lecture.loss(np.array(lecture.minima[0]))

    def judge(pair):
        optimizer = GradientDescent(schedules.cosine(*pair.tolist()))
        *_, theta = descend(lecture.batches(1, seeds), optimizer, np.zeros((50, 2)), 150)
        excess = np.median(np.nan_to_num(losses(lecture, theta), nan=np.inf)) - lowest
        return excess <= 0.3, f"the median excess loss is {excess:.2g}"
    numbers(answer, (2,), "a pair such as (0.1, 100)", judge,
            hint="decay makes a first rate usable that is larger than the best constant one; "
                 "and when should a cosine end?",
            why="Large at first, and 0 at the end.")


def needs_decay(answer, logs):
    """Which of the logs {name: losses} has come to a floor of noise?"""
    early, late = (np.array([values[half] for values in logs.values()])
                   for half in (slice(1, 3), slice(4, 6)))
    change = abs(np.log(np.mean(late, axis=1) / np.mean(early, axis=1)))
    change[[values[-1] > 1e6 for values in logs.values()]] = np.inf
    truth = [*logs][np.argmin(change)]
    choice(answer, truth, list(logs),
           hint={name: "its loss still falls by itself; a smaller rate would slow it down"
                 if logs[name][-1] < logs[name][0] else
                 "it diverges from the first update on: its first rate is too large"
                 for name in logs if name != truth},
           why="It fluctuates about a floor: only a smaller rate gets lower.")


def transformer(answer):
    """(t, lr, warm) to η: a straight rise to lr in `warm` updates, then lr √(warm / t)."""
    def reference(t, lr, warm):
        return schedules.warmup(schedules.inverse_sqrt(lr, tau=warm), warm)(t)
    cases = [(0, 1.0, 4), (3, 1.0, 4), (4, 1.0, 4), (100, 0.5, 25), (9, 0.2, 10), (4000, 0.2, 10)]
    rule(answer, reference, cases,
         hint="two formulas, and `if t < warm` decides between them",
         why="It rises, and then every fourfold t halves the rate.",
         mistakes=[(lambda t, lr, warm: lr * (warm / max(t, 1)) ** 0.5,
                    "in the first `warm` updates the rate must rise"),
                   (lambda t, lr, warm: lr * min((t + 1) / warm, warm / max(t, 1)),
                    "that falls like 1 / t; the Transformer's falls like 1 / √t"),
                   (lambda t, lr, warm: lr * (t + 1) / warm if t < warm else lr / t**0.5,
                    "at update `warm` the rate is still lr: what stands over t in the root?")])
