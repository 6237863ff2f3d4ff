"""What one log shows, in sentences with their numbers; no word is given here.

Curves are arrays of shape (n,) of points or of bins' means. Training losses in a log are averages
in training mode, over batches and while the network changes: with dropout or augmentation they may
lie above the validation loss.
"""
from typing import NamedTuple

import numpy as np

TENTH = 10  # ends are means over a tenth of a curve
ALTERNATES = 0.85  # share of turns that counts as oscillating; noise turns in 2/3 of all points
SHARE = 0.02  # a loss that changes by less over its last third stands on a plateau
BINS = "each point of this log is a mean of several"
MODE = ("Training losses in a log are averages in training mode, taken while the network changes: "
        "with dropout or augmentation they may lie above the validation loss.")


class Observation(NamedTuple):
    """One thing that is seen: its `name`, such as "diverged", and a sentence."""
    name: str
    words: str


class Best(NamedTuple):
    """The best moment of a curve, averaged over `width` points, and how far its end is past it."""
    index: int
    loss: float
    end: float
    width: int

    @property
    def past(self):
        """The end over the best, 1 or more; nan where losses below 0 make a ratio senseless."""
        if self.loss > 0 or self.end == self.loss:
            return self.end / self.loss if self.loss else 1.0
        return np.inf if self.loss == 0 else np.nan


def smoothed(values, memory):
    """The exponential average with bias correction, memory in [0, 1); nan from the first nan on."""
    mean, weight, out = 0.0, 0.0, []
    for value in values:
        mean = memory * mean + (1 - memory) * value
        weight = memory * weight + (1 - memory)
        out.append(mean / weight)
    return np.array(out)


def averaged(values, width):
    """Means over `width` neighbours: (n − width + 1,)."""
    return np.convolve(values, np.ones(width) / width, "valid")


def width_of(values):
    """Over how many points ends are averaged: a tenth, at most 20."""
    return min(max(len(values) // TENTH, 1), 20)


def start_of(values):
    """The first losses, averaged: over a fiftieth, because losses fall fast at first."""
    return float(np.mean(values[:max(len(values) // 50, 1)]))


def end_of(values):
    """The last losses, averaged; nan for a run that diverged."""
    return float(np.mean(values[-width_of(values):]))


def best_of(values):
    """The Best moment of a curve; None where nothing is finite."""
    width = width_of(values)
    means = averaged(values, width)
    if not np.isfinite(means).any():
        return None
    k = int(np.argmin(np.where(np.isfinite(means), means, np.inf)))
    return Best(k + width // 2, float(means[k]), float(means[-1]), width)


def diverged(series):
    """Whether a run gave nan or inf, or ends above twice its first loss."""
    return series.first_bad is not None or end_of(series.mean) > 2 * start_of(series.mean)


def turns(values):
    """The share of points at which a curve turns, up to down or down to up."""
    steps = np.diff(values)
    return float(np.mean(steps[1:] * steps[:-1] < 0)) if len(steps) > 1 else 0.0


def spikes(series, window=11):
    """The bins whose largest loss stands far above its neighbours' median, and a tenth of all that
    was gained."""
    if len(series.mean) < 2 * window:
        return np.empty(0, int)
    padded = np.pad(series.mean, window // 2, "edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, window)
    median = np.median(around, axis=1)
    spread = 1.4826 * np.median(np.abs(around - median[:, None]), axis=1)
    gained = max(start_of(series.mean) - end_of(series.mean), 0.0)
    high = median + np.maximum(8 * spread, np.maximum(0.5 * median, gained / TENTH))
    found = np.flatnonzero(series.largest > high)
    return found[found >= window]  # at first every loss is high


def observe(log):
    """All that the log shows, a list of Observations."""
    found = [how_it_falls(log), oscillates(log), spiking(log), plateau(log)]
    if log.validation is not None:
        found += [gap(log), past_best(log)]
    if log.accuracy is not None:
        found.append(Observation("accuracy", f"The accuracy ends at {log.accuracy.mean[-1]:.3g}."))
    return [one for one in found if one]


def how_it_falls(log):
    """Diverged, falling, or not falling."""
    series, axis = log.training, log.axis
    first, last = start_of(series.mean), end_of(series.mean)
    if series.first_bad is not None:
        return Observation("diverged", f"The training loss is no finite number from {axis} "
                           f"{series.first_bad:g} on: the run diverged.")
    if diverged(series):
        return Observation("diverged", f"The training loss rises from {first:.3g} to {last:.3g}: "
                           "the run diverged.")
    if last < first * (1 - SHARE):
        return Observation("falling", f"The training loss falls from {first:.3g} to {last:.3g}.")
    return Observation("not falling", f"The training loss does not fall: {first:.3g} at first, "
                       f"{last:.3g} at the end.")


def oscillates(log):
    """Whether the second half of the training loss goes up and down at every point."""
    half = log.training.mean[len(log.training.mean) // 2:]
    if len(half) < 10 or not np.isfinite(half).all():
        return None
    share, size = turns(half), float(np.std(np.diff(half)) / 2)
    if not (log.training.single and share > ALTERNATES and size > SHARE * abs(np.mean(half))):
        return None
    return Observation("oscillating", f"The training loss oscillates: it turns at {share:.0%} of "
                       f"the points, by ±{size:.2g} (noise turns at 67 %).")


def spiking(log):
    """Single losses far above their neighbours; a log that left points out does not tell."""
    if log.sampled:
        return Observation("sampled", f"{log.writer} keeps a sample of a long run's points: "
                           "spikes may be missing.")
    if diverged(log.training):
        return None
    found = spikes(log.training)
    if not len(found):
        return None
    k = found[np.argmax(log.training.largest[found])]
    return Observation("spiking", f"The training loss has {len(found)} spike"
                       f"{'s' * (len(found) > 1)}; the largest is {log.training.largest[k]:.3g}, "
                       f"at {log.axis} {log.training.steps[k]:g}.")


def plateau(log):
    """Whether the training loss stands still over its last third, above what it would be at 0."""
    third = log.training.mean[-(len(log.training.mean) // 3):]
    if len(log.training.mean) < 15 or not np.isfinite(third).all():
        return None
    first, last = np.mean(third[:len(third) // 2]), np.mean(third[len(third) // 2:])
    if abs(first - last) > SHARE * abs(first):
        return None
    return Observation("plateau", f"Plateau: over its last third the training loss changes by "
                       f"{abs(first - last) / max(abs(first), 1e-300):.1%}.")


def gap(log):
    """Validation loss minus training loss at the end; None for a run that diverged."""
    train, new = end_of(log.training.mean), end_of(log.validation.mean)
    if not np.isfinite(new - train):
        return None
    return Observation("gap", f"At the end the validation loss is {new:.3g}, the gap to the "
                       f"training loss {new - train:.3g}.")


def past_best(log):
    """The best moment of the validation loss, and how far the end is past it."""
    best = best_of(log.validation.mean)
    if best is None:
        return Observation("diverged", "The validation loss is never a finite number.")
    when = f"{log.axis} {log.validation.steps[min(best.index, len(log.validation.steps) - 1)]:g}"
    rises = np.isfinite(best.past) and best.end > best.loss
    past = f", {best.past - 1:.1%} above that" if rises else ""
    mean = f" (mean of {best.width} points)" if best.width > 1 else ""
    return Observation("best moment", f"The validation loss is best about {when}, {best.loss:.3g}"
                       f"{mean}; it ends at {best.end:.3g}{past}.")
