"""Two moons that no line can part, and blobs around centres that we choose."""
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from helpers.datasets import points

CENTERS = ((-1.5, 0), (1.5, 0), (0, 4))
MAKERS = {
    "moons": lambda n, seed: points.two_moons(n, 0.06, np.random.default_rng(seed)),
    "blobs": lambda n, seed: points.blobs(n, CENTERS, 0.5, np.random.default_rng(seed)),
}
makers = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@makers
@pytest.mark.parametrize("n", [3, 6, 100, 101])
def test_classes_are_balanced(make, n):
    where, labels = make(n, 0)
    assert where.shape == (n, 2) and labels.shape == (n,) and labels.dtype.kind == "i"
    assert np.ptp(np.bincount(labels)) <= 1


@makers
def test_the_same_seed_gives_the_same_points_and_another_seed_others(make):
    for mine, same in zip(make(50, 3), make(50, 3), strict=True):
        assert_array_equal(mine, same)
    assert np.all(make(50, 3)[0] != make(50, 4)[0])


def test_moons_without_noise_are_half_circles():
    where, labels = points.two_moons(400, 0, np.random.default_rng(0))
    upper, lower = where[labels == 0], where[labels == 1]
    assert_allclose(np.hypot(*upper.T), 1)
    assert_allclose(np.hypot(*(lower - [1, 0.5]).T), 1)
    assert upper[:, 1].min() >= 0 and lower[:, 1].max() <= 0.5
    assert np.ptp(upper[:, 0]) > 1.9 and np.ptp(lower[:, 0]) > 1.9


def test_no_line_parts_the_moons_but_the_nearest_neighbour_tells_them():
    where, labels = points.two_moons(300, 0.06, np.random.default_rng(0))
    lines = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 181)])
    along = where @ lines.T
    thresholds = np.linspace(-3, 3, 121)
    right = np.mean((along[:, :, None] > thresholds) == (labels == 1)[:, None, None], axis=0)
    assert 0.8 < right.max() < 0.97
    distance = np.sum((where[:, None] - where) ** 2, axis=-1) + 1e9 * np.eye(300)
    assert np.mean(labels[distance.argmin(axis=1)] == labels) > 0.99


def test_noise_is_the_standard_deviation_of_what_is_added():
    """Of 20000 numbers it is known to 0.5 %."""
    noisy, clean = (points.two_moons(10000, noise, np.random.default_rng(5))[0]
                    for noise in (0.2, 0))
    assert_allclose(np.std(noisy - clean), 0.2, rtol=0.025)


@pytest.mark.parametrize("spread", [0.5, (0.4, 1.0)], ids=repr)
def test_blobs_lie_around_their_centres(spread):
    where, labels = points.blobs(9000, CENTERS, spread, np.random.default_rng(1))
    for label, center in enumerate(CENTERS):
        mine = where[labels == label]
        assert_allclose(mine.mean(axis=0), center, atol=0.1)  # five standard errors of 1 / √3000
        assert_allclose(mine.std(axis=0), np.broadcast_to(spread, 2), rtol=0.07)


@pytest.mark.parametrize("n", [1, 0, -3, 2.5, np.nan, True, "9", None], ids=repr)
def test_there_is_a_point_for_each_class(n):
    for make in MAKERS.values():
        with pytest.raises(ValueError, match=f"n = {n!r}: allowed is a whole number"):
            make(n, 0)


@pytest.mark.parametrize("noise", [-0.1, np.nan, np.inf], ids=repr)
def test_noise_is_not_negative(noise):
    with pytest.raises(ValueError, match=f"noise = {noise!r}"):
        points.two_moons(10, noise, np.random.default_rng(0))
    with pytest.raises(ValueError, match="spread = "):
        points.blobs(10, CENTERS, (1, noise), np.random.default_rng(0))


@pytest.mark.parametrize("centers",
                         [(1, 2), np.zeros((2, 3)), np.zeros((0, 2)), ((0, 0), (np.nan, 1))],
                         ids=["a pair", "space", "none", "NaN"])
def test_centres_are_points_of_the_plane(centers):
    with pytest.raises(ValueError, match="centers = "):
        points.blobs(10, centers, 1, np.random.default_rng(0))
