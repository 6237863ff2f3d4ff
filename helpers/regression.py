"""A straight line through data, ŷ = w x + b, as a surface in (w, b): in full and in
mini-batches."""
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.datasets import sampling, tables


@dataclass(frozen=True, eq=False)
class Regression:
    """The mean squared error of w x + b on points (x, y), arrays of shape (..., n).

    The fields after y are for drawing, as in `Surface`.
    """
    x: Any
    y: Any
    name: str = "regression"
    box: tuple = (-3.0, 5.0, -30.0, 70.0)
    start: tuple = (1.5, 5.0)
    labels: tuple = ("w", "b")
    size = 2

    def points(self, theta):
        """x and y in the float type of theta, or a run in float32 would not stay float32."""
        dtype = np.result_type(theta, 0.0)
        return self.x.astype(dtype, copy=False), self.y.astype(dtype, copy=False)

    def error(self, theta):
        """ŷ − y for every point: theta (..., 2) to (..., n)."""
        x, y = self.points(theta)
        return theta[..., :1] * x + theta[..., 1:] - y

    def loss(self, theta):
        """theta (..., 2) to mean squared error (...)."""
        return np.mean(self.error(theta) ** 2, axis=-1)

    def grad(self, theta):
        """theta (..., 2) to gradient (..., 2)."""
        error, (x, _) = self.error(theta), self.points(theta)
        return 2 * np.stack([np.mean(error * x, axis=-1), np.mean(error, axis=-1)], axis=-1)

    def at(self, t):
        """All data at every step."""
        return self

    def hessian(self):
        """The second derivatives, (2, 2): the same everywhere."""
        mean = np.mean(self.x)
        return 2 * np.array([[np.mean(self.x**2), mean], [mean, 1.0]])

    @property
    def minima(self):
        """The one lowest point, by the normal equations."""
        w, b = np.polyfit(self.x, self.y, 1)
        return ((float(w), float(b)),)

    def batches(self, size, seeds=(0,)):
        """The same regression on another batch of `size` points at every step; runs in the order of
        `seeds`."""
        sampling.batch(0, len(self.x), size, seeds)
        return Batches(self, size, tuple(seeds))


@dataclass(frozen=True, eq=False)
class Batches:
    """A regression seen through mini-batches: `at(t)` is the loss on the batch of step t, one batch
    a seed.

    `loss` and `grad` are those of all data: what we would like to know, and the batch only
    estimates.
    """
    full: Regression
    batch_size: int
    seeds: tuple
    size = 2

    def loss(self, theta):
        return self.full.loss(theta)

    def grad(self, theta):
        return self.full.grad(theta)

    def at(self, t):
        picks = sampling.batch(t, len(self.full.x), self.batch_size, self.seeds)
        return Regression(self.full.x[picks], self.full.y[picks])


def lectures():
    """Minutes against slides of fifteen made-up lectures: the lecture's first surface."""
    slides, minutes = tables.lectures()
    return Regression(slides, minutes, name="lecture length")
