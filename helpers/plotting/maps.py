"""Maps of settings: which learning rates and memories reach the minimum."""
import numpy as np

from helpers.plotting.style import NEVER


def heat_axes(ax, rates, memories, steps):
    """Background of a map of settings: learning rate along, memory up, colour bar for the updates
    until arrival.

    The axes count powers of ten of η and of 1/(1 − memory): fine near 1. Grey: the run never
    arrives.
    """
    cells = heat(ax, rates, memories, np.full((len(rates), len(memories)), np.nan), steps)
    powers = np.arange(np.ceil(np.log10(rates[0])), np.log10(rates[-1]) + 0.01)
    labels = [memory for memory in (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
              if memory <= memories[-1]]
    ax.set_xticks(powers, [f"$10^{{{power:.0f}}}$" for power in powers])
    ax.set_yticks(nines(labels), [f"{memory:g}" for memory in labels])
    ax.set(facecolor=NEVER, xlabel="learning rate η", ylabel="memory")
    ax.figure.colorbar(cells, ax=ax, pad=0.02,
                       label="updates until it stays at a star").outline.set_visible(False)


def heat(ax, rates, memories, arrivals, steps):
    """Updates until a run arrives, shape (rates, memories), for rates and 1 − memories in equal
    ratios."""
    (x0, x1), (y0, y1) = np.log10(rates[[0, -1]]), nines(memories[[0, -1]])
    # a cell lies around its setting
    dx, dy = (x1 - x0) / (len(rates) - 1) / 2, (y1 - y0) / (len(memories) - 1) / 2
    extent = (x0 - dx, x1 + dx, y0 - dy, y1 + dy)
    return ax.imshow(np.ma.masked_invalid(arrivals.T), origin="lower", aspect="auto",
                     extent=extent, cmap="viridis_r",
                     vmin=0, vmax=steps, interpolation="nearest", zorder=1)


def nines(memory):
    """How near a memory is to 1: log₁₀ 1/(1 − β), 0 for β = 0, 1 for 0.9, 2 for 0.99."""
    return -np.log10(1 - np.asarray(memory))


def ring(ax, x, y, color):
    """A slider's setting on a map: a ring with hair lines."""
    ax.axvline(x, color=color, linewidth=0.8, zorder=4)
    ax.axhline(y, color=color, linewidth=0.8, zorder=4)
    ax.plot(x, y, marker="o", markerfacecolor="none", markeredgecolor=color, markeredgewidth=2.5,
            markersize=12, zorder=5)
