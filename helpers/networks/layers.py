"""What a network is made of. A layer is a frozen description; its parameters are arrays that are
passed in.

    y, cache = layer.forward(params, x, uniform)        uniform: None when predicting, or the random
    numbers of this step dx, dparams = layer.backward(params, cache, dy)  gradients of the loss: dx
    means ∂L/∂x

Shapes: x is (..., N, n), N examples of n numbers (pictures before `Flatten`: (..., N, rows,
columns) or with channels, see `convolution`). A weight is (..., n_in, n_out). All axes before are
independent runs and need no code: products are `@`, sums over the batch `sum(-2)`.
"""
from dataclasses import dataclass, replace
from math import prod
from typing import NamedTuple

from helpers.allowed import is_whole, number, whole


class Parameter(NamedTuple):
    """One array of parameters: its shape, how many numbers a unit takes and gives, whether it is a
    bias, and where it starts."""
    shape: tuple
    n_in: int
    n_out: int
    bias: bool = False
    initial: float = 0.0


def forward(layers, params, x, uniform=None):
    """Through all layers in turn; returns what the last one gives, and every layer's cache."""
    caches = []
    for layer, own in zip(layers, params, strict=True):
        x, cache = layer.forward(own, x, uniform)
        caches.append(cache)
    return x, caches


def backward(layers, params, caches, dy):
    """Back through all layers; returns the gradient of the input, and every layer's gradients."""
    grads = []
    for layer, own, cache in zip(reversed(layers), reversed(params), reversed(caches), strict=True):
        dy, dparams = layer.backward(own, cache, dy)
        grads.append(dparams)
    return dy, grads[::-1]


def with_batch_statistics(layers, params, x):
    """The layers as they predict after training on x: those that normalize over a batch know the
    statistics of x."""
    found = []
    for layer, own in zip(layers, params, strict=True):
        found.append(layer.with_batch_statistics(own, x))
        x, _ = found[-1].forward(own, x)
    return tuple(found)


def output_shape(layers, shape):
    """The shape of one example after all layers; where two do not fit, ValueError names who gives
    and who takes."""
    giver = "the data"
    for layer in layers:
        try:
            before, shape = shape, layer.output_shape(shape)
        except ValueError as error:
            raise ValueError(f"{error}, from {giver}") from None
        giver = giver if shape == before else layer
    return shape


def check_shape(shape, *lengths):
    """ValueError unless it is a tuple of whole numbers, of one of these lengths: (n,), or (rows,
    columns, channels)."""
    sides = shape if isinstance(shape, tuple) else ()
    if len(sides) not in lengths or not all(is_whole(side, 1) for side in sides):
        kinds = " or ".join({1: "(n,)", 3: "(rows, columns, channels)"}[length]
                            for length in lengths)
        raise ValueError(f"shape = {shape!r}: allowed is that of an example, {kinds}, in whole "
                         f"numbers")


class Layer:
    """A layer without parameters, which changes every number by itself and no shape."""
    parameters = ()

    def output_shape(self, shape):
        """The shape of one example after the layer; ValueError if `shape` does not fit.

        None: not known yet.
        """
        return shape

    def with_batch_statistics(self, params, x):
        """The layer as it predicts once the training set has passed through as x: most layers are
        the same."""
        return self


@dataclass(frozen=True)
class Linear(Layer):
    """y = x W + b, with W of shape (n_in, n_out)."""
    n_in: int
    n_out: int

    def __post_init__(self):
        whole("n_in", self.n_in, 1)
        whole("n_out", self.n_out, 1)

    @property
    def parameters(self):
        return (Parameter((self.n_in, self.n_out), self.n_in, self.n_out),
                Parameter((1, self.n_out), self.n_in, self.n_out, bias=True))

    def output_shape(self, shape):
        if shape not in (None, (self.n_in,)):
            raise ValueError(f"{self} takes {self.n_in} numbers, but gets examples of shape "
                             f"{shape}")
        return (self.n_out,)

    def forward(self, params, x, uniform=None):
        W, b = params
        return x @ W + b, x

    def backward(self, params, x, dy):
        W, b = params
        return dy @ W.swapaxes(-1, -2), (x.swapaxes(-1, -2) @ dy, dy.sum(-2, keepdims=True))


@dataclass(frozen=True)
class Dropout(Layer):
    """Every number is dropped with probability p in [0, 1) when training; the rest is divided by 1
    − p.

    So the expectation stays, and predicting uses all units as they are. Srivastava et al. (2014).
    """
    p: float

    def __post_init__(self):
        number("p", self.p, "in [0, 1)")

    def output_shape(self, shape):
        if shape is not None and len(shape) != 1:
            raise ValueError(f"{self} takes rows of numbers, but gets examples of shape {shape}: "
                             f"Flatten comes first")
        return shape

    def forward(self, params, x, uniform=None):
        if uniform is None:
            return x, None
        mask = (uniform(x.shape[-2:], x.dtype) >= self.p).astype(x.dtype) / (1 - float(self.p))
        return x * mask, mask

    def backward(self, params, mask, dy):
        return dy if mask is None else dy * mask, ()


@dataclass(frozen=True)
class Flatten(Layer):
    """Pictures of `shape`, such as (8, 8), become rows of numbers."""
    shape: tuple

    def output_shape(self, shape):
        if shape not in (None, self.shape):
            raise ValueError(f"{self} takes examples of shape {self.shape}, but gets {shape}")
        return (prod(self.shape),)

    def forward(self, params, x, uniform=None):
        return x.reshape(*x.shape[:-len(self.shape)], prod(self.shape)), None

    def backward(self, params, cache, dy):
        return dy.reshape(*dy.shape[:-1], *self.shape), ()


@dataclass(frozen=True)
class Residual(Layer):
    """y = x + scale · f(x): a skip connection around the layers of f, the branch, which give the
    shape they take. He et al. (2016)."""
    layers: tuple
    scale: float = 1.0

    def __post_init__(self):
        number("scale", self.scale)

    @property
    def parameters(self):
        return tuple(parameter for layer in self.layers for parameter in layer.parameters)

    def output_shape(self, shape):
        branch = output_shape(self.layers, shape)
        if shape not in (None, branch):
            raise ValueError(f"Residual adds examples of shape {shape} to a branch that gives "
                             f"{branch}")
        return branch

    def with_batch_statistics(self, params, x):
        return replace(self,
                       layers=with_batch_statistics(self.layers, grouped(self.layers, params), x))

    def forward(self, params, x, uniform=None):
        y, caches = forward(self.layers, grouped(self.layers, params), x, uniform)
        return x + float(self.scale) * y, caches

    def backward(self, params, caches, dy):
        dx, grads = backward(self.layers, grouped(self.layers, params), caches,
                             float(self.scale) * dy)
        return dy + dx, tuple(grad for own in grads for grad in own)


def grouped(layers, params):
    """A flat sequence of arrays, as one tuple for each layer."""
    params = iter(params)
    return [tuple(next(params) for _ in layer.parameters) for layer in layers]
