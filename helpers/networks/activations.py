"""The functions between the linear layers, each with its slope.

They change every number by itself.
"""
from dataclasses import dataclass

import numpy as np

from helpers.allowed import number
from helpers.networks.layers import Layer


@dataclass(frozen=True)
class ReLU(Layer):
    """y = max(x, 0). Its slope at 0 is taken as 0."""

    def forward(self, params, x, uniform=None):
        return np.maximum(x, 0), x

    def backward(self, params, x, dy):
        return dy * (x > 0), ()


@dataclass(frozen=True)
class LeakyReLU(Layer):
    """y = x for x > 0, and slope · x below: a unit that can not die."""
    slope: float = 0.01

    def __post_init__(self):
        number("slope", self.slope)

    def forward(self, params, x, uniform=None):
        return np.where(x > 0, x, float(self.slope) * x), x

    def backward(self, params, x, dy):
        return np.where(x > 0, dy, float(self.slope) * dy), ()


@dataclass(frozen=True)
class Sigmoid(Layer):
    """y = 1 / (1 + e⁻ˣ), with slope y (1 − y) ≤ 1/4. (Straka, slide 25)"""

    def forward(self, params, x, uniform=None):
        y = (np.tanh(x / 2) + 1) / 2  # the same function, and no overflow for large −x
        return y, y

    def backward(self, params, y, dy):
        return dy * y * (1 - y), ()


@dataclass(frozen=True)
class Tanh(Layer):
    """y = tanh x, with slope 1 − y². (Straka, slide 25)"""

    def forward(self, params, x, uniform=None):
        y = np.tanh(x)
        return y, y

    def backward(self, params, y, dy):
        return dy * (1 - y**2), ()
