"""A training log as a picture: losses, smoothed, with what was left between least and largest."""
import numpy as np

from helpers.allowed import number
from helpers.diagnosis.observations import best_of, end_of, smoothed
from helpers.plotting.style import LOSSES, STYLES

COLOR = STYLES["Own"].color
PALE = dict(color=COLOR, alpha=0.3, linewidth=1)


def draw(ax, log, reference=None, smoothing=0.0):
    """The losses of a Log on matplotlib Axes; the `reference` is another Log.

    `smoothing` in [0, 1) is the memory of an exponential average; what was logged stays, pale.
    """
    smoothing = number("smoothing", smoothing, "in [0, 1)")
    series(ax, log.training, smoothing, LOSSES["train_loss"], "training")
    if log.validation is not None:
        series(ax, log.validation, smoothing, LOSSES["validation_loss"], "validation")
        mark_best(ax, log.validation)
    if reference is not None:
        ax.axhline(end_of(reference.training.mean), color="#777777", linewidth=1.2,
                   linestyle=":", label="reference, training, at its end")
    shown = [one for line in ax.get_lines() for one in line.get_ydata() if np.isfinite(one)]
    if shown and min(shown) > 0 and max(shown) > 5 * min(shown):
        ax.set_yscale("log")
    ax.set(xlabel=log.axis, ylabel="loss")
    ax.grid(axis="y")
    ax.legend(loc="best", fontsize=9)


def series(ax, one, smoothing, line, label):
    """One loss: what was logged, pale, and its average."""
    mean = np.where(np.isfinite(one.mean), one.mean, np.nan)
    if not one.single:
        low, high = (np.where(np.isfinite(end), end, np.nan) for end in (one.least, one.largest))
        ax.fill_between(one.steps, low, high, color=COLOR, alpha=0.12, linewidth=0)
    if smoothing > 0:
        ax.plot(one.steps, mean, **PALE)
        mean = smoothed(mean, smoothing)
    ax.plot(one.steps, mean, color=COLOR, label=label, **line)


def mark_best(ax, validation):
    """A ring about the best moment of the validation loss."""
    best = best_of(validation.mean)
    if best is not None:
        at = min(best.index, len(validation.steps) - 1)
        ax.plot(validation.steps[at], best.loss, "o", color=COLOR, markerfacecolor="white",
                markersize=8, zorder=4)
