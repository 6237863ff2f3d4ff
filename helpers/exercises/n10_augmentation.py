"""Checks of the exercises of lesson 10. The right answers are computed."""
from dataclasses import replace
from functools import cache

import numpy as np

from helpers.datasets import augmentation, images
from helpers.descent import descend
from helpers.exercises import checks
from helpers.exercises.checks import choice, number, numbers, rule
from helpers.experiments import n10_augmentation as lesson
from helpers.networks.losses import CrossEntropy
from helpers.optimizers import Adam


def compare_noise(mine):
    """Hold the notebook's (x, rng, strength) to x against `augmentation.noise`."""
    compare(mine, augmentation.noise, (0.0, 0.1, 0.3), "noise")


def compare_shift(mine):
    """Hold the notebook's (x, rng, by) to x against `augmentation.shift`."""
    compare(mine, augmentation.shift, (0, 1, 2), "shift")


def compare(mine, helper, strengths, name):
    """On one image on a canvas with a margin, so that no ink leaves."""
    canvas = np.pad(np.random.default_rng(0).random((2, 3, 3)), ((0, 0), (2, 2), (2, 2)))

    def reference(x, seed, strength):
        return helper(strength)(x, np.zeros(len(x), int), np.random.default_rng(seed))[0]
    checks.same(lambda x, seed, strength: mine(x, np.random.default_rng(seed), strength),
                reference, [(canvas, seed, strength) for seed in (0, 1) for strength in strengths],
                f"augmentation.{name} in helpers/")


def compare_flip(mine):
    """Hold the notebook's (x, y, rng, p) to (x, y) against `augmentation.flip`; its images."""
    def reference(x, y, seed, p):
        return augmentation.flip(p=p)(x, y, np.random.default_rng(seed))[0]
    x, y = np.random.default_rng(0).random((4, 2, 3)), np.eye(4)
    checks.same(lambda x, y, seed, p: mine(x, y, np.random.default_rng(seed), p)[0], reference,
                [(x, y, seed, p) for seed in (0, 1) for p in (0.0, 0.5, 1.0)],
                "augmentation.flip in helpers/")


def compare_mixup(mine):
    """Hold the notebook's (x, y, rng, a) to (x, y) against `augmentation.mixup_beta`."""
    def reference(x, y, seed, a):
        return together(*augmentation.mixup_beta(a)(x, y, np.random.default_rng(seed)))
    x, y = np.random.default_rng(0).random((4, 2, 3)), np.eye(4)
    checks.same(lambda x, y, seed, a: together(*mine(x, y, np.random.default_rng(seed), a)),
                reference, [(x, y, seed, a) for seed in (0, 1) for a in (0.4, 1.0, 4.0)],
                "augmentation.mixup_beta in helpers/")


def together(x, y):
    """Images and labels of N examples as one array (N, numbers)."""
    return np.concatenate([np.reshape(x, (len(x), -1)), y], axis=1)


def versions_of_one(answer):
    """How many images come of one that is moved by −2 … 2 down and right, and mirrored or not."""
    by = len(range(-2, 3))
    number(answer, 2 * by**2, tolerance=0,
           hint="count the places across, times the places down, times what a mirror adds",
           why="Twenty-five places, each also mirrored; and all of them have one label.",
           mistakes={25: "each of these may be mirrored, too",
                     20: "a place is one across together with one down: do they add up?",
                     10: "a place is one across together with one down: do they add up?",
                     32: "from −2 to 2 there are five numbers, 0 is one of them"})


def mended_move(answer):
    """(x, column, seed) to two rows: where the ink of the moved images lies, and their labels."""
    x = np.zeros((2, 1, 7))
    x[0, 0, 3] = x[1, 0, 4] = 1.0
    rule(answer, moved_with_label, [(x, np.array([3.0, 4.0]), seed) for seed in (0, 1, 2)],
         hint="what has to happen to a label when its image moves?",
         why="What moves the ink moves the label.", bug=unmoved,
         mistakes=[(backwards, "np.roll by a positive number moves to the right, "
                               "to larger columns"),
                   (stopped, "now the label is right, but no image is new")])


def drawn(x, seed):
    return np.random.default_rng(seed).integers(-2, 3, len(x))


def moved_with_label(x, column, seed):
    return np.stack([column + drawn(x, seed), column + drawn(x, seed)])


def unmoved(x, column, seed):
    """The notebook's code with its bug: the label stays."""
    return np.stack([column + drawn(x, seed), column])


def backwards(x, column, seed):
    return np.stack([column + drawn(x, seed), column - drawn(x, seed)])


def stopped(x, column, seed):
    return np.stack([column, column])


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
           hint={"up-down": "what was above is now below: what becomes of the answer?",
                 "half turn": "a half turn is left-right and up-down together: which of the two "
                              "moves ink to the other half?", truth: ""},
           why="Every row keeps its ink. The other two exchange the halves.")


def least_mixup_loss(answer):
    """The smallest cross-entropy of any network on an example that is half a cat and half a dog."""
    label = np.array([[0.5, 0.5]])
    number(answer, CrossEntropy().loss(np.log(label), label),
           hint="the best answer is the label itself: what is then −Σ y log p?",
           why="It is ln 2, the entropy of the label. With mixup the training loss cannot reach 0.",
           mistakes={0: "a network that answers (0.5, 0.5) is perfect, but is its loss 0?",
                     1: "that is in bits; this course takes the natural logarithm",
                     0.347: "that is one of the two terms of the sum"})


def design_strengths(answer):
    """Do these strengths (shift, noise) make a network read shifted digits?"""
    def judge(strengths):
        by, deviation = map(float, strengths)
        if by not in (0, 1, 2, 3):
            raise ValueError(f"shift = {by:g}: allowed are 0, 1, 2 and 3 pixels")
        right = accuracy_with(int(by), deviation)
        return right >= 0.84, f"{right:.0%} of the new digits are read right"
    numbers(answer, (2,), "a pair (shift, noise)", judge,
            hint="how do the new digits differ from the training digits? Teach that, no more",
            why="The shift prepares for what will come.")


@cache
def accuracy_with(by, deviation, seeds=(30, 31, 32)):
    """Mean over seeds that no figure uses: a fifth of the labels random, new digits shifted."""
    augment = augmentation.compose(augmentation.shift(by), augmentation.noise(deviation))
    task, validation, theta = lesson.shown(seeds, wrong=0.2, new=1)
    for theta in descend(replace(task, augment=augment), Adam(2e-3), theta, 900):
        pass
    return validation.accuracy(theta).mean()
