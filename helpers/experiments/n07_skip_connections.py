"""What is measured for lesson 07: deep networks with and without skip connections."""
from functools import partial

from helpers.experiments.common import lengths, on_digits, variance_of_minutes
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten, Linear, Residual
from helpers.networks.network import Network
from helpers.optimizers import Adam, GradientDescent

RULES = {"gradient descent": GradientDescent, "Adam": Adam}
MIDDLE = {"gradient descent": 0.1, "Adam": 0.01}  # the learning rates around which they are tuned
WORDS = {False: "no skip", True: "skip"}


def tower(depth, skip, activation=ReLU(), width=32, scale=None, n_in=64, n_out=10):
    """A hidden layer, and then `depth` more, h → f(h W + b); or, with skip connections, blocks h →
    h + scale · f(h W + b).

    The scale is 1 / depth unless told otherwise.
    """
    layer = (Linear(width, width), activation)
    block = (Residual(layer, 1 / depth if scale is None else scale),) if skip else layer
    return Network((Linear(n_in, width), activation, *block * depth, Linear(width, n_out)))


def deep(*how, **more):
    """The same for images of digits."""
    return Network((Flatten((8, 8)), *tower(*how, **more).layers))


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
    network = tower(depth, skip, Sigmoid(), 20, n_in=1, n_out=1)
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
