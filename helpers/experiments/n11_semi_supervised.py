"""What is trained for the rows of notebook 11. As in `trials`, a trial takes the seeds and returns {contender: Outcome}.

One point of each class has a label; all points enter the term that looks at no label. All λ are trained together.
"""
from functools import partial

import numpy as np

from helpers import schedules
from helpers.datasets import graph, points, sampling
from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.networks.activations import Tanh
from helpers.networks.losses import CrossEntropy, Entropy, Smoothness
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.objectives import Sum
from helpers.optimizers import Adam

NETWORK, LINE = mlp(2, 20, 2, activation=Tanh()), mlp(2, 2)  # the border of the second is a straight line
STEPS, NEIGHBOURS = 1000, 6
OPTIMIZER = Adam(schedules.cosine(0.02, STEPS))  # at a constant rate, some runs with the graph are chaotic
LAMBDAS = {"entropy": (0, 0.01, 0.03, 0.1, 0.3, 1, 3), "graph": (0, 1, 10, 30, 100, 300, 1000)}


def large(n_in, n_out, last):
    """Every weight starts with a standard deviation of 1: `initialization.normal(1.0)`, for processes to share."""
    return 1.0


def world(name, n, generator, spread=1.0):
    """n points (n, 2) and labels (n,) of "wide", "thin" or "across" (two blobs) or of "moons"; spread multiplies the noise.

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
    """What is asked of all points x (n, 2): a small "entropy", or that neighbours in the "graph" answer alike."""
    joined = graph.neighbours(x, min(neighbours, len(x) - 1)) if kind == "graph" else None
    criterion = Entropy() if kind == "entropy" else Smoothness(graph.laplacian(joined, len(x)))
    return Task(network, criterion, x, np.full((len(x), 2), 0.5))


def task(x, labels, network=NETWORK):
    """The problem of the points x (n, 2) that have labels (n,). ValueError if a class has none."""
    sampling.every_class(labels, 2)
    return Task(network, CrossEntropy(), x, sampling.one_hot(labels, 2))


def drawn(name, seed, n=200, spread=1.0, new=500, network=NETWORK):
    """The n points of a seed, their labels, which two are known, and the task of `new` others to validate on."""
    generator = np.random.default_rng([seed, *b"points"])
    x, labels = world(name, n, generator, spread)
    return x, labels, first_of_each(labels), task(*world(name, new, generator, spread), network)


def alone(seed, name, kind, scale, network):
    """One seed, which has a graph of its own, with every λ: an Outcome of shape (λ, 1)."""
    x, labels, known, validation = drawn(name, seed, network=network)
    labelled = task(x[known], labels[known], network)
    asked = Sum(labelled, np.reshape(LAMBDAS[kind], (-1, 1, 1)), term(kind, x, network=network))
    theta = initialization.start(network, scale, (seed,), float)
    return compare.outcome(labelled, validation, OPTIMIZER, theta, STEPS, asked)


def contest(seeds, name, kind, scale=initialization.xavier, network=NETWORK):
    runs = [alone(seed, name, kind, scale, network) for seed in seeds]
    return {f"λ = {lam:g}": compare.Outcome(*(np.array([getattr(run, number)[k, 0] for run in runs])
                                              for number in compare.Outcome.__annotations__))
            for k, lam in enumerate(LAMBDAS[kind])}


def row(name, kind, words, sizes="2-20-2, tanh", **settings):
    setting = f"{words}, 1 label per class, 200 points, {sizes}, 1,000 full-batch updates of Adam 0.02, cosine"
    return Row(f"semi-supervised, {kind}", 1, setting, partial(contest, name=name, kind=kind, **settings), tuple(range(30)))


ROWS = {f"{kind}_{name}": row(name, kind, words) for kind in LAMBDAS for name, words in (
    ("wide", "wide blobs"), ("thin", "thin blobs"), ("moons", "two moons"), ("across", "labels across the blobs"))}
ROWS |= {f"{kind}_{name}_line": row(name, kind, f"{name} blobs", "2-2, linear", network=LINE)
         for kind in LAMBDAS for name in ("wide", "thin")}
ROWS["entropy_thin_large"] = row("thin", "entropy", "thin blobs, weights start with deviation 1", scale=large)
