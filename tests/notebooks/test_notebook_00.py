"""Notebook 00: its words about what is trained and about the record follow from both."""
import numpy as np
import pytest

from helpers.diagnosis.rule import diagnose
from helpers.experiments import n00_functions, n00_three_steps, results

USUAL = dict(activation="sigmoid", layers=6, units=32, lr=1e-3, n=300, seed=0)
PRESETS = {"optimization failed": {},
           "overfitting": dict(activation="ReLU", layers=3, n=50, lr=0.01),
           "both": dict(layers=10, n=50), "neither": dict(layers=1, lr=0.01)}
SMALL, LARGE = "100 digits", "1,000 digits"


def diagnosed(**setting):
    """The word for a run of the first figure."""
    rows = [*n00_three_steps.beside_linear(*setting.values())]
    _, simple, _, training, validation = np.transpose(rows)
    return diagnose(training, validation, simple[-1])


@pytest.mark.parametrize("word, change", PRESETS.items())
def test_each_preset_of_the_first_figure_has_its_word(word, change):
    assert diagnosed(**USUAL | change) == word


def test_only_ten_times_the_rate_turns_a_failed_search_into_overfitting():
    assert diagnosed(**USUAL | {"lr": 0.01}) == "overfitting"


@pytest.fixture(scope="module")
def cured():
    """{patient, trick: (training, validation) with / without}, losses floored at 0.01."""
    found = {}
    for patient in n00_three_steps.PATIENTS:
        for trick in n00_three_steps.TRICKS:
            *_, (_, *losses) = n00_three_steps.with_and_without(patient, trick)
            found[patient, trick] = np.divide(*np.maximum(np.reshape(losses, (2, 2))[::-1], 0.01))
    return found


def test_more_data_cures_overfitting_and_no_failed_search(cured):
    overfits = {trick: cured["overfitting", trick][1] for trick in n00_three_steps.TRICKS}
    assert min(overfits, key=overfits.get) == "1,000 digits" and overfits["1,000 digits"] < 0.25
    assert abs(cured["optimization failed", "1,000 digits"][0] - 1) < 0.1


@pytest.mark.parametrize("trick", ["dropout", "L2"])
def test_what_helps_against_overfitting_hurts_a_failed_search(cured, trick):
    assert cured["overfitting", trick][1] < 0.85 and cured["optimization failed", trick][0] > 1.2


@pytest.mark.parametrize("trick", ["skip connections", "layer normalization", "leaky ReLU"])
def test_three_tricks_help_the_search(cured, trick):
    assert cured["optimization failed", trick][0] < 0.6


def test_the_small_set_wins_where_its_belief_is_true_and_data_replace_knowledge():
    noise = 0.25
    many, one = (n00_functions.medians(kind, 30) for kind in ("many waves", "one wave"))
    assert many[0] < noise < many[1] and one[1] < 1.2 * noise and many[1] > 5 * one[1]
    assert n00_functions.medians("many waves", 300)[1] < 1.2 * noise
    assert min(n00_functions.medians("one wave", n, 6.0)[1] for n in (30, 100, 300)) > 0.6


# The record of capacity

def ends(digits):
    """Median training and validation losses by number of units: {units: (training, validation)}."""
    outcomes = results.load("capacity").outcomes
    return {int(name.split(", ")[1].split()[0]): [
        np.median(curve[-1]) for curve in n00_functions.curves(outcome)]
        for name, outcome in outcomes.items() if name.startswith(digits)}


def test_with_100_digits_the_largest_set_has_the_lowest_validation_loss():
    found = ends(SMALL)
    assert min(found, key=lambda units: found[units][1]) == max(found) == 256
    large = ends(LARGE)
    assert large[128][1] <= large[256][1] < 1.03 * large[128][1]


def test_the_gap_is_largest_in_the_middle():
    gaps = {units: validation - training for units, (training, validation) in ends(SMALL).items()}
    assert max(gaps, key=gaps.get) == 4
    assert [round(gaps[units], 2) for units in (1, 4, 256)] == [0.32, 0.72, 0.32]


def test_with_256_units_the_validation_loss_rises_a_little_after_54_updates():
    outcome = results.load("capacity").outcomes["100 digits, 256 units"]
    medians = np.median(n00_functions.curves(outcome)[1], axis=1)
    at = outcome.moments.index(54)
    assert medians.argmin() in (at, at + 1) and 1.02 < medians[-1] / medians[at] < 1.2
