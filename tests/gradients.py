"""The one gradient checker: what backpropagation says, against central differences along random
directions."""
import numpy as np
from numpy.testing import assert_allclose


def nowhere_zero(generator, *shape):
    """Numbers from 0.3 to 1.5 with random signs: no zero hides a factor that is missing, and no
    kink is near."""
    return generator.choice([-1.0, 1.0], shape) * generator.uniform(0.3, 1.5, shape)


def total(array, runs):
    """The sum over all axes but the first `runs`."""
    return array.sum(axis=tuple(range(runs, array.ndim)))


def check(f, grads, arrays, runs, seed=0, h=1e-5):
    """The gradients of f(*arrays) are right, along five random directions through all arrays at
    once.

    The first `runs` axes are independent runs: f gives one number for each run.
    """
    generator = np.random.default_rng(seed)
    for _ in range(5):
        ways = [generator.standard_normal(array.shape) for array in arrays]
        above, below = (f(*(array + side * way for array, way in zip(arrays, ways, strict=True)))
                        for side in (h, -h))
        told = sum(total(grad * way, runs) for grad, way in zip(grads, ways, strict=True))
        assert told.shape == above.shape
        assert_allclose(told, (above - below) / (2 * h), rtol=1e-6, atol=1e-8 * np.abs(told).max())
