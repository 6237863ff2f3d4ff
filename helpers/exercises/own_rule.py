"""The reader's own optimizer: a function of the notebook that joins the others.

    def rule(t, theta, g, state, lr=0.05, memory=0.9): return the new theta, and the new state

t counts from 0; theta and g have shape (..., P), many independent runs before the last axis; state
is what the rule gave last, None at t = 0.
"""
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.descent import grid, trace
from helpers.optimizers import Optimizer, resolve

RATES, MEMORIES = (0.01, 0.03, 0.05), (0.0, 0.5, 0.9)  # three settings that are run together


@dataclass(frozen=True)
class Own(Optimizer):
    """The reader's rule as an optimizer. Without lr or memory, those that the rule itself names.

    ValueError, in one sentence, if the rule raises, or returns something else than a theta of the
    shape it was given and a state.
    """
    rule: Any
    lr: Any = None
    memory: Any = None

    averages = ("memory",)

    def __post_init__(self):
        """Nothing is checked before the reader has run it."""

    def init(self, theta):
        return None

    def update(self, t, theta, g, state):
        names = [name for name in ("lr", "memory") if getattr(self, name) is not None]
        found = resolve(t, theta, *[getattr(self, name) for name in names])
        values = dict(zip(names, found, strict=True))
        shape = np.broadcast_shapes(theta.shape, *map(np.shape, values.values()))
        theta, g = (np.broadcast_to(array, shape).copy() for array in (theta, g))
        try:
            made = self.rule(t, theta.copy(), g, state, **values)
        except Exception as error:
            raise ValueError(f"your rule: {type(error).__name__}: {error}") from None
        if not isinstance(made, (tuple, list)) or len(made) != 2:
            raise ValueError(f"your rule returns {kind(made)}; it should return two things, the "
                             "new theta and the state")
        return checked(made[0], theta), made[1]


def checked(new, theta):
    """The new theta as an array of numbers; ValueError if it is none, or has another shape."""
    try:
        array = np.array(new, dtype=theta.dtype)
    except (TypeError, ValueError):
        new = None
    if new is None:
        raise ValueError("your rule returns something else than an array of numbers as the new "
                         "theta")
    if array.shape != theta.shape:
        raise ValueError(f"your rule returns a theta of shape {array.shape}; it should be "
                         f"{theta.shape}, as it was")
    return array


def kind(thing):
    """What something is, in words."""
    if isinstance(thing, (tuple, list)):
        return f"a {type(thing).__name__} of {len(thing)}"
    return "None" if thing is None else f"a {type(thing).__name__}"


def is_written(rule):
    """Whether the reader has put something in place of `return None`."""
    try:
        return rule(0, np.zeros(2), np.ones(2), None) is not None
    except Exception:
        return True


def own_path(rule, problem, start, steps, **settings):
    """The run of the reader's rule, shape (steps + 1, P), and ""; or None and what is wrong, in a
    sentence."""
    try:
        return trace(problem, Own(rule, **settings), start, steps), ""
    except ValueError as error:
        return None, sentence(error)


def mixes(rule, problem, start, steps=20):
    """What is wrong if many settings cannot be run at once, in a sentence; "" if they can.

    Nine settings in one array are held against three of them run alone.
    """
    try:
        together = trace(problem, grid(Own(rule), start, lr=RATES, memory=MEMORIES), start, steps)
    except ValueError as error:
        return sentence(error) + " The map runs many settings at once, in one array."
    for k, (lr, memory) in enumerate(zip(RATES, MEMORIES, strict=True)):
        alone, words = own_path(rule, problem, start, steps, lr=lr, memory=memory)
        if words:
            return words
        if not np.allclose(together[:, k, k], alone, rtol=1e-9, atol=0, equal_nan=True):
            return ("Your rule mixes runs: alone it goes elsewhere than beside other settings. "
                    "Look for an `if`, a norm, a mean or a maximum over all of an array.")
    return ""


def sentence(error):
    words = str(error)
    return words[0].upper() + words[1:] + "."
