"""Notebook 08: its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import results
from helpers.experiments import n08_normalization as trials
from helpers.regression import Regression, lectures

BATCH, LAYER = list(trials.KINDS)[1:]
RATED = [name for name in trials.SETTINGS if name != "normalization_deep"]


def words(kind, side):
    """{setting: helps, hurts or no clear effect} for one kind against the plain network."""
    return {name: getattr(results.verdict(results.load(name), "none", kind), side).word for name in trials.SETTINGS}


def works(name, kind, limit=0.1):
    """The rates with which most seeds bring the training loss below the limit."""
    found = results.load(name)[2]
    return [rate for rate in trials.RATES if np.sum(found[f"{kind}, η = {rate:g}"].clean < limit) > 10]


def lowest(name, kind):
    """The lowest median of the validation loss that one rate for all seeds reaches."""
    found = results.load(name)[2]
    return min(np.median(found[f"{kind}, η = {rate:g}"].validation) for rate in trials.RATES)


def test_standardized_lectures_are_a_round_bowl_and_one_step_of_a_half_solves_it():
    x, y = lectures().x, lectures().y
    raw, bowl = Regression(x, y), Regression((x - x.mean()) / x.std(), y)
    assert round(np.linalg.cond(raw.hessian())) == 6902
    assert np.linalg.cond(bowl.hessian()) == pytest.approx(1)
    assert np.zeros(2) - 0.5 * bowl.grad(np.zeros(2)) == pytest.approx(bowl.minima[0])


def test_batch_normalization_helps_optimization_but_where_each_pixel_is_standardized_and_always_generalization():
    assert {name: word for name, word in words(BATCH, "optimization").items() if word != "helps"} == {"normalization_standardized": "hurts"}
    assert set(words(BATCH, "generalization").values()) == {"helps"}


def test_layer_normalization_is_mixed():
    found = {side: list(words(LAYER, side).values()) for side in ("optimization", "generalization")}
    assert [[told.count(word) for word in ("helps", "hurts")] for told in found.values()] == [[2, 2], [4, 0]]
    both = results.load("normalization_sigmoid")[2]
    assert min(both[kind].clean.min() for kind in ("none", LAYER)) > 2.29  # they only guess


def test_which_rates_work():
    counts = {name: [len(works(name, kind)) for kind in trials.KINDS] for name in RATED}
    assert list(counts.values()) == [[1, 3, 1], [1, 3, 1], [3, 3, 2], [2, 3, 2], [0, 2, 0]]
    for name in RATED[:4]:
        assert {0.3, 1.0} <= set(works(name, BATCH))
    assert [[len(works(name, kind, 0.01)) for kind in ("none", BATCH)] for name in RATED[:4]] == [[0, 2], [0, 2], [2, 2], [1, 2]]


def test_one_rate_for_all_seeds_gives_batch_normalization_the_lowest_validation_loss():
    assert all(lowest(name, BATCH) < min(lowest(name, "none"), lowest(name, LAYER)) for name in RATED)
    assert round(lowest(RATED[0], BATCH), 2) < round(np.median(results.load(RATED[0])[2][BATCH].validation), 2) == 0.13


def test_batches_of_one_teach_batch_normalization_nothing_and_from_eight_on_it_helps():
    record = results.load("normalization_batches")
    told = [results.verdict(record, f"none, {size}", f"{BATCH}, {size}").generalization.word for size in (1, 4, 8, 16, 64)]
    assert told == ["hurts", "no clear effect", "helps", "helps", "helps"]
    assert np.all(record[2][f"{BATCH}, 1"].accuracy < 0.2)


def test_standardizing_helps_optimization_in_every_seed_and_pixel_by_pixel_it_hurts_generalization():
    told = {way: results.verdict(results.load("standardized"), "0 to 1", way) for way in list(trials.PIXELS)[2:]}
    assert {verdict.optimization.lower for verdict in told.values()} == {20}
    assert [verdict.generalization.word for verdict in told.values()] == ["helps", "hurts", "helps"]


def test_a_record_is_repeated():
    anew = trials.standardized((0,), ("standardized together",))
    assert results.agreement("standardized", anew).endswith("True")
