"""Tables in data/: CSV files of numbers."""
import csv
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parents[2] / "data"


def table(path, columns):
    """The named columns of a CSV file, as an array of shape (columns, rows).

    ValueError that names the file, what is wrong and what is allowed: exactly these columns, finite
    numbers, at least two rows.
    """
    path = Path(path)
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [row for row in csv.reader(file) if row]
    if not rows or rows[0] != list(columns):
        raise ValueError(f"{path.name}: the first line is {rows[0] if rows else 'empty'}, not "
                         f"{','.join(columns)}")
    numbers = [_numbers(path, line, row, len(columns)) for line,
               row in enumerate(rows[1:], start=2)]
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
    """Slides and minutes of fifteen lectures, two arrays of shape (15,).

    Made up for this course.
    """
    return table(path, ("slides", "minutes"))
