"""The answers that notebook 01's exercises take as right are right by another way, and wrong ones are refused."""
import numpy as np
import pytest

from helpers import exercises
from helpers.descent import trace
from helpers.optimizers import GradientDescent
from helpers.surfaces import valley


def said(capsys, exercise, answer):
    exercise(answer)
    return capsys.readouterr().out


@pytest.mark.parametrize("exercise", [exercises.largest_safe_rate, exercises.two_rates, exercises.leaky_unit])
@pytest.mark.parametrize("blank", [None, ...])
def test_an_unanswered_exercise_gives_a_hint_and_no_error(capsys, exercise, blank):
    words = said(capsys, exercise, blank)
    assert words.startswith("Not") and "Hint: " in words


@pytest.mark.parametrize("rate, inside", [(0.0199, True), (0.0201, False)])
def test_the_largest_safe_rate_on_the_valley_parts_runs_that_stay_from_runs_that_fly_off(rate, inside):
    surface = valley(100.0)
    ends = trace(surface, GradientDescent(rate), surface.start, 1000)[-1]
    assert (abs(ends[1]) < surface.start[1]) == inside


@pytest.mark.parametrize("answer, verdict", [(0.02, "Right"), (0.03, "too large"), (0.01, "too small")])
def test_the_largest_safe_rate(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.largest_safe_rate, answer)


@pytest.mark.parametrize("answer, verdict", [
    ((0.0002, 0.3), "Right"), (np.array([0.0002, 0.3]), "Right"),
    ((0.0001, 0.0001), "ends 17 from the star"), ((0.001, 0.3), "flies off"), ((0.0002, 2), "flies off"),
])
def test_two_rates_on_the_lectures_valley(capsys, answer, verdict):
    assert verdict in said(capsys, exercises.two_rates, answer)


def test_a_leaky_unit_lets_one_percent_come_back(capsys):
    """By hand: o = -4 - 0.09 + 10 = 5.91, so 2 (o - 3) = 5.82, times w8 = 3, slope 0.01, x1 = 1."""
    assert "Right" in said(capsys, exercises.leaky_unit, 0.1746)
    assert "too large" in said(capsys, exercises.leaky_unit, 0.18)  # what comes of leaving the output at 6
