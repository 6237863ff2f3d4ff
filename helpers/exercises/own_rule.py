"""The reader's own optimizer: a function of the notebook that joins the others.

    def rule(t, theta, g, state, lr=0.05, memory=0.9): return the new theta, and the new state

t counts from 0; theta and g have shape (..., P), many independent runs before the last axis; state
is what the rule gave last, None at t = 0. Who varies lr and memory gives them to a rule that names
them; without one of them, the rule is the same for all its values.
"""
import inspect
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from helpers.descent import grid, trace
from helpers.optimizers import Optimizer, resolve

RATES, MEMORIES = (0.01, 0.03, 0.05), (0.0, 0.5, 0.9)  # settings that are run together
COMPARED = 20  # updates: later, rules that multiply rounding would differ, too
TWO_THINGS = "it should return two things, the new theta and the state"


def nothing():
    return None


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
        given = {"lr": self.lr, "memory": self.memory}
        names = [name for name, value in given.items() if value is not None]
        found = resolve(t, theta, *[given[name] for name in names])
        shape = np.broadcast_shapes(theta.shape, *map(np.shape, found))
        theta, g = np.broadcast_to(theta, shape), np.broadcast_to(g, shape)
        values = {name: value for name, value in zip(names, found, strict=True)
                  if takes(self.rule, name)}
        try:
            made = self.rule(t, theta.copy(), g.copy(), state, **values)
        except Exception as error:
            raise ValueError(f"your rule raises {said(error)}") from None
        if not isinstance(made, (tuple, list)) or len(made) != 2:
            raise ValueError(f"your rule returns {kind(made)}; {TWO_THINGS}")
        return checked(made[0], theta), made[1]


@lru_cache(maxsize=16)  # asked at every step
def takes(rule, name):
    """Whether a rule can be given this hyper-parameter by its name."""
    try:
        parameters = inspect.signature(rule).parameters.values()
    except (TypeError, ValueError):  # no function
        return False
    return any(one.name == name or one.kind is one.VAR_KEYWORD for one in parameters)


def checked(new, theta):
    """The new theta as an array of numbers; ValueError if it is none, or has another shape."""
    try:
        array = np.array(new)
    except Exception:  # lists of unequal length, or what cannot be an array
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        raise ValueError(f"your rule returns {kind(new)} as the new theta; it should be an array "
                         "of numbers")
    if array.shape != theta.shape:
        raise ValueError(f"your rule returns a theta of shape {array.shape}; it should be "
                         f"{theta.shape}, as it was")
    return array.astype(theta.dtype)


def kind(thing):
    """What something is, in words."""
    if isinstance(thing, (tuple, list)):
        return f"a {type(thing).__name__} of {len(thing)}"
    if isinstance(thing, np.ndarray):
        return "an array" if thing.dtype.kind in "biuf" else f"an array of {thing.dtype.name}"
    words = [(str, "a text"), ((int, float, np.number), "a number"), (type(None), "None")]
    found = [word for types, word in words if isinstance(thing, types)]
    return found[0] if found else f"something of type {type(thing).__name__}"


def said(error):
    """An error as a part of a sentence: the first of its own."""
    words = str(error).partition("\n")[0].partition(". ")[0]
    return f"{type(error).__name__}: {words}".rstrip(".: ")


def is_written(rule):
    """Whether the reader has put something in place of `return None`."""
    code = getattr(rule, "__code__", None)
    return rule is not None and (code is None or code.co_code != nothing.__code__.co_code)


def tried(run, *given, **named):
    """What run(…) returns, and ""; or None and what is wrong with the reader's rule, in a
    sentence."""
    try:
        return run(*given, **named), ""
    except ValueError as error:
        words = str(error)
        return None, words[0].upper() + words[1:] + "."


def own_path(rule, problem, start, steps, **settings):
    """The run of the reader's rule, shape (steps + 1, P), and ""; or None and what is wrong, in a
    sentence."""
    return tried(trace, problem, Own(rule, **settings), start, steps)


def mixes(rule, problem, start, steps=300):
    """What is wrong if many settings cannot be run at once, in a sentence; "" if they can.

    Nine settings in one array are held against three of them run alone.
    """
    words = own_path(rule, problem, start, steps)[1]
    if words:
        return words
    nine = grid(Own(rule), start, lr=RATES, memory=MEMORIES)
    together, words = tried(trace, problem, nine, start, steps)
    if words:
        return f"{words[:-1]}, when many settings are run at once, in one array."
    for k, (lr, memory) in enumerate(zip(RATES, MEMORIES, strict=True)):
        alone, words = own_path(rule, problem, start, COMPARED, lr=lr, memory=memory)
        if words:
            return words
        if not same(together[:COMPARED + 1, k, k], alone):
            return ("Your rule mixes runs: beside other settings it goes elsewhere than alone, as "
                    "an `if`, a norm, a mean or a maximum over all of an array makes it do.")
    return ""


def no_map(rule, problem, start):
    """Why a rule has no map of its settings, in a sentence; "" if it has one."""
    if not is_written(rule):
        return "Your rule is still to be written, in the cell above this figure."
    return mixes(rule, problem, start)


def entry(rule, fastest, problem, practice, steps=300):
    """The run of a rule that is written, and what is wrong with it, in a sentence.

    Its rate is that of fastest(practice, optimizer), which returns the tuned optimizer first; a
    rule that mixes runs keeps the rate that stands in it.
    """
    if not is_written(rule):
        return None, ""
    found, wrong = None, mixes(rule, practice, practice.start)
    if not wrong:
        found, wrong = tried(fastest, practice, Own(rule))
    settings = {"lr": found[0].lr} if found else {}
    path, raised = own_path(rule, problem, problem.start, steps, **settings)
    return path, raised or wrong


def same(path, other):
    """Whether two paths (steps + 1, P) agree up to rounding, beside how far out they have been."""
    with np.errstate(invalid="ignore"):
        far = np.fmax.accumulate(np.abs(other).max(axis=-1, keepdims=True))
        near = np.abs(path - other) <= 1e-9 * far
    return np.all(near | (path == other) | (np.isnan(path) & np.isnan(other)))
