"""Notebook 06: its words about the records follow from them."""
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers.experiments import n06_cnn as trials
from helpers.experiments import results
from helpers.experiments import verdict as compare

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "06_cnn.ipynb"


def verdict(name, rival="plain, wide", with_="CNN"):
    return results.load(name).verdict(rival, with_)


@pytest.mark.parametrize("name", ["cnn", "cnn_long", "cnn_1000"])
def test_where_digits_stand_anywhere_the_cnn_wins_in_every_run(name):
    told = verdict(name).generalization
    assert (told.word, told.lower, told.n) == ("helps", 20, 20)
    words = [verdict(row).optimization.word for row in ("cnn", "cnn_long", "cnn_1000")]
    assert words == ["hurts", "unclear", "helps"]


def test_with_300_digits_anywhere_the_cnn_has_half_the_validation_loss_and_the_smallest_gap():
    *plain, cnn = results.load("cnn").outcomes.values()
    assert 0.4 < np.median(cnn.validation_loss / plain[1].validation_loss) < 0.6
    assert all(compare.difference(rival.gap, cnn.gap).high < 0 for rival in plain)


def test_on_centred_digits_the_wide_plain_network_wins_unless_trained_longer():
    found = [verdict(name) for name in ("cnn_centred", "cnn_centred_100", "cnn_centred_long")]
    assert [told.generalization.word for told in found] == ["hurts", "hurts", "unclear"]
    assert [told.optimization.word for told in found] == ["hurts", "hurts", "both solved"]


@pytest.mark.parametrize("world", ["cnn", "cnn_centred"])
def test_shuffled_pixels_turn_the_advantage_and_leave_the_plain_network_as_it_was(world):
    shuffled, before = verdict(f"{world}_shuffled"), verdict(world)
    assert (shuffled.generalization.word, shuffled.generalization.lower) == ("hurts", 0)
    plain = [np.median(told.without.validation_loss) for told in (shuffled, before)]
    cnn = [np.median(told.with_.validation_loss) for told in (shuffled, before)]
    assert plain[0] == pytest.approx(plain[1], rel=0.02) and cnn[0] > 1.5 * cnn[1]


def test_trained_in_the_middle_both_are_worse_than_guessing():
    told = verdict("cnn_moved")
    losses = told.without.validation_loss, told.with_.validation_loss
    assert told.marks == "above guessing" and np.min(losses) > np.log(10)
    shares = [round(np.median(side.accuracy), 3) for side in (told.without, told.with_)]
    assert shares == [0.19, 0.277]


@pytest.mark.parametrize("name, lower", [("nested_canvas", 20), ("nested_canvas_long", 0)])
def test_the_smaller_set_has_the_smaller_gap_at_first_and_the_larger_one_later(name, lower):
    whole, *smaller = results.load(name).outcomes.values()
    assert [compare.difference(whole.gap, each.gap).lower for each in smaller] == [lower, lower]


def test_the_smaller_sets_have_the_higher_validation_loss():
    names = "nested", "nested_canvas", "nested_canvas_long"
    found = [verdict(name, "fully connected", each)
             for name in names for each in ("local", "convolution")]
    ratios = [told.generalization.r for told in found]
    assert {told.generalization.word for told in found} == {"hurts"}
    assert [told.marks for told in found] == ["", "", "", *["above guessing"] * 3]
    assert (round(min(ratios), 2), round(max(ratios), 2)) == (1.07, 1.41)


def test_without_pooling_a_cnn_is_worse_than_a_plain_network_and_one_pooled_layer_is_enough():
    parts = results.load("cnn_pooling").outcomes
    rivals = results.load("cnn_long").outcomes["plain, wide"], parts["CNN"]
    without = parts["strides"].validation_loss
    lower = [compare.difference(rival.validation_loss, without).lower for rival in rivals]
    assert lower == [0, 0] and trials.strided(12).size == trials.cnn(12).size
    once = verdict("cnn_pooling", "CNN", "one convolution")
    assert (once.generalization.word, once.early_stopping.word) == ("helps", "about equal")
    assert once.accuracy.high < 0 and once.optimization.r > 10


CELLS = nbformat.read(NOTEBOOK, as_version=4).cells
TEXT = "".join(cell.source for cell in CELLS if cell.cell_type == "markdown")
OWN, SHARED = "own weights, {}", "shared weights, {}"


@pytest.mark.parametrize("told", [
    *(verdict(name).optimization for name in ("cnn", "cnn_long", "cnn_1000")),
    *(verdict(name).generalization for name in (
        "cnn", "cnn_centred", "cnn_centred_100", "cnn_centred_long", "cnn_shuffled",
        "cnn_centred_shuffled", "cnn_moved")),
    verdict("cnn_pooling", "CNN", "one convolution").generalization,
    *(verdict("pooling_own", weights.format("strides"), weights.format("pooling")).generalization
      for weights in (OWN, SHARED)),
    *(verdict("pooling_own", OWN.format(how), SHARED.format(how)).generalization
      for how in ("strides", "pooling")),
], ids=str)
def test_the_text_says_the_numbers_of_the_records(told):
    assert told.numbers in TEXT


def test_the_text_says_the_accuracies_of_the_records():
    assert verdict("cnn_moved").accuracy.points in TEXT
    once, strides = (verdict("cnn_pooling", "CNN", name) for name in ("one convolution", "strides"))
    assert once.accuracy.points == "-2.8 points [-3.9, -1.6]"
    assert strides.accuracy.points == "-27.9 points [-29.5, -26.4]"
