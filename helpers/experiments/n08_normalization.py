"""What is trained for the rows of notebook 08. As in `trials`, a trial takes the seeds and returns {contender: Outcome}.

Each contender is trained with nine learning rates at once, in float64: near its limit a rate makes rounding errors grow.
"""
from functools import partial

import numpy as np

from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.task import Task
from helpers.networks.normalization import BatchNorm, LayerNorm
from helpers.optimizers import GradientDescent
from helpers.experiments.n04_dropout import digits

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
KINDS = {"none": (), "batch normalization": (BatchNorm((64,)),), "layer normalization": (LayerNorm((64,)),)}
PIXELS = {  # what is subtracted from the pictures (seeds, n, 8, 8), and by what they are divided
    "0 to 1": lambda x: (0, 1), "0 to 16": lambda x: (0, 1 / 16),
    "standardized together": lambda x: (x.mean((1, 2, 3), keepdims=True), x.std((1, 2, 3), keepdims=True)),
    "each pixel standardized": lambda x: (x.mean(1, keepdims=True),
                                          np.where(np.ptp(x, 1, keepdims=True), x.std(1, keepdims=True), 1)),
    "each pixel, deviation + 0.1": lambda x: (x.mean(1, keepdims=True), x.std(1, keepdims=True) + 0.1),
}


def hidden(depth, kind, activation=ReLU()):
    """Digits to ten scores through `depth` hidden layers of 64, each normalized before its activation."""
    return Network((Flatten((8, 8)), *(Linear(64, 64), *KINDS[kind], activation) * depth, Linear(64, 10)))


def tasks(seeds, network, pixels="0 to 1", n=500, batch=64):
    """The task of n digits in batches, and of 700 others to validate on, prepared with the numbers of the first."""
    x, y, x_new, y_new = digits(seeds, n)
    shift, scale = PIXELS[pixels](x)
    task = Task(network, CrossEntropy(), (x - shift) / scale, y, batch, seeds)
    return task, Task(network, CrossEntropy(), (x_new - shift) / scale, y_new, seeds=seeds).normalized_by(task)


def swept(seeds, network, pixels="0 to 1", rates=RATES, epochs=15):
    """One Outcome for all rates, every number of shape (rates, seeds)."""
    task, validation = tasks(seeds, network, pixels)
    return trained(task, validation, np.reshape(rates, (-1, 1, 1)), epochs * (500 // 64))


def trained(task, validation, lr, steps):
    """Plain descent from Kaiming's start."""
    theta = initialization.start(task.network, initialization.kaiming, task.seeds, float)
    return compare.outcome(task, validation, GradientDescent(lr), theta, steps)


def at_best(outcome):
    """Each seed with the rate that gives it the lowest training loss, predicting."""
    best = np.argmin(np.where(np.isnan(outcome.clean), np.inf, outcome.clean), axis=0)
    return compare.Outcome(*(numbers[best, np.arange(len(best))] for numbers in vars(outcome).values()))


def at_least_guessing(outcome):
    """Losses of at most ln 10, that of guessing, also where it diverged: how far beyond, the last bits decide."""
    losses = [np.fmin(loss, np.log(10)) for loss in (outcome.trained, outcome.clean, outcome.validation)]
    return compare.Outcome(*losses, np.nan_to_num(outcome.accuracy, nan=0.1))


def normalized(seeds, depth=3, activation=ReLU(), pixels="0 to 1", kinds=tuple(KINDS), every=True):
    """Every kind at its best rate: "none", …; and then at every rate: "none, η = 0.001", …"""
    found = {kind: swept(seeds, hidden(depth, kind, activation), pixels) for kind in kinds}
    each = {f"{kind}, η = {rate:g}": at_least_guessing(compare.Outcome(*(numbers[k] for numbers in vars(outcome).values())))
            for kind, outcome in found.items() for k, rate in enumerate(RATES)}
    return {kind: at_best(outcome) for kind, outcome in found.items()} | (each if every else {})


def standardized(seeds, pixels=tuple(PIXELS)):
    """No layer normalizes, but the data may be: each way at its best rate."""
    return {words: at_best(swept(seeds, hidden(3, "none"), words)) for words in pixels}


def in_batches(seeds, sizes=(1, 4, 8, 16, 64), kinds=tuple(KINDS)):
    """Every kind with batches of every size, and as many updates: "none, 1", …; batches of 2 are chaotic."""
    return {f"{kind}, {size}": trained(*tasks(seeds, hidden(2, kind), batch=size), 0.1, 300) for kind in kinds for size in sizes}


SETTING = "500 digits, {}, plain descent in batches of 64, 15 epochs, each seed at the best of nine rates"
SETTINGS = {
    "normalization": ("3 × 64 ReLU, pixels 0 to 1", {}),
    "normalization_raw": ("3 × 64 ReLU, pixels 0 to 16", {"pixels": "0 to 16"}),
    "normalization_standardized": ("3 × 64 ReLU, each pixel standardized", {"pixels": "each pixel standardized"}),
    "normalization_together": ("3 × 64 ReLU, pixels standardized together", {"pixels": "standardized together"}),
    "normalization_deep": ("8 × 64 ReLU, pixels 0 to 1", {"depth": 8, "every": False}),  # chaotic at large rates
    "normalization_sigmoid": ("6 × 64 sigmoid, pixels 0 to 1", {"depth": 6, "activation": Sigmoid()}),
}
ROWS = {name: Row("normalization", 2, SETTING.format(words), partial(normalized, **how))
        for name, (words, how) in SETTINGS.items()}
ROWS["standardized"] = Row("standardized data", 2, SETTING.format("3 × 64 ReLU"), standardized)
ROWS["normalization_batches"] = Row("normalization in batches of 1 to 64", 2,
                                    "500 digits, 2 × 64 ReLU, 300 updates of plain descent 0.1", in_batches)
