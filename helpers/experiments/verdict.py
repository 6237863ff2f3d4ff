"""With and without a trick, over the same seeds, splits and batches: what was measured, and the
word for it."""
from dataclasses import dataclass
from typing import Any

import numpy as np

B = 1.05  # a ratio nearer to 1 than this is no gain worth a word
PAIRS = 10  # with fewer pairs of runs that ended, there is no verdict
ASTRAY = 6  # so many more diverged runs are a verdict by themselves
T = (np.nan, 12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)


def share(hits, n, z=1.96):
    """(low, high): the 95 % interval of Wilson (1927) for a share of which `hits` of n runs were
    seen."""
    spread = z * np.sqrt(hits * (n - hits) / n + z**2 / 4)
    return (hits + z**2 / 2 - spread) / (n + z**2), (hits + z**2 / 2 + spread) / (n + z**2)


def student(degrees):
    """The 97.5 % point of Student's t: half the width of a 95 % interval, in standard errors.

    From a table below 10 degrees of freedom, then the expansion of Cornish and Fisher.
    """
    if degrees < len(T):
        return T[degrees]
    z = 1.959964
    return z + (z**3 + z) / (4 * degrees) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)


def interval(values):
    """(mean, low, high): the mean of values (n,) and its 95 % interval; nan for fewer than two."""
    n = len(values)
    if n < 2:
        return np.nan, np.nan, np.nan
    half = student(n - 1) * values.std(ddof=1) / np.sqrt(n)
    return values.mean(), values.mean() - half, values.mean() + half


@dataclass(frozen=True)
class Difference:
    """Paired differences with − without: their mean, the 95 % interval, and in how many of n seeds
    it was lower."""
    mean: float
    low: float
    high: float
    lower: int
    n: int

    @property
    def numbers(self):
        if self.n < 2:
            return f"pairs of runs that ended: {self.n}"
        return f"{self.mean:+.3g} [{self.low:+.3g}, {self.high:+.3g}]"

    @property
    def points(self):
        """Of an accuracy or an error rate: in percentage points."""
        if self.n < 2:
            return f"pairs of runs that ended: {self.n}"
        return f"{100 * self.mean:+.1f} points [{100 * self.low:+.1f}, {100 * self.high:+.1f}]"


def difference(without, with_):
    """The paired difference of one number, two arrays (seeds,).

    Seeds of which a run diverged are left out.
    """
    change = np.subtract(with_, without, dtype=float)
    change = change[np.isfinite(change)]
    return Difference(*map(float, interval(change)), int(np.sum(change < 0)), len(change))


@dataclass(frozen=True)
class Ratio:
    """The ratio of geometric means of a loss, with / without, over paired seeds, and its 95 %
    interval.

    Losses below the floor count as the floor. `lower` says in how many of the `n` pairs the loss
    was lower, `diverged` how many more runs diverged with the trick than without. `sign` is ≤ or ≥
    where more than half of one side lies at the floor: the true ratio is at most, or at least,
    this. `told` is what the arithmetic means say, where they point the other way.
    """
    r: float
    low: float
    high: float
    lower: int
    n: int
    diverged: int
    solved: bool
    sign: str
    told: str

    @property
    def word(self):
        """The first that fits; for a loss, where lower is better."""
        if abs(self.diverged) >= ASTRAY:
            return "diverges" if self.diverged > 0 else "diverges without"
        if self.n < PAIRS:
            return "no verdict"
        if self.solved:
            return "both solved"
        if self.high < 1 and self.r < 1 / B:
            return "helps"
        if self.low > 1 and self.r > B:
            return "hurts"
        return "about equal" if 1 / B <= self.low and self.high <= B else "unclear"

    @property
    def numbers(self):
        if self.n < 2:
            return f"pairs of runs that ended: {self.n}"
        return f"{self.sign}× {self.r:.3g} [{self.low:.3g}, {self.high:.3g}]"

    def __str__(self):
        return f"{self.word} ({self.numbers}{self.told and '; '}{self.told})"


def ratio(without, with_, floor):
    """What a trick does to a loss, two arrays (seeds,); nan where a run diverged."""
    without, with_ = np.asarray(without, float), np.asarray(with_, float)
    ended = np.isfinite(without) & np.isfinite(with_)
    more = int(np.sum(~np.isfinite(with_)) - np.sum(~np.isfinite(without)))
    before, after = (np.maximum(loss[ended], floor) for loss in (without, with_))
    logs = np.log(after / before)
    with np.errstate(over="ignore"):  # a loss on its way to infinity
        r, low, high = (float(np.exp(number)) for number in interval(logs))
    lower = int(np.sum(with_[ended] < without[ended]))
    solved = bool(np.all(before <= floor) and np.all(after <= floor))
    return Ratio(r, low, high, lower, len(logs), more, solved,
                 sign(before <= floor, after <= floor), contrary(before, after, r))


def sign(before, after):
    """≤ if most runs with the trick are at the floor, ≥ if most without; nothing if both are."""
    many = [np.mean(at_floor) > 0.5 if len(at_floor) else False for at_floor in (before, after)]
    return {(True, False): "≥ ", (False, True): "≤ "}.get(tuple(map(bool, many)), "")


def contrary(before, after, r):
    """What to add where the arithmetic means point the other way: a few seeds outweigh the rest."""
    if not len(before) or r == 1 or (after.mean() < before.mean()) == (r < 1):
        return ""
    how, other = ("better", "worse") if r < 1 else ("worse", "better")
    most = np.mean(after < before if r < 1 else after > before) > 0.5
    far = np.sum(after > 2 * before if r < 1 else before > 2 * after)
    return f"{how} in {'most' if most else 'about half of the'} seeds, far {other} in {far}"


@dataclass(frozen=True, eq=False)
class Verdict:
    """What a trick does, by the outcomes of two contenders of an experiment.

    Optimization is judged on the training loss in training mode, generalization on the validation
    loss at the end, and with early stopping. `about` is the experiment or its record: trick,
    setting, floor, guessing.
    """
    about: Any
    without: Any
    with_: Any

    def ratio(self, number):
        """The ratio of a loss by its name, such as "train_loss"."""
        return ratio(getattr(self.without, number), getattr(self.with_, number), self.about.floor)

    @property
    def optimization(self):
        return self.ratio("train_mode_loss")

    @property
    def generalization(self):
        return self.ratio("validation_loss")

    @property
    def early_stopping(self):
        return self.ratio("early_stopped")

    @property
    def accuracy(self):
        return difference(self.without.accuracy, self.with_.accuracy)

    @property
    def marks(self):
        """What is said of the validation loss with the trick besides: that guessing is better."""
        losses = self.with_.validation_loss[~self.with_.diverged]
        if not len(losses) or np.exp(np.mean(np.log(losses))) <= self.about.guessing:
            return ""
        accuracy = self.with_.accuracy[~self.with_.diverged]
        chance = np.exp(-self.about.guessing)  # ln C is the loss of guessing among C classes
        worse = np.isfinite(accuracy).all() and accuracy.mean() <= chance + 1e-9
        return "worse than guessing" if worse else "above guessing"

    @property
    def diverged(self):
        n = len(self.without.diverged)
        counts = [int(outcome.diverged.sum()) for outcome in (self.without, self.with_)]
        return f"{counts[0]} of {n} diverged without, {counts[1]} of {n} with"

    def __str__(self):
        parts = [f"optimization {self.optimization}", f"generalization {self.generalization}"]
        parts += [self.marks] if self.marks else []
        parts += [f"with early stopping {self.early_stopping}"]
        parts += [f"accuracy {self.accuracy.points}"] if self.accuracy.n else []
        return f"{self.about.trick} ({self.about.setting}): {'; '.join(parts)}; {self.diverged}"

    def table(self):
        """What stands beside the verdict, in Markdown: every number without and with, and what was
        tested."""
        lines = [f"| {self.about.trick} ({self.diverged}) | without: median [quartiles] | with | "
                 f"with / without |",
                 "|---|---|---|---|"]
        for name, words in NUMBERS.items():
            pair = [getattr(outcome, name) for outcome in (self.without, self.with_)]
            if not np.isfinite(pair).any():  # a regression has no accuracy
                continue
            tested = self.ratio(name).numbers if name in LOSSES else difference(*pair).numbers
            tested = difference(*pair).points if name == "accuracy" else tested
            lines.append(f"| {words} | {middle(pair[0])} | {middle(pair[1])} | {tested} |")
        return "\n".join(lines)


LOSSES = ("train_mode_loss", "train_loss", "validation_loss", "early_stopped")
NUMBERS = {"train_mode_loss": "training loss (training mode)",
           "train_loss": "training loss (evaluation mode)",
           "validation_loss": "validation loss", "early_stopped": "validation loss, early stopping",
           "gap": "gap: validation − training loss", "accuracy": "accuracy"}


def middle(values):
    """Median and quartiles of the runs that ended, as text."""
    ended = values[np.isfinite(values)]
    if len(ended) == 0:
        return "no run ended"
    low, median, high = np.percentile(ended, (25, 50, 75))
    return f"{median:.3g} [{low:.3g} to {high:.3g}]"
