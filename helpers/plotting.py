"""How the course draws: terrain in grey, runs in colour, labels at the lines.

Everything here draws arrays on given matplotlib Axes and knows no widget.
"""
from dataclasses import dataclass

import numpy as np
from matplotlib import patheffects, pyplot
from matplotlib.colors import LinearSegmentedColormap

from helpers.descent import losses, trace

STYLE = {
    "font.size": 11, "axes.titlesize": 12, "axes.titleweight": "bold", "axes.titlelocation": "left",
    "axes.spines.top": False, "axes.spines.right": False, "axes.axisbelow": True, "axes.formatter.use_mathtext": True,
    "grid.color": "#e6e6e6", "figure.dpi": 100, "savefig.dpi": 100, "lines.linewidth": 2, "legend.frameon": False,
    "figure.constrained_layout.w_pad": 0.08,
}
GREYS = LinearSegmentedColormap.from_list("terrain", ["#6e6e6e", "#b9b9b9", "#dcdcdc", "#f6f6f6"])
HALO = [patheffects.withStroke(linewidth=4.5, foreground="white")]
NEVER = "#e4e4e4"


@dataclass(frozen=True)
class Look:
    """How one contender looks in every figure of the course."""
    label: str
    color: str
    linestyle: object
    marker: str

    @property
    def line(self):
        return dict(color=self.color, linestyle=self.linestyle)


LOSSES = {  # how a loss is drawn, in its contender's colour: solid on the training data, dashed on the validation data
    "trained": dict(linestyle="-", linewidth=1, alpha=0.55),  # with batches, dropout, augmentation: a jagged line
    "clean": dict(linestyle="-"),
    "validation": dict(linestyle="--"),
}
WORDS = {"helps": "#0072B2", "hurts": "#D55E00"}  # the colour of a verdict; any other word is grey

LOOKS = {  # the palette of Okabe and Ito (2008), which colour-blind readers tell apart, and one more
    "GradientDescent": Look("plain descent", "#000000", ":", "D"),
    "Momentum": Look("momentum", "#0072B2", (0, (7, 1.5)), "v"),
    "HeavyBall": Look("heavy ball", "#CC79A7", (0, (4, 1, 1, 1, 1, 1)), "P"),
    "Nesterov": Look("Nesterov", "#009E73", (0, (2.5, 1)), "X"),
    "Adagrad": Look("Adagrad", "#E69F00", "--", "s"),
    "RMSProp": Look("RMSProp", "#56B4E9", "-.", "^"),
    "Adam": Look("Adam", "#D55E00", "-", "o"),
    "AdamW": Look("AdamW", "#882255", (0, (9, 1.5, 1, 1.5)), "h"),
}


def look(who):
    """The look of an optimizer, given itself, its class or the name of its class."""
    name = who if isinstance(who, str) else getattr(who, "__name__", type(who).__name__)
    return LOOKS[name]


def use_style():
    """Make the course's style that of this notebook's ordinary pyplot figures."""
    pyplot.rcParams.update(STYLE)


def terrain(ax, surface, box=None, points=161):
    """A loss surface in greys on a logarithmic scale, dark where low; a black star at each lowest point."""
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
        ax.plot(*minimum, marker="*", color="black", markersize=15, markeredgecolor="white", linestyle="", zorder=2.5)
    ax.set(xlim=box[:2], ylim=box[2:], xlabel=surface.labels[0], ylabel=surface.labels[1])


def path(ax, thetas, who, start=True, linewidth=2, far=1e6):
    """A path of shape (steps + 1, 2) in its optimizer's colour with a white halo; open circle: start; its marker: end.

    A path that diverges is drawn up to its first point that is more than `far` maps away, and has no end.
    """
    style, size = look(who), np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1)
    near = np.all(np.abs(thetas) <= far * size, axis=-1)
    seen = thetas if near.all() else thetas[:np.argmin(near)]
    ax.plot(*seen.T, **style.line, linewidth=linewidth, path_effects=HALO, zorder=3)
    if near.all():
        ax.plot(*seen[-1], marker=style.marker, color=style.color, markersize=9, markeredgecolor="white", zorder=5)
    if start:
        ax.plot(*seen[0], marker="o", markerfacecolor="white", markeredgecolor="black", markersize=8, zorder=4)


def curve(ax, values, who, label=True):
    """One number per update, such as the loss, with the contender's name at the end of the line."""
    style = look(who)
    shown = np.where(np.isfinite(values), values, np.nan)
    ax.plot(shown, **style.line, zorder=3)
    if label:
        end_labels(ax, [(last(shown), style)])


def last(values):
    """(index, value) of the last finite number of a curve; of its start, if there is none."""
    index = np.flatnonzero(np.isfinite(values))
    return (index[-1], values[index[-1]]) if len(index) else (0, np.nan)


def end_labels(ax, ends, gap=0.062):
    """Names at the right edge of the Axes, beside where each curve ends, moved apart until they can be read.

    `ends` holds ((x, y), Look) pairs; `gap` is the least distance, as a share of the height of the Axes.
    """
    to_share = ax.transData + ax.transAxes.inverted()
    heights = [np.clip(to_share.transform((x, max(y, 1e-300)))[1], 0, 1) for (x, y), _ in ends]
    heights = np.nan_to_num(heights)  # the name of a run that never was finite stands at the bottom
    order = np.argsort(heights)
    spread = _spread(heights[order], gap)
    for k, height in zip(order, spread):
        style = ends[k][1]
        ax.annotate(style.label, (1, height), xycoords="axes fraction", xytext=(6, 0), textcoords="offset points",
                    color=style.color, weight="bold", va="center", annotation_clip=False)


def _spread(heights, gap):
    """Sorted heights in [0, 1], pushed apart to at least `gap`, upward first and then back below the top."""
    for k in range(1, len(heights)):
        heights[k] = max(heights[k], heights[k - 1] + gap)
    top = 1.0
    for k in reversed(range(len(heights))):
        heights[k] = min(heights[k], top)
        top = heights[k] - gap
    return heights


def loss_axes(ax, steps, low, high):
    """Background of a loss curve: logarithmic, with light lines where values are read off."""
    ax.set(yscale="log", xlim=(0, steps), ylim=(low, high), xlabel="update", ylabel="loss")
    ax.grid(axis="y")


def loss_line(ax, kind, color, x=(), y=(), label=None):
    """One loss of a training run, by its kind: "trained", "clean" or "validation". Returns the line, to be extended."""
    line, = ax.plot(x, y, color=color, label=label, zorder=3, **LOSSES[kind])
    return line


def extend(lines, rows):
    """Make the lines those of a table as long as it is so far: rows of (x, y of the first line, y of the second, …)."""
    x, *heights = np.transpose(rows)
    for line, y in zip(lines, heights):
        line.set_data(x, y)


def label_lines(ax):
    """The label of every line that has one, at its end."""
    named = [line for line in ax.lines if not line.get_label().startswith("_") and np.isfinite(line.get_ydata()).any()]
    ends = [last(np.asarray(line.get_ydata())) for line in named]
    end_labels(ax, [((line.get_xdata()[k], y), Look(line.get_label(), line.get_color(), "-", ""))
                    for line, (k, y) in zip(named, ends)])


def seeds(ax, n):
    """How many seeds a figure shows, in its upper right corner."""
    ax.text(0.99, 0.98, f"{n} seed{'' if n == 1 else 's'}", transform=ax.transAxes, ha="right", va="top", color="#666666")


def ticks(axis, values):
    """Make an axis (ax.xaxis or ax.yaxis) logarithmic, with plain numbers at these values only."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks(values, [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)


def heat_axes(ax, rates, memories, steps):
    """Background of a map of settings: learning rate along, memory up, colour bar for the updates until arrival.

    The axes count powers of ten of η and of 1/(1 − memory): fine near 1. Grey: the run never arrives.
    """
    cells = heat(ax, rates, memories, np.full((len(rates), len(memories)), np.nan), steps)
    powers = np.arange(np.ceil(np.log10(rates[0])), np.log10(rates[-1]) + 0.01)
    labels = [memory for memory in (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999) if memory <= memories[-1]]
    ax.set_xticks(powers, [f"$10^{{{power:.0f}}}$" for power in powers])
    ax.set_yticks(nines(labels), [f"{memory:g}" for memory in labels])
    ax.set(facecolor=NEVER, xlabel="learning rate η", ylabel="memory")
    ax.figure.colorbar(cells, ax=ax, pad=0.02, label="updates until it stays at a star").outline.set_visible(False)


def heat(ax, rates, memories, arrivals, steps):
    """Updates until a run arrives, shape (rates, memories), for rates and 1 − memories in equal ratios."""
    (x0, x1), (y0, y1) = np.log10(rates[[0, -1]]), nines(memories[[0, -1]])
    dx, dy = (x1 - x0) / (len(rates) - 1) / 2, (y1 - y0) / (len(memories) - 1) / 2  # a cell lies around its setting
    extent = (x0 - dx, x1 + dx, y0 - dy, y1 + dy)
    return ax.imshow(np.ma.masked_invalid(arrivals.T), origin="lower", aspect="auto", extent=extent, cmap="viridis_r",
                     vmin=0, vmax=steps, interpolation="nearest", zorder=1)


def nines(memory):
    """How near a memory is to 1: log₁₀ 1/(1 − β), 0 for β = 0, 1 for 0.9, 2 for 0.99."""
    return -np.log10(1 - np.asarray(memory))


def ring(ax, x, y, color):
    """A slider's setting on a map: a ring with hair lines."""
    ax.axvline(x, color=color, linewidth=0.8, zorder=4)
    ax.axhline(y, color=color, linewidth=0.8, zorder=4)
    ax.plot(x, y, marker="o", markerfacecolor="none", markeredgecolor=color, markeredgewidth=2.5, markersize=12, zorder=5)


def run(axes, surface, optimizer, steps, start=None, label=True):
    """One run on two Axes: its path on the terrain and its loss. Title and returned sentence say where it ended."""
    thetas = trace(surface, optimizer, surface.start if start is None else start, steps)
    path(axes[0], thetas, optimizer)
    curve(axes[1], losses(surface, thetas), optimizer, label)
    name = look(optimizer).label
    words = f"{name[0].upper()}{name[1:]} {ending(surface, thetas)}"
    axes[0].set_title(words.replace("the minimum", "the star"))
    return f"{words}; the loss is {losses(surface, thetas[-1]):.3g} after {steps:,} updates."


def ending(surface, path, radius=0.05):
    """Where a path of shape (steps + 1, 2) ended, in words."""
    x0, x1, y0, y1 = surface.box
    with np.errstate(invalid="ignore"):
        inside = np.all((path >= (x0, y0)) & (path <= (x1, y1)), axis=-1)
    if not inside[-1]:
        updates = len(path) - np.argmax(inside[::-1]) if inside.any() else 0
        return f"leaves the map after {updates} update{'' if updates == 1 else 's'}"
    if not surface.minima:
        return f"ends at ({path[-1, 0]:.2f}, {path[-1, 1]:.2f})"
    away = np.min(np.linalg.norm(path[-1] - np.array(surface.minima), axis=-1))
    return f"arrives: {away:.2g} from the minimum" if away <= radius else f"stops {away:.2g} from the minimum"
