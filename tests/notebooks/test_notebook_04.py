"""Notebook 04: its words about the record follow from the record."""
import numpy as np
import pytest

from helpers.experiments import results, verdict as compare

ENOUGH, TOO_WEAK = ("dropout_100", "dropout", "dropout_1000"), ("dropout_narrow", "dropout_small", "dropout_early")


def verdict(name, rate="p = 0.5"):
    return results.verdict(results.load(name), "p = 0", rate)


@pytest.mark.parametrize("name", ["dropout_50", *ENOUGH, *TOO_WEAK])
def test_the_loss_as_trained_rises_in_every_run(name):
    told = verdict(name).optimization
    assert (told.word, told.lower) == ("hurts", 0)


def test_the_validation_loss_falls_with_a_hundred_pictures_or_more_and_not_clearly_with_fifty():
    assert {verdict(name).generalization.word for name in ENOUGH} == {"helps"}
    assert verdict("dropout_50").generalization.word == "no clear effect"


def test_the_more_pictures_the_larger_the_share_of_the_loss_that_goes():
    told = [verdict(name) for name in ("dropout_50", *ENOUGH)]
    assert np.all(np.diff([np.median(each.with_.validation / each.without.validation) for each in told]) < 0)


@pytest.mark.parametrize("name", TOO_WEAK)
def test_against_an_optimization_problem_dropout_hurts_in_every_run(name):
    told = verdict(name)
    assert (told.generalization.word, told.generalization.lower) == ("hurts", 0)
    assert np.median(told.without.clean) > 0.05 > 50 * np.median(verdict("dropout").without.clean)


def test_a_little_dropout_lowers_the_clean_training_loss_and_much_of_it_hurts():
    little, much = verdict("dropout", "p = 0.2"), verdict("dropout", "p = 0.8")
    clean = compare.effect(little.without.clean, little.with_.clean)
    assert (clean.lower, clean.n) == (19, 20) and clean.word == little.generalization.word == "helps"
    assert much.generalization.word == "hurts"
