"""A network is a tuple of layers; its parameters are read from a flat theta as views."""
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod

from helpers.networks import layers
from helpers.networks.activations import ReLU
from helpers.networks.layers import Linear


@dataclass(frozen=True)
class Network:
    """A tuple of layers that fit; ValueError that names the two sizes where they do not."""
    layers: tuple

    def __post_init__(self):
        self.output_shape(None)

    def output_shape(self, shape):
        """The shape of the scores of one example of `shape` (None: not known yet)."""
        return layers.output_shape(self.layers, shape)

    @cached_property
    def parameters(self):
        """Shape and fan of every array of parameters, in order."""
        return tuple(parameter for layer in self.layers for parameter in layer.parameters)

    @cached_property
    def size(self):
        """P, the number of parameters."""
        return sum(prod(parameter.shape) for parameter in self.parameters)

    def unpack(self, theta):
        """The flat theta (..., P) as one tuple of arrays for each layer: views, nothing is
        copied."""
        if theta.shape[-1:] != (self.size,):
            raise ValueError(f"theta has shape {theta.shape}: its last axis must hold the "
                             f"{self.size} parameters")
        arrays, start = [], 0
        for parameter in self.parameters:
            end = start + prod(parameter.shape)
            arrays.append(theta[..., start:end].reshape(*theta.shape[:-1], *parameter.shape))
            start = end
        return layers.grouped(self.layers, arrays)

    def predict(self, theta, x):
        """Scores (..., N, C) for examples x (..., N, …)."""
        return layers.forward(self.layers, self.unpack(theta), x)[0]

    def with_batch_statistics(self, theta, x):
        """The network as it predicts after training on x: batch normalization knows the statistics
        of x, from one pass."""
        return replace(self,
                       layers=layers.with_batch_statistics(self.layers, self.unpack(theta),
                                                           x.astype(theta.dtype, copy=False)))

    def activations(self, theta, x):
        """What every layer gives, in order."""
        given = []
        for layer, own in zip(self.layers, self.unpack(theta), strict=True):
            x, _ = layer.forward(own, x)
            given.append(x)
        return given


def mlp(*sizes, activation=ReLU(), after=()):
    """Linear layers of the given sizes, with an activation and then the layers `after` between
    them.

    `mlp(64, 128, 10)` is Linear(64, 128), ReLU(), Linear(128, 10).
    """
    parts = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True):
        parts += [Linear(n_in, n_out), activation, *after]
    return Network(tuple(parts[:-1 - len(after)]))
