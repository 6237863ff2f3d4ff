"""How strongly a loss bends at a point."""
import numpy as np


def sharpness(problem, theta, products=15, h=1e-8):
    """The second derivative of the loss along the direction in which it is largest in size: theta (..., P) to (...).

    A direction is multiplied by the second derivatives again and again, until only the sharpest part of it is left. Such a
    product is how much the gradient changes along the direction; h is that small because the loss of a ReLU network has
    kinks, which a longer step would meet. theta must be float64.
    """
    v = np.random.default_rng(0).standard_normal(theta.shape)
    for _ in range(products):
        v = v / np.linalg.norm(v, axis=-1, keepdims=True)
        product = (problem.grad(theta + h * v) - problem.grad(theta - h * v)) / (2 * h)
        bend, v = np.sum(v * product, axis=-1), product
    return bend
