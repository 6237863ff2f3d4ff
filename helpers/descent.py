"""The one loop.

Whatever has a loss and a gradient descends here: a surface, a regression, a network.
"""
from dataclasses import replace

import numpy as np

from helpers.allowed import whole


def descend(problem, optimizer, theta, steps):
    """Generator of theta: the start, and then theta after each of `steps` updates.

    theta has shape (..., P): P = problem.size parameters on the last axis, independent runs before
    it. Runs may diverge: they become inf or nan, without a warning.
    ValueError for a theta of the wrong length or kind, and for steps that are not a whole number >
    0.
    """
    return quietly(updates(problem, optimizer, checked(problem, theta, steps), steps))


def updates(problem, optimizer, theta, steps):
    """The loop itself, for `descend` and `trace`."""
    state = optimizer.init(theta)
    yield theta
    for t in range(steps):
        g = problem.at(t).grad(optimizer.lookahead(t, theta, state))
        theta, state = optimizer.update(t, theta, g, state)
        yield theta


def quietly(thetas):
    """The same generator without NumPy's warnings: of its own steps, not of what is done in
    between."""
    theta = next(thetas)
    while theta is not None:
        yield theta
        with np.errstate(all="ignore"):
            theta = next(thetas, None)


def checked(problem, theta, steps):
    """theta as an array of floats (float32 stays float32)."""
    whole("steps", steps, 1, of="of updates")
    given = np.asarray(theta)
    if given.dtype.kind not in "iuf":
        raise ValueError(f"theta has dtype {given.dtype}: allowed are real numbers")
    if given.ndim == 0 or given.shape[-1] != problem.size:
        raise ValueError(f"theta has shape {given.shape}: its last axis must hold the "
                         f"{problem.size} parameters")
    return given if given.dtype.kind == "f" else given.astype(float)


def trace(problem, optimizer, theta, steps):
    """The history of theta: an array of shape (steps + 1, ..., P), start included."""
    with np.errstate(all="ignore"):
        path = list(updates(problem, optimizer, checked(problem, theta, steps), steps))
    # of all hyper-parameters together; the first thetas may not have met all of them
    shape = path[-1].shape
    return np.array([theta if theta.shape == shape else np.broadcast_to(theta, shape)
                     for theta in path])


def losses(problem, path):
    """The loss along a path of shape (steps + 1, ..., P): shape (steps + 1, ...).

    Silent about runs that diverged.
    """
    with np.errstate(all="ignore"):
        return problem.loss(path)


def grid(optimizer, theta, **axes):
    """The optimizer with lists of hyper-parameters as new leading axes, in the order given.

    `grid(Adam(lr=0.1), theta, lr=forty_rates, beta=thirty_memories)` descends from theta of shape
    (..., P) as an array of shape (40, 30, ..., P).
    ValueError for an axis that is not a hyper-parameter, or is not a list of numbers.
    """
    names = optimizer.amounts + optimizer.averages
    hyper = {}
    for k, (name, values) in enumerate(axes.items()):
        if name not in names:
            raise ValueError(f"{name} is not a hyper-parameter of {type(optimizer).__name__}: it "
                             f"has {', '.join(names)}")
        if np.ndim(values) != 1 or np.size(values) == 0:
            raise ValueError(f"{name} = {values!r}: an axis of the grid is a list of numbers")
        hyper[name] = np.reshape(values, (-1,) + (1,) * (len(axes) - 1 - k + np.ndim(theta)))
    return replace(optimizer, **hyper)


def arrival(path, targets, radius):
    """The first update from which on a run stays within `radius` of one of the targets (a point or
    several).

    `path` yields theta of shape (..., P), the start first (what `descend` gives, or an array of
    history); the result has shape (...), and nan for runs that never arrive, or leave again.
    """
    since = 0
    for t, theta in enumerate(path):
        points = np.reshape(targets, (-1, theta.shape[-1]))
        with np.errstate(all="ignore"):
            # @ ones sums the last axis, three times as fast as np.sum
            near = [(theta - point) ** 2 @ np.ones(theta.shape[-1]) <= radius**2
                    for point in points]
        since = np.where(np.any(near, axis=0), since, np.full(theta.shape[:-1], t + 1))
    return np.where(since > t, np.nan, since)
