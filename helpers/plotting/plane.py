"""Tricks as points: what each does to the training loss (right: more) and to the validation loss
(up: more), as ratios with their intervals; and the numbers of one of them."""
import numpy as np

from helpers.plotting.style import HALO, WORDS, ink, ticks

STEPS = {1: ("#009E73", "s"), 2: ("#CC79A7", "^"), 3: ("#0072B2", "o")}  # colour and marker
X, Y = (0.008, 125), (0.03, 30)
CORNERS = {(0.3, 0.03): "both lower", (0.99, 0.03): "only validation lower",
           (0.01, 0.97): "only training lower", (0.99, 0.97): "both higher"}


def plane_axes(ax):
    """The empty plane: lines at 1, and what the four corners mean."""
    ax.set(xlabel="training loss, with / without", ylabel="validation loss, ratio")
    ticks(ax.xaxis, (0.01, 0.1, 1, 10, 100))
    ticks(ax.yaxis, (0.1, 1, 10))
    ax.set(xlim=X, ylim=Y)
    ax.axvline(1, color="black", linewidth=1)
    ax.axhline(1, color="black", linewidth=1)
    for (x, y), words in CORNERS.items():
        ax.text(x, y, words, transform=ax.transAxes, color="#6e6e6e", style="italic",
                ha="left" if x < 0.5 else "right", va="bottom" if y < 0.5 else "top")


def trick_points(ax, found, steps, names, chosen):
    """A point with both intervals for each of `found`, which have `optimization` and
    `generalization` (verdict.Ratio).

    `steps` give colour and marker, `names` stand beside the points where there is room; the one
    at place `chosen` has a ring.
    """
    for one, step in zip(found, steps, strict=True):
        color, marker = STEPS[step]
        x, y = one.optimization, one.generalization
        ax.plot([x.low, x.high], [y.r, y.r], color=color, linewidth=1.2, alpha=0.6)
        ax.plot([x.r, x.r], [y.low, y.high], color=color, linewidth=1.2, alpha=0.6)
        ax.plot(x.r, y.r, marker, color=color, markersize=7, markeredgecolor="white")
    ax.plot(found[chosen].optimization.r, found[chosen].generalization.r, "o", markersize=15,
            markerfacecolor="none", markeredgecolor="black", markeredgewidth=2)
    for place, name, (right, up) in with_room(ax, places(found), names, chosen):
        ax.annotate(name, place, (9 * right, 13 * up), textcoords="offset points", va="center",
                    ha="left" if right > 0 else "right", path_effects=HALO, fontsize=10)


def places(found):
    """Where the points lie: (n, 2)."""
    return np.array([(one.optimization.r, one.generalization.r) for one in found])


def nearest(found, x, y):
    """The place in `found` of the point nearest to (x, y), in ratios."""
    return int(np.argmin(np.sum(np.log(places(found) / (x, y)) ** 2, axis=-1)))


SIDES = ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))  # of a point: right, up


def with_room(ax, points, names, first):
    """(point, name, side) of the names for which there is room. The `first` is named always, then
    those furthest from the crowd."""
    box = np.log([ax.get_xlim(), ax.get_ylim()])
    shares = (np.log(points) - box[:, 0]) / np.ptp(box, axis=1)
    order = np.argsort(-np.linalg.norm(shares - np.median(shares, axis=0), axis=1))
    inch = ax.figure.dpi / np.array([ax.bbox.width, ax.bbox.height])  # as shares of the Axes
    taken, given = [(*share, 0.08 * inch[0]) for share in shares], []
    for k in sorted(order, key=lambda k: k != first):
        half = (0.04 + 0.043 * len(names[k])) * inch[0]
        spots = [(shares[k] + ((0.1 * inch[0] + half) * right, 0.18 * inch[1] * up), (right, up))
                 for right, up in SIDES]
        good = [spot for spot in spots if free(spot[0], half, taken, shares[k], 0.15 * inch[1])]
        if good or k == first:
            middle, side = (good or spots)[0]
            taken.append((*middle, half))
            given.append((points[k], names[k], side))
    return given


def free(middle, half, taken, own, height):
    """Whether a name of this half width fits there, into the Axes and between what is `taken`."""
    if not 0 < middle[0] - half < middle[0] + half < 1:
        return False
    return not any(abs(middle[0] - x) < half + other and abs(middle[1] - y) < height
                   for x, y, other in taken if (x, y) != tuple(own))


def three_axes(ax, words):
    """The empty panel for the ratios of one trick: a row for each of `words`."""
    ax.axvline(1, color="black", linewidth=1)
    ticks(ax.xaxis, (0.01, 0.1, 1, 10, 100))
    ax.set(xlim=X, ylim=(len(words) - 0.4, -0.75), xlabel="loss, with / without")
    ax.set_yticks(range(len(words)), words)
    ax.grid(axis="x")


def three_ratios(ax, ratios):
    """One bar with a diamond for each ratio, and its word and numbers above it."""
    for row, ratio in enumerate(ratios):
        color = WORDS.get(ratio.word, "#6e6e6e")
        ax.plot([ratio.low, ratio.high], [row, row], color=color, linewidth=5,
                solid_capstyle="butt")
        ax.plot(ratio.r, row, "D", markersize=8, color=color, markeredgecolor="white")
        ax.text(0.02, row - 0.26, f"{ratio.word} {ratio.numbers}", color=ink(color), weight="bold",
                transform=ax.get_yaxis_transform(), va="center", path_effects=HALO)
