"""What a setting may be. A ValueError names it, its value and what is allowed."""
from math import inf, isfinite
from numbers import Integral, Real

import numpy as np

RANGES = {
    "": lambda value: True,
    "in [0, 1]": lambda value: (0 <= value) & (value <= 1),
    "in [0, 1)": lambda value: (0 <= value) & (value < 1),
    "≥ 0": lambda value: value >= 0,
    "> 0": lambda value: value > 0,
    "≥ 1": lambda value: value >= 1,
}


def is_whole(value, low, high=inf):
    """Whether it is a whole number from low to high; True and False are none."""
    return isinstance(value, Integral) and not isinstance(value, bool) and low <= value <= high


def is_number(value):
    """Whether it is a finite number; True and False are none."""
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)


def whole(name, value, low, high=inf, of=""):
    """The value; ValueError unless it is a whole number from low to high. `of` says of what: "of
    pixels"."""
    if not is_whole(value, low, high):
        ends = f"{low} or more" if high == inf else f"{low} to {high}"
        raise ValueError(f"{name} = {value!r}: allowed is a whole number{of and ' '}{of}, {ends}")
    return value


def number(name, value, allowed=""):
    """The value as a Python float, which leaves float32 as it is.

    ValueError unless it is finite and in one of `RANGES`.
    """
    if not (is_number(value) and RANGES[allowed](value)):
        raise ValueError(f"{name} = {value!r}: allowed is a finite "
                         f"number{allowed and ' '}{allowed}")
    return float(value)


def numbers(name, value, allowed="", *more):
    """The value; ValueError unless it is such a number, or an array of them that is not empty.

    `more` says what else the caller takes, such as "or a schedule".
    """
    array = np.asarray(value)
    real = array.dtype.kind in "iuf" and array.size > 0
    with np.errstate(invalid="ignore"):
        good = real and np.all(np.isfinite(array) & RANGES[allowed](array))
    if not good:
        words = " ".join(["a finite number", allowed, "or an array of them", *more])
        raise ValueError(f"{name} = {value!r}: allowed is {' '.join(words.split())}")
    return value


def function(name, value, such_as):
    """The value; ValueError unless it can be called."""
    if not callable(value):
        raise ValueError(f"{name} = {value!r}: allowed is a function, such as {such_as}")
    return value
