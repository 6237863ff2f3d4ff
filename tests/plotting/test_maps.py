"""A map of settings is not shifted: a cell lies around its own setting, on scales of their own."""
import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers import plotting
from helpers.plotting import maps

RATES, MEMORIES = np.geomspace(1e-4, 10, 9), 1 - np.geomspace(1, 1e-3, 7)
HOLE = (4, 2)


@pytest.fixture
def mapped():
    """A map whose cells all have different values, but one that never arrives: Axes and values."""
    ax = Figure(figsize=(5, 4), dpi=100).subplots()
    ax.spines[:].set_visible(False)  # they lie half over the outer cells
    arrivals = np.arange(63.0).reshape(9, 7)
    arrivals[HOLE] = np.nan
    plotting.heat_axes(ax, RATES, MEMORIES, 62)
    plotting.heat(ax, RATES, MEMORIES, arrivals, 62)
    return ax, arrivals


def painted(ax, places):
    """The colours, 0 to 255, of the pixels at places (across, up) in an Axes, shape (n, 3)."""
    canvas = FigureCanvasAgg(ax.figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3].astype(int)
    across, up = np.floor(ax.transData.transform(places)).astype(int).T
    return pixels[len(pixels) - 1 - up, across]


def wanted(arrivals):
    """The colours that should be there, in the order of `pairs`."""
    colours = colormaps["viridis_r"](arrivals.ravel() / 62)[:, :3]
    colours[np.isnan(arrivals.ravel())] = to_rgb(plotting.NEVER)
    return np.round(255 * colours)


def pairs(along, up):
    return np.stack(np.meshgrid(along, up, indexing="ij"), axis=-1).reshape(-1, 2)


def test_memories_near_one_have_room_and_every_value_has_a_place():
    assert np.allclose(maps.nines([0, 0.9, 0.99, 0.999]), [0, 1, 2, 3])
    places = maps.nines([-1, 0, 0.5, 0.999, 1, 2])
    assert (np.diff(places) >= 0).all() and np.isfinite(places).all()
    assert np.allclose(maps.memory_of(maps.nines(MEMORIES - 0.1)), MEMORIES - 0.1)


def test_the_colour_at_a_setting_is_that_of_its_own_value(mapped):
    """At memory 0 and 0.999, and at the corners, too: a picture on a logarithmic axis would be
    shifted."""
    ax, arrivals = mapped
    assert (MEMORIES[0], MEMORIES[-1]) == (0, 0.999)
    assert np.abs(painted(ax, pairs(RATES, MEMORIES)) - wanted(arrivals)).max() <= 1


def test_a_cell_is_filled_up_to_half_the_way_to_its_neighbours(mapped):
    """One pixel inside each corner of the cell it is the cell's colour; that leaves no gap."""
    ax, arrivals = mapped
    along, up = maps.cell_edges(RATES, MEMORIES)
    assert np.allclose(along[1:-1], np.sqrt(RATES[1:] * RATES[:-1]))
    assert np.allclose(1 - up[1:-1], np.sqrt((1 - MEMORIES[1:]) * (1 - MEMORIES[:-1])))
    assert up[0] < 0 and (ax.get_xlim(), ax.get_ylim()) == ((along[0], along[-1]), (up[0], up[-1]))
    for i, j in np.ndindex(2, 2):
        corners = ax.transData.transform(pairs(along[i:9 + i], up[j:7 + j]))
        places = ax.transData.inverted().transform(corners + 1 - 2 * np.array([i, j]))
        assert np.abs(painted(ax, places) - wanted(arrivals)).max() <= 1


def test_the_map_is_grey_where_no_run_arrives_and_counts_updates_elsewhere():
    figure = Figure(layout="constrained")
    ax = figure.subplots()
    rates, memories = np.geomspace(1e-4, 10, 40), 1 - np.geomspace(1, 1e-3, 40)
    plotting.heat_axes(ax, rates, memories, 300)
    arrivals = np.full((40, 40), np.nan)
    arrivals[10, 5] = 77
    cells = plotting.heat(ax, rates, memories, arrivals, 300)
    assert cells.get_array().mask.sum() == 1599 and cells.get_array()[5, 10] == 77
    assert cells.get_clim() == (0, 300) and to_rgb(ax.get_facecolor()) == to_rgb(plotting.NEVER)
    assert [label.get_text() for label in ax.get_yticklabels()][::8] == ["0", "0.999"]
    assert [*ax.get_xticks(), *ax.get_xticks(minor=True)] == [*10.0**np.arange(-4, 2)]
    figure.draw_without_rendering()


@pytest.mark.parametrize("i, j", [(0, 0), (8, 6), HOLE, (3, 5)])
def test_the_ring_stands_around_the_cell_of_its_setting(mapped, i, j):
    ax, arrivals = mapped
    plotting.ring(ax, RATES[i], MEMORIES[j], "red")
    *hairs, ring = ax.lines
    assert np.ravel(ring.get_data()).tolist() == [RATES[i], MEMORIES[j]] and len(hairs) == 2
    middle = ax.transData.transform((RATES[i], MEMORIES[j]))
    beside = ax.transData.inverted().transform(middle + [[-3, 3], [3, -3]])
    assert np.abs(painted(ax, beside) - wanted(arrivals[i, j])).max() <= 1
