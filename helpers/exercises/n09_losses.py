"""Checks of the exercises of lesson 09. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import number as allowed_number
from helpers.exercises import checks
from helpers.exercises.checks import number, numbers, rule
from helpers.networks.losses import CrossEntropy, Hinge, softmax


def compare_cross_entropy(mine):
    """Hold the notebook's (scores, y) to (loss, gradient) against `CrossEntropy`."""
    def flat(rule):
        def both(scores, y):
            loss, grad = rule(scores, y)
            return np.concatenate([[loss], np.ravel(grad)])
        return both

    def reference(scores, y):
        return CrossEntropy().loss(scores, y), CrossEntropy().grad(scores, y)
    rng = np.random.default_rng(0)
    cases = [(size * rng.standard_normal((4, 3)), np.eye(3)[[0, 2, 1, 1]]) for size in (1, 10, 100)]
    checks.same(flat(mine) if callable(mine) else mine, flat(reference), cases,
                "CrossEntropy in helpers/")


def slope_of_scores(answer):
    """(scores (C,), k) to the gradient of the cross-entropy of one image of class k."""
    def reference(scores, k):
        return CrossEntropy().grad(scores[None], np.eye(len(scores))[[k]])[0]
    two, equal, three = np.array([2.0, 1.0]), np.zeros(3), np.array([-1.0, 3.0, 0.5])
    rule(answer, reference, [(two, 1), (equal, 0), (three, 2)],
         hint="for the lecture's scores 2 and 1 and the second class it is (0.7311, −0.7311)",
         why="Softmax minus one-hot: what the model says minus what is true.",
         mistakes=[(lambda scores, k: -reference(scores, k), "the other way round: the loss falls "
                    "where the right score grows"),
                   (lambda scores, k: softmax(scores), "this is what the model says; what is true "
                    "is missing")])


def mended_loss(answer):
    """(scores, y) to the mean cross-entropy of rows of scores and one-hot rows."""
    scores, y = np.array([[2.0, 0.0, 0.0], [0.0, 1.0, -1.0]]), np.eye(3)[[0, 2]]
    cases = [(scores, y), (5 * scores, y)]
    rule(answer, CrossEntropy().loss, cases,
         hint="what does cross_entropy do with its first argument?",
         why="Softmax once, and not twice.", bug=softmax_twice,
         mistakes=[(summed, "the mean over the examples, not their sum")])


def softmax_twice(scores, y):
    """The notebook's code with its bug: probabilities are given where scores belong."""
    return CrossEntropy().loss(softmax(scores), y)


def summed(scores, y):
    return len(y) * CrossEntropy().loss(scores, y)


def design_huber(answer):
    """The δ of Huber's loss for fifteen values of which one is spoiled."""
    def judge(delta):
        allowed_number("δ", float(delta), "≥ 0")
        error = spread_of_huber(float(delta))
        return error <= 6.2, f"the guess is off by {error:.2f} minutes (root mean square)"
    numbers(answer, (), "a number of minutes", judge,
            hint="a very small δ is the absolute error, which uses little of what good values say; "
                 "a very large one is the squared error, which follows the spoiled one",
            why="Asked was at most 6.2, over 4,000 data sets.")


@cache
def spread_of_huber(delta, n=4000):
    """How far Huber's guess is from 60 minutes: n sets of 14 values 60 ± 20, and one of 200."""
    values = np.random.default_rng(30).normal(60, 20, (n, 15))
    values[:, 0] = 200
    guess = np.median(values, axis=1, keepdims=True)
    for _ in range(60):
        weights = np.minimum(1, max(delta, 1e-9) / np.maximum(np.abs(values - guess), 1e-9))
        guess = np.sum(weights * values, axis=1, keepdims=True) / np.sum(weights, axis=1,
                                                                         keepdims=True)
    return float(np.sqrt(np.mean((guess - 60) ** 2)))


def mean_hinge(answer):
    """The mean hinge loss of three images with the margins 3, 0.4 and −2."""
    scores = np.array([[3.0, 0.0], [0.4, 0.0], [-2.0, 0.0]])
    number(answer, Hinge().loss(scores, np.array([[1.0, 0.0]] * 3)),
           hint="a margin above 1 costs nothing; below, what is missing up to 1",
           why="The first image has enough, the others lack 0.6 and 3.",
           mistakes={1.8: "the first image counts, too, with 0",
                     0.5333: "a margin above 1 costs nothing, it earns nothing either"})
