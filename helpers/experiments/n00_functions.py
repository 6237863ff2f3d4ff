"""A set of functions that is too small, too large, or small but right, for lesson 00."""
from functools import cache

import numpy as np

from helpers.experiments.n00_three_steps import one_of

DAYS = 28.0  # visitors of a swimming bath, on a scale without units: a week's rhythm, and noise
SETS = "line", "many waves", "one wave"


def visitors(n, seed, scatter=0.5):
    """n days in [0, 28), drawn at random, and what was counted: two arrays (n,).

    Made up: sin(2π day / 7 + 1) with normal noise of standard deviation `scatter` (≥ 0).
    """
    generator = np.random.default_rng([seed, n, *b"visitors"])
    days = DAYS * generator.random(n)
    return days, rhythm(days) + scatter * generator.standard_normal(n)


def rhythm(days):
    """The visitors without noise, (n,)."""
    return np.sin(2 * np.pi * days / 7 + 1)


def features(kind, days, period=7.0):
    """What a set of functions adds up, days (…, n) to (…, n, k): the set holds all weighted sums.

    "line": 1 and the day; "one wave": 1, sin and cos of this period; "many waves": 1, sin and cos
    of the periods 28, 14, 28/3, 7, … 28/9. ValueError for another kind.
    """
    one_of("kind", kind, dict.fromkeys(SETS))
    if kind == "line":
        return np.stack([np.ones_like(days), days / DAYS], axis=-1)
    periods = np.array([period]) if kind == "one wave" else DAYS / np.arange(1, 10)
    turns = 2 * np.pi * days[..., None] / periods
    return np.concatenate([np.ones_like(turns[..., :1]), np.sin(turns), np.cos(turns)], axis=-1)


def best_of(kind, days, counts, period=7.0):
    """The weights (…, k) of least squares for days and counts (…, n): the best of the set."""
    return (np.linalg.pinv(features(kind, days, period)) @ counts[..., None])[..., 0]


def value(kind, weights, days, period=7.0):
    """The chosen function's values on days (…, n)."""
    return (features(kind, days, period) @ weights[..., None])[..., 0]


@cache
def two_losses(kind, n, period=7.0, seeds=range(20)):
    """Mean squared error of the best of a set, on its n days and on 200 others: two arrays
    (seeds,)."""
    days, counts = map(np.stack, zip(*[visitors(n, seed) for seed in seeds], strict=True))
    new = map(np.stack, zip(*[visitors(200, 1000 + seed) for seed in seeds], strict=True))
    weights = best_of(kind, days, counts, period)
    return [np.mean((value(kind, weights, x, period) - y) ** 2, axis=-1)
            for x, y in ((days, counts), tuple(new))]


def medians(kind, n, period=7.0):
    """The medians of `two_losses` over the seeds: (training loss, validation loss)."""
    return tuple(float(np.median(losses)) for losses in two_losses(kind, n, period))


def expected(n, divisor):
    """Bias and mean squared error of Σ (x − mean)² / divisor, of n normal numbers with variance 1.

    n and divisor are numbers or arrays. The sum has mean n − 1 and variance 2 (n − 1).
    """
    bias = (n - 1) / divisor - 1
    return bias, 2 * (n - 1) / divisor**2 + bias**2


def curves(outcome):
    """Training and validation losses of an `Outcome` at its moments: two of (moments, seeds)."""
    return outcome.train_mode_curve, outcome.validation_curve.mean(axis=1)
