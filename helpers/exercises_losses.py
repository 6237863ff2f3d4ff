"""Checks of the exercises of notebooks 09, 10, 11 and 12, one function each. The right answers are computed."""
import numpy as np

from helpers.datasets import augmentation, graph, images
from helpers.exercises import choice, number, rule
from helpers.networks.losses import CrossEntropy, Entropy, Hinge, Smoothness
from helpers.objectives import L2


# 09 Losses

def most_likely_coin(answer):
    """The probability of heads with the lowest cross-entropy, for a coin that showed heads in 7 of 10 throws."""
    chances = np.linspace(0.001, 0.999, 999)
    truth = chances[np.argmin(-0.7 * np.log(chances) - 0.3 * np.log(1 - chances))]
    number(answer, truth, hint="it is the probability that makes these ten throws most likely",
           why="The most likely distribution has the shares of the data.")


def slope_of_scores(answer):
    """A function of (scores, k): the gradient of the cross-entropy of one picture of class k with respect to its scores (C,)."""
    def reference(scores, k):
        return CrossEntropy().grad(scores[None], np.eye(len(scores))[[k]])[0]
    cases = [(np.array(scores), k) for scores, k in (((2.0, 1.0), 1), ((0.0, 0.0, 0.0), 0), ((-1.0, 3.0, 0.5), 2))]
    rule(answer, reference, cases, hint="for the lecture's scores 2 and 1 and the second class it is (0.7311, −0.7311)",
         why="Softmax minus one-hot: what the model says minus what is true.")


def mean_hinge(answer):
    """The mean hinge loss of three pictures with the margins 3, 0.4 and −2."""
    scores = np.array([[3.0, 0.0], [0.4, 0.0], [-2.0, 0.0]])
    number(answer, Hinge().loss(scores, np.array([[1.0, 0.0]] * 3)),
           hint="a margin above 1 costs nothing; below, what is missing up to 1",
           why="The first picture has enough, the others lack 0.6 and 3.")


# 10 Data augmentation

def least_mixup_loss(answer):
    """The smallest cross-entropy that any network can have on an example that is half a cat and half a dog."""
    label = np.array([[0.5, 0.5]])
    number(answer, CrossEntropy().loss(np.log(label), label),
           hint="the best answer is the label itself: what is then −Σ y log p?",
           why="It is ln 2, the entropy of the label. So with mixup the loss as trained cannot reach 0.")


def own_mixup(answer):
    """A function of (a, b, r) that mixes two pictures, or two labels: r parts of a."""
    def reference(a, b, r):
        return r * a + (1 - r) * b
    cases = [(np.array(a), np.array(b), r) for a, b, r in (((1.0, 0.0), (0.0, 1.0), 0.7), (((0.2, 1.0),), ((0.0, 0.5),), 0.0))]
    rule(answer, reference, cases, hint="r parts of a, and the rest of b", why="The same line for pictures and for labels.")


def label_that_survives(answer):
    """Which flip keeps every digit's answer to: is there more ink in the upper half than in the lower?"""
    def upper(x):
        return x[:, :4].sum(axis=(1, 2)) > x[:, 4:].sum(axis=(1, 2))
    x, y = images.digits()
    flips = {name: augmentation.flip(name, 1)(x, y, np.random.default_rng(0))[0] for name in augmentation.MIRRORS}
    kept = [name for name, new in flips.items() if np.array_equal(upper(new), upper(x))]
    choice(answer, kept[0], list(flips), hint="which of them leaves every pixel in its half?",
           why="Every row keeps its ink. The other two exchange the halves.")


# 11 Semi-supervised learning

def entropy_of_an_answer(answer):
    """The entropy of the answer 0.7, 0.1, 0.1, 0.1."""
    scores = np.log([[0.7, 0.1, 0.1, 0.1]])
    number(answer, Entropy().loss(scores, scores),
           hint="−Σ p log p, with the natural logarithm; every class adds a positive number",
           why="The most it could be is log 4 = 1.39.")


def unlike_neighbours(answer):
    """A function of (p, edges): the mean over the edges (E, 2) of Σ (p_i − p_j)², for probabilities p (N, C)."""
    def reference(p, edges):
        return Smoothness(graph.laplacian(edges, len(p))).loss(np.log(p), p)
    p = np.array([[0.9, 0.1], [0.5, 0.5], [0.2, 0.8]])
    cases = [(p, np.array(edges)) for edges in ([[0, 1]], [[0, 1], [1, 2]], [[0, 1], [0, 2], [1, 2]])]
    rule(answer, reference, cases, hint="p[edges[:, 0]] holds the answers at the first ends of all edges",
         why="The mean runs over the edges, not over the classes.")


def not_a_flock(answer, shares):
    """Whose graph {name: share of edges between different classes} is no ground for a smoothness term?"""
    choice(answer, max(shares, key=shares.get), list(shares),
           hint="the term makes the two ends of every edge alike: for whom is that wrong most often?",
           why="There, neighbours are too often of different classes.")


# 12 Regularization

def library_decay(answer):
    """The lecture's λ of λ‖θ‖², where a library's plain descent says η = 0.1 and weight_decay = 0.02."""
    number(answer, 0.02 / 2, hint="the library adds weight_decay · θ to the gradient; what does the penalty add to it?",
           why="The gradient of λ‖θ‖² is 2 λ θ. The learning rate plays no part.")


def cheapest_unit(answer):
    """The smallest ‖θ‖² with which one ReLU unit w2 relu(w1 x) can have the slope 9."""
    w1 = np.linspace(1, 9, 8001)
    number(answer, np.min(w1**2 + (9 / w1) ** 2), hint="w1 w2 = 9, and the penalty likes both weights alike",
           why="Three and three: twice the slope. L2 prefers balanced layers.")


def own_decay(answer):
    """A function of (theta, g, lr, lam): plain descent whose weight decay is the L2 penalty with the lecture's λ."""
    def reference(theta, g, lr, lam):
        return theta - lr * (g + lam * L2(theta.size).grad(theta))
    theta, g = np.array([1.0, -2.0, 0.5]), np.array([0.3, 0.0, -1.0])
    rule(answer, reference, [(theta, g, lr, lam) for lr in (0.1, 0.5) for lam in (0.0, 0.01, 0.3)],
         hint="first make θ smaller by the factor 1 − 2 η λ, then take the usual step",
         why="No loss was mentioned, and it is L2.")
