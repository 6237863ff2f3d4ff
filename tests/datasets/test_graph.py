"""Who is whose neighbour: against a search that looks at one point after the other."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial import cKDTree

from helpers.datasets.graph import laplacian, neighbours

SIZES = [(2, 1), (10, 1), (10, 3), (10, 9), (40, 5)]  # points, neighbours


def spread(n, seed=0, dimensions=2):
    return np.random.default_rng(seed).standard_normal((n, dimensions))


@pytest.mark.parametrize("n, k", SIZES)
@pytest.mark.parametrize("dimensions", [1, 2, 5])
@pytest.mark.parametrize("seed", range(3))
def test_two_points_are_joined_if_one_is_among_the_nearest_of_the_other(n, k, dimensions, seed):
    points = spread(n, seed, dimensions)
    _, nearest = cKDTree(points).query(points, k + 1)  # SciPy finds the point itself first
    pairs = {tuple(sorted((i, int(j)))) for i, row in enumerate(nearest) for j in row[1:]}
    edges = neighbours(points, k)
    assert [tuple(edge) for edge in edges.tolist()] == sorted(pairs)


@pytest.mark.parametrize("n, k", SIZES)
def test_every_edge_stands_once_and_every_point_has_at_least_k(n, k):
    edges = neighbours(spread(n), k)
    assert edges.shape[1] == 2 and np.all(edges[:, 0] < edges[:, 1])
    assert len({tuple(edge) for edge in edges.tolist()}) == len(edges)
    degrees = np.bincount(edges.ravel(), minlength=n)
    assert degrees.min() >= k and n * k / 2 <= len(edges) <= n * k


def test_with_all_others_as_neighbours_everybody_is_joined():
    assert len(neighbours(spread(10), 9)) == 45


def test_points_on_a_line_by_hand():
    """The one far out is nobody's neighbour, but has one."""
    assert_array_equal(neighbours(np.array([[0.0], [1], [3], [10]]), 1), [[0, 1], [1, 2], [2, 3]])


def test_a_point_that_stands_twice_is_its_own_twins_neighbour():
    assert_array_equal(neighbours(np.array([[0.0, 0], [5, 5], [0, 0], [5, 5]]), 1),
                       [[0, 2], [1, 3]])


def test_moving_turning_and_stretching_the_plane_changes_no_neighbour():
    points = spread(30)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    assert_array_equal(neighbours(7 * points @ turn + 3, 4), neighbours(points, 4))


@pytest.mark.parametrize("n, k", SIZES)
def test_the_laplacian_is_the_quadratic_form_of_the_edges(n, k):
    edges = neighbours(spread(n), k)
    L = laplacian(edges, n)
    assert_array_equal(L, L.T)
    assert_array_equal(L.sum(axis=0), 0)
    assert np.trace(L) == 2 * len(edges) and np.linalg.eigvalsh(L).min() > -1e-12
    for v in np.random.default_rng(1).standard_normal((5, n)):
        assert_allclose(v @ L @ v, sum((v[i] - v[j]) ** 2 for i, j in edges), rtol=1e-12)


def test_the_laplacian_by_hand_and_without_an_edge():
    assert_array_equal(laplacian(np.array([[0, 1], [1, 2]]), 4),
                       [[1, -1, 0, 0], [-1, 2, -1, 0], [0, -1, 1, 0], [0, 0, 0, 0]])
    assert not laplacian(np.empty((0, 2), int), 3).any()


@pytest.mark.parametrize("k", [0, -1, 10, 2.0, True, None, np.nan])
def test_a_number_of_neighbours_that_cannot_be_is_refused(k):
    with pytest.raises(ValueError, match=rf"k = {k}.*whole number of neighbours, 1 to 9"):
        neighbours(spread(10), k)
