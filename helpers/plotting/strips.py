"""Every seed a dot: how a measurement is drawn, and what its verdicts say."""
import numpy as np

from helpers.plotting.style import WORDS, ink, ticks

NUMBER = {  # what a verdict is judged on
    "optimization": "train_mode_loss", "generalization": "validation_loss",
          "early_stopping": "early_stopped"}


def paired_strip(ax, outcomes, number, colors=None, anew=None, room=0.0):
    """One column of dots for each contender of {name: Outcome}: every seed's `number`, such as
    "validation_loss".

    A grey line joins the runs of one seed; beside the dots stand the median and the quartiles.
    Rings: what was measured `anew`, for the first seeds, of some contenders. colors: {name:
    colour}, else grey. `room` is left free above and below for seeds to come (`more_seeds`), as a
    share of what the dots need.
    """
    colors, anew = colors or {}, anew or {}
    values = np.array([getattr(outcome, number) for outcome in outcomes.values()])
    ax.plot(values, color="#d4d4d4", linewidth=0.7, zorder=1)
    for k, (name, row) in enumerate(zip(outcomes, values, strict=True)):
        color = colors.get(name, "#555555")
        _dots(ax, np.full(len(row), k), row, color, 0.55)
        ax.plot([k + 0.16] * 2, np.nanpercentile(row, (25, 75)), color=ink(color), linewidth=2.5)
        ax.plot(k + 0.16, np.nanmedian(row), "D", color=color, markersize=6,
                markeredgecolor=ink(color))
        if name in anew:
            again = getattr(anew[name], number)
            ax.plot(np.full(len(again), k), again, "o", markersize=11, markerfacecolor="none",
                    markeredgecolor="black")
    ax.set(xlim=(-0.5, len(values) - 0.4), xlabel=f"{values.shape[1]} seeds")
    ax.margins(y=0.05 + room)
    if np.nanmax(values) > 3 * np.nanmin(values):
        logarithmic(ax.yaxis, values)
    ax.set_xticks(range(len(values)),
                  [name.replace(" ", "\n", 1).replace("-", "-\n") for name in outcomes])
    ax.grid(axis="y")


def _dots(ax, x, y, color, alpha):
    """Dots that are seen one behind the other, each with a rim that is dark enough."""
    ax.plot(x, y, "o", markersize=5, markerfacecolor=(color, alpha), markeredgecolor=ink(color),
            markeredgewidth=0.7)


def more_seeds(ax, outcomes, number, more, colors=None):
    """Add to a paired strip of {name: Outcome} what seeds gave that are not in it.

    `more` has for each of them {name: Outcome}, of all of these contenders or of some: ringed dots,
    joined by a line of their own. One beyond the limits is drawn outside of the Axes.
    """
    colors = colors or {}
    for one in more:
        columns = [k for k, name in enumerate(outcomes) if name in one]
        values = [getattr(one[name], number)[0] for name in outcomes if name in one]
        ax.plot(columns, values, "o-", color="black", linewidth=1.3, markersize=12,
                markerfacecolor="white", markeredgewidth=1.5, zorder=5, clip_on=False)
        for k, value, name in zip(columns, values, filter(one.get, outcomes), strict=True):
            ax.plot(k, value, "o", markersize=7, color=colors.get(name, "#555555"), zorder=6,
                    clip_on=False)


def ratios(ax, found, kind):
    """One row for each setting of {words: Verdict}: what the verdict tests, the loss with / without
    the trick.

    kind is "optimization", "generalization" or "early_stopping". Dots: every seed's ratio, losses
    below the floor counted as the floor. The bar is the 95 % interval, the diamond the ratio of
    geometric means. Left of 1 is better; the words at the right, and the title's, are the
    verdicts'.
    """
    tested = [getattr(verdict, kind) for verdict in found.values()]
    for row, (verdict, ratio) in enumerate(zip(found.values(), tested, strict=True)):
        before, after = (floored(getattr(outcome, NUMBER[kind]), verdict.about.floor)
                         for outcome in (verdict.without, verdict.with_))
        color = WORDS.get(ratio.word, "#6e6e6e")
        _dots(ax, after / before, np.full(len(before), row), color, 0.35)
        ax.plot([ratio.low, ratio.high], [row, row], color=color, linewidth=5,
                solid_capstyle="butt")
        ax.plot(ratio.r, row, "D", markersize=9, color=color, markeredgecolor="white")
        ax.text(1.02, row, f"{ratio.word} {ratio.numbers}", transform=ax.get_yaxis_transform(),
                va="center", color=ink(color), weight="bold")
    ax.axvline(1, color="black", linewidth=1)
    logarithmic(ax.xaxis, np.concatenate([line.get_xdata() for line in ax.lines]))
    words = kind.replace("_", " ").capitalize()
    ax.set(ylim=(len(found) - 0.4, -0.6), title=f"{words}: {counted(tested)} of {len(tested)}")
    ax.set_yticks(range(len(found)), list(found))


def floored(losses, floor):
    """Losses, those below the floor counted as the floor; nan stays."""
    return np.where(np.isnan(losses), np.nan, np.maximum(losses, floor))


def logarithmic(axis, values):
    """A logarithmic axis; where the values span less than a factor of 100, with round numbers
    written out."""
    low, high = np.nanmin(values), np.nanmax(values)
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    if high < 100 * low:
        powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.log10(high))
        numbers = np.outer(powers, (1, 2, 5) if high > 5 * low else (1, 1.5, 2, 3, 5, 7)).ravel()
        ticks(axis, numbers[(low <= numbers) & (numbers <= high)])


def counted(tested):
    """How many verdicts say that it helps, and how many that it hurts, in words."""
    words = [ratio.word for ratio in tested]
    return f"helps in {words.count('helps')}, hurts in {words.count('hurts')}"
