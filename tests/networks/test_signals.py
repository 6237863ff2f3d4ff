"""What passes through a network: the gradient of every layer, and the sizes that the formula
expects."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from helpers.networks import initialization, signals
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.losses import CrossEntropy, MeanSquaredError
from helpers.networks.network import mlp
from helpers.networks.task import Task


def wide(activation, depth, variance, n=200, seeds=range(10)):
    """A task of many wide layers, and ten theta with weights of variance `variance` / n.

    The targets are so large that the gradient of the scores does not depend on the weights.
    """
    network, draw = mlp(n, *[n] * depth, n,
                        activation=activation), np.random.default_rng(0).standard_normal
    task = Task(network, MeanSquaredError(), draw((30, n)), 1e6 * draw((30, n)))
    return task, initialization.start(network, lambda n_in, n_out, last: np.sqrt(variance / n_in),
                                      seeds, float)


@pytest.mark.parametrize("activation", [ReLU(), LeakyReLU(0.2), Tanh(), Sigmoid()],
                         ids=lambda f: type(f).__name__)
def test_the_gradient_of_what_a_linear_layer_gives_adds_up_to_that_of_its_bias(activation):
    network, draw = mlp(4, 5, 6, 3, activation=activation), np.random.default_rng(1).standard_normal
    task = Task(network, CrossEntropy(), draw((7, 4)), np.eye(3)[[0, 1, 2, 0, 1, 2, 0]])
    theta = 0.5 * draw((2, network.size))
    given, back = signals.layer_signals(task, theta)
    assert [array.shape for array in given] == [array.shape for array in back]
    biases = [own[1] for own in network.unpack(task.grad(theta)) if own]
    for gradient, bias in zip(back[::2], biases, strict=True):
        assert_allclose(gradient.sum(axis=-2, keepdims=True), bias, rtol=1e-12, atol=1e-15)
    assert_allclose(given[-1], network.predict(theta, task.x))


@pytest.mark.parametrize("activation, variance",
                         [(ReLU(), 2.0), (ReLU(), 0.7), (ReLU(), 5.0), (LeakyReLU(0.2), 2.0),
                                                  (Tanh(), 1.0), (Tanh(), 4.0), (Sigmoid(), 1.0)],
                         ids=lambda given: str(given).split("(")[0])
def test_a_wide_network_has_the_expected_sizes(activation, variance):
    """To 5 %: the mean over ten networks with four layers of 200 units."""
    task, theta = wide(activation, 4, variance)
    given, back = (group[1::2] for group in signals.layer_signals(task, theta))
    forth, home = signals.expected(activation, 4, variance)
    assert_allclose([signals.root_mean_square(values) for values in given], forth, rtol=0.05)
    sizes = np.array([signals.root_mean_square(values) for values in back])
    assert_allclose(sizes / sizes[-1], home, rtol=0.05)


@pytest.mark.parametrize("depth", [1, 2, 30])
def test_with_relu_kaiming_keeps_every_size_exactly(depth):
    for sizes in signals.expected(ReLU(), depth, 2.0):
        assert_allclose(sizes, np.ones(depth), rtol=1e-5)


def test_a_relu_halves_the_mean_square_and_tanh_near_zero_leaves_it():
    assert_allclose(signals.expected(ReLU(), 3, 1.0)[0] ** 2, [0.5, 0.25, 0.125], rtol=1e-5)
    assert_allclose(signals.expected(Tanh(), 2, 1e-6)[0] ** 2, [1e-6, 1e-12], rtol=1e-4)


def test_a_sigmoid_passes_at_most_a_sixteenth_of_the_square_back():
    for variance in (0.1, 1.0, 16.0):
        _, back = signals.expected(Sigmoid(), 2, variance)
        assert back[0] ** 2 <= variance / 16
