"""What is measured for lesson 06: convolution and its relatives, on digits that move and on digits
that do not.

A world says where the digits stand: a function of the seeds and of images (seeds, N, 8, 8), for
training and validation.
"""
from functools import partial
from math import prod

import numpy as np

from helpers.descent import descend
from helpers.experiments.common import classifier, digits, generators_for
from helpers.experiments.experiment import Contender, Experiment
from helpers.experiments.n05_initialization import placed
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import ReLU
from helpers.networks.convolution import AddChannel, Convolution, LocallyConnected, MaxPool
from helpers.networks.layers import Flatten, Linear
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network
from helpers.networks.task import Task
from helpers.optimizers import Adam


def centred(seeds, *parts):
    """As they are: 8 × 8 pixels, and the digit fills them."""
    return parts


def anywhere(seeds, *parts):
    """Each digit at a random place of a 12 × 12 canvas, where it stays."""
    generators = generators_for(seeds, "place")
    return [placed(part, generators) for part in parts]


def only_new_move(seeds, x, new):
    """Training digits in the middle of the canvas, validation digits anywhere."""
    return np.pad(x, ((0, 0), (0, 0), (2, 2), (2, 2))), *anywhere(seeds, new)


def shuffled(world, seeds, *parts):
    """The pixels of a world in another order: one for each seed, the same for all of its
    pictures."""
    for part in world(seeds, *parts):
        flat = part.reshape(*part.shape[:2], -1)
        generators = generators_for(seeds, "order")
        order = np.stack([generator.permutation(flat.shape[-1]) for generator in generators])
        yield np.take_along_axis(flat, order[:, None], -1).reshape(part.shape)


def seen(side, *layers):
    """Grey pictures of side × side through some layers, and a fully connected one to ten scores."""
    body = Network((AddChannel(), *layers))
    end = body.output_shape((side, side))
    return Network((*body.layers, Flatten(end), Linear(prod(end), 10)))


def cnn(side, kind=Convolution):
    """Two convolutions, 8 and 16 filters of 3 × 3, each with its pooling."""
    first = kind((side, side, 1), 8, padding=1)
    second = kind((side // 2, side // 2, 8), 16, padding=1)
    return seen(side, first, ReLU(), MaxPool(), second, ReLU(), MaxPool())


def strided(side, kind=Convolution):
    """The same two convolutions, but with stride 2 in place of pooling: as many parameters, places
    and scores."""
    first = kind((side, side, 1), 8, 3, 2, 1)
    second = kind((side // 2, side // 2, 8), 16, 3, 2, 1)
    return seen(side, first, ReLU(), second, ReLU())


def pooled(side):
    """A single convolution of 16 filters, of each the highest answer in squares of 4 × 4 places."""
    return seen(side, Convolution((side, side, 1), 16, padding=1), ReLU(), MaxPool(4))


def plain(side, hidden):
    return classifier(hidden, side=side)


def against_plain(side):
    """The CNN, and two plain networks: one of about as many parameters, and a wide one."""
    return {"plain, same size": plain(side, 26 if side == 8 else 17),
            "plain, wide": plain(side, 128), "CNN": cnn(side)}


def nested(side):
    """Three sets of functions, one inside the other: a hidden layer of 4 units for each pixel, and
    what a unit may see."""
    sets = {name: seen(side, kind((side, side, 1), 4, padding=1), ReLU())
            for name, kind in (("local", LocallyConnected), ("convolution", Convolution))}
    return {"fully connected": plain(side, 4 * side**2)} | sets


def tasks(seeds, network, world=anywhere, n=300):
    """What to train, n digits in batches of 50, and what to validate on, 700 others."""
    x, y, x_new, y_new = digits(seeds, n)
    x, x_new = world(seeds, x, x_new)
    return (Task(network, CrossEntropy(), x, y, 50, seeds),
            Task(network, CrossEntropy(), x_new, y_new, seeds=seeds))


def on_canvas(seeds, network, **how):
    """The same, and Kaiming's start."""
    theta = initialization.start(network, initialization.kaiming, seeds)
    return *tasks(seeds, network, **how), theta


def training(seeds, network, updates=300, lr=2e-3, **how):
    """Adam, from Kaiming's start."""
    task, validation, theta = on_canvas(seeds, network, **how)
    return Training(task, validation, Adam(lr), theta, updates)


DATA_SETS = {"digits anywhere": anywhere, "centred digits": centred,
             "digits anywhere, pixels shuffled": partial(shuffled, anywhere),
             "centred digits, pixels shuffled": partial(shuffled, centred),
             "only new digits move": only_new_move}


def watched(data_set, kind, n, seed):
    """Train one seed of a network of `against_plain`, or "CNN, strides", on one of DATA_SETS.

    Yields (t, training loss, validation loss, theta) at every 20th of 300 updates, else None.
    """
    side = 8 if data_set.startswith("centred") else 12
    network = (against_plain(side) | {"CNN, strides": strided(side)})[kind]
    run = training((seed,), network, world=DATA_SETS[data_set], n=n)
    for t, theta in enumerate(descend(run.task, run.optimizer, run.start, run.updates)):
        yield (t, run.task.loss(theta)[0], run.validation.loss(theta)[0], theta[0]
               ) if t % 20 == 0 else None


def contest(networks, side, **how):
    """A contender for each network of {name: Network}."""
    return {name: Contender(partial(training, network=network, **how))
            for name, network in networks(side).items()}


def parts(side):
    """What a convolutional network is without pooling, and without depth."""
    return {"strides": strided(side), "one convolution": pooled(side), "CNN": cnn(side)}


def own_weights(side):
    """Pooling and shared weights, each with and without the other."""
    return {"own weights, strides": strided(side, LocallyConnected),
            "own weights, pooling": cnn(side, LocallyConnected),
            "shared weights, strides": strided(side), "shared weights, pooling": cnn(side)}


def row(trick, changed, networks, side=12, cut=20, **how):
    """An experiment, and in words what is other than in the experiment cnn."""
    return Experiment(trick, 2, f"{changed}, else as in the experiment cnn",
                      partial(contest, networks, side, **how), cut=cut)


FOUR = "a hidden layer of 4 units for each pixel"
CENTRED = {"side": 8, "world": centred}
EXPERIMENTS = {
    "cnn": Experiment("convolution", 2,
                      "300 digits anywhere on 12 × 12, 300 updates of Adam 0.002, batches of 50",
                      partial(contest, against_plain, 12)),
    "cnn_long": row("convolution, trained longer", "900 updates", against_plain, updates=900),
    "cnn_1000": row("convolution, 1,000 digits", "1,000 digits", against_plain, n=1000),
    "cnn_shuffled": row("convolution, pixels shuffled", "pixels shuffled", against_plain,
                        world=partial(shuffled, anywhere)),
    "cnn_moved": row("convolution, only new digits move", "training digits in the middle",
                     against_plain,
                     world=only_new_move),
    "cnn_pooling": row("pooling in a convolutional network", "900 updates", parts, updates=900),
    "pooling_own": row("pooling with own weights", "900 updates", own_weights, cut=5, updates=900),
    "cnn_centred": row("convolution, centred digits", "8 × 8 digits", against_plain, **CENTRED),
    "cnn_centred_long": row("convolution, centred digits, trained longer",
                            "8 × 8 digits, 900 updates",
                            against_plain, updates=900, **CENTRED),
    "cnn_centred_100": row("convolution, 100 centred digits", "100 digits of 8 × 8", against_plain,
                           n=100,
                           **CENTRED),
    "cnn_centred_shuffled": row("convolution, centred digits, pixels shuffled",
                                "8 × 8 digits, pixels shuffled",
                                against_plain, side=8, world=partial(shuffled, centred)),
    "nested": row("small fields, shared weights", f"8 × 8 digits, {FOUR}", nested, **CENTRED),
    "nested_canvas": row("small fields, shared weights, digits anywhere", FOUR, nested),
    "nested_canvas_long": row("small fields, shared weights, digits anywhere, trained longer",
                              f"{FOUR}, 900 updates", nested, updates=900),
}
