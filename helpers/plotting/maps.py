"""Maps of settings: which learning rates and memories reach the minimum."""
import numpy as np

from helpers.plotting.style import NEVER

LABELLED = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)


def heat_axes(ax, rates, memories, steps):
    """Background of a map of settings: learning rate along, memory up, colour bar for the updates
    until arrival.

    The axes hold the settings themselves, on scales that are logarithmic in η and in 1 − memory:
    fine near 1. Grey: the run never arrives.
    """
    along, up = cell_edges(rates, memories)
    ax.set_xscale("log")
    ax.set_yscale("function", functions=(nines, memory_of))
    cells = heat(ax, rates, memories, np.full((len(rates), len(memories)), np.nan), steps)
    powers = np.arange(np.ceil(np.log10(rates[0])), np.log10(rates[-1]) + 0.01)
    labels = [memory for memory in LABELLED if memory <= up[-1]]
    ax.set_xticks(10.0**powers, [f"$10^{{{power:.0f}}}$" for power in powers])
    ax.set_yticks(labels, [f"{memory:g}" for memory in labels])
    ax.minorticks_off()
    ax.set(xlim=along[[0, -1]], ylim=up[[0, -1]])
    ax.set(facecolor=NEVER, xlabel="learning rate η", ylabel="memory")
    ax.figure.colorbar(cells, ax=ax, pad=0.02,
                       label="updates until it stays at a star").outline.set_visible(False)


def heat(ax, rates, memories, arrivals, steps):
    """Updates until a run arrives, shape (rates, memories), each in a cell around its setting."""
    return ax.pcolormesh(*cell_edges(rates, memories), np.ma.masked_invalid(arrivals.T),
                         shading="flat", cmap="viridis_r", vmin=0, vmax=steps, zorder=1)


def cell_edges(rates, memories):
    """The edges of the cells around n rates and m memories, shapes (n + 1,) and (m + 1,).

    They lie half-way as the map shows it; the lowest cell, around memory 0, begins below 0.
    """
    return 10**_edges(np.log10(rates)), memory_of(_edges(nines(memories)))


def _edges(middles):
    half = np.diff(middles) / 2
    return np.concatenate([[middles[0] - half[0]], middles[:-1] + half, [middles[-1] + half[-1]]])


def nines(memory):
    """How near a memory is to 1: log₁₀ 1/(1 − β), 0 for β = 0, 1 for 0.9, 2 for 0.99; 12 at most,
    so that a scale has a place for 1 too."""
    return -np.log10(np.maximum(1 - np.asarray(memory), 1e-12))


def memory_of(nines):
    """The memory that is so near to 1: the inverse of `nines`."""
    return 1 - 10.0**-np.asarray(nines)


def ring(ax, x, y, color):
    """A slider's setting on a map: a ring with hair lines."""
    ax.axvline(x, color=color, linewidth=0.8, zorder=4)
    ax.axhline(y, color=color, linewidth=0.8, zorder=4)
    ax.plot(x, y, marker="o", markerfacecolor="none", markeredgecolor=color, markeredgewidth=2.5,
            markersize=12, zorder=5)
