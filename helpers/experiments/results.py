"""The records in data/measured/: what was measured, read back. It knows no experiment, only what
they left.

A record NAME.json holds trick, setting, seeds and versions; for every contender and seed the
numbers at the end, the losses at about ten moments, a fingerprint (see `training`), and how its
setting was chosen.
"""
import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from helpers.experiments.training import ENDS, Outcome, measure, measuring
from helpers.experiments.verdict import Verdict

FOLDER = Path(__file__).resolve().parents[2] / "data" / "measured"
VERSION = 2
FACTS = ("trick", "which_step", "setting", "floor", "guessing")
DIGITS = {"accuracy": 6}  # significant digits on record; losses have four


@dataclass(frozen=True, eq=False)
class Record:
    """What an experiment left: its facts, and by contender outcomes, fingerprints and choices.

    A choice is {setting: value}; `tuning` lists (setting, value, loss) of all that were tried.
    """
    trick: str
    which_step: int
    setting: str
    floor: float
    guessing: float
    seeds: tuple
    outcomes: dict
    fingerprints: dict
    choices: dict
    tuning: dict
    versions: Any = None

    def verdict(self, without, with_):
        """What the trick does, by two of the contenders. ValueError for a name that is none."""
        for name in (without, with_):
            if name not in self.outcomes:
                raise ValueError(f"contender = {name!r}: allowed are {', '.join(self.outcomes)}")
        return Verdict(self, self.outcomes[without], self.outcomes[with_])


def save(name, record, folder=None):
    """Write a record as JSON: complete or not there at all, even if we are stopped here."""
    folder = folder or FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    content = {"version": VERSION} | {fact: getattr(record, fact) for fact in FACTS}
    content |= {"seeds": list(record.seeds), "versions": versions(), "contenders": {
        contender: plain(record, contender) for contender in record.outcomes}}
    part = folder / f"{name}.part"
    part.write_text(as_json(content) + "\n", encoding="utf-8")
    part.replace(folder / f"{name}.json")


def versions():
    """On what a record was made. Training amplifies rounding, and processors round differently."""
    return {"python": platform.python_version(), "numpy": np.__version__, "processor": processor()}


def processor():
    """What kind of processor NumPy found, by its newest instructions."""
    found = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    machine = os.environ.get("OPENBLAS_CORETYPE") or platform.machine()
    return " ".join([machine, *found[-1:]])


def plain(record, contender):
    """All of one contender as numbers, lists and texts; None stands for nan."""
    outcome = record.outcomes[contender]
    numbers = {name: rounded(getattr(outcome, name), DIGITS.get(name, 4)) for name in ENDS}
    if len(outcome.moments):
        numbers |= {"moments": list(outcome.moments),
                    "train_mode_curve": rounded(outcome.train_mode_curve),
                    "validation_curve": rounded(outcome.validation_curve)}
    found = {name: rounded(values, digits=17)
             for name, values in record.fingerprints[contender].items()}
    return numbers | {"fingerprint": found, "choice": record.choices[contender],
                      "tuning": [(key, value, rounded(loss)) for key, value,
                                 loss in record.tuning[contender]]}


def rounded(values, digits=4):
    """An array or a number with so many significant digits, as nested lists; None for what is not
    finite."""
    if np.ndim(values):
        return [rounded(value, digits) for value in values]
    return float(f"{values:.{digits}g}") if np.isfinite(values) else None


def as_json(content):
    """JSON with a line for each contender, so that a change is seen where it is."""
    contenders = content.pop("contenders")
    head = json.dumps(content, ensure_ascii=False, separators=(",", ":"))[:-1]
    lines = [f"{json.dumps(name, ensure_ascii=False)}:"
             f"{json.dumps(numbers, ensure_ascii=False, separators=(',', ':'), allow_nan=False)}"
             for name, numbers in contenders.items()]
    return head + ',"contenders":{\n' + ",\n".join(lines) + "\n}}"


def load(name, folder=None):
    """The record NAME. FileNotFoundError if it was never measured.

    ValueError that names the file and what to do, if it is cut off or of another version.
    """
    path = (folder or FOLDER) / f"{name}.json"
    if not path.exists():
        raise FileNotFoundError(f"{path.name} is not in data/measured: make measure NAME={name}")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ValueError(f"it is of version {content['version']}, not {VERSION}")
        return read(content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else error
        raise ValueError(f"{path.name}: {what}; make measure NAME={name} makes it anew") from None


def read(content):
    """A Record from the content of its file."""
    found = content["contenders"]
    return Record(**{fact: content[fact] for fact in FACTS}, seeds=tuple(content["seeds"]),
                  outcomes={name: outcome(numbers, len(content["seeds"])) for name,
                            numbers in found.items()},
                  fingerprints={name: exact(numbers["fingerprint"])
                                for name, numbers in found.items()},
                  choices={name: numbers["choice"] for name, numbers in found.items()},
                  tuning={name: tried(numbers["tuning"]) for name, numbers in found.items()},
                  versions=content["versions"])


def exact(fingerprint):
    """A fingerprint with nan, where a run had diverged so soon."""
    return {number: [np.nan if value is None else value for value in values]
            for number, values in fingerprint.items()}


def tried(rows):
    """(setting, value, loss) of all values that were tried; a run that diverged has an infinite
    loss."""
    return [(key, value, np.inf if loss is None else loss) for key, value, loss in rows]


def outcome(numbers, seeds):
    """An Outcome from its lists; ValueError if one has not a number for each seed."""
    ends = [np.array(numbers[name], float) for name in ENDS]
    for name, values in zip(ENDS, ends, strict=True):
        if values.shape != (seeds,):
            raise ValueError(f"{name} has {values.size} numbers for {seeds} seeds")
    if "moments" not in numbers:
        return Outcome(*ends)
    curves = [np.array(numbers[name], float) for name in ("train_mode_curve", "validation_curve")]
    return Outcome(*ends, tuple(numbers["moments"]), *curves)


def agreement(name, contenders, seeds, tolerance=0.02):
    """In one sentence: do these seeds, trained anew, agree with the record NAME?

    `contenders` are {name: Contender} of the experiment, some or all.
    """
    record = load(name)
    at = [record.seeds.index(seed) for seed in seeds]
    near = []
    for contender, description in contenders.items():
        anew = measure(description.make(tuple(seeds), **record.choices[contender]))
        for loss in ("train_mode_loss", "validation_loss"):
            recorded = getattr(record.outcomes[contender], loss)[at]
            near.append(np.isclose(getattr(anew, loss), recorded, rtol=tolerance, atol=0,
                                   equal_nan=True))
    which = f"seed {seeds[0]}" if len(seeds) == 1 else f"seeds {seeds[0]} to {seeds[-1]}"
    return (f"{name}, {which} measured anew ({', '.join(contenders)}): all losses within "
            f"{tolerance:.0%} "
            f"of the record: {bool(np.all(near))}")


def one_more(record, contenders, seed):
    """Train one seed that need not be on record, each contender with its recorded choice.

    A generator of the share that is done, 0 to 1, which returns {name: Outcome}, one seed each.
    `contenders` are {name: Contender} of the experiment, some or all; they take their turns.
    ValueError for a name that is not on record.
    """
    found = {}
    for name, description in contenders.items():
        if name not in record.choices:
            raise ValueError(f"contender = {name!r}: allowed are {', '.join(record.choices)}")
        steps = measuring(description.make((seed,), **record.choices[name]))
        found[name] = yield from _after(len(found), len(contenders), steps)
    return found


def _after(done, n, steps):
    """One of n pieces of work, `done` of which are: its progress as a share of all."""
    while True:
        try:
            share = next(steps)
        except StopIteration as end:
            return end.value
        yield (done + share) / n
