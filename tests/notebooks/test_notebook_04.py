"""Notebook 04: its exercises, and that its words about the record follow from the record."""
import numpy as np
import pytest

from helpers import exercises
from helpers.experiments import results, verdict as compare

LOGS = {"Ada": (0.31, 0.36), "Bo": (0.0006, 0.18), "Chi": (0.2, 0.24)}
ENOUGH, TOO_WEAK = ("dropout_100", "dropout", "dropout_1000"), ("dropout_narrow", "dropout_small", "dropout_early")


def said(capsys, exercise, *answer):
    exercise(*answer)
    return capsys.readouterr().out


def test_an_unanswered_exercise_gives_a_hint(capsys):
    for blank in ((exercises.kept_value, None), (exercises.own_dropout, lambda x, u, p, training: None),
                  (exercises.needs_dropout, None, LOGS)):
        assert said(capsys, *blank).startswith("Not answered")


@pytest.mark.parametrize("answer, verdict", [(3 / 0.8, "Right"), (3, "too small"), (3 * 0.8, "too small"),
                                             (3 / 0.2, "too large")])
def test_what_is_left_is_divided_by_the_probability_to_stay(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.kept_value, answer)


def test_dropout_written_another_way_is_right(capsys):
    def own(x, u, p, training):
        return np.where(u < p, 0, x / (1 - p)) if training else x
    assert said(capsys, exercises.own_dropout, own).startswith("Right")


@pytest.mark.parametrize("wrong", [
    lambda x, u, p, training: x * (u >= p) if training else x,
    lambda x, u, p, training: x * (u >= p) if training else x * (1 - p),
    lambda x, u, p, training: x * (u >= p) / (1 - p),
    lambda x, u, p, training: x * (u < p) / (1 - p) if training else x,
], ids=["no scale", "scaled when predicting", "never switched off", "drops the wrong ones"])
def test_another_dropout_is_refused(capsys, wrong):
    assert said(capsys, exercises.own_dropout, wrong).startswith("Not yet")


@pytest.mark.parametrize("answer, verdict", [("Bo", "Right"), ("Ada", "Not yet"), ("Chi", "Not yet"), ("Dan", "not one of")])
def test_only_a_network_that_has_learned_its_pictures_by_heart_needs_dropout(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.needs_dropout, answer, LOGS)


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
