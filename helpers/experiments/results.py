"""The rows of the lecture's table, measured: which trial belongs to a row, over which seeds, and what came out.

`measure` runs a row on any `concurrent.futures.Executor`, `record` keeps it as data/measured/NAME.json, `load` reads it
back, and `verdict` says what it means. The notebooks show the record, and measure a few seeds anew.
"""
import json
import platform
from dataclasses import asdict
from pathlib import Path

import numpy as np

from helpers.datasets import sampling
from helpers.experiments import (
    n04_dropout as trials, n05_initialization as trials_initialization,
    n06_cnn as trials_convolution, n07_skip_connections as trials_residual,
    n08_normalization as trials_normalization, n09_losses as trials_losses,
    n10_augmentation as trials_augmentation, n11_semi_supervised as trials_semisupervised,
    n12_regularization as trials_regularization, verdict as compare)
from helpers.experiments.verdict import Row

FOLDER = Path(__file__).resolve().parents[2] / "data" / "measured"
CHUNK = 5  # seeds that are trained together, as one array


ROWS = (trials.ROWS | trials_initialization.ROWS | trials_convolution.ROWS | trials_residual.ROWS | trials_normalization.ROWS
        | trials_losses.ROWS | trials_augmentation.ROWS | trials_semisupervised.ROWS | trials_regularization.ROWS)


def measure(name, executor, seeds=None):
    """Run a row in chunks of seeds on an executor; returns what `load` returns."""
    row = ROWS[name]
    seeds = list(row.seeds if seeds is None else seeds)
    sampling.require_seeds(seeds)
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
    near = [np.isclose(getattr(outcome, loss), getattr(recorded[contender], loss)[:n], rtol=tolerance, atol=0, equal_nan=True)
            for contender, outcome in anew.items() for loss in ("trained", "validation")]
    which = f"seed {seeds[0]}" if n == 1 else f"seeds {seeds[0]} to {seeds[n - 1]}"
    return (f"{name}, {which} measured anew ({', '.join(anew)}): all losses within {tolerance:.0%} of the record: "
            f"{bool(np.all(near))}")
