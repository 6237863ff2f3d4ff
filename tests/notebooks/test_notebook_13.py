"""Notebook 13: its words about the table follow from the digest and the records."""
import numpy as np
import pytest

from helpers.diagnosis import budget, digest, sheet
from helpers.diagnosis.rows import ROWS
from helpers.experiments import results
from helpers.experiments.verdict import ratio

MAIN = {row.key: digest.of(row.key)[0] for row in ROWS}


def generalizations(*keys):
    """Of these rows, all settings but mirrored digits: (training loss without, Ratio)."""
    return [(one.before[0], one.generalization) for key in keys for one in digest.of(key)
            if one.contrast.data != "mirrored digits"]


@pytest.mark.parametrize("key", ["skip", "normalization", "optimizers", "initialization"])
def test_both_losses_fall(key):
    assert MAIN[key].optimization.word == MAIN[key].generalization.word == "helps"


@pytest.mark.parametrize("key", ["more_data", "augmentation", "convolution", "graph"])
def test_the_training_loss_rises_and_the_validation_loss_falls(key):
    found = MAIN[key]
    assert (found.optimization.word, found.generalization.word) == ("hurts", "helps")


def test_no_trick_lowers_the_training_loss_and_clearly_raises_the_validation_loss():
    left = [one for one in MAIN.values() if one.optimization.word == "helps"]
    assert {one.generalization.word for one in left} <= {"helps", "about equal"}
    assert max(one.generalization.r for one in left) == MAIN["pretraining"].generalization.r


def test_dropout_helps_in_4_of_its_11_settings_and_14_of_22_main_points_help():
    words = [one.generalization.word for one in digest.of("dropout")]
    assert (words.count("helps"), len(words)) == (4, 11)
    assert [one.generalization.word for one in MAIN.values()].count("helps") == 14
    assert len(MAIN) == 22


def test_adamw_has_two_readings_and_l2_is_decay_for_gradient_descent():
    assert MAIN["adamw"].optimization.word == "hurts"
    assert MAIN["adamw_descent"].optimization.word == "helps"
    assert results.load("optimizers").choices["AdamW"]["decay"] == 0
    penalty = digest.measured()["l2: λ = 0 → λ = 0.001"]
    decay = MAIN["weight_decay"]
    for name in digest.QUANTITIES:
        assert getattr(penalty, name).numbers == getattr(decay, name).numbers


def test_where_the_training_loss_is_high_nothing_helps():
    found = generalizations("dropout", "more_data", "augmentation")
    high, low = ([told.word for loss, told in found if (loss > 0.15) == above]
                 for above in (True, False))
    assert (len(high), high.count("helps"), high.count("hurts")) == (6, 0, 3)
    assert (len(low), low.count("helps")) == (32, 19)
    assert [told.word for loss, told in generalizations("more_data")].count("helps") == 7


def moment(seeds, k, trick="p = 0.2", record="dropout", without="p = 0"):
    outcomes = results.load(record).outcomes
    before, after = (outcomes[name].validation_curve.mean(axis=1)[k - 1, :seeds]
                     for name in (without, trick))
    return ratio(before, after, 0.01)


def test_the_word_for_dropout_depends_on_seeds_and_moment():
    assert moment(20, 10).word == moment(10, 10).word == "helps"
    assert moment(5, 10).word == "no verdict"
    early = moment(20, 4)
    assert (early.word, early.lower) == ("hurts", 0)
    wide, narrow = (np.log(one.high / one.low) for one in (moment(10, 10), moment(20, 10)))
    assert 1.6 < wide / narrow < 2
    rmsprop = moment(20, 10, "RMSProp", "optimizers", "gradient descent")
    assert (rmsprop.word, rmsprop.lower) == ("unclear", 14)


def test_half_way_dropout_of_a_half_helps_only_by_its_rate():
    assert moment(20, 4, "p = 0.5").word == "helps"
    assert moment(20, 10, "p = 0.5").word == "unclear"
    chosen = results.load("dropout").choices
    assert chosen["p = 0.5"]["lr"] > chosen["p = 0"]["lr"]


@pytest.mark.parametrize("p, without, with_, at, word", [
    (0.5, 1, 7, 9, "helps"), (0.5, 7, 7, 9, "unclear"), (0.5, 7, 1, 9, "hurts"),
    (0.5, 7, 7, 3, "hurts"), (0.2, 7, 7, 9, "helps")])
def test_the_word_depends_on_the_budget(p, without, with_, at, word):
    rates = [budget.tried(0.01, n) for n in (without, with_)]
    told = budget.compared(results.load("dropout_budget"), (p,), *rates, at)[2]
    assert told.word == word


def test_optimization_agrees_and_ten_cells_of_generalization_part():
    cells = {row.key: sheet.agreements(row.key) for row in ROWS}
    assert "disagrees" not in [training for training, _ in cells.values()]
    assert [training for training, _ in cells.values()].count("open") == 5
    parted = {key for key, (_, new) in cells.items() if new == "disagrees"}
    assert parted == {"optimizers", "schedules", "cross_entropy", "more", "pretraining", "mixup",
                      "entropy", "l2", "adamw", "fewer"}


def test_the_counts_are_those_of_the_text():
    totals = digest.totals()
    assert (totals["ratios"], totals["survive"]) == (1455, 893)
    assert totals["words"]["helps"] + totals["words"]["hurts"] == 1080


# What sheet.APART says of the records

@pytest.mark.parametrize("key, loss, word", [
    ("adamw_rates: gradient descent, η = 1 → AdamW, η = 0.01", "generalization", "hurts"),
    ("adamw_rates: gradient descent, η = 1 → AdamW, η = 0.001", "generalization", "helps"),
    ("dropout_100: p = 0 → p = 0.5", "generalization", "helps"),
    ("dropout_1000: p = 0 → p = 0.5", "generalization", "helps"),
    ("dropout: p = 0 → best p", "early_stopping", "helps"),
    ("pretraining_late: from scratch → pre-trained", "generalization", "helps"),
    ("cnn_shuffled: plain, wide → CNN", "generalization", "hurts"),
    ("cnn_centred: plain, wide → CNN", "generalization", "hurts"),
    ("nested_canvas: fully connected → convolution", "generalization", "hurts"),
    ("skip_2: gradient descent, no skip → gradient descent, skip", "optimization", "hurts"),
    ("normalization_sigmoid: none → layer normalization", "optimization", "about equal"),
    ("metric_outliers: fewest errors → cross-entropy, λ = 0", "generalization", "hurts"),
    ("metric_outliers: cross-entropy, λ = 0 → hinge, λ = 0", "generalization", "helps"),
    ("cross_entropy: cross-entropy → hinge", "generalization", "hurts"),
    ("augmentation_early: none → 1,000 pictures", "generalization", "about equal"),
    ("augmentation: none → shift 2", "generalization", "hurts"),
    ("augmentation: none → flip", "generalization", "hurts"),
    ("augmentation: none → blur", "generalization", "hurts"),
    ("augmentation_shifted: none → shift 1", "generalization", "helps"),
    ("augmentation_early: none → noise 0.3", "generalization", "hurts"),
    ("augmentation_wrong: none → mixup 0.5", "generalization", "helps"),
    ("entropy_wide: λ = 0 → λ = 0.1", "generalization", "helps"),
    ("l2: λ = 0 → λ = 0.001", "generalization", "helps"),
    ("adamw_100: Adam → Adam + L2 0.001", "generalization", "helps"),
    ("adamw_100: Adam → AdamW 1", "generalization", "helps"),
    ("leaky_digits_dead: ReLU → leaky ReLU", "optimization", "helps"),
    ("capacity_wrong: 128 units → 8 units", "generalization", "helps"),
    ("capacity_wrong: 128 units → 8 units", "early_stopping", "hurts"),
    ("capacity_wrong: 8 units → 128 units", "generalization", "hurts"),
    ("capacity_wrong: 8 units → 128 units", "early_stopping", "helps"),
    ("capacity_wrong: 32 units → 256 units", "generalization", "helps")])
def test_where_it_holds_and_where_not(key, loss, word):
    assert getattr(digest.measured()[key], loss).word == word


def test_on_fifteen_lectures_the_better_start_hurts_where_it_fits_them_more_closely():
    found = [one for one in digest.of("initialization") if one.contrast.data == "lectures"]
    hurt = {one.contrast.record for one in found if one.generalization.word == "hurts"}
    assert (len(hurt), len(found)) == (5, 9)
    assert hurt == {one.contrast.record for one in found if one.optimization.word == "helps"}
    assert [one.early_stopping.word for one in found].count("about equal") == 8


def test_the_graph_costs_accuracy_where_the_labels_cut_across():
    assert digest.measured()["graph_across: λ = 0 → λ = 100"].accuracy.high < 0
