"""Training runs that end well or not at all: what is noted of them, and when."""
from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.descent import trace
from helpers.experiments.training import (
    LAST,
    WINDOW,
    Outcome,
    Training,
    fingerprint,
    joined,
    measure,
    measuring,
    moments,
)
from helpers.networks.activations import Tanh
from helpers.networks.initialization import kaiming, start
from helpers.networks.layers import Dropout, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.normalization import BatchNorm
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam, GradientDescent

SEEDS = (0, 1, 2)
GENERATOR = np.random.default_rng(0)
TASK = Task(mlp(5, 16, 3, after=(Dropout(0.5),)), CrossEntropy(), GENERATOR.normal(size=(30, 5)),
            np.eye(3)[GENERATOR.integers(0, 3, 30)], 10, SEEDS)
VALIDATION = replace(TASK, x=TASK.x + 0.3, batch=None)
THETA = start(TASK.network, kaiming, SEEDS, float)
TRAINING = Training(TASK, VALIDATION, Adam(0.01), THETA, 60)


def same(one, other):
    for field in fields(Outcome):
        assert_array_equal(getattr(one, field.name), getattr(other, field.name), err_msg=field.name)


def test_it_is_looked_at_ten_times_the_last_time_at_its_end():
    assert moments(600) == [6, 24, 54, 96, 150, 216, 294, 384, 486, 600]
    for updates in (1, 5, 60, 10_000):
        times = moments(updates)
        assert times[-1] == updates and times == sorted(set(times)) and len(times) <= 10


def test_each_number_is_what_it_is_called():
    result, path = measure(TRAINING), trace(TASK, Adam(0.01), THETA, 60)
    last = range(61 - LAST, 61)
    # batches, dropout on
    in_training_mode = np.mean([TASK.at(t).loss(path[t]) for t in last], axis=0)
    assert_allclose(result.train_mode_loss, in_training_mode)
    assert_array_equal(result.train_loss, TASK.loss(path[-1]))  # all examples, dropout off
    assert_array_equal(result.validation_loss, VALIDATION.loss(path[-1]))
    assert_array_equal(result.accuracy, VALIDATION.accuracy(path[-1]))
    assert_allclose(result.gap, result.validation_loss - result.train_loss)


@pytest.mark.parametrize("setting", [{}, {"early_stopping": True}, {"target": 0.9}, {"updates": 0}],
                         ids=str)
def test_whoever_waits_sees_how_far_it_is_and_gets_the_same_bits(setting):
    training = replace(TRAINING, **setting)
    shares, steps = [], measuring(training)
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            same(end.value, measure(training))
            break
    assert len(shares) <= training.updates + 1 and np.all(np.diff([0, *shares, 1]) >= 0)
    assert len(shares) > 0.5 * training.updates


def test_who_waits_is_told_of_what_goes_wrong_elsewhere():
    before = np.geterr()
    for _ in measuring(replace(TRAINING, optimizer=GradientDescent(1e200))):
        assert np.geterr() == before


def test_the_curves_are_the_losses_at_the_moments():
    result, path = measure(TRAINING), trace(TASK, Adam(0.01), THETA, 60)
    for k, t in enumerate(result.moments):
        assert_allclose(result.validation_curve[k].mean(axis=0), VALIDATION.loss(path[t]))
    t = result.moments[-2]
    expected = np.mean([TASK.at(s).loss(path[s]) for s in range(t - WINDOW + 1, t + 1)], axis=0)
    assert_allclose(result.train_mode_curve[-2], expected)
    assert_allclose(result.train_mode_curve[-1], result.train_mode_loss)


def test_early_stopping_chooses_on_one_half_and_judges_on_the_other():
    halves = np.array([[[3.0], [4.0]], [[1.0], [2.5]], [[2.0], [2.0]]])  # (moments, halves, seeds)
    one = Outcome(*np.ones((4, 1)), moments=(1, 2, 3), train_mode_curve=np.ones((3, 1)),
                  validation_curve=halves)
    assert one.early_stopped == [(2.5 + 2.0) / 2]  # half 0 chooses moment 2, half 1 moment 3


def test_a_training_that_is_judged_at_its_best_moment_agrees_with_the_curve():
    whole, stopped = measure(TRAINING), measure(replace(TRAINING, early_stopping=True))
    assert_allclose(stopped.validation_loss, whole.early_stopped)
    assert_array_equal(stopped.early_stopped, stopped.validation_loss)


def test_a_seed_alone_ends_as_in_company_bit_by_bit():
    together = measure(TRAINING)
    alone = [measure(replace(TRAINING, task=replace(TASK, seeds=(seed,)), start=THETA[[seed]],
                             validation=replace(VALIDATION, seeds=(seed,)))) for seed in SEEDS]
    same(joined(alone), together)


def test_a_penalty_is_descended_and_not_judged():
    penalized = Sum(TASK, 0.1, L2(TASK.size))
    result = measure(replace(TRAINING, objective=penalized))
    path = trace(penalized, Adam(0.01), THETA, 60)
    assert_array_equal(result.train_loss, TASK.loss(path[-1]))
    assert np.all(result.train_loss > measure(TRAINING).train_loss)


def test_a_penalty_of_weight_0_changes_nothing():
    same(measure(replace(TRAINING, objective=Sum(TASK, 0.0, L2(TASK.size)))), measure(TRAINING))


def test_a_network_that_normalizes_is_judged_with_the_statistics_of_the_training_set():
    network = Network((Linear(5, 8), BatchNorm((8,)), Tanh(), Linear(8, 3)))
    task, validation = replace(TASK, network=network), replace(VALIDATION, network=network)
    theta = start(network, kaiming, SEEDS, float)
    result = measure(Training(task, validation, Adam(0.01), theta, 60))
    end = trace(task, Adam(0.01), theta, 60)[-1]
    known = network.with_batch_statistics(end, task.x)
    assert_array_equal(result.validation_loss,
                       CrossEntropy().loss(known.predict(end, validation.x), validation.y))
    assert_allclose(result.validation_curve[-1].mean(axis=0), result.validation_loss)


def test_losses_are_told_in_their_unit_and_a_regression_has_no_accuracy():
    tenfold = measure(replace(TRAINING, unit=10.0))
    assert_allclose(tenfold.validation_curve, 10 * measure(TRAINING).validation_curve)
    assert_allclose(tenfold.train_loss, 10 * measure(TRAINING).train_loss)
    one_column = replace(TASK, network=mlp(5, 4, 1), criterion=BowlError(), y=np.ones((30, 1)))
    theta = start(one_column.network, kaiming, SEEDS, float)
    assert np.isnan(measure(Training(one_column, replace(one_column, batch=None), Adam(0.01),
                                     theta, 5)).accuracy).all()


class BowlError:
    """Squared error, as short as it can be."""

    def check(self, y):
        pass

    def loss(self, scores, y):
        return np.mean((scores - y) ** 2, axis=(-1, -2))

    def grad(self, scores, y):
        return 2 * (scores - y) / scores.shape[-2]


# Divergence, targets, phases before
# -------------------------------------------------------------------

def test_runs_that_diverge_are_counted_and_the_others_are_not_lost():
    rates = np.array([0.01, 1e30, 0.02])[:, None]
    result = measure(replace(TRAINING, optimizer=GradientDescent(rates)))
    assert_array_equal(result.diverged, [False, True, False])
    assert_array_equal(np.isnan(result.accuracy), result.diverged)
    assert_array_equal(np.isnan(result.early_stopped), result.diverged)


def test_if_all_diverge_training_ends_early_with_a_curve_of_the_usual_length():
    result = measure(replace(TRAINING, optimizer=GradientDescent(1e200), updates=5000))
    assert result.diverged.all() and np.isnan(result.train_mode_curve[-1]).all()
    assert len(result.train_mode_curve) == len(result.moments) == 10


def test_every_seed_stops_when_it_has_reached_the_target_and_nan_tells_who_has_not():
    smooth = replace(TASK, batch=None, network=mlp(5, 16, 3))
    theta = start(smooth.network, kaiming, SEEDS, float)
    path = trace(smooth, Adam(0.01), theta, 60)
    losses = smooth.loss(path)[::5]
    target = np.median(losses.min(axis=0))
    result = measure(Training(smooth, smooth, Adam(0.01), theta, 60, target=target))
    for seed in SEEDS:
        there = np.flatnonzero(losses[:, seed] <= target)
        expected = losses[there[0], seed] if len(there) else np.nan
        assert_array_equal(result.train_loss[seed], expected)
    assert 0 < result.diverged.sum() < 3


def test_a_fingerprint_is_the_first_updates_of_the_same_run():
    found, path = fingerprint(TRAINING), trace(TASK, Adam(0.01), THETA, 20)
    assert_array_equal(found["train_loss"], TASK.loss(path[-1]))
    assert_array_equal(found["train_mode_loss"], TASK.at(20).loss(path[-1]))
    assert_allclose(found["distance"], np.linalg.norm(path[-1] - THETA, 1, axis=-1))


def test_a_fingerprint_cuts_every_phase():
    limits = []

    def begin(limit):
        limits.append(limit)
        return THETA
    fingerprint(replace(TRAINING, start=begin), limit=7)
    measure(replace(TRAINING, start=begin, updates=5))
    assert limits == [7, np.inf]


@pytest.mark.parametrize("updates", [0, 3])
def test_what_was_found_or_is_soon_done_has_a_fingerprint_too(updates):
    found = fingerprint(replace(TRAINING, updates=updates))
    assert_array_equal(found["train_loss"], TASK.loss(trace(TASK, Adam(0.01), THETA, 3)[updates]))
    assert np.all(found["distance"] == 0) == (updates == 0)
