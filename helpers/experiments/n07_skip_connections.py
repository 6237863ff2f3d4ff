"""What is trained for the rows of notebook 07. As in `trials`, a trial takes the seeds and returns {contender: Outcome}."""
from functools import partial

import numpy as np

from helpers.experiments import n04_dropout as trials, verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.descent import descend, grid, losses
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten, Linear, Residual
from helpers.networks.network import Network
from helpers.optimizers import Adam, GradientDescent
from helpers.experiments.n05_initialization import in_minutes, lengths

RULES = {"plain descent": GradientDescent, "Adam": Adam}
RATES = {  # the best of those that `sweep` tried, of plain descent and of Adam, by depth and road
    (2, False): (0.3, 0.03), (2, True): (1.0, 0.03),
    (10, False): (0.1, 0.01), (10, True): (1.0, 0.03),
    (20, False): (0.03, 0.003), (20, True): (1.0, 0.03),
    (40, False): (0.01, 0.001), (40, True): (1.0, 0.03),
}


def tower(depth, road, activation=ReLU(), width=32, scale=None, n_in=64, n_out=10):
    """A hidden layer, and then `depth` more, h → f(h W + b); or, with the road, `depth` blocks h → h + scale · f(h W + b).

    The scale is 1 / depth unless told otherwise.
    """
    layer = (Linear(width, width), activation)
    block = (Residual(layer, 1 / depth if scale is None else scale),) if road else layer
    return Network((Linear(n_in, width), activation, *block * depth, Linear(width, n_out)))


def deep(*how, **more):
    """The same for pictures of digits."""
    return Network((Flatten((8, 8)), *tower(*how, **more).layers))


def sweep(depth, road, rule, tried, seeds=tuple(range(20, 25)), epochs=150):
    """How RATES were chosen: the median training loss at each rate, over other seeds than those of the rows."""
    task, _, theta = trials.on_digits(seeds, deep(depth, road), 400)
    *_, end = descend(task, grid(rule(1.0), theta, lr=tried), theta, epochs)
    return np.median(losses(task, end), axis=-1)


def trained(seeds, network, optimizer):
    """400 digits, 150 full-batch updates, from Kaiming's start. In float64: without the road, training is chaotic."""
    task, validation, theta = trials.on_digits(seeds, network, 400)
    return compare.outcome(task, validation, optimizer, theta.astype(float), 150)


def skip(seeds, depth):
    """With and without the road, plain descent and Adam, each at its own best rate."""
    return {f"{words}, {'road' if road else 'no road'}": trained(seeds, deep(depth, road), rule(RATES[depth, road][k]))
            for k, (words, rule) in enumerate(RULES.items()) for road in (False, True)}


def rates(seeds, depth=20, tried=(0.01, 0.03, 0.1, 0.3, 1.0)):
    """Plain descent at several learning rates."""
    return {f"{'road' if road else 'no road'}, η = {lr:g}": trained(seeds, deep(depth, road), GradientDescent(lr))
            for road in (False, True) for lr in tried}


def gates(seeds, depth=40, lr=0.01):
    """Adam, with less and less of every branch."""
    scales = {"1": 1.0, "1/√L": depth**-0.5, "1/L": 1 / depth}
    return {f"scale {words}": trained(seeds, deep(depth, True, scale=scale), Adam(lr)) for words, scale in scales.items()}


def line(seeds, depth=10):
    """Fifteen lectures, sigmoid: can it do what a straight line does?"""
    outcomes = {}
    for words, optimizer in (("plain descent", GradientDescent(0.1)), ("Adam", Adam(0.003))):
        for road in (False, True):
            network = tower(depth, road, Sigmoid(), 20, n_in=1, n_out=1)
            task, validation, unit = lengths(seeds, network)
            theta = initialization.start(network, initialization.kaiming, seeds)
            outcome = compare.outcome(task, validation, optimizer, theta, 2000)
            outcomes[f"{words}, {'road' if road else 'no road'}"] = in_minutes(outcome, unit)
    return outcomes


DIGITS = "400 digits, 64-32-({} layers of 32)-10, ReLU, 150 full-batch updates, branch scaled by {}, {}"
ROWS = {f"skip_{depth}": Row("skip connection" + f", {depth} layers" * (depth != 20), 2,
                             DIGITS.format(depth, "1/L", "each at its best rate"), partial(skip, depth=depth))
        for depth in (2, 10, 20, 40)}
ROWS |= {
    "skip_rates": Row("skip connection, by rate", 2, DIGITS.format(20, "1/L", "plain descent"), rates),
    "skip_scale": Row("scale of the branch", 2, DIGITS.format(40, "1, 1/√L or 1/L", "Adam 0.01"), gates),
    "skip_line": Row("skip connection, sigmoid", 2, "15 lectures, 1-20-(10 layers of 20)-1, sigmoid, 2,000 updates of plain "
                     "descent 0.1 or Adam 0.003, branch scaled by 1/L", line),
}
