"""What is measured for lesson 13: dropout with every rate, strength, seed and moment, so that the
verdict itself can be looked at; and rows of the table that had no real data."""
from dataclasses import replace
from functools import partial

import numpy as np

from helpers import schedules
from helpers.experiments import n10_augmentation as n10
from helpers.experiments import n11_semi_supervised as n11
from helpers.experiments.common import classifier, digits, on_digits
from helpers.experiments.experiment import THIRTY, Contender, Experiment, Steps
from helpers.experiments.n04_dropout import training as dropped_out
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import LeakyReLU, ReLU
from helpers.networks.losses import CrossEntropy, Smoothness
from helpers.networks.task import Task
from helpers.objectives import Sum
from helpers.optimizers import Adam, GradientDescent

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
STRENGTHS = (0.0, 0.2, 0.5, 0.8)


def every(strengths=STRENGTHS, rates=RATES):
    """Each strength of dropout with each learning rate; nothing is chosen here."""
    make = partial(dropped_out, hidden=(64, 64), updates=500)
    return {f"p = {p:g}, η = {lr:g}": Contender(partial(make, p=p, lr=lr))
            for p in strengths for lr in rates}


def some_labels(seeds, kind, lam, per_class=2, updates=400):
    """300 digits, of which `per_class` of each class show their label; all enter the term."""
    x, y, x_new, y_new = digits(seeds, 300)
    known = np.stack([n11.first_of_each(labels, per_class) for labels in y.argmax(axis=-1)])
    at = np.arange(len(seeds))[:, None], known
    labelled = Task(n11.DIGITS, CrossEntropy(), x[at], y[at], seeds=seeds)
    asked = Sum(labelled, lam, unlabelled(kind, x, y))
    theta = initialization.start(n11.DIGITS, initialization.kaiming, seeds, float)
    validation = Task(n11.DIGITS, CrossEntropy(), x_new, y_new, seeds=seeds)
    return Training(labelled, validation, Adam(schedules.cosine(0.02, updates)), theta, updates,
                    asked)


def unlabelled(kind, x, y):
    """The term of all images of several seeds (seeds, n, 8, 8); every seed has its own graph."""
    terms = [n11.criterion_of(kind, own, 5) for own in x]
    criterion = terms[0]
    if kind == "graph":
        criterion = Smoothness(np.stack([term.laplacian for term in terms]))
    return Task(n11.DIGITS, criterion, x, y, seeds=tuple(range(len(x))))


def semi_supervised():
    """The labels alone, and with each term, whose strength is chosen."""
    return {"labels only": Contender(partial(some_labels, kind="entropy", lam=0.0)),
            "entropy": Contender(partial(some_labels, kind="entropy"),
                                 {"lam": (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)}),
            "graph": Contender(partial(some_labels, kind="graph"),
                               {"lam": (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)})}


def leaking(seeds, activation, lr, first_bias=0.0, hidden=(64, 64), updates=300):
    """Gradient descent on 300 digits; the first layer's biases start at `first_bias`."""
    network = classifier(*hidden, activation=activation)
    task, validation, theta = on_digits(seeds, network, 300)
    network.unpack(theta)[1][1][...] = first_bias
    return Training(task, validation, GradientDescent(lr), theta, updates)


def by_activation(rates, **setting):
    """ReLU and leaky ReLU, each with its own learning rate."""
    return {name: Contender(partial(leaking, activation=activation, **setting), {"lr": rates})
            for name, activation in (("ReLU", ReLU()), ("leaky ReLU", LeakyReLU(0.01)))}


def mislabelled(seeds, units, lr=3e-3, updates=600):
    """300 digits, two fifths of them with the label of a random other one; one hidden layer."""
    task, validation, theta = n10.shown(seeds, wrong=0.4, hidden=(units,))
    return Training(replace(task, batch=None), validation, Adam(lr), theta, updates)


def by_units(units=(4, 8, 16, 32, 64, 128, 256)):
    return {f"{k} units": Contender(partial(mislabelled, units=k)) for k in units}


EXPERIMENTS = {
    "dropout_budget": Experiment(
        "dropout, by rate, strength, seed and moment", 3,
        "300 digits, 64-64-64-10, ReLU, 500 full-batch updates of Adam, every rate",
        every, seeds=tuple(range(35))),
    "semi_digits": Experiment(
        "semi-supervised, digits", 1,
        "300 digits, 2 labels per class, 64-32-10, ReLU, 400 full-batch updates of Adam 0.02, "
        "cosine, each at its best λ", semi_supervised, THIRTY),
    "capacity_wrong": Experiment(
        "fewer and more parameters, wrong labels", 2,
        "300 digits, two fifths with a random label, one hidden layer of 4 to 256 units, ReLU, "
        "600 full-batch updates of Adam 0.003", by_units),
    "leaky_digits": Experiment(
        "leaky ReLU", 2,
        "300 digits, 64-64-64-10, 300 full-batch updates of gradient descent, each at its best",
        partial(by_activation, Steps(0.3)), improves="optimization"),
    "leaky_digits_dead": Experiment(
        "leaky ReLU for dead units, digits", 2,
        "300 digits, 64-64-10, first biases −6, 600 full-batch updates of gradient descent, each "
        "at its best",
        partial(by_activation, (0.1, 0.3, 1.0, 3.0, 10.0), first_bias=-6.0, hidden=(64,),
                updates=600), improves="optimization"),
}
