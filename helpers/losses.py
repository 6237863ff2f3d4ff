"""What a network is asked for: how far its scores are from the targets.

scores and targets y have shape (..., N, C): N examples, C numbers each. A loss is the mean over the examples, of
shape (...); `grad` is ∂L/∂scores. For classes, y holds one row per example that sums to 1 (`data.one_hot`).
"""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MeanSquaredError:
    """The mean of (score − y)² over examples and outputs. (004, slide 8)"""

    def loss(self, scores, y):
        return np.mean((scores - y) ** 2, axis=(-1, -2))

    def grad(self, scores, y):
        return 2 * (scores - y) / (y.shape[-1] * y.shape[-2])


@dataclass(frozen=True)
class CrossEntropy:
    """The mean of −Σ y log softmax(scores), taken from the scores themselves: no overflow, whatever their size."""

    def loss(self, scores, y):
        return -np.mean(np.sum(y * log_softmax(scores), axis=-1), axis=-1)

    def grad(self, scores, y):
        return (softmax(scores) - y) / y.shape[-2]


def softmax(scores):
    """e^score / Σ e^score along the last axis: positive, and their sum is 1."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def log_softmax(scores):
    """log of e^score / Σ e^score along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def accuracy(scores, y):
    """The share of examples whose highest score is at the highest target: shape (...)."""
    return np.mean(scores.argmax(axis=-1) == y.argmax(axis=-1), axis=-1)
