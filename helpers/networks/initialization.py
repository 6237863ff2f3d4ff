"""Where training starts: a flat theta of shape (seeds, P), one generator for each seed.

A scale is a function of (n_in, n_out, last), the numbers that a unit of the layer takes and gives,
and whether it is the output layer. It returns the standard deviation of the layer's weights.
"""
from math import sqrt

import numpy as np

from helpers.datasets.sampling import require_seeds


def normal(scale=1.0):
    """The same standard deviation in every layer."""
    return lambda n_in, n_out, last: scale


def xavier(n_in, n_out, last):
    """√(2 / (n_in + n_out)). Glorot and Bengio (2010)."""
    return sqrt(2 / (n_in + n_out))


def kaiming(n_in, n_out, last):
    """√(2 / n_in), since a ReLU lets half of the variance through; √(1 / n_in) for the output
    layer, which has no ReLU.

    He et al. (2015); Lee's lecture.
    """
    return sqrt((1 if last else 2) / n_in)


def start(network, scale, seeds, dtype=np.float32, biases=False):
    """Normal weights with the standard deviations of `scale`; biases 0, or drawn likewise with
    `biases=True`. Gains are 1.

    Shape (seeds, P). ValueError without seeds.
    """
    require_seeds(seeds)
    first = each(network, [p.initial for p in network.parameters])
    spread = weight_stds(network, scale, biases)
    normals = np.stack([np.random.default_rng([seed, *b"start"]).standard_normal(network.size)
                        for seed in seeds])
    return (first + normals * spread).astype(dtype)


def weight_stds(network, scale, biases):
    """The standard deviation of every parameter: shape (P,)."""
    last = len(network.parameters) - 2  # the weight and the bias of the output layer
    return each(network,
                [scale(p.n_in, p.n_out, k >= last) if not p.initial and (biases or not p.bias)
                 else 0.0
                          for k, p in enumerate(network.parameters)])


def each(network, numbers):
    """One number for each array of parameters, repeated for all parameters in it: shape (P,)."""
    return np.repeat(numbers, [np.prod(p.shape) for p in network.parameters])


def constant(network, value, seeds, dtype=np.float32):
    """Every parameter the same value: units that start identical stay identical.

    Shape (seeds, P).
    """
    require_seeds(seeds)
    return np.full((len(seeds), network.size), value, dtype)
