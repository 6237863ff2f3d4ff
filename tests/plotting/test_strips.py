"""Every seed a dot, nothing left out, and the words are the verdicts'."""
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.testing import assert_allclose, assert_array_equal

from helpers import plotting
from helpers.experiments.training import Outcome
from helpers.experiments.verdict import Verdict


def outcome(*values):
    return Outcome(*[np.array(values, float)] * 4)


WITHOUT, BETTER, WORSE = outcome(4, 5, 6, 7), outcome(1, 2, 3, 4), outcome(40, 51, 62, 69)


@pytest.fixture
def ax():
    return Figure().subplots()


def dotted(ax):
    """The heights of all dots, column by column."""
    return [line.get_ydata() for line in ax.lines if line.get_marker() == "o"
            and line.get_markersize() == 5]


def test_every_contender_has_a_column_with_a_dot_for_every_seed(ax):
    plotting.paired_strip(ax, {"plain normal": WITHOUT, "Kaiming": BETTER}, "validation_loss")
    assert_array_equal(dotted(ax), [WITHOUT.validation_loss, BETTER.validation_loss])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["plain\nnormal", "Kaiming"]


def test_what_was_measured_anew_is_a_ring_around_its_dot(ax):
    plotting.paired_strip(ax, {"a": WITHOUT, "b": BETTER}, "train_mode_loss",
                          anew={"b": outcome(1, 2)})
    ring, = [line for line in ax.lines if line.get_markersize() == 11]
    assert_array_equal(ring.get_xydata(), [(1, 1), (1, 2)])


def test_seeds_to_come_find_room_above_and_below(ax):
    plotting.paired_strip(ax, {"a": WITHOUT, "b": outcome(5, 5, 5, 5)}, "train_loss", room=0.2)
    assert_allclose(ax.get_ylim(), (4 - 0.25 * 3, 7 + 0.25 * 3))


def test_a_seed_more_is_a_ringed_dot_for_each_contender_and_a_line_of_its_own(ax):
    outcomes = {"a": WITHOUT, "b": BETTER, "c": WORSE}
    plotting.paired_strip(ax, outcomes, "validation_loss")
    before = len(ax.lines)
    more = [{"a": outcome(6), "b": outcome(3), "c": outcome(900)}, {"b": outcome(np.nan)}]
    plotting.more_seeds(ax, outcomes, "validation_loss", more, {"b": "#0072B2"})
    line, *dots = ax.lines[before:before + 4]
    assert_array_equal(line.get_xydata(), [(0, 6), (1, 3), (2, 900)])
    assert [tuple(*dot.get_xydata()) for dot in dots] == [(0, 6), (1, 3), (2, 900)]
    assert [dot.get_color() for dot in dots] == ["#555555", "#0072B2", "#555555"]
    assert not any(artist.get_clip_on() for artist in (line, *dots))
    diverged = ax.lines[before + 5]
    assert diverged.get_xdata() == [1] and np.isnan(diverged.get_ydata())


def test_the_median_and_the_quartiles_stand_beside_the_dots_of_runs_that_ended(ax):
    plotting.paired_strip(ax, {"a": outcome(1, 2, 3, np.nan), "b": WITHOUT}, "train_loss")
    medians = [line.get_ydata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert medians == [2, 5.5]


@pytest.mark.parametrize("contender, scale", [(BETTER, "log"), (WITHOUT, "linear")])
def test_the_axis_is_logarithmic_where_the_numbers_are_far_apart(ax, contender, scale):
    plotting.paired_strip(ax, {"a": WITHOUT, "b": contender}, "validation_loss")
    assert ax.get_yscale() == scale


ABOUT = SimpleNamespace(floor=0.5)
MANY = {"good": (np.full(12, 0.8), 0.05), "bad": (np.full(12, 1.3), 0.05),
        "none": (np.ones(12), 0.0)}


def verdicts():
    """Twelve seeds each, of which two lie below the floor."""
    generator, found = np.random.default_rng(0), {}
    for words, (factor, spread) in MANY.items():
        before = generator.uniform(1, 2, 12)
        after = before * factor * np.exp(spread * generator.standard_normal(12))
        before[:2] = after[:2] = 0.01
        found[words] = Verdict(ABOUT, outcome(*before), outcome(*after))
    return found


@pytest.mark.parametrize("kind", ["optimization", "generalization", "early_stopping"])
def test_ratios_intervals_and_words_are_what_the_verdicts_test(ax, kind):
    found = verdicts()
    plotting.ratios(ax, found, kind)
    tested = [getattr(verdict, kind) for verdict in found.values()]
    for row, (verdict, dots) in enumerate(zip(found.values(), dots_by_row(ax), strict=True)):
        assert_allclose(dots,
                        np.maximum(verdict.with_.train_loss,
                                   0.5) / np.maximum(verdict.without.train_loss, 0.5))
        assert_array_equal(dots[:2], [1, 1], err_msg=f"row {row}: both below the floor")
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"] == [
        ratio.r for ratio in tested
    ]
    bars = [tuple(line.get_xdata()) for line in ax.lines if line.get_linewidth() == 5]
    assert bars == [(ratio.low, ratio.high) for ratio in tested]
    assert [text.get_text() for text in ax.texts] == [f"{ratio.word} {ratio.numbers}"
                                                      for ratio in tested]
    assert [ratio.word for ratio in tested] == ["helps", "hurts", "about equal"]
    assert ax.get_title().endswith(": helps in 1, hurts in 1 of 3")


def dots_by_row(ax):
    return [line.get_xdata() for line in ax.lines if line.get_marker() == "o"]
