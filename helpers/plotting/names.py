"""Names at the ends of loss curves, many in one picture."""
import numpy as np

from helpers.plotting.runs import _spread
from helpers.plotting.style import style_of


def name_ends(ax, curves, gap=0.065):
    """The name of every curve (who, values of every update) beside its end.

    A curve that has left the Axes for good is named at the edge where it left, with an arrow. The
    loss axis is logarithmic; `gap` is the least distance of two names, as a share of its height.
    """
    low, high = ax.get_ylim()
    ended, left = [], []
    for who, values in curves:
        inside = (values >= low) & (values <= high)
        if inside[-1]:
            share = np.log(values[-1] / low) / np.log(high / low)
            ended.append((share, len(values) - 1, style_of(who)))
        else:
            last = np.flatnonzero(inside)[-1] if inside.any() else 0
            left.append((last, values[last + 1] < low if last + 1 < len(values) else False,
                         style_of(who)))
    ended.sort(key=lambda row: row[0])
    heights = _spread(np.array([share for share, *_ in ended]), gap)
    for height, (_, last, style) in zip(heights, ended, strict=True):
        _name(ax, style.label, (last, height), style.color)
    _name_those_that_left(ax, left, gap)


def _name_those_that_left(ax, left, gap):
    """At the lower or the upper edge, one above the other where they left together."""
    room = 0.2 * np.ptp(ax.get_xlim())  # what a name takes along
    for edge in (True, False):
        placed = []
        for last, below, style in sorted(left, key=lambda row: row[0]):
            if below == edge:
                level = next(k for k in range(len(left) + 1)
                             if all(k != other or last - at > room for at, other in placed))
                placed.append((last, level))
                height = 0.03 + gap * level if below else 0.97 - gap * level
                _name(ax, f"{style.label} {'↓' if below else '↑'}", (last, height), style.color)


def _name(ax, words, place, color):
    ax.annotate(words, place, xycoords=ax.get_xaxis_transform(), xytext=(5, 0),
                textcoords="offset points", va="center", color=color, weight="bold",
                annotation_clip=False)
