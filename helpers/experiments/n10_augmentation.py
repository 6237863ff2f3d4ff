"""What is measured for lesson 10: augmentation, and more data, in many worlds.

Adam, batches of 50, Kaiming's start. `shown`, `mirrored` and `collected` make what a training
needs: the task, that of 700 new images to validate on, and the start (seeds, P). Every seed has
images of its own.
"""
from dataclasses import replace
from functools import partial

import numpy as np

from helpers.datasets import images, sampling
from helpers.datasets.augmentation import (
    blur,
    brightness,
    compose,
    flip,
    mixup,
    mixup_beta,
    noise,
    place,
    shift,
)
from helpers.descent import descend
from helpers.experiments.common import classifier, digits
from helpers.experiments.experiment import Contender, Experiment, Steps
from helpers.experiments.training import Training
from helpers.networks import initialization
from helpers.networks.activations import ReLU, Sigmoid
from helpers.networks.losses import CrossEntropy
from helpers.networks.task import Task, augment_per_seed
from helpers.optimizers import Adam

# a step that no training reaches: its random numbers change pictures once, before training
BEFORE = 10**6


def mirror(x, y, generator):
    """Of one run: each picture (N, r, c) mirrored with probability 1/2, and its label, (1, 0) or
    (0, 1), with it."""
    chosen = generator.random(len(x)) < 0.5
    x = np.where(chosen[:, None, None], x[..., ::-1], x)
    return x, np.where(chosen[:, None], y[:, ::-1], y)


def mislabelled(share):
    """This share of the pictures of one run gets the label of a random other one."""
    def augment(x, y, generator):
        return x, np.where(generator.random(len(y))[:, None] < share, generator.permutation(y), y)
    return augment


AUGMENTS = {
    "none": compose(), "noise 0.1": noise(0.1), "noise 0.3": noise(0.3), "blur": blur(),
    "brightness": brightness(0.5),
    "shift 1": shift(1), "shift 2": shift(2), "re-place": place(), "flip": flip(),
    "upside down": flip("up-down"),
    "half turn": flip("half turn"), "mixup 0.5": mixup(0.5), "mixup Beta(0.4)": mixup_beta(0.4),
    "mixup Beta(1)": mixup_beta(1), "flip, label too": mirror,
}


def shown(seeds, n=300, margin=0, learn=0, new=0, wrong=0, **network):
    """Tell n digits apart. All have a blank margin; they and the new ones are shifted once, by up
    to `learn` and `new`.

    Of the n, a share `wrong` is mislabelled.
    """
    x, y, x_new, y_new = digits(seeds, n)
    x, x_new = (np.pad(own, ((0, 0), (0, 0), (margin, margin), (margin, margin)))
                for own in (x, x_new))
    return tasks(seeds,
                 *augment_per_seed(compose(shift(learn), mislabelled(wrong)), x, y, seeds, BEFORE),
                 *augment_per_seed(shift(new), x_new, y_new, seeds, BEFORE), **network)


def mirrored(seeds):
    """Is this digit mirrored? Half of them are; only digits that look other in a mirror, 300 to
    learn from."""
    pictures, labels = images.digits()
    pictures, labels = (array[np.isin(labels, (2, 3, 4, 5, 6, 7, 9))]
                        for array in (pictures, labels))
    straight, parts = sampling.one_hot(0 * labels, 2), sampling.splits(labels, 300, 700, seeds)[:2]
    train, new = (augment_per_seed(mirror, pictures[part], straight[part], seeds, BEFORE)
                  for part in parts)
    return tasks(seeds, *train, *new)


def collected(seeds, kind="all", more=300):
    """100 digits and `more` of a kind: "all" as they come, only "0–4", or the "bold", those with
    most ink."""
    pictures, labels = images.digits()
    first, new, rest = sampling.splits(labels, 100, 700, seeds)
    last = {"all": 0 * labels, "0–4": labels > 4, "bold": -pictures.sum(axis=(1, 2))}[kind]
    chosen = np.take_along_axis(rest, np.argsort(last[rest], axis=1, kind="stable")[:, :more],
                                axis=1)
    train = np.concatenate([first, chosen], axis=1)
    return tasks(seeds,
                 *(array[part] for part in (train, new)
                   for array in (pictures, sampling.one_hot(labels, 10))))


def tasks(seeds, x, y, x_new, y_new, hidden=(128,), activation=ReLU()):
    """The tasks of these images and labels, and Kaiming's start."""
    network = classifier(*hidden, activation=activation, side=x.shape[-1], classes=y.shape[-1])
    return (Task(network, CrossEntropy(), x, y, 50, seeds),
            Task(network, CrossEntropy(), x_new, y_new, seeds=seeds),
            initialization.start(network, initialization.kaiming, seeds))


def strong(**strengths):
    """The augmentations of these names, each with its strength; those of strength 0 are left out.
    A flip and a blur have a probability, mixup its Beta's parameter."""
    tools = {"flip": partial(flip, "left-right"), "shift": shift, "blur": blur,
             "brightness": brightness, "mixup": mixup_beta, "noise": noise}
    return compose(*(tool(strengths[name]) for name, tool in tools.items()
                     if strengths.get(name)))


def watched(task, validation, theta, augment, updates=900, every=30):
    """A training, looked at now and then: the update, the training loss in training mode and of the
    images as they are, validation loss and accuracy, each (seeds,), and theta."""
    task = replace(task, augment=augment)
    for t, theta in enumerate(descend(task, Adam(2e-3), theta, updates)):
        if t % every == 0:
            yield (t, task.at(t).loss(theta), task.loss(theta), validation.loss(theta),
                   validation.accuracy(theta), theta)


def means(augment, n=300, wrong=0, seeds=(0, 1, 2)):
    """`watched` with n digits: the update and the means of the four numbers over the seeds."""
    for t, *numbers, _ in watched(*shown(seeds, n, wrong=wrong), augment):
        yield t, *(number.mean() for number in numbers)


def anywhere(seeds=(0, 1), many=60, most=2):
    """New digits at every place of their canvas, row by row, −most … most down and right: images
    (places, seeds, many, 12, 12), labels (seeds, many)."""
    _, _, x, y = (array[:, :many] for array in digits(seeds, 300))
    canvas, steps = np.pad(x, ((0, 0), (0, 0), (most, most), (most, most))), range(-most, most + 1)
    images = [np.roll(canvas, (down, right), axis=(-2, -1)) for down in steps for right in steps]
    return np.stack(images), y.argmax(axis=-1)


def by_place(augment, seeds=(0, 1)):
    """Centred digits on the canvas, looked at on the way: the update, the accuracy at each place
    (5, 5), and what the first seed answers (places, many)."""
    task, validation, theta = shown(seeds, margin=2)
    images, labels = anywhere(seeds)
    for t, *_, theta in watched(task, validation, theta, augment):
        answers = task.network.predict(theta, images).argmax(axis=-1)
        yield t, np.mean(answers == labels, axis=(1, 2)).reshape(5, 5), answers[:, 0]


def training(seeds, make, augment="none", lr=2e-3, updates=900, **setting):
    """Adam on what `make(seeds, **setting)` returns, with one of AUGMENTS."""
    task, validation, theta = make(seeds, **setting)
    return Training(replace(task, augment=AUGMENTS[augment]), validation, Adam(lr), theta, updates)


def each(make, *augments, tuned=None, **setting):
    """A contender for each augmentation."""
    return {augment: Contender(partial(training, make=make, augment=augment, **setting), tuned
                               or {})
            for augment in augments}


def useless(**setting):
    """What people try against an optimization problem: noise, and more images."""
    more = Contender(partial(training, make=shown, n=1000, **setting))
    return each(shown, "none", "noise 0.3", **setting) | {"1,000 pictures": more}


def deep(updates=300):
    """Too deep to be trained; and a linear network, which can."""
    linear = Contender(partial(training, make=shown, hidden=(), updates=updates))
    found = useless(hidden=(64,) * 10, activation=Sigmoid(), updates=updates)
    return found | {"no hidden layer": linear}


def more_data():
    make = partial(training, make=shown, updates=300)
    return {f"{n} pictures": Contender(partial(make, n=n)) for n in (50, 100, 200, 400, 800)}


def representative():
    make = partial(training, make=collected)
    alone = {"100 alone": Contender(partial(make, more=0))}
    return alone | {f"plus {kind}": Contender(partial(make, kind=kind))
                    for kind in ("all", "0–4", "bold")}


ALL = [name for name in AUGMENTS if name != "flip, label too"]
FEW = ("none", "noise 0.3", "shift 1", "shift 2")
CANVAS, CANVAS_TITLE = "300 centred digits on 12 × 12, 144-128-10", "augmentation on a canvas"
SETTINGS = {  # name: trick, images and network, updates, contenders
    "augmentation_100": ("augmentation", "100 digits, 64-128-10", 300,
                         partial(each, shown, "none", "noise 0.1", *FEW[1:], n=100, updates=300)),
    "augmentation_shifted": ("augmentation", "300 digits, 64-128-10, new ones shifted by up to 1",
                             900,
                             partial(each, shown, *FEW, new=1)),
    "augmentation_mirrored": ("augmentation, is it mirrored?", "300 digits, 64-128-2", 900,
                              partial(each, mirrored, "none", "flip", "flip, label too", *FEW[1:3],
                                      "blur", "mixup 0.5")),
    "augmentation_canvas": (CANVAS_TITLE, f"{CANVAS}, new ones anywhere", 900,
                            partial(each, shown, *FEW, "re-place", margin=2, new=2)),
    "augmentation_still": (CANVAS_TITLE, f"{CANVAS}, new ones centred", 900,
                           partial(each, shown, "none", "re-place", margin=2)),
    "augmentation_anywhere": (CANVAS_TITLE,
                              "300 digits anywhere on 12 × 12, 144-128-10, new ones too", 900,
                              partial(each, shown, "none", "re-place", margin=2, learn=2, new=2)),
    "augmentation_wrong": ("augmentation, wrong labels",
                           "300 digits, a fifth with a random label, 64-128-10", 900,
                           partial(each, shown, "none", "noise 0.3", "mixup 0.5", "mixup Beta(1)",
                                   wrong=0.2)),
    "augmentation_long": ("augmentation, trained longer", "300 digits, 64-128-10", 3000,
                          partial(each, shown, *FEW, "flip", "mixup Beta(1)", updates=3000)),
    "more_data": ("more data", "50 to 800 digits, 64-128-10", 300, more_data),
    "representative": ("more data, representative or not", "100 or 400 digits, 64-128-10", 900,
                       representative),
    "augmentation_deep": ("augmentation of a deep network",
                          "300 digits, ten hidden layers of 64 sigmoids", 300, deep),
    "augmentation_early": ("augmentation, stopped early", "300 digits, 64-128-10", 60,
                           partial(useless, updates=60)),
}
EXPERIMENTS = {
    "augmentation": Experiment(
        "augmentation", 1,
        "300 digits, 64-128-10, 900 updates of Adam, batches of 50, each at its best rate",
        partial(each, shown, *ALL, tuned={"lr": Steps(3e-3)})),
}
EXPERIMENTS |= {
    name: Experiment(trick, 1, f"{what}, {updates} updates of Adam 0.002, batches of 50",
                     contenders,
                     guessing=np.log(2 if "mirrored" in name else 10))
    for name, (trick, what, updates, contenders) in SETTINGS.items()}
