"""Lesson 06 and what lies further: their words about the records follow from these."""
from pathlib import Path

import nbformat
import numpy as np
import pytest
from matplotlib import pyplot

from helpers.exercises import n06_cnn as exercises
from helpers.experiments import n06_cnn as trials
from helpers.experiments import results
from helpers.experiments import verdict as compare

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def text(path):
    cells = nbformat.read(NOTEBOOKS / path, as_version=4).cells
    return "".join(cell.source for cell in cells if cell.cell_type == "markdown")


LESSON, MATRIX = text("06_cnn.ipynb"), text("further/convolution_as_a_matrix.ipynb")
OWN, SHARED = "own weights, {}", "shared weights, {}"


def verdict(name, rival="plain, wide", with_="CNN"):
    return results.load(name).verdict(rival, with_)


@pytest.mark.parametrize("told", [
    verdict("cnn").generalization, verdict("cnn_shuffled").generalization,
    verdict("cnn_centred").generalization, verdict("cnn_centred_shuffled").generalization,
    verdict("cnn_moved").generalization,
], ids=str)
def test_the_text_says_the_intervals_of_the_records(told):
    assert told.numbers in LESSON


@pytest.mark.parametrize("told", [
    verdict("cnn").optimization, verdict("cnn_1000").optimization,
    verdict("cnn_pooling", "CNN", "one convolution").generalization,
    *(verdict("pooling_own", weights.format("strides"), weights.format("pooling")).generalization
      for weights in (OWN, SHARED)),
    *(verdict("pooling_own", OWN.format(how), SHARED.format(how)).generalization
      for how in ("strides", "pooling")),
], ids=str)
def test_the_text_says_the_ratios_of_the_records(told):
    assert f"× {told.r:.3g}" in LESSON


def test_the_text_says_the_accuracies_of_the_records():
    once = verdict("cnn_pooling", "CNN", "one convolution").accuracy
    assert once.points == "-2.8 points [-3.9, -1.6]" and "2.8 points [1.6, 3.9] fewer" in LESSON
    for told in (verdict("cnn").accuracy,
                 verdict("pooling_own", OWN.format("pooling"), SHARED.format("pooling")).accuracy):
        assert f"{100 * told.mean:.1f} points more" in LESSON


def test_where_digits_stand_anywhere_the_cnn_wins_in_every_seed_and_in_training_with_1000_only():
    found = [verdict(name) for name in ("cnn", "cnn_long", "cnn_1000")]
    assert {told.generalization.lower for told in found} == {20}
    assert [told.optimization.word for told in found] == ["hurts", "unclear", "helps"]


def test_with_shuffled_pixels_the_cnn_is_worse_in_every_seed():
    for name in ("cnn_shuffled", "cnn_centred_shuffled"):
        told = verdict(name).generalization
        assert (told.word, told.lower) == ("hurts", 0)


def test_on_centred_digits_the_wide_network_wins_unless_trained_longer():
    names = "cnn_centred", "cnn_centred_100", "cnn_centred_long"
    assert [verdict(name).generalization.word for name in names] == ["hurts", "hurts", "unclear"]


def test_if_only_new_digits_move_both_end_above_guessing():
    told = verdict("cnn_moved")
    assert told.marks == "above guessing" and np.min(told.without.validation_loss) > np.log(10)


def test_sharing_hurts_with_strides_and_helps_with_pooling_as_the_accuracy_says():
    strides, pooling = (verdict("pooling_own", OWN.format(how), SHARED.format(how))
                        for how in ("strides", "pooling"))
    assert (strides.generalization.word, pooling.generalization.word) == ("hurts", "helps")
    assert strides.accuracy.high < 0 < pooling.accuracy.low
    assert trials.strided(12).size == trials.cnn(12).size


@pytest.mark.parametrize("name, lower", [("nested_canvas", 20), ("nested_canvas_long", 0)])
def test_the_smaller_set_has_the_smaller_gap_at_first_and_the_larger_one_later(name, lower):
    whole, *smaller = results.load(name).outcomes.values()
    assert [compare.difference(whole.gap, each.gap).lower for each in smaller] == [lower, lower]


def test_the_smaller_sets_have_the_higher_validation_loss():
    names = "nested", "nested_canvas", "nested_canvas_long"
    found = [verdict(name, "fully connected", each).generalization
             for name in names for each in ("local", "convolution")]
    ratios = [told.r for told in found]
    assert {told.word for told in found} == {"hurts"}
    assert f"× {min(ratios):.2f} to × {max(ratios):.2f}" in MATRIX


def test_with_pixels_shuffled_only_the_cnn_notices():
    setting = "digits anywhere, pixels shuffled", 300, 0
    assert rise("CNN", *setting) > 1.5 and 0.8 < rise("plain, wide", *setting) < 1.2


def rise(kind, data_set, n, seed):
    """Validation loss after such a training, divided by that of the same digits, pixels in
    order."""
    after, before = ([*trials.watched(where, kind, n, seed)][-1][2]
                     for where in (data_set, data_set.split(", ")[0]))
    return after / before


def test_the_bug_as_given_gets_no_hint(capsys):
    exercises.mended_channels(exercises.reshaped)
    told = capsys.readouterr().out
    assert told.startswith("Not mended yet: for (1, 2)") and "Hint" not in told


def test_the_response_in_title_and_sentence_is_that_of_the_patch():
    cells = {cell.id: cell.source for cell in nbformat.read(NOTEBOOKS / "06_cnn.ipynb", 4).cells}
    names = {}
    with pyplot.rc_context():
        for name in ("imports", "figure-search", "convolve", "figure-filter"):
            exec(cells[name].replace("\nlive(by_hand", "\nfigure = live(by_hand"), names)
    w = np.array(names["FILTERS"]["lying edge"]).reshape(3, 3)
    names["figure"].set(**dict(zip(names["NAMES"], map(float, w.ravel()), strict=True)))
    response = np.sum(names["grey"][11:14, 27:30, 0] * w)
    assert f"added up: {response:.2f}. ".replace("-", "−") in names["figure"].words
    assert abs(response - w[2, 2]) > 0.1  # not the last weight
