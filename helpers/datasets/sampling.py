"""Who sees which example: training, validation and test; mini-batches; labels as rows."""
from functools import lru_cache

import numpy as np

from helpers.allowed import whole


def require_seeds(seeds):
    """ValueError where there is no seed."""
    if len(seeds) == 0:
        raise ValueError(f"seeds = {seeds!r}: at least one is needed")


def one_hot(labels, classes):
    """Labels (...) as float32 (..., classes): 1 at the label, 0 elsewhere.

    ValueError for a label that is not 0, 1, …, classes − 1.
    """
    labels = np.asarray(labels)
    known = np.isin(labels, np.arange(classes))
    if not np.all(known):
        raise ValueError(f"labels: there is a {labels[~known][0]}; allowed are 0, 1, …, "
                         f"{classes - 1}")
    return np.eye(classes, dtype=np.float32)[labels.astype(np.int64)]


def every_class(labels, classes):
    """ValueError that names the class, if one of 0, 1, …, classes − 1 has no example among the
    labels (n,)."""
    missing = np.setdiff1d(np.arange(classes), labels)
    if len(missing):
        raise ValueError(f"labels: none of the {len(labels)} labelled examples is of class "
                         f"{missing[0]}; each class needs one")


def split(labels, train, validation, seed, test=None):
    """Training, validation and test: three arrays of indices of labels (n,) that share none, in
    random order.

    train (≥ 1), validation and test (≥ 0) say how many; test=None takes the rest. Stratified: of
    each class every part has its share, to within one. ValueError for more than there are, and
    where a part that is asked for would have none of a class.
    """
    labels = np.asarray(labels)
    names, counts = np.unique(labels, return_counts=True)
    asked = {"train": train, "validation": validation, "test": test or 0}
    shares = stratify(counts, sizes(labels.shape, train, validation, test))
    for (part, size), share in zip(asked.items(), shares.T, strict=False):
        if size > 0 and 0 in share:
            raise ValueError(f"{part} = {size!r}: none would be of class {names[share == 0][0]}")
    # other random numbers than those of the seed alone
    generator = np.random.default_rng([seed, *b"split"])
    dealt = [np.split(generator.permutation(np.flatnonzero(labels == name)), np.cumsum(share)[:-1])
             for name, share in zip(names, shares, strict=True)]
    return tuple(generator.permutation(np.concatenate(part))
                 for part in zip(*dealt, strict=True))[:3]


def splits(labels, train, validation, seeds, test=None):
    """`split` for each seed: indices of shape (seeds, train), (seeds, validation) and (seeds,
    test)."""
    require_seeds(seeds)
    return tuple(map(np.stack,
                     zip(*(split(labels, train, validation, seed, test) for seed in seeds),
                         strict=True)))


def sizes(shape, train, validation, test):
    """How many examples are for training, validation, test, and left over: all that have a
    label."""
    if len(shape) != 1:
        raise ValueError(f"labels have the shape {shape}: allowed is one label for each example, "
                         f"(n,)")
    whole("train", train, 1, shape[0], "of examples")
    whole("validation", validation, 0, shape[0] - train, "of examples")
    rest = shape[0] - train - validation
    if test is None:
        return train, validation, rest, 0
    whole("test", test, 0, rest, "of examples")
    return train, validation, test, rest - test


def stratify(counts, sizes):
    """How many of each class (rows) go to each part (columns): shares, rounded so that all sums are
    right."""
    shares, remainder = np.divmod(np.outer(counts, sizes), sum(sizes))
    owed = counts - shares.sum(axis=1)
    for part, size in enumerate(sizes):  # its free places go to the classes that are owed most
        first = np.lexsort((-remainder[:, part], -owed))[:size - shares[:, part].sum()]
        shares[first, part] += 1
        owed[first] -= 1
    return shares


@lru_cache(maxsize=4096)
def order(n, seed, epoch):
    """The order in which one run sees n examples in one epoch: every epoch and every run has its
    own."""
    order = np.random.default_rng([seed, epoch]).permutation(n)
    order.flags.writeable = False
    return order


def batch(t, n, size, seeds):
    """Which of n examples step t sees: indices of shape (seeds, size), a function of (seed, t)
    alone.

    An epoch has n // size batches without repetition; what is left and does not fill a batch, sits
    it out. ValueError for a size outside 1 … n, and for no seed.
    """
    whole("size", size, 1, n, "of examples")
    require_seeds(seeds)
    epoch, k = divmod(t, n // size)
    return np.stack([order(n, seed, epoch)[k * size:(k + 1) * size] for seed in seeds])
