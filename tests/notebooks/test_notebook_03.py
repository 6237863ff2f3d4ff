"""Notebook 03: its words about the records follow from the records, and spikes are what it says."""
import numpy as np
import pytest

from helpers import schedules, surfaces
from helpers.descent import trace
from helpers.experiments import n03_schedules as lesson
from helpers.experiments import results
from helpers.optimizers import Adagrad

SCHEDULES = "step", "cosine", "warm-up and cosine", "one-cycle"


@pytest.mark.parametrize("name", SCHEDULES)
def test_every_schedule_lowers_both_losses_against_the_best_constant_rate(name):
    told = results.load("schedules").verdict("constant", name)
    assert told.optimization.word == told.generalization.word == "helps"


def test_a_schedule_chooses_a_larger_first_rate_than_the_constant_one():
    chosen = {name: choice["lr"] for name, choice in results.load("schedules").choices.items()}
    assert chosen == {"constant": 0.3} | dict.fromkeys(SCHEDULES, 1.0)


def test_cosine_divides_the_training_loss_by_2_9_and_gains_1_8_points():
    told = results.load("schedules").verdict("constant", "cosine")
    assert round(1 / told.optimization.r, 1) == 2.9
    assert round(100 * told.accuracy.mean, 1) == 1.8


@pytest.mark.parametrize("name, word", [("warm-up and cosine", "unclear"), ("one-cycle", "hurts")])
def test_no_warm_up_is_clearly_better_than_the_cosine_alone(name, word):
    assert results.load("schedules").verdict("cosine", name).optimization.word == word


@pytest.mark.parametrize("lr, word", [
    ("0.001", "hurts"), ("0.003", "hurts"), ("0.01", "unclear"), ("0.03", "unclear")])
def test_with_noisy_gradients_warm_up_of_adam_helps_at_no_rate(lr, word):
    told = results.load("warmup_noise").verdict(f"constant, η = {lr}", f"warm-up, η = {lr}")
    assert told.optimization.word == word


def test_a_spike_begins_where_a_stable_run_leaves_the_floor():
    side = np.zeros((100, 2))
    side[40:45, 0] = 0.2  # stable for 40 steps before: one spike
    side[20:25, 1] = 0.2  # for 20 only: none
    found = lesson.spikes(side)
    assert np.flatnonzero(found[:, 0]).tolist() == [40] and not found[:, 1].any()


@pytest.mark.parametrize("lr, tau, fate", [
    (0.3, 1e9, "8 spikes"), (0.3, 300, "stable, 1.5 from the star"), (3, 1e9, "oscillates"),
    (3, 300, "stable, at the star")])
def test_the_ravine_does_what_the_first_figure_tells(lr, tau, fate):
    ravine = surfaces.ravine()
    path = trace(ravine, Adagrad(schedules.inverse_time(lr, tau), mean=True), ravine.start, 3000)
    assert lesson.fate(path) == fate


def test_at_the_rate_of_the_range_test_the_cosine_ends_lower():
    cosine, constant = (lesson.watched(name, 1.0, 0)[-1, 1] for name in ("cosine", "constant"))
    assert cosine < 0.05 < constant
