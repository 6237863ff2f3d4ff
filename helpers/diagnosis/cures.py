"""From a diagnosis to the rows of the lecture's table: what helps, and what does not or hurts."""
from pathlib import Path
from typing import NamedTuple

from helpers.diagnosis import digest
from helpers.diagnosis.rows import ROWS

SIDES = ("optimization", "generalization")
SIDE = {"optimization failed": "optimization", "both": "optimization",
        "overfitting": "generalization"}
NONE = ("neither", "undecided")
UNDERLINED = "text-decoration:underline"


class Cures(NamedTuple):
    """Rows of the table, tuples of Row: those that help; those that do not help, or hurt; those of
    which the lecture says the one and the record of this course the other."""
    helps: tuple = ()
    hurts: tuple = ()
    parted: tuple = ()


def cures(word):
    """The Cures for the word of a diagnosis, by what is said of a row, and by the record of its
    main contrast; empty for "neither" and "undecided".

    Where both went wrong, the training loss comes first: what helps against overfitting makes
    training harder. ValueError for another word.
    """
    if word not in SIDE and word not in NONE:
        raise ValueError(f"word = {word!r}: allowed are {', '.join([*SIDE, *NONE])}")
    if word in NONE:
        return Cures()
    rows = {"helps": [], "hurts": [], "parted": [], "": []}
    for row in ROWS:
        rows[kind(said(row, word), measured(row, word))].append(row)
    return Cures(*(tuple(rows[name]) for name in ("helps", "hurts", "parted")))


def said(row, word):
    """The sign of a row on the side that the word names: "+", "-", "(+)" or ""."""
    return getattr(row, SIDE[word])


def measured(row, word):
    """The word of the row's record on that side, such as "helps"."""
    return digest.words(row.key)[SIDES.index(SIDE[word])]


def kind(sign, found):
    """Which field of Cures a row with this sign and this measured word belongs to; "" for none."""
    helps, hurts = "+" in sign or found == "helps", sign == "-" or found == "hurts"
    return "parted" if helps and hurts else "helps" if helps else "hurts" if hurts else ""


def advice(word, name):
    """Sentences on the rows for a word, a list; name(row) is what a row is called there."""
    found = cures(word)
    parts = {"What helps": map(name, found.helps),
             "What does not help, or makes it worse": map(name, found.hurts),
             "Said and measured disagree": (f"{name(row)} (said {said(row, word)}, measured: "
                                        f"{measured(row, word)})" for row in found.parted)}
    lines = {say: ", ".join(rows) for say, rows in parts.items()}
    return [f"{say}: {rows}." for say, rows in lines.items() if rows]


def plain(row):
    """A row and its lesson's number: dropout [04]."""
    return f"{row.trick} [{row.lesson[:2]}]"


def linked(row):
    """A row as HTML that links to its lesson; without a link where the lesson is not here."""
    lesson = f"{row.lesson}.ipynb"
    link = f"<a href='{lesson}' target='_blank' style='{UNDERLINED}'>{row.trick}</a>"
    return link if Path(lesson).exists() else plain(row)
