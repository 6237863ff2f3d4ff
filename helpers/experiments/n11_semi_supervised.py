"""What is measured for lesson 11: points without labels, by entropy and by a graph.

One point of each class has a label; all points enter the term that looks at no label.
"""
from functools import partial

import numpy as np

from helpers import schedules
from helpers.datasets import graph, points, sampling
from helpers.experiments.experiment import THIRTY, Contender, Experiment
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import Tanh
from helpers.networks.losses import CrossEntropy, Entropy, Smoothness
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.objectives import Sum
from helpers.optimizers import Adam

# the border of the second is a straight line
NETWORK, LINE = mlp(2, 20, 2, activation=Tanh()), mlp(2, 2)
STEPS, NEIGHBOURS = 1000, 6
# at a constant rate, some runs with the graph are chaotic
OPTIMIZER = Adam(schedules.cosine(0.02, STEPS))
LAMBDAS = {"entropy": (0, 0.01, 0.03, 0.1, 0.3, 1, 3), "graph": (0, 1, 10, 30, 100, 300, 1000)}


def large(n_in, n_out, last):
    """Every weight starts with a standard deviation of 1: `initialization.normal(1.0)`, for
    processes to share."""
    return 1.0


def world(name, n, generator, spread=1.0):
    """n points (n, 2) and labels (n,) of "wide", "thin" or "across" (two blobs) or of "moons";
    spread multiplies the noise.

    In the world "across", the labels cut across the blobs: class 1 is the upper half of both.
    """
    if name == "moons":
        return points.two_moons(n, 0.06 * spread, generator)
    right, deviation = (1.0, (0.35, 1.5)) if name == "thin" else (1.5, (0.4, 1.0))
    x, labels = points.blobs(n, ((-right, 0), (right, 0)), spread * np.array(deviation), generator)
    return x, (x[:, 1] > 0).astype(np.int64) if name == "across" else labels


def first_of_each(labels):
    """The index of the first example of each class that there is."""
    return np.unique(labels, return_index=True)[1]


def term(kind, x, neighbours=NEIGHBOURS, network=NETWORK):
    """What is asked of all points x (n, 2): a small "entropy", or that neighbours in the "graph"
    answer alike."""
    joined = graph.neighbours(x, min(neighbours, len(x) - 1)) if kind == "graph" else None
    criterion = Entropy() if kind == "entropy" else Smoothness(graph.laplacian(joined, len(x)))
    return Task(network, criterion, x, np.full((len(x), 2), 0.5))


def task(x, labels, network=NETWORK):
    """The problem of the points x (n, 2) that have labels (n,). ValueError if a class has none."""
    sampling.every_class(labels, 2)
    return Task(network, CrossEntropy(), x, sampling.one_hot(labels, 2))


def drawn(name, seed, n=200, spread=1.0, new=500, network=NETWORK):
    """The n points of a seed, their labels, which two are known, and the task of `new` others to
    validate on."""
    generator = np.random.default_rng([seed, *b"points"])
    x, labels = world(name, n, generator, spread)
    return x, labels, first_of_each(labels), task(*world(name, new, generator, spread), network)


def together(seeds, name, network):
    """The points of several seeds as arrays (seeds, n, 2), (seeds, n); those that are known; and
    what validates."""
    found = [drawn(name, seed, network=network) for seed in seeds]
    x, labels, known = (np.stack(arrays) for arrays in list(zip(*found, strict=True))[:3])
    tasks = [validation for *_, validation in found]
    new = Task(network, CrossEntropy(),
               *(np.stack([getattr(task, part) for task in tasks]) for part in "xy"), seeds=seeds)
    return x, labels, known, new


def training(seeds, name, kind, lam, scale=initialization.xavier, network=NETWORK):
    """Adam on the labelled points, plus λ times what is asked of all."""
    x, labels, known, validation = together(seeds, name, network)
    at = np.arange(len(seeds))[:, None], known
    labelled = Task(network, CrossEntropy(), x[at], sampling.one_hot(labels[at], 2), seeds=seeds)
    asked = Sum(labelled, lam, unlabelled(kind, x, network))
    theta = initialization.start(network, scale, seeds, float)
    return Training(labelled, validation, OPTIMIZER, theta, STEPS, asked)


def unlabelled(kind, x, network):
    """The term of all points of several seeds (seeds, n, 2); every seed has a graph of its own."""
    terms = [term(kind, own, network=network) for own in x]
    if kind == "graph":
        criterion = Smoothness(np.stack([term.criterion.laplacian for term in terms]))
    else:
        criterion = Entropy()
    return Task(network, criterion, x, np.full((*x.shape[:2], 2), 0.5), seeds=tuple(range(len(x))))


def by_strength(name, kind, **setting):
    return {f"λ = {lam:g}": Contender(partial(training, name=name, kind=kind, lam=lam, **setting))
            for lam in LAMBDAS[kind]}


def row(name, kind, words, sizes="2-20-2, tanh", **setting):
    how = (f"{words}, 1 label per class, 200 points, {sizes}, "
           "1,000 full-batch updates of Adam 0.02, cosine")
    return Experiment(f"semi-supervised, {kind}", 1, how,
                      partial(by_strength, name, kind, **setting), THIRTY,
                      guessing=np.log(2))


WORLDS = {"wide": "wide blobs", "thin": "thin blobs", "moons": "two moons",
          "across": "labels across the blobs"}
EXPERIMENTS = {f"{kind}_{name}": row(name, kind, words) for kind in LAMBDAS for name,
               words in WORLDS.items()}
EXPERIMENTS |= {f"{kind}_{name}_line": row(name, kind, f"{name} blobs", "2-2, linear", network=LINE)
                for kind in LAMBDAS for name in ("wide", "thin")}
EXPERIMENTS["entropy_thin_large"] = row("thin", "entropy",
                                        "thin blobs, weights start with deviation 1", scale=large)
