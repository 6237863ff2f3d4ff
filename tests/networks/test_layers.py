"""Every layer, alone: its gradient, its shapes, its float type, and what the slides say of it."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gradients import check, nowhere_zero, total
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.convolution import AddChannel, Convolution, LocallyConnected, MaxPool
from helpers.networks.layers import Dropout, Flatten, Layer, Linear, Residual
from helpers.networks.network import Network, mlp
from helpers.networks.normalization import BatchNorm, LayerNorm, Normalization
from helpers.networks.task import noise

N = 6


def settled(layer):
    """The layer as it predicts after training on other examples, in float32 as most networks."""
    generator = np.random.default_rng(9)
    params = [nowhere_zero(generator, *parameter.shape).astype(np.float32)
              for parameter in layer.parameters]
    return layer.with_batch_statistics(
        params, 1 + 2 * generator.standard_normal((20, *layer.output_shape(None)), np.float32)
    )


LAYERS = {  # the shape of one example, and a layer. A new layer is one row more.
    "linear": ((5,), Linear(5, 4)),
    "linear, one to one": ((1,), Linear(1, 1)),
    "relu": ((5,), ReLU()),
    "leaky relu": ((5,), LeakyReLU()),
    "leaky relu .3": ((5,), LeakyReLU(0.3)),
    "sigmoid": ((5,), Sigmoid()),
    "tanh": ((5,), Tanh()),
    "dropout": ((5,), Dropout(0.4)),
    "no dropout": ((5,), Dropout(0)),
    "flatten": ((2, 3), Flatten((2, 3))),
    "residual": ((5,), Residual((Linear(5, 7), Tanh(), Linear(7, 5)))),
    "residual, no parameters": ((5,), Residual((Tanh(),))),
    "residual in residual": ((5,),
                             Residual((Dropout(0.4), Residual((Linear(5, 5), Sigmoid())),
                                       LeakyReLU()))),
    "residual, small branch": ((5,), Residual((Linear(5, 7), Tanh(), Linear(7, 5)), 0.2)),
    "residual, pictures": ((3, 4, 2),
                           Residual((Convolution((3, 4, 2), 3, padding=1), Tanh(),
                                     Convolution((3, 4, 3), 2, 1)))),
    "convolution": ((4, 5, 2), Convolution((4, 5, 2), 3)),
    "convolution, padding": ((4, 5, 2), Convolution((4, 5, 2), 3, padding=1)),
    "convolution, stride": ((6, 5, 1), Convolution((6, 5, 1), 2, 3, stride=2)),
    "convolution, stride and padding": ((5, 4, 3),
                                        Convolution((5, 4, 3), 2, 2, stride=3, padding=2)),
    "convolution, kernel 1": ((3, 2, 4), Convolution((3, 2, 4), 3, 1)),
    "convolution, one field": ((3, 3, 2), Convolution((3, 3, 2), 4)),
    "convolution, one pixel": ((1, 1, 1), Convolution((1, 1, 1), 1, 1)),
    "local": ((4, 3, 2), LocallyConnected((4, 3, 2), 3, 2)),
    "local, stride and padding": ((5, 4, 2),
                                  LocallyConnected((5, 4, 2), 3, 3, stride=2, padding=1)),
    "highest of 2": ((4, 6, 3), MaxPool()),
    "highest of 3": ((3, 6, 1), MaxPool(3)),
    "highest of 1": ((3, 2, 1), MaxPool(1)),
    "grey": ((3, 4), AddChannel()),
    "batch norm": ((5,), BatchNorm((5,))),
    "batch norm, pictures": ((3, 4, 2), BatchNorm((3, 4, 2))),
    "batch norm, settled": ((5,), settled(BatchNorm((5,)))),
    "batch norm, pictures, settled": ((3, 4, 2), settled(BatchNorm((3, 4, 2)))),
    "batch norm in residual": ((5,), Residual((Linear(5, 5), BatchNorm((5,)), Tanh()), 0.5)),
    "batch norm in residual, settled": ((5,),
                                        settled(Residual((Linear(5, 5), BatchNorm((5,)), Tanh()),
                                                         0.5))),
    "layer norm": ((5,), LayerNorm((5,))),
    "layer norm, pictures": ((3, 4, 2), LayerNorm((3, 4, 2))),
}
# examples of a batch, while training
KNOW_EACH_OTHER = {"batch norm", "batch norm, pictures", "batch norm in residual"}
layers = pytest.mark.parametrize("shape, layer", LAYERS.values(), ids=LAYERS)
runs = pytest.mark.parametrize("lead", [(), (3,), (2, 3)], ids=str)
ACTIVATIONS = (ReLU(), LeakyReLU(), Sigmoid(), Tanh())


def made(shape, layer, lead, dtype=float):
    """dy, x and the parameters of a layer, with the axes `lead` in front."""
    generator = np.random.default_rng(1)
    sizes = [(N, *layer.output_shape(shape)), (N, *shape),
             *(parameter.shape for parameter in layer.parameters)]
    return [nowhere_zero(generator, *lead, *size).astype(dtype) for size in sizes]


def drawn(lead):
    """The random numbers of one step, the same at every call: a generator for each seed, the last
    axis of `lead`."""
    if lead:
        return noise(range(lead[-1]), 7)
    generator = np.random.default_rng([0, 7, 1])  # what the run of seed 0 draws, alone
    return lambda shape, dtype: generator.random(shape, dtype)


def through(layer, lead, dy, x, *params):
    """y, dx and dparams."""
    y, cache = layer.forward(params, x, drawn(lead))
    dx, dparams = layer.backward(params, cache, dy)
    return [y, dx, *dparams]


def kinds(layer):
    """All classes of layers in helpers/ below this one."""
    below = [kind for own in layer.__subclasses__() for kind in (own, *kinds(own))]
    return [kind for kind in below if kind.__module__.startswith("helpers.")]


def test_every_layer_has_its_row():
    assert {type(layer) for _, layer in LAYERS.values()} == set(kinds(Layer)) - {Normalization}


# Laws of the table --------------------------------------------------------------------------------

@layers
@runs
def test_the_gradient_is_that_of_central_differences(shape, layer, lead):
    dy, *arrays = made(shape, layer, lead)
    _, *grads = through(layer, lead, dy, *arrays)

    def f(x, *params):
        return total(layer.forward(params, x, drawn(lead))[0] * dy, len(lead))
    check(f, grads, arrays, len(lead))
    assert [grad.shape for grad in grads] == [array.shape for array in arrays]


@layers
@runs
def test_the_shape_is_the_one_that_was_announced(shape, layer, lead):
    y = through(layer, lead, *made(shape, layer, lead))[0]
    assert y.shape == (*lead, N, *layer.output_shape(shape))
    assert layer.output_shape(None) in (None, layer.output_shape(shape))


@layers
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_is_kept(shape, layer, dtype):
    given = through(layer, (3,), *made(shape, layer, (3,), dtype))
    assert {array.dtype for array in given} == {np.dtype(dtype)}


@pytest.mark.parametrize("layer",
                         [LeakyReLU(np.float64(0.1)), Dropout(np.float64(0.4)),
                          Residual((Tanh(),), 1 / np.sqrt(20)),
                                   BatchNorm((5,), np.float64(1e-5)),
                          LayerNorm((5,), np.float64(1e-5))])
def test_settings_that_are_numpy_numbers_keep_float32(layer):
    given = through(layer, (3,), *made((5,), layer, (3,), np.float32))
    assert {array.dtype for array in given} == {np.dtype(np.float32)}


@layers
def test_nothing_is_written_in_place(shape, layer):
    arrays = made(shape, layer, (3,))
    kept = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    first, again = through(layer, (3,), *arrays), through(layer, (3,), *arrays)
    for was, array in zip([*kept, *first], [*arrays, *again], strict=True):
        assert_array_equal(was, array)


@layers
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_alone_equals_the_run_in_company_bit_by_bit(shape, layer, dtype):
    arrays = made(shape, layer, (2, 3), dtype)
    together = through(layer, (2, 3), *arrays)
    for row in range(2):  # seed 0 has the same random numbers alone
        alone = through(layer, (), *(array[row, 0] for array in arrays))
        for one, all_ in zip(alone, together, strict=True):
            assert_array_equal(one, all_[row, 0])


@pytest.mark.parametrize("name", LAYERS)
def test_an_example_does_not_know_the_others_when_predicting(name):
    """Unless the layer normalizes over the batch, and has not settled."""
    shape, layer = LAYERS[name]
    _, x, *params = made(shape, layer, (3,))
    y, _ = layer.forward(params, x)
    few, _ = layer.forward(params, x[:, 2:4])
    if name in KNOW_EACH_OTHER:
        assert np.mean(np.abs(few - y[:, 2:4]) > 1e-3) > 0.9
    else:
        assert_allclose(few, y[:, 2:4], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", [name for name in LAYERS if "settled" not in name])
def test_only_what_normalizes_over_a_batch_settles(name):
    shape, layer = LAYERS[name]
    _, x, *params = made(shape, layer, (3,))
    after = layer.with_batch_statistics(params, x[:, :4])
    same = np.array_equal(layer.forward(params, x)[0], after.forward(params, x)[0])
    assert same == (name not in KNOW_EACH_OTHER)


# What they do -------------------------------------------------------------------------------------

def test_linear_is_a_weighted_sum_and_a_bias():
    x, W, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0, 5.0],
                                                [6.0, 7.0, 8.0]]), np.array([[0.1, 0.2, 0.3]])
    assert_allclose(Linear(2, 3).forward((W, b), x)[0], [[15.1, 18.2, 21.3]])


def test_the_activations_at_a_few_points():
    x = np.array([-1000, -2, 0, 2, 1000.0])
    values = [activation.forward((), x)[0] for activation in ACTIVATIONS]
    assert_allclose(values, [[0, 0, 0, 2, 1000],
                             [-10, -0.02, 0, 2, 1000],
                             [0, 1 / (1 + np.e**2), 0.5, 1 / (1 + np.e**-2), 1],
                             [-1, -0.9640275800758169, 0, 0.9640275800758169, 1]], rtol=1e-14,
                    atol=1e-300)


def slopes(activation, x):
    _, cache = activation.forward((), x)
    return activation.backward((), cache, np.ones_like(x))[0]


def test_how_steep_they_are_and_where_they_are_flat():
    """A sigmoid lets at most a quarter through; ReLU nothing at all on its left side, and at 0."""
    x = np.linspace(-5, 5, 1001)
    assert [slopes(activation, x).max()
            for activation in ACTIVATIONS] == pytest.approx([1, 1, 0.25, 1])
    assert np.all(slopes(ReLU(), x)[x <= 0] == 0) and np.all(
        slopes(LeakyReLU(0.01), x)[x <= 0] == 0.01
    )
    assert np.all(slopes(Sigmoid(), x) > 0) and np.all(slopes(Tanh(), x) > 0)


def test_flatten_reads_line_by_line():
    pictures = np.arange(24.0).reshape(2, 2, 2, 3)
    rows, cache = Flatten((2, 3)).forward((), pictures)
    assert_array_equal(rows, np.arange(24.0).reshape(2, 2, 6))
    assert_array_equal(Flatten((2, 3)).backward((), cache, rows)[0], pictures)


def test_a_residual_whose_branch_gives_nothing_is_the_identity():
    road, x = Residual((Linear(5, 5),)), nowhere_zero(np.random.default_rng(0), N, 5)
    nothing = np.zeros((5, 5)), np.zeros((1, 5))
    y, cache = road.forward(nothing, x)
    assert_array_equal(y, x)
    assert_array_equal(road.backward(nothing, cache, x)[0], x)


def test_a_residual_with_scale_0_is_the_identity_and_else_adds_a_share_of_the_branch():
    x, branch = nowhere_zero(np.random.default_rng(0), N, 5), (Linear(5, 7), Tanh(), Linear(7, 5))
    params = [nowhere_zero(np.random.default_rng(1), *parameter.shape)
              for parameter in Residual(branch).parameters]
    assert_array_equal(Residual(branch, 0.0).forward(params, x)[0], x)
    whole, share = (Residual(branch, scale).forward(params, x)[0] for scale in (1.0, 0.3))
    assert_allclose(share - x, 0.3 * (whole - x), rtol=1e-12)
    assert Residual(branch) == Residual(branch, 1.0)


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_dropout_keeps_the_expectation(p):
    generator, x = np.random.default_rng(0), np.linspace(-2, 3, 6) * np.ones((40_000, 1))
    y, _ = Dropout(p).forward((), x, generator.random)
    dropped = np.mean(y[:, x[0] != 0] == 0)
    error = np.sqrt(p / (1 - p) / len(x))  # of the mean of masks that are 0 or 1/(1 − p)
    assert_allclose(y.mean(axis=0), x[0], atol=4 * 3 * error)
    assert dropped == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / x.size))
    assert_allclose(y[y != 0], (x / (1 - p))[y != 0])


def test_dropout_is_off_when_predicting():
    x = nowhere_zero(np.random.default_rng(0), N, 5)
    y, cache = Dropout(0.9).forward((), x)
    assert_array_equal(y, x)
    assert_array_equal(Dropout(0.9).backward((), cache, x)[0], x)


# Bad input ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("p", [1, 1.5, -0.1, np.nan, np.inf, None, "a", False])
def test_a_probability_outside_0_to_1_is_refused(p):
    with pytest.raises(ValueError, match=r"p = .*\[0, 1\)"):
        Dropout(p)


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, None, "a", True, [0.1]])
def test_the_scale_of_a_branch_and_the_slope_of_a_leak_are_finite_numbers(number):
    with pytest.raises(ValueError, match="scale = .*finite"):
        Residual((Tanh(),), number)
    with pytest.raises(ValueError, match="slope = .*finite"):
        LeakyReLU(number)


@pytest.mark.parametrize("size", [0, -3, 2.5, True, None])
def test_a_layer_has_whole_numbers_of_units(size):
    for sizes in ((size, 4), (4, size)):
        with pytest.raises(ValueError,
                           match=rf"^n_(in|out) = {size}: allowed is a whole number, 1 or more"):
            Linear(*sizes)


# layers that do not fit, and all that the message must name: who takes what, who gives what
MISFITS = {
    "linear after linear": ((Linear(64, 128), ReLU(), Linear(64, 10)),
                            ["Linear(n_in=64, n_out=10)", "takes 64", "(128,)",
                             "Linear(n_in=64, n_out=128)"]),
    "flatten after linear": ((Linear(4, 9), Flatten((3, 3))),
                             ["Flatten(shape=(3, 3))", "(9,)", "Linear(n_in=4, n_out=9)"]),
    "linear after flatten": ((Flatten((8, 8)), Linear(60, 10)),
                             ["takes 60", "(64,)", "Flatten(shape=(8, 8))"]),
    "inside a residual": ((Linear(4, 6), Residual((Linear(6, 3), Linear(4, 6)))),
                          ["Linear(n_in=4, n_out=6) takes 4",
                           "(3,), from Linear(n_in=6, n_out=3)"]),
    "a residual that gives another size": ((Linear(4, 6), Residual((Linear(6, 3),))),
                                           ["Residual", "(6,)", "(3,)", "Linear(n_in=4, n_out=6)"]),
    "a branch of pictures that shrinks": ((Convolution((4, 4, 1), 1, 1),
                                           Residual((Convolution((4, 4, 1), 1),))),
                                           ["Residual", "(4, 4, 1)", "(2, 2, 1)"]),
    "after a residual": ((Linear(4, 6), Residual((Linear(6, 6),)), Linear(5, 2)),
                         ["takes 5", "(6,)"]),
}


@pytest.mark.parametrize("parts, told", MISFITS.values(), ids=MISFITS)
def test_layers_that_do_not_fit_are_named(parts, told):
    with pytest.raises(ValueError) as error:
        Network(parts)
    assert [name for name in told if name not in str(error.value)] == []


def test_dropout_of_pictures_comes_after_they_are_flat():
    with pytest.raises(ValueError, match=r"Dropout.*\(8, 8\).*Flatten"):
        Network((Dropout(0.5), Flatten((8, 8)))).output_shape((8, 8))


def test_layers_in_a_row_fit():
    assert Network((Flatten((8, 8)),
                    *mlp(64, 32, 10, after=(Dropout(0.5),)).layers)).output_shape((8, 8)) == (10,)
