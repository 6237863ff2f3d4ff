"""Checks of the exercises of lesson 08. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import number as allowed_number
from helpers.descent import descend
from helpers.exercises import checks
from helpers.exercises.checks import number, numbers, rule
from helpers.experiments import n08_normalization as lesson
from helpers.networks import initialization
from helpers.networks.layers import Linear
from helpers.networks.normalization import BatchNorm, LayerNorm
from helpers.optimizers import GradientDescent


def layer(axis, units):
    """The helper that normalizes a table (examples, units) along that axis."""
    return BatchNorm((units,)) if axis == 0 else LayerNorm((units,))


def tables(seed):
    """(x, γ, β, axis) for both kinds."""
    rng = np.random.default_rng(seed)
    return [(scale * rng.standard_normal((6, 4)) + 1, *rng.standard_normal((2, 4)), axis)
            for axis in (0, 1) for scale in (0.1, 1.0, 30.0)]


def compare_normalize(mine):
    """Hold the notebook's (x, γ, β, axis) to y against `BatchNorm` and `LayerNorm`."""
    def reference(x, gamma, beta, axis):
        return layer(axis, x.shape[1]).forward((gamma, beta), x)[0]
    checks.same(mine, reference, tables(0), "BatchNorm (axis 0) and LayerNorm (axis 1) in helpers/")


def compare_normalize_back(mine):
    """Hold the notebook's (∂L/∂y, x, γ, axis) to ∂L/∂x against their `backward`."""
    def reference(dy, x, gamma, axis):
        kind = layer(axis, x.shape[1])
        return kind.backward((gamma, 0.0), kind.forward((gamma, 0.0), x)[1], dy)[0]
    rng = np.random.default_rng(1)
    cases = [(rng.standard_normal(x.shape), x, gamma, axis) for x, gamma, _, axis in tables(0)]
    checks.same(mine, reference, cases, "the way back of both in helpers/")


def normalized_eight(answer):
    """What batch normalization with γ = 2 and β = 1 makes of the 8 in a batch of 1, 3 and 8."""
    batch = np.array([[1.0], [3.0], [8.0]])
    y, (z, _) = BatchNorm((1,), eps=0.0).forward((2.0, 1.0), batch)
    estimated = 2 * (8 - batch.mean()) / batch.std(ddof=1) + 1
    number(answer, y[-1, 0], tolerance=0.005,
           hint="subtract the mean, divide by the root of the variance; γ and β come last",
           why="1.359 standard deviations above the mean, times 2, plus 1.",
           mistakes={z[-1, 0]: "this is z; γ and β are still missing",
                     2 * (z[-1, 0] + 1): "first times γ, then plus β",
                     estimated: "the variance is divided by 3 here, not by 2",
                     2 * 4 / 8.666666 + 1: "divide by the standard deviation, not by the variance"})


def same_turn(answer, times=3.0):
    """The factor of η that goes with `times` larger weights before batch normalization."""
    norm, draw = BatchNorm((2,), eps=0.0), np.random.default_rng(0).standard_normal
    x, v, W = draw((8, 4)), draw((8, 2)), draw((4, 2))

    def turn(W):
        """Of a small update, divided by η."""
        _, cache = norm.forward((1.0, 0.0), x @ W)
        gradient = x.T @ norm.backward((1.0, 0.0), cache, v)[0]
        return np.linalg.norm(gradient) / np.linalg.norm(W)
    number(answer, turn(W) / turn(times * W),
           hint="the gradient gets smaller, and the weights to be turned are longer",
           why="Only η / ‖W‖² counts.",
           mistakes={3: "the gradient is a third; but the weights that it turns are longer, too",
                     1: "the output is the same, but the gradient by W is not",
                     1 / 9: "with this η the direction turns even less"})


def design_two_rates(answer):
    """η of the hidden weights, ten times too large, and η of all else: is 94 % reached?"""
    def judge(rates):
        for lr in map(float, rates):
            allowed_number("η", lr, "> 0")
        right = 100 * accuracies(*map(float, rates)).mean()
        return right >= 94, f"{right:.1f} % of the new digits are read right"
    numbers(answer, (2,), "a pair of rates", judge,
            hint="in the first figure 0.3 was a good η, with weights of the usual size; what must "
                 "it be for ten times the weights, and where is no normalization behind them?",
            why="The mean of five seeds: η / ‖W‖² is what counts, where a normalization follows.")


@cache
def accuracies(hidden, other, seeds=(30, 31, 32, 33, 34), times=10):
    """Of seeds that no figure uses: three layers with batch normalization whose weights start
    `times` as large as Kaiming's."""
    task, validation = lesson.tasks(seeds, lesson.hidden(3, "batch normalization"))
    theta = initialization.start(task.network, initialization.kaiming, seeds, float)
    own = hidden_weights(task.network)
    rates = np.where(own, hidden, other)
    for theta in descend(task, GradientDescent(rates), np.where(own, times, 1) * theta, 105):
        pass
    return validation.accuracy(theta)


def hidden_weights(network):
    """Which numbers of theta are weights with a normalization behind them."""
    places = network.unpack(np.arange(network.size))
    linear = [own[0] for layer, own in zip(network.layers, places, strict=True)
              if isinstance(layer, Linear)]
    return np.isin(np.arange(network.size), np.concatenate([W.ravel() for W in linear[:-1]]))


def mended_evaluation(answer):
    """(x_new, x_train, W, γ, β) to the batch normalization of x_new W in evaluation mode."""
    rng = np.random.default_rng(3)
    x_train, W = rng.standard_normal((5, 2)).round(1), np.array([[1.0, 2.0], [0.5, -1.0]])
    gamma, beta = np.array([2.0, 1.0]), np.array([0.0, 1.0])
    cases = [(x_new, x_train, W, gamma, beta)
             for x_new in (np.array([[1.0, 2.0]]), rng.standard_normal((3, 2)).round(1))]
    rule(answer, evaluated, cases,
         hint="one new example alone must give what it gives among others: whose mean and variance "
              "know nothing of the new ones?",
         why="A single example, too, gets an answer of its own, and the others do not change it.",
         bug=by_own_statistics,
         mistakes=[(by_all, "the new examples still have a part in mean and variance; take those "
                            "of the training data alone"),
                   (by_row, "this is layer normalization; the network was trained with the "
                            "other"),
                   (without_eps, "nearly: the ε = 1e-5 under the root is missing")])


def evaluated(x_new, x_train, W, gamma, beta):
    norm = BatchNorm(W.shape[1:]).with_batch_statistics((), x_train @ W)
    return norm.forward((gamma, beta), x_new @ W)[0]


def by_own_statistics(x_new, x_train, W, gamma, beta):
    """The notebook's code with its bug."""
    return BatchNorm(W.shape[1:]).forward((gamma, beta), x_new @ W)[0]


def by_all(x_new, x_train, W, gamma, beta):
    norm = BatchNorm(W.shape[1:]).with_batch_statistics((), np.concatenate([x_train, x_new]) @ W)
    return norm.forward((gamma, beta), x_new @ W)[0]


def without_eps(x_new, x_train, W, gamma, beta):
    h = x_train @ W
    return gamma * (x_new @ W - h.mean(0)) / h.std(0) + beta


def by_row(x_new, x_train, W, gamma, beta):
    return LayerNorm(W.shape[1:]).forward((gamma, beta), x_new @ W)[0]
