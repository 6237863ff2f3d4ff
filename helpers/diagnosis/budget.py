"""How a verdict depends on who was tuned how well: dropout, measured with every rate, strength,
seed and moment.

The record dropout_budget has the contenders "p = 0.5, η = 0.001" and so on, for the seeds 0 to 34.
On 20 to 24 settings are chosen, on the thirty others they are judged.
"""
import numpy as np

from helpers.experiments.experiment import THIRTY, TUNING
from helpers.experiments.verdict import ratio

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
STRENGTHS = (0.2, 0.5, 0.8)


def losses(record, p, lr, kind="validation"):
    """The losses of one setting: (moments, seeds of the record). kind: "validation" or
    "training" (in training mode)."""
    outcome = record.outcomes[f"p = {p:g}, η = {lr:g}"]
    if kind == "training":
        return outcome.train_mode_curve
    return outcome.validation_curve.mean(axis=1)  # both halves of the validation data


def moments(record):
    """When the losses were noted, in updates."""
    return next(iter(record.outcomes.values())).moments


def tried(first, count):
    """The rates that a budget of so many tries: the first one, then those nearest to it."""
    return sorted(RATES, key=lambda lr: (round(abs(np.log(lr / first)), 6), lr))[:count]


def chosen(record, strengths, rates, moment):
    """The (p, η) with the lowest validation loss at a moment, over the seeds for tuning."""
    settings = [(p, lr) for p in strengths for lr in rates]
    return min(settings, key=lambda setting: tuning_loss(record, *setting, moment))


def tuning_loss(record, p, lr, moment):
    """The geometric mean over the seeds for tuning; infinite if a run diverged."""
    at = [record.seeds.index(seed) for seed in TUNING]
    found = losses(record, p, lr)[moment, at]
    return np.exp(np.mean(np.log(found))) if np.all(np.isfinite(found)) else np.inf


def judged(record, setting, moment, seeds=30, kind="validation"):
    """The losses (seeds,) of a setting (p, η) on the first so many seeds on which it is judged."""
    at = [record.seeds.index(seed) for seed in THIRTY[:seeds]]
    return losses(record, *setting, kind)[moment, at]


def compared(record, strengths, without, with_, moment, seeds=30):
    """(setting without, setting with dropout, Ratio of the validation losses).

    `without` and `with_` are the rates that each side may try; with several strengths the trick
    has more to choose from.
    """
    settings = [chosen(record, (0.0,), without, moment), chosen(record, strengths, with_, moment)]
    found = [judged(record, setting, moment, seeds) for setting in settings]
    return *settings, ratio(*found, record.floor)
