"""What a setting may be. A ValueError names it, its value and what is allowed."""
from math import inf, isfinite
from numbers import Integral, Real

RANGES = {
    "": lambda value: True,
    "in [0, 1]": lambda value: 0 <= value <= 1,
    "in [0, 1)": lambda value: 0 <= value < 1,
    "≥ 0": lambda value: value >= 0,
    "> 0": lambda value: value > 0,
}


def whole(name, value, low, high=inf, of=""):
    """The value; ValueError unless it is a whole number from low to high. `of` says of what: "of pixels"."""
    if not isinstance(value, Integral) or isinstance(value, bool) or not low <= value <= high:
        ends = f"{low} or more" if high == inf else f"{low} to {high}"
        raise ValueError(f"{name} = {value!r}: allowed is a whole number{of and ' '}{of}, {ends}")
    return value


def number(name, value, allowed=""):
    """The value as a Python float, which leaves float32 as it is; ValueError unless it is finite and in one of `RANGES`."""
    real = isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
    if not (real and RANGES[allowed](value)):
        raise ValueError(f"{name} = {value!r}: allowed is a finite number{allowed and ' '}{allowed}")
    return float(value)
