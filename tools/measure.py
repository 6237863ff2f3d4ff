"""Measure the experiments that are not recorded yet: data/measured/NAME.json.

    python tools/measure.py [NAME …] [--scheduler tcp://HOST:PORT]

Named ones are measured again. Without a scheduler, two processes of this machine do the work; with
one, the workers of a Dask cluster. Stop it whenever you like: what is finished stays, in
data/measured/ or, piece by piece, in build/measured/.
"""
import helpers  # noqa: F401, I001  before NumPy: one thread for linear algebra

import argparse
import hashlib
import json
import shutil
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from importlib import import_module
from pathlib import Path

import numpy as np

from helpers.experiments import measuring, results

LESSONS = ("n02_optimizers", "n03_schedules", "n04_dropout", "n05_initialization", "n06_cnn",
           "n07_skip_connections",
           "n08_normalization", "n09_losses", "n10_augmentation", "n11_semi_supervised",
           "n12_regularization", "n13_the_table")
HOME = {name: lesson for lesson in LESSONS
        # every experiment's lesson
        for name in import_module(f"helpers.experiments.{lesson}").EXPERIMENTS}
STORE = Path(__file__).resolve().parent.parent / "build" / "measured"
WORKERS = 2


def experiment(name):
    """The experiment NAME. ValueError for a name that is none."""
    if name not in HOME:
        raise ValueError(f"NAME = {name!r}: allowed are {', '.join(HOME)}")
    return measuring.experiment(HOME[name], name)


def changed(name):
    """What a record says otherwise than its experiment, in words; "" if nothing, or if there is no
    record.

    ValueError that names the file, where it cannot be read.
    """
    try:
        record = results.load(name)
    except FileNotFoundError:
        return ""
    asked = experiment(name)
    facts = [fact for fact in (*results.FACTS, "seeds")
             if getattr(record, fact) != getattr(asked, fact)]
    if list(record.outcomes) != list(asked.contenders()):
        facts.append("contenders")
    return f"{name}.json: another {' and '.join(facts)}; make measure NAME={name}" if facts else ""


class Measurement:
    """One experiment on its way: which pieces are done, and which can begin.

    A piece is ("choose", contender), ("run", contender, seeds) or ("identify", contender).
    """

    def __init__(self, name):
        self.name, self.experiment = name, experiment(name)
        self.done, self.begun = {}, set()
        self.contenders = list(self.experiment.contenders())

    def pieces(self):
        """All that can be done now and was not begun."""
        for contender in self.contenders:
            ready = [("choose", contender)]
            if ready[0] in self.done:
                ready = [("run", contender, seeds)
                         for seeds in measuring.chunks(self.experiment.seeds)]
                ready += [("identify", contender)]
            for piece in ready:
                if piece not in self.begun:
                    yield piece

    def count(self):
        """How many pieces there are in all."""
        return len(self.contenders) * (2 + len(measuring.chunks(self.experiment.seeds)))

    def call(self, piece):
        """The function and the arguments that do a piece."""
        kind, contender, *seeds = piece
        choice = [] if kind == "choose" else [self.done["choose", contender][0]]
        return getattr(measuring, kind), (HOME[self.name], self.name, contender, *choice, *seeds)

    def file(self, piece):
        """Where the result of a piece is kept until the record is complete: another setting,
        another file."""
        about = (self.experiment.setting, self.call(piece)[1], self.experiment.cut, np.__version__)
        key = hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()
        return STORE / self.name / f"{piece[0]}-{key[:16]}.json"

    def kept(self, piece):
        """The result of a piece that an earlier call has left, or None."""
        file = self.file(piece)
        if not file.exists():
            return None
        text = file.read_text(encoding="utf-8")
        return measuring.unpacked(text) if piece[0] == "run" else json.loads(text)

    def take(self, piece, result, keep=True):
        """A piece is done."""
        self.done[piece] = result
        if keep:
            file = self.file(piece)
            file.parent.mkdir(parents=True, exist_ok=True)
            text = measuring.packed(result) if piece[0] == "run" else json.dumps(result)
            file.with_suffix(".part").write_text(text, encoding="utf-8")
            file.with_suffix(".part").replace(file)

    @property
    def complete(self):
        return len(self.done) == self.count()

    def record(self):
        """All pieces together."""
        seeds = measuring.chunks(self.experiment.seeds)
        return measuring.record(self.experiment, {contender: (
            *self.done["choose", contender],
            [self.done["run", contender, chunk] for chunk in seeds],
            self.done["identify", contender]) for contender in self.contenders})


def measure(names, executor, tell=print):
    """Measure these experiments. All that can begin is submitted before anything is waited for."""
    began, running = time.perf_counter(), {}
    under_way = [Measurement(name) for name in names]
    total = sum(measurement.count() for measurement in under_way)

    def go_on(measurement):
        for piece in measurement.pieces():
            measurement.begun.add(piece)
            result = measurement.kept(piece)
            if result is not None:
                measurement.take(piece, result, keep=False)
                return go_on(measurement)
            function, arguments = measurement.call(piece)
            running[executor.submit(function, *arguments)] = measurement, piece
        if measurement.complete:
            results.save(measurement.name, measurement.record())
            shutil.rmtree(STORE / measurement.name, ignore_errors=True)
            done = sum(len(each.done) for each in under_way)
            tell(f"{time.perf_counter() - began:6.0f} s  {done / total:4.0%}  {measurement.name}")

    try:
        for measurement in under_way:
            go_on(measurement)
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                measurement, piece = running.pop(future)
                measurement.take(piece, future.result())
                go_on(measurement)
    finally:
        keep_finished(running)  # stopped: what is done stays


def keep_finished(running):
    """Keep the results of {future: (measurement, piece)} that are there and were not taken yet."""
    for future, (measurement, piece) in running.items():
        if future.done() and not future.cancelled() and future.exception() is None:
            measurement.take(piece, future.result())


def cluster(address):
    """An executor of the Dask cluster at an address.

    SystemExit, in one sentence, if it is not to be had.
    """
    try:
        from distributed import Client
        # pure: two equal calls would be one
        return Client(address, timeout=5).get_executor(pure=False)
    except ImportError:
        words = "A scheduler needs Dask: pip install '.[cluster]'; nothing was lost."
        raise SystemExit(words) from None
    except (OSError, ValueError, TimeoutError) as error:
        raise SystemExit(f"SCHEDULER = {address!r} cannot be reached ({type(error).__name__}); "
                         f"nothing was lost.") from None


def wanted(names):
    """The names asked for; else those without a record, or with one that cannot be read or is of
    another setting."""
    if names:
        return [name for name in names if experiment(name)]
    missing = [name for name in HOME if not (results.FOLDER / f"{name}.json").exists()]
    return missing + [name for name in HOME if name not in missing and outdated(name)]


def outdated(name):
    """Whether a record must be made anew."""
    try:
        return bool(changed(name))
    except ValueError:
        return True


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--scheduler", metavar="tcp://HOST:PORT")
    asked = parser.parse_args(arguments)
    try:
        names = wanted(asked.names)
    except ValueError as error:
        raise SystemExit(str(error)) from None
    executor = cluster(asked.scheduler) if asked.scheduler else ProcessPoolExecutor(WORKERS)
    try:
        measure(names, executor)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)
    print(f"{len(names)} measured, {len(list(results.FOLDER.glob('*.json')))} in data/measured/")


if __name__ == "__main__":
    main()
