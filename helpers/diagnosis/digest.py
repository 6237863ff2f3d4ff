"""The table's numbers: what the records say of every contrast, in one small file, data/table.json.

`make table` writes it from the records in data/measured/, which are far larger. A single file
carries this one.
"""
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from helpers.diagnosis.contrasts import CONTRASTS
from helpers.experiments.verdict import Difference, Ratio

FILE = Path(__file__).resolve().parents[2] / "data" / "table.json"
QUANTITIES = {"optimization": "training loss", "generalization": "validation loss",
              "early_stopping": "validation loss, early stopping"}


@dataclass(frozen=True)
class Measured:
    """What a record says of a contrast: three ratios (verdict.Ratio), the accuracy's difference
    (verdict.Difference), `marks` on the validation loss; how it was measured. `before` holds the
    training loss (evaluation mode) and the validation loss without the trick, geometric means."""
    contrast: Any
    trick: str
    setting: str
    optimization: Ratio
    generalization: Ratio
    early_stopping: Ratio
    accuracy: Difference
    marks: str
    before: tuple

    @property
    def name(self):
        """Which contender against which."""
        return f"{self.contrast.with_} against {self.contrast.without}"


@cache
def content(file=FILE):
    """The file as it is. FileNotFoundError that says how it is made."""
    if not file.exists():
        raise FileNotFoundError(f"{file.name} is not in data/: make table")
    return json.loads(file.read_text(encoding="utf-8"))


@cache
def measured(file=FILE):
    """{contrast's key: Measured} of all contrasts, in their order."""
    kept = content(file)["contrasts"]
    return {contrast.key: read(contrast, kept[contrast.key]) for contrast in CONTRASTS}


def read(contrast, numbers):
    """A Measured from its numbers in the file."""
    ratios = {name: Ratio(*map(known, numbers[name])) for name in QUANTITIES}
    return Measured(contrast, numbers["trick"], numbers["setting"], **ratios,
                    accuracy=Difference(*map(known, numbers["accuracy"])), marks=numbers["marks"],
                    before=tuple(map(known, numbers["before"])))


def known(value):
    """A number as it was; null stands for nan."""
    return np.nan if value is None else value


def of(row, file=FILE):
    """All Measured of a row, by its key; the main one first."""
    return [one for one in measured(file).values() if one.contrast.row == row]


def words(row, file=FILE):
    """(word for optimization, word for generalization) of a row's main contrast."""
    main = of(row, file)[0]
    return main.optimization.word, main.generalization.word


def totals(file=FILE):
    """How many verdicts there are in all records: {"records": …, "ratios": …, "words": {word:
    …}, "survive": …}."""
    return content(file)["totals"]
