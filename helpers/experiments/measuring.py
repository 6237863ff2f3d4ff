"""How an experiment is measured in pieces, on any `concurrent.futures.Executor`.

A piece is a function of names and numbers alone, so that another process, or another machine, can
do it.
"""
import json
from importlib import import_module

import numpy as np

from helpers.datasets.sampling import require_seeds
from helpers.experiments import training
from helpers.experiments.experiment import tune
from helpers.experiments.results import FACTS, Record
from helpers.experiments.training import Outcome, joined

CHUNK = 5  # seeds that are trained together, as one array
FEW = 2  # seeds that have a fingerprint


def experiment(lesson, name):
    """The experiment NAME of a lesson, such as "n04_dropout"."""
    return import_module(f"helpers.experiments.{lesson}").EXPERIMENTS[name]


def choose(lesson, name, contender):
    """The piece that comes first: (choice, tuning) of a contender. Nothing to tune: ({}, [])."""
    return tune(experiment(lesson, name), contender)


def run(lesson, name, contender, choice, seeds):
    """The piece that is most of the work: the Outcome of a contender for a few seeds."""
    make = experiment(lesson, name).contenders()[contender].make
    return training.measure(make(seeds, **choice))


def identify(lesson, name, contender, choice):
    """The last piece: a contender's fingerprint, of the first seeds."""
    asked = experiment(lesson, name)
    make = asked.contenders()[contender].make
    found = training.fingerprint(make(asked.seeds[:FEW], **choice), asked.cut)
    return {number: np.asarray(values, float).tolist() for number, values in found.items()}


def chunks(seeds):
    """The seeds, a few at a time."""
    require_seeds(seeds)
    return [tuple(seeds[k:k + CHUNK]) for k in range(0, len(seeds), CHUNK)]


def record(asked, pieces):
    """The Record of an experiment from {contender: (choice, tuning, outcomes of the chunks,
    fingerprint)}."""
    choices, tuning, outcomes, fingerprints = zip(*pieces.values(), strict=True)
    by_name = [dict(zip(pieces, values, strict=True)) for values in (
        [joined(parts) for parts in outcomes], fingerprints, choices, tuning)]
    for name, contender in asked.contenders().items():
        if name in pieces and not contender.curve:
            by_name[0][name] = by_name[0][name].without_curves()
    return Record(**{fact: getattr(asked, fact) for fact in FACTS}, seeds=tuple(asked.seeds),
                  outcomes=by_name[0], fingerprints=by_name[1], choices=by_name[2],
                  tuning=by_name[3])


def packed(outcome):
    """An Outcome as text, to be kept until its record is complete; nothing is rounded."""
    return json.dumps({name: value if name == "moments" else np.asarray(value, object).tolist()
                       for name, value in vars(outcome).items()})


def unpacked(text):
    """And back again."""
    values = json.loads(text)
    return Outcome(**{name: tuple(value) if name == "moments" else value and np.array(value, float)
                      for name, value in values.items()})
