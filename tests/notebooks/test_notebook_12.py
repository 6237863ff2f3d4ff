"""Lesson 12: L2 and decay agree and differ where they must; its words about the records hold."""
import numpy as np
import pytest

from helpers import surfaces
from helpers.descent import trace
from helpers.experiments import results
from helpers.experiments.n12_regularization import Decay
from helpers.objectives import L2, Sum
from helpers.optimizers import (
    Adagrad,
    Adam,
    AdamW,
    GradientDescent,
    HeavyBall,
    Momentum,
    Nesterov,
    RMSProp,
)

VALLEY, LAM, RATE = surfaces.valley(10.0), 0.05, 0.02


def apart(optimizer, lam=LAM):
    """How far λ in the loss and decay = 2 λ beside the optimizer are apart, after every update."""
    in_loss = trace(Sum(VALLEY, lam, L2(2)), optimizer, VALLEY.start, 500)
    beside = trace(VALLEY, Decay(optimizer, 2 * lam), VALLEY.start, 500)
    return np.linalg.norm(in_loss - beside, axis=-1)


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
    in_loss = moved(Adam(RATE), lam * L2(2).grad(weight))
    beside = moved(AdamW(RATE, decay=2 * lam), np.zeros(2))
    np.testing.assert_allclose(in_loss, RATE * np.sign(weight), rtol=1e-3)
    np.testing.assert_allclose(beside, 2 * lam * weight * RATE)


@pytest.mark.parametrize("lam", [-0.1, np.nan, np.inf])
def test_a_lambda_that_is_no_strength_is_refused(lam):
    with pytest.raises(ValueError, match="lam"):
        Sum(VALLEY, lam, L2(2))


def verdict(name, with_):
    record = results.load(name)
    return record.verdict(next(iter(record.outcomes)), with_)


SAID = [  # record, contender against the first, optimization, generalization, with early stopping
    ("l2", "λ = 0.001", "hurts", "helps", "unclear"),
    ("weight_decay", "decay = 0.002", "hurts", "helps", "unclear"),
    ("l2", "λ = 0.01", "hurts", "hurts", "hurts"),
    ("adamw", "AdamW 0.3", "both solved", "about equal", "about equal"),
    ("adamw", "AdamW 1", "hurts", "about equal", "about equal"),
    ("adamw", "AdamW 3", "hurts", "hurts", "hurts"),
    ("adamw", "AdamW", "hurts", "about equal", "about equal"),
    ("adamw", "Adam + L2 0.0001", "both solved", "about equal", "about equal"),
    ("adamw", "Adam + L2 0.001", "hurts", "unclear", "unclear"),
    ("adamw", "Adam + L2", "both solved", "about equal", "about equal"),
    ("adamw_100", "AdamW 1", "both solved", "helps", "unclear"),
    ("adamw_100", "AdamW 3", "about equal", "helps", "unclear"),
    ("adamw_100", "Adam + L2 0.001", "hurts", "helps", "helps"),
    ("adamw_small", "AdamW 1", "hurts", "hurts", "hurts"),
    ("adamw_small", "Adam + L2 0.001", "unclear", "unclear", "unclear"),
]


@pytest.mark.parametrize("name, with_, words", [(*row[:2], [*row[2:]]) for row in SAID])
def test_the_words_about_the_records(name, with_, words):
    told = verdict(name, with_)
    kinds = told.optimization, told.generalization, told.early_stopping
    assert [kind.word for kind in kinds] == words


DECAYED = [row[:2] for row in SAID if "AdamW" in row[1] or row[0] in ("l2", "weight_decay")]


@pytest.mark.parametrize("name, with_", DECAYED)
def test_decay_raises_the_training_loss_in_every_run(name, with_):
    assert verdict(name, with_).optimization.lower == 0


@pytest.mark.parametrize("name, old, new, words", [
    ("adamw", "Adam + L2", "AdamW", ("unclear", "about equal")),
    ("adamw_100", "Adam + L2 0.001", "AdamW 1", ("hurts", "about equal")),
    ("adamw_100", "Adam + L2 0.001", "AdamW 3", ("hurts", "unclear")),
])
def test_adamw_does_not_beat_l2(name, old, new, words):
    told = results.load(name).verdict(old, new)
    assert (told.generalization.word, told.early_stopping.word) == words


def test_adamw_is_stronger_than_gradient_descent_as_it_is_adam():
    record = results.load("optimizers")
    assert record.choices["AdamW"] == record.choices["Adam"] | {"decay": 0.0}
    words = [record.verdict(old, "AdamW").optimization.word for old in ("gradient descent", "Adam")]
    assert words == ["helps", "about equal"]


CURES = [("early stopping", "about equal"), ("dropout", "helps"), ("Adam + L2", "about equal"),
         ("AdamW", "about equal")]


@pytest.mark.parametrize("cure, word", CURES)
def test_against_adam_at_its_best_only_dropout_helps(cure, word):
    told = verdict("early_stopping", cure)
    assert told.generalization.word == word
    assert (abs(told.accuracy.mean) < 0.0015) == (cure != "dropout")
