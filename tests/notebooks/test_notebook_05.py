"""Notebook 05: the sentence of 002 that identical units stay identical, bit by bit."""
import numpy as np
import pytest
from numpy.testing import assert_array_equal

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
