"""Learning rates as functions of the step t = 0, 1, 2, … (Straka, slide 39; Pin-Jiun).

Each function takes the first rate lr (η₀) and returns a schedule: a function of t, which is a
number or an array of steps. So a schedule is drawn by calling it: `plot(t, schedule(t))`. An
optimizer takes a schedule wherever it takes a number.
"""
import numpy as np

from helpers.allowed import function, numbers


def constant(lr):
    """η = η₀ at every step."""
    numbers("lr", lr, "≥ 0")
    return lambda t: lr + 0.0 * t


def step(lr, factor, every):
    """η₀ times `factor` (≥ 0) once every `every` (> 0) steps."""
    numbers("lr", lr, "≥ 0")
    numbers("factor", factor, "≥ 0")
    numbers("every", every, "> 0")
    return lambda t: lr * np.power(factor, t // every, dtype=float)


def exponential(lr, rate):
    """η₀ cᵗ, with c = `rate` ≥ 0, usually a little below 1."""
    numbers("lr", lr, "≥ 0")
    numbers("rate", rate, "≥ 0")
    return lambda t: lr * np.power(rate, t, dtype=float)


def polynomial(lr, steps, power=1.0):
    """η₀ (1 − t/T)ᵖ, and 0 after T = `steps`. `power` = 1 is a straight line."""
    numbers("lr", lr, "≥ 0")
    numbers("steps", steps, "> 0")
    numbers("power", power, "> 0")
    return lambda t: lr * (1 - np.minimum(t / steps, 1)) ** power


def inverse_time(lr, tau=1.0):
    """η₀ / (1 + t/τ): half of η₀ after τ = `tau` steps. τ = 1 is the slide's η₀ / t."""
    numbers("lr", lr, "≥ 0")
    numbers("tau", tau, "> 0")
    return lambda t: lr / (1 + t / tau)


def inverse_sqrt(lr, tau=1.0):
    """η₀ / √(1 + t/τ). τ = 1 is the slide's η₀ / √t."""
    numbers("lr", lr, "≥ 0")
    numbers("tau", tau, "> 0")
    return lambda t: lr / np.sqrt(1 + t / tau)


def cosine(lr, steps):
    """η₀ (1 + cos(π t/T)) / 2, and 0 after T = `steps`. Loshchilov and Hutter (2017)."""
    numbers("lr", lr, "≥ 0")
    numbers("steps", steps, "> 0")
    return lambda t: lr * (1 + np.cos(np.pi * np.minimum(t / steps, 1))) / 2


def restarts(schedule, every):
    """`schedule` again from its beginning after every `every` (> 0) steps."""
    function("schedule", schedule, "constant(0.1)")
    numbers("every", every, "> 0")
    return lambda t: schedule(t % every)


def warmup(schedule, steps):
    """A straight rise to the first rate of `schedule` in `steps` (≥ 0) steps, and then
    `schedule`."""
    function("schedule", schedule, "constant(0.1)")
    numbers("steps", steps, "≥ 0")

    def schedule_with_warmup(t):
        rise = schedule(0) * (t + 1) / np.maximum(steps, 1)
        return np.where(t < steps, rise, schedule(np.maximum(t - steps, 0)))
    return schedule_with_warmup
