"""The rows of the lecture's table: one short function for each, which trains with and without a trick.

A function takes the seeds and returns an `Outcome` for each contender, one number a seed; every seed has its own start,
split and batches, the same for all contenders. `measure` runs a row on any `concurrent.futures.Executor` and `record`
keeps it as data/measured/NAME.json; `load` reads it back. The notebooks show the record, and run a few seeds anew.
"""
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from helpers import compare, data, initialization
from helpers.layers import Dropout, Flatten, ReLU
from helpers.losses import CrossEntropy
from helpers.networks import Network, Task, mlp
from helpers.optimizers import Adam

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


def digits(seeds, n, validation=700):
    """Training and validation pictures and labels for each seed: (seeds, n, 8, 8), (seeds, n, 10), and the same again."""
    pictures, labels = data.digits()
    parts = [data.split(labels, n, validation, seed)[:2] for seed in seeds]
    return [array[np.array(part)] for part in zip(*parts) for array in (pictures, data.one_hot(labels, 10))]


def classify(seeds, network, n, steps, lr=1e-3, batch=None):
    """Train `network` on n digits with Adam, from Kaiming's start."""
    x, y, x_new, y_new = digits(seeds, n)
    task = Task(network, CrossEntropy(), x, y, batch, seeds)
    theta = initialization.start(network, initialization.kaiming, seeds)
    return compare.outcome(task, Task(network, CrossEntropy(), x_new, y_new), Adam(lr), theta, steps)


def dropped(p, *hidden):
    """Digits to ten scores through hidden layers, each with dropout of rate p."""
    return Network((Flatten((8, 8)), *mlp(64, *hidden, 10, activation=ReLU(), after=(Dropout(p),)).layers))


def dropout(seeds, n=300, hidden=(128, 128), steps=600, rates=(0.0, 0.2, 0.5, 0.8)):
    return {f"p = {p:g}": classify(seeds, dropped(p, *hidden), n, steps) for p in rates}


def dropout_few(seeds):
    return dropout(seeds, n=100, rates=(0.0, 0.5))


def dropout_underfitting(seeds):
    return dropout(seeds, n=1000, hidden=(8,), rates=(0.0, 0.5))


ROWS = {
    "dropout": Row("dropout", 3, "300 digits, 64-128-128-10, ReLU, 600 full-batch updates of Adam 0.001", dropout),
    "dropout_few": Row("dropout, 100 pictures", 3, "100 digits, else the same", dropout_few),
    "dropout_underfitting": Row("dropout on a network that is too small", 3, "1,000 digits, 64-8-10, else the same", dropout_underfitting),
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
