"""Learning rates as functions of the step t = 0, 1, 2, … (004, slide 39; 001).

Each function takes the first rate lr (η₀) and returns a schedule: a function of t, which is a number
or an array of steps. So a schedule is drawn by calling it: `plot(t, schedule(t))`. An optimizer takes
a schedule wherever it takes a number.
"""
import numpy as np


def check(allowed=">= 0", **values):
    """ValueError unless every value is a finite number in the allowed range (">= 0" or "> 0")."""
    for name, value in values.items():
        numbers = np.asarray(value)
        good = numbers.dtype.kind in "iuf" and np.all(np.isfinite(numbers)) and np.all(numbers >= 0)
        if not good or (allowed == "> 0" and np.any(numbers == 0)):
            raise ValueError(f"{name} = {value!r}: allowed is a finite number {allowed}")


def check_schedule(schedule):
    """ValueError unless `schedule` is a function of t."""
    if not callable(schedule):
        raise ValueError(f"schedule = {schedule!r}: allowed is a schedule, such as constant(0.1)")


def constant(lr):
    """η = η₀ at every step."""
    check(lr=lr)
    return lambda t: lr + 0.0 * t


def step(lr, factor, every):
    """η₀ times `factor` (≥ 0) once every `every` (> 0) steps."""
    check(lr=lr, factor=factor)
    check("> 0", every=every)
    return lambda t: lr * np.power(factor, t // every, dtype=float)


def exponential(lr, rate):
    """η₀ cᵗ, with c = `rate` ≥ 0, usually a little below 1."""
    check(lr=lr, rate=rate)
    return lambda t: lr * np.power(rate, t, dtype=float)


def polynomial(lr, steps, power=1.0):
    """η₀ (1 − t/T)ᵖ, and 0 after T = `steps`. `power` = 1 is a straight line."""
    check(lr=lr)
    check("> 0", steps=steps, power=power)
    return lambda t: lr * (1 - np.minimum(t / steps, 1)) ** power


def inverse_time(lr, tau=1.0):
    """η₀ / (1 + t/τ): half of η₀ after τ = `tau` steps. τ = 1 is the slide's η₀ / t."""
    check(lr=lr)
    check("> 0", tau=tau)
    return lambda t: lr / (1 + t / tau)


def inverse_sqrt(lr, tau=1.0):
    """η₀ / √(1 + t/τ). τ = 1 is the slide's η₀ / √t."""
    check(lr=lr)
    check("> 0", tau=tau)
    return lambda t: lr / np.sqrt(1 + t / tau)


def cosine(lr, steps):
    """η₀ (1 + cos(π t/T)) / 2, and 0 after T = `steps`. Loshchilov and Hutter (2017)."""
    check(lr=lr)
    check("> 0", steps=steps)
    return lambda t: lr * (1 + np.cos(np.pi * np.minimum(t / steps, 1))) / 2


def restarts(schedule, every):
    """`schedule` again from its beginning after every `every` (> 0) steps."""
    check_schedule(schedule)
    check("> 0", every=every)
    return lambda t: schedule(t % every)


def warmup(schedule, steps):
    """A straight rise to the first rate of `schedule` in `steps` (≥ 0) steps, and then `schedule`."""
    check_schedule(schedule)
    check(steps=steps)
    return lambda t: np.where(t < steps, schedule(0) * (t + 1) / np.maximum(steps, 1), schedule(np.maximum(t - steps, 0)))
