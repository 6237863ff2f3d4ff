"""What is measured: an experiment, its contenders, and how each finds its best setting."""
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np

from helpers.experiments.training import measure

# the seeds on which settings are chosen; no experiment is judged on them
TUNING = tuple(range(20, 25))
SEEDS = tuple(range(20))
THIRTY = tuple(range(20)) + tuple(range(25, 35))
FLOOR = 0.01  # nat of cross-entropy, or points of error: below it, a task is solved


@dataclass(frozen=True)
class Steps:
    """Values a factor of about 3 apart, … 0.1, 0.3, 1, 3 …

    Three around the middle one are tried, and more where the best is at an edge.
    """
    middle: float

    def value(self, k):
        """The value k steps above the middle one."""
        exponent = round(2 * np.log10(self.middle)) + k
        return float(f"{(1, 3)[exponent % 2]}e{exponent // 2}")


@dataclass(frozen=True)
class Contender:
    """make(seeds, **chosen) describes the training; `tuned` are the settings to choose, one after
    the other.

    {"lr": Steps(0.001), "p": (0.0, 0.2, 0.5)}: steps that may go on, or a list of all values to
    try. While one is tuned, those after it stay at their middle
    value. Of one among many of a scan, no `curve` is recorded.
    """
    make: Any
    tuned: dict = field(default_factory=dict)
    curve: bool = True


@dataclass(frozen=True)
class Experiment:
    """A row of the lecture's table, measured: `contenders()` gives {name: Contender}.

    `which_step` of training it changes: 1 the loss, 2 the set of functions, 3 the search.
    `improves` says what its contenders are tuned for, "optimization" (training loss) or
    "generalization" (validation loss). Below `floor` a loss means that the task is solved;
    `guessing` is the loss of guessing. Fingerprints take `cut` updates.
    """
    trick: str
    which_step: int
    setting: str
    contenders: Any
    seeds: tuple = SEEDS
    improves: str = "generalization"
    floor: float = FLOOR
    guessing: float = log(10)
    cut: int = 20


def tune(experiment, name):
    """The best setting of a contender on the seeds `TUNING`: ({name: value}, [(setting, value,
    loss), …])."""
    contender = experiment.contenders()[name]
    chosen = {key: middle(values) for key, values in contender.tuned.items()}
    tried = []
    for key, values in contender.tuned.items():
        losses = Losses(experiment, contender.make, dict(chosen), key)
        best = best_step if isinstance(values, Steps) else best_of
        chosen[key] = best(values, losses.of)
        tried += [(key, value, loss) for value, loss in sorted(losses.known.items())]
    return chosen, tried


@dataclass
class Losses:
    """The losses with each value of one setting, the others as chosen; none is trained twice."""
    experiment: Any
    make: Any
    chosen: dict
    key: str
    known: dict = field(default_factory=dict)

    def of(self, value):
        if value not in self.known:
            training = self.make(TUNING, **self.chosen | {self.key: value})
            self.known[value] = criterion(self.experiment, training)
        return self.known[value]


def best_of(values, loss):
    """The value with the lowest loss of a list."""
    return min(values, key=loss)


def middle(values):
    """With what a setting begins."""
    return values.middle if isinstance(values, Steps) else values[len(values) // 2]


def best_step(steps, loss, most=8):
    """The value with the lowest loss, when both its neighbours were tried; at most so many steps
    from the middle one."""
    low, high = -1, 1
    while True:
        best = min(range(low, high + 1), key=lambda k: loss(steps.value(k)))
        if best == low and low > -most:
            low -= 1
        elif best == high and high < most:
            high += 1
        else:
            return steps.value(best)


def criterion(experiment, training):
    """The geometric mean over the seeds of the loss that the experiment is about; a diverged run is
    the worst."""
    outcome = measure(training)
    number = {"optimization": "train_mode_loss",
              "generalization": "validation_loss"}[experiment.improves]
    losses = getattr(outcome, number)
    if not np.all(np.isfinite(losses)):
        return np.inf
    return float(np.exp(np.mean(np.log(np.maximum(losses, 1e-300)))))
