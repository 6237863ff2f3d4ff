"""A graph of points: who is whose neighbour. Birds of a feather flock together (Lee)."""
import numpy as np

from helpers.allowed import whole


def neighbours(points, k):
    """The edges (E, 2) that join each of the points (N, n) with its k nearest others; i < j, and
    every edge once.

    Two points are joined if one is among the k nearest of the other. ValueError for a k that is not
    from 1 to N − 1.
    """
    whole("k", k, 1, len(points) - 1, "of neighbours")
    squares = np.sum((points[:, None] - points) ** 2, axis=-1)
    np.fill_diagonal(squares, np.inf)
    nearest = np.argsort(squares, axis=-1, kind="stable")[:, :k]
    pairs = np.stack([np.repeat(np.arange(len(points)), k), nearest.ravel()], axis=-1)
    return np.unique(np.sort(pairs, axis=-1), axis=0)


def laplacian(edges, n):
    """(n, n): the number of its edges for each point on the diagonal, −1 for each edge (E, 2). Then
    vᵀ L v = Σ (v_i − v_j)²."""
    joined = np.zeros((n, n))
    joined[edges[:, 0], edges[:, 1]] = joined[edges[:, 1], edges[:, 0]] = 1
    return np.diag(joined.sum(axis=0)) - joined
