"""Where training starts: the spread of the weights against the formulas of the slides; a generator
for each seed."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.networks.activations import ReLU
from helpers.networks.convolution import AddChannel, Convolution, LocallyConnected
from helpers.networks.initialization import constant, kaiming, normal, start, xavier
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.network import Network, mlp
from helpers.networks.normalization import BatchNorm, LayerNorm

SEEDS = tuple(range(400))
NETWORK = mlp(50, 30, 20, 8, after=(Dropout(0.5),))
SCALES = {  # the standard deviation of the weights of the three layers, as on the slides
    "normal": (normal(), [1, 1, 1]),
    "normal .3": (normal(0.3), [0.3, 0.3, 0.3]),
    "Xavier": (xavier, [np.sqrt(2 / 80), np.sqrt(2 / 50), np.sqrt(2 / 28)]),
    # the output layer has no ReLU: 1, not 2
    "Kaiming": (kaiming, [np.sqrt(2 / 50), np.sqrt(2 / 30), np.sqrt(1 / 20)]),
}
scales = pytest.mark.parametrize("scale, expected", SCALES.values(), ids=SCALES)


def weights_and_biases(network, theta):
    return zip(*[own for own in network.unpack(theta) if own], strict=True)


@scales
@pytest.mark.parametrize("biases", [False, True])
def test_the_spread_of_the_weights_is_that_of_the_formula(scale, expected, biases):
    for W, b, std in zip(*weights_and_biases(NETWORK, start(NETWORK, scale, SEEDS, float, biases)),
                         expected, strict=True):
        assert W.std() == pytest.approx(std, rel=4 / np.sqrt(2 * W.size))
        assert abs(W.mean()) < 4 * std / np.sqrt(W.size)
        assert b.std() == pytest.approx(std if biases else 0, rel=4 / np.sqrt(2 * b.size))


@scales
def test_the_weights_are_normal(scale, expected):
    """68 of 100 within one standard deviation, 95.4 within two; the kurtosis is 3."""
    for W, std in zip(next(weights_and_biases(NETWORK, start(NETWORK, scale, SEEDS, float))),
                      expected, strict=True):
        z = W / std
        assert np.mean(np.abs(z) < 1) == pytest.approx(0.6827, abs=0.01)
        assert np.mean(np.abs(z) < 2) == pytest.approx(0.9545, abs=0.01)
        assert np.mean(z**4) == pytest.approx(3, abs=0.15)


def test_the_start_of_the_lecture_with_100_units():
    """1-100-1: Kaiming is √2 for the first layer and a tenth for the second."""
    lecture = mlp(1, 100, 1)
    hidden, output = next(weights_and_biases(lecture, start(lecture, kaiming, SEEDS, float)))
    assert hidden.std() == pytest.approx(1.414, abs=0.02) and output.std() == pytest.approx(
        0.1, abs=0.002
    )


def test_kaiming_keeps_the_size_of_the_signal_through_relu_and_a_smaller_scale_loses_it():
    deep = mlp(*[64] * 21)
    x = np.random.default_rng(0).standard_normal((100, 64))
    kept, lost = (np.sqrt(np.mean(deep.predict(start(deep, scale, SEEDS[:20], float), x) ** 2))
                  for scale in (kaiming, normal(0.1)))
    assert 0.2 < kept < 2 and lost < 1e-4


@scales
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_seed_alone_starts_as_in_company(scale, expected, dtype):
    together = start(NETWORK, scale, (5, 0, 17), dtype, True)
    assert together.shape == (3, NETWORK.size) and together.dtype == dtype
    for seed, theta in zip((5, 0, 17), together, strict=True):
        assert_array_equal(start(NETWORK, scale, (seed,), dtype, True), [theta])
    assert len({theta[0] for theta in together}) == 3


def test_contenders_of_different_scale_start_from_the_same_draw():
    plain, smaller = (start(NETWORK, normal(scale), SEEDS[:3], float) for scale in (1, 0.25))
    assert_array_equal(smaller, plain / 4)


def test_float32_is_the_rounded_float64():
    assert_array_equal(start(NETWORK, kaiming, (1,)),
                       start(NETWORK, kaiming, (1,), float).astype(np.float32))


def test_the_layers_in_a_residual_are_drawn_too():
    network = Network((Linear(9, 9), Residual((Linear(9, 9), ReLU(), Linear(9, 9))), Linear(9, 9)))
    theta = start(network, kaiming, SEEDS, float)
    stds = [part.std() for part in np.split(theta, np.cumsum([81, 9] * 4)[:-1], axis=1)]
    assert_allclose(stds,
                    [np.sqrt(2 / 9), 0, np.sqrt(2 / 9), 0, np.sqrt(2 / 9), 0, np.sqrt(1 / 9), 0],
                    rtol=0.02)


def test_a_field_is_what_a_filter_takes_and_its_maps_are_what_it_gives():
    """3 × 3 pixels of 2 channels are 18 numbers, wherever the filter looks; a local layer takes the
    same."""
    network = Network((Convolution((6, 6, 2), 8), ReLU(), LocallyConnected((4, 4, 8), 5),
                       Flatten((2, 2, 5)), Linear(20, 3)))
    for scale, expected in ((kaiming, [2 / 18, 2 / 72, 1 / 20]),
                            (xavier, [2 / 26, 2 / 77, 2 / 23])):
        first, second, output = next(weights_and_biases(network,
                                                        start(network, scale, SEEDS[:100], float)))
        assert_allclose([first.std(), second.std(), output.std()], np.sqrt(expected), rtol=0.03)


@scales
@pytest.mark.parametrize("biases", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gains_start_at_1_and_shifts_where_biases_do(scale, expected, biases, dtype):
    """So that a layer that normalizes does nothing else at first."""
    network = Network((AddChannel(), Convolution((4, 4, 1), 3), BatchNorm((2, 2, 3)),
                       Residual((LayerNorm((2, 2, 3)), ReLU())),
                       Flatten((2, 2, 3)), BatchNorm((12,)), Linear(12, 2)))
    for theta in start(network, scale, (0, 7), dtype, biases):
        _, (W, b), batch, layer, _, rows, output = network.unpack(theta)
        for gain, shift in (batch, layer, rows):
            assert np.all(gain == 1) and np.all((shift != 0) == biases) and gain.dtype == dtype
        assert W.all() and output[0].all() and b.any() == biases


def test_a_constant_start_has_one_value():
    theta = constant(NETWORK, 0.5, (0, 1))
    assert theta.shape == (2, NETWORK.size) and theta.dtype == np.float32 and np.all(theta == 0.5)


def test_zero_seeds_are_refused():
    for make in (lambda: start(NETWORK, kaiming, ()), lambda: constant(NETWORK, 0.5, [])):
        with pytest.raises(ValueError, match="seeds = .*at least one"):
            make()
