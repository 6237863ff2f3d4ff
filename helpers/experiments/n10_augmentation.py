"""What is trained for the rows of notebook 10. As in `trials`, a trial takes the seeds and returns {contender: Outcome}.

Adam 0.002, batches of 50, Kaiming's start. `shown`, `mirrored` and `collected` make what a run needs: the training task, the
task of 700 new pictures to validate on, and the start (seeds, P). Every seed has pictures of its own.
"""
from dataclasses import replace
from functools import partial

import numpy as np

from helpers.datasets import images as pictures, sampling
from helpers.experiments import verdict as compare
from helpers.networks import initialization
from helpers.datasets.augmentation import (
    blur, brightness, flip, mixup, mixup_beta, noise, place, compose, shift)
from helpers.experiments.verdict import Row
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.layers import Flatten
from helpers.networks.losses import CrossEntropy
from helpers.networks.network import Network, mlp
from helpers.networks.task import Task, augment_per_seed
from helpers.optimizers import Adam
from helpers.experiments.n04_dropout import digits

BEFORE = 10**6  # a step that no training reaches: its random numbers change pictures once, before training


def mirror(x, y, generator):
    """Of one run: each picture (N, r, c) mirrored with probability 1/2, and its label, (1, 0) or (0, 1), with it."""
    chosen = generator.random(len(x)) < 0.5
    return np.where(chosen[:, None, None], x[..., ::-1], x), np.where(chosen[:, None], y[:, ::-1], y)


def mislabelled(share):
    """This share of the pictures of one run gets the label of a random other one."""
    def augment(x, y, generator):
        return x, np.where(generator.random(len(y))[:, None] < share, generator.permutation(y), y)
    return augment


AUGMENTS = {
    "none": compose(), "noise 0.1": noise(0.1), "noise 0.3": noise(0.3), "blur": blur(), "brightness": brightness(0.5),
    "shift 1": shift(1), "shift 2": shift(2), "re-place": place(), "flip": flip(), "upside down": flip("up-down"),
    "half turn": flip("half turn"), "mixup 0.5": mixup(0.5), "mixup Beta(0.4)": mixup_beta(0.4),
    "mixup Beta(1)": mixup_beta(1), "flip, label too": mirror,
}


def shown(seeds, n=300, margin=0, learn=0, new=0, wrong=0, **network):
    """Tell n digits apart. All have a blank margin; they and the new ones are shifted once, by up to `learn` and `new`.

    Of the n, a share `wrong` is mislabelled.
    """
    x, y, x_new, y_new = digits(seeds, n)
    x, x_new = (np.pad(own, ((0, 0), (0, 0), (margin, margin), (margin, margin))) for own in (x, x_new))
    return tasks(seeds, *augment_per_seed(compose(shift(learn), mislabelled(wrong)), x, y, seeds, BEFORE),
                 *augment_per_seed(shift(new), x_new, y_new, seeds, BEFORE), **network)


def mirrored(seeds):
    """Is this digit mirrored? Half of them are; only digits that look other in a mirror, 300 to learn from."""
    images, labels = pictures.digits()
    images, labels = (array[np.isin(labels, (2, 3, 4, 5, 6, 7, 9))] for array in (images, labels))
    straight, parts = sampling.one_hot(0 * labels, 2), sampling.splits(labels, 300, 700, seeds)[:2]
    return tasks(seeds, *(array for part in parts for array in augment_per_seed(mirror, images[part], straight[part], seeds, BEFORE)))


def collected(seeds, kind="all", more=300):
    """100 digits and `more` of a kind: "all" as they come, only "0–4", or the "bold", those with most ink."""
    images, labels = pictures.digits()
    first, new, rest = sampling.splits(labels, 100, 700, seeds)
    last = {"all": 0 * labels, "0–4": labels > 4, "bold": -images.sum(axis=(1, 2))}[kind]
    chosen = np.take_along_axis(rest, np.argsort(last[rest], axis=1, kind="stable")[:, :more], axis=1)
    train = np.concatenate([first, chosen], axis=1)
    return tasks(seeds, *(array[part] for part in (train, new) for array in (images, sampling.one_hot(labels, 10))))


def tasks(seeds, x, y, x_new, y_new, hidden=(128,), activation=ReLU()):
    side, classes = x.shape[-1], y.shape[-1]
    network = Network((Flatten((side, side)), *mlp(side**2, *hidden, classes, activation=activation).layers))
    task, validation = Task(network, CrossEntropy(), x, y, 50, seeds), Task(network, CrossEntropy(), x_new, y_new, seeds=seeds)
    return task, validation, initialization.start(network, initialization.kaiming, seeds)


def trial(seeds, contenders, updates=900):
    """contenders: {name: (what makes its tasks, the settings of that, the name of its augmentation)}."""
    outcomes = {}
    for name, (make, settings, augment) in contenders.items():
        task, validation, theta = make(seeds, **settings)
        outcomes[name] = compare.outcome(replace(task, augment=AUGMENTS[augment]), validation, Adam(2e-3), theta, updates)
    return outcomes


def each(make, *augments, **settings):
    return {augment: (make, settings, augment) for augment in augments}


def useless(**network):
    """What people try against an optimization problem: noise, and more pictures."""
    return each(shown, "none", "noise 0.3", **network) | {"1,000 pictures": (shown, {"n": 1000, **network}, "none")}


ALL, FEW = [name for name in AUGMENTS if name != "flip, label too"], ("none", "noise 0.3", "shift 1", "shift 2")
LINEAR, KINDS = {"no hidden layer": (shown, {"hidden": ()}, "none")}, ("all", "0–4", "bold")
SETTINGS = {  # name: trick, pictures and network, updates, contenders
    "augmentation": ("augmentation", "300 digits, 64-128-10", 900, each(shown, *ALL)),
    "augmentation_100": ("augmentation", "100 digits, 64-128-10", 300, each(shown, "none", "noise 0.1", *FEW[1:], n=100)),
    "augmentation_shifted": ("augmentation", "300 digits, 64-128-10, new ones shifted by up to 1", 900, each(shown, *FEW, new=1)),
    "augmentation_mirrored": ("augmentation, is it mirrored?", "300 digits, 64-128-2", 900, each(
        mirrored, "none", "flip", "flip, label too", *FEW[1:3], "blur", "mixup 0.5")),
    "augmentation_canvas": ("augmentation on a canvas", "300 centred digits on 12 × 12, 144-128-10, new ones anywhere", 900,
                            each(shown, *FEW, "re-place", margin=2, new=2)),
    "augmentation_still": ("augmentation on a canvas", "300 centred digits on 12 × 12, 144-128-10, new ones centred", 900,
                           each(shown, "none", "re-place", margin=2)),
    "augmentation_anywhere": ("augmentation on a canvas", "300 digits anywhere on 12 × 12, 144-128-10, new ones too", 900,
                              each(shown, "none", "re-place", margin=2, learn=2, new=2)),
    "augmentation_wrong": ("augmentation, wrong labels", "300 digits, a fifth with a random label, 64-128-10", 900,
                           each(shown, "none", "noise 0.3", "mixup 0.5", "mixup Beta(1)", wrong=0.2)),
    "more_data": ("more data", "50 to 800 digits, 64-128-10", 300,
                  {f"{n} pictures": (shown, {"n": n}, "none") for n in (50, 100, 200, 400, 800)}),
    "representative": ("more data, representative or not", "100 or 400 digits, 64-128-10", 900, {
        "100 alone": (collected, {"more": 0}, "none"),
        **{f"plus {kind}": (collected, {"kind": kind}, "none") for kind in KINDS}}),
    "augmentation_deep": ("augmentation of a deep network", "300 digits, ten hidden layers of 64 sigmoids", 300,
                          useless(hidden=(64,) * 10, activation=Sigmoid()) | LINEAR),
    "augmentation_early": ("augmentation, stopped early", "300 digits, 64-128-10", 60, useless()),
}
ROWS = {name: Row(trick, 1, f"{what}, {updates} updates of Adam 0.002, batches of 50",
                  partial(trial, contenders=contenders, updates=updates))
        for name, (trick, what, updates, contenders) in SETTINGS.items()}
