"""What a task shows when training, and predicts with: examples that are changed at every step,
statistics of the training set."""
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gradients import check, nowhere_zero
from helpers.datasets import augmentation, sampling
from helpers.datasets.graph import laplacian
from helpers.descent import grid, trace
from helpers.networks.activations import ReLU, Tanh
from helpers.networks.convolution import AddChannel, Convolution, LocallyConnected, MaxPool
from helpers.networks.initialization import kaiming, start
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.losses import CrossEntropy, Smoothness
from helpers.networks.network import Network
from helpers.networks.normalization import BatchNorm, LayerNorm
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent

N, SEEDS = 12, (4, 0, 9)
PLAIN = Network((Flatten((4, 5)), Linear(20, 6), Tanh(), Linear(6, 3)))
NORMALIZED = Network((AddChannel(), Convolution((4, 5, 1), 2), BatchNorm((2, 3, 2)), Tanh(),
                      Flatten((2, 3, 2)), Linear(12, 5),
                      Residual((BatchNorm((5,)), Dropout(0.3), Tanh(), Linear(5, 5))),
                      Linear(5, 3)))
own_data = pytest.mark.parametrize("own", [False, True], ids=["one data set", "a data set a seed"])
batches = pytest.mark.parametrize("batch", [None, 5], ids=["all data", "batches"])
networks = pytest.mark.parametrize("network", [PLAIN, NORMALIZED], ids=["plain", "normalized"])
floats = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def points(seed):
    """Pictures and labels of one seed."""
    generator = np.random.default_rng([seed, 77])
    return generator.uniform(0.3, 1.5, (N, 4, 5)), np.eye(3)[generator.integers(0, 3, N)]


def made(network=PLAIN, own=False, batch=None, augment=None, seeds=SEEDS):
    x, y = map(np.stack, zip(*[points(seed) for seed in (seeds if own else (0,))], strict=True))
    return Task(network, CrossEntropy(), x if own else x[0], y if own else y[0], batch, seeds,
                augment)


def somewhere(task, *lead):
    return nowhere_zero(np.random.default_rng(6), *lead, task.size)


# Changed at every step ----------------------------------------------------------------------------

AUGMENTS = {"noise": augmentation.noise(0.3), "mixup": augmentation.mixup(0.3),
            "several": augmentation.compose(augmentation.flip(p=0.5), augmentation.shift(1),
                                            augmentation.brightness(0.2))}
augments = pytest.mark.parametrize("augment", AUGMENTS.values(), ids=AUGMENTS)


@augments
@own_data
@batches
@networks
def test_loss_and_gradient_of_a_step_see_the_same_changed_examples(augment, own, batch, network):
    task = made(network, own, batch, augment)
    theta = somewhere(task, 3)
    check(task.at(7).loss, [task.at(7).grad(theta)], [theta], 1)


@augments
@own_data
@batches
def test_step_t_is_a_function_of_seed_and_t_alone(augment, own, batch):
    task = made(own=own, batch=batch, augment=augment)
    theta = somewhere(task, 3)
    first = [task.at(t).grad(theta) for t in range(6)]
    assert_array_equal(first, [task.at(t).grad(theta) for t in reversed(range(6))][::-1])
    assert len({grad.tobytes() for grad in first}) == 6
    assert (
        task.at(3).t == 3
        and task.at(3).x.shape == (3, batch or N, 4, 5)
        and task.at(3).y.shape == (3, batch or N, 3)
    )


@augments
@own_data
@batches
@floats
def test_a_run_alone_sees_what_it_sees_in_company_bit_by_bit(augment, own, batch, dtype):
    def path(seeds):
        task = made(NORMALIZED, own, batch, augment, seeds)
        theta = start(task.network, kaiming, seeds, dtype)
        return task.at(2).x, task.at(2).y, np.moveaxis(trace(task, Adam(0.01), theta, 6), 1, 0)
    together, fewer = path(SEEDS), path(SEEDS[::2])
    for k, seed in enumerate(SEEDS):
        for alone, company in zip(path((seed,)), together, strict=True):
            assert_array_equal(alone[0], company[k])
    assert_array_equal(fewer[2], together[2][::2])


@own_data
@batches
def test_what_is_changed_is_the_batch_that_data_deals(own, batch):
    """With the generator of (seed, t), and after the batch was picked, so that one gets the
    examples it would have got."""
    task = made(own=own, batch=batch, augment=augmentation.noise(0.3))
    for t in (0, 5):
        for k, seed in enumerate(SEEDS):
            x, y = (task.x[k], task.y[k]) if own else (task.x, task.y)
            rows = np.arange(N) if batch is None else sampling.batch(t, N, batch, (seed,))[0]
            changed, labels = task.augment(x[rows], y[rows], np.random.default_rng([seed, t, 2]))
            assert_array_equal(task.at(t).x[k], changed)
            assert_array_equal(task.at(t).y[k], labels)
            assert np.all(changed != x[rows])


@own_data
@batches
@networks
def test_what_is_judged_is_never_changed(own, batch, network):
    changed, clean = (made(network, own, batch, augment)
                      for augment in (augmentation.noise(0.3), None))
    theta = somewhere(clean, 3)
    for work in ("loss", "grad", "accuracy"):
        assert_array_equal(getattr(changed, work)(theta), getattr(clean, work)(theta))
    assert np.all(changed.at(0).loss(theta) != clean.at(0).loss(theta))


def test_seeds_see_different_changes_of_the_same_examples():
    x = made(augment=augmentation.noise(0.3)).at(3).x
    assert np.all(x[0] != x[1]) and np.all(x[1] != x[2])


def test_mixed_labels_are_trained_on():
    y = made(augment=augmentation.mixup(0.3)).at(0).y
    assert np.isin(np.round(y, 12), [0, 0.3, 0.7, 1]).all() and np.any(y == 0.3)
    assert_allclose(y.sum(axis=-1), 1)


@floats
def test_the_float_type_of_theta_is_kept_whatever_that_of_the_changed_data(dtype):
    for own in (np.float32, np.float64):
        task = made(NORMALIZED, batch=5, augment=augmentation.noise(0.3))
        task = replace(task, x=task.x.astype(own), y=task.y.astype(own))
        theta = start(task.network, kaiming, SEEDS, dtype)
        path = trace(task, grid(Adam(0.1), theta, lr=[1e-3, 1e-2]), theta, 2)
        assert path.dtype == dtype and task.at(1).loss(theta).dtype == dtype


def test_one_theta_becomes_a_run_for_each_seed_where_they_see_different_changes():
    task = made(augment=augmentation.noise(0.3))
    theta = somewhere(task)
    assert task.loss(theta).shape == () and task.at(0).loss(theta).shape == (3,)
    assert_array_equal(trace(task, GradientDescent(0.1), theta, 3)[1:],
                       trace(task, GradientDescent(0.1), np.stack([theta] * 3), 3)[1:])


# The statistics of the training set
# -----------------------------------------------------------------

def new(task, own=False):
    """Other examples for the same network, of another number."""
    x = np.random.default_rng(5).uniform(0, 1, (3, 7, 4, 5))
    y = np.eye(3)[np.random.default_rng(6).integers(0, 3, (3, 7))]
    return replace(task, x=x if own else x[0], y=y if own else y[0], batch=None)


@own_data
@batches
@pytest.mark.parametrize("lead", [(3,), (2, 3)], ids=str)
def test_after_training_a_task_predicts_with_the_statistics_of_the_training_set(own, batch, lead):
    train = made(NORMALIZED, own, batch)
    validation = new(train, own)
    after, theta = validation.normalized_by(train), somewhere(train, *lead)
    known = NORMALIZED.with_batch_statistics(theta, train.x)
    assert_array_equal(after.loss(theta),
                       CrossEntropy().loss(known.predict(theta, validation.x), validation.y))
    assert_array_equal(after.accuracy(theta),
                       np.mean(known.predict(theta,
                                             validation.x).argmax(-1) == validation.y.argmax(-1),
                               axis=-1))
    assert np.all(after.loss(theta) != validation.loss(theta))
    assert after.loss(theta).shape == lead


@own_data
def test_the_training_task_after_itself_is_itself(own):
    task = made(NORMALIZED, own)
    theta = somewhere(task, 3)
    assert_array_equal(task.normalized_by(task).loss(theta), task.loss(theta))
    assert_array_equal(task.normalized_by(task).accuracy(theta), task.accuracy(theta))


@own_data
def test_the_gradient_of_a_task_after_training_takes_the_statistics_as_given(own):
    train = made(NORMALIZED, own)
    after, theta = new(train, own).normalized_by(train), somewhere(train, 3)
    given = replace(after, network=NORMALIZED.with_batch_statistics(theta, train.x), training=None)
    grad = after.grad(theta)
    check(given.loss, [grad], [theta], 1)
    step = 1e-5 * grad  # the loss itself changes otherwise: the statistics go with theta
    slope = (after.loss(theta + step) - after.loss(theta - step)) / 2e-5
    assert np.all(np.abs(slope / np.sum(grad**2, axis=-1) - 1) > 1e-3)


@own_data
def test_without_batch_normalization_it_does_not_matter_what_was_trained_on(own):
    train = made(PLAIN, own)
    validation, theta = new(train, own), somewhere(train, 3)
    assert_array_equal(validation.normalized_by(train).loss(theta), validation.loss(theta))
    assert_array_equal(validation.normalized_by(train).grad(theta), validation.grad(theta))


def test_seeds_with_one_validation_set_settle_on_training_sets_of_their_own():
    train = made(NORMALIZED, own=True)
    after, theta = new(train).normalized_by(train), somewhere(train, 3)
    for k in range(3):
        alone = replace(new(train), training=train.x[k])
        assert_array_equal(alone.loss(theta[k]), after.loss(theta)[k])


@floats
def test_settled_a_run_alone_predicts_as_in_company_and_keeps_its_float_type(dtype):
    train = made(NORMALIZED, own=True)
    theta = start(NORMALIZED, kaiming, SEEDS, dtype)
    after = new(train, True).normalized_by(train)
    assert after.loss(theta).dtype == dtype and after.grad(theta).dtype == dtype
    for k in range(3):
        alone = replace(after, x=after.x[[k]], y=after.y[[k]], training=train.x[[k]],
                        seeds=SEEDS[k:k + 1])
        assert_array_equal(alone.loss(theta[[k]]), after.loss(theta)[[k]])


def test_training_meets_the_statistics_of_the_batch_alone():
    task = made(NORMALIZED, batch=5)
    theta = somewhere(task, 3)
    assert_array_equal(task.normalized_by(new(task)).at(4).grad(theta), task.at(4).grad(theta))


# Alone and in company, at the sizes of the course
# ---------------------------------------------------

SIZES = {
    "convolution": (AddChannel(), Convolution((8, 8, 1), 8, 3, 1, 1), ReLU(),
                    Convolution((8, 8, 8), 16, 3, 2, 1), ReLU(), Flatten((4, 4, 16)),
                    Linear(256, 10)),
    "batch norm": (AddChannel(), Convolution((8, 8, 1), 8, 3, 1, 1), BatchNorm((8, 8, 8)), ReLU(),
                   MaxPool(), Flatten((4, 4, 8)),
                   Linear(128, 64), BatchNorm((64,)), ReLU(), Linear(64, 10)),
    "layer norm": (AddChannel(), LocallyConnected((8, 8, 1), 4), LayerNorm((6, 6, 4)), ReLU(),
                   Flatten((6, 6, 4)), Linear(144, 32), LayerNorm((32,)),
                   Linear(32, 10)),
}


@floats
@pytest.mark.parametrize("layers", SIZES.values(), ids=SIZES)
def test_a_network_of_the_course_alone_equals_the_same_in_company_bit_by_bit(layers, dtype):
    """Large arrays are added up in other orders than small ones."""
    network, seeds, generator = Network(layers), (0, 1, 2, 3), np.random.default_rng(0)
    x, y = (
        generator.random((4, 64, 8, 8)).astype(dtype),
        np.eye(10, dtype=dtype)[generator.integers(0, 10, (4, 64))],
    )
    theta = start(network, kaiming, seeds, dtype)
    together = trace(Task(network, CrossEntropy(), x, y, 32, seeds), Adam(0.01), theta, 4)
    settled = Task(network, CrossEntropy(), x[:, :20], y[:, :20], training=x).loss(theta)
    for k in (0, 3):
        alone = trace(Task(network, CrossEntropy(), x[[k]], y[[k]], 32, (k,)), Adam(0.01),
                      theta[[k]], 4)
        assert_array_equal(alone[:, 0], together[:, k])
        assert_array_equal(Task(network, CrossEntropy(), x[[k], :20], y[[k], :20],
                                training=x[[k]]).loss(theta[[k]]), settled[[k]])


# Bad input
# ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("seeds", [(0,), (0, 1), (0, 1, 2, 3)], ids=str)
def test_changed_data_of_their_own_need_a_seed_each(seeds):
    task = made(own=True)
    with pytest.raises(ValueError, match=f"{len(seeds)} seeds.*3"):
        replace(task, seeds=seeds, augment=augmentation.noise(0.3))


@batches
def test_a_graph_takes_no_batches(batch):
    """It joins all examples that it was made of."""
    graph = laplacian(np.array([[0, 1], [3, 7]]), N)
    task = replace(made(batch=batch), criterion=Smoothness(graph))
    theta = somewhere(task, 3)
    assert np.all(task.loss(theta) > 0)
    if batch is not None:
        for work in (task.at(0).loss, task.at(0).grad):
            with pytest.raises(ValueError, match="12 points.*5 rows.*no batch"):
                work(theta)
