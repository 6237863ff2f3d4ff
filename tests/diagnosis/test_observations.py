"""What a log shows, for curves of which it is known."""
import numpy as np
import pytest

from helpers.diagnosis.log_bins import Bins
from helpers.diagnosis.log_reading import FEW, Log
from helpers.diagnosis.observations import best_of, observe, smoothed, turns

RNG = np.random.default_rng(5)
FALL = 0.1 + 2.2 * np.exp(-np.arange(200) / 30)


def log_of(training, validation=None, writer="plain CSV"):
    """A Log of curves, (n,)."""
    made = []
    for values in (training, validation):
        bins = Bins()
        if values is not None:
            bins.add(np.arange(len(values), dtype=float), np.array(values, float))
        made.append(bins.series())
    return Log("mine.csv", writer, "step", *made)


def seen(*arguments, **more):
    """{name: sentence} of what is observed."""
    return dict(observe(log_of(*arguments, **more)))


def test_falling_and_not():
    assert seen(FALL)["falling"] == "The training loss falls from 2.19 to 0.104."
    assert "2.3 at first, 2.3 at the end" in seen(np.full(50, 2.3))["not falling"]


@pytest.mark.parametrize("training, words", [
    (np.where(np.arange(200) < 120, FALL, np.nan), "no finite number from step 120 on"),
    (np.where(np.arange(200) < 7, FALL, np.inf), "no finite number from step 7 on"),
    (np.geomspace(2, 80, 50), "rises from 2 to 69.2")])
def test_diverged(training, words):
    found = seen(training)
    assert words in found["diverged"] and "falling" not in found and "plateau" not in found


def test_oscillating_is_not_noise():
    signs = (-1.0) ** np.arange(200)
    assert "turns at 100% of the points, by ±0.1" in seen(1 + 0.1 * signs)["oscillating"]
    noisy = FALL * np.exp(0.2 * RNG.standard_normal(200))
    assert "oscillating" not in seen(noisy) and "oscillating" not in seen(FALL)
    assert "oscillating" not in seen(1 + 1e-3 * signs)


def test_spikes_are_counted_and_the_largest_is_said():
    spiky = FALL * np.exp(0.1 * RNG.standard_normal(200))
    assert "spiking" not in seen(spiky)
    spiky[[80, 150]] = 1.7, 4.2
    assert seen(spiky)["spiking"] == ("The training loss has 2 spikes; the largest is 4.2, at step "
                                      "150.")


def test_a_spike_is_not_lost_in_the_bins():
    long = np.repeat(FALL, 100)
    long[15_003] = 9.0
    assert "has 1 spike; the largest is 9, at step 15" in seen(long)["spiking"]


def test_nothing_is_said_of_spikes_where_points_were_left_out():
    values = np.interp(np.linspace(0, 199, FEW), np.arange(200), FALL)
    values[700] = 9.0
    assert "spiking" in seen(values)
    sampled = seen(values, writer="TensorBoard")
    assert "spiking" not in sampled and "spikes may be missing" in sampled["sampled"]
    assert "spiking" in seen(values[:900], writer="TensorBoard")  # complete


def test_plateau():
    assert "changes by 0.0%" in seen(np.maximum(FALL, 0.5))["plateau"]
    assert "plateau" not in seen(np.geomspace(2, 0.01, 60))


def test_gap_and_best_moment():
    away = np.arange(101) - 50  # the loss falls to 0.5, and rises half as fast
    rise = 0.5 + np.where(away < 0, -0.02 * away, 0.01 * away)
    found = seen(np.linspace(2, 0.2, 101), rise)
    assert found["gap"] == ("At the end the validation loss is 0.955, the gap to the training loss "
                            "0.674.")
    # over ten points from -3 to 6: 0.12 + 0.21 of 10 above 0.5
    assert found["best moment"] == ("The validation loss is best about step 52, 0.533 (mean of "
                                    "10 points); it ends at 0.955, 79.2% above that.")
    few = seen(np.array([2.0, 1]), np.array([2.0, 3]))["best moment"]
    assert few == "The validation loss is best about step 0, 2; it ends at 3, 50.0% above that."
    falling = seen(FALL, np.linspace(2, 1, 200))["best moment"]
    assert "it ends at" in falling and "above that" not in falling
    never = seen(FALL, np.full(200, np.nan))
    assert never["diverged"].startswith("The validation loss is never") and "gap" not in never
    late = seen(FALL, np.where(np.arange(200) < 150, 1.0, np.nan))
    assert late["best moment"].endswith("(mean of 20 points); it ends at nan.")
    assert "gap" not in late
    below = seen(FALL, np.r_[np.linspace(-1, -2, 100), np.linspace(-2, -1, 100)])
    assert below["best moment"].endswith("it ends at -1.1.")  # a ratio says nothing below 0


def test_the_best_moment_is_no_single_lucky_point():
    values = np.full(100, 1.0)
    values[30] = 0.5
    best = best_of(values)
    assert best.width == 10 and best.loss == pytest.approx(0.95) and abs(best.index - 30) <= 5
    assert best.past == pytest.approx(1 / 0.95)


@pytest.mark.parametrize("values, past", [([2.0, 1.0, 1.5], 1.5), ([0.0, 0.0], 1), ([0, 1], np.inf),
                                          ([-1.0, -2.0, -1.0], np.nan), ([3, 2, 1], 1)])
def test_how_far_the_end_is_past_the_best(values, past):
    np.testing.assert_equal(best_of(np.array(values, float)).past, past)


def test_smoothing_is_adams_average():
    values = np.array([3.0, 1.0, 2.0])
    np.testing.assert_allclose(smoothed(values, 0.5), [3, 5 / 3, 13 / 7])  # weights 1, 2, 4
    np.testing.assert_array_equal(smoothed(values, 0.0), values)
    assert np.isnan(smoothed(np.array([1.0, np.nan, 1.0]), 0.9)[1:]).all()


def test_noise_turns_at_two_thirds_of_its_points():
    assert turns(RNG.standard_normal(100_000)) == pytest.approx(2 / 3, abs=0.01)
    assert turns(np.array([1.0])) == 0
