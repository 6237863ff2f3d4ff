"""Notebook 04: its words about the records follow from the records."""
import numpy as np
import pytest

from helpers.experiments import results

ENOUGH = "dropout_100", "dropout_1000"
TOO_WEAK = "dropout_narrow", "dropout_small", "dropout_early"


def verdict(name, rate="p = 0.5"):
    return results.load(name).verdict("p = 0", rate)


@pytest.mark.parametrize("name", ["dropout_50", "dropout", *ENOUGH, *TOO_WEAK])
def test_the_training_loss_in_training_mode_rises_in_every_run(name):
    told = verdict(name).optimization
    assert (told.word, told.lower) == ("hurts", 0)


def test_the_validation_loss_falls_with_100_and_1000_and_not_clearly_with_50_or_if_tuned():
    assert {verdict(name).generalization.word for name in ENOUGH} == {"helps"}
    assert {verdict(name).generalization.word for name in ("dropout_50", "dropout")} == {"unclear"}
    assert verdict("dropout").early_stopping.word == "helps"


def test_without_dropout_the_best_learning_rate_is_below_that_of_the_first_figure():
    chosen = results.load("dropout").choices
    rates = [chosen[rate]["lr"] for rate in ("p = 0", "p = 0.2", "p = 0.5", "p = 0.8")]
    assert rates == [3e-4, 3e-4, 1e-3, 3e-3]
    assert chosen["best p"] == {"lr": 1e-3, "p": 0.2}


def test_the_more_pictures_the_larger_the_share_of_the_loss_that_goes():
    told = [verdict(name).generalization.r for name in ("dropout_50", *ENOUGH)]
    assert np.all(np.diff(told) < 0)


@pytest.mark.parametrize("name", TOO_WEAK)
def test_where_the_training_loss_is_high_dropout_hurts_in_every_run(name):
    told = verdict(name)
    assert (told.generalization.word, told.generalization.lower) == ("hurts", 0)
    solved = verdict("dropout_1000").without
    assert np.median(told.without.train_loss) > 0.05 > 50 * np.median(solved.train_loss)


def test_two_layers_of_16_overfit_and_still_dropout_hurts():
    alone = verdict("dropout_narrow").without
    assert np.median(alone.validation_loss) > 2 * np.median(alone.train_loss)


@pytest.mark.parametrize("rate, words", [
    ("p = 0.2", ("hurts", "helps", "helps")), ("p = 0.8", ("hurts", "hurts", "hurts")),
    ("best p", ("unclear", "unclear", "helps"))])
def test_every_rate_at_its_best_has_these_words(rate, words):
    told = verdict("dropout", rate)
    found = told.optimization, told.generalization, told.early_stopping
    assert tuple(ratio.word for ratio in found) == words
    assert told.optimization.lower == (20 if rate == "best p" else 0)


def test_where_dropout_hurts_it_costs_4_to_6_points_of_accuracy():
    lost = [-100 * verdict(name).accuracy.mean for name in TOO_WEAK]
    assert [round(points) for points in sorted(lost)] == [4, 4, 6]
