"""Checks of the exercises of lesson 07. The right answers are computed."""
from functools import cache
from math import comb

import numpy as np

from helpers.exercises import checks
from helpers.exercises.checks import choice, number, numbers, rule
from helpers.experiments import n07_skip_connections as lesson
from helpers.networks.activations import ReLU
from helpers.networks.layers import Linear, Residual
from helpers.networks.normalization import LayerNorm


def compare_skip(mine):
    """Hold the notebook's (a, W) to a' against `Residual`."""
    def reference(a, W):
        return Residual((Linear(*W.shape),)).forward((W, np.zeros((1, len(W)))), a)[0]
    checks.same(mine, reference, [pair[:2] for pair in squares()], "Residual in helpers/")


def compare_skip_back(mine):
    """Hold the notebook's (a, W, dy) to the gradients by a and W against `Residual`."""
    def reference(a, W, dy):
        layer, params = Residual((Linear(*W.shape),)), (W, np.zeros((1, len(W))))
        da, (dW, _) = layer.backward(params, layer.forward(params, a)[1], dy)
        return np.concatenate([da.ravel(), dW.ravel()])

    def flat(a, W, dy):
        return np.concatenate([np.ravel(grad) for grad in mine(a, W, dy)])
    checks.same(flat if callable(mine) else mine, reference, squares(), "its way back in helpers/")


def squares():
    """Cases (a, W, dy) with a square W."""
    rng = np.random.default_rng(0)
    return [(rng.standard_normal((3, n)), rng.standard_normal((n, n)), rng.standard_normal((3, n)))
            for n in (1, 2, 5)]


def compare_block(mine):
    """Hold the notebook's (a, W1, b1, W2, b2, s) against a `Residual` of two layers and a norm."""
    def reference(a, W1, b1, W2, b2, s):
        n, m = W1.shape
        branch = LayerNorm((n,)), Linear(n, m), ReLU(), Linear(m, n)
        params = np.ones((1, n)), np.zeros((1, n)), W1, b1, W2, b2
        return Residual(branch, s).forward(params, a)[0]
    rng = np.random.default_rng(1)
    cases = [(*(rng.standard_normal(shape) for shape in ((3, 4), (4, 6), (1, 6), (6, 4), (1, 4))),
              s) for s in (1.0, 0.3, 0.0)]
    checks.same(mine, reference, cases, "Residual with LayerNorm in helpers/")


def mended_block(answer):
    """(a, W1, W2, dy) to the gradient of Σ dy · (a + ReLU(a W1) W2) by W1."""
    a, dy = np.array([[1.0, 2.0], [-1.0, 3.0]]), np.array([[1.0, -1.0], [2.0, 0.5]])
    W1, W2 = np.array([[1.0, -1.0], [0.5, 1.0]]), np.array([[2.0, 1.0], [-0.5, 1.0]])
    cases = [(a, W1, W2, dy), (-a, W1, W2, dy), (a, W2, W1, -dy)]
    rule(answer, by_differences, cases,
         hint="the way back needs the a that went in; which a is it in the last line?",
         why="What the way back needs must not be overwritten.", bug=overwritten,
         mistakes=[(to_weights_too, "the skip connection hands dy to a; W1 is in the branch only"),
                   (without_slope, "where the ReLU gave 0, its slope is 0")])


def by_differences(a, W1, W2, dy):
    """The gradient by W1."""
    def loss(weights):
        branch = Linear(*W1.shape), ReLU(), Linear(*W2.shape)
        params = weights, np.zeros((1, W1.shape[1])), W2, np.zeros((1, W2.shape[1]))
        return np.sum(dy * Residual(branch).forward(params, a)[0])
    return checks.central_differences(loss, W1)


def overwritten(a, W1, W2, dy):
    """The notebook's code with its bug: the output of the block is written over its input."""
    h = np.maximum(a @ W1, 0)
    return (a + h @ W2).T @ ((dy @ W2.T) * (h > 0))


def to_weights_too(a, W1, W2, dy):
    h = np.maximum(a @ W1, 0)
    return a.T @ ((dy @ W2.T) * (h > 0) + dy)


def without_slope(a, W1, W2, dy):
    return a.T @ (dy @ W2.T)


def where_to_look(answer):
    """By which gradient, first layer against last, are vanishing gradients of a ReLU seen?"""
    found = dict(zip(("∂L/∂a", "∂L/∂W"), lesson.gradients(ReLU(), 40, 0.7, False), strict=False))
    truth = min(found, key=lambda name: found[name][0] / found[name][-1])
    choice(answer, truth, list(found),
           hint="press the button for ReLU and compare the titles of the two panels",
           why="The gradients by the weights may be equal, and equally useless.")


def scale_of_twenty(answer):
    """The residual scale s with which twenty blocks double the mean square.

    The branches have mean 0 and the mean square of what they are added to.
    """
    number(answer, np.sqrt(2 ** (1 / 20) - 1),
           hint="one block multiplies the mean square by 1 + s², twenty by its 20th power",
           why="A little less than 1/√20, which gives (1 + 1/20)²⁰ = 2.65.",
           mistakes={20**-0.5: "1/√20 gives (1 + 1/20)²⁰ = 2.65, and not 2",
                     1 / 20: "1/L is for branches that pile up; these have mean 0",
                     2 ** (1 / 20) - 1: "that is s²",
                     np.sqrt(2 ** (1 / 10) - 1): "that makes a itself twice as large, and its mean "
                                                 "square four times"})


def design_scales(answer):
    """Do the scales, of W a and of ReLU(W a), make a 1.1 to 2.5 times as large in 100 blocks?"""
    def judge(pair):
        found = [growth(float(s), relu) for s, relu in zip(pair, (False, True), strict=True)]
        passed = all(1.1 <= times <= 2.5 for times in found)
        return passed, "a becomes {:.3g} and {:.3g} times as large".format(*found)
    numbers(answer, (2,), "a pair of residual scales", judge,
            hint="branches of mean 0 need about 1/√L, those that pile up 1/L; L = 100",
            why="The branch that is never negative needs the smaller scale.")


@cache
def growth(s, relu, depth=100, width=100, seeds=(30, 31, 32, 33, 34)):
    """How many times as large a becomes in a + s · branch, mean over networks of these seeds."""
    found = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        a = rng.standard_normal((30, width))
        before = np.mean(a**2)
        for _ in range(depth):
            z = a @ rng.standard_normal((width, width)) / np.sqrt(width)
            a = a + s * (np.sqrt(2) * np.maximum(z, 0) if relu else z)
        found.append(np.sqrt(np.mean(a**2) / before))
    return np.mean(found)


def short_paths(answer):
    """How many of the paths around or through ten blocks pass through at most two?"""
    number(answer, sum(comb(10, k) for k in range(3)),
           hint="count the paths through none, through one and through two of the ten blocks",
           why="The other 968 are longer; the middle of the crowd passes through five.",
           tolerance=0.005,
           mistakes={2**10: "that is all of them",
                     comb(10, 2): "these pass through exactly two; fewer count, too",
                     comb(10, 1) + comb(10, 2): "and the path around all blocks?"})
