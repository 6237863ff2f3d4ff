"""What is trained for the rows of notebook 06. As in `trials`, a trial takes the seeds and returns {contender: Outcome}.

A world says where the digits stand: a function of the seeds and of pictures (seeds, N, 8, 8), for training and validation.
"""
from functools import partial
from math import prod

import numpy as np

from helpers.datasets import images
from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.experiments.verdict import Row
from helpers.networks.convolution import Convolution, AddChannel, LocallyConnected, MaxPool
from helpers.networks.activations import ReLU
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam
from helpers.experiments.n04_dropout import digits


def centred(seeds, *parts):
    """As they are: 8 × 8 pixels, and the digit fills them."""
    return parts


def anywhere(seeds, *parts):
    """Each digit at a random place of a 12 × 12 canvas, where it stays."""
    generators = [np.random.default_rng([seed, *b"place"]) for seed in seeds]
    return [np.stack([images.place(own, 12, generator) for own, generator in zip(part, generators)]) for part in parts]


def only_new_move(seeds, x, new):
    """Training digits in the middle of the canvas, validation digits anywhere."""
    return np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2))), *anywhere(seeds, new)


def shuffled(world, seeds, *parts):
    """The pixels of a world in another order: one for each seed, the same for all of its pictures."""
    for part in world(seeds, *parts):
        flat = part.reshape(*part.shape[:2], -1)
        order = [np.random.default_rng([seed, *b"order"]).permutation(flat.shape[-1]) for seed in seeds]
        yield np.take_along_axis(flat, np.stack(order)[:, None], -1).reshape(part.shape)


def seen(side, *layers):
    """Grey pictures of side × side through some layers, and a fully connected one to ten scores."""
    body = Network((AddChannel(), *layers))
    end = body.output_shape((side, side))
    return Network((*body.layers, Flatten(end), Linear(prod(end), 10)))


def cnn(side):
    """Two convolutions, 8 and 16 filters of 3 × 3, each with its pooling."""
    first, second = Convolution((side, side, 1), 8, padding=1), Convolution((side // 2, side // 2, 8), 16, padding=1)
    return seen(side, first, ReLU(), MaxPool(), second, ReLU(), MaxPool())


def strided(side):
    """The same two convolutions, but with stride 2 in place of pooling: as many parameters, places and scores."""
    first, second = Convolution((side, side, 1), 8, 3, 2, 1), Convolution((side // 2, side // 2, 8), 16, 3, 2, 1)
    return seen(side, first, ReLU(), second, ReLU())


def pooled(side):
    """A single convolution of 16 filters, of each the highest answer in squares of 4 × 4 places."""
    return seen(side, Convolution((side, side, 1), 16, padding=1), ReLU(), MaxPool(4))


def plain(side, hidden):
    return Network((Flatten((side, side)), *mlp(side**2, hidden, 10).layers))


def against_plain(side):
    """The CNN, and two plain networks: one of about as many parameters, and a wide one."""
    return {"plain, same size": plain(side, 26 if side == 8 else 17), "plain, wide": plain(side, 128), "CNN": cnn(side)}


def nested(side):
    """Three sets of functions, one inside the other: a hidden layer of 4 units for each pixel, and what a unit may see."""
    sets = {name: seen(side, kind((side, side, 1), 4, padding=1), ReLU())
            for name, kind in (("local", LocallyConnected), ("convolution", Convolution))}
    return {"fully connected": plain(side, 4 * side**2)} | sets


def tasks(seeds, network, world=anywhere, n=300):
    """What to train, n digits in batches of 50, and what to validate on, 700 others."""
    x, y, x_new, y_new = digits(seeds, n)
    x, x_new = world(seeds, x, x_new)
    return Task(network, CrossEntropy(), x, y, 50, seeds), Task(network, CrossEntropy(), x_new, y_new, seeds=seeds)


def contest(seeds, networks, world=anywhere, n=300, steps=300, lr=2e-3):
    """Train each of the networks {name: Network} with Adam, from Kaiming's start."""
    starts = {name: initialization.start(network, initialization.kaiming, seeds) for name, network in networks.items()}
    return {name: compare.outcome(*tasks(seeds, networks[name], world, n), Adam(lr), theta, steps)
            for name, theta in starts.items()}


def row(trick, changed, networks, **how):
    """A row, and in words what is other than in the row cnn."""
    return Row(trick, 2, f"{changed}, else as in the row cnn", partial(contest, networks=networks, **how))


CANVAS, DIGITS, FOUR = against_plain(12), against_plain(8), "a hidden layer of 4 units for each pixel"
PARTS = {"strides": strided(12), "one convolution": pooled(12), "CNN": cnn(12)}
ROWS = {
    "cnn": Row("convolution", 2, "300 digits anywhere on 12 × 12, 300 updates of Adam 0.002, batches of 50",
               partial(contest, networks=CANVAS)),
    "cnn_long": row("convolution, trained longer", "900 updates", CANVAS, steps=900),
    "cnn_1000": row("convolution, 1,000 digits", "1,000 digits", CANVAS, n=1000),
    "cnn_shuffled": row("convolution, pixels shuffled", "pixels shuffled", CANVAS, world=partial(shuffled, anywhere)),
    "cnn_moved": row("convolution, only new digits move", "training digits in the middle", CANVAS, world=only_new_move),
    "cnn_pooling": row("pooling in a convolutional network", "900 updates", PARTS, steps=900),
    "cnn_centred": row("convolution, centred digits", "8 × 8 digits", DIGITS, world=centred),
    "cnn_centred_long": row("convolution, centred digits, trained longer", "8 × 8 digits, 900 updates", DIGITS,
                            world=centred, steps=900),
    "cnn_centred_100": row("convolution, 100 centred digits", "100 digits of 8 × 8", DIGITS, world=centred, n=100),
    "cnn_centred_shuffled": row("convolution, centred digits, pixels shuffled", "8 × 8 digits, pixels shuffled", DIGITS,
                                world=partial(shuffled, centred)),
    "nested": row("small fields, shared weights", f"8 × 8 digits, {FOUR}", nested(8), world=centred),
    "nested_canvas": row("small fields, shared weights, digits anywhere", FOUR, nested(12)),
    "nested_canvas_long": row("small fields, shared weights, digits anywhere, trained longer", f"{FOUR}, 900 updates",
                              nested(12), steps=900),
}
