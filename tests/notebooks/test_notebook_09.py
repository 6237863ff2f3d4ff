"""Lesson 09: the lecture's numbers, and its words about the records follow from them."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.descent import descend
from helpers.experiments import n09_losses as trials_losses
from helpers.experiments import results
from helpers.experiments.n09_losses import ErrorRate
from helpers.networks.losses import CrossEntropy
from helpers.optimizers import GradientDescent

SCORES, TRUTH = np.array([[2.0, 1.0]]), np.array([[0.0, 1.0]])


def test_a_nudge_of_b2_moves_the_cross_entropy_as_predicted_and_the_answer_only_beyond_one():
    assert_allclose(CrossEntropy().grad(SCORES, TRUTH), [[0.7311, -0.7311]], atol=5e-5)
    change = CrossEntropy().loss(SCORES + [0, 0.01], TRUTH) - CrossEntropy().loss(SCORES, TRUTH)
    assert change == pytest.approx(-0.00730, abs=5e-6)
    wrong = [ErrorRate().loss(SCORES + [0, nudge], TRUTH) for nudge in (0, 0.01, 1, 1.001)]
    assert_array_equal(wrong, [1, 1, 1, 0])


def test_a_tiny_nudge_gives_no_gradient_and_a_wide_one_that_of_a_ramp():
    assert not ErrorRate(1e-6).grad(SCORES, TRUTH).any()
    assert_allclose(ErrorRate(1.5).grad(SCORES, TRUTH), [[1 / 3, -1 / 3]])  # one changes


def test_descent_on_the_error_rate_never_moves():
    task, _, start = trials_losses.counted(range(20), n=300)
    assert not task.grad(start).any()
    *_, end = descend(task, GradientDescent(0.5), start, 5)
    assert_array_equal(end, start)
    recorded = results.load("cross_entropy").outcomes["error rate"]
    assert_allclose(recorded.train_loss, task.loss(start), rtol=1e-3)


def test_no_other_line_has_fewer_errors():
    x, y = trials_losses.clouds(60, 0.1, np.random.default_rng(0))

    def errors(theta):
        scores = x @ theta[:4].reshape(2, 2) + theta[4:]
        return np.sum(scores.argmax(axis=-1) != y.argmax(axis=-1))
    best = errors(trials_losses.fewest(x, y))
    others = np.random.default_rng(1).standard_normal((3000, 6))
    assert min(errors(theta) for theta in others) >= best > 0


@pytest.mark.parametrize("name, without, with_, told, lower", [
    ("cross_entropy", "error rate", "cross-entropy", "helps (× 0.0666 [0.0621, 0.0715])", 20),
    ("cross_entropy", "error rate, nudge 1", "cross-entropy",
     "unclear (× 0.952 [0.885, 1.02])", 13),
    ("cross_entropy", "cross-entropy", "hinge", "hurts (× 1.08 [1.04, 1.13])", 2),
    ("metric", "fewest errors", "cross-entropy, λ = 0", "helps (× 0.938 [0.901, 0.977])", 17),
    ("metric_outliers", "fewest errors", "cross-entropy, λ = 0", "hurts (× 1.47 [1.35, 1.61])", 1),
    ("metric_outliers", "cross-entropy, λ = 0", "hinge, λ = 0",
     "helps (× 0.813 [0.762, 0.867])", 18),
    ("hinge", "cross-entropy, λ = 0.01", "hinge, λ = 0.01", "helps (× 0.82 [0.78, 0.861])", 19),
    ("hinge", "cross-entropy, λ = 0.001", "hinge, λ = 0.001", "hurts (× 1.13 [1.06, 1.2])", 2),
    ("hinge", "cross-entropy, λ = 0.001", "hinge, λ = 0.01", "hurts (× 1.07 [1, 1.14])", 6),
])
def test_the_words_of_the_notebook_are_those_of_the_record(name, without, with_, told, lower):
    found = results.load(name).verdict(without, with_).generalization
    assert (str(found), found.lower) == (told, lower)


def test_no_training_error_is_left_by_a_smooth_loss_and_one_percent_by_wide_nudges():
    record = results.load("cross_entropy")
    assert record.verdict("cross-entropy", "hinge").optimization.word == "both solved"
    assert max(record.outcomes[name].train_loss.max() for name in ("cross-entropy", "hinge")) == 0
    assert np.median(record.outcomes["error rate, nudge 1"].train_loss) == pytest.approx(0.01)


@pytest.mark.parametrize("name", ["hinge", "hinge_50"])
def test_each_at_its_best_strength_means_these(name):
    outcomes = results.load(name).outcomes
    best = [min(trials_losses.STRENGTHS,
                key=lambda lam: outcomes[f"{loss}, λ = {lam:g}"].validation_loss.mean())
            for loss in trials_losses.SMOOTH]
    assert best == [1e-3, 1e-2]
