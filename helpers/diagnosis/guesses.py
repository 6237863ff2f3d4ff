"""The reader's guesses for the empty table: kept in a small file, given as one line, compared.

Guesses are {key: (step, optimization, generalization)}, for some or all keys of `rows.ROWS`. The
step is 1, 2, 3 or None; the other two are "+" (helps), "-" (does not) or "" (no guess).
"""
import json
import os
from dataclasses import dataclass
from pathlib import Path

from helpers.diagnosis import digest
from helpers.diagnosis.rows import BY_KEY, ROWS

NAME = "my_table.json"
FOLDER = "MY_TABLE_FOLDER"  # an environment variable: where the file is, if not beside the notebook
STEPS, SIGNS = (1, 2, 3, None), ("+", "-", "")
NOTHING = (None, "", "")
BLANK = "."  # stands for no guess, in the line
EXAMPLE = "dropout=3-+"


def checked(guesses):
    """The same guesses, in the table's order, without the empty ones.

    ValueError that names the key and what is wrong with its guess.
    """
    if not isinstance(guesses, dict):
        raise ValueError(f"guesses = {guesses!r}: allowed is a dict {{key: (step, optimization, "
                         "generalization)}")
    for key, guess in guesses.items():
        check(key, guess)
    return {row.key: tuple(guesses[row.key]) for row in ROWS
            if tuple(guesses.get(row.key, NOTHING)) != NOTHING}


def check(key, guess):
    """ValueError if this is no guess for a row of the table."""
    if key not in BY_KEY:
        raise ValueError(f"key = {key!r}: allowed are {', '.join(BY_KEY)}")
    if not isinstance(guess, (tuple, list)) or len(guess) != 3:
        raise ValueError(f"{key} = {guess!r}: allowed is (step, optimization, generalization)")
    step, *signs = guess
    if isinstance(step, (bool, float)) or step not in STEPS:
        raise ValueError(f"{key}: step = {step!r}: allowed are 1, 2, 3, None")
    for name, sign in zip(("optimization", "generalization"), signs, strict=True):
        if sign not in SIGNS:
            raise ValueError(f"{key}: {name} = {sign!r}: allowed are '+', '-', ''")


# Kept in a file beside the notebook

def place(folder=None):
    """Where the file is: in this folder; by default where FOLDER says, or beside the notebook."""
    return Path(folder or os.environ.get(FOLDER, ".")) / NAME


def save(guesses, folder=None):
    """Write the guesses to my_table.json in this folder: complete, or not there at all."""
    path = place(folder)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(checked(guesses), indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def load(folder=None):
    """(guesses, words): what was saved in this folder, {} if nothing was.

    A file that cannot be read is set aside under another name, and the words say so; else "".
    """
    path = place(folder)
    if not path.exists():
        return {}, ""
    try:
        return checked(json.loads(path.read_text(encoding="utf-8"))), ""
    except ValueError as error:
        aside = free_name(path)
        path.rename(aside)
        return {}, (f"{NAME} could not be read ({error}). It is kept as {aside.name}; "
                    "the table begins empty.")


def free_name(path):
    """A name beside it that no file has: my_table.broken-1.json, …"""
    k = 1
    while path.with_name(f"{path.stem}.broken-{k}.json").exists():
        k += 1
    return path.with_name(f"{path.stem}.broken-{k}.json")


# As one line, to be pasted elsewhere

def as_line(guesses):
    """The guesses as one line: "dropout=3-+ skip=2+." A point stands for no guess."""
    return " ".join(f"{key}=" + "".join(str(part or BLANK) for part in guess)
                    for key, guess in checked(guesses).items())


def from_line(text):
    """The guesses of such a line. ValueError that names the word and what is wrong with it."""
    if not isinstance(text, str):
        raise ValueError(f"line = {text!r}: allowed is a text such as {EXAMPLE!r}")
    guesses = {}
    for word in text.split():
        key, guess = from_word(word)
        if key in guesses:
            raise ValueError(f"{word!r}: there is a guess for {key} already")
        guesses[key] = guess
    return checked(guesses)


def from_word(word):
    """(key, guess) of one word of the line."""
    key, equals, signs = word.partition("=")
    if not equals or len(signs) != 3:
        raise ValueError(f"{word!r}: allowed is a key, =, and three signs, such as {EXAMPLE!r}")
    if signs[0] not in "123" + BLANK:
        raise ValueError(f"{word!r}: step = {signs[0]!r}: allowed are 1, 2, 3 and {BLANK!r}")
    step = None if signs[0] == BLANK else int(signs[0])
    guess = (step, *("" if sign == BLANK else sign for sign in signs[1:]))
    check(key, guess)
    return key, guess


# Held against what was said and what was measured

@dataclass(frozen=True)
class Comparison:
    """How one row was guessed: each part True (right), False, or None (no guess, or nothing to
    hold it against). `step` and `said` go by the lecture, `measured` by the records' words; the
    last two are (optimization, generalization)."""
    row: object
    guess: tuple
    step: object
    said: tuple
    measured: tuple
    words: tuple


def compare(guesses):
    """{key: Comparison} of all rows that were guessed."""
    return {key: compared(BY_KEY[key], guess, digest.words(key))
            for key, guess in checked(guesses).items()}


def compared(row, guess, words):
    """A guess held against its row and the words for its main contrast."""
    step, *signs = guess
    said = tuple(right(sign, spoken) for sign, spoken in
                 zip(signs, (row.optimization, row.generalization), strict=True))
    measured = tuple(right(sign, as_sign(word)) for sign, word in zip(signs, words, strict=True))
    return Comparison(row, guess, step and step == row.step, said, measured, words)


def right(guess, truth):
    """Whether a guessed sign is the true one; "(+)" counts as "+". None if either is missing."""
    return guess == truth.strip("()") if guess and truth else None


def as_sign(word):
    """The sign for a verdict's word; "" where it leaves open what is true."""
    return {"helps": "+", "diverges without": "+", "hurts": "-", "diverges": "-",
            "about equal": "-"}.get(word, "")


def score(parts):
    """(right, guessed) of such parts: those that are not None."""
    known = [part for part in parts if part is not None]
    return sum(known), len(known)


def summary(guesses):
    """How many guesses were right, in words."""
    found = compare(guesses).values()
    if not found:
        return "No guess yet."
    counts = {"Step": score([one.step for one in found]),
              "as the lecture says": score([part for one in found for part in one.said]),
              "as measured here": score([part for one in found for part in one.measured])}
    return "; ".join(f"{name}: {hits} of {n} right" for name, (hits, n) in counts.items()) + "."
