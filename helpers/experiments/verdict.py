"""With and without a trick, over the same seeds, splits and batches: the measured verdict."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.descent import descend

LAST = 20  # steps over which the loss as trained is averaged, because batches and dropout make it noisy
T = (np.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # Student's 97.5 % point for 0 to 9 degrees


def share(hits, n, z=1.96):
    """(low, high): the 95 % interval of Wilson (1927) for a share of which `hits` of n runs were seen."""
    spread = z * np.sqrt(hits * (n - hits) / n + z**2 / 4)
    return (hits + z**2 / 2 - spread) / (n + z**2), (hits + z**2 / 2 + spread) / (n + z**2)


def student(degrees):
    """The 97.5 % point of Student's t: half the width of a 95 % interval, in standard errors."""
    if degrees < len(T):
        return T[degrees]
    z = 1.959964
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


@dataclass(frozen=True)
class Row:
    """One measurement: what the lecture's table says of a trick, and the function that measures it, a trial.

    A trial takes the seeds and returns an `Outcome` for each contender, {name: Outcome}.
    """
    trick: str
    step: int
    setting: str
    run: Any
    seeds: tuple = tuple(range(20))


@dataclass(frozen=True, eq=False)
class Outcome:
    """How training ended, one number for each seed, shape (seeds,); nan where it diverged.

    `trained` is the training loss as trained (batches, dropout on; the mean of the last steps), `clean` the training
    loss when predicting, `validation` the validation loss, `accuracy` that on the validation data.
    """
    trained: Any
    clean: Any
    validation: Any
    accuracy: Any

    @property
    def gap(self):
        """Validation loss minus clean training loss."""
        return self.validation - self.clean

    @property
    def diverged(self):
        """How many seeds did not end with finite losses."""
        return int(np.sum(~np.isfinite(self.trained + self.validation)))


def outcome(task, validation, optimizer, theta, steps, objective=None):
    """Train from theta (seeds, P) and judge on the task `validation`. Ends early if all runs have diverged.

    What is descended is `objective`, such as the task plus a penalty; None: the task itself. All numbers are those of the
    task. Batch normalization predicts with the statistics of the task's examples.
    """
    seen, validation = [], validation.normalized_by(task)
    for t, theta in enumerate(descend(objective or task, optimizer, theta, steps)):
        if t > steps - LAST:
            with np.errstate(all="ignore"):
                seen.append(task.at(t).loss(theta))
        if t % 50 == 0 and not np.isfinite(theta).all(axis=-1).any():
            return Outcome(*np.full((4, len(theta)), np.nan))
    with np.errstate(all="ignore"):
        trained = np.stack(seen, axis=-1).mean(axis=-1)  # on the last axis, a run alone adds up as in company
        ends = trained, task.loss(theta), validation.loss(theta), validation.accuracy(theta)
    good = np.isfinite(ends[0] + ends[1] + ends[2])
    return Outcome(*(np.where(good, end, np.nan) for end in ends))


@dataclass(frozen=True)
class Effect:
    """Paired differences with − without: their mean, the 95 % t interval, and in how many of n seeds it was lower."""
    mean: float
    low: float
    high: float
    lower: int
    n: int

    @property
    def word(self):
        """For a loss, where lower is better: the word is clear only if the interval leaves zero out."""
        if self.n < 2:
            return "no verdict"
        return "helps" if self.high < 0 else "hurts" if self.low > 0 else "no clear effect"

    @property
    def numbers(self):
        if self.n < 2:
            return f"pairs of runs that ended: {self.n}"
        return f"{self.mean:+.3g}, 95 % {self.low:+.3g} to {self.high:+.3g}, lower in {self.lower} of {self.n}"

    def __str__(self):
        return f"{self.word} ({self.numbers})"


def effect(without, with_):
    """The effect on one number, two arrays of shape (seeds,). Seeds of which a run diverged are left out here."""
    difference = np.subtract(with_, without, dtype=float)[np.isfinite(with_ + without)]
    n = len(difference)
    if n < 2:
        return Effect(np.nan, np.nan, np.nan, int(np.sum(difference < 0)), n)
    half = student(n - 1) * difference.std(ddof=1) / np.sqrt(n)
    mean = difference.mean()
    return Effect(float(mean), float(mean - half), float(mean + half), int(np.sum(difference < 0)), n)


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a trick does: optimization is judged on the loss as trained, generalization on the validation loss."""
    trick: str
    step: int
    setting: str
    without: Outcome
    with_: Outcome

    @property
    def optimization(self):
        return effect(self.without.trained, self.with_.trained)

    @property
    def generalization(self):
        return effect(self.without.validation, self.with_.validation)

    @property
    def diverged(self):
        n = len(self.without.trained)
        return f"{self.without.diverged} of {n} diverged without, {self.with_.diverged} of {n} with"

    def __str__(self):
        return (f"{self.trick} ({self.setting}): optimization {self.optimization}; generalization {self.generalization}; "
                f"{self.diverged}")

    def row(self):
        """One row of the lecture's table, in Markdown: trick, step, optimization, generalization, setting."""
        return f"| {self.trick} | {self.step} | {self.optimization} | {self.generalization} | {self.setting}; {self.diverged} |"

    def table(self):
        """What stands beside the verdict, in Markdown: every number without and with, and the paired difference."""
        lines = [f"| {self.trick} ({self.diverged}) | without: median [quartiles] | with | with − without |",
                 "|---|---|---|---|"]
        for name, words in NUMBERS.items():
            without, with_ = getattr(self.without, name), getattr(self.with_, name)
            if np.isfinite([without, with_]).any():  # a regression has no accuracy
                lines.append(f"| {words} | {middle(without)} | {middle(with_)} | {effect(without, with_).numbers} |")
        return "\n".join(lines)


NUMBERS = {"trained": "training loss, as trained", "clean": "training loss, clean", "validation": "validation loss",
           "gap": "gap: validation − clean", "accuracy": "accuracy"}


def middle(values):
    """Median and quartiles of the runs that ended, as text."""
    ended = values[np.isfinite(values)]
    if len(ended) == 0:
        return "no run ended"
    low, median, high = np.percentile(ended, (25, 50, 75))
    return f"{median:.3g} [{low:.3g} to {high:.3g}]"
