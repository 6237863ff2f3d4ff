"""The loss along one parameter: the curve is that of the problem, and convex, valleys and hills
mean what they say."""
import numpy as np
import pytest
from numpy.testing import assert_allclose

from helpers import landscape, surfaces

PLACES = np.linspace(-4, 4, 161)


def test_along_one_parameter_the_others_stay_where_they_are():
    banana = surfaces.rosenbrock()
    curve = landscape.loss_slice(banana, np.array([0.7, 1.3]), 1, PLACES)
    assert_allclose(curve, [banana.loss(np.array([0.7, y])) for y in PLACES], rtol=1e-15)


def test_many_runs_each_along_a_parameter_of_its_own():
    banana, thetas = surfaces.rosenbrock(), np.random.default_rng(0).normal(size=(5, 2))
    own = np.array([0, 1, 1, 0, 1])
    alone = [landscape.loss_slice(banana, theta, k, PLACES) for theta,
             k in zip(thetas, own, strict=True)]
    assert np.array_equal(landscape.loss_slice(banana, thetas, own, PLACES), alone)


@pytest.mark.parametrize("f, convex, bottoms, hill", [
    (lambda x: (x - 1) ** 2, True, [1], 0), (np.abs, True, [0], 0), (np.tanh, False, [], 0),
    (np.zeros_like, True, [], 0),
    (lambda x: 3 * x, True, [], 0), (lambda x: -x**2, False, [], 16),
    (lambda x: (x**2 - 4) ** 2, False, [-2, 2], 16),
    (lambda x: (x**2 - 4) ** 2 - x, False, [-1.95, 2.05], 14.047),
    (lambda x: np.maximum(np.abs(x), 1), True, [1], 0),  # a flat floor counts once
    # a shelf at the left is no valley
    (lambda x: np.minimum(np.maximum(np.abs(x - 1), 1), 2), False, [2], 0),
    (lambda x: np.cos(np.pi * x), False, [-3, -1, 1, 3], 2),
], ids=["parabola", "kink", "slope", "flat", "straight", "dome", "two", "tilted", "floor", "shelf",
        "waves"])
def test_curves_whose_shape_is_known(f, convex, bottoms, hill):
    curve = f(PLACES)
    assert landscape.is_convex(curve) == convex
    assert_allclose(PLACES[landscape.valleys(curve)], bottoms, atol=1e-12)
    assert_allclose(landscape.hill(curve), hill, atol=0.01)


def test_a_dent_that_may_be_rounding_does_not_count():
    noise = np.random.default_rng(0).normal(size=161)
    parabola = PLACES**2
    assert landscape.is_convex(parabola + 1e-8 * noise) and not landscape.is_convex(
        parabola + 1e-2 * noise
    )
    assert len(landscape.valleys(np.zeros(161) + 1e-13 * noise)) == 0


def test_the_hill_is_the_one_that_a_search_through_all_triples_finds():
    curves = np.random.default_rng(0).normal(size=(4, 5, 12))
    found = [max(curve[j] - max(min(curve[:j + 1]), min(curve[j:])) for j in range(12))
             for curve in curves.reshape(20, 12)]
    assert_allclose(landscape.hill(curves), np.reshape(found, (4, 5)), rtol=1e-15)


def test_many_curves_are_judged_at_once_as_one_by_one():
    curves = np.stack([PLACES**2, np.cos(PLACES), np.zeros(161)])
    assert np.array_equal(landscape.is_convex(curves), [True, False, True])
