"""Layers that standardize what passes through them: z = (x − mean) / √(variance + ε), then gain · z
+ shift, which are learned.

They differ in what the mean is taken over. `BatchNorm`: all examples of the batch, for each number
by itself, so the examples of a batch know of each other. `LayerNorm`: all numbers of one example.
Nothing is remembered in a layer.
"""
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from helpers.allowed import number
from helpers.networks.layers import Layer, Parameter, check_shape


@dataclass(frozen=True)
class Normalization(Layer):
    """What both have in common.

    `shape` is that of an example: (n,), or (rows, columns, channels) for pictures.
    """
    shape: tuple
    eps: float = 1e-5

    def __post_init__(self):
        check_shape(self.shape, 1, 3)
        number("eps", self.eps, "≥ 0")

    @property
    def parameters(self):
        gain = Parameter(self.learned, 1, 1, bias=True, initial=1.0)
        shift = Parameter(self.learned, 1, 1, bias=True)
        return gain, shift

    def output_shape(self, shape):
        if shape not in (None, self.shape):
            raise ValueError(f"{self} takes examples of shape {self.shape}, but gets {shape}")
        return self.shape

    def average(self, x):
        """The mean over what is normalized together."""
        return x.mean(self.together, keepdims=True)

    def statistics(self, x):
        """Mean and variance."""
        return self.average(x), x.var(self.together, keepdims=True)

    def forward(self, params, x, uniform=None):
        gain, shift = params
        mean, variance = self.statistics(x)
        deviation = np.sqrt(variance + float(self.eps))
        z = (x - mean) / deviation
        return gain * z + shift, (z, deviation)

    def backward(self, params, cache, dy):
        (gain, _), (z, deviation) = params, cache
        dz = dy * gain
        # mean and variance depend on x as well
        dx = (dz - self.average(dz) - z * self.average(dz * z)) / deviation
        return dx, tuple(each.sum(self.shared, keepdims=True) for each in (dy * z, dy))


@dataclass(frozen=True)
class LayerNorm(Normalization):
    """Over all numbers of one example; a gain and a shift for each of them. Ba et al. (2016)."""

    @property
    def learned(self):
        """The shape of gain and shift."""
        return (1, *self.shape)

    @property
    def together(self):
        """The axes that are normalized together."""
        return tuple(range(-len(self.shape), 0))

    @property
    def shared(self):
        """The axes that share a gain and a shift."""
        return (-len(self.shape) - 1,)


@dataclass(frozen=True)
class BatchNorm(Normalization):
    """Over the batch, and of a picture over its pixels; a gain and a shift for each channel. Ioffe
    and Szegedy (2015).

    While training, mean and variance are those of the batch. To predict, `with_batch_statistics`
    first takes those of the training set, in one pass; without it, the examples that are predicted
    together are normalized together.
    """
    known: Any = field(default=None, repr=False, compare=False)  # (mean, variance) to predict with

    @property
    def learned(self):
        return (1,) * len(self.shape) + self.shape[-1:]

    @property
    def together(self):
        return tuple(range(-len(self.shape) - 1, -1))

    @property
    def shared(self):
        return self.together

    def with_batch_statistics(self, params, x):
        return replace(self, known=super().statistics(x))

    def statistics(self, x):
        return self.known or super().statistics(x)

    def backward(self, params, cache, dy):
        dx, dparams = super().backward(params, cache, dy)
        return (dx, dparams) if self.known is None else (dy * params[0] / cache[1], dparams)


def running(average, batch, momentum=0.1):
    """The frameworks' way: a running average of the statistics of the batches, as in m ← (1 −
    momentum) m + momentum · batch.

    Takes two networks, what was averaged so far and the one that `with_batch_statistics` on the
    newest batch, and returns the new average. It begins, where nothing is known, with mean 0 and
    variance 1. (PyTorch takes n / (n − 1) times the variance.)
    """
    if isinstance(average, tuple):
        return tuple(running(*pair, momentum) for pair in zip(average, batch, strict=True))
    if hasattr(average, "layers"):
        return replace(average, layers=running(average.layers, batch.layers, momentum))
    if isinstance(average, BatchNorm):
        pairs = zip(average.known or (0.0, 1.0), batch.known, strict=True)
        return replace(average,
                       known=tuple((1 - momentum) * before + momentum * now for before,
                                   now in pairs))
    return average
