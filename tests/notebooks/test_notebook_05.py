"""Notebook 05 and what continues it: the words of the records; identical units stay identical."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from helpers.descent import descend
from helpers.experiments import results
from helpers.networks import initialization
from helpers.networks.activations import ReLU, Sigmoid, Tanh
from helpers.networks.losses import MeanSquaredError
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent

POINTS = np.linspace(-2, 2, 15)[:, None]


def family(activation, values):
    """Twenty units on |x|, each with the same input weight, bias and output weight."""
    network = mlp(1, 20, 1, activation=activation)
    theta = initialization.constant(network, 0.0, seeds=(0,), dtype=float)
    (W1, b1), _, (W2, b2) = network.unpack(theta)
    for array, value in zip((W1, b1, W2), values, strict=True):
        array[...] = value
    return Task(network, MeanSquaredError(), POINTS, np.abs(POINTS)), theta


@pytest.mark.parametrize("optimizer", [GradientDescent(0.02), Adam(0.01)],
                         ids=["descent", "Adam"])
@pytest.mark.parametrize("activation", [ReLU(), Tanh(), Sigmoid()],
                         ids=lambda layer: type(layer).__name__)
def test_identical_units_stay_identical_bit_by_bit(activation, optimizer):
    task, theta = family(activation, (0.5, 0.1, 0.1))
    for theta in descend(task, optimizer, theta, 500):
        (W1, b1), _, (W2, b2) = task.network.unpack(theta)
        for array in (W1, b1, W2):
            assert np.ptp(array) == 0
    assert W1[0, 0, 0] != 0.5


def test_from_zero_only_the_output_bias_learns():
    task, theta = family(ReLU(), (0, 0, 0))
    *_, end = descend(task, Adam(0.01), theta, 2000)
    assert_array_equal(np.flatnonzero(end), [task.size - 1])
    assert end[0, -1] == pytest.approx(np.abs(POINTS).mean(), abs=1e-3)


def verdict(name, without="plain normal", with_="Kaiming"):
    return results.load(name).verdict(without, with_)


# 05 itself

def test_the_lectures_loss_is_lower_in_every_seed_and_new_lectures_are_worse():
    told = verdict("kaiming_tanh")
    assert (told.optimization.word, told.generalization.word) == ("helps", "hurts")
    assert told.optimization.lower == 20
    assert told.early_stopping.word == "about equal"


def test_at_equal_updates_kaiming_learns_digits_and_the_plain_normal_does_not():
    told, against_xavier = verdict("kaiming_fixed"), verdict("kaiming_fixed", "Xavier")
    assert told.optimization.word == "helps" and told.optimization.lower == 20
    assert told.accuracy.mean == pytest.approx(0.845, abs=5e-4)
    assert told.without.accuracy.mean() == pytest.approx(0.1, abs=0.01)
    assert against_xavier.optimization.r == pytest.approx(0.502, abs=5e-4)
    outcomes = results.load("kaiming_fixed").outcomes
    medians = [np.median(outcomes[name].train_mode_loss)
               for name in ("Kaiming", "Xavier", "small, 0.01")]
    assert medians == pytest.approx([0.095, 0.18, 1.7], rel=0.03)


def test_at_equal_training_loss_the_validation_loss_is_six_times_as_high():
    told = verdict("kaiming_digits", with_="1 × Kaiming")
    assert (told.optimization.word, told.generalization.word) == ("both solved", "helps")
    assert 1 / told.generalization.r == pytest.approx(6, abs=0.1)


def test_where_kaimings_scale_fails():
    assert verdict("kaiming_relu").optimization.word == "unclear"
    assert verdict("kaiming_sigmoid_raw").optimization.word == "hurts"


def test_pre_training_early_and_late():
    early, late = (verdict(name, "from scratch", "pre-trained")
                   for name in ("pretraining", "pretraining_late"))
    shuffled = verdict("pretraining_late", "from scratch", "shuffled labels")
    assert (early.optimization.word, late.optimization.word) == ("helps", "both solved")
    assert early.optimization.r == pytest.approx(0.675, abs=5e-4)
    gains = [100 * told.accuracy.mean for told in (early, late, shuffled)]
    assert gains == pytest.approx([3.0, 4.2, 2.5], abs=0.05)
    assert (early.generalization.word, late.generalization.word) == ("about equal", "helps")
    assert late.marks == shuffled.marks == "above guessing"
    ends = [np.median(one.validation_loss) for one in (late.with_, late.without)]
    assert late.early_stopping.r == pytest.approx(1.06, abs=5e-3)
    assert ends == pytest.approx([2.1, 2.5], abs=0.05) and late.about.guessing < min(ends)


def test_turned_digits_do_not_help():
    told = verdict("rotation", "from scratch", "pre-trained")
    assert told.optimization.word == "unclear" and told.generalization.word == "hurts"
    assert 100 * told.accuracy.mean == pytest.approx(-4.3, abs=0.05)


# further/when_the_scale_is_not_enough

STANDARDIZED = ("kaiming_tanh", "kaiming_tanh_zero", "kaiming_sigmoid", "kaiming_sigmoid_zero")


@pytest.mark.parametrize("name, words", [
    *[(name, ("helps", "hurts")) for name in (*STANDARDIZED, "kaiming_tanh_raw")],
    ("kaiming_sigmoid_raw", ("hurts", "helps")),
    ("kaiming_relu", ("unclear", "helps")), ("kaiming_relu_zero", ("unclear", "helps")),
    ("kaiming_relu_raw", ("about equal", "about equal"))])
def test_kaimings_scale_on_fifteen_lectures(name, words):
    told = verdict(name)
    assert (told.optimization.word, told.generalization.word) == words
    assert told.early_stopping.word == ("helps" if name == "kaiming_relu" else "about equal")


def test_with_relu_36_of_40_runs_are_solved():
    told = verdict("kaiming_relu")
    losses = np.concatenate([told.without.train_mode_loss, told.with_.train_mode_loss])
    assert np.sum(losses < told.about.floor) == 36


def test_leaky_units_wake():
    told = verdict("dying_relu", "ReLU", "leaky ReLU")
    assert (told.optimization.word, told.generalization.word) == ("helps", "helps")


# further/flat_and_sharp_minima

def test_at_equal_training_loss_the_validation_loss_differs_nearly_ten_fold():
    outcomes = results.load("kaiming_digits").outcomes
    medians = [np.median(outcome.validation_loss) for outcome in outcomes.values()]
    assert 8 < max(medians) / min(medians) < 10


# further/pretraining

@pytest.mark.parametrize("name, who, words, mark", [
    ("pretraining", "pre-trained", ("helps", "about equal", "hurts"), ""),
    ("pretraining", "shuffled labels", ("unclear", "unclear", "about equal"), ""),
    ("pretraining_late", "pre-trained", ("both solved", "helps", "hurts"), "above guessing"),
    ("pretraining_late", "shuffled labels", ("both solved", "helps", "about equal"),
     "above guessing"),
    ("rotation", "pre-trained", ("unclear", "hurts", "hurts"), ""),
    ("rotation_late", "pre-trained", ("both solved", "hurts", "hurts"), "")])
def test_a_start_that_has_learned_something(name, who, words, mark):
    told = verdict(name, "from scratch", who)
    assert (told.optimization.word, told.generalization.word, told.early_stopping.word) == words
    assert told.marks == mark
