"""Every seed a dot, nothing left out, and the words are the verdicts'."""
import numpy as np
import pytest
from matplotlib.figure import Figure
from numpy.testing import assert_array_equal

from helpers import plotting
from helpers.experiments.verdict import Outcome, Verdict


def outcome(*values):
    return Outcome(*[np.array(values, float)] * 4)


WITHOUT, BETTER, WORSE = outcome(4, 5, 6, 7), outcome(1, 2, 3, 4), outcome(40, 51, 62, 69)


@pytest.fixture
def ax():
    return Figure().subplots()


def dotted(ax):
    """The heights of all dots, column by column."""
    return [line.get_ydata() for line in ax.lines if line.get_marker() == "o" and line.get_markersize() == 5]


def test_every_contender_has_a_column_with_a_dot_for_every_seed(ax):
    plotting.paired_strip(ax, {"plain normal": WITHOUT, "Kaiming": BETTER}, "validation")
    assert_array_equal(dotted(ax), [WITHOUT.validation, BETTER.validation])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["plain\nnormal", "Kaiming"]


def test_what_was_measured_anew_is_a_ring_around_its_dot(ax):
    plotting.paired_strip(ax, {"a": WITHOUT, "b": BETTER}, "trained", anew={"b": outcome(1, 2)})
    ring, = [line for line in ax.lines if line.get_markersize() == 11]
    assert_array_equal(ring.get_xydata(), [(1, 1), (1, 2)])


def test_the_median_and_the_quartiles_stand_beside_the_dots_of_runs_that_ended(ax):
    plotting.paired_strip(ax, {"a": outcome(1, 2, 3, np.nan), "b": WITHOUT}, "clean")
    medians = [line.get_ydata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert medians == [2, 5.5]


@pytest.mark.parametrize("contender, scale", [(BETTER, "log"), (WITHOUT, "linear")])
def test_the_axis_is_logarithmic_where_the_numbers_are_far_apart(ax, contender, scale):
    plotting.paired_strip(ax, {"a": WITHOUT, "b": contender}, "validation")
    assert ax.get_yscale() == scale


@pytest.mark.parametrize("kind", ["optimization", "generalization"])
def test_ratios_and_words_are_those_of_the_verdicts(ax, kind):
    found = {"good": Verdict("t", 3, "s", WITHOUT, BETTER), "bad": Verdict("t", 3, "s", WITHOUT, WORSE),
             "none": Verdict("t", 3, "s", WITHOUT, outcome(5, 4, 7, 6))}
    plotting.ratios(ax, found, kind)
    assert_array_equal([line.get_xdata() for line in ax.lines if line.get_marker() == "o"],
                       [verdict.with_.trained / verdict.without.trained for verdict in found.values()])
    words = [text.get_text().split(":")[0] for text in ax.texts]
    assert words == [getattr(verdict, kind).word for verdict in found.values()] == ["helps", "hurts", "no clear effect"]
    assert ax.get_title() == f"{kind.capitalize()}: helps in 1, hurts in 1 of 3"
