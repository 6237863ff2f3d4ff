"""What is measured for lesson 05: the scale of the weights, units that are dead, and pre-training.

Digits are trained in float64 where thousands of batches would make much of what float32 rounds.
"""
from functools import partial
from math import prod

import numpy as np

from helpers.datasets import images, sampling
from helpers.descent import descend
from helpers.experiments.common import (
    classifier,
    generators_for,
    lengths,
    on_digits,
    variance_of_minutes,
)
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent

SCALES = {"plain normal": initialization.normal(1.0), "Kaiming": initialization.kaiming}


# The lecture's experiment: minutes against slides, one hidden layer

def kaiming(seeds, scale, activation, lr, biases=True, standardised=True, epochs=10_000):
    """A hidden layer of 100 units, trained with Adam."""
    network = mlp(1, 100, 1, activation=activation)
    task, validation, unit = lengths(seeds, network, standardised)
    theta = initialization.start(network, SCALES[scale], seeds, biases=biases)
    return Training(task, validation, Adam(lr), theta, epochs, unit=unit)


def dying(seeds, activation, first_bias=-6.0, lr=0.1, updates=5000):
    """Twenty units whose biases start far below zero."""
    network = mlp(1, 20, 1, activation=activation)
    task, validation, unit = lengths(seeds, network)
    theta = initialization.start(network, initialization.kaiming, seeds)
    theta = with_first_biases(network, theta, first_bias)
    return Training(task, validation, GradientDescent(lr), theta, updates, unit=unit)


def with_first_biases(network, theta, bias):
    """theta with all biases of the first layer set to `bias`."""
    theta = theta.copy()
    network.unpack(theta)[0][1][...] = bias
    return theta


# Where it starts decides where it ends: equal training loss, other scales; and equal updates

def gained(gain):
    """Kaiming's scale times `gain`, in every layer."""
    return lambda n_in, n_out, last: gain * initialization.kaiming(n_in, n_out, last)


GAINS = {"plain normal": SCALES["plain normal"]}
GAINS |= {f"{gain:g} × Kaiming": gained(gain) for gain in (0.3, 1, 2, 4, 8)}


def equal_loss(seeds, name, n=300, target=0.01, most=4000):
    """Digits trained to the same loss from one of the scales GAINS."""
    network = classifier(64)
    task, validation, _ = on_digits(seeds, network, n)
    theta = initialization.start(network, GAINS[name], seeds, float)
    return Training(task, validation, Adam(1e-3), theta, most, target=target)


STARTS = SCALES | {"Xavier": initialization.xavier, "small, 0.01": initialization.normal(0.01)}


def equal_updates(seeds, name, lr, updates=30):
    """Digits through four hidden layers from one of the scales STARTS."""
    network = classifier(64, 64, 64, 64)
    task, validation, _ = on_digits(seeds, network, 500)
    theta = initialization.start(network, STARTS[name], seeds)
    return Training(task, validation, Adam(lr), theta, updates)


# Pre-training: learn something else first, and start from there

def on_canvas(seeds, labels=100):
    """Tell 5, 6, 7, 8, 9 apart, anywhere on a 12 × 12 canvas: the task of so many labelled images,
    and of 400 others."""
    pictures, digit = images.digits()
    pictures, digit = pictures[digit >= 5], digit[digit >= 5] - 5
    network, generators = classifier(128, 64, side=12, classes=5), generators_for(seeds, "canvas")
    train, new, _ = sampling.splits(digit, labels, 400, seeds)
    x, x_new = placed(pictures[train], generators), placed(pictures[new], generators)
    y, y_new = (sampling.one_hot(digit[part], 5) for part in (train, new))
    return (Task(network, CrossEntropy(), x, y, min(50, labels), seeds),
            Task(network, CrossEntropy(), x_new, y_new, seeds=seeds))


def zero_to_four(seeds, shuffled=False, copies=10):
    """The pretext task: tell 0, 1, 2, 3, 4 apart, each at ten places of the canvas; or learn these
    labels shuffled."""
    pictures, digit = images.digits()
    pictures, digit = (np.repeat(array[digit < 5], copies, axis=0) for array in (pictures, digit))
    x = placed([pictures] * len(seeds), generators_for(seeds, "pretext"))
    y = np.stack([sampling.one_hot(digit, 5)] * len(seeds))
    if shuffled:
        generators = generators_for(seeds, "shuffled")
        y = np.stack([generator.permutation(own) for own,
                      generator in zip(y, generators, strict=True)])
    return Task(classifier(128, 64, side=12, classes=5), CrossEntropy(), x, y, 50, seeds)


def placed(pictures, generators):
    """The images of each seed at random places of a 12 × 12 canvas: (seeds, N, 12, 12)."""
    return np.stack([images.place(own, 12, generator)
                     for own, generator in zip(pictures, generators, strict=True)])


def on_plain_digits(seeds, labels=50):
    """The task of so many labelled digits, that of 700 to validate on, and all but these, (seeds,
    N, 8, 8)."""
    pictures, digit = images.digits()
    train, new, rest = sampling.splits(digit, labels, 700, seeds)
    network = classifier(128, 64)
    y, y_new = (sampling.one_hot(digit[part], 10) for part in (train, new))
    return (Task(network, CrossEntropy(), pictures[train], y, min(50, labels), seeds),
            Task(network, CrossEntropy(), pictures[new], y_new, seeds=seeds),
            pictures[np.concatenate([train, rest], axis=1)])


def turned(seeds, pool):
    """The pretext task of the lecture: by how many quarter turns was this image turned? pool
    (seeds, N, 8, 8)."""
    x = np.concatenate([np.rot90(pool, quarter, axes=(-2, -1)) for quarter in range(4)], axis=1)
    quarters = np.repeat(np.arange(4), pool.shape[1])
    y = np.stack([sampling.one_hot(quarters, 4)] * len(seeds))
    return Task(classifier(128, 64, classes=4), CrossEntropy(), x, y, 50, seeds)


def learned(pretext, network, updates=3000, lr=2e-3):
    """A start for `network`, from so many updates of the pretext task."""
    fresh, body = (initialization.start(one, initialization.kaiming, pretext.seeds, float)
                   for one in (network, pretext.network))
    for body in descend(pretext, Adam(lr), body, updates):
        pass
    return with_head(network, body, fresh)


def with_head(network, body, fresh):
    """theta for `network`: all layers as in `body` but the last, which is as in `fresh`. Their last
    sizes may differ."""
    head = sum(prod(parameter.shape) for parameter in network.parameters[-2:])
    return np.concatenate([body[..., :network.size - head], fresh[..., -head:]], axis=-1)


def finetuned(seeds, task, validation, pretext, updates, before=3000, lr=2e-3):
    """From where the pretext task ended; from scratch, where that is None."""
    def start(limit):
        if pretext is None:
            return initialization.start(task.network, initialization.kaiming, seeds, float)
        return learned(pretext, task.network, min(before, limit))
    return Training(task, validation, Adam(lr), start, updates)


PRETEXTS = {
    "from scratch": lambda seeds: None,
    "pre-trained": zero_to_four,
    "shuffled labels": partial(zero_to_four, shuffled=True),
}


def similar_task(seeds, name, updates):
    """Digits 5 to 9 on a canvas, after a task of PRETEXTS: digits 0 to 4, or the same images with
    labels shuffled."""
    return finetuned(seeds, *on_canvas(seeds), PRETEXTS[name](seeds), updates)


def turns(seeds, name, updates):
    """Plain digits: fifty of them have a label, and the pretext task turns all the others too."""
    task, validation, pool = on_plain_digits(seeds)
    pretext = turned(seeds, pool) if name == "pre-trained" else None
    return finetuned(seeds, task, validation, pretext, updates)


# The experiments

def named(make, names, tuned=None, **setting):
    """A contender for each of the names, which `make` takes."""
    return {name: Contender(partial(make, name=name, **setting), tuned or {}) for name in names}


def scales(**setting):
    return {scale: Contender(partial(kaiming, scale=scale, **setting)) for scale in SCALES}


def units():
    return {name: Contender(partial(dying, activation=activation))
            for name, activation in (("ReLU", ReLU()), ("leaky ReLU", LeakyReLU(0.01)))}


MINUTES = {"floor": 0.01 * variance_of_minutes(), "guessing": variance_of_minutes()}
KAIMING = {  # where the lecture's experiment on initialization works, and where it does not
    "": ("standardised data, random biases", {}),
    "_zero": ("standardised data, zero biases", {"biases": False}),
    "_raw": ("raw data, random biases", {"standardised": False}),
}
EXPERIMENTS = {
    f"kaiming_{type(activation).__name__.lower()}{suffix}": Experiment(
        "Kaiming's scale", 3,
        f"15 lectures, 1-100-1, {type(activation).__name__}, 10,000 epochs of Adam {lr}, {words}",
        partial(scales, activation=activation, lr=lr, **how), improves="optimization",
        cut=5 if suffix == "_raw" else 20, **MINUTES)
    for activation, lr in ((Tanh(), 0.003), (ReLU(), 0.001), (Sigmoid(), 0.01))
    for suffix, (words, how) in KAIMING.items()
}
PRETRAINING = ("100 of the digits 5 to 9 on 12 × 12, {} updates of Adam 0.002; "
               "before, 3,000 on the digits 0 to 4")
ROTATION = "50 plain digits, {} updates of Adam 0.002; before, 3,000 on the turns of 1,097 digits"
TURNS = ("from scratch", "pre-trained")
EXPERIMENTS |= {
    "kaiming_digits": Experiment(
        "Kaiming's scale, at equal training loss", 3,
        "300 digits, 64-64-10, ReLU, Adam 0.001 until the loss is 0.01",
        partial(named, equal_loss, GAINS)),
    "kaiming_fixed": Experiment(
        "initialization, at equal updates", 3,
        "500 digits, 64-(4 layers of 64)-10, ReLU, 30 full-batch updates of Adam, each at its best",
        partial(named, equal_updates, STARTS, {"lr": Steps(3e-3)}), improves="optimization", cut=5),
    "dying_relu": Experiment(
        "leaky ReLU for dead units", 2,
        "15 lectures, 1-20-1, first biases −6, 5,000 updates of gradient descent 0.1", units,
        **MINUTES),
    "pretraining": Experiment("pre-training, early", 3, PRETRAINING.format(50),
                              partial(named, similar_task, PRETEXTS, updates=50),
                              guessing=np.log(5)),
    "pretraining_late": Experiment("pre-training, late", 3, PRETRAINING.format(300),
                                   partial(named, similar_task, PRETEXTS, updates=300),
                                   guessing=np.log(5)),
    "rotation": Experiment("pre-training on turns, early", 3, ROTATION.format(50),
                           partial(named, turns, TURNS, updates=50)),
    "rotation_late": Experiment("pre-training on turns, late", 3, ROTATION.format(300),
                                partial(named, turns, TURNS, updates=300)),
}
