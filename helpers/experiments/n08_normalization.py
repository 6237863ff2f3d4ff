"""What is measured for lesson 08: normalization, at every learning rate and each at its best.

In float64: near its limit a learning rate makes rounding errors grow.
"""
from functools import partial

import numpy as np

from helpers.descent import descend
from helpers.experiments.common import digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.normalization import BatchNorm, LayerNorm
from helpers.networks.task import Task
from helpers.optimizers import GradientDescent

RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
KINDS = {"none": (), "batch normalization": (BatchNorm((64,)),),
         "layer normalization": (LayerNorm((64,)),)}
EPOCH = 500 // 64  # updates


def by_pixel(x):
    """Mean and deviation of each pixel over the images (seeds, n, 8, 8); one that never changes is
    divided by 1."""
    changes = np.ptp(x, 1, keepdims=True) > 0
    return x.mean(1, keepdims=True), np.where(changes, x.std(1, keepdims=True), 1)


def by_pixel_softly(x):
    """The same, with 0.1 added to every deviation."""
    return x.mean(1, keepdims=True), x.std(1, keepdims=True) + 0.1


def together(x):
    """Mean and deviation of all pixels."""
    return x.mean((1, 2, 3), keepdims=True), x.std((1, 2, 3), keepdims=True)


PIXELS = {  # what is subtracted from the images (seeds, n, 8, 8), and by what they are divided
    "0 to 1": lambda x: (0, 1),
    "0 to 16": lambda x: (0, 1 / 16),
    "standardized together": together,
    "each pixel standardized": by_pixel,
    "each pixel, deviation + 0.1": by_pixel_softly,
}


def hidden(depth, kind, activation=ReLU()):
    """Digits to ten scores through `depth` hidden layers of 64, each normalized before its
    activation."""
    return Network((Flatten((8, 8)), *(Linear(64, 64), *KINDS[kind], activation) * depth,
                    Linear(64, 10)))


def tasks(seeds, network, pixels="0 to 1", n=500, batch=64):
    """The task of n digits in batches, and of 700 others to validate on, prepared with the numbers
    of the first."""
    x, y, x_new, y_new = digits(seeds, n)
    shift, scale = PIXELS[pixels](x)
    task = Task(network, CrossEntropy(), (x - shift) / scale, y, batch, seeds)
    new = Task(network, CrossEntropy(), (x_new - shift) / scale, y_new, seeds=seeds)
    return task, new.normalized_by(task)


def training(seeds, kind, lr, depth=3, activation=ReLU(), pixels="0 to 1", batch=64,
             updates=15 * EPOCH):
    """Gradient descent from Kaiming's start."""
    task, validation = tasks(seeds, hidden(depth, kind, activation), pixels, batch=batch)
    theta = initialization.start(task.network, initialization.kaiming, seeds, float)
    return Training(task, validation, GradientDescent(lr), theta, updates)


def trained(network, optimizer, seeds, updates, **prepared):
    """The validation task, and theta after so many updates from Kaiming's start."""
    task, validation = tasks(seeds, network, **prepared)
    theta = initialization.start(network, initialization.kaiming, seeds, np.float32)
    for theta in descend(task, optimizer, theta, updates):
        pass
    return validation, theta


def read_right(record):
    """Accuracy in % on record, (kinds, rates, seeds); a run that diverged counts as guessing."""
    found = [[record.outcomes[f"{kind}, η = {lr:g}"].accuracy for lr in RATES] for kind in KINDS]
    return 100 * np.nan_to_num(np.array(found), nan=0.1)


def rates_that_reach(record, accuracy):
    """With how many rates most seeds read at least so many % right, for each kind."""
    reached = read_right(record) >= accuracy
    return np.sum(np.mean(reached, axis=-1) > 0.5, axis=-1)


TUNED = {"lr": Steps(0.1)}


def normalized(every=True, **setting):
    """Every kind at its best rate: "none", …; and then at every rate: "none, η = 0.001", …"""
    found = {kind: Contender(partial(training, kind=kind, **setting), TUNED) for kind in KINDS}
    if every:
        make = partial(training, **setting)
        found |= {f"{kind}, η = {lr:g}": Contender(partial(make, kind=kind, lr=lr), curve=False)
                  for kind in KINDS for lr in RATES}
    return found


def standardized():
    """No layer normalizes, but the data may be: each way at its best rate."""
    return {pixels: Contender(partial(training, kind="none", pixels=pixels), TUNED)
            for pixels in PIXELS}


def in_batches(sizes=(1, 4, 8, 16, 64)):
    """Every kind with batches of every size, and as many updates: "none, 1", …; batches of 2 are
    chaotic."""
    make = partial(training, lr=0.1, depth=2, updates=300)
    return {f"{kind}, {size}": Contender(partial(make, kind=kind, batch=size)) for kind in KINDS
            for size in sizes}


SETTING = "500 digits, {}, gradient descent in batches of 64, 15 epochs, each at its best"
SETTINGS = {
    "normalization": ("3 × 64 ReLU, pixels 0 to 1", {}),
    "normalization_raw": ("3 × 64 ReLU, pixels 0 to 16", {"pixels": "0 to 16"}),
    "normalization_standardized": ("3 × 64 ReLU, each pixel standardized",
                                   {"pixels": "each pixel standardized"}),
    "normalization_together": ("3 × 64 ReLU, pixels standardized together",
                               {"pixels": "standardized together"}),
    "normalization_sigmoid": ("6 × 64 sigmoid, pixels 0 to 1",
                              {"depth": 6, "activation": Sigmoid()}),
}
EXPERIMENTS = {name: Experiment("normalization", 2, SETTING.format(words),
                                partial(normalized, **how),
                                improves="optimization") for name, (words, how) in SETTINGS.items()}
EXPERIMENTS |= {
    "normalization_deep": Experiment(  # chaotic at large rates
        "normalization", 2, SETTING.format("8 × 64 ReLU, pixels 0 to 1"),
        partial(normalized, every=False, depth=8), improves="optimization", cut=5),
    "standardized": Experiment("standardized data", 2, SETTING.format("3 × 64 ReLU"), standardized,
                               improves="optimization"),
    "normalization_batches": Experiment(
        "normalization in batches of 1 to 64", 2,
        "500 digits, 2 × 64 ReLU, 300 updates of gradient descent 0.1",
        in_batches, improves="optimization"),
}
