"""What is measured for lesson 11: points without labels, by entropy and by a graph.

One point of each class has a label; all points enter the term that looks at no label.
"""
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from helpers import schedules
from helpers.datasets import graph, points, sampling
from helpers.descent import descend
from helpers.experiments import common
from helpers.experiments.experiment import THIRTY, Contender, Experiment
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import Tanh
from helpers.networks.losses import (
    CrossEntropy,
    Entropy,
    Smoothness,
    log_softmax,
    softmax,
)
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.objectives import Sum
from helpers.optimizers import Adam

# the border of the second is a straight line
NETWORK, LINE = mlp(2, 20, 2, activation=Tanh()), mlp(2, 2)
STEPS, NEIGHBOURS = 1000, 6
# at a constant rate, some runs with the graph are chaotic
OPTIMIZER = Adam(schedules.cosine(0.02, STEPS))
# the lesson's figures train less, so that they follow the hand
QUICK = 400
QUICK_OPTIMIZER = Adam(schedules.cosine(0.05, QUICK))
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


def first_of_each(labels, n=1):
    """The indices of the first n examples of each class that there is."""
    return np.concatenate([np.flatnonzero(labels == label)[:n] for label in np.unique(labels)])


@dataclass(frozen=True)
class PseudoLabels:
    """The cross-entropy of each answer that reaches the threshold, with its own most likely class
    as the label; the others count as 0. Lee (2013); with a threshold, Sohn et al. (2020)."""
    threshold: float = 0.95

    def check(self, y):
        """Whatever y holds, it is not looked at."""

    def labels(self, scores):
        """The labels as one-hot rows, all 0 where the answer is not certain enough."""
        p = softmax(scores)
        own = np.eye(p.shape[-1], dtype=p.dtype)[p.argmax(axis=-1)]
        return own * (p.max(axis=-1, keepdims=True) >= self.threshold)

    def loss(self, scores, y):
        return -np.mean(np.sum(self.labels(scores) * log_softmax(scores), axis=-1), axis=-1)

    def grad(self, scores, y):
        own = self.labels(scores)
        return (softmax(scores) * own.sum(axis=-1, keepdims=True) - own) / y.shape[-2]


def criterion_of(kind, x, neighbours=NEIGHBOURS):
    """What is asked of the answers to examples x (n, …): a small "entropy", "pseudo-labels", or
    that neighbours in the "graph" answer alike."""
    if kind == "graph":
        joined = graph.neighbours(x.reshape(len(x), -1), min(neighbours, len(x) - 1))
        return Smoothness(graph.laplacian(joined, len(x)))
    return Entropy() if kind == "entropy" else PseudoLabels()


def term(kind, x, neighbours=NEIGHBOURS, network=NETWORK):
    """The problem that asks this of all points x (n, 2)."""
    return Task(network, criterion_of(kind, x, neighbours), x, np.full((len(x), 2), 0.5))


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


def unlabelled(kind, x, network, neighbours=NEIGHBOURS):
    """The term of all points of several seeds (seeds, n, 2); every seed has a graph of its own."""
    terms = [term(kind, own, neighbours, network) for own in x]
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


# What the lesson's figures train: labels only beside λ, from the same start

@dataclass(frozen=True, eq=False)
class Ramped:
    """problem + λ · term, where λ grows from 0 to lam in so many updates."""
    problem: Any
    lam: float
    term: Any
    updates: int

    @property
    def size(self):
        return self.problem.size

    def at(self, t):
        return Sum(self.problem, self.lam * min(1, t / self.updates), self.term).at(t)


def by_hand(name, seed, per_class, place):
    """The 200 points of a seed; the first of class 1 lies where the reader put it.

    Returns x (200, 2), the true labels, the label that each shows (−1: none), and what validates.
    """
    x, truth, known, new = drawn(name, seed)
    x[known[1]] = place
    shown = np.isin(np.arange(len(x)), first_of_each(truth, per_class))
    return x, truth, np.where(shown, truth, -1), new


def watched(x, given, kind, lam, seed, neighbours=NEIGHBOURS):
    """Train with the labels only and with λ, one number or n. Every 20 updates: (share that is
    done, θ (1 + n, P))."""
    labelled, strengths = task(x[given >= 0], given[given >= 0]), np.append(0, lam)
    asked = Sum(labelled, strengths[:, None, None], term(kind, x, neighbours))
    start = initialization.start(NETWORK, initialization.xavier, (seed,), float)
    theta = np.stack([start] * len(strengths))
    for t, theta in enumerate(descend(asked, QUICK_OPTIMIZER, theta, QUICK)):
        if t % 20 == 0:
            yield t / QUICK, theta[:, 0]


def accuracies(name, kind, lam, seeds, ramp=None, neighbours=NEIGHBOURS):
    """The accuracy on new points of each seed, trained as the figures are; ramp: in how many
    updates λ grows to its value."""
    x, labels, known, new = together(seeds, name, NETWORK)
    at = np.arange(len(seeds))[:, None], known
    labelled = Task(NETWORK, CrossEntropy(), x[at], sampling.one_hot(labels[at], 2), seeds=seeds)
    term = unlabelled(kind, x, NETWORK, neighbours)
    asked = Ramped(labelled, lam, term, ramp) if ramp else Sum(labelled, lam, term)
    theta = initialization.start(NETWORK, initialization.xavier, seeds, float)
    for theta in descend(asked, QUICK_OPTIMIZER, theta, QUICK):
        pass
    return new.accuracy(theta)


DIGITS, COUNTS, UPDATES = common.classifier(32), (1, 2, 5, 10), 200


def on_digits(kind, lam, seed):
    """300 digits, of which the first 1, 2, 5 or 10 of each class have a label; all enter the term.

    Every 10 updates: (update, accuracy on 700 others (2, 4): labels only and with λ, for each
    number of labels).
    """
    x, y, x_new, y_new = (array[0] for array in common.digits((seed,), 300))
    known = np.stack([np.tile(first_of_each(y.argmax(axis=-1), n), 10 // n) for n in COUNTS])
    labelled = Task(DIGITS, CrossEntropy(), x[known], y[known], seeds=tuple(range(len(COUNTS))))
    term = Task(DIGITS, criterion_of(kind, x, 5), x, y)
    asked = Sum(labelled, np.reshape([0, lam], (-1, 1, 1)), term)
    theta = initialization.start(DIGITS, initialization.kaiming, (seed,), float)
    theta = np.tile(theta, (2, len(COUNTS), 1))
    new, adam = Task(DIGITS, CrossEntropy(), x_new, y_new), Adam(schedules.cosine(0.02, UPDATES))
    for t, theta in enumerate(descend(asked, adam, theta, UPDATES)):
        if t % 10 == 0:
            yield t, new.accuracy(theta)
