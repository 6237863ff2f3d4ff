"""Checks of the exercises of notebook 05. The right answers are computed."""
import numpy as np

from helpers.descent import descend
from helpers.exercises.checks import choice, floats, number, numbers, rule, same
from helpers.networks import initialization, signals
from helpers.networks.activations import LeakyReLU
from helpers.networks.losses import MeanSquaredError
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.optimizers import Adam

LAYERS = [(64, 64, False), (1, 100, False), (256, 32, False), (100, 1, True), (64, 10, True)]
ORIGINS = ["from scratch", "shuffled labels", "more updates"]


def compare_xavier(mine):
    """(n_in, n_out, last) to the standard deviation of a layer's weights."""
    same(mine, initialization.xavier, LAYERS, "initialization.xavier")


def compare_kaiming(mine):
    """(n_in, n_out, last) to the standard deviation of a layer's weights."""
    same(mine, initialization.kaiming, LAYERS, "initialization.kaiming")


def right_size(answer):
    """The standard deviation of the weights of a layer with 256 inputs, followed by a ReLU."""
    number(answer, initialization.kaiming(256, 64, False),
           hint="the sum of 256 products has 256 σ² times the mean square of its input, "
                "and the ReLU keeps half of that",
           why="It is √(2 / 256). How many numbers the layer gives plays no part on the way forth.",
           mistakes={2 / 256: "this is the variance; the question is about its root",
                     (1 / 256) ** 0.5: "this keeps z; but then the ReLU takes half of the square",
                     (2 / 64) ** 0.5: "a sum has as many terms as the layer has inputs",
                     initialization.xavier(256, 64, False):
                         "this is Xavier's compromise, for a unit that loses nothing"})


def keeps_the_size(answer):
    """The σ with which thirty layers of 50 leaky units keep signal and gradient."""
    numbers(answer, (), "a number, the σ of all weights", thirty_leaky_layers,
            hint="which share of E[z²] is left behind the leaky ReLU, if half of all z are below "
                 "zero?",
            why="A layer keeps (1 + 0.5²) / 2 of the mean square, so n σ² must be 1 / 0.625.")


def thirty_leaky_layers(sigma):
    """Of ten networks: (whether between a third and three times the size is left, what is left)."""
    network = mlp(50, *[50] * 31, activation=LeakyReLU(0.5))
    x, y = np.random.default_rng(30).standard_normal((2, 100, 50))
    task = Task(network, MeanSquaredError(), x, 1000 * y)  # errors that do not depend on h
    thetas = sigma * initialization.start(network, initialization.normal(), range(30, 40), float)
    h, dh = signals.layer_signals(task, thetas)
    first, last = dh[1], dh[-1]  # behind the first leaky ReLU, and at the scores
    forth = np.median(np.sqrt(np.mean(h[-2]**2, axis=(1, 2))))
    back = np.median(np.sqrt(np.mean(first**2, axis=(1, 2)) / np.mean(last**2, axis=(1, 2))))
    kept = bool(1 / 3 < forth < 3 and 1 / 3 < back < 3)
    return kept, f"{forth:.2g} of the signal is left, and {back:.2g} of the gradient"


def from_zero(answer):
    """How many parameters of the 1-20-1 network move when all begin at zero."""
    points = np.linspace(-2, 2, 15)[:, None]
    task = Task(mlp(1, 20, 1), MeanSquaredError(), points, np.abs(points))
    theta = initialization.constant(task.network, 0.0, seeds=(0,), dtype=float)
    *_, end = descend(task, Adam(0.01), theta, 20)
    number(answer, np.count_nonzero(end),
           hint="a derivative is a product; for which parameters is no factor a weight or an h?",
           why="The output bias learns the mean of the targets; all other derivatives are 0.",
           mistakes={61: "does the derivative of an input weight not have the output weight in it?",
                     0: "one parameter is added to the output without any factor",
                     20: "the derivative of an output weight is the unit's h times the error, "
                         "and h is 0",
                     21: "the derivative of an output weight is the unit's h times the error, "
                         "and h is 0"})


def parts_units(answer):
    """(n_in, n_out, seed) to the weights of a layer: as many different units as there are."""
    rule(seen(answer), seen(drawn), cases=[(400, 50, 0), (200, 64, 1)],
         hint="the first number counts different units, the second is σ in Kaiming's; what does "
              "`default_rng(seed)` give each time?",
         why="Each unit draws on where the last one stopped.", bug=seen(a_generator_each))


def a_generator_each(n_in, n_out, seed):
    """The function that the notebook gives to be mended."""
    units = [drawn(n_in, 1, seed) for _ in range(n_out)]
    return np.concatenate(units, axis=1)


def drawn(n_in, n_out, seed):
    normals = np.random.default_rng(seed).standard_normal((n_in, n_out))
    return initialization.kaiming(n_in, n_out, False) * normals


def seen(layer):
    """A function that gives, of what `layer` gives, how many units differ, and their size."""
    if not callable(layer):
        return layer

    def law(n_in, n_out, seed):
        given = layer(n_in, n_out, seed)
        weights = floats(given, (n_in, n_out))
        if weights is None or not np.isfinite(weights).all():
            return given
        if not np.array_equal(weights, layer(n_in, n_out, seed)):
            return "another start when called again"
        size = weights.std() / initialization.kaiming(n_in, n_out, False)
        return [len(np.unique(weights, axis=1).T), round(size, 1)]
    return law


def taught_by_meaning(answer):
    """What pre-training must be compared with before one says that the labels taught something."""
    choice(answer, "shuffled labels", ORIGINS,
           hint={"from scratch": "against that, images, updates and labels are all new: which of "
                                 "them has helped?",
                 "more updates": "that tells what time does, not what the labels do"},
           why="Images, updates and sizes are the same; only the meaning is gone.")
