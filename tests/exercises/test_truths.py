"""What the checks take as right is right by another way."""

import numpy as np
import pytest
from lessons import said

from helpers.descent import trace
from helpers.optimizers import GradientDescent, HeavyBall, Momentum
from helpers.surfaces import valley


@pytest.mark.parametrize("lr, inside", [(0.0199, True), (0.0201, False)])
def test_01_the_largest_safe_rate_parts_runs_that_stay_from_runs_that_diverge(lr, inside):
    surface = valley(100.0)
    ends = trace(surface, GradientDescent(lr), surface.start, 1000)[-1]
    assert (abs(ends[1]) < surface.start[1]) == inside


def test_01_a_leaky_unit_lets_one_percent_come_back(capsys):
    """By hand: o = -4 - 0.09 + 10 = 5.91, so 2 (o - 3) = 5.82, times w8 = 3, slope 0.01, x1 = 1."""
    assert said(capsys, "leaky_unit", 2 * (5.91 - 3) * 3 * 0.01 * 1).startswith("Right")


def test_02_the_two_momenta_walk_one_path():
    surface = valley(10.0)
    average = trace(surface, Momentum(0.5, 0.98), surface.start, 50)
    heavy = trace(surface, HeavyBall(0.01, 0.98), surface.start, 50)
    np.testing.assert_allclose(average, heavy, rtol=1e-9)


def test_05_kaimings_size_keeps_the_mean_square():
    draw = np.random.default_rng(0).standard_normal
    h = np.maximum(draw((500, 256)) @ (np.sqrt(2 / 256) * draw((256, 40))), 0)
    assert np.mean(h**2) == pytest.approx(1, rel=0.05)


@pytest.mark.parametrize("slope, kept", [(0.5, 0.625), (0.0, 0.5)])
def test_05_a_leaky_unit_keeps_half_of_one_and_of_its_slope_squared(slope, kept):
    z = np.random.default_rng(0).standard_normal(100_000)
    assert np.mean(np.where(z > 0, z, slope * z) ** 2) == pytest.approx(kept, rel=0.02)


def test_05_who_has_not_mended_the_function_yet_gets_no_hint(capsys):
    def as_given(n_in, n_out, seed):
        W = np.empty((n_in, n_out))
        for unit in range(n_out):
            rng = np.random.default_rng(seed)
            W[:, unit] = np.sqrt(2 / n_in) * rng.standard_normal(n_in)
        return W

    words = said(capsys, "parts_units", as_given)
    assert words.startswith("Not mended yet") and "gives [1.0, 1.0], and [50.0, 1.0]" in words


def test_06_the_receptive_field_is_counted_from_the_top_down_as_well(capsys):
    def seen(kernel, stride, layers):
        return 1 if layers == 0 else (seen(kernel, stride, layers - 1) - 1) * stride + kernel

    assert said(capsys, "seen_after", seen).startswith("Right")


def test_07_twenty_blocks_double_the_variance():
    draw = np.random.default_rng(0).standard_normal
    a = draw(200_000)
    for _ in range(20):
        a = a + 0.188 * draw(200_000) * a.std()
    assert a.var() == pytest.approx(2, rel=0.05)


def test_11_the_entropy_by_hand(capsys):
    assert said(capsys, "entropy_of_an_answer", -0.7 * np.log(0.7) - 0.3 * np.log(0.1)).startswith(
        "Right"
    )


def test_12_no_pair_of_weights_is_cheaper_than_three_and_three():
    w1 = np.random.default_rng(0).uniform(0.1, 20, 10_000)
    assert np.min(w1**2 + (9 / w1) ** 2) == pytest.approx(18, abs=1e-3)
