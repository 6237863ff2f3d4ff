"""What is trained for the rows about the start: the scale of the weights, units that are dead, and pre-training.

As in `trials`, a trial takes the seeds and returns an `Outcome` for each contender, one number a seed. Digits are trained
in float64 here: after thousands of batches, what float32 rounds otherwise on another processor is a third of the loss.
"""
from functools import partial
from math import prod

import numpy as np

from helpers.datasets import images as pictures, sampling
from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.descent import descend
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.layers import Flatten
from helpers.networks.losses import CrossEntropy, MeanSquaredError
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent
from helpers.regression import lectures
from helpers.experiments.n04_dropout import digits

SCALES = {"plain normal": initialization.normal(1.0), "Kaiming": initialization.kaiming}


# The lecture's experiment: minutes against slides, one hidden layer

def lengths(seeds, network, standardised=True, new=200):
    """The task of fifteen lectures, the task of `new` others for each seed, and the minutes² that a loss of 1 means.

    The others are made up: drawn from the straight line through the fifteen, with the scatter of the fifteen.
    Standardised slides and minutes have mean 0 and variance 1 over the fifteen.
    """
    given = lectures()
    line = np.array(given.minima[0])
    generators = someone(seeds, "lectures")
    slides = np.stack([generator.uniform(given.x.min(), given.x.max(), new) for generator in generators])
    scatter = given.error(line).std(ddof=2) * np.stack([generator.standard_normal(new) for generator in generators])
    minutes = slides * line[0] + line[1] + scatter
    (x_mean, x_std), (y_mean, y_std) = [(values.mean(), values.std()) if standardised else (0.0, 1.0)
                                        for values in (given.x, given.y)]
    tasks = [Task(network, MeanSquaredError(), (x[..., None] - x_mean) / x_std, (y[..., None] - y_mean) / y_std)
             for x, y in ((given.x, given.y), (slides, minutes))]
    return *tasks, y_std**2


def in_minutes(outcome, unit):
    """The outcome of a regression: losses in minutes², and no accuracy."""
    losses = (outcome.trained, outcome.clean, outcome.validation)
    return compare.Outcome(*(loss * unit for loss in losses), outcome.accuracy * np.nan)


def kaiming(seeds, activation, lr, biases=True, standardised=True, epochs=10_000):
    """A hidden layer of 100 units, trained with Adam from the plain normal and from Kaiming's scale."""
    network = mlp(1, 100, 1, activation=activation)
    task, validation, unit = lengths(seeds, network, standardised)
    starts = {name: initialization.start(network, scale, seeds, biases=biases) for name, scale in SCALES.items()}
    return {name: in_minutes(compare.outcome(task, validation, Adam(lr), theta, epochs), unit)
            for name, theta in starts.items()}


def dying(seeds, first_bias=-6.0, lr=0.1, steps=5000):
    """Twenty units whose biases start far below zero: ReLU, and a leaky one."""
    outcomes = {}
    for name, activation in (("ReLU", ReLU()), ("leaky ReLU", LeakyReLU(0.01))):
        network = mlp(1, 20, 1, activation=activation)
        task, validation, unit = lengths(seeds, network)
        theta = shifted(network, initialization.start(network, initialization.kaiming, seeds), first_bias)
        outcomes[name] = in_minutes(compare.outcome(task, validation, GradientDescent(lr), theta, steps), unit)
    return outcomes


def shifted(network, theta, bias):
    """theta with all biases of the first layer set to `bias`."""
    theta = theta.copy()
    network.unpack(theta)[0][1][...] = bias
    return theta


# Where it starts decides where it ends: equal training loss, other scales

def gained(gain):
    """Kaiming's scale times `gain`, in every layer."""
    return lambda n_in, n_out, last: gain * initialization.kaiming(n_in, n_out, last)


def until(task, optimizer, theta, target, steps, every=5):
    """Each seed's theta when its training loss, looked at every few steps, is first at most `target`; nan if it never is."""
    reached = np.full_like(theta, np.nan)
    for t, theta in enumerate(descend(task, optimizer, theta, steps)):
        if t % every == 0:
            there = np.isnan(reached[:, 0]) & (task.loss(theta) <= target)
            reached[there] = theta[there]
            if not np.isnan(reached).any():
                break
    return reached


GAINS = {"plain normal": SCALES["plain normal"]} | {f"{gain:g} × Kaiming": gained(gain) for gain in (0.3, 1, 2, 4, 8)}


def gains(seeds, contenders=tuple(GAINS), n=300, target=0.01, steps=4000):
    """Digits trained to the same loss from the plain normal, from Kaiming's scale, and from multiples of it."""
    network = Network((Flatten((8, 8)), *mlp(64, 64, 10).layers))
    x, y, x_new, y_new = digits(seeds, n)
    task, validation = (Task(network, CrossEntropy(), *part, seeds=seeds) for part in ((x, y), (x_new, y_new)))
    ends = {name: until(task, Adam(1e-3), initialization.start(network, GAINS[name], seeds, float), target, steps)
            for name in contenders}
    return {name: compare.Outcome(task.loss(theta), task.loss(theta), validation.loss(theta), validation.accuracy(theta))
            for name, theta in ends.items()}


# Pre-training: learn something else first, and start from there

def classifier(side, classes):
    """Pictures of side × side to scores, through two hidden layers."""
    return Network((Flatten((side, side)), *mlp(side**2, 128, 64, classes).layers))


def on_canvas(seeds, labels=100):
    """Tell 5, 6, 7, 8, 9 apart, anywhere on a 12 × 12 canvas: the task of so many labelled pictures, and of 400 others."""
    images, digit = pictures.digits()
    images, digit = images[digit >= 5], digit[digit >= 5] - 5
    parts, generators = sampling.splits(digit, labels, 400, seeds), someone(seeds, "canvas")
    return [Task(classifier(12, 5), CrossEntropy(), placed(images[part], generators), sampling.one_hot(digit[part], 5),
                 min(50, labels) if part is parts[0] else None, seeds) for part in parts[:2]]


def zero_to_four(seeds, shuffled=False, copies=10):
    """The pretext task: tell 0, 1, 2, 3, 4 apart, each at ten places of the canvas; or learn these labels shuffled."""
    images, digit = pictures.digits()
    images, digit = (np.repeat(array[digit < 5], copies, axis=0) for array in (images, digit))
    x, y = placed([images] * len(seeds), someone(seeds, "pretext")), np.stack([sampling.one_hot(digit, 5)] * len(seeds))
    if shuffled:
        y = np.stack([generator.permutation(own) for own, generator in zip(y, someone(seeds, "shuffled"))])
    return Task(classifier(12, 5), CrossEntropy(), x, y, 50, seeds)


def someone(seeds, purpose):
    """One generator for each seed, others for each purpose."""
    return [np.random.default_rng([seed, *purpose.encode()]) for seed in seeds]


def placed(images, generators):
    """The pictures of each seed at random places of a 12 × 12 canvas: (seeds, N, 12, 12)."""
    return np.stack([pictures.place(own, 12, generator) for own, generator in zip(images, generators)])


def turned(seeds, pool):
    """The pretext task of the lecture: by how many quarter turns was this picture turned? pool (seeds, N, 8, 8)."""
    x = np.concatenate([np.rot90(pool, quarter, axes=(-2, -1)) for quarter in range(4)], axis=1)
    quarters = np.repeat(np.arange(4), pool.shape[1])
    return Task(classifier(8, 4), CrossEntropy(), x, np.stack([sampling.one_hot(quarters, 4)] * len(seeds)), 50, seeds)


def learned(pretext, network, updates=3000, lr=2e-3):
    """A start for `network`, from so many updates of the pretext task."""
    fresh, body = (initialization.start(net, initialization.kaiming, pretext.seeds, float) for net in (network, pretext.network))
    for body in descend(pretext, Adam(lr), body, updates):
        pass
    return with_head(network, body, fresh)


def with_head(network, body, fresh):
    """theta for `network`: all layers as in `body` but the last, which is as in `fresh`. Their last sizes may differ."""
    head = sum(prod(parameter.shape) for parameter in network.parameters[-2:])
    return np.concatenate([body[..., :network.size - head], fresh[..., -head:]], axis=-1)


def pretraining(seeds, steps=50, labels=100, updates=3000):
    """Digits 5 to 9 on a canvas, after a similar task: digits 0 to 4. The control learns the same pictures, labels shuffled."""
    task, validation = on_canvas(seeds, labels)
    pretexts = {"pre-trained": zero_to_four(seeds), "shuffled labels": zero_to_four(seeds, shuffled=True)}
    return finetuned(task, validation, pretexts, steps, updates)


def rotation(seeds, steps=50, labels=50, updates=3000):
    """Plain digits: `labels` of them have a label, 700 validate, and the pretext task turns all the others too."""
    images, digit = pictures.digits()
    train, hidden, rest = sampling.splits(digit, labels, 700, seeds)
    task, validation = [Task(classifier(8, 10), CrossEntropy(), images[part], sampling.one_hot(digit[part], 10),
                             min(50, labels) if part is train else None, seeds) for part in (train, hidden)]
    pool = images[np.concatenate([train, rest], axis=1)]
    return finetuned(task, validation, {"pre-trained": turned(seeds, pool)}, steps, updates)


def finetuned(task, validation, pretexts, steps, updates, lr=2e-3):
    """Train from scratch, and from where each pretext task ended."""
    starts = {"from scratch": initialization.start(task.network, initialization.kaiming, task.seeds, float)}
    starts |= {name: learned(pretext, task.network, updates) for name, pretext in pretexts.items()}
    return {name: compare.outcome(task, validation, Adam(lr), theta, steps) for name, theta in starts.items()}


KAIMING = {  # where the lecture's experiment on initialization works, and where it does not
    "": ("standardised data, random biases", {}),
    "_zero": ("standardised data, zero biases", {"biases": False}),
    "_raw": ("raw data, random biases", {"standardised": False}),
}
ROWS = {
    f"kaiming_{type(activation).__name__.lower()}{suffix}": Row(
        "Kaiming's scale", 3, f"15 lectures, 1-100-1, {type(activation).__name__}, 10,000 epochs of Adam {lr}, {words}",
        partial(kaiming, activation=activation, lr=lr, **how))
    for activation, lr in ((Tanh(), 0.003), (ReLU(), 0.001), (Sigmoid(), 0.01)) for suffix, (words, how) in KAIMING.items()
}
PRETRAINING = "100 of the digits 5 to 9 on 12 × 12, {} updates of Adam 0.002; before, 3,000 on the digits 0 to 4"
ROTATION = "50 plain digits, {} updates of Adam 0.002; before, 3,000 on the turns of 1,097 digits"
ROWS |= {
    "kaiming_digits": Row("Kaiming's scale, at equal training loss", 3,
                          "300 digits, 64-64-10, ReLU, Adam 0.001 until the loss is 0.01", gains),
    "dying_relu": Row("leaky ReLU for dead units", 2,
                      "15 lectures, 1-20-1, first biases −6, 5,000 updates of plain descent 0.1", dying),
    "pretraining": Row("pre-training, early", 3, PRETRAINING.format(50), pretraining),
    "pretraining_late": Row("pre-training, late", 3, PRETRAINING.format(300),
                            partial(pretraining, steps=300)),
    "rotation": Row("pre-training on turns, early", 3, ROTATION.format(50), rotation),
    "rotation_late": Row("pre-training on turns, late", 3, ROTATION.format(300),
                         partial(rotation, steps=300)),
}
