"""What lesson 00 trains, live: a deep network beside a linear one, and tricks at the right and at
the wrong time. It has no record."""
import numpy as np

from helpers.allowed import whole
from helpers.descent import descend
from helpers.experiments.common import on_digits
from helpers.networks.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from helpers.networks.layers import Dropout, Flatten, Linear, Residual
from helpers.networks.network import Network
from helpers.networks.normalization import LayerNorm
from helpers.objectives import L2, Sum
from helpers.optimizers import Adam

ACTIVATIONS = {"ReLU": ReLU(), "leaky ReLU": LeakyReLU(0.1), "sigmoid": Sigmoid(), "tanh": Tanh()}


def kept(make):
    """The generator function make, of plain values: what ran to its end is not computed again."""
    finished = {}

    def remembered(*setting):
        rows = []
        for row in finished.get(setting) or make(*setting):
            rows.append(row)
            yield row
        finished[setting] = rows
    return remembered


def one_of(name, value, table):
    """The entry of a table; ValueError that names what is allowed."""
    if value not in table:
        raise ValueError(f"{name} = {value!r}: allowed are {', '.join(map(str, table))}")
    return table[value]


# A deep network beside a linear one

def deep(layers, units, activation="ReLU", norm=False, skip=False, p=0.0):
    """Digits to ten scores: `layers` hidden layers of `units` units, each layer but the first in a
    skip connection, with layer normalization, or with dropout of rate p, where asked for.

    layers = 0 is the linear model. ValueError for a size that is no whole number > 0.
    """
    if whole("layers", layers, 0) == 0:
        return Network((Flatten((8, 8)), Linear(64, 10)))
    more = (LayerNorm((units,)),) if norm else ()
    more += (one_of("activation", activation, ACTIVATIONS),)
    more += (Dropout(p),) if p else ()
    block = (Linear(units, units), *more)
    middle = (Residual(block),) if skip else block
    return Network((Flatten((8, 8)), Linear(64, units), *more, *middle * (layers - 1),
                    Linear(units, 10)))


def watched(network, lr, n, seeds, lam=0.0, updates=300, every=10):
    """Adam on n digits, looked at every tenth update: (update, training loss, validation loss),
    the losses of shape (seeds,), in evaluation mode and without the penalty λ‖θ‖²."""
    task, validation, theta = on_digits(seeds, network, n)
    problem = Sum(task, lam, L2(task.size)) if lam else task
    for t, theta in enumerate(descend(problem, Adam(lr), theta, updates)):
        if t % every == 0:
            yield t, task.loss(theta), validation.loss(theta)


def linear(n, seed):
    """The same for the linear model, at a learning rate that suits it."""
    return watched(deep(0, 1), 0.01, n, (seed,))


@kept
def beside_linear(activation, layers, units, lr, n, seed):
    """A deep network beside the linear one: yields (update, training and validation loss of the
    linear model, and of the deep one), all numbers."""
    pair = linear(n, seed), watched(deep(layers, units, activation), lr, n, (seed,))
    for (t, *simple), (_, *losses) in zip(*pair, strict=True):
        yield t, *(loss.item() for loss in (*simple, *losses))


PATIENTS = {
    "optimization failed": dict(layers=6, units=32, activation="sigmoid", n=300, lr=1e-3),
    "overfitting": dict(layers=3, units=32, activation="ReLU", n=50, lr=1e-2),
}
TRICKS = {
    "skip connections": dict(skip=True), "layer normalization": dict(norm=True),
    "leaky ReLU": dict(activation="leaky ReLU"), "1,000 digits": dict(n=1000),
    "dropout": dict(p=0.2), "L2": dict(lam=1e-3),
}


def treated(patient, trick=None, seeds=(0, 1, 2)):
    """One of the `PATIENTS`, with one of the `TRICKS` or without, as `watched` trains it.

    ValueError for a name that is none.
    """
    setting = dict(one_of("patient", patient, PATIENTS))
    setting |= one_of("trick", trick, TRICKS) if trick else {}
    training = {name: setting.pop(name) for name in ("lr", "n", "lam") if name in setting}
    return watched(deep(**setting), seeds=seeds, **training)


@kept
def with_and_without(patient, trick):
    """Both, side by side: yields (update, training and validation loss without, and with), each
    the geometric mean of three seeds."""
    for (t, *before), (_, *after) in zip(treated(patient), treated(patient, trick), strict=True):
        yield t, *(float(np.exp(np.mean(np.log(losses)))) for losses in (*before, *after))
