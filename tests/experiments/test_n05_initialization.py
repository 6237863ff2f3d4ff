"""What the rows on initialization are trained on: the same for all contenders, other for every
seed, and as it is described."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.datasets import images
from helpers.experiments import common
from helpers.experiments import n05_initialization as trials
from helpers.experiments.training import measure
from helpers.networks import initialization
from helpers.networks.activations import ReLU, Tanh
from helpers.networks.network import mlp
from helpers.regression import lectures

SEEDS = (3, 8)
NETWORK = mlp(1, 6, 1, activation=Tanh())


def test_standardised_lectures_have_mean_0_and_variance_1_and_a_loss_of_1_means_their_variance():
    task, _, unit = common.lengths(SEEDS, NETWORK)
    for values in (task.x, task.y):
        assert_allclose([values.mean(), values.var()], [0, 1], atol=1e-12)
    assert unit == pytest.approx(lectures().y.var())


def test_raw_lectures_are_left_alone():
    task, _, unit = common.lengths(SEEDS, NETWORK, standardised=False)
    assert_array_equal(task.x[:, 0], lectures().x)
    assert_array_equal(task.y[:, 0], lectures().y)
    assert unit == 1


def test_new_lectures_scatter_about_the_line_as_the_fifteen_do_and_every_seed_has_its_own():
    _, validation, _ = common.lengths(range(50), NETWORK, standardised=False)
    given, (w, b) = lectures(), lectures().minima[0]
    error = validation.y - w * validation.x - b
    expected = np.sum(given.error(np.array((w, b))) ** 2) / (15 - 2)
    assert np.mean(error**2) == pytest.approx(expected, rel=0.05)
    assert abs(np.mean(error)) < 4 * np.sqrt(expected / error.size)
    assert given.x.min() <= validation.x.min() and validation.x.max() <= given.x.max()
    assert len(np.unique(validation.x)) == validation.x.size


def test_only_the_biases_of_the_first_layer_are_shifted():
    theta = initialization.start(NETWORK, initialization.kaiming, SEEDS)
    moved = trials.with_first_biases(NETWORK, theta, -6.0)
    assert_array_equal(NETWORK.unpack(moved)[0][1], np.full((2, 1, 6), -6.0))
    assert np.sum(moved != theta) == 2 * 6 and np.all(theta > -6)


def test_a_gain_multiplies_every_standard_deviation():
    for where in ((64, 10, False), (64, 10, True)):
        assert trials.gained(4)(*where) == pytest.approx(4 * initialization.kaiming(*where))


def test_a_new_head_is_the_last_layer_and_nothing_else_whatever_the_pretexts_number_of_classes():
    ours, pretext = mlp(4, 5, 3), mlp(4, 5, 2)
    fresh, body = np.zeros((2, ours.size)), np.ones((2, pretext.size))
    (W1, b1), _, (W2, b2) = ours.unpack(trials.with_head(ours, body, fresh))
    assert np.all(W1 == 1) and np.all(b1 == 1) and np.all(W2 == 0) and np.all(b2 == 0)


def test_the_control_sees_the_same_pictures_and_as_many_of_each_label_in_another_order():
    true, shuffled = (
        trials.zero_to_four(SEEDS, copies=1),
        trials.zero_to_four(SEEDS, shuffled=True, copies=1),
    )
    assert_array_equal(true.x, shuffled.x)
    assert_array_equal(true.y.sum(axis=1), shuffled.y.sum(axis=1))
    agree = np.mean(np.all(true.y == shuffled.y, axis=-1), axis=1)
    assert np.all(np.abs(agree - 0.2) < 0.06)
    assert not np.array_equal(shuffled.y[0], shuffled.y[1])


def test_the_similar_task_never_shows_a_digit_of_our_task():
    _, labels = images.digits()
    task, validation = trials.on_canvas(SEEDS, labels=50)
    assert trials.zero_to_four(SEEDS, copies=1).x.shape[1] == np.sum(labels < 5)
    assert (task.x.shape, validation.x.shape) == ((2, 50, 12, 12), (2, 400, 12, 12))
    assert_array_equal(task.y.sum(axis=1), np.full((2, 5), 10))


def test_a_turned_picture_says_by_how_many_quarters_it_was_turned():
    pool = np.random.default_rng(0).random((2, 20, 8, 8))
    task = trials.turned(SEEDS, pool)
    for picture, label in zip(task.x[1], task.y[1].argmax(axis=-1), strict=True):
        back = np.rot90(picture, -label, axes=(-2, -1))
        assert any(np.array_equal(back, one) for one in pool[1])
    assert_array_equal(task.y.sum(axis=1), np.full((2, 4), 20))


def test_all_contenders_of_pretraining_begin_with_the_same_head():
    contenders = trials.EXPERIMENTS["pretraining"].contenders()
    starts = {name: contender.make(SEEDS).begin(2) for name, contender in contenders.items()}
    network = trials.on_canvas(SEEDS)[0].network
    heads = {name: network.unpack(theta)[-1] for name, theta in starts.items()}
    for name in ("pre-trained", "shuffled labels"):
        for scratch, pretrained in zip(heads["from scratch"], heads[name], strict=True):
            assert_array_equal(scratch, pretrained)
        assert not np.array_equal(starts["from scratch"], starts[name])


def test_a_regression_is_told_in_minutes_and_has_no_accuracy():
    ends = {name: measure(trials.kaiming(SEEDS, name, ReLU(), 0.01, epochs=30))
            for name in trials.SCALES}
    for outcome in ends.values():
        assert np.isnan(outcome.accuracy).all() and not outcome.diverged.any()
    assert np.all(ends["Kaiming"].train_mode_loss < ends["plain normal"].train_mode_loss)
    assert np.all(ends["Kaiming"].train_loss > 1)  # minutes², where the line itself has 15
