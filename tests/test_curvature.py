"""Sharpness against second derivatives that are known, or computed one by one."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from helpers.landscape import sharpness
from helpers.networks.activations import ReLU, Tanh
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.regression import lectures
from helpers.surfaces import saddle, valley


@pytest.mark.parametrize("kappa", [3.0, 100.0, 1e4])
def test_the_walls_of_a_valley_are_as_sharp_as_its_condition_number(kappa):
    assert_allclose(sharpness(valley(kappa), np.array([[0.0, 0.0], [-1.0, 0.5]])), kappa, rtol=1e-6)


def test_the_largest_in_size_may_bend_downward():
    # along y; along x it is −0.88
    assert_allclose(sharpness(saddle(), np.array([0.2, 0.1]), products=200), 1, rtol=1e-5)
    assert_allclose(sharpness(saddle(), np.array([1.5, 0.0])), 3 * 1.5**2 - 1, rtol=1e-6)


def test_the_regression_has_the_largest_eigenvalue_of_its_hessian():
    surface = lectures()
    assert_allclose(sharpness(surface, np.array(surface.start)),
                    np.linalg.eigvalsh(surface.hessian())[-1], rtol=1e-5)


@pytest.mark.parametrize("activation", [Tanh(), ReLU()], ids=["tanh", "ReLU"])
def test_a_network_has_the_largest_eigenvalue_of_all_its_second_derivatives(activation):
    draw = np.random.default_rng(4).standard_normal
    task = Task(mlp(3, 5, 3, activation=activation), CrossEntropy(), draw((20, 3)),
                np.eye(3)[np.arange(20) % 3])
    thetas = draw((2, task.size))
    found = sharpness(task, thetas, products=300)
    for theta, bend in zip(thetas, found, strict=True):
        rows = [(task.grad(theta + step) - task.grad(theta - step)) / 2e-8
                for step in 1e-8 * np.eye(task.size)]
        eigenvalues = np.linalg.eigvalsh((np.array(rows) + np.transpose(rows)) / 2)
        assert bend == pytest.approx(max(eigenvalues, key=abs), rel=1e-3)
