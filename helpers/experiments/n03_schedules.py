"""What is measured for lesson 03: schedules on a network, and what warm-up does where gradients are
noisy."""
from functools import partial

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
