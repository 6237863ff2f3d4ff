"""Layers that standardize: what the mean is taken over, while training and to predict; and as
PyTorch computes them."""
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gradients import check, nowhere_zero, total
from helpers.networks.activations import ReLU, Tanh
from helpers.networks.convolution import AddChannel, Convolution
from helpers.networks.initialization import kaiming, start
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.normalization import BatchNorm, LayerNorm, running
from helpers.networks.task import Task
from stored import as_pytorch, near, of

N = 40
BATCH = {"rows": (5,), "pictures": (3, 4, 2)}
shapes = pytest.mark.parametrize("shape", BATCH.values(), ids=BATCH)
both = pytest.mark.parametrize("norm", [BatchNorm, LayerNorm])


def plain(layer):
    """Gain 1 and shift 0."""
    return [np.full(own.shape, own.initial) for own in layer.parameters]


def some(*shape, seed=0):
    """Numbers whose means are not 0 and whose variances not 1."""
    return 3 + 2 * np.random.default_rng(seed).standard_normal(shape) * np.arange(1, shape[-1] + 1)


def passed(layer, x, params=None):
    return layer.forward(params or plain(layer), x)[0]


# While training -----------------------------------------------------------------------------------

@shapes
def test_a_batch_gets_mean_0_and_variance_1_in_every_channel(shape):
    # examples and pixels
    channels = passed(BatchNorm(shape, 1e-12), some(2, N, *shape)).reshape(2, -1, shape[-1])
    assert_allclose(channels.mean(axis=1), 0, atol=1e-13)
    assert_allclose(channels.var(axis=1), 1, rtol=1e-10)


@shapes
def test_an_example_gets_mean_0_and_variance_1_by_itself(shape):
    numbers = passed(LayerNorm(shape, 1e-12), some(2, N, *shape)).reshape(2, N, -1)
    assert_allclose(numbers.mean(axis=2), 0, atol=1e-13)
    assert_allclose(numbers.var(axis=2), 1, rtol=1e-10)


@shapes
@both
def test_gain_and_shift_then_set_any_other_mean_and_spread(norm, shape):
    layer, x = norm(shape), some(N, *shape)
    gain, shift = (nowhere_zero(np.random.default_rng(seed), *own.shape) for seed,
                   own in enumerate(layer.parameters))
    assert_allclose(passed(layer, x, [gain, shift]), gain * passed(layer, x) + shift, rtol=1e-12)
    assert gain.size == (shape[-1] if norm is BatchNorm else np.prod(shape))


@shapes
@both
def test_the_size_and_the_place_of_what_comes_in_do_not_matter(norm, shape):
    layer, x = norm(shape, 1e-12), some(N, *shape)
    assert_allclose(passed(layer, 1000 * x - 77), passed(layer, x), rtol=1e-7, atol=1e-9)


@shapes
@both
def test_numbers_that_are_all_equal_become_the_shift(norm, shape):
    layer = norm(shape)
    gain, shift = (nowhere_zero(np.random.default_rng(seed), *own.shape) for seed,
                   own in enumerate(layer.parameters))
    y = passed(layer, np.full((N, *shape), 7.0), [gain, shift])
    assert_allclose(y, np.broadcast_to(shift, y.shape), rtol=1e-12)


def test_a_batch_of_1_gives_the_shift_whatever_the_example_and_no_gradient_goes_back():
    """The example is its own mean. Of a picture there are still many pixels."""
    layer, x, shift = BatchNorm((5,)), some(1, 5), np.arange(5.0)[None]
    y, cache = layer.forward([np.full((1, 5), 3.0), shift], x)
    assert_array_equal(y, shift)
    assert_array_equal(layer.backward([np.full((1, 5), 3.0), shift], cache, np.ones((1, 5)))[0],
                       np.zeros((1, 5)))
    assert np.abs(passed(BatchNorm((3, 4, 2)), some(1, 3, 4, 2))).mean() > 0.5
    assert np.abs(passed(LayerNorm((5,)), x)).mean() > 0.5


def test_a_batch_of_2_gives_plus_and_minus_1():
    y = passed(BatchNorm((5,), 1e-14), some(2, 5))
    assert_allclose(np.abs(y), 1, rtol=1e-9)
    assert_allclose(y[0], -y[1])


def test_the_same_example_looks_different_in_different_batches():
    x = some(N, 5)
    one, other = (passed(BatchNorm((5,)), x[rows])[0] for rows in (np.s_[:8], np.r_[0, 8:15]))
    assert np.all(one != other)
    assert_array_equal(passed(LayerNorm((5,)), x[:8])[0],
                       passed(LayerNorm((5,)), x[np.r_[0, 8:15]])[0])


@shapes
@both
def test_nothing_of_the_gradient_goes_to_the_mean_or_the_size_of_what_came_in(norm, shape):
    layer = norm(shape, 1e-14)
    y, cache = layer.forward(plain(layer), some(N, *shape))
    dx, _ = layer.backward(plain(layer), cache, nowhere_zero(np.random.default_rng(1), N, *shape))
    for along in (np.ones_like(y), y):
        assert_allclose((dx * along).sum(axis=layer.together), 0, atol=1e-11)


# To predict ---------------------------------------------------------------------------------------

@shapes
def test_settled_a_layer_takes_the_statistics_of_the_training_set(shape):
    layer, x, other = BatchNorm(shape), some(N, *shape), some(7, *shape, seed=1) - 5
    settled = layer.with_batch_statistics(plain(layer), x)
    channels = x.reshape(-1, shape[-1])
    expected = (other - channels.mean(axis=0)) / np.sqrt(channels.var(axis=0) + 1e-5)
    assert_allclose(passed(settled, other), expected, rtol=1e-12)
    assert_array_equal(passed(settled, x), passed(layer, x))
    assert layer.known is None and settled == layer  # the description is the same


@shapes
def test_settled_the_statistics_are_given_numbers_for_the_gradient(shape):
    layer = BatchNorm(shape)
    settled, x = (
        layer.with_batch_statistics(plain(layer), some(N, *shape)),
        some(3, 6, *shape, seed=1),
    )
    dy, *params = (nowhere_zero(np.random.default_rng(k), 3, *size) for k, size in
                   enumerate([(6, *shape), *(own.shape for own in layer.parameters)]))
    dx, grads = settled.backward(params, settled.forward(params, x)[1], dy)
    check(lambda x, *params: total(settled.forward(params, x)[0] * dy, 1), [dx, *grads],
          [x, *params], 1)


def network():
    """A network that normalizes in many ways, its start, and pictures to train on."""
    network = Network((AddChannel(), Convolution((5, 4, 1), 3, 3, 1, 1), BatchNorm((5, 4, 3)),
                       ReLU(), Flatten((5, 4, 3)), Linear(60, 6),
                       Residual((BatchNorm((6,)), Tanh(), Dropout(0.5), Linear(6, 6),
                                 LayerNorm((6,))), 0.5), BatchNorm((6,)),
                       Linear(6, 3)))
    theta = start(network, kaiming, (0, 1), float) + 0.1 * nowhere_zero(
        np.random.default_rng(0), 2, network.size
    )
    return network, theta, np.random.default_rng(1).random((N, 5, 4))


def norms(layers):
    """All batch normalizations of a network, in order."""
    own = [[layer] if isinstance(layer, BatchNorm) else norms(getattr(layer, "layers", ()))
           for layer in layers]
    return sum(own, [])


def test_one_pass_settles_every_layer_on_what_reaches_it():
    net, theta, x = network()
    settled = net.with_batch_statistics(theta, x)
    assert_array_equal(settled.predict(theta, x), net.predict(theta, x))
    assert len(norms(settled.layers)) == 3 and all(norm.known for norm in norms(settled.layers))
    assert not any(norm.known for norm in norms(net.layers))
    given = settled.activations(theta, x)
    # what the three get: after the convolution, after Linear, after the residual
    for place, norm in ((1, 0), (5, 1), (6, 2)):
        axes = tuple(range(1, given[place].ndim - 1))
        for known, now in zip(norms(settled.layers)[norm].known,
                              (given[place].mean(axes), given[place].var(axes)), strict=True):
            assert_array_equal(known.reshape(now.shape), now)


def test_settled_again_a_network_knows_the_newest_statistics_alone():
    net, theta, x = network()
    again = net.with_batch_statistics(theta + 0.3, x[:10] - 1).with_batch_statistics(theta, x)
    assert_array_equal(again.predict(theta, x), net.predict(theta, x))
    for one, other in zip(norms(again.layers), norms(net.with_batch_statistics(theta, x).layers),
                          strict=True):
        assert_array_equal(one.known[0], other.known[0])
        assert_array_equal(one.known[1], other.known[1])


def test_settled_a_prediction_belongs_to_one_example_alone():
    net, theta, x = network()
    settled, new = net.with_batch_statistics(theta, x), np.random.default_rng(2).random((9, 5, 4))
    together = settled.predict(theta, new)
    assert_allclose(np.concatenate([settled.predict(theta, new[[k]]) for k in range(9)], axis=1),
                    together, rtol=1e-11, atol=1e-13)
    assert np.abs(net.predict(theta, new) - together).max() > 1e-2


def test_settled_are_the_statistics_of_all_whatever_the_batches_that_were_trained_on():
    net, theta, x = network()
    y = np.eye(3)[np.arange(N) % 3]
    small, large = (Task(net, CrossEntropy(), x, y, batch, (0, 1)) for batch in (4, 20))
    assert_array_equal(small.loss(theta), large.loss(theta))
    assert np.all(small.at(0).loss(theta) != large.at(0).loss(theta))


def test_the_order_of_the_training_set_does_not_matter():
    net, theta, x = network()
    mixed = x[np.random.default_rng(0).permutation(N)]
    for one, other in zip(norms(net.with_batch_statistics(theta, x).layers),
                          norms(net.with_batch_statistics(theta, mixed).layers), strict=True):
        for known, again in zip(one.known, other.known, strict=True):
            assert_allclose(known, again, rtol=1e-10)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_settled_a_network_keeps_the_float_type_whatever_that_of_the_data(dtype):
    net, theta, x = network()
    for data in (x.astype(np.float32), x):
        settled = net.with_batch_statistics(theta.astype(dtype), data)
        assert settled.predict(theta.astype(dtype), x.astype(dtype)).dtype == dtype


# The running average ------------------------------------------------------------------------------

def test_a_running_average_forgets_by_the_momentum():
    """After k batches: m = Σ momentum (1 − momentum)^(k − i) mᵢ, and what is left of mean 0 and
    variance 1."""
    net, theta, x = network()
    average, seen = net, [net.with_batch_statistics(theta, x[part])
                          for part in (np.s_[:10], np.s_[10:20], np.s_[20:])]
    for batch in seen:
        average = running(average, batch, 0.3)
    weights = 0.3 * 0.7 ** np.array([2, 1, 0])
    for k, norm in enumerate(norms(average.layers)):
        for known, first, *batches in zip(norm.known, (0, 1),
                                          *(norms(batch.layers)[k].known for batch in seen),
                                          strict=True):
            assert_allclose(known,
                            0.7**3 * first
                            + sum(w * b for w, b in zip(weights, batches, strict=True)),
                            rtol=1e-12, atol=1e-14)
    assert average.layers[0] == net.layers[0] and average.layers[6].scale == 0.5


def test_a_running_average_of_momentum_1_is_the_last_batch_and_of_the_same_batch_goes_there():
    net, theta, x = network()
    batch, average = net.with_batch_statistics(theta, x), net
    assert_array_equal(running(net, batch, 1.0).predict(theta, x), batch.predict(theta, x))
    for _ in range(300):
        average = running(average, batch)
    assert_allclose(average.predict(theta, x), batch.predict(theta, x), rtol=1e-10, atol=1e-12)


def test_a_running_average_keeps_float32():
    net, theta, x = network()
    theta, x = theta.astype(np.float32), x.astype(np.float32)
    assert running(net, net.with_batch_statistics(theta, x)).predict(theta, x).dtype == np.float32


# PyTorch ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("norm, name", [(BatchNorm, "batch norm"), (LayerNorm, "layer norm")])
@pytest.mark.parametrize("kind", BATCH)
def test_normalization_as_pytorch_computes_it(norm, name, kind):
    as_pytorch(norm(BATCH[kind]), f"{name} {kind}")


@pytest.mark.parametrize("kind", BATCH)
def test_what_pytorch_remembers_and_makes_of_it(kind):
    """Its running variance is of n / (n − 1) times the variance of a batch."""
    layer = average = BatchNorm(BATCH[kind])
    x, W, b, batches, mean, variance, used = of(f"batch norm {kind}", "x", "W", "b", "batches",
                                                "mean", "variance", "used")
    n = batches[0].size / BATCH[kind][-1]
    for batch in batches:
        m, v = layer.with_batch_statistics([W, b], batch).known
        average = running(average, replace(layer, known=(m, v * n / (n - 1))))
    near(average.known[0].ravel(), mean)
    near(average.known[1].ravel(), variance)
    near(passed(average, x, [W, b]), used)


# Bad input ----------------------------------------------------------------------------------------

@both
@pytest.mark.parametrize("shape",
                         [(), 5, [5], (0,), (-1,), (5.0,), (True,), (3, 4), (3, 0, 2), (3, 4, 2.0),
                          (1, 2, 3, 4), "abc", None],
                         ids=str)
def test_a_shape_that_is_none_is_refused(norm, shape):
    with pytest.raises(ValueError, match=r"shape = .*\(n,\) or \(rows, columns, channels\)"):
        norm(shape)


@both
@pytest.mark.parametrize("eps", [-1e-9, np.nan, np.inf, None, "a", True])
def test_an_epsilon_that_is_negative_or_not_finite_is_refused(norm, eps):
    with pytest.raises(ValueError, match="eps = .*finite number ≥ 0"):
        norm((5,), eps)


@both
@pytest.mark.parametrize("parts, told", [
    ((Linear(4, 6),), ["(shape=(5,)", "gets (6,)", "Linear(n_in=4, n_out=6)"]),
    ((Convolution((8, 8, 1), 5),),
     ["(shape=(5,)", "gets (6, 6, 5)", "Convolution(shape=(8, 8, 1)"]),
], ids=["rows", "pictures"])
def test_layers_that_do_not_fit_are_named(norm, parts, told):
    with pytest.raises(ValueError) as error:
        Network((*parts, norm((5,))))
    assert [name for name in told if name not in str(error.value)] == []
