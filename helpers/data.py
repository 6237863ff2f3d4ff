"""Loading and checking the small files in data/, and dealing mini-batches."""
import csv
from functools import lru_cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "data"


def table(path, columns):
    """The named columns of a CSV file, as an array of shape (columns, rows).

    ValueError that names the file, what is wrong and what is allowed: exactly these columns, finite
    numbers, at least two rows.
    """
    path = Path(path)
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if not rows or rows[0] != list(columns):
        raise ValueError(f"{path.name}: the first line is {rows[0] if rows else 'empty'}, not {','.join(columns)}")
    numbers = [_numbers(path, line, row, len(columns)) for line, row in enumerate(rows[1:], start=2)]
    if len(numbers) < 2:
        raise ValueError(f"{path.name}: {len(numbers)} rows of numbers, at least 2 are needed")
    return np.array(numbers).T


def _numbers(path, line, row, count):
    try:
        numbers = [float(cell) for cell in row]
    except ValueError as error:
        raise ValueError(f"{path.name}, row {line}: {error}, only numbers are allowed") from None
    if len(numbers) != count or not np.all(np.isfinite(numbers)):
        raise ValueError(f"{path.name}, row {line}: {row} is not {count} finite numbers")
    return numbers


def lectures(path=FOLDER / "lectures.csv"):
    """Slides and minutes of fifteen lectures, two arrays of shape (15,). Made up for this course."""
    return table(path, ("slides", "minutes"))


@lru_cache(maxsize=4096)
def order(n, seed, epoch):
    """The order in which one run sees n examples in one epoch: every epoch and every run has its own."""
    order = np.random.default_rng([seed, epoch]).permutation(n)
    order.flags.writeable = False
    return order


def batch(t, n, size, seeds):
    """Which of n examples step t sees: indices of shape (seeds, size), a function of (seed, t) alone.

    An epoch has n // size batches without repetition; the rest of an epoch that does not fill a batch is left out.
    ValueError for a size outside 1 … n.
    """
    if not isinstance(size, (int, np.integer)) or isinstance(size, bool) or not 1 <= size <= n:
        raise ValueError(f"size = {size!r}: allowed is a whole number of examples, 1 to {n}")
    epoch, k = divmod(t, n // size)
    return np.stack([order(n, seed, epoch)[k * size:(k + 1) * size] for seed in seeds])
