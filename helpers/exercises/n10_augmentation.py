"""Checks of the exercises of notebook 10. The right answers are computed."""
import numpy as np

from helpers.datasets import augmentation, images
from helpers.exercises.checks import choice, number, rule
from helpers.networks.losses import CrossEntropy


def least_mixup_loss(answer):
    """The smallest cross-entropy of any network on an example that is half a cat and half a dog."""
    label = np.array([[0.5, 0.5]])
    number(answer, CrossEntropy().loss(np.log(label), label),
           hint="the best answer is the label itself: what is then −Σ y log p?",
           why="It is ln 2, the entropy of the label. With mixup the training loss cannot reach 0.")


def own_mixup(answer):
    """(a, b, r) to the mixture of two images, or two labels: r parts of a."""
    def reference(a, b, r):
        return r * a + (1 - r) * b
    labels = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    pixels = np.array([[0.2, 1.0]]), np.array([[0.0, 0.5]])
    rule(answer, reference, [(*labels, 0.7), (*pixels, 0.0)],
         hint="r parts of a, and the rest of b",
         why="The same line for pictures and for labels.")


def label_that_survives(answer):
    """Which flip keeps every digit's answer to: is more ink in the upper half than in the lower?"""
    def more_above(x):
        return x[:, :4].sum(axis=(1, 2)) > x[:, 4:].sum(axis=(1, 2))
    x, y = images.digits()
    flips = {name: augmentation.flip(name, 1) for name in augmentation.MIRRORS}
    flipped = {name: flip(x, y, np.random.default_rng(0))[0] for name, flip in flips.items()}
    before = more_above(x)
    truth, = [name for name, new in flipped.items() if np.array_equal(more_above(new), before)]
    choice(answer, truth, list(flips),
           hint="which of them leaves every pixel in its half?",
           why="Every row keeps its ink. The other two exchange the halves.")
