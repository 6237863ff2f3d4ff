"""Notebook 06: its words about the records follow from them, and one is measured again."""
import numpy as np
import pytest

from helpers.experiments import results, verdict as compare
from helpers.experiments import n06_cnn as trials


def verdict(name, rival="plain, wide"):
    return results.verdict(results.load(name), rival, "CNN")


@pytest.mark.parametrize("name", ["cnn", "cnn_long", "cnn_1000"])
def test_where_digits_stand_anywhere_the_cnn_wins_in_every_run(name):
    told = verdict(name).generalization
    assert (told.word, told.lower, told.n) == ("helps", 20, 20)
    assert [verdict(row).optimization.word for row in ("cnn", "cnn_long", "cnn_1000")] == ["hurts", "no clear effect", "helps"]


def test_with_300_digits_anywhere_the_cnn_has_half_the_validation_loss_and_the_smallest_gap():
    *plain, cnn = results.load("cnn")[-1].values()
    assert 0.4 < np.median(cnn.validation / plain[1].validation) < 0.6
    assert [compare.effect(rival.gap, cnn.gap).word for rival in plain] == ["helps", "helps"]


def test_on_centred_digits_the_wide_plain_network_wins_unless_trained_longer():
    words = [verdict(name).generalization.word for name in ("cnn_centred", "cnn_centred_100", "cnn_centred_long")]
    assert words == ["hurts", "hurts", "no clear effect"]


@pytest.mark.parametrize("world", ["cnn", "cnn_centred"])
def test_shuffled_pixels_turn_the_advantage_and_leave_the_plain_network_as_it_was(world):
    shuffled, before = verdict(f"{world}_shuffled"), verdict(world)
    assert (shuffled.generalization.word, shuffled.generalization.lower) == ("hurts", 0)
    assert np.median(shuffled.without.validation) == pytest.approx(np.median(before.without.validation), rel=0.02)
    assert np.median(shuffled.with_.validation) > 1.5 * np.median(before.with_.validation)


def test_trained_in_the_middle_both_are_worse_than_guessing():
    told = verdict("cnn_moved")
    assert min(told.without.validation.min(), told.with_.validation.min()) > np.log(10) and np.median(told.with_.accuracy) < 0.3


@pytest.mark.parametrize("name, lower", [("nested_canvas", 20), ("nested_canvas_long", 0)])
def test_the_smaller_set_has_the_smaller_gap_at_first_and_the_larger_one_later(name, lower):
    whole, *smaller = results.load(name)[-1].values()
    assert [compare.effect(whole.gap, each.gap).lower for each in smaller] == [lower, lower]
    assert all(compare.effect(whole.validation, each.validation).word == "hurts" for each in smaller)


def test_without_pooling_a_cnn_is_worse_than_a_plain_network_and_one_pooled_convolution_is_enough():
    parts, wide = results.load("cnn_pooling")[-1], results.load("cnn_long")[-1]["plain, wide"]
    found = [compare.effect(other.validation, parts["strides"].validation).lower for other in (wide, parts["CNN"])]
    assert found == [0, 0] and trials.strided(12).size == trials.cnn(12).size
    assert compare.effect(parts["CNN"].validation, parts["one convolution"].validation).word == "helps"


def test_a_record_is_repeated():
    again = trials.contest((0,), trials.against_plain(8), trials.centred)
    assert results.agreement("cnn_centred", again).endswith("True")
