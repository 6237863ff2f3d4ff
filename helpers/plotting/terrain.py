"""A loss surface in greys, the ground on which runs are drawn."""
import numpy as np

from helpers.plotting.style import GREYS


def terrain(ax, surface, box=None, points=161):
    """A loss surface in greys on a logarithmic scale, dark where low; a black star at each lowest
    point."""
    box = box or surface.box
    x, y = np.linspace(*box[:2], points), np.linspace(*box[2:], points)
    z = surface.loss(np.stack(np.meshgrid(x, y), axis=-1))
    z = np.where(np.isfinite(z), z, np.nan)
    finite = z[np.isfinite(z)]
    if finite.size and np.ptp(finite) > 0:
        dark = np.quantile(finite, 0.05) - finite.min()  # the lowest twentieth of the map is dark
        height = np.ma.masked_invalid(np.log10(z - finite.min() + max(dark, 1e-9 * np.ptp(finite))))
        ax.contourf(x, y, height, 12, cmap=GREYS)
        ax.contour(x, y, height, 12, colors="white", linewidths=0.6, linestyles="solid", alpha=0.7)
    for minimum in surface.minima:
        ax.plot(*minimum, marker="*", color="black", markersize=15, markeredgecolor="white",
                linestyle="", zorder=2.5)
    ax.set(xlim=box[:2], ylim=box[2:], xlabel=surface.labels[0], ylabel=surface.labels[1])
