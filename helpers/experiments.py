"""The rows of the lecture's table, measured: which trial belongs to a row, over which seeds, and what came out.

`measure` runs a row on any `concurrent.futures.Executor`, `record` keeps it as data/measured/NAME.json, `load` reads it
back, and `verdict` says what it means. The notebooks show the record, and measure a few seeds anew.
"""
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from helpers import compare, trials

FOLDER = Path(__file__).resolve().parent.parent / "data" / "measured"
CHUNK = 5  # seeds that are trained together, as one array


@dataclass(frozen=True)
class Row:
    """One measurement: what the lecture's table says of a trick, and the function that measures it."""
    trick: str
    step: int
    setting: str
    run: Any
    seeds: tuple = tuple(range(20))


ROWS = {
    "dropout": Row("dropout", 3, "300 digits, 64-128-128-10, ReLU, 600 full-batch updates of Adam 0.001", trials.dropout),
    "dropout_few": Row("dropout, 100 pictures", 3, "100 digits, else the same", trials.dropout_few),
    "dropout_underfitting": Row("dropout on a network that is too small", 3, "1,000 digits, 64-8-10, else the same", trials.dropout_underfitting),
}


def measure(name, executor, seeds=None):
    """Run a row in chunks of seeds on an executor; returns what `load` returns."""
    row = ROWS[name]
    seeds = list(row.seeds if seeds is None else seeds)
    jobs = [executor.submit(row.run, tuple(seeds[k:k + CHUNK])) for k in range(0, len(seeds), CHUNK)]
    return row, seeds, joined([job.result() for job in jobs])


def joined(chunks):
    """The outcomes of several chunks of seeds, one after the other, by contender."""
    return {contender: compare.Outcome(*(np.concatenate([getattr(chunk[contender], number) for chunk in chunks])
                                         for number in compare.Outcome.__annotations__)) for contender in chunks[0]}


def record(name, measured, folder=FOLDER):
    """Write a measurement as JSON: every seed's numbers, the setting and the versions."""
    row, seeds, outcomes = measured
    numbers = {contender: {key: [None if np.isnan(value) else float(f"{value:.6g}") for value in values]
                           for key, values in asdict(outcome).items()} for contender, outcome in outcomes.items()}
    content = {"trick": row.trick, "step": row.step, "setting": row.setting, "seeds": seeds, "outcomes": numbers,
               "versions": {"python": platform.python_version(), "numpy": np.__version__}}
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{name}.part"  # complete or not there at all, even if we are stopped here
    part.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(folder / f"{name}.json")


def load(name, folder=FOLDER):
    """The recorded measurement NAME: (row, seeds, {contender: Outcome}). FileNotFoundError if it was never measured."""
    content = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    outcomes = {contender: compare.Outcome(**{key: np.array(values, float) for key, values in numbers.items()})
                for contender, numbers in content["outcomes"].items()}
    return Row(content["trick"], content["step"], content["setting"], None), content["seeds"], outcomes


def verdict(measured, without, with_):
    """What the trick does, by two of the contenders of a measurement."""
    row, _, outcomes = measured
    return compare.Verdict(row.trick, row.step, row.setting, outcomes[without], outcomes[with_])
