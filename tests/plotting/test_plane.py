"""The plane of two ratios: the nearest point is found, names do not lie on each other."""
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.experiments.verdict import Ratio
from helpers.plotting import plane


def made_up(r):
    return Ratio(r, 0.9 * r, 1.1 * r, 20, 20, 0, False, "", "")


@pytest.fixture
def found():
    generator = np.random.default_rng(0)
    return [SimpleNamespace(optimization=made_up(x), generalization=made_up(y))
            for x, y in np.exp(generator.normal(0, 1, (20, 2)))]


@pytest.fixture
def ax():
    ax = Figure(figsize=(6, 3.5)).subplots()
    plane.plane_axes(ax)
    return ax


def test_the_nearest_point_is_found_in_ratios(found):
    for k, (x, y) in enumerate(plane.places(found)):
        assert plane.nearest(found, 1.001 * x, 0.999 * y) == k


def test_every_point_is_drawn_and_the_chosen_has_a_ring_and_its_name(found, ax):
    names = [f"trick {k}" for k in range(20)]
    plane.trick_points(ax, found, [1, 2, 3, 3] * 5, names, 7)
    x, y = plane.places(found)[7]
    rings = [line for line in ax.lines if line.get_markersize() == 15]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in rings] == [(x, y)]
    assert "trick 7" in [text.get_text() for text in ax.texts]


def test_names_do_not_overlap(found, ax):
    plane.trick_points(ax, found, [1] * 20, [f"trick {k}" for k in range(20)], 0)
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text().startswith("trick")]
    assert len(boxes) > 5
    pairs = [(one, other) for k, one in enumerate(boxes) for other in boxes[k + 1:]]
    assert not any(one.overlaps(other) for one, other in pairs)


def test_three_ratios_have_their_words():
    ax = Figure().subplots()
    plane.three_axes(ax, ("one", "two"))
    plane.three_ratios(ax, [made_up(0.5), made_up(2)])
    texts = " ".join(text.get_text() for text in ax.texts)
    assert "helps × 0.5" in texts and "hurts × 2" in texts
