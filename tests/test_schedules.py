"""The schedules against their closed forms."""
import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from helpers import schedules
from helpers.schedules import (
    constant,
    cosine,
    exponential,
    inverse_sqrt,
    inverse_time,
    polynomial,
    restarts,
    step,
    warmup,
)

ROWS = {  # schedule, the rate at step t in plain Python
    "constant": (constant(0.3), lambda t: 0.3),
    "step": (step(0.3, 0.1, 25), lambda t: 0.3 * 0.1 ** (t // 25)),
    "exponential": (exponential(0.3, 0.95), lambda t: 0.3 * math.exp(t * math.log(0.95))),
    "a straight line": (polynomial(0.3, 50), lambda t: 0.3 * max(0, 50 - t) / 50),
    "polynomial": (polynomial(0.3, 50, power=2), lambda t: 0.3 * (max(0, 50 - t) / 50) ** 2),
    "inverse time": (inverse_time(0.3, 4), lambda t: 0.3 * 4 / (4 + t)),
    "slide's η/t": (inverse_time(0.3), lambda t: 0.3 / (t + 1)),
    "inverse root": (inverse_sqrt(0.3, 4), lambda t: 0.3 * 2 / math.sqrt(4 + t)),
    "slide's η/√t": (inverse_sqrt(0.3), lambda t: 0.3 / math.sqrt(t + 1)),
    "cosine": (cosine(0.3, 50), lambda t: 0.3 * math.cos(min(t, 50) / 50 * math.pi / 2) ** 2),
    "cosine with restarts": (restarts(cosine(0.3, 20), 20),
                             lambda t: 0.3 * math.cos(t % 20 / 20 * math.pi / 2) ** 2),
    "restarts cut short": (restarts(polynomial(0.3, 20), 7), lambda t: 0.3 * (20 - t % 7) / 20),
}
FALLING = ["step", "exponential", "a straight line", "polynomial", "inverse time", "slide's η/t",
           "inverse root", "slide's η/√t", "cosine"]
every = pytest.mark.parametrize("name", ROWS)


def test_every_schedule_has_a_row():
    public = {name for name, value in vars(schedules).items() if callable(value)}
    rows = {schedule.__qualname__.split(".")[0] for schedule, _ in ROWS.values()}
    assert public == rows | {"warmup", "numbers", "function"}


@every
def test_the_rate_at_every_step(name):
    schedule, closed_form = ROWS[name]
    expected = [closed_form(t) for t in range(101)]
    assert_allclose([schedule(t) for t in range(101)], expected, rtol=1e-12, atol=1e-16)
    assert_allclose(schedule(np.arange(101)), expected, rtol=1e-12, atol=1e-16)


@every
def test_all_start_at_their_first_rate_and_stay_between_it_and_0(name):
    rates = ROWS[name][0](np.arange(2001))
    assert rates[0] == 0.3 and np.all((rates >= 0) & (rates <= 0.3))
    if name in FALLING:
        assert np.all(np.diff(rates) <= 0) and rates[-1] < 0.1 * rates[0]


@every
@pytest.mark.parametrize("steps", [0, 1, 10])
def test_a_warm_up_before_any_of_them(name, steps):
    schedule = ROWS[name][0]
    warm = warmup(schedule, steps)(np.arange(101))
    assert_allclose(warm[:steps], [0.3 * (t + 1) / steps for t in range(steps)])
    assert_allclose(warm[steps:], schedule(np.arange(101 - steps)))
    assert_allclose([float(warmup(schedule, steps)(t)) for t in range(101)], warm)


def test_restarts_after_a_warm_up_and_a_warm_up_in_every_restart():
    t = np.arange(40)
    once = warmup(restarts(cosine(0.3, 10), 10), 5)
    each = restarts(warmup(cosine(0.3, 10), 5), 15)
    assert_allclose(once(t)[5:35], np.tile(cosine(0.3, 10)(t[:10]), 3))
    assert_allclose(each(t)[15:30], each(t)[:15])


@every
def test_calling_a_schedule_leaves_no_trace(name):
    schedule, t = ROWS[name][0], np.arange(50)
    first = schedule(t)
    schedule(17)
    assert_allclose(schedule(t), first, rtol=0)
    assert_allclose(t, np.arange(50), rtol=0)


@pytest.mark.parametrize("make", [
    constant, lambda lr: step(lr, 0.1, 25), lambda lr: exponential(lr, 0.95),
    lambda lr: polynomial(lr, 50),
    inverse_time, inverse_sqrt, lambda lr: warmup(cosine(lr, 50), 5),
    lambda lr: restarts(cosine(lr, 20), 20),
])
def test_many_first_rates_at_once(make):
    """A column of rates gives a column at every step, each as if alone."""
    rates = np.array([[0.1], [0.3], [1.0]])
    for t in (0, 3, 60):
        assert_allclose(make(rates)(t), [[make(lr)(t)] for lr in rates[:, 0]])


def test_a_rate_that_grows_too_large_is_inf_and_no_error():
    with np.errstate(over="ignore"):
        assert exponential(0.1, 10)(5000) == np.inf
        assert step(0.1, 10, every=1)(5000) == np.inf


BAD_RATE = [-0.1, np.nan, np.inf, "0.1", None, 1j]
BAD = [  # the function, its good arguments, the bad argument and its values
    (constant, {}, "lr", BAD_RATE),
    (step, {"lr": 0.1, "every": 10}, "factor", BAD_RATE),
    (step, {"factor": 0.1, "every": 10}, "lr", BAD_RATE),
    (step, {"lr": 0.1, "factor": 0.1}, "every", [0, -1, np.nan, np.inf, "10"]),
    (exponential, {"rate": 0.9}, "lr", BAD_RATE),
    (exponential, {"lr": 0.1}, "rate", BAD_RATE),
    (polynomial, {"steps": 10}, "lr", BAD_RATE),
    (polynomial, {"lr": 0.1}, "steps", [0, -1, np.nan, np.inf, None]),
    (polynomial, {"lr": 0.1, "steps": 10}, "power", [0, -1, np.nan]),
    (inverse_time, {}, "lr", BAD_RATE),
    (inverse_time, {"lr": 0.1}, "tau", [0, -1, np.nan]),
    (inverse_sqrt, {}, "lr", BAD_RATE),
    (inverse_sqrt, {"lr": 0.1}, "tau", [0, -1, np.nan]),
    (cosine, {"steps": 10}, "lr", BAD_RATE),
    (cosine, {"lr": 0.1}, "steps", [0, -1, np.nan, np.inf, "10"]),
    (restarts, {"schedule": constant(0.1)}, "every", [0, -1, np.nan, np.inf]),
    (restarts, {"every": 10}, "schedule", [0.1, None, "cosine"]),
    (warmup, {"schedule": constant(0.1)}, "steps", [-1, np.nan, np.inf, "10"]),
    (warmup, {"steps": 10}, "schedule", [0.1, None, "cosine"]),
]


@pytest.mark.parametrize("make, good, name, values", BAD,
                         ids=[f"{row[0].__name__} {row[2]}" for row in BAD])
def test_a_bad_argument_is_named_with_its_value_and_what_is_allowed(make, good, name, values):
    for value in values:
        with pytest.raises(ValueError) as error:
            make(**good, **{name: value})
        assert str(error.value).startswith(f"{name} = {value!r}") and "allowed" in str(error.value)
