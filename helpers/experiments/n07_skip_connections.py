"""What is measured for lesson 07: deep networks with and without skip connections."""
from functools import cache, partial

import numpy as np

from helpers.datasets import images, sampling
from helpers.descent import descend
from helpers.experiments.common import lengths, on_digits, variance_of_minutes
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks import initialization, signals
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten, Linear, Residual
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.normalization import LayerNorm
from helpers.networks.task import Task
from helpers.optimizers import Adam, GradientDescent

RULES = {"gradient descent": GradientDescent, "Adam": Adam}
MIDDLE = {"gradient descent": 0.1, "Adam": 0.01}  # the learning rates around which they are tuned
WORDS = {False: "no skip", True: "skip"}


def plain_or_residual(depth, skip, activation=ReLU(), width=32, scale=None, n_in=64, n_out=10):
    """A hidden layer, and then `depth` more, h → f(h W + b); or, with skip connections, blocks h →
    h + scale · f(h W + b).

    The scale is 1 / depth unless told otherwise.
    """
    layer = (Linear(width, width), activation)
    block = (Residual(layer, 1 / depth if scale is None else scale),) if skip else layer
    return Network((Linear(n_in, width), activation, *block * depth, Linear(width, n_out)))


def deep(*how, **more):
    """The same for images of digits."""
    return Network((Flatten((8, 8)), *plain_or_residual(*how, **more).layers))


def pre_norm(depth, width=32, scale=1.0):
    """For images of digits: a hidden layer, `depth` blocks h → h + scale · W₂ ReLU(W₁ norm(h)),
    and a norm before the scores. He et al. (2016b), with the norm of a Transformer."""
    inside = (LayerNorm((width,)), Linear(width, width), ReLU(), Linear(width, width))
    return Network((Flatten((8, 8)), Linear(64, width), ReLU(), *(Residual(inside, scale),) * depth,
                    LayerNorm((width,)), Linear(width, 10)))


@cache
def first_gradients(depth, width, weights, scale=0.0, n=24):
    """Lengths of the gradient of the first layer's weights, in 200 networks at their start; n
    digits, weights of Kaiming's size times `weights`. Without skip connections if scale is 0."""
    network = deep(depth, bool(scale), width=width, scale=scale)
    seeds = tuple(range(200))
    theta = np.float32(weights) * start_of_200(depth, width)
    grads = network.unpack(Task(network, CrossEntropy(), *few_digits(n), seeds=seeds).grad(theta))
    return np.linalg.norm(grads[1][0].astype(float), axis=(-2, -1))


@cache
def start_of_200(depth, width):
    """The same numbers with and without skip connections: (200, P)."""
    return initialization.start(deep(depth, False, width=width), initialization.kaiming, range(200))


def few_digits(n):
    """The first n digits, and their answers."""
    pictures, labels = images.digits()
    return pictures[:n], sampling.one_hot(labels[:n], 10)


def gradients(activation, depth, weights, skip, n=64):
    """Root mean squares at the start of ∂L/∂a, of ∂L/∂W and of ∂L/∂b in each of `depth` layers."""
    network = deep(depth, bool(skip), activation)
    task = Task(network, CrossEntropy(), *few_digits(n))
    theta = weights * initialization.start(network, initialization.kaiming, (0,), float)[0]
    back = signals.layer_signals(task, theta)[1]
    a = back[3:-1] if skip else back[4:-1:2]  # without skip, W and the activation are two layers
    own = [arrays for arrays in network.unpack(task.grad(theta)) if arrays][1:-1]
    groups = a, *zip(*own, strict=True)
    return [[signals.root_mean_square(values) for values in group] for group in groups]


def landscape_task(depth, skip, n):
    """A small network, so that its loss can be drawn at many points: n digits, `depth` layers of
    16."""
    return Task(deep(depth, skip, width=16), CrossEntropy(), *few_digits(n))


def landscape_way(depth, skip, updates=150):
    """θ at every moment of its training with 300 digits, by Adam: (updates + 1, P)."""
    task = landscape_task(depth, skip, 300)
    theta = initialization.start(task.network, initialization.kaiming, (0,), float)[0]
    return np.array([*descend(task, Adam(0.01 if skip else 0.003), theta, updates)])


def training(seeds, rule, depth, skip, lr, scale=None):
    """400 digits, 150 full-batch updates, from Kaiming's start. In float64: without skip
    connections, it is chaotic."""
    task, validation, theta = on_digits(seeds, deep(depth, skip, scale=scale), 400, dtype=float)
    return Training(task, validation, RULES[rule](lr), theta, 150)


def at_their_best(depth):
    """Without and with skip connections, both rules, each at its own best rate."""
    return {f"{rule}, {words}": Contender(partial(training, rule=rule, depth=depth, skip=skip),
                                          {"lr": Steps(MIDDLE[rule])})
            for rule in RULES for skip, words in WORDS.items()}


def by_rate(depth=20, tried=(0.01, 0.03, 0.1, 0.3, 1.0)):
    """Gradient descent at several learning rates."""
    make = partial(training, rule="gradient descent", depth=depth)
    return {f"{words}, η = {lr:g}": Contender(partial(make, skip=skip, lr=lr))
            for skip, words in WORDS.items() for lr in tried}


def by_scale(depth=40, lr=0.01):
    """Adam, with smaller and smaller residual scales."""
    make = partial(training, rule="Adam", depth=depth, skip=True, lr=lr)
    scales = {"1": 1.0, "1/√L": depth**-0.5, "1/L": 1 / depth}
    return {f"scale {words}": Contender(partial(make, scale=scale)) for words,
            scale in scales.items()}


def line(seeds, rule, skip, depth=10, updates=2000):
    """Fifteen lectures, sigmoid: can it do what a straight line does?"""
    network = plain_or_residual(depth, skip, Sigmoid(), 20, n_in=1, n_out=1)
    task, validation, unit = lengths(seeds, network)
    theta = initialization.start(network, initialization.kaiming, seeds)
    return Training(task, validation, rule, theta, updates, unit=unit)


def on_lectures():
    rules = {"gradient descent": GradientDescent(0.1), "Adam": Adam(0.003)}
    return {f"{name}, {words}": Contender(partial(line, rule=rule, skip=skip))
            for name, rule in rules.items() for skip, words in WORDS.items()}


DIGITS = ("400 digits, 64-32-({} layers of 32)-10, ReLU, 150 full-batch updates, "
          "residual scale {}, {}")
MINUTES = {"floor": 0.01 * variance_of_minutes(), "guessing": variance_of_minutes()}
EXPERIMENTS = {
    f"skip_{depth}": Experiment(
        "skip connection" + f", {depth} layers" * (depth != 20), 2,
        DIGITS.format(depth, "1/L", "each at its best"),
        partial(at_their_best, depth), improves="optimization")
    for depth in (2, 10, 20, 40)
}
EXPERIMENTS |= {
    "skip_rates": Experiment("skip connection, by rate", 2,
                             DIGITS.format(20, "1/L", "gradient descent"),
                             by_rate, improves="optimization"),
    "skip_scale": Experiment("residual scale", 2, DIGITS.format(40, "1, 1/√L or 1/L", "Adam 0.01"),
                             by_scale, improves="optimization"),
    "skip_line": Experiment(
        "skip connection, sigmoid", 2,
        "15 lectures, 1-20-(10 layers of 20)-1, sigmoid, 2,000 updates of gradient "
        "descent 0.1 or Adam 0.003, residual scale 1/L", on_lectures, improves="optimization",
        **MINUTES),
}
