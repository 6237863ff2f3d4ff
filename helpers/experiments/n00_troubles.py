"""A small network in eight kinds of trouble, for lesson 00: points of two moons, trained live."""
import numpy as np

from helpers.datasets import points, sampling
from helpers.descent import descend
from helpers.experiments.n00_three_steps import ACTIVATIONS, one_of
from helpers.networks import initialization
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import mlp
from helpers.networks.task import Task
from helpers.objectives import L2, Sum
from helpers.optimizers import GradientDescent
from helpers.schedules import inverse_time


def moons(n, seed):
    """n points of two moons (n, 2) that overlap, and their answers (n, 2)."""
    generator = np.random.default_rng([seed, *b"moons"])
    x, labels = points.two_moons(n, 0.3, generator)
    return x, sampling.one_hot(labels, 2)


def moons_task(n, layers, units, activation):
    """n points to learn from, in batches of 10, and 400 others to validate on: two tasks."""
    network = mlp(2, *[units] * layers, 2, activation=one_of("activation", activation, ACTIVATIONS))
    tasks = [Task(network, CrossEntropy(), *moons(count, seed), batch=batch)
             for count, seed, batch in ((n, 0, 10), (400, 1, None))]
    return tasks


def usual(network):
    """Kaiming's start, (1, P)."""
    return initialization.start(network, initialization.kaiming, (0,), float)


def equal(network):
    """All weights and biases the same."""
    return initialization.constant(network, 0.3, (0,), float)


def asleep(network, bias=-6.0):
    """Kaiming's start, but all hidden units begin far in the negative."""
    theta = usual(network)
    for own in network.unpack(theta)[:-1]:
        for array in own[1:]:
            array[...] = bias  # a view of theta
    return theta


STARTS = {"Kaiming": usual, "all equal": equal, "biases −6": asleep}


def troubled(layers, units, activation, begin, lr, lam, falling, n, updates=400, every=4):
    """Gradient descent in batches of 10 of n points of two moons; η/(1 + t/20) if `falling`.

    Yields (update, θ of shape (1, P), training loss, validation loss), every fourth update.
    ValueError for an activation or a begin that is none.
    """
    task, validation = moons_task(n, layers, units, activation)
    theta = one_of("begin", begin, STARTS)(task.network)
    problem = Sum(task, lam, L2(task.size)) if lam else task
    rule = GradientDescent(inverse_time(lr, 20.0) if falling else lr)
    for t, theta in enumerate(descend(problem, rule, theta, updates)):
        if t % every == 0:
            yield t, theta, quiet_loss(task, theta), quiet_loss(validation, theta)


@np.errstate(all="ignore")
def quiet_loss(task, theta):
    """The loss of the one run; nan or inf where it diverged."""
    return float(task.loss(theta)[0])


@np.errstate(all="ignore")
def second_class(network, theta, x):
    """Whether each of the points x (…, 2) is counted to the second class, (…)."""
    scores = network.predict(theta, x.reshape(-1, 2))[0]
    return (scores[:, 1] > scores[:, 0]).reshape(x.shape[:-1])


@np.errstate(all="ignore")
def unit_gradients(network, theta, n):
    """How much each hidden unit has to learn: the length of the gradient of its weights on n
    points. One array (units,) for each hidden layer; 0 for a unit that learns nothing."""
    task = Task(network, CrossEntropy(), *moons(n, 0))
    own = [arrays for arrays in network.unpack(task.grad(theta)) if arrays][:-1]
    return [np.linalg.norm(W[0], axis=0) for W, _ in own]


def about_units(gradients):
    """What `unit_gradients` says, in words: one array (units,) for each hidden layer."""
    first, last = (np.mean(gradients[k]) for k in (0, -1))
    if not np.concatenate(gradients).any():
        return "All units are dead"
    if all(len(own) > 1 and np.ptp(own) <= 1e-9 * np.max(own) for own in gradients):
        return "All units of a layer alike"
    if first < 0.01 * last:
        return f"Layer 1: {first / last:.0e} of the last"
    return "The units learn"


USUAL = dict(layers=2, units=16, activation="tanh", begin="Kaiming", lr=0.2, lam=0.0, falling=False,
             n=200)
TROUBLES = {name: USUAL | setting for name, setting in {
    "1 overfitting": dict(activation="ReLU", units=32, lr=0.5, n=20),
    "2 underfitting": dict(layers=1, units=1, lr=0.5),
    "3 dying ReLU": dict(activation="ReLU", begin="biases −6", lr=0.5),
    "4 equal start": dict(begin="all equal"),
    "5 vanishing": dict(layers=10, activation="sigmoid"),
    "6 rising": dict(lr=10.0),
    "7 slow": dict(lr=0.003),
    "8 unstable": dict(lr=2.0)}.items()}
CURES = {name: TROUBLES[trouble] | setting for name, (trouble, setting) in {
    "1: L2": ("1 overfitting", dict(lam=0.003)),
    "1: fewer units": ("1 overfitting", dict(layers=1, units=4)),
    "2: 16 units": ("2 underfitting", dict(units=16)),
    "3: leaky ReLU": ("3 dying ReLU", dict(activation="leaky ReLU")),
    "4: random start": ("4 equal start", dict(begin="Kaiming")),
    "5: tanh": ("5 vanishing", dict(activation="tanh")),
    "6, 7: η = 0.2": ("6 rising", dict(lr=0.2)),
    "8: η falls": ("8 unstable", dict(falling=True))}.items()}
