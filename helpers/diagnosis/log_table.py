"""The rows of a CSV log as numbers, a chunk at a time; whoever cannot be read is named.

A ValueError says the file, the row (the first line, with the names, is row 1), the column and what
is allowed. Missing are empty cells and NA; nan and inf are numbers: the run has diverged.
"""
import csv
import io
import re
from itertools import islice
from pathlib import Path

import numpy as np

CHUNK = 20_000  # rows that are read at once
MISSING = {"", "NA", "N/A", "None", "null"}
SEPARATORS = ",;\t|", ": "  # the second only where the first part nothing: names may hold them
NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
NUMBERS = "a number, nan or inf, or an empty cell where nothing was logged"


def lines_of(source, name):
    """An open text: of a file's path, or of its content as bytes. ValueError where there is
    none."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return io.TextIOWrapper(io.BytesIO(source), "utf-8-sig", newline="")
    try:
        return Path(source).open(encoding="utf-8-sig", newline="")
    except (OSError, TypeError) as error:
        raise ValueError(f"path = {name!r}: allowed is the path of a log file "
                         f"({getattr(error, 'strerror', None) or error})") from None


def separator_of(header):
    """What parts the header's names: what makes the most of them, the comma first."""
    after_first = re.match(r'"?(?:epoch|step)"?([^\w"\r\n])', header)
    usual, seldom = SEPARATORS

    def columns(separator):
        return len(next(csv.reader([header], delimiter=separator), []))
    found = max(usual, key=columns)
    rest = seldom + (after_first[1] if after_first else "")
    return found if columns(found) > 1 else max(found + rest, key=columns)


class Table:
    """An open CSV log: its `name`, its `columns`, and its rows as they come."""

    def __init__(self, text, name):
        self.name, self.cut = name, None
        try:
            header = text.readline()
        except UnicodeDecodeError:
            raise ValueError(f"{name}: this is no text in UTF-8; allowed is a CSV or a "
                             "trainer_state.json. TensorBoard's own files (events.out…) are not "
                             "read: save the series as CSV there") from None
        header = header.removeprefix("# ")  # numpy.savetxt writes it before the names
        if not header.strip():
            raise ValueError(f"{name}: the file is empty or begins with an empty row; allowed is "
                             "a first row with the columns' names")
        self.separator = separator_of(header)
        names = next(csv.reader([header], delimiter=self.separator))
        self.columns = [one.strip() for one in names]
        if all(NUMBER.fullmatch(one) for one in self.columns):
            raise ValueError(f"{name}, row 1: it holds numbers, {', '.join(self.columns)}; allowed "
                             "is a first row with the columns' names")
        self.reader = csv.reader(text, delimiter=self.separator)
        for column in self.columns:
            if column and self.columns.count(column) > 1:
                raise ValueError(f"{name}, row 1: two columns are called {column!r}; allowed are "
                                 "different names")

    def chunks(self, wanted):
        """For every chunk: the rows' numbers, and of each wanted column (values, present).

        Where nothing is present, the value is nan.
        """
        first = 2
        while batch := self._batch(first):
            rows, cells = self._whole(batch, first)
            first += len(batch)
            if len(rows):
                by_column = dict(zip(self.columns, zip(*cells, strict=True), strict=True))
                yield rows, {one: self._numbers(one, by_column[one], rows) for one in wanted}

    def _batch(self, first):
        try:
            return list(islice(self.reader, CHUNK))
        except (csv.Error, UnicodeDecodeError) as error:
            raise ValueError(f"{self.name}, after row {first - 1}: {error}; allowed is a CSV in "
                             "UTF-8") from None

    def _whole(self, batch, first):
        """The numbers and cells of the rows that are whole: empty lines are none, and the last may
        have been cut off when the run was stopped."""
        rows, width = range(first, first + len(batch)), len(self.columns)
        if all(len(cells) == width for cells in batch):
            return rows, batch
        pairs = [(row, cells) for row, cells in zip(rows, batch, strict=True) if any(cells)]
        if pairs and len(pairs[-1][1]) < width and len(batch) < CHUNK:
            self.cut = pairs.pop()[0]
        for row, cells in pairs:
            self._check(row, cells)
        return [row for row, _ in pairs], [cells for _, cells in pairs]

    def _check(self, row, cells):
        width = len(self.columns)
        if len(cells) != width:
            comma = "; a comma cannot be separator and decimal mark at once" * (
                self.separator == "," and len(cells) > width)
            raise ValueError(f"{self.name}, row {row}: it has {len(cells)} cells, and row 1 names "
                             f"{width} columns{comma}")

    def _numbers(self, column, cells, rows):
        """(values, present) of one column's cells; missing ones are nan."""
        present = np.array([cell != "" for cell in cells])
        try:
            return np.array([cell or "nan" for cell in cells], float), present
        except ValueError:  # some are NA, have a decimal comma, or are no numbers
            numbers = [self._number(column, cell.strip(), row)
                       for cell, row in zip(cells, rows, strict=True)]
        present = np.array([one is not None for one in numbers])
        return np.array(numbers, float), present

    def _number(self, column, cell, row):
        """The number in a cell; None where it is missing."""
        if cell in MISSING:
            return None
        try:
            if self.separator != "," and DECIMAL_COMMA.fullmatch(cell):
                return float(cell.replace(",", "."))
            return float(cell)
        except ValueError:
            raise ValueError(f"{self.name}, row {row}, column {column!r}: {cell!r} is no number; "
                             f"allowed is {NUMBERS}") from None
