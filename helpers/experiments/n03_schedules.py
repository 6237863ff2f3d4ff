"""What is measured for lesson 03: schedules on a network, and what warm-up does where gradients are
noisy."""
from functools import partial

import numpy as np

from helpers import schedules
from helpers.experiments.common import classifier, on_digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.optimizers import Adam, Momentum

UPDATES = 300


def cosine_after_warmup(lr, warm):
    """A straight rise in `warm` updates, then a cosine down to 0."""
    return schedules.warmup(schedules.cosine(lr, UPDATES - warm), warm)


def opposite(t):
    """One-cycle's memory of the gradient: 0.95, down to 0.85 where the rate is highest, and back.

    Smith (2018).
    """
    return 0.95 - 0.1 * float(cosine_after_warmup(1.0, 90)(t))


SCHEDULES = {
    "constant": schedules.constant,
    "step": lambda lr: schedules.step(lr, 0.1, 200),
    "cosine": lambda lr: schedules.cosine(lr, UPDATES),
    "warm-up and cosine": lambda lr: cosine_after_warmup(lr, 30),
    "one-cycle": lambda lr: cosine_after_warmup(lr, 90),
}


def scheduled(seeds, name, lr):
    """1,000 digits in batches of 20, momentum; one-cycle moves the memory too."""
    task, validation, theta = on_digits(seeds, classifier(64, 64), 1000, 20)
    beta = opposite if name == "one-cycle" else 0.9
    return Training(task, validation, Momentum(SCHEDULES[name](lr), beta), theta, UPDATES)


def each():
    return {name: Contender(partial(scheduled, name=name), {"lr": Steps(0.3)})
            for name in SCHEDULES}


def watched(name, lr, seed, every=10):
    """(update, training loss, validation loss) of one run of `scheduled`, every few updates.

    Shape (rows, 3); infinite where it diverged.
    """
    run = scheduled((seed,), name, lr)
    rows = []
    for t, theta in enumerate(run.descend(run.start, run.updates)):
        if t % every == 0:
            with np.errstate(all="ignore"):
                rows.append((t, run.task.loss(theta)[0], run.validation.loss(theta)[0]))
    return np.nan_to_num(np.array(rows, float), nan=np.inf)


# A path on `surfaces.ravine()`, whose floor is the line y = 0.01 x and whose walls have curvature 1

def beside_the_floor(path):
    """How far a path (..., 2) is from the floor, in y."""
    return path[..., 1] - 0.01 * path[..., 0]


def effective_rates(ravine, path):
    """The learning rate that y really had at every update, η over σ: a path (steps + 1, 2) to
    (steps,)."""
    with np.errstate(all="ignore"):
        return -np.diff(path[:, 1]) / ravine.grad(path[:-1])[:, 1]


def spikes(side, near=0.03, far=0.15, updates=30):
    """Where a spike begins: True or False for every step of `side` (steps, ...).

    A run that was within `near` of the floor for so many updates gets more than `far` from it.
    """
    stable = latest(np.ones(side.shape, bool)) - latest(np.abs(side) >= near) >= updates
    gone = np.abs(side) > far
    return gone & (latest(stable) > np.insert(latest(gone)[:-1], 0, -1, axis=0))


def latest(flag):
    """For every step the latest one so far at which flag (steps, ...) was true, or −1."""
    steps = np.arange(len(flag)).reshape(-1, *[1] * (flag.ndim - 1))
    return np.maximum.accumulate(np.where(flag, steps, -1))


def fate(path):
    """What became of a run (steps + 1, 2) on the ravine, in words."""
    side, left = beside_the_floor(path), abs(path[-1, 0])
    count, late = spikes(side).sum(), np.abs(side[-500:])
    if count:
        return f"{count} spike{'s' if count > 1 else ''}"
    if np.median(late) > 0.03:
        return "oscillates" if np.ptp(np.sign(side[-500:])) else "not on the floor yet"
    return "stable, at the star" if left < 1 else f"stable, {left:.2g} from the star"


def noisy(seeds, lr, warm, batch=4, updates=400):
    """Adam on batches so small that its first σ is a poor estimate."""
    task, validation, theta = on_digits(seeds, classifier(64, 64), 1000, batch)
    rate = schedules.warmup(schedules.constant(lr), warm)
    return Training(task, validation, Adam(rate), theta, updates)


def by_first_rate(rates=(0.001, 0.003, 0.01, 0.03), warm=100):
    return {f"{words}, η = {lr:g}": Contender(partial(noisy, lr=lr, warm=steps))
            for lr in rates for words, steps in (("constant", 0), ("warm-up", warm))}


EXPERIMENTS = {
    "schedules": Experiment(
        "schedules", 3,
        "1,000 digits, 64-64-64-10, ReLU, 300 updates of momentum 0.9, batches of 20, each at its "
        "best",
        each, improves="optimization"),
    "warmup_noise": Experiment(
        "warm-up with noisy gradients", 3,
        "1,000 digits, 64-64-64-10, ReLU, 400 updates of Adam, batches of 4, 100 of them warm-up",
        by_first_rate, improves="optimization"),
}
