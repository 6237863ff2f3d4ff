"""A network, a loss and data together: a problem over the flat theta, like any surface.

A `Task` describes it. What one step of training sees of it, or an examiner, is a `Batch`.
"""
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.datasets import sampling
from helpers.networks import layers, losses
from helpers.networks.network import Network


@dataclass(frozen=True, eq=False)
class Batch:
    """Examples x (N, …) or (seeds, N, …) with targets y, through a network to a loss.

    At step t dropout is on, with the random numbers of each seed; t=None is evaluation mode.
    `loss`, `accuracy` have shape theta.shape[:-1], `grad` that of theta.
    """
    network: Network
    criterion: Any
    x: Any
    y: Any
    seeds: tuple = (0,)
    t: Any = None

    @property
    def size(self):
        return self.network.size

    def forward(self, theta):
        """Parameters, scores, caches and targets; the same random numbers at every call."""
        params = self.network.unpack(theta)
        x = self.x.astype(theta.dtype, copy=False)  # float32 stays float32
        uniform = None if self.t is None else noise(self.seeds, self.t)
        scores, caches = layers.forward(self.network.layers, params, x, uniform)
        return params, scores, caches, self.y.astype(theta.dtype, copy=False)

    def loss(self, theta):
        _, scores, _, y = self.forward(theta)
        return self.criterion.loss(scores, y)

    def grad(self, theta):
        params, scores, caches, y = self.forward(theta)
        dscores = self.criterion.grad(scores, y)
        _, grads = layers.backward(self.network.layers, params, caches, dscores)
        runs = scores.shape[:-2]  # more than theta has, if the seeds see different things
        flat = [grad.reshape(*runs, -1) for own in grads for grad in own]
        return np.concatenate(flat, axis=-1)

    def accuracy(self, theta):
        """The share of examples that are classified right."""
        _, scores, _, y = self.forward(theta)
        return losses.accuracy(scores, y)


@dataclass(frozen=True, eq=False)
class Task:
    """Train `network` on examples x with targets y: a problem over theta of shape (..., P).

    x has shape (N, …) or, if every seed has data of its own, (seeds, N, …); y is (N, C) or (seeds,
    N, C). `at(t)` is what training sees at step t: the batch of `batch` examples (None: all),
    changed by `augment` (see `augmentation`), and dropout on. All are functions of (seed, t) alone;
    seeds are the last leading axis of theta. `loss`, `grad` and `accuracy` are those of all
    examples in evaluation mode, where batch normalization knows the statistics of the examples
    `training`, (M, …) or (seeds, M, …), which `grad` takes as given; None: those of x.
    """
    network: Network
    criterion: Any
    x: Any
    y: Any
    batch: Any = None
    seeds: tuple = (0,)
    augment: Any = None
    training: Any = None

    def __post_init__(self):
        if self.x.shape[:self.y.ndim - 1] != self.y.shape[:-1]:
            raise ValueError(f"x has shape {self.x.shape} and y {self.y.shape}: "
                             "y needs one row for each example")
        given = self.network.output_shape(self.x.shape[self.y.ndim - 1:])
        if given != self.y.shape[-1:]:
            raise ValueError(f"the network gives scores of shape {given}, "
                             f"but a row of y has {self.y.shape[-1:]}")
        sampling.require_seeds(self.seeds)
        self.criterion.check(self.y)
        if self.batch is not None:
            sampling.batch(0, self.y.shape[-2], self.batch, self.seeds)
        by_seed = self.batch is not None or self.augment is not None
        if by_seed and self.y.ndim == 3 and len(self.y) != len(self.seeds):
            raise ValueError(f"there are {len(self.seeds)} seeds, but data of {len(self.y)}")

    @property
    def size(self):
        return self.network.size

    def at(self, t):
        """What step t of training sees."""
        x, y = self.x, self.y
        if self.batch is not None:
            picks = sampling.batch(t, y.shape[-2], self.batch, self.seeds)
            if y.ndim == 3:
                picks = np.arange(len(self.seeds))[:, None], picks
            x, y = x[picks], y[picks]
        if self.augment is not None:
            x, y = augment_per_seed(self.augment, x, y, self.seeds, t)
        return Batch(self.network, self.criterion, x, y, self.seeds, t)

    def normalized_by(self, task):
        """The same examples, for a network that was trained on those of `task`."""
        return replace(self, training=task.x)

    def evaluation(self, theta):
        """All examples, for the network as it predicts at theta."""
        network = self.network
        if self.training is not None:
            network = network.with_batch_statistics(theta, self.training)
        return Batch(network, self.criterion, self.x, self.y)

    def loss(self, theta):
        return self.evaluation(theta).loss(theta)

    def grad(self, theta):
        return self.evaluation(theta).grad(theta)

    def accuracy(self, theta):
        """The share of examples that are classified right, shape (...)."""
        return self.evaluation(theta).accuracy(theta)


def noise(seeds, t):
    """The random numbers of step t, each seed its own: uniform(shape, dtype) gives (seeds, *shape)
    uniform in [0, 1)."""
    generators = []

    def uniform(shape, dtype):
        if not generators:  # most networks need none
            generators.extend(np.random.default_rng([seed, t, 1]) for seed in seeds)
        return np.stack([generator.random(shape, dtype) for generator in generators])
    return uniform


def augment_per_seed(augment, x, y, seeds, t):
    """The examples of step t, changed for each seed with a generator of its own: (seeds, N, …) and
    (seeds, N, C)."""
    own = y.ndim == 3  # else all seeds see the same
    pairs = [augment(x[k] if own else x, y[k] if own else y,
                     np.random.default_rng([seed, t, 2])) for k, seed in enumerate(seeds)]
    return tuple(map(np.stack, zip(*pairs, strict=True)))
