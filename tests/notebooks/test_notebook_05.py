"""Notebook 05: its exercises, and the sentence of 002 that identical units stay identical, bit by bit."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from helpers import exercises
from helpers.networks import initialization
from helpers.descent import descend
from helpers.networks.activations import ReLU, Sigmoid, Tanh
from helpers.networks.losses import MeanSquaredError
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent

POINTS = np.linspace(-2, 2, 15)[:, None]


def family(activation, values):
    """The notebook's twenty units on |x|, each with the same input weight, bias and output weight."""
    network = mlp(1, 20, 1, activation=activation)
    theta = initialization.constant(network, 0.0, seeds=(0,), dtype=float)
    (W1, b1), _, (W2, b2) = network.unpack(theta)
    for array, value in zip((W1, b1, W2), values):
        array[...] = value
    return Task(network, MeanSquaredError(), POINTS, np.abs(POINTS)), theta


@pytest.mark.parametrize("optimizer", [GradientDescent(0.02), Adam(0.01)], ids=["descent", "Adam"])
@pytest.mark.parametrize("activation", [ReLU(), Tanh(), Sigmoid()], ids=lambda layer: type(layer).__name__)
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


def said(capsys, exercise, answer):
    exercise(answer)
    return capsys.readouterr().out


@pytest.mark.parametrize("exercise", [exercises.right_size, exercises.largest_rate_that_stays])
def test_an_unanswered_exercise_gives_a_hint(capsys, exercise):
    assert said(capsys, exercise, None).startswith("Not answered")


@pytest.mark.parametrize("answer, verdict", [((2 / 256) ** 0.5, "Right"), ((1 / 256) ** 0.5, "too small"), (2 / 256, "too small"),
                                             ((2 / 64) ** 0.5, "too large")])
def test_kaimings_size_keeps_the_mean_square_of_a_relu(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.right_size, answer)


def test_the_answer_is_what_20_000_units_give():
    draw = np.random.default_rng(0).standard_normal
    h = np.maximum(draw((500, 256)) @ (np.sqrt(2 / 256) * draw((256, 40))), 0)
    assert np.mean(h**2) == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("answer, verdict", [
    (lambda variance, depth: (variance / 2) ** depth, "Right"), (lambda variance, depth: variance**depth, "Not yet"),
    (lambda variance, depth: variance / 2 * depth, "Not yet"), (lambda variance, depth: None, "Not answered"),
], ids=["halves", "no ReLU", "a sum", "none"])
def test_the_factors_of_all_layers_are_multiplied(capsys, answer, verdict):
    assert said(capsys, exercises.growth, answer).startswith(verdict)


@pytest.mark.parametrize("answer, stays", [(0.24, True), (0.26, False)])
def test_beyond_two_over_the_bend_nobody_stays(capsys, answer, stays):
    """The truth by walking: x²·8/2 from x = 1."""
    x = 1.0
    for _ in range(200):
        x -= answer * 8 * x
    assert (abs(x) < 1) == stays
    assert "Right" in said(capsys, exercises.largest_rate_that_stays, 0.25)
    assert ("small" if stays else "large") in said(capsys, exercises.largest_rate_that_stays, answer)
