"""Whole trainings, measured anew: the words hold on this processor too (`make soak`; minutes).

Single runs may end elsewhere, since training amplifies rounding. What must hold is the word, and
whose numbers are whose.
"""
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

import measure
from helpers.experiments import measuring, results
from helpers.experiments.training import ENDS, Outcome
from helpers.experiments.verdict import B, ratio

pytestmark = pytest.mark.soak
NAMES = sorted(measure.HOME)
LOSSES = ("train_mode_loss", "train_loss", "validation_loss")
HAIR = 0.03  # an end of an interval that is so near to a limit may fall on its other side


@cache
def anew(name, contender):
    """The Outcome of a contender for the first seeds."""
    record = results.load(name)
    seeds = measuring.chunks(record.seeds)[0]
    return measuring.run(measure.HOME[name], name, contender, record.choices[contender], seeds)


def mixed(recorded, new):
    """The recorded Outcome with the first seeds measured anew."""
    n = len(new.accuracy)
    return Outcome(*(np.concatenate([getattr(new, end), getattr(recorded, end)[n:]])
                     for end in ENDS))


def on_a_hair(one):
    """Whether the word of a ratio turns if the ends of its interval move by a hair."""
    limits = (1 / B, 1.0, B)
    return any(abs(np.log(end / limit)) < HAIR for end in (one.low, one.r, one.high)
               for limit in limits)


@pytest.mark.parametrize("name", NAMES)
def test_the_words_hold_with_seeds_measured_anew(name):
    record = results.load(name)
    again = replace(record, outcomes={contender: mixed(outcome, anew(name, contender))
                                      for contender, outcome in record.outcomes.items()})
    first, *others = record.outcomes
    for other in others:
        for kind in ("optimization", "generalization"):
            before, now = (getattr(one.verdict(first, other), kind) for one in (record, again))
            assert before.word == now.word or on_a_hair(before) or on_a_hair(now), (other, before,
                                                                                    now)


def apart(one, other, floor):
    """How far two contenders' losses are apart: the largest factor between their geometric
    means."""
    ratios = [ratio(getattr(one, loss), getattr(other, loss), floor).r for loss in LOSSES]
    return np.exp(np.nanmax(np.abs(np.log(ratios)))) if np.isfinite(ratios).any() else 1.0


@pytest.mark.parametrize("name", NAMES)
def test_end_numbers_that_were_exchanged_are_found(name):
    """What is measured anew is nearer to its own numbers than to those of a contender that is far
    away."""
    record = results.load(name)
    for contender in record.outcomes:
        new = anew(name, contender)
        few = {who: head(one, len(new.accuracy)) for who, one in record.outcomes.items()}
        for other, numbers in few.items():
            if apart(few[contender], numbers, record.floor) > 2:
                own = apart(few[contender], new, record.floor)
                assert own < apart(numbers, new, record.floor), (contender, other)


def head(outcome, n):
    """The first n seeds."""
    return Outcome(*(getattr(outcome, end)[:n] for end in ENDS))
