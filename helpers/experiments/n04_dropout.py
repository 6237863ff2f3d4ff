"""What is measured for lesson 04: dropout on digits, where it should help and where it should
not."""
from functools import partial

from helpers.descent import descend
from helpers.experiments.common import classifier, on_digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks.layers import Dropout, Flatten
from helpers.networks.network import Network, mlp
from helpers.optimizers import Adam

RATES = (0.0, 0.2, 0.5, 0.8)


def dropped(p, *hidden):
    """Digits to ten scores through hidden layers, each with dropout of rate p."""
    return classifier(*hidden, after=(Dropout(p),))


def by_layer(pixels, first, second):
    """The same with 128 units twice, and a rate for each: pixels, first and second hidden layer."""
    body = mlp(64, 128, 128, 10).layers
    return Network((Flatten((8, 8)), Dropout(pixels), *body[:2], Dropout(first), *body[2:4],
                    Dropout(second), body[4]))


def training(seeds, p, lr=1e-3, n=300, hidden=(128, 128), updates=600):
    """Adam on all n digits at every update."""
    task, validation, theta = on_digits(seeds, dropped(p, *hidden), n)
    return Training(task, validation, Adam(lr), theta, updates)


def watched(p, n, units, seed, updates=600):
    """One seed's training, looked at: every fifth update gives (update, training loss in training
    mode, training loss in evaluation mode, validation loss)."""
    task, validation, theta = on_digits((seed,), dropped(p, units, units), n)
    for t, theta in enumerate(descend(task, Adam(1e-3), theta, updates)):
        if t % 5 == 0:
            yield t, task.at(t).loss(theta)[0], task.loss(theta)[0], validation.loss(theta)[0]


def at_their_best():
    """Every rate of dropout with its own best learning rate, and the best rate of dropout."""
    each = {f"p = {p:g}": Contender(partial(training, p=p), {"lr": Steps(1e-3)}) for p in RATES}
    return each | {"best p": Contender(training, {"lr": Steps(1e-3), "p": RATES})}


def by_rate(rates=(0.0, 0.5), **setting):
    return {f"p = {p:g}": Contender(partial(training, p=p, **setting)) for p in rates}


AS = "else as in the experiment dropout, Adam 0.001"
EXPERIMENTS = {
    "dropout": Experiment(
        "dropout", 3,
        "300 digits, 64-128-128-10, ReLU, 600 full-batch updates of Adam, each at its best",
        at_their_best),
    "dropout_50": Experiment("dropout, 50 digits", 3, f"50 digits, {AS}", partial(by_rate, n=50)),
    "dropout_100": Experiment("dropout, 100 digits", 3, f"100 digits, {AS}",
                              partial(by_rate, n=100)),
    "dropout_1000": Experiment("dropout, 1,000 digits", 3, f"1,000 digits, {AS}",
                               partial(by_rate, n=1000)),
    "dropout_small": Experiment("dropout, network of 8 hidden units", 3,
                                f"1,000 digits, 64-8-10, {AS}",
                                partial(by_rate, n=1000, hidden=(8,))),
    "dropout_narrow": Experiment(
        "dropout, network of twice 16 hidden units", 3, f"1,000 digits, 64-16-16-10, {AS}",
        partial(by_rate, rates=(0.0, 0.2, 0.5), n=1000, hidden=(16, 16))),
    "dropout_early": Experiment("dropout, training stopped early", 3,
                                f"1,000 digits, 60 updates, {AS}",
                                partial(by_rate, n=1000, updates=60)),
}
