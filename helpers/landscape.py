"""The loss along one parameter, all others fixed, and what its curve looks like: the plot
of the Vietnamese lecture.

A curve is an array of losses (..., n) at n places in equal distances, not fewer than three.
"""
import numpy as np


def loss_slice(problem, theta, k, places):
    """The losses where parameter k stands at each of the places (n,) and the others as in theta
    (..., P): shape (..., n).

    k may be an array of whole numbers that broadcasts against the axes (...), one parameter for
    each run.
    """
    moves = np.eye(problem.size, dtype=bool)[k][..., None, :]
    return problem.loss(np.where(moves, places[:, None], theta[..., None, :]))


def is_convex(curve, dent=1e-6):
    """Does the curve never bend downward, shape (...)? A dent below this share of its height may be
    rounding."""
    return np.all(np.diff(curve, 2) >= -dent * np.ptp(curve, axis=-1, keepdims=True), axis=-1)


def valleys(curve, flat=1e-9):
    """The indices in one curve (n,) where it has fallen and then rises; a flat floor counts once,
    an edge never.

    What rises or falls by less than `flat` from place to place counts as flat.
    """
    steps = np.diff(curve)
    places = np.flatnonzero(np.abs(steps) > flat)
    down, up = steps[places[:-1]] < 0, steps[places[1:]] > 0
    return places[1:][down & up]


def hill(curve):
    """The height of the highest hill, above the higher of the lowest points on its two sides: shape
    (...)."""
    left = np.minimum.accumulate(curve, axis=-1)
    right = np.minimum.accumulate(curve[..., ::-1], axis=-1)[..., ::-1]
    return np.max(curve - np.maximum(left, right), axis=-1)


def sharpness(problem, theta, products=15, h=1e-8):
    """The second derivative of the loss along the direction in which it is largest in size: theta
    (..., P) to (...).

    A direction is multiplied by the second derivatives again and again, until only the sharpest
    part of it is left. Such a product is how much the gradient changes along the direction; h is
    that small because the loss of a ReLU network has kinks, which a longer step would meet. theta
    must be float64.
    """
    v = np.random.default_rng(0).standard_normal(theta.shape)
    for _ in range(products):
        v = v / np.linalg.norm(v, axis=-1, keepdims=True)
        product = (problem.grad(theta + h * v) - problem.grad(theta - h * v)) / (2 * h)
        bend, v = np.sum(v * product, axis=-1), product
    return bend
