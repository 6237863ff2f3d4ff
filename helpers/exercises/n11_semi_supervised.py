"""Checks of the exercises of notebook 11. The right answers are computed."""
import numpy as np

from helpers.datasets import graph
from helpers.exercises.checks import choice, number, rule
from helpers.networks.losses import Entropy, Smoothness


def entropy_of_an_answer(answer):
    """The entropy of the answer 0.7, 0.1, 0.1, 0.1."""
    scores = np.log([[0.7, 0.1, 0.1, 0.1]])
    number(answer, Entropy().loss(scores, scores),
           hint="−Σ p log p, with the natural logarithm; every class adds a positive number",
           why="The most it could be is log 4 = 1.39.")


def unlike_neighbours(answer):
    """(p (N, C), edges (E, 2)) to the mean over the edges of Σ (p_i − p_j)²."""
    def reference(p, edges):
        return Smoothness(graph.laplacian(edges, len(p))).loss(np.log(p), p)
    p = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    one, two, three = [[0, 1]], [[0, 1], [1, 2]], [[0, 1], [0, 2], [1, 2]]
    rule(answer, reference, [(p, np.array(edges)) for edges in (one, two, three)],
         hint="p[edges[:, 0]] holds the answers at the first ends of all edges",
         why="The mean runs over the edges, not over the classes.")


def not_a_flock(answer, shares):
    """For whom of {name: share of edges between classes} is smoothness over the graph wrong?"""
    choice(answer, max(shares, key=shares.get), list(shares),
           hint="the term makes the two ends of every edge alike: for whom is that "
                "wrong most often?",
           why="There, neighbours are too often of different classes.")
