"""Many settings of an optimizer at once: how many updates each needs, and which is the fastest."""
from dataclasses import replace
from functools import lru_cache

import numpy as np

from helpers.descent import arrival, descend, grid, losses, trace

RATES = tuple(np.logspace(-4, 1, 61))
NEAR = 0.05  # of a minimum


@lru_cache(maxsize=8)
def updates_needed(optimizer, name, surface, start, rates, memories, steps=300):
    """Shape (rates, memories): the update from which on a run stays within 0.05 of a minimum, nan
    if it does not within `steps`. `name` is that of the memory, such as "beta"."""
    settings = grid(optimizer, start, lr=rates, **{name: memories})
    return arrival(descend(surface, settings, start, steps), surface.minima, NEAR)


@lru_cache(maxsize=64)
def fastest(surface, optimizer, steps=300):
    """The optimizer with the best of 61 learning rates, and the updates that it needs, inf if no
    rate reaches a minimum.

    The best rate needs the fewest updates; if no run stays within 0.05 of a minimum, it ends at
    the lowest loss.
    """
    history = trace(surface, grid(optimizer, surface.start, lr=RATES), surface.start, steps)
    updates = np.nan_to_num(arrival(history, surface.minima, NEAR), nan=np.inf)
    end = np.nan_to_num(losses(surface, history[-1]), nan=np.inf)
    best = np.lexsort((end, updates))[0]
    return replace(optimizer, lr=float(RATES[best])), updates[best]
