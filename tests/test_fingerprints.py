"""Every experiment still does what it did when its record was made: its first updates, measured
anew on this processor.

Training amplifies rounding and processors round differently, so whole runs are not compared; after
20 updates there is little to amplify. Losses alone cannot tell all contenders apart, the distance
from the start can.
"""
from functools import cache

import numpy as np
import pytest

import measure
from helpers.experiments import measuring, results

NAMES = sorted(measure.HOME)
FLOAT32, FLOAT64 = 5e-5, 1e-8  # relative tolerances
# a run with such a loss is on its way to infinity, and no digit of it is the same elsewhere
LARGE = 1e6


@cache
def anew(name, contender):
    """The fingerprint of a contender, measured here with the choice on record."""
    choice = results.load(name).choices[contender]
    return measuring.identify(measure.HOME[name], name, contender, choice)


@cache
def tolerance(name, contender):
    """That of the float type in which the contender is trained."""
    choice = results.load(name).choices[contender]
    training = measure.experiment(name).contenders()[contender].make((0,), **choice)
    return FLOAT32 if training.begin(1).dtype == np.float32 else FLOAT64


# Saturated units have gradients as small as what is rounded, of which Adam makes whole steps: here
# the distance is another on every processor, and the losses must do.
ROUNDED_STEPS = {"kaiming_fixed", "kaiming_tanh_raw", "kaiming_sigmoid_raw", "kaiming_relu_raw"}


def ignored(name):
    """The numbers of a fingerprint that are not compared."""
    return {"distance"} if name in ROUNDED_STEPS else set()


def far(here, there, most):
    """Where two fingerprints differ by more than `most`, as a share: the names of the numbers."""
    return [number for number in there
            if not np.all(near(np.array(here[number]), np.array(there[number]), most))]


def near(one, other, most):
    with np.errstate(all="ignore"):
        gone = ~(np.abs(one) < LARGE) & ~(np.abs(other) < LARGE)
        return gone | (np.abs(one - other) <= most * np.maximum(np.abs(one), np.abs(other)))


@pytest.mark.parametrize("name", NAMES)
def test_the_first_updates_are_those_on_record(name):
    for contender, there in results.load(name).fingerprints.items():
        different = far(anew(name, contender), there, tolerance(name, contender))
        assert set(different) <= ignored(name), contender


# Which contenders a fingerprint cannot tell apart, and why

REASONS = {
    "nothing passes ten layers of sigmoids, noise no more than the digits": {
        ("augmentation_deep", "none", "noise 0.3")},
    "the same training, judged at another moment": {("early_stopping", "Adam", "early stopping")},
    "the best decay for the training loss is none: this is Adam": {
        ("optimizers", "Adam", "AdamW"), ("optimizers_cnn", "Adam", "AdamW")},
}


def twins(name):
    """Contenders that chose the same setting, or whose records say the same in every number, are
    one training."""
    record = results.load(name)
    names = list(record.fingerprints)
    return [(one, other) for k, one in enumerate(names) for other in names[k + 1:]
            if not far(record.fingerprints[one], record.fingerprints[other],
                       100 * tolerance(name, one))]


def explained(name, one, other):
    """Why two contenders stand closer than a hundred tolerances, or None."""
    for reason, pairs in REASONS.items():
        if (name, one, other) in pairs:
            return reason
    choices = results.load(name).choices
    if other == "best p" and one == f"p = {choices[other]['p']:g}":
        return "the best rate of dropout is this one"
    if one == f"{other} {choices[other].get('decay', 0):g}":
        return "the best decay is this one"
    if other == f"{one}, η = {choices[one].get('lr', 0):g}":
        return "the best learning rate is this one"
    return None


@pytest.mark.parametrize("name", NAMES)
def test_contenders_that_cannot_be_told_apart_are_known_with_the_reason(name):
    assert [pair for pair in twins(name) if explained(name, *pair) is None] == []


@pytest.mark.parametrize("name", NAMES)
def test_two_contenders_exchanged_in_a_record_are_found(name):
    record = results.load(name)
    names = list(record.fingerprints)
    for one, other in zip(names, names[1:] + names[:1], strict=True):
        if (one, other) in twins(name) or (other, one) in twins(name):
            continue
        exchanged = record.fingerprints | {one: record.fingerprints[other],
                                           other: record.fingerprints[one]}
        for contender in (one, other):
            different = far(anew(name, contender), exchanged[contender], tolerance(name, contender))
            assert set(different) - ignored(name), (one, other)
