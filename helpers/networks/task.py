"""A network, a loss and data together: a problem over the flat theta, like any surface."""
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.datasets import sampling
from helpers.networks import layers, losses
from helpers.networks.network import Network


@dataclass(frozen=True, eq=False)
class Task:
    """Train `network` on examples x with targets y: a problem over theta of shape (..., P).

    x has shape (N, …) or, if every seed has data of its own, (seeds, N, …); y is (N, C) or (seeds, N, C).
    `loss` and `grad` are the clean ones: all data, predicting. `at(t)` is what training sees at step t: the batch of
    `batch` examples (None: all), changed by `augment` (see `augmentation`), and dropout on. All are functions of (seed, t)
    alone; seeds are the last leading axis of theta. Batch normalization predicts with the statistics of the examples
    `training`, (M, …) or (seeds, M, …), which `grad` takes as given; None: with those of x.
    """
    network: Network
    criterion: Any
    x: Any
    y: Any
    batch: Any = None
    seeds: tuple = (0,)
    augment: Any = None
    training: Any = None
    t: Any = None  # None: predicting; a step: training

    def __post_init__(self):
        if self.x.shape[:self.y.ndim - 1] != self.y.shape[:-1]:
            raise ValueError(f"x has shape {self.x.shape} and y {self.y.shape}: y needs one row for each example")
        given = self.network.output_shape(self.x.shape[self.y.ndim - 1:])
        if given != self.y.shape[-1:]:
            raise ValueError(f"the network gives scores of shape {given}, but a row of y has {self.y.shape[-1:]}")
        sampling.require_seeds(self.seeds)
        if self.t is None:
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
        x, y = self.x, self.y
        if self.batch is not None:
            picks = sampling.batch(t, y.shape[-2], self.batch, self.seeds)
            if y.ndim == 3:
                picks = np.arange(len(self.seeds))[:, None], picks
            x, y = x[picks], y[picks]
        if self.augment is not None:
            x, y = augment_per_seed(self.augment, x, y, self.seeds, t)
        return replace(self, x=x, y=y, batch=None, augment=None, training=None, t=t)

    def forward(self, theta):
        """Parameters, scores, caches and targets; the same random numbers at every call."""
        params = self.network.unpack(theta)
        uniform = None if self.t is None else noise(self.seeds, self.t)
        x, y = (array.astype(theta.dtype, copy=False) for array in (self.x, self.y))  # float32 stays float32
        scores, caches = layers.forward(self.network.layers, params, x, uniform)
        return params, scores, caches, y

    def normalized_by(self, task):
        """The same examples, to be predicted after training on those of `task`."""
        return replace(self, training=task.x)

    def with_batch_statistics(self, theta):
        """The same task for the network as it predicts."""
        return self if self.training is None else replace(self, network=self.network.with_batch_statistics(theta, self.training), training=None)

    def loss(self, theta):
        _, scores, _, y = self.with_batch_statistics(theta).forward(theta)
        return self.criterion.loss(scores, y)

    def grad(self, theta):
        task = self.with_batch_statistics(theta)
        params, scores, caches, y = task.forward(theta)
        _, grads = layers.backward(task.network.layers, params, caches, self.criterion.grad(scores, y))
        runs = scores.shape[:-2]  # more than theta has, if the seeds see different things
        flat = [grad.reshape(*runs, -1) for own in grads for grad in own]
        return np.concatenate(flat, axis=-1)

    def accuracy(self, theta):
        """The share of examples that are classified right, shape (...)."""
        return losses.accuracy(self.with_batch_statistics(theta).network.predict(theta, self.x), self.y)


def noise(seeds, t):
    """The random numbers of step t, each seed its own: uniform(shape, dtype) gives (seeds, *shape) uniform in [0, 1)."""
    generators = []

    def uniform(shape, dtype):
        if not generators:  # most networks need none
            generators.extend(np.random.default_rng([seed, t, 1]) for seed in seeds)
        return np.stack([generator.random(shape, dtype) for generator in generators])
    return uniform


def augment_per_seed(augment, x, y, seeds, t):
    """The examples of step t, changed for each seed with a generator of its own: (seeds, N, …) and (seeds, N, C)."""
    own = y.ndim == 3  # else all seeds see the same
    pairs = [augment(x[k] if own else x, y[k] if own else y, np.random.default_rng([seed, t, 2])) for k, seed in enumerate(seeds)]
    return tuple(map(np.stack, zip(*pairs)))
