"""Checks of the exercises of lesson 11. The right answers are computed."""
from functools import cache

import numpy as np

from helpers.allowed import number as allowed_number
from helpers.datasets import graph
from helpers.exercises import checks
from helpers.exercises.checks import choice, number, numbers, rule
from helpers.experiments import n11_semi_supervised as lesson
from helpers.networks.losses import Entropy, Smoothness, log_softmax, softmax

SCORES = [np.array(rows, float) for rows in ([[0, 0]], [[3, -1], [0, 2]], [[1, 2, 0], [9, 0, 0]])]


def compare_entropy(mine):
    """Hold the notebook's scores (N, C) to mean entropy against `Entropy`."""
    def reference(scores):
        return Entropy().loss(scores, scores)
    checks.same(mine, reference, [(scores,) for scores in SCORES], "the loss Entropy in helpers/")


def compare_entropy_grad(mine):
    """The same for its gradient by the scores."""
    def reference(scores):
        return Entropy().grad(scores, scores)
    checks.same(mine, reference, [(scores,) for scores in SCORES],
                "the gradient of Entropy in helpers/")


def entropy_of_an_answer(answer):
    """The entropy of the answer 0.7, 0.1, 0.1, 0.1."""
    truth = Entropy().loss(np.log([[0.7, 0.1, 0.1, 0.1]]), np.zeros((1, 4)))
    number(answer, truth,
           hint="−Σ p log p, with the natural logarithm; every class adds a positive number",
           why="The most it could be is log 4 = 1.39.",
           mistakes={truth / np.log(2): "that is in bits; here log is the natural logarithm",
                     np.log(4): "log 4 is the entropy of an answer that favours no class",
                     -truth: "log p is negative, so the minus makes the entropy positive",
                     0.48: "there are three classes with 0.1, not one"})


def mended_term(answer):
    """Scores (N, C) to the mean over the answers of their entropies."""
    rule(answer, lambda scores: Entropy().loss(scores, scores), [(scores,) for scores in CERTAIN],
         hint="two certain answers must cost 0, also where they name different classes",
         why="First the entropy of each answer, then the mean.", bug=of_the_mean,
         mistakes=[(summed, "the mean over the answers, not their sum: else λ would mean something "
                            "else with more points"),
                   (one_number_a_class, "that is the mean over the classes, too; sum over them")])


CERTAIN = [np.array(rows, float) for rows in ([[20, -20], [-20, 20]], [[1, -1]], [[2, 0], [0, 1]])]


def of_the_mean(scores):
    """The notebook's code with its bug: the entropy of the mean answer."""
    mean = softmax(scores).mean(axis=0)
    return -np.sum(mean * np.log(mean))


def summed(scores):
    return -np.sum(softmax(scores) * log_softmax(scores))


def one_number_a_class(scores):
    return -np.mean(softmax(scores) * log_softmax(scores))


def pseudo_labels(answer):
    """(p (N, C), threshold) to the most likely class of each row, −1 where it is less certain."""
    def reference(p, threshold):
        return np.where(p.max(axis=-1) >= threshold, p.argmax(axis=-1), -1)
    p = np.array([[0.97, 0.03], [0.4, 0.6], [0.2, 0.8], [0.01, 0.99]])
    rule(answer, reference, [(p, threshold) for threshold in (0.95, 0.8, 0.5)],
         hint="p.max(axis=-1) is how certain each answer is, p.argmax(axis=-1) what it says",
         why="The points with −1 wait until the network is certain of them.",
         mistakes=[(lambda p, threshold: p.argmax(axis=-1),
                    "answers below the threshold get no label: −1"),
                   (lambda p, threshold: np.where(p[:, 1] >= threshold, 1, -1),
                    "a certain answer may also be class 0")])


def compare_unlike(mine):
    """Hold the notebook's (p (N, C), edges (E, 2)) to a mean against `Smoothness`."""
    def reference(p, edges):
        return Smoothness(graph.laplacian(edges, len(p))).loss(np.log(p), p)
    p = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    cases = [(p, np.array(edges)) for edges in ([[0, 1]], [[0, 1], [1, 2]], [[0, 1], [0, 2]])]
    checks.same(mine, reference, cases, "the loss Smoothness in helpers/")


def not_smooth(answer, shares):
    """For whom of {name: share of edges between classes} is smoothness over the graph wrong?"""
    hint = "the term makes the two ends of every edge alike: for whom is that wrong most often?"
    truth, least = (pick(shares, key=shares.get) for pick in (max, min))
    own = dict.fromkeys(shares, hint) | {
        least: "a small share is good: there, neighbours are of one class"}
    choice(answer, truth, list(shares), hint=own,
           why="There, neighbours are too often of different classes.")


def design_graph(answer):
    """Do (k, λ) lift the accuracy on the moons by 4 points, over the seeds 30 to 89?"""
    def judge(values):
        k, lam = map(float, values)
        allowed_number("k", k, "≥ 1")
        allowed_number("λ", lam, "≥ 0")
        rise = 100 * (accuracy(min(int(k), 199), lam) - accuracy(6, 0.0))
        return rise >= 4, f"the mean accuracy changes by {rise:+.0f} points"
    numbers(answer, (2,), "a pair: k, and λ", judge,
            hint="k neighbours: with few, the graph falls apart; with many, it joins the moons. "
                 "And a weak term does nothing, a strong one silences the labels",
            why="The mean over sixty seeds.")


@cache
def accuracy(k, lam, seeds=tuple(range(30, 90))):
    """The mean over seeds that no figure uses."""
    return lesson.accuracies("moons", "graph", lam, seeds, neighbours=k).mean()
