"""One short function for each row of the lecture's table: it trains with and without a trick.

A trial takes the seeds and returns an `Outcome` for each contender, one number a seed. Every seed has its own start, split
and batches, the same for all contenders.
"""
from helpers.datasets import images as pictures, sampling
from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.networks.activations import ReLU
from helpers.networks.layers import Dropout, Flatten
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam


def digits(seeds, n, validation=700):
    """Training and validation pictures and labels for each seed: (seeds, n, 8, 8), (seeds, n, 10), and the same again."""
    images, labels = pictures.digits()
    train, new, _ = sampling.splits(labels, n, validation, seeds)
    return [array[part] for part in (train, new) for array in (images, sampling.one_hot(labels, 10))]


def on_digits(seeds, network, n, batch=None):
    """What a run needs: the task of n digits, the task of 700 others to validate on, and Kaiming's start (seeds, P)."""
    x, y, x_new, y_new = digits(seeds, n)
    task = Task(network, CrossEntropy(), x, y, batch, seeds)
    validation = Task(network, CrossEntropy(), x_new, y_new, seeds=seeds)
    return task, validation, initialization.start(network, initialization.kaiming, seeds)


def classify(seeds, network, n, steps, lr=1e-3, batch=None):
    """Train `network` on n digits with Adam, from Kaiming's start."""
    task, validation, theta = on_digits(seeds, network, n, batch)
    return compare.outcome(task, validation, Adam(lr), theta, steps)


def dropped(p, *hidden):
    """Digits to ten scores through hidden layers, each with dropout of rate p."""
    return Network((Flatten((8, 8)), *mlp(64, *hidden, 10, activation=ReLU(), after=(Dropout(p),)).layers))


def dropout(seeds, n=300, hidden=(128, 128), steps=600, rates=(0.0, 0.2, 0.5, 0.8)):
    return {f"p = {p:g}": classify(seeds, dropped(p, *hidden), n, steps) for p in rates}


def dropout_50(seeds):
    return dropout(seeds, n=50, rates=(0.0, 0.5))


def dropout_100(seeds):
    return dropout(seeds, n=100, rates=(0.0, 0.5))


def dropout_1000(seeds):
    return dropout(seeds, n=1000, rates=(0.0, 0.5))


def dropout_small(seeds):
    return dropout(seeds, n=1000, hidden=(8,), rates=(0.0, 0.5))


def dropout_narrow(seeds):
    return dropout(seeds, n=1000, hidden=(16, 16), rates=(0.0, 0.2, 0.5))


def dropout_early(seeds):
    return dropout(seeds, n=1000, steps=60, rates=(0.0, 0.5))


ROWS = {
    "dropout": Row("dropout", 3, "300 digits, 64-128-128-10, ReLU, 600 full-batch updates of Adam 0.001",
                   dropout),
    "dropout_50": Row("dropout, 50 digits", 3, "50 digits, else as in the row dropout", dropout_50),
    "dropout_100": Row("dropout, 100 digits", 3, "100 digits, else as in the row dropout", dropout_100),
    "dropout_1000": Row("dropout, 1,000 digits", 3, "1,000 digits, else as in the row dropout",
                        dropout_1000),
    "dropout_small": Row("dropout, network of 8 hidden units", 3,
                         "1,000 digits, 64-8-10, else as in the row dropout", dropout_small),
    "dropout_narrow": Row("dropout, network of twice 16 hidden units", 3,
                          "1,000 digits, 64-16-16-10, else as in the row dropout", dropout_narrow),
    "dropout_early": Row("dropout, training stopped early", 3,
                         "1,000 digits, 60 updates, else as in the row dropout", dropout_early),
}
