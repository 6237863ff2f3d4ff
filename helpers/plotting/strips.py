"""Every seed a dot: how a measurement is drawn, and what its verdicts say."""
import numpy as np

from helpers.plotting.style import WORDS, ticks

NUMBER = {"optimization": "trained", "generalization": "validation"}  # what a verdict is judged on


def paired_strip(ax, outcomes, number, colors={}, anew={}):
    """One column of dots for each contender of {name: Outcome}: every seed's `number`, such as "validation".

    A grey line joins the runs of one seed; beside the dots stand the median and the quartiles. Rings: what was measured
    `anew`, for the first seeds, of some contenders. colors: {name: colour}, else grey.
    """
    values = np.array([getattr(outcome, number) for outcome in outcomes.values()])
    ax.plot(values, color="#d4d4d4", linewidth=0.7, zorder=1)
    for k, (name, row) in enumerate(zip(outcomes, values)):
        color = colors.get(name, "#555555")
        ax.plot(np.full(len(row), k), row, "o", markersize=5, color=color, alpha=0.55)
        ax.plot([k + 0.16] * 2, np.nanpercentile(row, (25, 75)), color=color, linewidth=2.5)
        ax.plot(k + 0.16, np.nanmedian(row), "D", color=color, markersize=6)
        if name in anew:
            again = getattr(anew[name], number)
            ax.plot(np.full(len(again), k), again, "o", markersize=11, markerfacecolor="none", markeredgecolor="black")
    ax.set(xlim=(-0.5, len(values) - 0.4), xlabel=f"{values.shape[1]} seeds")
    if np.nanmax(values) > 3 * np.nanmin(values):
        logarithmic(ax.yaxis, values)
    ax.set_xticks(range(len(values)), [name.replace(" ", "\n", 1).replace("-", "-\n") for name in outcomes])
    ax.grid(axis="y")


def ratios(ax, found, kind):
    """One row of dots for each setting of {words: Verdict}: every seed's loss with the trick, divided by that without.

    kind is "optimization" or "generalization". Left of 1 is better; the words at the right, and the title's, are the verdicts'.
    """
    effects = [getattr(verdict, kind) for verdict in found.values()]
    for row, (verdict, effect) in enumerate(zip(found.values(), effects)):
        ratio = getattr(verdict.with_, NUMBER[kind]) / getattr(verdict.without, NUMBER[kind])
        color = WORDS.get(effect.word, "#777777")
        ax.plot(ratio, np.full(len(ratio), row), "o", markersize=5, color=color, alpha=0.5)
        ax.plot(np.nanmedian(ratio), row, "|", markersize=18, markeredgewidth=3, color=color)
        ax.text(1.02, row, f"{effect.word}: lower in {effect.lower} of {effect.n}", transform=ax.get_yaxis_transform(),
                va="center", color=color, weight="bold")
    ax.axvline(1, color="black", linewidth=1)
    logarithmic(ax.xaxis, np.concatenate([line.get_xdata() for line in ax.lines]))
    ax.set(ylim=(len(found) - 0.4, -0.6), title=f"{kind.capitalize()}: {counted(effects)} of {len(effects)}")
    ax.set_yticks(range(len(found)), list(found))


def logarithmic(axis, values):
    """A logarithmic axis; where the values span less than a factor of 100, with round numbers written out."""
    low, high = np.nanmin(values), np.nanmax(values)
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    if high < 100 * low:
        powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.log10(high))
        numbers = np.outer(powers, (1, 2, 5) if high > 5 * low else (1, 1.5, 2, 3, 5, 7)).ravel()
        ticks(axis, numbers[(low <= numbers) & (numbers <= high)])


def counted(effects):
    """How many effects help, and how many hurt, in words."""
    words = [effect.word for effect in effects]
    return f"helps in {words.count('helps')}, hurts in {words.count('hurts')}"
