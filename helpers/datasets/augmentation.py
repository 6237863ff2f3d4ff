"""New pictures out of those that we have (Lee): flipped, shifted, blurred, noisy, mixed.

Each function takes its settings and returns a function augment(x, y, generator), which returns new
(x, y). Pictures x: (..., N, rows, columns), float32 or float64, 0 is blank. Labels y: whole numbers
(..., N), or rows of floats (..., N, C) that sum to 1. Axes in front are runs. Each picture has its
own random draw, float types stay, nothing is written in place. ValueError for bad settings at once,
and for other x and y when they come.

Only mixup changes labels. The others *claim* that the label survives; whether it does depends on
the task.
"""
from math import prod

import numpy as np

from helpers.allowed import number, whole

MIRRORS = {"left-right": np.s_[..., ::-1], "up-down": np.s_[..., ::-1, :],
           "half turn": np.s_[..., ::-1, ::-1]}


def flip(direction="left-right", p=0.5):
    """Each picture mirrored with probability p: "left-right", "up-down", or both, a "half turn".
    Label kept.

    The catch: a bird in a mirror is a bird, but one that looks left then looks right (Lee); a 6
    turned is a 9.
    """
    if direction not in list(MIRRORS):
        raise ValueError(f"direction = {direction!r}: allowed are {', '.join(MIRRORS)}")
    return sometimes(number("p", p, "in [0, 1]"), lambda x: x[MIRRORS[direction]])


def shift(by):
    """Each picture moved by −by … by whole pixels, down and right; what leaves is cut off. Label
    kept.

    The catch: lost ink; and where new pictures are all centred, shifted ones prepare for nothing.
    ValueError for `by` larger than the canvas.
    """
    whole("by", by, 0, of="of pixels")

    def change(x, generator):
        if by > min(x.shape[-2:]):
            raise ValueError(f"by = {by!r}: allowed is at most the canvas, {x.shape[-2]} × "
                             f"{x.shape[-1]}")
        return moved(x, *generator.integers(-by, by + 1, (2, *x.shape[:-2])), by)
    return keeping(change)


def place():
    """The ink of each picture, its box of what is not 0, at a random place of its canvas. Label
    kept.

    Nothing is cut off, every place is as likely. The catch: where the place tells the class.
    """
    def change(x, generator):
        ink = x != 0
        return moved(x, *(inside(ink.any(axis=axis), generator) for axis in (-1, -2)),
                     max(x.shape[-2:]))
    return keeping(change)


def blur(p=0.5):
    """Each picture blurred with probability p: (1 2 1)/4 down and across, blank outside. Label
    kept.

    The catch: where a fine stroke tells the class.
    """
    return sometimes(number("p", p, "in [0, 1]"), blurred)


def noise(deviation):
    """Normal noise of this standard deviation on every pixel, not clipped to [0, 1].

    Label kept, if still seen.
    """
    deviation = number("deviation", deviation, "≥ 0")
    return keeping(lambda x, generator: x + deviation * generator.standard_normal(x.shape, x.dtype))


def brightness(by):
    """Each picture times a factor, uniform in [1 − by, 1 + by], 0 <= by <= 1, not clipped to [0,
    1]. Label kept.

    The catch: where brightness tells the class, day or night; and a factor near 0 leaves nothing to
    see.
    """
    by = number("by", by, "in [0, 1]")

    def change(x, generator):
        return x * generator.uniform(1 - by, 1 + by, (*x.shape[:-2], 1, 1)).astype(x.dtype)
    return keeping(change)


def mixup(ratio):
    """x ← r x + (1 − r) x′ and y ← r y + (1 − r) y′, r = ratio in [0, 1]: half a cat, half a dog
    (Lee).

    x′, y′ are the same examples of the run, shuffled. Labels are mixed, so y must be rows. The
    catch: between two classes may lie a third.
    """
    ratio = np.array(number("ratio", ratio, "in [0, 1]"))
    return mixing(lambda many, generator: ratio)


def mixup_beta(a):
    """Mixup with r from Beta(a, a), a > 0, for each picture. Zhang et al. (2018); their listing has
    one r a batch.

    A small a leaves most pictures nearly alone or swaps them; a = 1 takes every r as likely.
    """
    a = number("a", a, "> 0")
    return mixing(lambda many, generator: generator.beta(a, a, many))


def compose(*augments):
    """One after the other, such as compose(shift(1), noise(0.1)); compose() changes nothing."""
    if not all(map(callable, augments)):
        raise ValueError(f"augments = {augments!r}: allowed are functions, such as flip(), "
                         f"shift(1)")

    def augment(x, y, generator):
        for one in augments:
            x, y = one(x, y, generator)
        return x, y
    return augment


def keeping(change):
    """The augmentation that keeps labels and does change(x, generator)."""
    def augment(x, y, generator):
        check(x, y)
        return change(x, generator), y
    return augment


def sometimes(p, change):
    """The augmentation that keeps labels and does change(x) to each picture with probability p."""
    def chance(x, generator):
        chosen, result = generator.random(x.shape[:-2]) < p, x.copy()
        result[chosen] = change(x[chosen])
        return result
    return keeping(chance)


def mixing(ratios):
    """The augmentation that mixes each example with one of its run; r = ratios(many, generator):
    one, or (..., N)."""
    def augment(x, y, generator):
        check(x, y)
        many = x.shape[:-2]
        if y.shape == many:
            raise ValueError(f"labels y are whole numbers {many}: mixup needs rows, such as "
                             f"data.one_hot returns")
        other = generator.permuted(np.arange(prod(many)).reshape(many), axis=-1)
        r = ratios(many, generator)
        return mixed(x, r[..., None, None], other), mixed(y, r[..., None], other)
    return augment


def mixed(array, r, other):
    """r a + (1 − r) a′, where a′ are the examples number `other`, counted through all runs."""
    r = r.astype(array.dtype)
    return r * array + (1 - r) * array.reshape(-1, *array.shape[other.ndim:])[other]


def blurred(x):
    """Each pixel of x (n, rows, columns) and its 8 neighbours, weighted 1 2 1, 2 4 2, 1 2 1, over
    16."""
    edged = np.zeros(np.add(x.shape, (0, 2, 2)), x.dtype)
    edged[:, 1:-1, 1:-1] = x
    across = edged[..., :-2] + 2 * edged[..., 1:-1] + edged[..., 2:]
    return (across[:, :-2] + 2 * across[:, 1:-1] + across[:, 2:]) / 16


def inside(inked, generator):
    """Moves (..., N) that leave all marks of (..., N, n) within 0 … n − 1, every such move as
    likely."""
    return generator.integers(-inked.argmax(axis=-1), inked[..., ::-1].argmax(axis=-1) + 1)


def moved(x, down, right, most):
    """Each picture moved by whole pixels (..., N) of at most `most`: a window in a larger, blank
    canvas."""
    *many, rows, columns = x.shape
    canvas = np.zeros((prod(many), rows + 2 * most, columns + 2 * most), x.dtype)
    canvas[:, most:most + rows, most:most + columns] = x.reshape(-1, rows, columns)
    windows = np.lib.stride_tricks.sliding_window_view(canvas, (rows, columns), axis=(1, 2))
    return windows[np.arange(prod(many)), most - down.ravel(),
                   most - right.ravel()].reshape(x.shape)


def check(x, y):
    """ValueError unless x are pictures, and y as many labels, whole numbers or rows that sum to
    1."""
    if x.ndim < 3 or x.dtype.char not in "fd":
        raise ValueError(f"pictures x are {x.dtype} {x.shape}: allowed are float32, float64 (..., "
                         f"N, rows, columns)")
    many = x.shape[:-2]
    if y.shape == many and y.dtype.kind in "iu":
        return
    if y.shape[:-1] != many or y.dtype.kind != "f" or not np.all(np.abs(y.sum(axis=-1) - 1) < 1e-4):
        raise ValueError(f"labels y are {y.dtype} {y.shape}: for pictures {x.shape} allowed are "
                         f"whole numbers "
                         f"{many}, or rows of floats (..., {many[-1]}, C) that sum to 1")
