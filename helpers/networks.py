"""A tuple of layers; and a network, a loss and data together: a problem over the flat theta, like any surface."""
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from helpers import data, layers, losses


@dataclass(frozen=True)
class Network:
    """A tuple of layers that fit; ValueError that names the two sizes where they do not."""
    layers: tuple

    def __post_init__(self):
        self.gives(None)

    def gives(self, shape):
        """The shape of the scores of one example of `shape` (None: not known yet)."""
        return layers.gives(self.layers, shape)

    @cached_property
    def parameters(self):
        """Shape and fan of every array of parameters, in order."""
        return tuple(parameter for layer in self.layers for parameter in layer.parameters)

    @cached_property
    def size(self):
        """P, the number of parameters."""
        return sum(prod(parameter.shape) for parameter in self.parameters)

    def unpack(self, theta):
        """The flat theta (..., P) as one tuple of arrays for each layer: views, nothing is copied."""
        if theta.shape[-1:] != (self.size,):
            raise ValueError(f"theta has shape {theta.shape}: its last axis must hold the {self.size} parameters")
        arrays, start = [], 0
        for parameter in self.parameters:
            end = start + prod(parameter.shape)
            arrays.append(theta[..., start:end].reshape(*theta.shape[:-1], *parameter.shape))
            start = end
        return layers.grouped(self.layers, arrays)

    def predict(self, theta, x):
        """Scores (..., N, C) for examples x (..., N, …)."""
        return layers.forward(self.layers, self.unpack(theta), x)[0]

    def settled(self, theta, x):
        """The network as it predicts after training on x: batch normalization knows the statistics of x, from one pass."""
        return replace(self, layers=layers.settled(self.layers, self.unpack(theta), x.astype(theta.dtype, copy=False)))

    def activations(self, theta, x):
        """What every layer gives, in order."""
        given = []
        for layer, own in zip(self.layers, self.unpack(theta)):
            x, _ = layer.forward(own, x)
            given.append(x)
        return given


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
        given = self.network.gives(self.x.shape[self.y.ndim - 1:])
        if given != self.y.shape[-1:]:
            raise ValueError(f"the network gives scores of shape {given}, but a row of y has {self.y.shape[-1:]}")
        data.some(self.seeds)
        if self.t is None:
            self.criterion.check(self.y)
        if self.batch is not None:
            data.batch(0, self.y.shape[-2], self.batch, self.seeds)
        by_seed = self.batch is not None or self.augment is not None
        if by_seed and self.y.ndim == 3 and len(self.y) != len(self.seeds):
            raise ValueError(f"there are {len(self.seeds)} seeds, but data of {len(self.y)}")

    @property
    def size(self):
        return self.network.size

    def at(self, t):
        x, y = self.x, self.y
        if self.batch is not None:
            picks = data.batch(t, y.shape[-2], self.batch, self.seeds)
            if y.ndim == 3:
                picks = np.arange(len(self.seeds))[:, None], picks
            x, y = x[picks], y[picks]
        if self.augment is not None:
            x, y = augmented(self.augment, x, y, self.seeds, t)
        return replace(self, x=x, y=y, batch=None, augment=None, training=None, t=t)

    def forward(self, theta):
        """Parameters, scores, caches and targets; the same random numbers at every call."""
        params = self.network.unpack(theta)
        draw = None if self.t is None else noise(self.seeds, self.t)
        x, y = (array.astype(theta.dtype, copy=False) for array in (self.x, self.y))  # float32 stays float32
        scores, caches = layers.forward(self.network.layers, params, x, draw)
        return params, scores, caches, y

    def after(self, task):
        """The same examples, to be predicted after training on those of `task`."""
        return replace(self, training=task.x)

    def settled(self, theta):
        """The same task for the network as it predicts."""
        return self if self.training is None else replace(self, network=self.network.settled(theta, self.training), training=None)

    def loss(self, theta):
        _, scores, _, y = self.settled(theta).forward(theta)
        return self.criterion.loss(scores, y)

    def grad(self, theta):
        task = self.settled(theta)
        params, scores, caches, y = task.forward(theta)
        _, grads = layers.backward(task.network.layers, params, caches, self.criterion.grad(scores, y))
        runs = scores.shape[:-2]  # more than theta has, if the seeds see different things
        flat = [grad.reshape(*runs, -1) for own in grads for grad in own]
        return np.concatenate(flat, axis=-1)

    def accuracy(self, theta):
        """The share of examples that are classified right, shape (...)."""
        return losses.accuracy(self.settled(theta).network.predict(theta, self.x), self.y)


def noise(seeds, t):
    """The random numbers of step t, each seed its own: draw(shape, dtype) gives (seeds, *shape) uniform in [0, 1)."""
    generators = []

    def draw(shape, dtype):
        if not generators:  # most networks need none
            generators.extend(np.random.default_rng([seed, t, 1]) for seed in seeds)
        return np.stack([generator.random(shape, dtype) for generator in generators])
    return draw


def augmented(augment, x, y, seeds, t):
    """The examples of step t, changed for each seed with a generator of its own: (seeds, N, …) and (seeds, N, C)."""
    own = y.ndim == 3  # else all seeds see the same
    pairs = [augment(x[k] if own else x, y[k] if own else y, np.random.default_rng([seed, t, 2])) for k, seed in enumerate(seeds)]
    return tuple(map(np.stack, zip(*pairs)))


def mlp(*sizes, activation=layers.ReLU(), after=()):
    """Linear layers of the given sizes, with an activation and then the layers `after` between them.

    `mlp(64, 128, 10)` is Linear(64, 128), ReLU(), Linear(128, 10).
    """
    parts = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        parts += [layers.Linear(n_in, n_out), activation, *after]
    return Network(tuple(parts[:-1 - len(after)]))
