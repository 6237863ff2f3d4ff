"""What a run looks like: its path on the terrain, its loss curve, and its name at the end of the
line."""
import numpy as np

from helpers.descent import losses
from helpers.plotting.style import HALO, LOSSES, Style, ink, style_of


def path(ax, thetas, who, start=True, linewidth=2, far=1e6, behind=False):
    """A path of shape (steps + 1, 2) in its optimizer's colour with a white halo; open circle:
    start; its marker: end. `behind` leaves them under all of other paths.

    A path that diverges is drawn up to its first point that is more than `far` maps away, and has
    no end.
    """
    style, size = style_of(who), np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1)
    line, circle, end = (2.6, 2.7, 2.8) if behind else (3, 4, 5)
    near = np.all(np.abs(thetas) <= far * size, axis=-1)
    seen = thetas if near.all() else thetas[:np.argmin(near)]
    look = style.line | dict(path_effects=[*HALO, *style.around])
    ax.plot(*seen.T, **look, linewidth=linewidth, zorder=line)
    if near.all():
        ax.plot(*seen[-1], marker=style.marker, color=style.color, markersize=9,
                markeredgecolor="white", path_effects=style.around, zorder=end)
    if start:
        ax.plot(*seen[0], marker="o", markerfacecolor="white", markeredgecolor="black",
                markersize=8, zorder=circle)


def curve(ax, values, who, label=True):
    """One number per update, such as the loss, with the contender's name at the end of the line."""
    style = style_of(who)
    shown = np.where(np.isfinite(values), values, np.nan)
    ax.plot(shown, **style.line, zorder=3)
    if label:
        end_labels(ax, [(last(shown), style)])


def last(values):
    """(index, value) of the last finite number of a curve; of its start, if there is none."""
    index = np.flatnonzero(np.isfinite(values))
    return (index[-1], values[index[-1]]) if len(index) else (0, np.nan)


def end_labels(ax, ends, gap=0.062):
    """Names at the right edge of the Axes, beside where each curve ends, moved apart until they can
    be read.

    `ends` holds pairs ((x, y), Style); `gap` is the least distance, as a share of the height
    of the Axes.
    """
    to_share = ax.transData + ax.transAxes.inverted()
    least = 1e-300 if ax.get_yscale() == "log" else -np.inf
    heights = [np.clip(to_share.transform((x, max(y, least)))[1], 0, 1) for (x, y), _ in ends]
    heights = np.nan_to_num(heights)  # the name of a run that never was finite stands at the bottom
    order = np.argsort(heights)
    spread = _spread(heights[order], gap)
    for k, height in zip(order, spread, strict=True):
        style = ends[k][1]
        ax.annotate(style.label, (1, height), xycoords="axes fraction", xytext=(6, 0),
                    textcoords="offset points",
                    color=ink(style.color), weight="bold", va="center", annotation_clip=False)


def _spread(heights, gap):
    """Sorted heights in [0, 1], pushed apart to at least `gap`, upward first and then back below
    the top."""
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
    """One loss of a training run, by its kind: "train_mode_loss", "train_loss" or
    "validation_loss". Returns the line, to be extended."""
    line, = ax.plot(x, y, color=color, label=label, zorder=3, **LOSSES[kind])
    return line


def extend(lines, rows):
    """Make the lines those of a table as long as it is so far: rows of (x, y of the first line, y
    of the second, …)."""
    x, *heights = np.transpose(rows)
    for line, y in zip(lines, heights, strict=True):
        line.set_data(x, y)


def label_lines(ax, gap=0.062):
    """The label of every line that has one, at its end; `gap` as in `end_labels`."""
    named = [line for line in ax.lines if not line.get_label().startswith("_")
             and np.isfinite(line.get_ydata()).any()]
    ends = [last(np.asarray(line.get_ydata())) for line in named]
    end_labels(ax, [((line.get_xdata()[k], y), Style(line.get_label(), line.get_color(), "-", ""))
                    for line, (k, y) in zip(named, ends, strict=True)], gap)


def seeds(ax, n):
    """How many seeds a figure shows, in its upper right corner."""
    ax.text(0.99, 0.98, f"{n} seed{'' if n == 1 else 's'}", transform=ax.transAxes, ha="right",
            va="top", color="#666666")


def run(axes, surface, optimizer, thetas, label=True, beside=()):
    """One run (steps + 1, 2) on two Axes: its path on the terrain and its loss.

    `beside` holds (optimizer, thetas) of other runs, which are drawn behind it. Title and returned
    sentence say where it ended.
    """
    runs = [*beside, (optimizer, thetas)]
    for number, (who, found) in enumerate(runs, start=1):
        path(axes[0], found, who, behind=number < len(runs))
        curve(axes[1], losses(surface, found), who, label=False)
    if label:
        end_labels(axes[1], [(last(losses(surface, found)), style_of(who)) for who, found in runs])
    name = style_of(optimizer).label
    words = f"{name[0].upper()}{name[1:]} {ending(surface, thetas)}"
    axes[0].set_title(words.replace("the minimum", "the star"))
    loss, updates = losses(surface, thetas[-1]), len(thetas) - 1
    told = f"{loss:.3g}" if np.isfinite(loss) else "no number any more"
    return f"{words}; the loss is {told} after {updates:,} updates."


def ending(surface, path, radius=0.05):
    """Where a path of shape (steps + 1, 2) ended, in words."""
    x0, x1, y0, y1 = surface.box
    with np.errstate(invalid="ignore"):
        inside = np.all((path >= (x0, y0)) & (path <= (x1, y1)), axis=-1)
    if not inside[-1]:
        updates = len(path) - np.argmax(inside[::-1]) if inside.any() else 0
        return f"leaves the plot after {updates} update{'' if updates == 1 else 's'}"
    if not surface.minima:
        return f"ends at ({path[-1, 0]:.2f}, {path[-1, 1]:.2f})"
    away = np.min(np.linalg.norm(path[-1] - np.array(surface.minima), axis=-1))
    how = "arrives:" if away <= radius else "stops"
    return f"{how} {away:.2g} from the minimum"
