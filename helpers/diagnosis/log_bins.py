"""A series of any length in at most 2,000 bins: the least, the mean and the largest of each.

So a million updates are read once, kept small, and no spike is lost.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

MOST = 2000  # bins
quiet = np.errstate(all="ignore")  # a run that diverged has inf − inf in its sums


@dataclass(frozen=True, eq=False)
class Series:
    """One number over a run, in bins: arrays of shape (bins,).

    `steps` is the last step of each bin, `least`, `mean` and `largest` are those of its `counts`
    points. A bin that holds nan or inf has them in its mean; `first_bad` is the step of the first
    such point, None where all are finite.
    """
    steps: Any
    least: Any
    mean: Any
    largest: Any
    counts: Any
    first_bad: Any = None

    def __len__(self):
        """The number of points that were read."""
        return int(self.counts.sum())

    @property
    def single(self):
        """Whether every bin is one point."""
        return bool((self.counts == 1).all())


class Bins:
    """Points go in, in order; when there are too many bins, two neighbours become one."""

    def __init__(self, most=MOST):
        self.most, self.width, self.first_bad = most, 1, None
        self.rest = np.empty(0), np.empty(0)
        self.rows = np.empty((5, 0))  # last step, least, sum, largest, count

    @quiet
    def add(self, steps, values):
        """Take in points: two arrays of shape (n,)."""
        bad = np.flatnonzero(~np.isfinite(values))
        if self.first_bad is None and len(bad):
            self.first_bad = float(steps[bad[0]])
        steps, values = (np.concatenate(pair) for pair in zip(self.rest, (steps, values),
                                                              strict=True))
        whole = len(values) // self.width * self.width
        self.rest = steps[whole:], values[whole:]
        new = binned(steps[:whole], values[:whole], self.width)
        self.rows = np.concatenate([self.rows, new], axis=1)
        while self.rows.shape[1] > self.most:
            self.rows, self.width = halved(self.rows), 2 * self.width

    @quiet
    def series(self):
        """The Series so far; None where nothing came."""
        rows = self.rows
        if len(self.rest[1]):
            rows = np.concatenate([rows, binned(*self.rest, len(self.rest[1]))], axis=1)
        if rows.shape[1] == 0:
            return None
        steps, least, total, largest, counts = rows
        return Series(steps, least, total / counts, largest, counts.astype(int), self.first_bad)


def binned(steps, values, width):
    """Bins of `width` points each: (5, n / width)."""
    values = values.reshape(-1, width)
    last = steps.reshape(-1, width)[:, -1]
    counts = np.full(len(last), width, float)
    return np.stack([last, values.min(axis=1), values.sum(axis=1), values.max(axis=1), counts])


def halved(rows):
    """Two neighbours become one; the last of an odd number stays as it is."""
    even = rows.shape[1] // 2 * 2
    left, right = rows[:, :even:2], rows[:, 1:even:2]
    pairs = np.stack([right[0], np.minimum(left[1], right[1]), left[2] + right[2],
                      np.maximum(left[3], right[3]), left[4] + right[4]])
    return np.concatenate([pairs, rows[:, even:]], axis=1)
