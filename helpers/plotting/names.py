"""Names at the ends of loss curves, many in one picture."""
import numpy as np

from helpers.plotting.runs import _spread
from helpers.plotting.style import ink, style_of

MARGIN = 0.03  # of the height of the Axes, between an edge and the name nearest to it


def name_ends(ax, curves, gap=0.065):
    """The name of every curve (who, values of every update) beside its end.

    A curve that has left the Axes for good is named at the edge where it left, with an arrow. The
    loss axis is logarithmic; `gap` is the least distance of two names, as a share of its height.
    """
    low, high = ax.get_ylim()
    ended, below, above = [], [], []
    for who, values in curves:
        style, inside = style_of(who), (values >= low) & (values <= high)
        last = np.flatnonzero(inside)[-1] if inside.any() else 0
        if inside[-1]:
            ended.append((np.log(values[-1] / low) / np.log(high / low), last, style))
        else:
            (below if values[min(last + 1, len(values) - 1)] < low else above).append((last, style))
    room, end = 0.25 * np.ptp(ax.get_xlim()), max(len(values) for _, values in curves) - 1
    floor = _those_that_left(ax, below, "↓", room, end, MARGIN, gap)
    ceiling = _those_that_left(ax, above, "↑", room, end, 1 - MARGIN, -gap)
    ended.sort(key=lambda row: row[0])
    heights = np.clip([share for share, *_ in ended], floor, ceiling)
    for height, (_, last, style) in zip(_spread(heights, gap), ended, strict=True):
        _name(ax, style.label, (last, height), style.color)


def _those_that_left(ax, left, arrow, room, end, edge, gap):
    """Name (last update, Style) at an edge, one above the other where they left together.

    Returns how far the names at the end of the others have to keep from that edge.
    """
    placed, free = [], edge
    for last, style in sorted(left, key=lambda row: row[0]):
        level = next(k for k in range(len(left))
                     if all(k != other or last - at > room for at, other in placed))
        placed.append((last, level))
        _name(ax, f"{style.label} {arrow}", (last, edge + gap * level), style.color)
        if end - last < room:
            free = edge + gap * max(level + 1, round((free - edge) / gap))
    return free


def _name(ax, words, place, color):
    ax.annotate(words, place, xycoords=ax.get_xaxis_transform(), xytext=(5, 0),
                textcoords="offset points", va="center", color=ink(color), weight="bold",
                annotation_clip=False)
