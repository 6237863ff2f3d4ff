"""Notebook 09: the lecture's numbers, and its words about the records follow from them."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.experiments import n09_losses as trials_losses, results
from helpers.descent import descend
from helpers.networks.losses import CrossEntropy
from helpers.optimizers import GradientDescent
from helpers.experiments.n09_losses import ErrorRate

SCORES, TRUTH = np.array([[2.0, 1.0]]), np.array([[0.0, 1.0]])


def test_a_nudge_of_b2_moves_the_cross_entropy_as_predicted_and_the_answer_only_beyond_one():
    assert_allclose(CrossEntropy().grad(SCORES, TRUTH), [[0.7311, -0.7311]], atol=5e-5)
    change = CrossEntropy().loss(SCORES + [0, 0.01], TRUTH) - CrossEntropy().loss(SCORES, TRUTH)
    assert change == pytest.approx(-0.00730, abs=5e-6)
    wrong = [ErrorRate().loss(SCORES + [0, nudge], TRUTH) for nudge in (0, 0.01, 1, 1.001)]
    assert_array_equal(wrong, [1, 1, 1, 0])


def test_a_tiny_nudge_gives_no_gradient_and_a_wide_one_that_of_a_ramp():
    assert not ErrorRate(1e-6).grad(SCORES, TRUTH).any()
    assert_allclose(ErrorRate(1.5).grad(SCORES, TRUTH), [[1 / 3, -1 / 3]])  # one answer changes within 2 · 1.5


def test_descent_on_the_error_rate_never_moves():
    task, _, start = trials_losses.counted(range(20), n=300)
    assert not task.grad(start).any()
    *_, end = descend(task, GradientDescent(0.5), start, 5)
    assert_array_equal(end, start)
    assert_allclose(results.load("cross_entropy")[-1]["error rate"].clean, task.loss(start), atol=1e-6)


def test_no_other_line_has_fewer_errors():
    x, y = trials_losses.clouds(60, 0.1, np.random.default_rng(0))
    def errors(theta):
        return np.sum((x @ theta[:4].reshape(2, 2) + theta[4:]).argmax(axis=-1) != y.argmax(axis=-1))
    best = errors(trials_losses.fewest(x, y))
    assert min(errors(theta) for theta in np.random.default_rng(1).standard_normal((3000, 6))) >= best > 0


def lower(name, without, with_):
    effect = results.verdict(results.load(name), without, with_).generalization
    return effect.word, effect.lower


@pytest.mark.parametrize("name, without, with_, told", [
    ("cross_entropy", "error rate", "cross-entropy", ("helps", 20)),
    ("cross_entropy", "error rate, nudge 1", "cross-entropy", ("no clear effect", 6)),
    ("cross_entropy", "cross-entropy", "hinge", ("no clear effect", 9)),
    ("metric", "fewest errors", "cross-entropy, λ = 0", ("helps", 17)),
    ("metric_astray", "fewest errors", "cross-entropy, λ = 0", ("hurts", 1)),
    ("metric_astray", "cross-entropy, λ = 0", "hinge, λ = 0", ("helps", 18)),
    ("metric_astray", "cross-entropy, λ = 10", "hinge, λ = 10", ("helps", 19)),
    ("hinge", "cross-entropy, λ = 0.01", "hinge, λ = 0.01", ("helps", 19)),
    ("hinge", "cross-entropy, λ = 0.001", "hinge, λ = 0.001", ("hurts", 0)),
    ("hinge_50", "cross-entropy, λ = 0.001", "hinge, λ = 0.001", ("hurts", 2)),
])
def test_the_words_of_the_notebook_are_those_of_the_record(name, without, with_, told):
    assert lower(name, without, with_) == told


@pytest.mark.parametrize("name", ["metric", "metric_astray"])
def test_cross_entropy_never_has_fewer_training_errors_than_the_best_line(name):
    outcomes = results.load(name)[-1]
    assert np.all(outcomes["cross-entropy, λ = 0"].clean >= outcomes["fewest errors"].clean)


def test_a_seed_is_repeated():
    anew, (_, _, recorded) = trials_losses.metric((0, 1), astray=0.1), results.load("metric_astray")
    for name, outcome in anew.items():
        assert_allclose(outcome.validation, recorded[name].validation[:2], atol=2 / 4000)
