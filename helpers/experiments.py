"""The rows of the lecture's table, measured: which trial belongs to a row, over which seeds, and what came out.

`measure` runs a row on any `concurrent.futures.Executor`, `record` keeps it as data/measured/NAME.json, `load` reads it
back, and `verdict` says what it means. The notebooks show the record, and measure a few seeds anew.
"""
import json
import platform
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from helpers import compare, data, trials, trials_initialization
from helpers.layers import ReLU, Sigmoid, Tanh

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
    "dropout": Row("dropout", 3, "300 digits, 64-128-128-10, ReLU, 600 full-batch updates of Adam 0.001",
                   trials.dropout),
    "dropout_50": Row("dropout, 50 digits", 3, "50 digits, else as in the row dropout", trials.dropout_50),
    "dropout_100": Row("dropout, 100 digits", 3, "100 digits, else as in the row dropout", trials.dropout_100),
    "dropout_1000": Row("dropout, 1,000 digits", 3, "1,000 digits, else as in the row dropout",
                        trials.dropout_1000),
    "dropout_small": Row("dropout, network of 8 hidden units", 3,
                         "1,000 digits, 64-8-10, else as in the row dropout", trials.dropout_small),
    "dropout_narrow": Row("dropout, network of twice 16 hidden units", 3,
                          "1,000 digits, 64-16-16-10, else as in the row dropout", trials.dropout_narrow),
    "dropout_early": Row("dropout, training stopped early", 3,
                         "1,000 digits, 60 updates, else as in the row dropout", trials.dropout_early),
}

KAIMING = {  # where the lecture's experiment on initialization works, and where it does not
    "": ("standardised data, random biases", {}),
    "_zero": ("standardised data, zero biases", {"biases": False}),
    "_raw": ("raw data, random biases", {"standardised": False}),
}
ROWS |= {
    f"kaiming_{type(activation).__name__.lower()}{suffix}": Row(
        "Kaiming's scale", 3, f"15 lectures, 1-100-1, {type(activation).__name__}, 10,000 epochs of Adam {lr}, {words}",
        partial(trials_initialization.kaiming, activation=activation, lr=lr, **how))
    for activation, lr in ((Tanh(), 0.003), (ReLU(), 0.001), (Sigmoid(), 0.01)) for suffix, (words, how) in KAIMING.items()
}
PRETRAINING = "100 of the digits 5 to 9 on 12 × 12, {} updates of Adam 0.002; before, 3,000 on the digits 0 to 4"
ROTATION = "50 plain digits, {} updates of Adam 0.002; before, 3,000 on the turns of 1,097 digits"
ROWS |= {
    "kaiming_digits": Row("Kaiming's scale, at equal training loss", 3,
                          "300 digits, 64-64-10, ReLU, Adam 0.001 until the loss is 0.01", trials_initialization.gains),
    "dying_relu": Row("leaky ReLU for dead units", 2,
                      "15 lectures, 1-20-1, first biases −6, 5,000 updates of plain descent 0.1", trials_initialization.dying),
    "pretraining": Row("pre-training, early", 3, PRETRAINING.format(50), trials_initialization.pretraining),
    "pretraining_late": Row("pre-training, late", 3, PRETRAINING.format(300),
                            partial(trials_initialization.pretraining, steps=300)),
    "rotation": Row("pre-training on turns, early", 3, ROTATION.format(50), trials_initialization.rotation),
    "rotation_late": Row("pre-training on turns, late", 3, ROTATION.format(300),
                         partial(trials_initialization.rotation, steps=300)),
}


def measure(name, executor, seeds=None):
    """Run a row in chunks of seeds on an executor; returns what `load` returns."""
    row = ROWS[name]
    seeds = list(row.seeds if seeds is None else seeds)
    data.some(seeds)
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


def agreement(name, anew, tolerance=0.02):
    """In one sentence: do outcomes of the first seeds, measured `anew` for some contenders, agree with the record NAME?"""
    _, seeds, recorded = load(name)
    n = len(next(iter(anew.values())).trained)
    apart = [np.abs(getattr(outcome, loss) / getattr(recorded[contender], loss)[:n] - 1)
             for contender, outcome in anew.items() for loss in ("trained", "validation")]
    which = f"seed {seeds[0]}" if n == 1 else f"seeds {seeds[0]} to {seeds[n - 1]}"
    return (f"{name}, {which} measured anew ({', '.join(anew)}): all losses within {tolerance:.0%} of the record: "
            f"{bool(np.nanmax(apart) < tolerance)}")
