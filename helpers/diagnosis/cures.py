"""From a diagnosis to the rows of the lecture's table: what helps, and what would make it worse."""
from typing import NamedTuple

from helpers.diagnosis.rows import ROWS

SIDE = {"optimization failed": "optimization", "both": "optimization",
        "overfitting": "generalization"}


class Cures(NamedTuple):
    """Rows of the table that help, and rows that do not help or make it worse."""
    helps: tuple
    hurts: tuple


def cures(word):
    """The Cures for the word of a diagnosis, by what is said of the rows; none for "neither" and
    "undecided".

    Where both went wrong, the training loss comes first: what helps against overfitting makes
    training harder. ValueError for another word.
    """
    if word in ("neither", "undecided"):
        return Cures((), ())
    if word not in SIDE:
        raise ValueError(f"word = {word!r}: allowed are {', '.join(SIDE)}, neither, undecided")
    signs = {row.key: getattr(row, SIDE[word]) for row in ROWS}
    return Cures(tuple(row for row in ROWS if signs[row.key] == "+"),
                 tuple(row for row in ROWS if signs[row.key] == "-"))


def link(row, folder=""):
    """A row as a Markdown link to its lesson."""
    return f"[{row.trick}]({folder}{row.lesson}.ipynb)"
