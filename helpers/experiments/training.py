"""One contender's training, described once: measured whole, tuned, or cut short for a fingerprint,
it is the same."""
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from helpers.descent import descend

LAST = 20  # updates over which the training loss in training mode is averaged at the end
WINDOW = 5  # the same at the moments before, because batches and dropout make it noisy
MOMENTS = 10  # how often a training is looked at
# for functions; a generator that yields `with np.errstate` would silence whoever it yields to
quiet = np.errstate(all="ignore")


@dataclass(frozen=True, eq=False)
class Training:
    """What is trained for a few seeds, on what, and on what it is judged.

    `start` is theta of shape (seeds, P), or a function of the most updates that any phase before
    may take, which returns theta: pre-training. What is descended is `objective`, such as the task
    plus a penalty; None: the task itself. All losses are those of the task, times `unit` (minutes²
    in a loss of 1). With `target`, each seed stops when its training loss, looked at every five
    updates, is first at most that. With `early_stopping`, the end of a training is its best moment.
    """
    task: Any
    validation: Any
    optimizer: Any
    start: Any
    updates: int
    objective: Any = None
    unit: float = 1.0
    target: Any = None
    early_stopping: bool = False

    def begin(self, limit):
        """theta before the first update."""
        return self.start(limit) if callable(self.start) else self.start

    def descend(self, theta, updates):
        """theta after 0, 1, … updates. A start that was found, not trained, takes none."""
        if self.updates == 0:
            return iter([theta])
        return descend(self.objective or self.task, self.optimizer, theta, updates)


@dataclass(frozen=True, eq=False)
class Outcome:
    """How training ended, one number for each seed, shape (seeds,); nan where it diverged.

    `train_mode_loss` is the training loss in training mode (batches, dropout, augmented images; the
    mean over the last updates), `train_loss` that of all examples in evaluation mode,
    `validation_loss` and `accuracy` those of the validation data. At the `moments` (updates) the
    losses were noted too: `train_mode_curve` (moments, seeds), and `validation_curve` (moments, 2,
    seeds) of both halves of the validation data.
    """
    train_mode_loss: Any
    train_loss: Any
    validation_loss: Any
    accuracy: Any
    moments: Any = ()
    train_mode_curve: Any = None
    validation_curve: Any = None

    def without_curves(self):
        """Only how it ended."""
        return Outcome(*(getattr(self, end) for end in ENDS))

    @property
    def gap(self):
        """Validation loss minus training loss."""
        return self.validation_loss - self.train_loss

    @property
    def diverged(self):
        """Which seeds did not end with finite losses, shape (seeds,)."""
        return ~np.isfinite(self.train_mode_loss + self.validation_loss)

    @property
    def early_stopped(self):
        """The validation loss with early stopping, shape (seeds,); without a curve, the last one.

        The best moment is chosen on one half of the validation data and judged on the other; both
        ways, averaged.
        """
        if self.validation_curve is None:
            return self.validation_loss
        curve = np.where(np.isfinite(self.validation_curve), self.validation_curve, np.inf)
        best = curve.argmin(axis=0)[::-1]  # the moment for one half is the best of the other
        judged = np.take_along_axis(curve, best[None], axis=0)[0]
        return np.where(self.diverged, np.nan, judged.mean(axis=0))


ENDS = ("train_mode_loss", "train_loss", "validation_loss", "accuracy")


def moments(updates, count=MOMENTS):
    """When a training is looked at, in updates: often at first, where losses change fastest."""
    return sorted({-(-updates * k**2 // count**2) for k in range(1, count + 1)})  # rounded up


def measure(training):
    """Train, and judge at every moment and at the end. Ends early if all seeds have diverged."""
    return ended(measuring(training))


def ended(steps):
    """Run a generator to its end; what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def measuring(training):
    """As `measure`, for who wants to see how far it is: a generator of the share that is done,
    above 0 and at most 1, which returns the Outcome."""
    if training.target is not None:
        return judged(training, (yield from reached(training)))
    notes, start = Notes(training), quiet(training.begin)(np.inf)
    for t, theta in enumerate(training.descend(start, training.updates)):
        notes.look(t, theta)
        if t % 50 == 0 and not np.isfinite(theta).all(axis=-1).any():
            break
        yield (t + 1) / (training.updates + 1)
    if training.early_stopping:
        return at_best_moments(training, notes)
    return judged(training, theta, notes.times, notes.mode, notes.validation)


class Notes:
    """What is noted of a training at its moments, `times`: the loss in `mode`, that is in training
    mode, and the `validation` losses of the `parts`; with early stopping `thetas`, too."""

    def __init__(self, training):
        self.training, self.parts = training, halves(training)
        self.times = moments(training.updates) if training.updates else [0]
        self.mode, self.validation, self.thetas, self.seen = [], [], [], []

    @quiet
    def look(self, t, theta):
        """At theta after t updates; each update is looked at once, in order."""
        k, times = len(self.mode), self.times
        if t > times[k] - WINDOW or t > times[-1] - LAST:
            self.seen = [*self.seen[1 - LAST:], self.training.task.at(t).loss(theta)]
        if t == times[k]:
            window = LAST if k + 1 == len(times) else WINDOW
            recent = np.stack(self.seen[-window:], axis=-1)  # alone, it adds up as in company
            self.mode.append(recent.mean(axis=-1))
            self.validation.append([part.loss(theta) for part in self.parts])
            if self.training.early_stopping:
                self.thetas.append(theta)


def at_best_moments(training, notes):
    """The Outcome with early stopping, from the Notes of a training.

    The moment that one half of the validation data chooses is judged on the other half; both ways,
    averaged.
    """
    thetas, mode = np.array(notes.thetas), np.array(notes.mode)
    validation, parts, ends = np.array(notes.validation), notes.parts, []
    for chooser, judge in ((0, 1), (1, 0)):
        best = np.where(np.isfinite(validation), validation, np.inf)[:, chooser].argmin(axis=0)
        at = best, np.arange(len(best))
        theta = thetas[at]
        ends.append([mode[at], training.task.loss(theta), parts[judge].loss(theta),
                     parts[judge].accuracy(theta)])
    return Outcome(*np.mean(ends, axis=0))


def halves(training):
    """The validation task as two: its first and its second half of the examples."""
    task = training.validation.normalized_by(training.task)
    n = task.y.shape[-2] // 2
    parts = [(slice(None),) * (task.y.ndim - 2) + (part,) for part in (slice(n), slice(n, None))]
    return [replace(task, x=task.x[part], y=task.y[part]) for part in parts]


def reached(training, every=5):
    """Each seed's theta when its training loss is first at most the target; nan if it never is.

    A generator of the share that is done, which returns it.
    """
    theta = training.begin(np.inf)
    found = np.full_like(theta, np.nan)
    for t, theta in enumerate(training.descend(theta, training.updates)):
        if t % every == 0:
            there = np.isnan(found[:, 0]) & (training.task.loss(theta) <= training.target)
            found[there] = theta[there]
            if not np.isnan(found).any():
                break
        yield (t + 1) / (training.updates + 1)
    return found


def judged(training, theta, times=(), mode=(), validation=()):
    """The Outcome at theta. A curve that ended early, because all diverged, ends with nan."""
    judge, unit = training.validation.normalized_by(training.task), training.unit
    with np.errstate(all="ignore"):
        train_loss, new_loss = training.task.loss(theta), judge.loss(theta)
        last = mode[-1] if len(mode) == len(times) and len(mode) else train_loss
        right = judge.accuracy(theta) if judge.y.shape[-1] > 1 else np.nan  # a regression has none
        ends = unit * last, unit * train_loss, unit * new_loss, right
        good = np.isfinite(ends[0] + ends[1] + ends[2])
    curves = [curve(values, len(times), unit) for values in (mode, validation)]
    return Outcome(*(np.where(good, end, np.nan) for end in ends), times, *curves)


def curve(values, length, unit):
    """What was noted at each moment, as an array (length, …); None without moments."""
    if length == 0:
        return None
    noted = np.array(values)
    missing = np.full((length - len(noted), *noted.shape[1:]), np.nan)
    return unit * np.concatenate([noted, missing])


def fingerprint(training, limit=20):
    """How far the first updates lead, every phase cut to `limit`: {number: one for each seed}.

    Three losses, and the distance ‖θ − θ⁰‖₁ from where it began.
    """
    start = training.begin(limit)
    updates = min(limit, training.updates)
    for theta in training.descend(start, updates):
        pass
    judge = training.validation.normalized_by(training.task)
    return {"train_mode_loss": training.task.at(updates).loss(theta),
            "train_loss": training.task.loss(theta), "validation_loss": judge.loss(theta),
            "distance": np.abs(theta - start).sum(axis=-1)}


def joined(outcomes):
    """The outcomes of several groups of seeds in one: seeds are the last axis of every number."""
    numbers = {}
    for field in fields(Outcome):
        values = [getattr(outcome, field.name) for outcome in outcomes]
        whole = field.name == "moments" or values[0] is None
        numbers[field.name] = values[0] if whole else np.concatenate(values, axis=-1)
    return Outcome(**numbers)
