"""Small fields that share their weights: against sums over pixels, as a matrix, and as PyTorch
computes them."""
from math import prod

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.signal import correlate

from gradients import nowhere_zero
from helpers.networks.activations import ReLU
from helpers.networks.convolution import (
    AddChannel,
    Convolution,
    LocallyConnected,
    MaxPool,
    batch_last,
    col2im,
    im2col,
    matrix,
    padded,
)
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.task import Task
from stored import ABOUT, as_pytorch

N = 3
KINDS = {  # shape of a picture, filters, kernel, stride, padding
    "plain": ((5, 4, 2), 3, 3, 1, 0),
    "padded": ((4, 6, 1), 2, 3, 1, 1),
    "stride 2": ((6, 7, 3), 2, 3, 2, 1),
    "stride 3": ((8, 5, 2), 2, 2, 3, 0),
    "padding 3": ((2, 3, 2), 2, 3, 2, 3),
    "kernel 1": ((3, 2, 4), 5, 1, 1, 0),
    "kernel 1, stride 2": ((5, 4, 2), 3, 1, 2, 0),
    "all in one field": ((4, 4, 2), 3, 4, 1, 0),
}
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
both = pytest.mark.parametrize("layer", [Convolution, LocallyConnected])


def made(layer, seed=0, *lead):
    """Parameters and pictures."""
    generator = np.random.default_rng(seed)
    return [nowhere_zero(generator, *lead, *own.shape)
            for own in layer.parameters], nowhere_zero(generator, *lead, N, *layer.shape)


# By hand ------------------------------------------------------------------------------------------

def test_a_filter_slides_over_a_picture():
    """Dark to light is 1, light to dark is −1, and nothing where nothing changes."""
    picture = np.array([[0, 0, 1, 1, 0]] * 4, float)[None, :, :, None]
    edge = np.array([[-1, 1], [0, 0]], float).reshape(4, 1)
    y, _ = Convolution((4, 5, 1), 1, 2).forward((edge, np.zeros((1, 1))), picture)
    assert_array_equal(y[0, :, :, 0], [[0, 1, 0, -1]] * 3)


def test_padding_and_stride_by_hand():
    picture, ones = np.arange(1.0, 10).reshape(1, 3, 3, 1), np.ones((9, 1))
    y, _ = Convolution((3, 3, 1), 1, 3, 2, 1).forward((ones, np.full((1, 1), 0.5)), picture)
    assert_array_equal(y[0, :, :, 0],
                       [[1 + 2 + 4 + 5 + 0.5, 2 + 3 + 5 + 6 + 0.5],
                        [4 + 5 + 7 + 8 + 0.5, 5 + 6 + 8 + 9 + 0.5]])


def test_a_filter_looks_at_all_channels_and_its_weights_stand_channel_by_channel():
    """One pixel that is 1, in the middle: the map is the filter, upside down and mirrored."""
    W = np.arange(1.0, 19).reshape(18, 1)
    for channel in (0, 1):
        picture = np.zeros((1, 5, 5, 2))
        picture[0, 2, 2, channel] = 1
        y, _ = Convolution((5, 5, 2), 1).forward((W, np.zeros((1, 1))), picture)
        assert_array_equal(y[0, :, :, 0], W[9 * channel:9 * channel + 9].reshape(3, 3)[::-1, ::-1])


@kinds
@pytest.mark.parametrize("seed", range(5))
def test_a_map_is_the_correlation_of_picture_and_filter(kind, seed):
    """SciPy's, of which every stride-th number is kept."""
    layer = Convolution(*kind)
    (W, b), x = made(layer, seed)
    (_, _, channels), filters, kernel, stride, padding = kind
    around = np.pad(x, [(0, 0), (padding, padding), (padding, padding), (0, 0)])
    y, _ = layer.forward((W, b), x)
    for n in range(N):
        for k in range(filters):
            seen = np.moveaxis(W[:, k].reshape(channels, kernel, kernel), 0, -1)
            whole = correlate(around[n], seen, "valid", "direct")[..., 0]
            assert_allclose(y[n, :, :, k], whole[::stride, ::stride] + b[0, k], rtol=1e-12,
                            atol=1e-12)


# What is seen, and the way back -------------------------------------------------------------------

@kinds
def test_put_back_is_the_transpose_of_fields(kind):
    """⟨im2col(x), f⟩ = ⟨x, col2im(f)⟩ for all x and f."""
    shape, _, kernel, stride, padding = kind
    generator = np.random.default_rng(0)
    x = batch_last(generator.standard_normal((2, N, *shape)))
    seen = im2col(x, kernel, stride, padding)
    f = generator.standard_normal(seen.shape)
    back = col2im(f, shape[:2], stride, padding)
    assert back.shape == x.shape
    assert np.sum(seen * f) == pytest.approx(np.sum(x * back), rel=1e-12)


def test_each_pixel_counts_the_fields_that_saw_it():
    seen = im2col(np.ones((3, 4, 1)), 2)
    assert seen.shape == (2, 2, 2, 3, 1) and np.all(seen == 1)
    assert_array_equal(col2im(seen, (3, 4), 1, 0)[..., 0],
                       [[1, 2, 2, 1], [2, 4, 4, 2], [1, 2, 2, 1]])


def test_what_is_seen_from_a_place_is_its_square():
    x = np.random.default_rng(0).standard_normal((2, 6, 7, N))
    seen, around = im2col(x, 3, 2, 1), padded(x, 1)
    assert_array_equal(around, np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)]))
    assert seen.shape == (2, 3, 3, 3, 4, N)
    for row, column in np.ndindex(3, 4):
        assert_array_equal(seen[:, :, :, row, column],
                           around[:, 2 * row:2 * row + 3, 2 * column:2 * column + 3])


def test_turned_there_and_back_is_a_view():
    x = np.arange(120.0).reshape(2, 3, 4, 5)
    assert batch_last(x).shape == (5, 3, 4, 2) and np.shares_memory(batch_last(x), x)
    assert_array_equal(batch_last(batch_last(x)), x)


@both
def test_a_pixel_reaches_only_the_fields_that_see_it(layer):
    layer = layer((6, 6, 2), 3, 3, 2, 1)
    params, x = made(layer)
    y, _ = layer.forward(params, x)
    for row, column in np.ndindex(6, 6):
        other = x.copy()
        other[:, row, column] += 1
        changed = np.any(layer.forward(params, other)[0] != y, axis=(0, 3))
        sees = [[0 <= row + 1 - 2 * i < 3 and 0 <= column + 1 - 2 * j < 3 for j in range(3)]
                for i in range(3)]
        assert_array_equal(changed, sees)


# Fully connected ⊃ local ⊃ convolutional
# ------------------------------------------------------------

@kinds
@both
@pytest.mark.parametrize("seed", range(5))
def test_the_matrix_is_the_layer(kind, layer, seed):
    layer = layer(*kind)
    (W, b), x = made(layer, seed)
    y, _ = layer.forward((W, 0 * b), x)
    assert_allclose(y.reshape(N, -1), x.reshape(N, -1) @ matrix(layer, W), rtol=1e-12, atol=1e-13)


@kinds
def test_the_matrix_is_mostly_0_and_the_columns_of_a_filter_hold_the_same_weights(kind):
    shape, filters, _, _, padding = kind
    layer = Convolution(*kind)
    W = np.random.default_rng(0).uniform(1, 2, (layer.field, filters))  # all different
    dense = matrix(layer, W)
    assert dense.shape == (prod(shape), prod(layer.places) * filters)
    columns = dense.reshape(prod(shape), -1, filters)
    assert np.all(np.count_nonzero(columns, axis=0) <= layer.field)
    for k in range(filters):
        for column in columns[..., k].T:
            held = np.sort(column[column != 0])
            assert np.isin(held, W[:, k]).all() and len(set(held)) == len(held)
            assert padding or np.array_equal(held, np.sort(W[:, k]))


@both
def test_the_matrix_keeps_the_float_type(layer):
    layer = layer((4, 4, 1), 2)
    assert matrix(layer, np.ones(layer.parameters[0].shape, np.float32)).dtype == np.float32


@kinds
def test_a_local_layer_whose_places_share_is_a_convolution_and_the_gradients_add_up(kind):
    shared, local = Convolution(*kind), LocallyConnected(*kind)
    (W, b), x = made(shared)
    own = [np.broadcast_to(array, (prod(local.places), *array.shape)) for array in (W, b)]
    (y, cache), (same, other) = shared.forward((W, b), x), local.forward(own, x)
    assert_allclose(same, y, rtol=1e-12, atol=1e-13)
    dy = nowhere_zero(np.random.default_rng(1), *y.shape)
    (dx, grads), (dx_local, each) = (
        shared.backward((W, b), cache, dy),
        local.backward(own, other, dy),
    )
    assert_allclose(dx_local, dx, rtol=1e-11, atol=1e-12)
    for grad, parts in zip(grads, each, strict=True):
        assert_allclose(parts.sum(axis=0), grad, rtol=1e-11, atol=1e-12)


def test_the_places_of_a_local_layer_stand_line_by_line():
    layer, x = LocallyConnected((2, 3, 1), 1, 1), np.ones((1, 2, 3, 1))
    y, _ = layer.forward((np.arange(1.0, 7).reshape(6, 1, 1), np.zeros((6, 1, 1))), x)
    assert_array_equal(y[0, :, :, 0], [[1, 2, 3], [4, 5, 6]])


def test_a_shift_of_the_picture_shifts_the_map():
    """Inside the canvas; a local layer does not know it again."""
    picture = np.zeros((1, 12, 12, 2))
    picture[:, 2:6, 3:7] = nowhere_zero(np.random.default_rng(3), 1, 4, 4, 2)
    moved, found = np.roll(picture, (3, 2), (1, 2)), {}
    for kind in (Convolution, LocallyConnected):
        params, _ = made(kind((12, 12, 2), 4, 3, 1, 1))
        there, here = (kind((12, 12, 2), 4, 3, 1, 1).forward(params, x)[0]
                       for x in (picture, moved))
        found[kind] = np.allclose(np.roll(there, (3, 2), (1, 2)), here, rtol=1e-12)
    assert found == {Convolution: True, LocallyConnected: False}


def test_how_many_parameters_the_three_layers_have():
    """The lecture's photograph: 1000 × 1000 pixels, three colours, 1000 neurons; then fields of 10
    × 10, then shared."""
    assert Linear(3_000_000, 1000).parameters[0].shape == (3_000_000, 1000)  # 3 · 10⁹ weights
    shape, filters = (28, 28, 3), 16
    sizes = [sum(prod(own.shape) for own in layer.parameters) for layer in
             (Linear(prod(shape), 26 * 26 * filters), LocallyConnected(shape, filters),
              Convolution(shape, filters))]
    assert sizes == [2352 * 10816 + 10816, 26 * 26 * (27 * 16 + 16), 27 * 16 + 16]


@kinds
def test_places_and_field_are_counted(kind):
    shape, filters, kernel, stride, padding = kind
    layer = Convolution(*kind)
    fit = [len(range(-padding, side + padding - kernel + 1, stride)) for side in shape[:2]]
    assert layer.places == tuple(fit) and layer.field == shape[2] * kernel * kernel
    assert layer.output_shape(shape) == layer.output_shape(None) == (*fit, filters)


# The highest of a square --------------------------------------------------------------------------

def test_the_highest_of_each_square_and_who_gets_the_gradient():
    x = np.array([[1, 2, 5, 5], [4, 3, 0, 5], [7, 7, -1, -2], [7, 7, -3, -4]], float).reshape(
        1, 4, 4, 1
    )
    y, cache = MaxPool().forward((), x)
    assert_array_equal(y[0, :, :, 0], [[4, 5], [7, -1]])
    dx, none = MaxPool().backward((), cache, np.array([[1, 3], [8, 5]], float).reshape(1, 2, 2, 1))
    assert none == ()
    assert_array_equal(dx[0, :, :, 0], [[0, 0, 1, 1], [1, 0, 0, 1], [2, 2, 5, 0], [2, 2, 0, 0]])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pooling_keeps_the_highest_whatever_the_channel(size):
    x = np.random.default_rng(0).standard_normal((2, N, 6, 12, 3))
    y, cache = MaxPool(size).forward((), x)
    squares = x.reshape(2, N, 6 // size, size, 12 // size, size, 3)
    assert_array_equal(y, squares.max(axis=(3, 5)))
    dy = nowhere_zero(np.random.default_rng(1), *y.shape)
    dx, _ = MaxPool(size).backward((), cache, dy)
    assert_allclose(dx.reshape(squares.shape).sum(axis=(3, 5)), dy, rtol=1e-15)
    assert np.count_nonzero(dx) == dy.size


def test_grey_adds_a_channel_and_takes_it_away():
    x = np.arange(24.0).reshape(2, 3, 4)
    y, cache = AddChannel().forward((), x)
    assert y.shape == (2, 3, 4, 1) and np.shares_memory(x, y)
    assert_array_equal(AddChannel().backward((), cache, y)[0], x)


# PyTorch ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ABOUT["convolutions"])
def test_a_convolution_as_pytorch_computes_it(name):
    (*shape,), *settings = ABOUT["convolutions"][name]
    as_pytorch(Convolution(tuple(shape), *settings), name)


@pytest.mark.parametrize("size", [2, 3])
def test_pooling_as_pytorch_computes_it(size):
    as_pytorch(MaxPool(size), f"pool {size}")


# Bad input ----------------------------------------------------------------------------------------

BAD = {
    "no filters": (dict(filters=0), "filters = 0.*whole number, 1 or more"),
    "half a filter": (dict(filters=1.5), "filters = 1.5.*whole number, 1 or more"),
    "a filter that is true": (dict(filters=True), "filters = True.*whole number"),
    "no kernel": (dict(kernel=0), "kernel = 0.*1 or more"),
    "a kernel of words": (dict(kernel="3"), "kernel = '3'.*whole number"),
    "no stride": (dict(stride=0), "stride = 0.*1 or more"),
    "a stride that is no number": (dict(stride=np.nan), "stride = nan.*whole number"),
    "padding below 0": (dict(padding=-1), "padding = -1.*0 or more"),
    "a field larger than the picture": (dict(kernel=7),
                                        r"shape = \(6, 5, 2\).*7 × 7.*padding of 0"),
    "no channels axis": (dict(shape=(6, 5)), r"shape = \(6, 5\).*rows, columns, channels"),
    "no channels": (dict(shape=(6, 5, 0)), r"shape = \(6, 5, 0\).*rows, columns, channels"),
    "channels below 0": (dict(shape=(6, 5, -1)), r"shape = \(6, 5, -1\).*rows, columns, channels"),
    "rows that are not whole": (dict(shape=(6.0, 5, 2)), r"shape = \(6.0, 5, 2\).*whole numbers"),
    "a list": (dict(shape=[6, 5, 2]), r"shape = \[6, 5, 2\].*rows, columns, channels"),
    "a side": (dict(shape=6), "shape = 6.*rows, columns, channels"),
    "no shape": (dict(shape=None), "shape = None.*rows, columns, channels"),
}


@both
@pytest.mark.parametrize("change, told", BAD.values(), ids=BAD)
def test_settings_that_cannot_be_are_refused_by_name(layer, change, told):
    with pytest.raises(ValueError, match=told):
        layer(**dict(shape=(6, 5, 2), filters=3) | change)


@pytest.mark.parametrize("size", [0, -2, 1.5, True, None])
def test_a_square_has_whole_pixels(size):
    with pytest.raises(ValueError, match=rf"size = {size}.*whole number"):
        MaxPool(size)


# layers, the shape of an example, and all that the message must name: who takes what, who gives
# what
MISFITS = {
    "another picture": ((Convolution((8, 8, 1), 4),), (9, 8, 1),
                        ["takes pictures of shape (8, 8, 1)", "(9, 8, 1)", "the data"]),
    "other channels": ((Convolution((8, 8, 1), 4, 3, 1, 1), ReLU(), Convolution((8, 8, 3), 4)),
                       (8, 8, 1),
                       ["shape=(8, 8, 3)", "(8, 8, 4)",
                        "filters=4, kernel=3, stride=1, padding=1"]),
    "padding forgotten": ((Convolution((8, 8, 1), 4), LocallyConnected((8, 8, 4), 4)), None,
                          ["LocallyConnected(shape=(8, 8, 4)", "(6, 6, 4)"]),
    "no channel": ((Convolution((8, 8, 1), 4),), (8, 8), ["(8, 8, 1)", "(8, 8)", "the data"]),
    "grey of colour": ((AddChannel(),), (8, 8, 3),
                       ["AddChannel() takes pictures of shape (rows, columns)", "(8, 8, 3)"]),
    "odd rows": ((Convolution((8, 8, 1), 4, 2), MaxPool()), None,
                 ["MaxPool(size=2)", "multiples of 2", "(7, 7, 4)", "kernel=2"]),
    "pooled rows of numbers": ((Linear(4, 8), MaxPool()), None,
                               ["MaxPool(size=2)", "(8,)", "Linear"]),
    "flatten of another size": ((Convolution((8, 8, 1), 4), Flatten((8, 8, 4))), None,
                                ["Flatten(shape=(8, 8, 4))", "(6, 6, 4)"]),
    "pictures into linear": ((Convolution((8, 8, 1), 4), Linear(144, 10)), None,
                             ["takes 144", "(6, 6, 4)", "Convolution"]),
    "linear of another size": ((MaxPool(), Flatten((4, 4, 2)), Linear(64, 3)), (8, 8, 2),
                               ["takes 64", "(32,)", "Flatten"]),
}


@pytest.mark.parametrize("parts, shape, told", MISFITS.values(), ids=MISFITS)
def test_layers_that_do_not_fit_are_named(parts, shape, told):
    with pytest.raises(ValueError) as error:
        Network(parts).output_shape(shape)
    assert [name for name in told if name not in str(error.value)] == []


def test_a_task_names_the_pictures_that_do_not_fit():
    network = Network((AddChannel(), Convolution((8, 8, 1), 4), Flatten((6, 6, 4)),
                       Linear(144, 10)))
    with pytest.raises(ValueError, match=r"\(8, 8, 1\).*\(12, 12, 1\), from AddChannel"):
        Task(network, CrossEntropy(), np.ones((5, 12, 12)), np.full((5, 10), 0.1))
