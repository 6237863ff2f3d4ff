"""What a network is asked for: how far its scores are from the targets.

scores and targets y have shape (..., N, C): N examples, C numbers each. A loss is the mean over the
examples, of shape (...); `grad` is ∂L/∂scores. For classes, y holds one row per example that sums
to 1 (`data.one_hot`).
"""
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MeanSquaredError:
    """The mean of (score − y)² over examples and outputs. (Straka, slide 8)"""

    def check(self, y):
        """ValueError if y are no targets for this loss. Here every number is one."""

    def loss(self, scores, y):
        return np.mean((scores - y) ** 2, axis=(-1, -2))

    def grad(self, scores, y):
        return 2 * (scores - y) / (y.shape[-1] * y.shape[-2])


@dataclass(frozen=True)
class CrossEntropy:
    """The mean of −Σ y log softmax(scores), taken from the scores themselves: no overflow, whatever
    their size."""

    def check(self, y):
        some_class(y)

    def loss(self, scores, y):
        return -np.mean(np.sum(y * log_softmax(scores), axis=-1), axis=-1)

    def grad(self, scores, y):
        return (softmax(scores) - y) / y.shape[-2]


@dataclass(frozen=True)
class Hinge:
    """The mean of max(0, 1 + the highest other score − the score of the class): enough is enough.
    Crammer and Singer (2001).

    Where two others are equally high, the first takes the gradient.
    """

    def check(self, y):
        some_class(y)
        if not np.all((y == 0) | (y == 1)):
            raise ValueError(f"y has a {y[(y != 0) & (y != 1)][0]:g}: for the hinge loss, every "
                             f"row names one class with a 1")

    def others(self, scores, y):
        """Which other class is highest, as one-hot rows; and how far it is from a margin of 1 below
        the class: (..., N, 1)."""
        highest = np.where(y > 0, -np.inf, scores).argmax(axis=-1)
        rival = np.eye(scores.shape[-1], dtype=scores.dtype)[highest]
        return rival, 1 + np.sum((rival - y) * scores, axis=-1, keepdims=True)

    def loss(self, scores, y):
        return np.mean(np.maximum(self.others(scores, y)[1], 0), axis=(-1, -2))

    def grad(self, scores, y):
        rival, missing = self.others(scores, y)
        return (missing > 0) * (rival - y) / y.shape[-2]


@dataclass(frozen=True)
class Entropy:
    """The mean of −Σ p log p with p = softmax(scores): 0 if every answer is black or white.

    It looks at no label (Lee).
    """

    def check(self, y):
        """Whatever y holds, it is not looked at."""

    def loss(self, scores, y):
        return -np.mean(np.sum(softmax(scores) * log_softmax(scores), axis=-1), axis=-1)

    def grad(self, scores, y):
        p, log_p = softmax(scores), log_softmax(scores)
        return -p * (log_p - np.sum(p * log_p, axis=-1, keepdims=True)) / y.shape[-2]


@dataclass(frozen=True, eq=False)
class Smoothness:
    """The mean of Σ (p_i − p_j)² over the edges (i, j) of a graph, p = softmax(scores): neighbours
    answer alike (Lee).

    The graph of the N examples is given by its Laplacian (N, N), see `graph`, or (seeds, N, N) for
    one each. It looks at no label, and takes no batches.
    """
    laplacian: np.ndarray

    def check(self, y):
        points = self.laplacian.shape[-1]
        if y.shape[-2] != points:
            raise ValueError(f"the graph has {points} points, but there are {y.shape[-2]} rows: "
                             "it takes all examples, no batch")

    def pulled(self, p):
        """How much p (..., N, C) at each example differs from its neighbours, divided by the number
        of edges."""
        self.check(p)
        edges = np.trace(self.laplacian, axis1=-2, axis2=-1)[..., None, None] / 2
        return self.laplacian.astype(p.dtype, copy=False) @ p / edges.astype(p.dtype)

    def loss(self, scores, y):
        p = softmax(scores)
        return np.sum(p * self.pulled(p), axis=(-1, -2))

    def grad(self, scores, y):
        p = softmax(scores)
        dp = 2 * self.pulled(p)
        return p * (dp - np.sum(p * dp, axis=-1, keepdims=True))


def some_class(y):
    """ValueError unless every row of y (..., N, C) says how much of each class an example is:
    shares that sum to 1."""
    good = np.all(y >= 0, axis=-1) & (np.abs(y.sum(axis=-1) - 1) < 1e-4)
    if not np.all(good):
        raise ValueError(f"y has the row {y[~good][0].tolist()}: allowed are shares ≥ 0 that sum "
                         f"to 1, one for each class")


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
