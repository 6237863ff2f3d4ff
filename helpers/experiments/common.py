"""What several lessons train: digits, fifteen lectures, and a network of hidden layers.

Every seed has its own data and start.
"""
import numpy as np

from helpers.datasets import images, sampling
from helpers.networks import initialization, signals
from helpers.networks.activations import ReLU
from helpers.networks.layers import Flatten
from helpers.networks.losses import CrossEntropy, MeanSquaredError
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task
from helpers.regression import lectures


def digits(seeds, n, validation=700):
    """Training and validation images and labels of each seed: (seeds, n, 8, 8), (seeds, n, 10), and
    the same again."""
    pictures, labels = images.digits()
    train, new, _ = sampling.splits(labels, n, validation, seeds)
    answers = sampling.one_hot(labels, 10)
    return pictures[train], answers[train], pictures[new], answers[new]


def classifier(*hidden, activation=ReLU(), after=(), side=8, classes=10):
    """Images of side × side to scores, through hidden layers of these sizes, each with the layers
    `after` behind."""
    body = mlp(side**2, *hidden, classes, activation=activation, after=after)
    return Network((Flatten((side, side)), *body.layers))


def on_digits(seeds, network, n, batch=None, dtype=np.float32):
    """What a training needs: the task of n digits, that of 700 others to validate on, and Kaiming's
    start (seeds, P)."""
    x, y, x_new, y_new = digits(seeds, n)
    task = Task(network, CrossEntropy(), x, y, batch, seeds)
    validation = Task(network, CrossEntropy(), x_new, y_new, seeds=seeds)
    return task, validation, initialization.start(network, initialization.kaiming, seeds, dtype)


def through_layers(activation, depth, sigma, equal=False):
    """`signals.sent` for 300 digits and `depth` layers of 64, from normal weights with standard
    deviation sigma, or from weights that are all `equal` to it; biases are 0."""
    network, x = mlp(64, *[64] * depth, 10, activation=activation), scaled_digits()
    y = sampling.one_hot(images.digits()[1][:len(x)], 10)
    theta = initialization.start(network, initialization.normal(sigma), (0,), float)[0]
    theta = np.where(theta == 0, 0.0, sigma) if equal else theta
    return signals.sent(Task(network, CrossEntropy(), x, y), theta, zero=1e-15 if equal else 0.0)


def scaled_digits(n=300):
    """n digits as rows of 64 numbers with a mean square of 1: (n, 64)."""
    pictures, _ = images.digits()
    return (pictures / np.sqrt(np.mean(pictures**2))).reshape(-1, 64)[:n]


def lengths(seeds, network, standardised=True, new=200):
    """The task of fifteen lectures, the task of `new` others for each seed, and the minutes² that a
    loss of 1 means.

    The others are made up: drawn from the straight line through the fifteen, with the scatter of
    the fifteen. Standardised slides and minutes have mean 0 and variance 1 over the fifteen.
    """
    given = lectures()
    line = np.array(given.minima[0])
    generators = generators_for(seeds, "lectures")
    low, high = given.x.min(), given.x.max()
    slides = np.stack([generator.uniform(low, high, new) for generator in generators])
    noise = np.stack([generator.standard_normal(new) for generator in generators])
    minutes = slides * line[0] + line[1] + given.error(line).std(ddof=2) * noise
    (x_mean, x_std), (y_mean, y_std) = [
        (values.mean(), values.std()) if standardised else (0.0, 1.0)
        for values in (given.x, given.y)]
    tasks = [Task(network, MeanSquaredError(), (x[..., None] - x_mean) / x_std,
                  (y[..., None] - y_mean) / y_std)
             for x, y in ((given.x, given.y), (slides, minutes))]
    return *tasks, y_std**2


def variance_of_minutes():
    """The loss, in minutes², of always guessing the mean length."""
    return float(lectures().y.var())


def generators_for(seeds, purpose):
    """One generator for each seed, others for each purpose."""
    return [np.random.default_rng([seed, *purpose.encode()]) for seed in seeds]
