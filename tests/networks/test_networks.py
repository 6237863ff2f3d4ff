"""A network, a loss and data are a problem over a flat theta, like any surface; and many seeds
train at once."""
import json
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gradients import check, nowhere_zero
from helpers.datasets import sampling
from helpers.descent import descend, grid, losses, trace
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.convolution import AddChannel, Convolution, LocallyConnected, MaxPool
from helpers.networks.initialization import kaiming, start
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.losses import CrossEntropy, MeanSquaredError
from helpers.networks.network import Network, mlp
from helpers.networks.normalization import BatchNorm, LayerNorm
from helpers.networks.task import Task, noise
from helpers.optimizers import (
    OPTIMIZERS,
    Adagrad,
    Adam,
    AdamW,
    GradientDescent,
    HeavyBall,
    Momentum,
    Nesterov,
    RMSProp,
)
from stored import TORCH, near

N, SEEDS = 12, (4, 0, 9)
NETWORKS = {  # the shape of an example, a network, its loss
    "line": ((1,), mlp(1, 1), MeanSquaredError()),
    "lecture": ((1,), mlp(1, 20, 1, activation=Tanh()), MeanSquaredError()),
    "classes": ((5,), mlp(5, 7, 6, 4), CrossEntropy()),
    "sigmoid": ((5,), mlp(5, 7, 6, 4, activation=Sigmoid()), CrossEntropy()),
    "dropout": ((5,), mlp(5, 7, 6, 4, activation=LeakyReLU(), after=(Dropout(0.4),)),
                CrossEntropy()),
    "pictures": ((2, 3), Network((Flatten((2, 3)), *mlp(6, 7, 3, after=(Dropout(0.3),)).layers)),
                 CrossEntropy()),
    "residual": ((5,),
                 Network((Linear(5, 6),
                          Residual((Linear(6, 8), Tanh(), Dropout(0.2), Linear(8, 6))), ReLU(),
                                Residual((Linear(6, 6), Sigmoid())), Linear(6, 4))),
                 CrossEntropy()),
    "convolution": ((4, 5),
                    Network((AddChannel(), Convolution((4, 5, 1), 2, 3, 1, 1), Tanh(), MaxPool(1),
                             LocallyConnected((4, 5, 2), 2, 3, 2, 1),
                                     ReLU(), Flatten((2, 3, 2)), Dropout(0.2), Linear(12, 3))),
                    CrossEntropy()),
    "normalized": ((4, 5),
                   Network((AddChannel(), Convolution((4, 5, 1), 2), BatchNorm((2, 3, 2)), Tanh(),
                            Flatten((2, 3, 2)), Linear(12, 6),
                                    Residual((BatchNorm((6,)), Tanh(), Linear(6, 6),
                                              LayerNorm((6,))), 0.5), Linear(6, 3))),
                   CrossEntropy()),
}
RATES = {GradientDescent: 0.1, Momentum: 0.1, HeavyBall: 0.02, Nesterov: 0.02, Adagrad: 0.05,
         RMSProp: 0.01,
         Adam: 0.01, AdamW: 0.01}
networks = pytest.mark.parametrize("name", NETWORKS)
batches = pytest.mark.parametrize("batch", [None, 5], ids=["all data", "batches"])
own_data = pytest.mark.parametrize("own", [False, True], ids=["one data set", "a data set a seed"])
floats = pytest.mark.parametrize("dtype", [np.float32, np.float64])
optimizers = pytest.mark.parametrize("optimizer", OPTIMIZERS,
                                     ids=lambda optimizer: optimizer.__name__)


def made(name, batch=None, own=False, seeds=SEEDS, dtype=float):
    """A task, as the run with these seeds sees it: own data are a function of the seed."""
    shape, network, criterion = NETWORKS[name]
    sets = [points(shape, network.layers[-1].n_out, seed) for seed in (seeds if own else (0,))]
    x, y = (np.stack(arrays).astype(dtype) for arrays in zip(*sets, strict=True))
    return Task(network, criterion, x if own else x[0], y if own else y[0], batch, seeds)


def points(shape, outputs, seed):
    generator = np.random.default_rng([seed, 77])
    return nowhere_zero(generator, N, *shape), generator.dirichlet(np.ones(outputs), N) + (
        outputs == 1
    )


def somewhere(task, *lead):
    return nowhere_zero(np.random.default_rng(6), *lead, task.size)


def noisy(name):
    return "Dropout" in str(NETWORKS[name][1])


# A problem like any other
# --------------------------------------------------------------------------

@networks
@batches
@own_data
@pytest.mark.parametrize("lead", [(3,), (2, 3)], ids=str)
def test_the_gradient_is_that_of_central_differences(name, batch, own, lead):
    """Also of what training sees at step 7: loss and gradient meet the same batch and the same
    masks."""
    task = made(name, batch, own)
    theta = somewhere(task, *lead)
    for problem in (task, task.at(7)):
        grad = problem.grad(theta)
        check(problem.loss, [grad], [theta], len(lead))
        assert problem.loss(theta).shape == lead and grad.shape == theta.shape


@networks
def test_a_single_run_needs_no_axis(name):
    task = made(name, seeds=(4,))
    theta = somewhere(task)
    assert task.loss(theta).shape == () and task.grad(theta).shape == theta.shape
    check(task.loss, [task.grad(theta)], [theta], 0)


@networks
@batches
@own_data
def test_one_theta_becomes_a_run_for_each_seed_where_they_see_different_things(name, batch, own):
    task, steps = made(name, batch, own), 4
    theta = somewhere(task)
    path, all_ = (
        trace(task, Adam(0.01), theta, steps),
        trace(task, Adam(0.01), np.stack([theta] * 3), steps),
    )
    assert path.shape == ((steps + 1, 3, task.size) if batch or own or noisy(name)
                          else (steps + 1, task.size))
    assert_array_equal(np.broadcast_to(path if path.ndim == 3 else path[:, None], all_.shape), all_)


@networks
@optimizers
def test_every_optimizer_lowers_the_loss(name, optimizer):
    task = made(name)
    theta = start(task.network, kaiming, SEEDS, float)
    before, *_, after = losses(task, trace(task, optimizer(RATES[optimizer]), theta, 100))
    assert np.all(after < before)


@floats
@networks
@batches
@optimizers
def test_the_float_type_of_theta_is_kept_whatever_that_of_the_data(name, batch, optimizer, dtype):
    for other in (np.float32, np.float64):
        task = made(name, batch, dtype=other)
        theta = start(task.network, kaiming, SEEDS, dtype)
        for variant in (optimizer(0.01), grid(optimizer(0.01), theta, lr=[1e-3, 1e-2])):
            path = list(descend(task, variant, theta, 2))
            assert {array.dtype
                    for array in (*path, task.loss(theta),
                                  task.at(0).loss(theta))} == {np.dtype(dtype)}


def test_whole_numbers_are_data_too():
    shape, network, criterion = NETWORKS["pictures"]
    x, y = np.arange(72, dtype=np.uint8).reshape(N, *shape), np.eye(3, dtype=int)[np.arange(N) % 3]
    theta = somewhere(network)
    whole, real = Task(network, criterion, x, y), Task(network, criterion, x / 1.0, y / 1.0)
    assert_array_equal(whole.loss(theta), real.loss(theta))


@networks
def test_the_parameters_are_views_of_theta(name):
    network = NETWORKS[name][1]
    theta = np.arange(3.0 * network.size).reshape(3, -1)
    arrays = [array for own in network.unpack(theta) for array in own]
    assert [array.shape for array in arrays] == [(3, *parameter.shape)
                                                 for parameter in network.parameters]
    assert all(np.shares_memory(array, theta) for array in arrays)
    assert_array_equal(np.concatenate([array.reshape(3, -1) for array in arrays], axis=1), theta)


def test_a_task_is_frozen():
    with pytest.raises(FrozenInstanceError):
        made("classes").batch = 3


def test_the_lecture_has_301_parameters_and_backpropagation_a_line_of_two():
    assert mlp(1, 100, 1).size == 301 and mlp(64, 64, 64, 10).size == 8970
    x = np.array([[1.0], [2.0], [4.0]])
    line = Task(mlp(1, 1), MeanSquaredError(), x, 3 * x - 1)
    assert_allclose(line.grad(np.array([3.0, 0.0])), [2 * x.mean(), 2])
    assert line.loss(np.array([3.0, -1.0])) == 0


def test_activations_are_what_every_layer_gives():
    shape, network, _ = NETWORKS["residual"]
    theta, x = somewhere(network, 3), nowhere_zero(np.random.default_rng(0), N, *shape)
    given = network.activations(theta, x)
    assert [array.shape for array in given] == [(3, N, n) for n in (6, 6, 6, 6, 4)]
    assert_array_equal(given[-1], network.predict(theta, x))
    assert_array_equal(given[2], np.maximum(given[1], 0))


def test_accuracy_of_a_network_that_copies_its_input():
    copy = Task(mlp(3, 3), CrossEntropy(), np.eye(3)[[0, 1, 2, 2]], np.eye(3)[[0, 1, 2, 1]])
    theta = np.concatenate([np.eye(3).ravel(), np.zeros(3)])
    assert_array_equal(copy.accuracy(np.stack([theta, -theta])), [0.75, 0.0])


# Alone and in company -----------------------------------------------------------------------------

@networks
@batches
@own_data
@floats
@pytest.mark.parametrize("optimizer", [HeavyBall(0.02), Adam(0.01)], ids=["heavy ball", "Adam"])
def test_a_run_alone_equals_the_run_in_company_bit_by_bit(name, batch, own, dtype, optimizer):
    def path(seeds):
        task = made(name, batch, own, seeds, dtype)
        theta = start(task.network, kaiming, seeds, dtype, biases=True)
        thetas = trace(task, optimizer, theta, 12)
        return thetas, task.loss(theta), task.at(3).loss(theta)
    together, others = path(SEEDS), path((0, 1, 2, 3, 5, 9))
    for k, seed in enumerate(SEEDS):
        for alone, company in zip(path((seed,)), together, strict=True):
            assert_array_equal(alone[..., 0, :] if alone.ndim == 3 else alone[0],
                               company[..., k, :] if alone.ndim == 3 else company[k])
    for k, other in ((1, 0), (2, 5)):
        assert_array_equal(together[0][:, k], others[0][:, other])


@networks
@batches
def test_a_grid_of_rates_equals_its_cells_bit_by_bit(name, batch):
    task, rates = made(name, batch, dtype=np.float32), [1e-3, 3e-3, 1e-2]
    theta = start(task.network, kaiming, SEEDS)
    together = trace(task, grid(Adam(0.1), theta, lr=rates), theta, 10)
    for k, lr in enumerate(rates):
        assert_array_equal(together[:, k], trace(task, Adam(lr), theta, 10))


@floats
def test_a_larger_network_alone_and_in_company(dtype):
    """Products of matrices go other ways when they are large."""
    network = mlp(64, 128, 10, after=(Dropout(0.5),))
    generator = np.random.default_rng(0)
    x, y = (
        generator.random((3, 100, 64)).astype(dtype),
        np.eye(10, dtype=dtype)[generator.integers(0, 10, (3, 100))],
    )
    theta = start(network, kaiming, SEEDS, dtype)
    together = trace(Task(network, CrossEntropy(), x, y, None, SEEDS), Adam(0.001), theta, 5)
    for k, seed in enumerate(SEEDS):
        task = Task(network, CrossEntropy(), x[[k]], y[[k]], None, (seed,))
        assert_array_equal(trace(task, Adam(0.001), theta[[k]], 5)[:, 0], together[:, k])


# What step t sees ---------------------------------------------------------------------------------

@networks
@own_data
def test_at_t_is_pure(name, own):
    task = made(name, 5, own)
    theta = somewhere(task, 3)
    first = [task.at(t).grad(theta) for t in range(6)]
    again = [task.at(t).grad(theta) for t in reversed(range(6))][::-1]
    assert_array_equal(first, again)
    one = task.at(2)
    assert_array_equal([one.grad(theta), one.grad(theta)], [first[2]] * 2)
    assert len({grad.tobytes() for grad in first}) == 6  # and no two steps see the same


@own_data
def test_a_batch_is_what_data_deals_and_its_loss_is_the_loss_on_it(own):
    task = made("classes", 5, own)
    theta = somewhere(task, 3)
    for t in range(7):
        for k, rows in enumerate(sampling.batch(t, N, 5, SEEDS)):
            x, y = (task.x[k], task.y[k]) if own else (task.x, task.y)
            part = Task(task.network, task.criterion, x[rows], y[rows])
            assert_array_equal(task.at(t).loss(theta)[k], part.loss(theta[k]))


def test_a_batch_of_all_is_all_in_another_order():
    task = made("classes", N)
    theta = somewhere(task, 3)
    assert_allclose(task.at(3).grad(theta), task.grad(theta), rtol=1e-11)


def masks(network, t):
    """What is left of ones after each of the dropout layers, one array (seeds, N, 6) a layer."""
    draw = noise(SEEDS, t)
    return [layer.forward((), np.ones((len(SEEDS), N, 6)), draw)[0] for layer in network.layers]


def test_masks_differ_between_seeds_steps_and_layers():
    network = Network((Dropout(0.5), Dropout(0.5)))
    seen = np.array([[masks(network, t)[layer][k] for t in (0, 1, 2) for k in range(3)]
                     for layer in (0, 1)])
    assert len({mask.tobytes() for mask in seen.reshape(18, -1)}) == 18
    agree = np.mean(seen.reshape(18, 1, -1) == seen.reshape(1, 18, -1),
                    axis=-1)[np.triu_indices(18, 1)]
    assert np.all(np.abs(agree - 0.5) < 0.25) and agree.mean() == pytest.approx(0.5, abs=0.02)


def test_every_contender_draws_the_same_numbers():
    """What stays at p = .8 stays at p = .2 as well."""
    kept = [masks(Network((Dropout(p),)), 3)[0] > 0 for p in (0.8, 0.5, 0.2, 0)]
    assert all(np.all(more[few]) for few, more in zip(kept[:-1], kept[1:], strict=True))
    assert [np.mean(share) for share in kept] == pytest.approx([0.2, 0.5, 0.8, 1], abs=0.1)


@batches
def test_dropout_trains_with_masks_and_predicts_without(batch):
    task, plain = made("dropout", batch), mlp(5, 7, 6, 4, activation=LeakyReLU())
    theta = somewhere(task, 3)
    clean = Task(plain, CrossEntropy(), task.x, task.y, batch, SEEDS)
    assert_array_equal(task.loss(theta), clean.loss(theta))
    assert_array_equal(task.network.predict(theta, task.x), plain.predict(theta, task.x))
    assert np.all(task.at(0).loss(theta) != clean.at(0).loss(theta))


def test_the_mean_over_many_masks_of_a_linear_network_is_the_network_without():
    """Dropout keeps the expectation of what follows, as long as that is linear."""
    network = Network((Linear(5, 8), Dropout(0.5), Linear(8, 2)))
    theta, x = somewhere(network), nowhere_zero(np.random.default_rng(2), 4, 5)
    seeds = range(4000)
    scores = Task(network, MeanSquaredError(), x, np.zeros((4, 2)), None,
                  seeds).at(0).forward(theta)[1]
    error = scores.std(axis=0) / np.sqrt(len(seeds))
    assert np.all(np.abs(scores.mean(axis=0) - network.predict(theta, x)) < 4 * error)


# Identical units (the Vietnamese lecture) ---------------------------------------------------

ABSOLUTE = np.linspace(-2, 2, 15)[:, None]


def identical(activation=ReLU()):
    """y = |x| and 20 units that all start with w1 = .5, b1 = .1, w2 = .1."""
    task = Task(mlp(1, 20, 1, activation=activation), MeanSquaredError(), ABSOLUTE,
                np.abs(ABSOLUTE))
    return task, np.repeat([0.5, 0.1, 0.1, 0.0], [20, 20, 20, 1])[None]


@pytest.mark.parametrize("activation", [ReLU(), Tanh()], ids=["relu", "tanh"])
@pytest.mark.parametrize("optimizer", [GradientDescent(0.02), Adam(0.01)],
                         ids=["gradient descent", "Adam"])
def test_identical_units_stay_identical_bit_by_bit(activation, optimizer):
    """In float64 and with 20 units: for 10, or in float32, BLAS may add up the last columns in
    another order."""
    task, theta = identical(activation)
    *_, last = descend(task, optimizer, theta, 1000)
    units = last[0, :60].reshape(3, 20)
    assert np.all(units == units[:, :1]) and np.all(units[:, 0] != theta[0, [0, 20, 40]])


def test_twenty_identical_units_are_one_unit():
    """They end where one kink can end: at a loss of .2662."""
    for optimizer in (GradientDescent(0.02), Adam(0.01)):
        task, theta = identical()
        *_, last = descend(task, optimizer, theta, 5000)
        units = last[0, :60].reshape(3, 20)
        assert np.all(units == units[:, :1])
        assert task.loss(last) == pytest.approx(0.2662, abs=5e-5)


def test_from_zero_nothing_but_the_output_bias_moves():
    task, theta = identical()
    *_, last = descend(task, GradientDescent(0.02), 0 * theta, 1000)
    assert np.all(last[0, :60] == 0) and last[0, 60] == pytest.approx(np.abs(ABSOLUTE).mean())


def test_different_units_learn_the_absolute_value():
    task, _ = identical()
    *_, last = descend(task, Adam(0.01), start(task.network, kaiming, range(5), float), 2000)
    assert np.median(task.loss(last)) < 1e-3


# PyTorch ------------------------------------------------------------------------------------------

STORED = dict(np.load(Path(__file__).parents[1] / "reference" / "torch_networks.npz"))
SETTINGS = json.loads(str(STORED["about"]))["optimizers"]
STORED |= TORCH
TORCH_NETWORKS = {
    "relu": (mlp(5, 7, 6, 4), CrossEntropy()),
    "tanh": (mlp(3, 6, 2, activation=Tanh()), MeanSquaredError()),
    "sigmoid": (mlp(3, 6, 6, 1, activation=Sigmoid()), MeanSquaredError()),
    "leaky": (mlp(5, 7, 4, activation=LeakyReLU(0.2)), CrossEntropy()),
    "flatten": (Network((Flatten((3, 4)), *mlp(12, 5, 3).layers)), CrossEntropy()),
    "residual": (Network((Linear(5, 6), Residual((Linear(6, 8), Tanh(), Linear(8, 6))), ReLU(),
                          Residual((Linear(6, 6), Sigmoid())), Linear(6, 4))), CrossEntropy()),
    "cnn": (Network((AddChannel(), Convolution((6, 6, 1), 3, 3, 1, 1), ReLU(),
                     Convolution((6, 6, 3), 4, 3, 2, 1), Tanh(), Flatten((3, 3, 4)),
                     Linear(36, 3))), CrossEntropy()),
    "cnn pool": (Network((AddChannel(), Convolution((6, 6, 1), 3, 3, 1, 1), Sigmoid(), MaxPool(),
                          Flatten((3, 3, 3)), Linear(27, 3))),
                 CrossEntropy()),
    "cnn batch norm": (Network((AddChannel(), Convolution((6, 6, 1), 3, 3, 1, 1),
                                BatchNorm((6, 6, 3)), ReLU(), Convolution((6, 6, 3), 4, 3, 2),
                                BatchNorm((2, 2, 4)), ReLU(), Flatten((2, 2, 4)), Linear(16, 5),
                                BatchNorm((5,)), Tanh(), Linear(5, 3))),
                       CrossEntropy()),
    "cnn layer norm": (Network((AddChannel(), Convolution((6, 6, 1), 3, 3, 2), Tanh(),
                                Flatten((2, 2, 3)), LayerNorm((12,)), Linear(12, 3))),
                       CrossEntropy()),
}
TORCH_OPTIMIZERS = {
    "SGD": GradientDescent,
    "Adam": lambda lr, betas, eps: Adam(lr, *betas, eps),
    "AdamW": lambda lr, betas, eps, weight_decay: AdamW(lr, *betas, eps, decay=weight_decay),
}
torch_networks = pytest.mark.parametrize("name", TORCH_NETWORKS)


def torch_task(name):
    task = Task(*TORCH_NETWORKS[name], STORED[f"{name} x"], STORED[f"{name} y"], seeds=(0, 1, 2))
    return task, STORED[f"{name} start"]


@torch_networks
def test_scores_loss_and_gradient_as_pytorch_computes_them(name):
    task, theta = torch_task(name)
    near(task.network.predict(theta, task.x), STORED[f"{name} scores"])
    near(task.loss(theta), STORED[f"{name} loss"])
    near(task.grad(theta), STORED[f"{name} grad"])


@pytest.mark.parametrize("name, optimizer",
                         [(name, optimizer) for name in TORCH_NETWORKS for optimizer in SETTINGS
                                             if f"{name} {optimizer} end" in STORED])
def test_fifty_steps_of_training_as_pytorch_makes_them(name, optimizer):
    task, theta = torch_task(name)
    path = trace(task, TORCH_OPTIMIZERS[optimizer](**SETTINGS[optimizer]), theta, 50)
    near(losses(task, path), STORED[f"{name} {optimizer} losses"])
    near(path[-1], STORED[f"{name} {optimizer} end"])


def test_dropout_as_pytorch_computes_it_with_the_same_mask():
    def draw(shape, dtype):
        return np.where(STORED["dropout mask"], 0.3, 0.2999)
    y, cache = Dropout(0.3).forward((), STORED["dropout x"], draw)
    near(y, STORED["dropout y"])
    near(Dropout(0.3).backward((), cache, STORED["dropout dy"])[0], STORED["dropout dx"])


# Bad input ----------------------------------------------------------------------------------------

X, Y = np.ones((N, 5)), np.full((N, 4), 1 / 4)
BAD = {  # what is wrong, and what the message must name
    "a network for other examples": (lambda: Task(mlp(6, 4), CrossEntropy(), X, Y),
                                     ["takes 6", "(5,)", "the data"]),
    "pictures without flatten": (lambda: Task(mlp(5, 4), CrossEntropy(), np.ones((N, 5, 5)), Y),
                                 ["takes 5", "(5, 5)"]),
    "another number of classes": (lambda: Task(mlp(5, 3), CrossEntropy(), X, Y), ["(3,)", "(4,)"]),
    "more targets than examples": (lambda: Task(mlp(5, 4), CrossEntropy(), X[:7], Y),
                                   ["(7, 5)", "(12, 4)"]),
    "own x, but shared y": (lambda: Task(mlp(5, 4), CrossEntropy(), np.ones((3, N, 5)), Y),
                            ["(3, 12, 5)", "(12, 4)"]),
    "a batch larger than the data": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y, 13),
                                     ["13", "1 to 12"]),
    "a batch of nothing": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y, 0), ["0", "1 to 12"]),
    "zero seeds": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y, seeds=()),
                   ["seeds = ()", "at least one"]),
    "zero seeds with batches": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y, 3, ()),
                                ["seeds = ()", "at least one"]),
    "seeds and data of different number": (
        lambda: Task(mlp(5, 4), CrossEntropy(), np.ones((3, N, 5)), np.full((3, N, 4), 1 / 4), 5,
                     (0, 1)), ["2 seeds", "3"]),
    "theta too long": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y).loss(np.ones((3, 25))),
                       ["(3, 25)", "24"]),
    "theta too short": (lambda: Task(mlp(5, 4), CrossEntropy(), X, Y).grad(np.ones(23)),
                        ["(23,)", "24"]),
    "theta is a number": (lambda: mlp(5, 4).predict(np.array(1.0), X), ["()", "24"]),
    "descent from a theta of another network": (
        lambda: descend(made("classes"), Adam(0.1), np.ones(24), 3), ["(24,)", "118"]),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named(what):
    bad, told = BAD[what]
    with pytest.raises(ValueError) as error:
        bad()
    assert [name for name in told if name not in str(error.value)] == []


def test_runs_that_diverge_become_inf_or_nan_without_a_warning():
    task = made("classes", 5)
    path = trace(task, GradientDescent(1e30), start(task.network, kaiming, SEEDS), 20)
    assert not np.isfinite(path[-1]).any()
    assert not np.isfinite(losses(task, path)[-1]).any()
