"""Notebook 12: L2 and decay agree where they must and differ where they must; and its words about the records hold."""
import numpy as np
import pytest

from helpers import surfaces
from helpers.experiments import (
    n12_regularization as trials_regularization, results, verdict as compare)
from helpers.descent import trace
from helpers.objectives import L2, Sum
from helpers.optimizers import (
    Adagrad, Adam, AdamW, GradientDescent, HeavyBall, Momentum, Nesterov, RMSProp)
from helpers.experiments.n12_regularization import Decay

VALLEY, LAM, RATE = surfaces.valley(10.0), 0.05, 0.02


def apart(optimizer, lam=LAM):
    """The distance between the penalty in the loss and decay = 2 λ beside the optimizer, after each of 500 updates."""
    in_loss = trace(Sum(VALLEY, lam, L2(2)), optimizer, VALLEY.start, 500)
    return np.linalg.norm(in_loss - trace(VALLEY, Decay(optimizer, 2 * lam), VALLEY.start, 500), axis=-1)


def test_weight_decay_is_l2_to_rounding_for_plain_descent():
    assert 0 < apart(GradientDescent(RATE), lam=0.3).max() < 1e-13


@pytest.mark.parametrize("kind", [Momentum, HeavyBall, Nesterov, Adagrad, RMSProp, Adam])
def test_weight_decay_is_not_l2_for_any_other_optimizer(kind):
    assert apart(kind(RATE)).max() > 1e-3
    assert apart(kind(RATE), lam=0.0).max() == 0


def test_decay_beside_the_heavy_ball_ends_where_a_penalty_ten_times_weaker_does():
    weaker = trace(Sum(VALLEY, LAM / 10, L2(2)), HeavyBall(RATE), VALLEY.start, 2000)
    decayed = trace(VALLEY, Decay(HeavyBall(RATE), 2 * LAM), VALLEY.start, 2000)
    np.testing.assert_allclose(decayed[-1], weaker[-1], atol=1e-9)


def test_decay_beside_adam_is_adamw():
    both = Decay(Adam(RATE), 0.3), AdamW(RATE, decay=0.3)
    runs = [trace(VALLEY, optimizer, VALLEY.start, 100) for optimizer in both]
    np.testing.assert_array_equal(*runs)


@pytest.mark.parametrize("lam", [1e-4, 1e-2, 1.0])
def test_a_weight_without_data_moves_by_the_learning_rate_whatever_lambda(lam):
    weight = np.array([2.0, -2.0])

    def moved(optimizer, g):
        return weight - optimizer.update(0, weight, g, optimizer.init(weight))[0]
    np.testing.assert_allclose(moved(Adam(RATE), lam * L2(2).grad(weight)), RATE * np.sign(weight), rtol=1e-3)
    np.testing.assert_allclose(moved(AdamW(RATE, decay=2 * lam), np.zeros(2)), 2 * lam * weight * RATE)


@pytest.mark.parametrize("lam", [-0.1, np.nan, np.inf])
def test_a_lambda_that_is_no_strength_is_refused(lam):
    with pytest.raises(ValueError, match="lam"):
        Sum(VALLEY, lam, L2(2))


def verdict(name, with_):
    measured = results.load(name)
    return results.verdict(measured, next(iter(measured[-1])), with_)


HELPS = [("l2", "λ = 0.001"), ("weight_decay", "decay = 0.002"), *[("adamw", trick) for trick in (
    "AdamW 0.3", "AdamW 1", "AdamW 3", "Adam + L2 0.0001", "Adam + L2 0.001")]]
HURTS = [("l2", "λ = 0.01"), ("adamw_small", "AdamW 1")]  # too much; against underfitting


@pytest.mark.parametrize("name, with_", HELPS + HURTS)
def test_the_training_loss_rises_in_every_run_and_the_validation_loss_falls_where_it_may(name, with_):
    told = verdict(name, with_)
    assert (told.optimization.word, told.optimization.lower) == ("hurts", 0)
    assert told.generalization.word == ("helps" if (name, with_) in HELPS else "hurts")


def test_the_accuracy_gains_with_plain_descent_and_in_the_small_network_only():
    others = [("adamw_100", trick) for trick in ("AdamW 1", "AdamW 3", "Adam + L2 0.001")]
    told = {setting: verdict(*setting) for setting in [*HELPS, *HURTS, *others, ("adamw_small", "Adam + L2 0.001")]}
    gains = [name for (name, _), row in told.items() if compare.effect(row.without.accuracy, row.with_.accuracy).low > 0]
    assert gains == ["l2", "weight_decay", "adamw_small"]


def test_the_accuracy_does_not_move_and_adamw_does_not_beat_l2_in_the_loss():
    adam, *others = results.load("adamw")[-1].values()
    found = [compare.effect(adam.accuracy, other.accuracy) for other in others]
    assert len(found) == 5 and all(effect.low < 0 < effect.high for effect in found)
    for record, word in (("adamw", "no clear effect"), ("adamw_100", "hurts")):
        runs = results.load(record)[-1]
        assert compare.effect(runs["Adam + L2 0.001"].validation, runs["AdamW 1"].validation).word == word


def test_the_record_is_repeated():
    again = trials_regularization.trained((1,), trials_regularization.adams((), (1e-3,)), n=1000, hidden=(8,))
    recorded = results.load("adamw_small")[-1]["Adam + L2 0.001"]
    np.testing.assert_allclose(again["Adam + L2 0.001"].validation, recorded.validation[1], rtol=0.02)
